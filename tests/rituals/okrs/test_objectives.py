"""Objectives and key results are made, changed and closed as a team means it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from okrtui.errors import Refused, Stale
from okrtui.model.okrs import CycleState, KeyResultKind, KeyResultState, Milestone, ObjectiveState
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.journal.explain import explain
from okrtui.rituals.okrs import closing, cycles, objectives, standings
from okrtui.rituals.people import members
from okrtui.rituals.week import checkins
from tests.workspaces import ctx, workspace


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Context]:
    store = workspace(tmp_path)
    yield ctx(store)
    store.close()


def test_a_cycle_named_like_a_quarter_exists_from_its_first_use(mei: Context) -> None:
    made = objectives.add_objective(mei, "Boring proxy")
    assert (made.ref, made.cycle, made.state, made.dri) == ("O1", "2026-Q4", ObjectiveState.ACTIVE, "mei")
    cycle = cycles.find(mei, "2026 q4")
    assert (cycle.start, cycle.end) == (date(2026, 10, 1), date(2026, 12, 31))
    later = objectives.add_objective(mei, "Next", cycle="2027-Q1")
    assert (later.ref, cycles.find(mei, "2027-Q1").state) == ("O2", CycleState.PREPARATION)


def test_preparation_ends_when_the_cycle_begins_and_only_a_person_closes_it(mei: Context) -> None:
    objectives.add_objective(mei, "Next", cycle="2027-Q1")
    assert cycles.find(ctx(mei.store, weeks=8), "2027-Q1").state is CycleState.ACTIVE
    assert cycles.find(ctx(mei.store, weeks=40), "2027-Q1").state is CycleState.ACTIVE


def test_another_cycle_needs_its_days(mei: Context) -> None:
    with pytest.raises(Refused, match="cycle add"):
        objectives.add_objective(mei, "Boring", cycle="Set 1")
    cycles.add_cycle(mei, "Set 1", date(2026, 11, 1), date(2027, 2, 28))
    assert objectives.add_objective(mei, "Boring").cycle == "Set 1"


def test_kinds_follow_from_the_numbers(mei: Context) -> None:
    objectives.add_objective(mei, "Boring")

    def kind(**numbers: float) -> KeyResultKind:
        return objectives.add_key_result(mei, "O1", "x", **numbers).kind  # type: ignore[arg-type]

    assert kind(start=180, target=90) is KeyResultKind.DECREASE
    assert kind(target=90) is KeyResultKind.INCREASE
    assert kind() is KeyResultKind.BINARY
    steps = objectives.add_key_result(mei, "O1", "x", milestones=(Milestone("a"), Milestone("b", 3)))
    assert (steps.kind, steps.target, steps.ref) == (KeyResultKind.MILESTONE, 4, "KR1.4")


@pytest.mark.parametrize(
    ("kind", "start", "target", "word"),
    [
        (None, 5, 5, "nothing would be measured"),
        ("increase", 10, 5, "decrease"),
        ("decrease", 5, 10, "increase"),
        ("milestone", None, None, "milestone"),
        ("stay_above", None, None, "target"),
        (None, float("nan"), 1, "number"),
        (None, 0, 1e300, "number"),
    ],
)
def test_numbers_that_measure_nothing_are_refused(
    mei: Context, kind: str | None, start: float | None, target: float | None, word: str
) -> None:
    objectives.add_objective(mei, "Boring")
    with pytest.raises(Refused, match=word):
        objectives.add_key_result(
            mei, "O1", "x", kind=KeyResultKind(kind) if kind else None, start=start, target=target
        )
    assert standings.objective_standing(mei, objectives.objective(mei, "O1")).key_results == ()


def test_kind_and_start_lock_after_the_first_check_in(mei: Context) -> None:
    objectives.add_objective(mei, "Boring")
    objectives.add_key_result(mei, "O1", "p99", start=180, target=90)
    objectives.edit_key_result(mei, "KR1.1", start=200)
    checkins.check_in(mei, "KR1.1", 150)
    with pytest.raises(Refused, match="start is locked"):
        objectives.edit_key_result(mei, "KR1.1", start=180)
    with pytest.raises(Refused, match="kind"):
        objectives.edit_key_result(mei, "KR1.1", kind=KeyResultKind.STAY_BELOW)
    with pytest.raises(Refused, match="kind is locked"):
        objectives.edit_key_result(mei, "KR1.1", target=300)
    assert objectives.edit_key_result(mei, "KR1.1", target=80).target == 80


def test_an_edit_on_an_old_version_is_refused(mei: Context) -> None:
    made = objectives.add_objective(mei, "Boring")
    objectives.edit_objective(ctx(mei.store, "bob"), "O1", title="Very boring", version=made.version)
    with pytest.raises(Stale):
        objectives.edit_objective(mei, "O1", title="Mine", version=made.version)
    assert objectives.objective(mei, "O1").title == "Very boring"


def test_objectives_contribute_upwards_without_going_in_circles(mei: Context) -> None:
    objectives.add_objective(mei, "Company")
    objectives.add_objective(mei, "Team", parent="o1")
    assert objectives.objective(mei, "O2").parent == "O1"
    with pytest.raises(Refused, match="circle"):
        objectives.edit_objective(mei, "O1", parent="O2")


def test_objectives_contribute_to_a_key_result_too(mei: Context) -> None:
    objectives.add_objective(mei, "Company")
    objectives.add_key_result(mei, "O1", "Ten tenants", target=10)
    made = objectives.add_objective(mei, "Team", parent="kr1.1")
    assert made.parent == objectives.objective(mei, "O2").parent == "KR1.1"
    assert objectives.parents(mei) == {"O1": "Company", "KR1.1": "Ten tenants", "O2": "Team"}
    objectives.add_key_result(mei, "O2", "Setup", target=5)
    for parent in ("O2", "KR2.1"):
        with pytest.raises(Refused, match=r"O1 cannot contribute to .*circle"):
            objectives.edit_objective(mei, "O1", parent=parent)
    with pytest.raises(Refused, match=r"O2 cannot contribute to KR2\.1: that would go round"):
        objectives.edit_objective(mei, "O2", parent="KR2.1")
    with pytest.raises(Refused, match=r"there is no key result KR1\.7"):
        objectives.edit_objective(mei, "O2", parent="KR1.7")
    with pytest.raises(Refused, match=r"KR1\.1 cannot go into O2, which contributes to it"):
        objectives.move_key_result(mei, "KR1.1", "O2")
    with pytest.raises(Refused, match="“X1” is neither an objective nor a key result; they are called like O3 and KR3"):
        objectives.edit_objective(mei, "O2", parent="X1")
    objectives.add_objective(mei, "Other")
    objectives.move_key_result(mei, "KR1.1", "O3")
    assert objectives.objective(mei, "O2").parent == "KR3.1", "it goes with the key result"
    assert objectives.edit_objective(mei, "O2", parent="O1").parent == "O1"
    entry = log.log(mei, limit=1)[0]
    assert (entry.ref, entry.summary) == ("O2", "parent")
    assert explain(mei, entry)[0].parts == (("contributes to", "", "O1"), ("contributes to", "KR3.1", ""))
    log.undo(mei)
    assert objectives.objective(mei, "O2").parent == "KR3.1"
    assert objectives.edit_objective(mei, "O2", parent="").parent == ""


def test_a_key_result_that_something_contributes_to_is_not_undone_away(mei: Context) -> None:
    objectives.add_objective(mei, "Company")
    objectives.add_key_result(mei, "O1", "Ten tenants", target=10)
    objectives.add_objective(ctx(mei.store, "bob"), "Team", parent="KR1.1")
    with pytest.raises(Refused):
        log.undo(mei)
    assert objectives.objective(mei, "O2").parent == "KR1.1"


def test_a_person_named_before_they_come_is_a_member_already(mei: Context) -> None:
    objectives.add_objective(mei, "Boring", dri="bob")
    assert [m.login for m in members.members(mei)] == ["bob", "mei"]
    objectives.add_objective(ctx(mei.store, "bob"), "Bob's")
    assert [m.login for m in members.members(mei)] == ["bob", "mei"]
    with pytest.raises(Refused, match="can't be a login"):
        objectives.add_objective(mei, "x", dri="bob; rm")


def test_a_team_must_be_there(mei: Context) -> None:
    with pytest.raises(Refused, match="team add"):
        objectives.add_objective(mei, "Boring", team="Platfrom")
    members.add_team(mei, "Platform")
    assert objectives.add_objective(mei, "Boring", team="platform").ref == "O1"
    assert objectives.objective(mei, "O1").team == "Platform"


def test_a_cycle_closes_with_scores_and_is_read_only_then(mei: Context) -> None:
    objectives.add_objective(mei, "Boring")
    objectives.add_key_result(mei, "O1", "p99", start=180, target=90)
    objectives.add_key_result(mei, "O1", "docs")
    checkins.check_in(mei, "KR1.1", 100)
    with pytest.raises(Refused, match="O1 still open"):
        closing.close_cycle(mei, "2026-Q4")
    assert closing.suggested_score(mei, objectives.key_result(mei, "KR1.1")) == 0.9
    closing.close_key_result(mei, "KR1.1", 0.8, "nearly there")
    with pytest.raises(Refused, match=r"KR1\.2 has no score"):
        closing.close_objective(mei, "O1")
    closing.close_key_result(mei, "KR1.2", 0.0)
    assert closing.close_objective(mei, "O1", "half of it").state is ObjectiveState.PARTIAL
    closing.close_cycle(mei, "2026-Q4")
    for attempt in (
        lambda: checkins.check_in(mei, "KR1.1", 90),
        lambda: objectives.edit_objective(mei, "O1", title="x"),
        lambda: objectives.edit_key_result(mei, "KR1.1", title="x"),
        lambda: objectives.add_key_result(mei, "O1", "x"),
        lambda: objectives.add_objective(mei, "x", cycle="2026-Q4"),
        lambda: closing.close_key_result(mei, "KR1.1", 1.0),
        lambda: closing.close_cycle(mei, "2026-Q4"),
    ):
        with pytest.raises(Refused, match="closed"):
            attempt()


@pytest.mark.parametrize("score", [-0.1, 1.1, 0.55])
def test_scores_have_one_decimal_between_0_and_1(mei: Context, score: float) -> None:
    objectives.add_objective(mei, "Boring")
    objectives.add_key_result(mei, "O1", "docs")
    with pytest.raises(Refused, match="isn't a score"):
        closing.close_key_result(mei, "KR1.1", score)


def test_cancelling_an_objective_cancels_its_key_results(mei: Context) -> None:
    objectives.add_objective(mei, "Boring")
    objectives.add_key_result(mei, "O1", "docs")
    closing.close_objective(mei, "O1", state=ObjectiveState.CANCELLED)
    assert objectives.key_result(mei, "KR1.1").state is KeyResultState.CANCELLED


def test_the_next_cycle_is_prepared_from_what_was_chosen(mei: Context) -> None:
    members.add_team(mei, "Platform")
    objectives.add_objective(mei, "Boring", team="Platform", why="Calm nights")
    objectives.add_key_result(mei, "O1", "p99", start=180, target=90, unit="ms")
    objectives.add_key_result(mei, "O1", "docs", milestones=(Milestone("a"),))
    objectives.add_objective(mei, "Other")
    checkins.check_in(mei, "KR1.2", "#1")
    made = closing.prepare(mei, "2026-Q4", "2027-Q1", ["KR1.2"])
    copy = objectives.objective(mei, made[0].ref)
    assert (copy.title, copy.team, copy.why, copy.cycle) == ("Boring", "Platform", "Calm nights", "2027-Q1")
    assert copy.state is ObjectiveState.DRAFT
    stand = standings.objective_standing(mei, copy)
    assert [(s.kr.title, s.current, s.kr.milestones[0].done) for s in stand.key_results] == [("docs", None, False)]
    with pytest.raises(Refused, match="nothing of"):
        closing.prepare(mei, "2026-Q4", "2027-Q1", ["KR9.9"])
    with pytest.raises(Refused, match=r"there is no KR9\.9, O7 in 2026-Q4"):
        closing.prepare(mei, "2026-Q4", "2027-Q1", ["KR1.2", "kr9.9", "O7"])
    assert len(standings.cycle_standings(mei, "2027-Q1")[0].objectives) == 1


def test_what_is_open_again_has_no_score(mei: Context) -> None:
    objectives.add_objective(mei, "Boring")
    objectives.add_key_result(mei, "O1", "docs")
    closing.close_key_result(mei, "KR1.1", 0.5)
    assert objectives.edit_key_result(mei, "KR1.1", state=KeyResultState.OPEN).score is None
    assert closing.objective_score(mei, objectives.objective(mei, "O1")) is None
    log.undo(mei)
    assert objectives.key_result(mei, "KR1.1").score == 0.5
