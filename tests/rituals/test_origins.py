"""Cases come out of ideas, sessions and needs that were heard, linked both ways; a need only with its guest's yes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.cases import EntryKind
from okrtui.model.live import Kind, Phase
from okrtui.rituals import hours, ideas, origins
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.journal.explain import explain
from okrtui.rituals.live import facilitation, grouping, sessions
from okrtui.rituals.people import members
from okrtui.sharing.pages.brainstorm import brainstorm_page
from okrtui.sharing.pages.ideas import ideas_page
from okrtui.storage.local.tokens import Tokens
from tests.workspaces import ctx, unsound, workspace

SECRET = "Two caches, one budget\nmy lead wants neither"


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Context]:
    """Mei's context; bob is the Architecture and has office hours, lena has booked with him."""
    store = workspace(tmp_path)
    me = replace(ctx(store), tokens=Tokens(tmp_path / "tokens.json"))
    members.add_team(me, "Architecture")
    members.add_team(me, "Leads")
    for login in ("bob", "lena", "eve"):
        members.edit_member(me, login, teams=("Architecture",) if login == "bob" else ("Leads",))
    hours.add(ctx(store, "bob"), 1, 14 * 60, 15 * 60)
    hours.book(ctx(store, "lena"), "bob", date(2026, 11, 24), 14 * 60, SECRET)
    yield me
    assert unsound(store) == []
    store.close()


def other(mei: Context, login: str) -> Context:
    return ctx(mei.store, login)


def started(mei: Context, case: str = "", *, anonymous: bool = False) -> str:
    """Start a brainstorm with two cards in a group and one alone, past its vote, and return its ref."""
    ref = sessions.start(mei, Kind.BRAINSTORM, "Caches", case=case, anonymous=anonymous).ref
    facilitation.move(mei, ref, Phase.GATHER)
    for words in ("one for all", "one each", "none"):
        sessions.write_card(mei, ref, words)
    facilitation.move(mei, ref, Phase.GROUP)
    both = {card.id: card.version for card in sessions.view(mei, ref).cards if card.text != "none"}
    grouping.group(mei, ref, both, "how many")
    facilitation.move(mei, ref, Phase.VOTE)
    grouping.vote(mei, ref, next(group.id for group in sessions.view(mei, ref).groups if group.name == "how many"))
    facilitation.move(mei, ref, Phase.SELECT)
    return ref


def test_an_idea_becomes_a_case_and_each_tells_of_the_other(mei: Context) -> None:
    ideas.capture(mei, "One cache for all", text="Today there are two.")
    made = origins.open_case(other(mei, "eve"), "i1", "architecture")
    assert (made.case.title, made.case.text, made.case.out_of) == ("One cache for all", "Today there are two.", "I1")
    again = origins.open_case(mei, "I1", "proposal", "Fewer caches")
    assert (again.case.title, again.case.text) == ("Fewer caches", "")
    assert ideas.find(mei, "I1").cases == ("C1", "C2") and "· C1 · C2" in ideas_page(mei, ())
    log.undo(mei)
    assert ideas.find(mei, "I1").cases == ("C1",)
    log.redo(mei)
    assert ideas.find(mei, "I1").cases == ("C1", "C2") and cases.find(mei, "C2").case.out_of == "I1"


def test_a_group_or_card_becomes_a_case_once_it_can_be_read(mei: Context) -> None:
    ref = sessions.start(mei, Kind.BRAINSTORM, "Caches").ref
    facilitation.move(mei, ref, Phase.GATHER)
    card = sessions.write_card(mei, ref, "one for all")
    with pytest.raises(Refused, match="S1 are concealed still"):
        origins.open_case(mei, f"S1.{card.id}", "architecture")
    facilitation.move(mei, ref, Phase.VOTE)
    group = sessions.view(mei, ref).groups[0]
    facilitation.move(mei, ref, Phase.CLOSED)
    made = origins.open_case(other(mei, "eve"), f"s1.{card.id}", "architecture")
    assert (made.case.title, made.case.out_of) == ("one for all", "S1")
    assert origins.open_case(mei, f"S1.G{group.id}", "architecture").case.title == "one for all"
    assert sessions.find(mei, "S1").cases == ("C1", "C2")
    assert "C1 and C2 came out of it." in brainstorm_page(mei, "S1")
    for wrong in ("S1.999", "S1.G999", "S9", "I9", "X1", ""):
        with pytest.raises(Refused):
            origins.open_case(mei, wrong, "architecture")


