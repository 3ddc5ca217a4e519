"""Cases about a person: what they build on, who hears of them, and what a file can keep and what only a server can."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.cases import EntryKind
from okrtui.model.heroes import Standard
from okrtui.rituals import heroes
from okrtui.rituals.cases import cases, persons, processes
from okrtui.rituals.context import Context
from okrtui.rituals.documents.search_index import places
from okrtui.rituals.journal import log
from okrtui.rituals.journal.explain import explain
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import agreements, logins, members
from okrtui.rituals.retro import discussion
from okrtui.rituals.week.due import due
from okrtui.rules.cases import person, phrases
from okrtui.sharing.export.tree import export_tree
from okrtui.storage.repositories import due as rows
from tests.workspaces import ctx, unsound, workspace

DAY = 1 / 7
SECRET = "a week of quiet"


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Context]:
    """Mei's context: bob has thanked jing (H1), and the teams that decide are there."""
    store = workspace(tmp_path)
    me = ctx(store)
    teams = {"Leads": ("lena", "priya", "jing"), "Backbone": ("ana", "yusuf", "bob")}
    for team, people in teams.items():
        members.add_team(me, team)
        for login in people:
            members.edit_member(me, login, teams=(team,))
    for login in ("kim", "eve"):
        members.edit_member(me, login)
    heroes.post(of(me, "bob"), ["jing"], "carried the pager", Standard.CONTRIBUTION)
    yield me
    assert unsound(store) == []
    store.close()


def of(mei: Context, login: str, days: float = 0) -> Context:
    return ctx(mei.store, login, weeks=days * DAY)


def nominated(mei: Context) -> str:
    """Have bob nominate jing, and return the ref."""
    return cases.open_case(of(mei, "bob"), "reward", SECRET, about="jing", evidence="h1").case.ref


def sees(mei: Context, days: float = 0) -> list[str]:
    """Return who has C1 in some list of theirs."""
    found = []
    for login in ("bob", "jing", "lena", "priya", "ana", "yusuf", "eve", "mei"):
        here = of(mei, login, days)
        every = (*cases.open_cases(here), *cases.past_cases(here))
        found += [login] * any(each.case.ref == "C1" for each in every)
    return found


def test_a_nomination_is_checked_granted_and_becomes_a_hero_card(mei: Context) -> None:
    made = cases.open_case(of(mei, "bob"), "reward", SECRET, about="jing", evidence="h1")
    assert (made.case.evidence, made.turn, made.able) == ("H1", "team:Backbone", ("ana", "yusuf")), (
        "not bob, who opened"
    )
    assert made.seen_by == ("ana", "bob", "yusuf")
    assert persons.told(of(mei, "ana"), made.case) == ("H1 bob: carried the pager",)
    assert sees(mei) == ["bob", "ana", "yusuf"]
    with pytest.raises(Refused, match="there is no case C1"):
        cases.find(of(mei, "jing"), "C1")
    with pytest.raises(Refused, match="why “yes”"):
        cases.go(of(mei, "ana"), "C1", "yes")
    checked = cases.go(of(mei, "ana", 1), "C1", "yes", "a story of calm")
    assert checked.able == ("lena", "priya"), "jing is one of the Leads, and it is about them"
    assert sees(mei, 1) == ["bob", "lena", "priya", "ana"]
    granted = cases.go(of(mei, "priya", 2), "C1", "grant", "two days off")
    assert granted.word == "granted" and granted.case.ends is None
    assert sees(mei, 2) == ["bob", "jing", "priya", "ana"]
    card = heroes.find(of(mei, "eve", 2), "H2")
    assert (card.giver, card.standard, card.evidence, card.kr) == ("priya", Standard.HONOR, "H1", "")
    assert card.story == f"{SECRET}\ntwo days off"
    with pytest.raises(Refused, match="nothing was decided that could be appealed"):
        cases.appeal(of(mei, "bob", 3), "C1", "more")


