"""Who is a member: by being added, by acting, by an account of this machine; everybody else is asked about."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from okrtui.errors import Refused, UnknownMember
from okrtui.model.heroes import Standard
from okrtui.model.people import MemberState
from okrtui.rituals import heroes, ideas
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import members
from okrtui.rituals.week import checkins, updates
from tests.workspaces import ctx, unsound, workspace

HELP = Standard.CONTRIBUTION


def nobody_new(at: Context) -> Context:
    return replace(at, may_add=lambda login: False)


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Context]:
    """Mei, with bob and ana.lee beside her, where nobody becomes a member by being named."""
    store = workspace(tmp_path)
    members.edit_member(ctx(store), "bob", name="Bob Miller")
    members.edit_member(ctx(store), "ana.lee", name="Ana Lee")
    yield nobody_new(ctx(store))
    assert unsound(store) == []
    store.close()


NAMINGS: dict[str, Callable[[Context, str], object]] = {
    "objective": lambda at, who: objectives.add_objective(at, "Boring", dri=who),
    "objective edit": lambda at, who: objectives.edit_objective(at, "O1", dri=who),
    "key result": lambda at, who: objectives.add_key_result(at, "O1", "docs", dri=who),
    "key result edit": lambda at, who: objectives.edit_key_result(at, "KR1.1", dri=who),
    "check-in": lambda at, who: checkins.check_in(at, "KR1.1", "yes", who=who),
    "helper": lambda at, who: updates.submit(at, blocker="the fleet", helpers=[who]),
    "action": lambda at, who: actions.add(at, "write it", dri=who),
    "action edit": lambda at, who: actions.edit(at, "A1", dri=who),
    "hero": lambda at, who: heroes.post(at, [who], "stayed late", HELP),
    "idea": lambda at, who: ideas.drop(at, "cache", who=who),
    "champion": lambda at, who: ideas.champion(at, "I1", who),
}
"""Everything that takes a person."""


def ground(at: Context) -> None:
    objectives.add_objective(at, "Boring", dri="")
    objectives.add_key_result(at, "O1", "docs", dri="")
    actions.add(at, "first")
    ideas.capture(at, "first")


@pytest.mark.parametrize("name", NAMINGS)
def test_who_is_named_is_known_or_asked_about_everywhere(mei: Context, name: str) -> None:
    ground(mei)
    before = len(log.log(mei))
    with pytest.raises(
        UnknownMember, match=r"there is nobody called bobb; did you mean bob \(Bob Miller\)\?"
    ) as refused:
        NAMINGS[name](mei, "bobb")
    assert refused.value.login == "bobb"
    assert len(log.log(mei)) == before, "nothing was changed"
    NAMINGS[name](mei, " @BOB ")
    assert [m.login for m in members.members(mei)] == ["ana.lee", "bob", "mei"]
    NAMINGS[name](replace(mei, may_add=lambda login: login == "zoe"), "zoe")
    assert [m.login for m in members.members(mei)] == ["ana.lee", "bob", "mei", "zoe"]
    log.undo(mei)
    assert [m.login for m in members.members(mei)] == ["ana.lee", "bob", "mei"], "undo takes back whom it made"
    if name != "hero":  # what was taken back within its minute leaves no trace to be done again
        log.redo(mei)
        assert members.member(mei, "zoe")


def test_an_account_of_the_machine_is_known(mei: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts = {"dana": ("dana", "Dana Ruiz"), "CORP\\x": ("CORP\\x", "X")}
    monkeypatch.setattr(type(mei.store), "account", lambda self, login: accounts.get(login))
    assert objectives.add_objective(mei, "Boring", dri="dana").dri == "dana"
    assert members.member(mei, "dana").name == "Dana Ruiz"
    assert objectives.add_objective(mei, "Safe", dri="CORP\\x").dri == "CORP\\x"
    assert objectives.add_objective(mei, "Quick", dri="corp\\X").dri == "CORP\\x"


@pytest.mark.parametrize("login", ["CORP\\x", "ana@corp.example", "j.doe-2", "host$", "ünal", "x~y"])
def test_logins_are_what_systems_have(mei: Context, login: str) -> None:
    members.edit_member(mei, login)
    assert heroes.post(mei, [login], "helped", HELP).recipients[0].login == login


@pytest.mark.parametrize("login", ["a b", "bob; rm", "-x", "a,b", "x/y", "<b>", "a:b"])
def test_what_cannot_be_a_login_is_refused(mei: Context, login: str) -> None:
    with pytest.raises(Refused, match="can't be a login"):
        members.edit_member(mei, login)


def test_a_person_is_found_by_the_name_that_only_they_have(mei: Context) -> None:
    assert objectives.add_objective(mei, "Boring", dri="ana lee").dri == "ana.lee"
    members.edit_member(mei, "ana2", name="Ana  LEE")
    with pytest.raises(Refused, match=r"may be ana\.lee or ana2; name one by login"):
        objectives.add_objective(mei, "Safe", dri="Ana Lee")


def test_undo_leaves_whom_something_else_stands_on_by_then(mei: Context) -> None:
    objectives.add_objective(replace(mei, may_add=lambda login: True), "Boring", dri="zoe")
    objectives.add_objective(nobody_new(ctx(mei.store, "bob")), "Safe", dri="zoe")
    log.undo(mei)
    assert [(o.ref, o.dri) for o in objectives.objectives(mei)] == [("O2", "zoe")]
    log.redo(mei)
    assert [o.ref for o in objectives.objectives(mei)] == ["O1", "O2"]


def test_work_is_not_given_to_who_left_and_thanks_are(mei: Context) -> None:
    ground(mei)
    members.edit_member(mei, "bob", state=MemberState.LEFT)
    for name in ("objective", "objective edit", "key result", "key result edit", "action", "action edit", "champion"):
        with pytest.raises(Refused, match="bob has left"):
            NAMINGS[name](mei, "bob")
    heroes.post(mei, ["bob"], "thank you for all of it", HELP)
    checkins.check_in(mei, "KR1.1", "yes", who="bob")


def test_nobody_thanks_themselves_whatever_the_case(mei: Context) -> None:
    with pytest.raises(Refused, match="can't thank yourself"):
        heroes.post(mei, ["MEI"], "I was great", HELP)


def test_a_word_after_an_at_that_is_nobody_stays_text(mei: Context) -> None:
    assert ideas.drop(mei, "@Transactional makes our tests slow")[0] == "I1"
    idea = ideas.find(mei, "I1")
    assert (idea.title, idea.champion) == ("@Transactional makes our tests slow", "")
    ideas.drop(mei, "@BOB cache the layers")
    idea = ideas.find(mei, "I2")
    assert (idea.title, idea.champion) == ("cache the layers", "bob")
