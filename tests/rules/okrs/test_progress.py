"""The formulas meet the design's vectors."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from okrtui.errors import Refused
from okrtui.model.okrs import (
    CheckIn,
    Cycle,
    CycleState,
    KeyResult,
    KeyResultKind,
    KeyResultState,
    Milestone,
    Objective,
    ObjectiveState,
    Status,
)
from okrtui.rules.okrs import progress as p
from okrtui.rules.okrs.milestones import done_weight, identified

QUARTER = Cycle(1, "2026-Q4", date(2026, 10, 1), date(2026, 12, 31), CycleState.ACTIVE)
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def kr(
    kind: KeyResultKind = KeyResultKind.INCREASE, start: float = 0, target: float = 100, **more: object
) -> KeyResult:
    return KeyResult(1, 1, 1, "measured", kind, start, target, **more)  # type: ignore[arg-type]


def entry(week: str, value: float, confidence: int | None = None, status: Status | None = None) -> CheckIn:
    return CheckIn(1, "KR1.1", week, value, confidence, "", "mei", "mei", NOW, status=status)


@pytest.mark.parametrize(
    ("start", "target", "current", "expected"),
    [(10, 0, 7, 0.3), (200, 0, 100, 0.5), (10, 0, 12, 0.0), (10, 0, -10, 1.0), (0, 100, 135, 1.0)],
)
def test_progress_meets_the_vectors(start: float, target: float, current: float, expected: float) -> None:
    assert p.progress(start, target, current) == pytest.approx(expected)


def test_start_that_is_target_is_refused() -> None:
    with pytest.raises(Refused):
        p.progress(5, 5, 5)


numbers = st.floats(-1e9, 1e9, allow_nan=False)


@given(numbers, numbers, numbers)
def test_progress_stays_between_0_and_1_and_is_whole_at_the_target(start: float, target: float, current: float) -> None:
    if start == target:
        return
    assert 0 <= p.progress(start, target, current) <= 1
    assert p.progress(start, target, start) == 0
    assert p.progress(start, target, target) == 1


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (KeyResultKind.STAY_ABOVE, 100, 1),
        (KeyResultKind.STAY_ABOVE, 99.9, 0),
        (KeyResultKind.STAY_BELOW, 100, 1),
        (KeyResultKind.STAY_BELOW, 101, 0),
        (KeyResultKind.BINARY, 1, 1),
        (KeyResultKind.BINARY, 0, 0),
    ],
)
def test_lines_are_held_or_not(kind: KeyResultKind, value: float, expected: float) -> None:
    assert p.key_result_progress(kr(kind), value) == expected


def test_before_the_first_check_in_nothing_is_done() -> None:
    assert p.key_result_progress(kr(KeyResultKind.STAY_BELOW), None) == 0


def test_a_milestone_key_result_counts_done_weight() -> None:
    steps = (Milestone("a"), Milestone("b", 3))
    assert done_weight(identified(steps, ()), [1]) == 3
    assert p.key_result_progress(kr(KeyResultKind.MILESTONE, 0, 4, milestones=steps), 3) == 0.75


def test_expected_is_the_share_of_days_gone_by() -> None:
    assert p.expected(QUARTER, date(2026, 10, 1)) == 0
    assert p.expected(QUARTER, date(2026, 11, 16)) == 0.5
    assert p.expected(QUARTER, date(2027, 1, 1)) == 1
    assert p.expected(QUARTER, date(2026, 1, 1)) == 0


def test_pace_is_unknown_while_it_is_too_early() -> None:
    assert p.pace(0.05, 0.099) is None
    assert p.pace(0.05, 0.1) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("pace", "confidence", "fell", "status"),
    [
        (0.9, 8, False, Status.ON_TRACK),
        (0.89, 8, False, Status.AT_RISK),
        (0.7, None, False, Status.AT_RISK),
        (0.69, 10, False, Status.OFF_TRACK),
        (None, None, False, Status.TOO_EARLY),
        (1.5, 3, False, Status.AT_RISK),
        (1.5, 4, False, Status.ON_TRACK),
        (1.5, 8, True, Status.AT_RISK),
        (None, 3, False, Status.AT_RISK),
        (0.2, 2, True, Status.OFF_TRACK),
    ],
)
def test_status_is_suggested_by_pace_and_held_down_by_doubt(
    pace: float | None, confidence: int | None, fell: bool, status: Status
) -> None:
    assert p.suggest(pace, confidence, fell) is status


def test_a_fall_of_three_counts_within_three_weeks_only() -> None:
    assert p.confidence_fell([entry("2026-W45", 1, 8), entry("2026-W48", 1, 5)])
    assert not p.confidence_fell([entry("2026-W44", 1, 8), entry("2026-W48", 1, 5)])
    assert not p.confidence_fell([entry("2026-W47", 1, 7), entry("2026-W48", 1, 5)])
    assert p.confidence_fell([entry("2026-W52", 1, 8), entry("2026-W53", 1, 6), entry("2027-W01", 1, 5)])


def test_the_persons_word_stands_over_the_suggestion() -> None:
    stand = p.standing(kr(), [entry("2026-W48", 90, 8, Status.AT_RISK)], QUARTER, date(2026, 11, 23))
    assert (stand.suggested, stand.status) == (Status.ON_TRACK, Status.AT_RISK)


def test_an_open_key_result_is_stale_after_14_days() -> None:
    old = [entry("2026-W48", 90)]
    assert not p.standing(kr(), old, QUARTER, date(2026, 12, 6)).stale
    assert p.standing(kr(), old, QUARTER, date(2026, 12, 7)).stale
    assert not p.standing(kr(state=KeyResultState.CLOSED), old, QUARTER, date(2026, 12, 7)).stale
    assert p.standing(kr(), [], QUARTER, date(2026, 10, 15)).stale
    assert not p.standing(kr(created=datetime(2026, 11, 20, tzinfo=UTC)), [], QUARTER, date(2026, 11, 23)).stale
    assert p.standing(kr(created=datetime(2026, 11, 1, tzinfo=UTC)), [], QUARTER, date(2026, 11, 23)).stale


def objective(**more: object) -> Objective:
    return Objective(1, 1, "boring", "2026-Q4", **more)  # type: ignore[arg-type]


def test_an_objective_has_the_weighted_mean_and_the_weakest_status() -> None:
    day = date(2026, 11, 16)
    good = p.standing(kr(weight=3), [entry("2026-W47", 100, 8)], QUARTER, day)
    bad = p.standing(kr(), [entry("2026-W47", 0, 8)], QUARTER, day)
    gone = p.standing(kr(state=KeyResultState.CANCELLED), [entry("2026-W47", 0, 8)], QUARTER, day)
    stand = p.objective_standing(objective(), [good, bad, gone])
    assert stand.progress == 0.75
    assert stand.status is Status.OFF_TRACK
    assert p.objective_standing(objective(), [good, gone]).status is Status.ON_TRACK
    assert p.objective_standing(objective(), []).status is None


def test_a_cycle_leaves_out_drafts_and_what_was_cancelled() -> None:
    day = date(2026, 11, 16)
    done = p.objective_standing(objective(), [p.standing(kr(), [entry("2026-W47", 100)], QUARTER, day)])
    draft = p.objective_standing(objective(state=ObjectiveState.DRAFT), [])
    assert p.cycle_standing(QUARTER, [done, draft], day).progress == 1


@pytest.mark.parametrize(("done", "score"), [(0, 0.0), (0.05, 0.1), (0.64, 0.6), (0.65, 0.7), (1, 1.0)])
def test_progress_suggests_a_score_of_one_decimal(done: float, score: float) -> None:
    assert p.suggest_score(done) == score


def test_scores_have_bands_and_end_an_objective() -> None:
    assert [p.score_band(s) for s in (0.7, 0.6, 0.4, 0.3, 0.0)] == ["green", "amber", "amber", "red", "red"]
    assert p.score_band(0.7, bands=(0.8, 0.5)) == "amber"
    assert p.closing_state(0.7) is ObjectiveState.ACHIEVED
    assert p.closing_state(0.5) is ObjectiveState.PARTIAL
    assert p.closing_state(0.1) is ObjectiveState.MISSED


def test_weeks_of_a_cycle_are_counted_from_its_first() -> None:
    assert p.week_in_cycle(QUARTER, date(2026, 10, 1)) == (1, 14)
    assert p.week_in_cycle(QUARTER, date(2026, 11, 23)) == (9, 14)
    assert p.week_in_cycle(QUARTER, date(2027, 6, 1)) == (14, 14)


def test_no_limit_is_missed_by_a_floats_hair() -> None:
    assert p.closing_state(p.weighted([(1, 0.7)] * 3)) is ObjectiveState.ACHIEVED
    assert p.weighted([(1, 0.1), (1, 0.1), (1, 1.0)]) == 0.4
    assert p.closing_state(p.weighted([(1, 0.1), (1, 0.1), (1, 1.0)])) is ObjectiveState.PARTIAL
    assert [p.score_band(s) for s in (0.36, 0.34, 0.65, 0.64)] == ["amber", "red", "green", "amber"], "as it is shown"
    assert p.suggest(0.8999999999999999, None, False) is Status.ON_TRACK
    assert p.suggest(0.6999999999999999, None, False) is Status.AT_RISK
    assert p.pace(0.05, 0.09999999999999999) is not None


@given(st.lists(st.tuples(st.sampled_from((0.1, 0.3, 1, 2.5)), st.floats(0, 1)), min_size=1, max_size=9))
@example([(0.1, 1.0), (0.1, 0.9999999999999999)])
def test_a_mean_is_all_only_where_all_is_done(parts: list[tuple[float, float]]) -> None:
    mean = p.weighted(parts)
    assert 0 <= mean <= 1
    assert (mean == 1) is all(value == 1 for _, value in parts)
    assert (mean == 0) is all(value == 0 for _, value in parts)