def test_not_now_says_why_and_others_hear_the_appeal(mei: Context) -> None:
    nominated(mei)
    cases.go(of(mei, "ana"), "C1", "yes", "yes")
    late = cases.go(of(mei, "lena", 1), "C1", "not now", "one story is a thank-you")
    assert late.word == "not now, appeal until 2026-12-04"
    with pytest.raises(Refused, match="there is no case"):
        cases.appeal(of(mei, "jing", 2), "C1", "I heard of it")
    heard = cases.appeal(of(mei, "bob", 2), "C1", "there are two more")
    assert heard.able == ("priya",), "lena decided before"
    over = cases.go(of(mei, "priya", 3), "C1", "grant", "they are right")
    assert over.word == "granted" and heroes.find(mei, "H2").giver == "priya"
    kinds = [each.kind for each in over.case.entries]
    assert kinds == [EntryKind.DECISION, EntryKind.DECISION, EntryKind.APPEALED, EntryKind.DECISION]


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ("", "name the hero card that it builds on: --evidence H12"),
        ("KR1.1", "KR1.1 is no hero card; reward takes nothing else as evidence"),
        ("W1", "W1 is no hero card"),
        ("O1", "O1 is no hero card"),
        ("0.7", "0.7 is no hero card"),
        ("H9", "there is no card H9"),
        ("H1, H2", "H2 thanks eve, not jing"),
        ("H3", "H3 was withdrawn"),
    ],
)
def test_a_reward_builds_on_hero_cards_that_thank_the_person_and_on_nothing_else(
    mei: Context, evidence: str, said: str
) -> None:
    heroes.post(mei, ["eve"], "another", Standard.HONOR)
    heroes.post(of(mei, "mei", -1), ["jing"], "a third", Standard.HONOR)
    heroes.withdraw(mei, "H3", "it was not them")
    with pytest.raises(Refused, match=said):
        cases.open_case(of(mei, "bob"), "reward", SECRET, about="jing", evidence=evidence)
    assert cases.open_cases(of(mei, "bob")) == ()


def test_a_case_about_a_person_takes_no_key_result_and_one_about_work_no_evidence(mei: Context) -> None:
    objectives.add_objective(mei, "Faster")
    objectives.add_key_result(mei, "O1", "latency", target=1)
    with pytest.raises(Refused, match="reward is about a person and knows no key result"):
        cases.open_case(of(mei, "bob"), "reward", SECRET, about="jing", evidence="H1", kr="KR1.1")
    with pytest.raises(Refused, match="support is about work and builds on its own words"):
        cases.open_case(mei, "support", "x", asked="bob", evidence="H1")
    nominated(mei)
    work = cases.open_case(mei, "support", "x", asked="bob")
    cases.withdraw(mei, work.case.ref, "done")
    with pytest.raises(Refused, match="C2 is about something else"):
        cases.open_case(of(mei, "bob"), "reward", "x", about="jing", evidence="H1", supersedes="C2")


def test_a_team_that_is_too_small_is_refused_before_the_first_word(mei: Context) -> None:
    members.edit_member(mei, "priya", teams=())
    with pytest.raises(Refused, match="Leads has 1 who may decide, and it takes 2"):
        nominated(mei)


def test_others_are_told_of_it_nowhere(mei: Context, tmp_path: Path) -> None:
    ref = nominated(mei)
    cases.note(of(mei, "ana"), ref, "I was there: a secret")
    cases.open_case(of(mei, "bob"), "support", "a reviewer", asked="eve")
    for login in ("eve", "jing", "priya", "mei"):
        here = of(mei, login, 1)
        entries = log.log(here)
        told: list[object] = [
            entries,
            log.log(here, ref=ref),
            log.log(here, text="quiet"),
            log.log(here, text=ref),
            due(here),
        ]
        told += [[explain(here, each) for each in entries], places(here), processes.running(here)]
        export_tree(here, tmp_path / login)
        told += [path.read_text() for path in sorted((tmp_path / login).rglob("*.md"))]
        assert SECRET not in str(told) and "secret" not in str(told) and "C1" not in str(told), login
        assert "C2" in str(entries), "what is for all is told"
        assert cases.unseen(here, ["C1", "C2"]) == (set() if here.store.member else {"C1"}), (
            "a server shows no such row"
        )
    assert [each.summary for each in log.log(of(mei, "ana"), ref=ref)] == ["", ""]
    export_tree(of(mei, "bob"), tmp_path / "bob")
    assert not [path for path in (tmp_path / "bob").rglob("*.md") if SECRET in path.read_text()]


def test_a_log_is_as_long_as_asked_whatever_is_left_out_of_it(mei: Context) -> None:
    nominated(mei)
    for number in range(9):
        cases.note(of(mei, "ana"), "C1", f"note {number}")
    before = log.log(of(mei, "eve"), limit=3)
    assert len(before) == 3 and all(each.ref != "C1" for each in before)


def test_what_was_taken_back_is_told_to_nobody_either(mei: Context) -> None:
    nominated(mei)
    log.undo(of(mei, "bob"))
    assert log.log(of(mei, "eve"), ref="C1") == ()
    log.redo(of(mei, "bob"))
    assert sees(mei) == ["bob", "ana", "yusuf"]
    cases.go(of(mei, "ana"), "C1", "yes", "yes")
    log.undo(of(mei, "ana"))
    assert cases.find(of(mei, "yusuf"), "C1").mine


