"""How well a team's confidence foretold what became of a cycle's key results: of all together, never of a person.

The formula, as docs/forecast.md tells it. A confidence of c is read as the forecast “c in 10 that this is met”. One
counts for each key result: the last that was given up to the cycle's middle week. Each week's would count the same
question a dozen times, most often where check-ins are most diligent, and the last weeks' know the answer already; the
middle one was given while much was known and little was settled. Met is what the confidence was about: a score of 1.0,
and of 0.7 where the objective is aspirational. A key result that was cancelled or has no score counts for nothing.

The sum of c/10 is how many the team let expect. Were each forecast right, the number met would lie around it with a
variance of the sum of c/10 · (1 − c/10). Within 1.28 standard deviations, where 8 of 10 such cycles lie, the team was
about right; fewer met is too sure, more is too cautious.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from okrtui.model.frozen import frozen
from okrtui.model.okrs import (
    CheckIn,
    Cycle,
    CycleStanding,
    KeyResult,
    KeyResultState,
    ObjectiveKind,
    ObjectiveState,
)
from okrtui.rules.formatting import plural, tenth, tenths
from okrtui.rules.okrs.progress import BANDS
from okrtui.rules.weeks import shift, week_of, weeks_between

FEWEST = 5
"""Key results with such a confidence that there must be: of fewer nothing can be told."""
PEOPLE = 3
"""People of whom the confidences must be, two for a bucket: else it would be told of one person."""
SCORED = 0.8
"""Share of the key results with such a confidence that has a score: what is scored first is what went well."""
BY_CHANCE = 1.28
"""Standard deviations within which 8 of 10 cycles lie whose confidences are right."""
WHOLE = 1.0
MET_MEANS = f"Met means a score of {tenths(WHOLE)}, of {tenths(BANDS[0])} where the objective is aspirational."
BUCKETS = ((0, 2), (3, 4), (5, 6), (7, 8), (9, 10))


class Sureness(StrEnum):
    TOO_SURE = "too sure"
    TOO_CAUTIOUS = "too cautious"
    ABOUT_RIGHT = "about right"


@frozen
class Bucket:
    """Of `said` key results with a confidence from `low` to `high`, `met` were met."""

    low: int
    high: int
    said: int
    met: int


@frozen
class Foretold:
    """Of `said` key results `expected` were to be met by the confidences, and `met` were."""

    said: int
    expected: float
    met: int
    sureness: Sureness
    buckets: tuple[Bucket, ...]


@frozen
class _Guess:
    confidence: int
    met: bool
    who: str


def foretold(found: CycleStanding) -> Foretold | None:
    """Return how well the confidences of a cycle that is over, or about to be closed, foretold its key results' end.

    None where there are fewer than five key results with a score and a confidence, or fewer than three people gave
    them, or more than one in five of those with a confidence have no score. A bucket that would hold one person's only
    is left out, though they count into the whole.
    """
    middle = middle_week(found.cycle)
    out = (ObjectiveState.DRAFT, ObjectiveState.CANCELLED)
    guesses, unknown = list[_Guess](), 0
    for o in found.objectives:
        for s in o.key_results if o.objective.state not in out else ():
            said, met = _last_by(s.history, middle), _is_met(s.kr, o.objective.kind)
            if said is None or said.confidence is None or s.kr.state is KeyResultState.CANCELLED:
                continue
            if met is None:
                unknown += 1
            else:
                guesses.append(_Guess(said.confidence, met, said.who))
    too_few = len(guesses) < max(FEWEST, SCORED * (len(guesses) + unknown))
    if too_few or _people(guesses) < PEOPLE:
        return None
    tens, met_ones = sum(each.confidence for each in guesses), sum(each.met for each in guesses)
    return Foretold(
        len(guesses), tens / 10, met_ones, sureness([g.confidence for g in guesses], met_ones), _in(guesses)
    )


def middle_week(cycle: Cycle) -> str:
    """Return the week in a cycle's middle: the 7th of 13 and of 14."""
    first, last = week_of(cycle.start), week_of(cycle.end)
    return shift(first, weeks_between(first, last) // 2)


def sureness(confidences: Sequence[int], met: int) -> Sureness:
    """Return whether confidences (0-10) were too sure, too cautious or about right, of which `met` were met."""
    beyond = 10 * met - sum(confidences)  # in tenths, so that it is exact
    variance = sum(each * (10 - each) for each in confidences)
    if beyond**2 <= BY_CHANCE**2 * variance:
        return Sureness.ABOUT_RIGHT
    return Sureness.TOO_SURE if beyond < 0 else Sureness.TOO_CAUTIOUS


def _last_by(history: Iterable[CheckIn], week: str) -> CheckIn | None:
    given = [entry for entry in history if entry.week <= week and entry.confidence is not None]
    return given[-1] if given else None


def _is_met(kr: KeyResult, kind: ObjectiveKind) -> bool | None:
    """Tell whether a key result was met; None where that is not known."""
    if kr.state is not KeyResultState.CLOSED or kr.score is None:
        return None
    return tenth(kr.score) >= (BANDS[0] if kind is ObjectiveKind.ASPIRATIONAL else WHOLE)


def _people(guesses: Iterable[_Guess]) -> int:
    return len({each.who for each in guesses})


def _in(guesses: Sequence[_Guess]) -> tuple[Bucket, ...]:
    filled = [(low, high, [g for g in guesses if low <= g.confidence <= high]) for low, high in BUCKETS]
    return tuple(
        Bucket(low, high, len(some), sum(g.met for g in some)) for low, high, some in filled if _people(some) > 1
    )


def foretold_text(found: Foretold) -> str:
    """Return in words what the confidences let expect, what became of it, and what that says of them."""
    came = f"{found.met or 'none'} {plural(found.met, 'was', 'were')} met"
    sums = f"the team’s confidence added up to {tenths(found.expected)} of {found.said} key results"
    return f"Half-way through, {sums}; {came}. It was {found.sureness}."


def bucket_text(found: Bucket) -> str:
    """Return a bucket in words: `When we said 7–8 of 10, 6 of 9 were met.`"""
    said = f"When we said {found.low}–{found.high} of 10"
    return f"{said}, {found.met or 'none'} of {found.said} {plural(found.met, 'was', 'were')} met."
