"""Values: what is held to, who keeps each and until when, and the stories that show it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.heroes import Standard
from okrtui.model.people import MemberState, ValueState
from okrtui.rituals import heroes, hours
from okrtui.rituals.context import Context
from okrtui.rituals.documents.responsibilities import responsibilities
from okrtui.rituals.journal import log
from okrtui.rituals.people import logins, members, values
from okrtui.rules.values import holes, keeper_text
from tests.workspaces import ctx, unsound, workspace

DECEMBER = date(2026, 12, 31)


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Context]:
    store = workspace(tmp_path)
    here = ctx(store)
    for login in ("bob", "lena"):
        members.edit_member(here, login)
    yield here
    store.close()


def test_a_value_has_a_ref_words_a_keeper_and_the_keepers_last_day(mei: Context) -> None:
    made = values.add(mei, "Open by default", keeper="@bob", until=DECEMBER)
    assert (made.ref, made.text, made.keeper, made.until) == ("V1", "Open by default", "bob", DECEMBER)
    assert values.add(mei, "Undo is a feature").keeper == ""
    assert [each.ref for each in values.values(mei)] == ["V1", "V2"]
    assert values.find(mei, " v2 ").text == "Undo is a feature"


def test_a_keepers_time_ends_by_itself_and_the_hole_is_named(mei: Context) -> None:
    values.add(mei, "Open by default", keeper="bob", until=DECEMBER)
    values.add(mei, "Undo is a feature", keeper="lena")
    values.add(mei, "Small steps")
    every = values.values(mei)
    assert keeper_text(every[0], DECEMBER) == "bob until 2026-12-31"
    assert every[1].until == date(2027, 2, 21), "90 days unless said"
    assert holes(every, DECEMBER) == "V3 has no keeper"
    assert holes(every, date(2027, 1, 1)) == "V1 and V3 have no keeper"
    assert holes(every[:2], DECEMBER) == ""


def test_a_keeper_who_left_keeps_nothing(mei: Context) -> None:
    values.add(mei, "Open by default", keeper="bob")
    members.edit_member(mei, "bob", state=MemberState.LEFT)
    assert holes(values.values(mei), mei.today) == "V1 has no keeper"
    with pytest.raises(Refused, match="bob has left"):
        values.keep(mei, "V1", "bob")


def test_a_value_is_kept_by_one_person_up_to_a_day_that_comes(mei: Context) -> None:
    values.add(mei, "Open by default")
    with pytest.raises(Refused, match="one keeper"):
        values.keep(mei, "V1", "bob,lena")
    with pytest.raises(Refused, match="2026-11-22 is past"):
        values.keep(mei, "V1", "bob", date(2026, 11, 22))
    with pytest.raises(Refused, match="who keeps it until"):
        values.add(mei, "More", until=DECEMBER)
    assert values.keep(mei, "V1", "lena", mei.today).kept_by(mei.today) == "lena"
    assert values.keep(mei, "V1", "").until is None
    assert unsound(mei.store) == []


def test_every_change_of_a_value_is_one_entry_and_one_undo(mei: Context) -> None:
    values.add(mei, "Open by default")
    changes: tuple[Callable[[], object], ...] = (
        lambda: values.edit(mei, "V1", "Open, always"),
        lambda: values.keep(mei, "V1", "bob"),
        lambda: values.retire(mei, "V1"),
    )
    for change in changes:
        before = values.find(mei, "V1")
        change()
        assert values.find(mei, "V1") != before
        assert log.undo(mei).ref == "V1"
        undone = values.find(mei, "V1")
        assert (undone.text, undone.keeper, undone.until, undone.state) == (
            before.text,
            before.keeper,
            before.until,
            before.state,
        )
    log.undo(mei)
    assert values.values(mei, retired=True) == ()
    assert log.redo(mei).ref == "V1"
    assert unsound(mei.store) == []


def test_what_was_retired_stays_readable_and_nothing_new_hangs_on_it(mei: Context) -> None:
    values.add(mei, "Open by default", keeper="bob")
    heroes.post(mei, ["bob"], "Wrote it down", Standard.HONOR, value="v1")
    assert values.retire(mei, "V1").state is ValueState.RETIRED
    assert values.values(mei) == ()
    assert [card.story for card in heroes.showing(mei, "V1")] == ["Wrote it down"]
    for refused in (
        lambda: values.edit(mei, "V1", "x"),
        lambda: values.keep(mei, "V1", "bob"),
        lambda: heroes.post(mei, ["bob"], "x", Standard.HONOR, value="V1"),
    ):
        with pytest.raises(Refused, match="V1 was retired"):
            refused()


@pytest.mark.parametrize("ref", ["V9", "9x", "", "V" + "9" * 40])
def test_a_ref_that_names_no_value_is_refused_with_where_to_look(mei: Context, ref: str) -> None:
    with pytest.raises(Refused, match="okrtui value list"):
        values.find(mei, ref)


def test_a_value_tells_its_stories_in_the_order_of_time_and_hidden_ones_to_their_people_alone(mei: Context) -> None:
    values.add(mei, "Open by default")
    first = heroes.post(mei, ["bob"], "one", Standard.CONTRIBUTION, value="V1")
    heroes.post(mei, ["bob"], "another value's", Standard.CONTRIBUTION)
    heroes.post(mei, ["lena"], "two", Standard.CONTRIBUTION, value="V1")
    assert first.value == "V1"
    assert [card.story for card in heroes.showing(mei, "V1")] == ["one", "two"]
    heroes.hide(ctx(mei.store, "bob"), first.ref)
    assert [card.story for card in heroes.showing(ctx(mei.store, "lena"), "V1")] == ["two"]
    assert unsound(mei.store) == []


def test_who_answers_for_what_names_keepers_values_without_one_and_teams_without_members(mei: Context) -> None:
    values.add(mei, "Open by default", keeper="bob")
    values.add(mei, "Undo is a feature")
    for team in ("Backbone", "Architecture"):
        members.add_team(mei, team)
    members.edit_member(mei, "lena", teams=("Backbone",))
    found = responsibilities(mei)
    assert {a.member.login: [v.ref for v in a.values] for a in found.people if a.values} == {"bob": ["V1"]}
    assert found.unkept == (("V2", "Undo is a feature"),)
    assert found.empty_teams == ("Architecture",)


def test_who_answers_for_what_names_hosts_of_office_hours(mei: Context) -> None:
    hours.add(ctx(mei.store, "bob"), 1, 14 * 60, 15 * 60)
    found = responsibilities(mei)
    assert {a.member.login: [h.ref for h in a.hours] for a in found.people if a.hours} == {"bob": ["OH1"]}


def test_a_login_that_changes_takes_its_values_along(mei: Context) -> None:
    if mei.store.member:
        pytest.skip("on a server logins are its roles, and members cannot change them")
    values.add(mei, "Open by default", keeper="bob")
    logins.rename(mei, "bob", "bobby")
    assert values.find(mei, "V1").keeper == "bobby"
