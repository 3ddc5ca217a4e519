"""Cycles are made, changed, deleted and prepared from one another; what lies in them is moved with its history."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.okrs import CycleState
from okrtui.model.people import MemberState
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.okrs import closing, cycles, objectives, standings
from okrtui.rituals.people import members
from okrtui.rituals.week import checkins
from okrtui.storage.repositories import okrs as rows
from tests.workspaces import ctx, unsound, workspace


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Context]:
    store = workspace(tmp_path)
    yield ctx(store)
    assert unsound(store) == []
    store.close()


def test_fiscal_quarters_come_by_themselves_once_the_first_is_there(mei: Context) -> None:
    with pytest.raises(Refused, match="first-month 4"):
        cycles.add_cycle(mei, "FY27-Q1")
    made = cycles.add_cycle(mei, "fy27 q1", first_month=4)
    assert (made.name, made.start, made.end) == ("FY27-Q1", date(2026, 4, 1), date(2026, 6, 30))
    assert objectives.add_objective(mei, "Boring").cycle == "FY27-Q3"
    assert cycles.find(mei, "FY27-Q3").start == date(2026, 10, 1)
    assert objectives.add_objective(mei, "Later", cycle="FY27-Q4").cycle == "FY27-Q4"
    assert cycles.choices(mei)[-1] == "FY28-Q1"
    with pytest.raises(Refused, match="no month 13"):
        cycles.add_cycle(mei, "FY27-H1", first_month=13)


def test_a_side_cycle_is_never_taken_unless_it_is_named(mei: Context) -> None:
    cycles.add_cycle(mei, "Hack week", date(2026, 11, 23), date(2026, 11, 27))
    assert objectives.add_objective(mei, "Boring").cycle == "2026-Q4"
    assert objectives.add_objective(mei, "Hack", cycle="hack week").cycle == "Hack week"


def test_a_cycle_is_changed_renamed_and_deleted(mei: Context) -> None:
    cycles.add_cycle(mei, "Season A", date(2026, 9, 1), date(2026, 12, 20))
    objectives.add_objective(mei, "Boring", cycle="Season A")
    moved = cycles.edit_cycle(mei, "Season A", start=date(2026, 12, 1), end=date(2027, 1, 31))
    assert (moved.start, moved.state) == (date(2026, 12, 1), CycleState.PREPARATION)
    assert cycles.edit_cycle(mei, "season a", new_name="Winter").name == "Winter"
    assert objectives.objective(mei, "O1").cycle == "Winter"
    cycles.add_cycle(mei, "2027-Q1")
    with pytest.raises(Refused, match="there is a cycle 2027-Q1 already"):
        cycles.edit_cycle(mei, "Winter", new_name="2027 q1")
    with pytest.raises(Refused, match="before its start"):
        cycles.edit_cycle(mei, "Winter", end=date(2026, 1, 1))
    with pytest.raises(Refused, match=r"O1 is in Winter; move them first: okrtui objective move O1 CYCLE"):
        cycles.delete_cycle(mei, "Winter")
    cycles.delete_cycle(mei, "2027-Q1")
    log.undo(mei)
    assert cycles.find(mei, "2027-Q1").start == date(2027, 1, 1)
    closing.close_cycle(mei, "Winter", unscored=True)
    with pytest.raises(Refused, match="closed and read-only"):
        cycles.edit_cycle(mei, "Winter", new_name="Summer")


def test_objectives_and_key_results_move_with_their_history(mei: Context) -> None:
    objectives.add_objective(mei, "Boring")
    objectives.add_objective(mei, "Safe")
    objectives.add_key_result(mei, "O1", "p99", start=180, target=90)
    objectives.add_key_result(mei, "O2", "docs")
    checkins.check_in(mei, "KR1.1", "120", note="warm")
    moved = objectives.move_key_result(mei, "KR1.1", "O2")
    assert (moved.ref, moved.title) == ("KR2.2", "p99")
    assert [e.note for e in standings.history(mei, moved)] == ["warm"]
    assert log.log(mei, limit=1)[0].summary == "was KR1.1"
    objectives.edit_objective(mei, "O2", cycle="2027-Q1")
    assert objectives.objective(mei, "O2").cycle == "2027-Q1"
    assert [e.note for e in standings.history(mei, objectives.key_result(mei, "KR2.2"))] == ["warm"]
    with pytest.raises(Refused, match=r"KR2\.2 is in O2 already"):
        objectives.move_key_result(mei, "KR2.2", "O2")
    log.undo(mei)
    log.undo(mei)
    assert objectives.key_result(mei, "KR1.1").title == "p99"
    assert objectives.objective(mei, "O2").cycle == "2026-Q4"
    closing.close_cycle(mei, "2026-Q4", unscored=True)
    with pytest.raises(Refused, match="closed and read-only"):
        objectives.edit_objective(mei, "O1", cycle="2027-Q1")


@pytest.mark.parametrize("name", ["2030-Q1", "2027-Q4", "2026-Q3", "2025-Q4", "2062-Q4", "2028-H1", "2028"])
def test_a_period_that_is_neither_todays_nor_next_is_a_slip(mei: Context, name: str) -> None:
    objectives.add_objective(mei, "Boring")
    for use in (
        lambda: objectives.add_objective(mei, "x", cycle=name),
        lambda: objectives.edit_objective(mei, "O1", cycle=name),
        lambda: closing.prepare(mei, "2026-Q4", name, ["O1"]),
    ):
        with pytest.raises(Refused, match=f"no cycle “{name}”.*make it first: okrtui cycle add {name}"):
            use()
    assert [c.name for c in cycles.cycles(mei)] == ["2026-Q4"]
    cycles.add_cycle(mei, name)
    assert objectives.add_objective(mei, "x", cycle=name).cycle == name, "asked for"


@pytest.mark.parametrize("name", ["2026-Q4", "2027-Q1", "2026-H2", "2027-H1", "2026", "2027", "2026-T3", "2027-T1"])
def test_todays_period_and_the_next_of_its_kind_come_by_themselves(mei: Context, name: str) -> None:
    assert objectives.add_objective(mei, "x", cycle=name.lower().replace("-", " ")).cycle == name


def test_what_follows_a_cycle_that_is_there_comes_by_itself(mei: Context) -> None:
    for name in ("2027-Q1", "2027-Q2", "2027-Q3"):
        assert objectives.add_objective(mei, "x", cycle=name).cycle == name


def test_a_slip_meets_the_nearest_cycle(mei: Context) -> None:
    with pytest.raises(Refused, match=r"did you mean 2026-Q4.*\? If not, make it first"):
        objectives.add_objective(mei, "x", cycle="2025-Q4")


def test_a_cycles_days_leave_no_check_in_outside(mei: Context) -> None:
    objectives.add_objective(mei, "Boring")
    objectives.add_key_result(mei, "O1", "p99", target=90)
    for week in ("2026-W46", "2026-W47", "2026-W48"):
        checkins.check_in(mei, "KR1.1", 5, week=week)
    with pytest.raises(Refused, match=r"2026-Q4 has check-ins of 2026-W46 to 2026-W48, which 2026-12-30 to 2026-12-31"):
        cycles.edit_cycle(mei, "2026-Q4", start=date(2026, 12, 30))
    with pytest.raises(Refused, match=r"has check-ins of 2026-W48, which 2026-10-01 to 2026-11-22 would leave out"):
        cycles.edit_cycle(mei, "2026-Q4", end=date(2026, 11, 22))
    assert cycles.edit_cycle(mei, "2026-Q4", start=date(2026, 11, 10), end=date(2027, 1, 15)).end == date(2027, 1, 15)
    objectives.edit_objective(mei, "O1", cycle="2027-Q1")
    assert cycles.edit_cycle(mei, "2027-Q1", start=date(2027, 1, 4)).start == date(2027, 1, 4), "what came along stays"


def test_a_key_result_moves_back_and_forth_and_others_never_take_its_number(mei: Context) -> None:
    objectives.add_objective(mei, "Boring")
    objectives.add_objective(mei, "Safe")
    for title in ("p99", "p50"):
        objectives.add_key_result(mei, "O1", title, target=90)
    assert objectives.move_key_result(mei, "KR1.1", "O2").ref == "KR2.1"
    assert objectives.move_key_result(mei, "KR2.1", "O1").ref == "KR1.3"
    log.undo(mei)
    log.redo(mei)
    assert [kr.title for kr in rows.key_results(mei.store, objective=1)] == ["p50", "p99"]


def test_a_prepared_objective_contributes_to_the_copied_key_result(mei: Context) -> None:
    objectives.add_objective(mei, "Above", cycle="2026-Q4")
    objectives.add_key_result(mei, "O1", "Ten tenants", target=10)
    objectives.add_key_result(mei, "O1", "Two teams", target=2)
    objectives.add_objective(mei, "Below", cycle="2026-Q4", parent="KR1.1")
    objectives.add_objective(mei, "Beside", cycle="2026-Q4", parent="KR1.2")
    closing.prepare(mei, "2026-Q4", "2027-Q1", ["KR1.1", "O2", "O3"])
    found = {o.title: o.parent for o in objectives.objectives(mei) if o.cycle == "2027-Q1"}
    assert found == {"Above": "", "Below": "KR4.1", "Beside": "O4"}, "what was not copied: its objective"


def test_preparing_twice_fills_and_keeps_parents(mei: Context) -> None:
    cycles.add_cycle(mei, "2026")
    objectives.add_objective(mei, "The year", cycle="2026")
    objectives.add_objective(mei, "Above", cycle="2026-Q4", parent="O1")
    objectives.add_objective(mei, "Below", cycle="2026-Q4", parent="O2", dri="bob")
    objectives.add_key_result(mei, "O3", "one", dri="bob")
    objectives.add_key_result(mei, "O3", "two", target=10)
    members.edit_member(mei, "bob", state=MemberState.LEFT)
    made = closing.prepare(mei, "2026-Q4", "2027-Q1", ["O2", "KR3.1"])
    assert [(o.ref, o.title, o.parent, o.dri) for o in made] == [
        ("O4", "Above", "O1", "mei"),
        ("O5", "Below", "O4", ""),
    ]
    again = closing.prepare(mei, "2026-Q4", "2027-Q1", ["O2", "O3", "KR3.1", "KR3.2"])
    assert [o.ref for o in again] == ["O4", "O5"]
    (cycle,) = standings.cycle_standings(mei, "2027-Q1")
    assert [(o.objective.ref, [s.kr.title for s in o.key_results]) for o in cycle.objectives] == [
        ("O4", []),
        ("O5", ["one", "two"]),
    ]
    assert [s.kr.dri for s in cycle.objectives[1].key_results] == ["", "mei"]
    before = len(log.log(mei))
    closing.prepare(mei, "2026-Q4", "2027-Q1", ["O2", "O3", "KR3.1", "KR3.2"])
    assert len(log.log(mei)) == before, "nothing is left to do"