def test_a_need_becomes_a_case_by_its_guest_or_with_their_yes(mei: Context) -> None:
    bob, lena, eve = (other(mei, login) for login in ("bob", "lena", "eve"))
    with pytest.raises(Refused, match="without their yes"):
        origins.open_case(bob, "B1", "architecture")
    with pytest.raises(Refused, match="no booking B1 of yours"):
        origins.open_case(eve, "B1", "architecture", agreed=True)
    mine = origins.open_case(lena, "B1", "architecture")
    assert (mine.case.title, mine.case.text) == ("Two caches, one budget", "my lead wants neither")
    his = origins.open_case(bob, "B1", "support", "a second pair of eyes", agreed=True, asked="eve")
    assert his.case.text == "", "what is not said again stays between the two"
    assert hours.view(lena).cases == hours.view(bob).cases == {"B1": ("C1", "C2")}
    assert cases.find(bob, "C1").case.out_of == cases.find(lena, "C2").case.out_of == "B1"
    assert [cases.find(eve, ref).case.out_of for ref in ("C1", "C2")] == ["", ""], "where it came from is the two's"
    assert all("B1" not in str(each) and "booking_case" not in str(each) for each in log.log(eve) if each.ref != "B1")
    log.undo(bob)
    assert hours.view(lena).cases == {"B1": ("C1",)}


def test_the_journal_names_both_ends_of_what_a_case_came_out_of(mei: Context) -> None:
    ideas.capture(mei, "One cache for all")
    origins.open_case(mei, "I1", "architecture", "one cache, or two?")
    (tie,) = [each for each in explain(mei, log.log(mei, limit=1)[0]) if each.what == "where a case comes from"]
    assert {(name, new) for name, _, new in tie.parts} == {
        ("case", "one cache, or two?"),
        ("idea", "One cache for all"),
        ("kind", "out of"),
    }


def test_a_case_about_a_person_says_nowhere_that_it_came_out_of_something(mei: Context) -> None:
    ideas.capture(mei, "Thank bob")
    with pytest.raises(Refused, match="between its parties"):
        origins.open_case(mei, "I1", "reward")


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_case_is_worked_out_live_and_its_cards_come_back_as_advice(mei: Context, anonymous: bool) -> None:
    cases.open_case(other(mei, "eve"), "architecture", "one cache, or two?")
    with pytest.raises(Refused, match="C1 is in triage, which asks for no advice"):
        started(mei, "C1")
    cases.take(other(mei, "bob"), "C1")
    ref = started(mei, "c1", anonymous=anonymous)
    assert sessions.find(mei, ref).case == "C1" and cases.find(mei, "C1").case.sessions == (ref,)
    facilitation.move(mei, ref, Phase.CLOSED)
    (_, said) = cases.find(other(mei, "eve"), "C1").case.entries
    assert (said.kind, said.who) == (EntryKind.ADVICE, "mei")
    assert said.text.splitlines() in (
        [f"Worked out in {ref}, “Caches”:", "- how many (1 vote): one for all; one each", "- none"],
        [f"Worked out in {ref}, “Caches”:", "- how many (1 vote): one each; one for all", "- none"],
    )
    assert "It worked out C1." in brainstorm_page(mei, ref)

    def there() -> int:
        return len(cases.find(mei, "C1").case.entries)

    log.undo(mei)
    assert (sessions.find(mei, ref).phase, there()) == (Phase.SELECT, 1), "a slip, and so was its advice"
    log.redo(mei)
    assert (sessions.find(mei, ref).phase, there()) == (Phase.CLOSED, 2)


def test_an_undone_closing_leaves_advice_on_which_something_stands(mei: Context) -> None:
    cases.open_case(other(mei, "eve"), "architecture", "one cache, or two?")
    cases.take(other(mei, "bob"), "C1")
    ref = started(mei, "c1")
    facilitation.move(mei, ref, Phase.CLOSED)
    cases.note(other(mei, "eve"), "C1", "none, please")
    log.undo(mei)
    assert sessions.find(mei, ref).phase is Phase.SELECT and len(cases.find(mei, "C1").case.entries) == 3
    facilitation.move(mei, ref, Phase.CLOSED)
    assert len(cases.find(mei, "C1").case.entries) == 3, "what is written already is not written again"


def test_a_session_without_a_card_and_a_case_that_is_over_get_no_advice(mei: Context) -> None:
    cases.open_case(mei, "proposal", "fewer meetings")
    ref = sessions.start(mei, Kind.BRAINSTORM, "Meetings", case="C1").ref
    facilitation.move(mei, ref, Phase.CLOSED)
    assert cases.find(mei, "C1").case.entries == ()
    cases.withdraw(mei, "C1", "we have few")
    with pytest.raises(Refused, match="C1 is withdrawn; a live session works out what is open"):
        sessions.start(mei, Kind.BRAINSTORM, "Meetings", case="C1")