def test_due_says_the_same_by_rows_and_by_the_process(mei: Context) -> None:
    nominated(mei)
    cases.go(of(mei, "ana"), "C1", "yes", "yes")
    for days in (0, 9):
        for login in ("bob", "jing", "lena", "priya", "ana", "eve"):
            here = of(mei, login, days)
            mine = tuple((each.case.ref, each.overdue) for each in cases.open_cases(here) if each.mine)
            today = here.today.isoformat()
            stored = tuple((f"C{number}", day < today) for day, number in rows.cases(here.store, login, today))
            assert stored == mine, login


def test_how_private_it_is_here_is_said_exactly_and_a_breach_needs_a_server(mei: Context) -> None:
    reward, breach = (processes.find(mei, name) for name in ("reward", "breach"))
    assert persons.promise(mei, processes.find(mei, "support")) == ""
    discussion.agree(mei, "no deploy in the freeze")
    if mei.store.member:
        assert persons.promise(mei, reward) == person.SERVER
        assert persons.why_not_kept(mei, breach) == ""
        return
    assert persons.promise(mei, reward).startswith("hidden in the file, not secret")
    with pytest.raises(Refused, match=r"breach needs a PostgreSQL server: whoever can read .* could read who is said"):
        cases.open_case(of(mei, "bob", 2), "breach", "x", about="jing", evidence="W1")
    assert cases.open_cases(of(mei, "bob", 2)) == ()


def test_an_agreement_has_a_ref_and_somebody_who_sees_to_it(mei: Context) -> None:
    made = discussion.agree(mei, "reviews within a day", dri="bob")
    assert (made.ref, made.dri, discussion.agree(mei, "no calls before ten").dri) == ("W1", "bob", "mei")
    assert agreements.hand_over(mei, "w1", "ana").dri == "ana"
    assert agreements.hand_over(mei, "W1", "").dri == ""
    log.undo(mei)
    assert agreements.find(mei, "W1").dri == "ana"
    agreements.retire(mei, "W1")
    with pytest.raises(Refused, match="there is no working agreement W1 that holds"):
        agreements.hand_over(mei, "W1", "bob")
    assert agreements.find(mei, "W1", retired=True).text == "reviews within a day"


def test_a_breach_is_of_an_agreement_older_than_what_happened(mei: Context) -> None:
    if not mei.store.member:
        pytest.skip("a file keeps no breach, as the test above has it")
    discussion.agree(mei, "no deploy in the freeze")
    bob = of(mei, "bob", 3)
    for happened, said in (
        (date(2026, 11, 23), "W1 holds since 2026-11-23; what happened on 2026-11-23 could not break it"),
        (date(2026, 11, 27), "2026-11-27 is to come"),
    ):
        with pytest.raises(Refused, match=said):
            cases.open_case(bob, "breach", "x", about="eve", evidence="W1", happened=happened)
    for evidence, said in (
        ("H1", "H1 is no working agreement"),
        ("W9", "no working agreement W9"),
        ("W1 W1,W2", "one"),
    ):
        with pytest.raises(Refused, match=said):
            cases.open_case(bob, "breach", "x", about="eve", evidence=evidence)
    made = cases.open_case(bob, "breach", "x", about="eve", evidence="W1")
    assert (made.case.happened, made.turn, made.seen_by) == (date(2026, 11, 26), "eve", ("bob", "eve"))
    for companion, said in (("bob", "bob is a party"), ("lena", "lena is in the team Leads, which decides")):
        with pytest.raises(Refused, match=said):
            cases.name_companion(of(mei, "eve", 3), "C1", companion)
    with pytest.raises(Refused, match="only whom a case is about"):
        cases.name_companion(bob, "C1", "kim")
    named = cases.name_companion(of(mei, "eve", 3), "C1", "kim")
    assert phrases.line(named.case.entries[-1], named.process) == "eve named kim, who stands by them"
    assert cases.note(of(mei, "kim", 3), "C1", "I was there").seen_by == ("bob", "eve", "kim")
    silent = cases.find(of(mei, "eve", 15), "C1")
    assert (silent.word, silent.case.ends) == ("no action", None), "undecided is no action"


def test_a_renamed_login_reads_on_what_concerns_it_and_the_journal_does_not_tell_others(mei: Context) -> None:
    if mei.store.member:
        pytest.skip("on a server logins are its roles")
    nominated(mei)
    logins.rename(mei, "yusuf", "yusuf2")
    assert [each.case.ref for each in cases.open_cases(of(mei, "yusuf2"))] == ["C1"]
    (stored,) = mei.store.sql("SELECT readers FROM practice_case")[0]
    assert "2026-11-23 yusuf2" in stored and "yusuf\n" not in f"{stored}\n"
    told = log.log(of(mei, "eve"), limit=1)
    assert "practice_case" not in json.dumps([each.changes for each in told], default=str)
