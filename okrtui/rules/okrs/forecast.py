"""Where a key result may end: its own weekly changes, drawn again and again until the cycle's last week.

The formula, as docs/forecast.md tells it: the changes are those between its check-ins of one week and the next; a gap
of k weeks counts as k equal changes. A run starts at the latest value and adds one change, drawn at random, for each
week that is left. Of 1000 runs the forecast tells between which values the middle 8 of 10 end, and how many reach the
target. The draws are seeded: the same check-ins make the same forecast, on every screen and machine.
"""

import random
from collections.abc import Sequence
from itertools import pairwise

from okrtui.model.frozen import frozen
from okrtui.model.okrs import CheckIn, KeyResult, KeyResultKind, KeyResultState
from okrtui.rules.formatting import count
from okrtui.rules.okrs.progress import key_result_progress
from okrtui.rules.okrs.values import amount, at_scale
from okrtui.rules.weeks import weeks_between

RUNS = 1000
SEED = 0
FEWEST = 4
"""Weekly changes that there must be: of fewer nothing can be told."""
_KINDS = (KeyResultKind.INCREASE, KeyResultKind.DECREASE, KeyResultKind.STAY_ABOVE, KeyResultKind.STAY_BELOW)


@frozen
class Forecast:
    """8 of 10 runs end from `low` to `high`, in `weeks` weeks; `chance` (0-1) is the share that reaches the target.

    `changes` is of how many weekly changes it was made.
    """

    low: float
    high: float
    chance: float
    weeks: int
    changes: int


def forecast(kr: KeyResult, history: Sequence[CheckIn], last_week: str) -> Forecast | None:
    """Return where an open key result may end; `history` is each week's entry, oldest first, `last_week` its cycle's.

    None where it is no number, where no week is left, or where there are fewer than five weeks of check-ins.
    """
    if kr.kind not in _KINDS or kr.state is not KeyResultState.OPEN or not history:
        return None
    changes = weekly_changes([(entry.week, entry.value) for entry in history])
    weeks = weeks_between(history[-1].week, last_week)
    if len(changes) < FEWEST or weeks < 1:
        return None
    values = [kr.start, kr.target, *(entry.value for entry in history)]
    floor = 0.0 if min(values) >= 0 else None
    ceiling = 100.0 if kr.unit.strip() == "%" and max(values) <= 100 else None
    ends = sorted(_bounded(end, floor, ceiling) for end in run_ends(history[-1].value, changes, weeks))
    reached = sum(key_result_progress(kr, end) >= 1 for end in ends)
    tenth = len(ends) // 10
    return Forecast(ends[tenth], ends[-tenth - 1], reached / len(ends), weeks, len(changes))


def weekly_changes(values: Sequence[tuple[str, float]]) -> list[float]:
    """Return the changes from week to week of (week, value), oldest first; a gap counts as equal steps."""
    changes: list[float] = []
    for (before, old), (week, new) in pairwise(values):
        gap = weeks_between(before, week)
        changes += [(new - old) / gap] * gap
    return changes


def run_ends(start: float, changes: Sequence[float], weeks: int, *, runs: int = RUNS, seed: int = SEED) -> list[float]:
    """Return where `runs` runs of `weeks` weeks end that start at `start`."""
    draw = random.Random(seed).random  # of all that `random` has, only this stays the same from one Python to the next
    size = len(changes)
    return [start + sum(changes[int(draw() * size)] for _ in range(weeks)) for _ in range(runs)]


def _bounded(value: float, floor: float | None, ceiling: float | None) -> float:
    """Return a value that there can be: what was never below 0 does not end there, nor a percentage above 100."""
    value = value if floor is None else max(value, floor)
    return value if ceiling is None else min(value, ceiling)


def chance_text(chance: float) -> str:
    """Return a share of runs in words: `3 in 10`, and never none or all of them."""
    if chance < 0.05:
        return "less than 1 in 20"
    if chance > 0.95:
        return "more than 19 in 20"
    return f"{min(9, max(1, int(chance * 10 + 0.5)))} in 10"


def forecast_text(kr: KeyResult, found: Forecast) -> str:
    """Return a forecast in one line: `8 of 10 runs end between 97 and 112 ms; target 90 ms: 1 in 10`."""
    low, high = (amount(kr, at_scale(kr, value), unit=False) for value in (found.low, found.high))
    unit = f" {kr.unit}" if kr.unit else ""
    where = f"at {low}{unit}" if low == high else f"between {low} and {high}{unit}"
    return f"8 of 10 runs end {where}; {_goal(kr)}: {chance_text(found.chance)}"


def _goal(kr: KeyResult) -> str:
    goal = amount(kr, kr.target)
    return {KeyResultKind.STAY_ABOVE: f"above {goal}", KeyResultKind.STAY_BELOW: f"below {goal}"}.get(
        kr.kind, f"target {goal}"
    )


def basis_text(found: Forecast) -> str:
    """Return what a forecast was made of: `from 7 weekly changes, 5 weeks ahead`."""
    return f"from {count(found.changes, 'weekly change')}, {count(found.weeks, 'week')} ahead"
