"""Where a key result may end: the vectors of docs/forecast.md, the same on every Python; nothing of too little."""

from datetime import UTC, datetime

import pytest

from okrtui.model.frozen import replace
from okrtui.model.okrs import CheckIn, KeyResult, KeyResultKind, KeyResultState
from okrtui.rules.okrs.forecast import (
    RUNS,
    Forecast,
    basis_text,
    chance_text,
    forecast,
    forecast_text,
    run_ends,
    weekly_changes,
)
from okrtui.rules.weeks import shift

KR = KeyResult(1, 1, 1, "p99", KeyResultKind.DECREASE, 180, 90, unit="ms")


def history(*values: float, first: str = "2026-W40") -> list[CheckIn]:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    weeks = [shift(first, by) for by in range(len(values))]
    return [
        CheckIn(n, "KR1.1", week, value, None, "", "mei", "mei", at)
        for n, (week, value) in enumerate(zip(weeks, values, strict=True))
    ]


def told(kr: KeyResult, *values: float, last: str = "2026-W53") -> Forecast:
    found = forecast(kr, history(*values), last)
    assert found is not None
    return found


def test_steady_changes_end_where_they_lead() -> None:
    assert told(KR, 180, 170, 160, 150, 140) == Forecast(50, 50, 1.0, 9, 4)
    assert told(KR, 180, 180, 180, 180, 180) == Forecast(180, 180, 0.0, 9, 4)


def test_a_gap_counts_as_equal_steps() -> None:
    assert weekly_changes([("2026-W40", 120), ("2026-W43", 108), ("2026-W44", 109)]) == [-4, -4, -4, 1]
    assert weekly_changes([("2026-W52", 1.0), ("2027-W01", 3.0)]) == [1.0, 1.0], "2026 has a week 53"
    assert weekly_changes([("2026-W40", 120)]) == []


def test_the_draws_are_the_same_everywhere() -> None:
    assert run_ends(100, [-4, 1], 3, runs=6) == [98, 93, 93, 103, 98, 98]
    assert run_ends(100, [-4, 1], 3, runs=6, seed=1) != [98, 93, 93, 103, 98, 98]
    assert len(run_ends(100, [-4, 1], 3)) == RUNS


def test_uneven_changes_spread() -> None:
    assert told(KR, 180, 165, 168, 150, 151, 140) == Forecast(44, 108, 0.729, 8, 5)


def test_what_was_never_below_zero_does_not_end_there() -> None:
    assert told(replace(KR, start=50, target=5), 50, 40, 30, 20, 10).low == 0
    assert told(replace(KR, start=50, target=-50), 50, 40, 30, 20, 10).low == -80
    share = replace(KR, kind=KeyResultKind.INCREASE, start=0, target=90, unit="%")
    assert told(share, 0, 20, 40, 60, 80).high == 100
    assert told(replace(share, unit="users"), 0, 20, 40, 60, 80).high == 260


@pytest.mark.parametrize(
    ("kind", "values", "chance"),
    [
        (KeyResultKind.STAY_ABOVE, (95, 96, 97, 98, 99), 1.0),
        (KeyResultKind.STAY_BELOW, (95, 96, 97, 98, 99), 0.0),
        (KeyResultKind.INCREASE, (95, 96, 97, 98, 99), 1.0),
    ],
)
def test_each_kind_reaches_its_own_way(kind: KeyResultKind, values: tuple[float, ...], chance: float) -> None:
    assert told(replace(KR, kind=kind, start=0, target=100), *values).chance == chance


@pytest.mark.parametrize("kind", [KeyResultKind.BINARY, KeyResultKind.MILESTONE])
def test_what_is_no_measure_has_none(kind: KeyResultKind) -> None:
    assert forecast(replace(KR, kind=kind), history(1, 1, 1, 1, 1, 1), "2026-W53") is None


def test_too_little_is_known() -> None:
    many = history(180, 170, 160, 150, 140)
    assert forecast(KR, [], "2026-W53") is None
    assert forecast(KR, many[1:], "2026-W53") is None, "three changes"
    assert forecast(KR, many, "2026-W44") is None, "no week is left"
    assert forecast(KR, many, "2026-W43") is None
    assert forecast(replace(KR, state=KeyResultState.CLOSED), many, "2026-W53") is None


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "less than 1 in 20"),
        (0.049, "less than 1 in 20"),
        (0.05, "1 in 10"),
        (0.14, "1 in 10"),
        (0.15, "2 in 10"),
        (0.5, "5 in 10"),
        (0.95, "9 in 10"),
        (0.951, "more than 19 in 20"),
        (1.0, "more than 19 in 20"),
    ],
)
def test_a_chance_is_never_certain(chance: float, words: str) -> None:
    assert chance_text(chance) == words


def test_in_words() -> None:
    found = Forecast(97.26, 112.4, 0.12, 5, 7)
    assert forecast_text(KR, found) == "8 of 10 runs end between 97 and 112 ms; target 90 ms: 1 in 10"
    assert basis_text(found) == "from 7 weekly changes, 5 weeks ahead"
    assert basis_text(replace(found, weeks=1, changes=4)) == "from 4 weekly changes, 1 week ahead"
    line = replace(KR, kind=KeyResultKind.STAY_ABOVE, start=99, target=99.9, unit="%")
    text = forecast_text(line, Forecast(99.1, 99.1, 0.5, 5, 7))
    assert text == "8 of 10 runs end at 99.1 %; above 99.9 %: 5 in 10"


def test_it_is_of_no_person() -> None:
    assert not {"who", "login", "dri"} & {*Forecast.__match_args__}
