"""How well a team's confidence foretold a cycle's end: vectors worked out by hand; nothing of too little or of one."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from okrtui.model.okrs import (
    CheckIn,
    Cycle,
    CycleStanding,
    CycleState,
    KeyResult,
    KeyResultKind,
    KeyResultState,
    Objective,
    ObjectiveKind,
    ObjectiveStanding,
    ObjectiveState,
)
from okrtui.rules.okrs.foretold import (
    Bucket,
    Foretold,
    Sureness,
    bucket_text,
    foretold,
    foretold_text,
    middle_week,
    sureness,
)
from okrtui.rules.okrs.progress import standing

QUARTER = Cycle(1, "2026-Q4", date(2026, 10, 1), date(2026, 12, 31), CycleState.CLOSED)
PEOPLE = ("mei", "bob", "lena")
Given = tuple[str, int | None]


def entry(week: str, sure: int | None, who: str) -> CheckIn:
    return CheckIn(1, "KR1.1", week, 1, sure, "", who, who, datetime(2026, 11, 1, tzinfo=UTC))


def cycle(
    *ends: tuple[Sequence[Given], float | None],
    people: Sequence[str] = PEOPLE,
    kind: ObjectiveKind = ObjectiveKind.COMMITTED,
    state: ObjectiveState = ObjectiveState.PARTIAL,
    ended: KeyResultState = KeyResultState.CLOSED,
) -> CycleStanding:
    """Return a cycle with one objective; each end is what was given for a key result, (week, confidence), and score."""
    krs = []
    for at, (given, score) in enumerate(ends):
        kr = KeyResult(at, at + 1, 1, "p99", KeyResultKind.INCREASE, 0, 10, state=ended, score=score)
        history = [entry(week, sure, people[at % len(people)]) for week, sure in given]
        krs.append(standing(kr, history, QUARTER, QUARTER.end))
    found = ObjectiveStanding(Objective(1, 1, "boring", QUARTER.name, kind=kind, state=state), 0, None, tuple(krs))
    return CycleStanding(QUARTER, 0, 1, (found,))


def once(*ends: tuple[int, float | None], week: str = "2026-W44") -> list[tuple[list[Given], float | None]]:
    return [([(week, sure)], score) for sure, score in ends]


NINE = once((8, 1.0), (8, 0.4), (7, 0.9), (7, 0.5), (8, 1.0), (7, 1.0), (9, 1.0), (9, 0.2), (8, 0.0))


def test_what_was_said_stands_beside_what_was_met() -> None:
    told = foretold(cycle(*NINE))
    # 71 tenths expected, 4 met: 31² = 961 > 1.6384 · (16·4 + 21·3 + 9·2 = 145) = 237.6
    assert told == Foretold(9, 7.1, 4, Sureness.TOO_SURE, (Bucket(7, 8, 7, 3), Bucket(9, 10, 2, 1)))
    assert foretold_text(told) == (
        "Half-way through, the team’s confidence added up to 7.1 of 9 key results; 4 were met. It was too sure."
    )
    assert [bucket_text(each) for each in told.buckets] == [
        "When we said 7–8 of 10, 3 of 7 were met.",
        "When we said 9–10 of 10, 1 of 2 was met.",
    ]


@pytest.mark.parametrize(
    ("confidences", "met", "said"),
    [
        ([5] * 10, 5, Sureness.ABOUT_RIGHT),
        ([5] * 10, 7, Sureness.ABOUT_RIGHT),  # 2 away, 1.28 · √2.5 = 2.02
        ([5] * 10, 8, Sureness.TOO_CAUTIOUS),
        ([5] * 10, 2, Sureness.TOO_SURE),
        ([8] * 5, 3, Sureness.ABOUT_RIGHT),  # 1 away, 1.28 · √0.8 = 1.14
        ([8] * 5, 2, Sureness.TOO_SURE),
        ([10] * 6, 6, Sureness.ABOUT_RIGHT),
        ([10] * 6, 5, Sureness.TOO_SURE),  # who is certain is never to be wrong
        ([0] * 6, 0, Sureness.ABOUT_RIGHT),
        ([0] * 6, 1, Sureness.TOO_CAUTIOUS),
    ],
)
def test_what_chance_alone_does_is_about_right(confidences: list[int], met: int, said: Sureness) -> None:
    assert sureness(confidences, met) is said


def test_the_last_confidence_up_to_the_middle_week_counts_once() -> None:
    assert middle_week(QUARTER) == "2026-W46"
    given = [("2026-W41", 9), ("2026-W46", 4), ("2026-W47", 10), ("2026-W53", 10)]
    quiet = [("2026-W41", 4), ("2026-W45", None)]
    told = foretold(cycle(*[(given, 1.0)] * 4, (quiet, 0.5), ([("2026-W47", 10)], 1.0)))
    assert told is not None and (told.said, told.expected, told.buckets) == (5, 2.0, (Bucket(3, 4, 5, 4),))


@pytest.mark.parametrize(
    ("week", "year"), [("2026-W06", Cycle(1, "Q1", date(2025, 12, 29), date(2026, 3, 22), CycleState.ACTIVE))]
)
def test_of_twelve_weeks_the_sixth_is_the_middle(week: str, year: Cycle) -> None:
    assert middle_week(year) == week


def test_aspirational_is_met_from_a_success_on_and_committed_when_all_is_done() -> None:
    ends = once((7, 0.7), (7, 0.7), (7, 0.6), (7, 0.9), (7, 1.0))
    hopes, committed = foretold(cycle(*ends, kind=ObjectiveKind.ASPIRATIONAL)), foretold(cycle(*ends))
    assert hopes is not None and committed is not None and (hopes.met, committed.met) == (4, 1)


def test_of_too_few_nothing_is_told() -> None:
    five = once(*[(7, 1.0)] * 5)
    assert foretold(cycle(*five)) is not None
    assert foretold(cycle(*five[:4])) is None
    assert foretold(cycle(*five[:4], *once((7, None)))) is None, "no score: nobody knows what became of it"
    assert foretold(cycle(*five, ended=KeyResultState.CANCELLED)) is None
    assert foretold(cycle(*five, state=ObjectiveState.CANCELLED)) is None
    assert foretold(cycle(*once(*[(7, 1.0)] * 5, week="2026-W47"))) is None, "all were given after the middle"
    assert foretold(cycle()) is None


def test_nothing_is_told_while_more_than_one_in_five_have_no_score() -> None:
    """What is scored first is what went well."""
    eight = once(*[(7, 1.0)] * 8)
    told = foretold(cycle(*eight, *once((7, None), (7, None))))
    assert told is not None and (told.said, told.met) == (8, 8)
    assert foretold(cycle(*eight, *once((7, None), (7, None), (7, None)))) is None
    late = once(*[(7, None)] * 9, week="2026-W47")
    assert foretold(cycle(*eight, *late)) is not None, "they have no confidence that counts"


def test_nothing_is_told_of_one_person() -> None:
    assert foretold(cycle(*NINE, people=("mei", "bob"))) is None
    assert foretold(cycle(*NINE, people=("mei",))) is None
    told = foretold(cycle(*once((7, 1.0), (7, 1.0), (7, 0.0), (7, 1.0), (2, 1.0))))
    assert told is not None and told.said == 5 and told.buckets == (Bucket(7, 8, 4, 3),), "the 2 is one person's"
    assert not {f.name for kind in (Foretold, Bucket) for f in fields(kind)} & {"who", "dri", "name", "login"}
    words = foretold_text(told) + "".join(map(bucket_text, told.buckets))
    assert not [login for login in PEOPLE if login in words]
