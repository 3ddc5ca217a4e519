"""A key result's values in words: what a number means depends on its kind."""

from okrtui.model.okrs import KeyResult, KeyResultKind
from okrtui.rules.formatting import count, number


def value_text(kr: KeyResult, value: float | None, *, unit: bool = True) -> str:
    """Return a key result's value as people say it: `104 ms`, `done`, `2 of 3`; `–` where there is none yet."""
    if value is None:
        return "–"
    if kr.kind is KeyResultKind.BINARY:
        return "done" if value >= 1 else "not done"
    if kr.kind is KeyResultKind.MILESTONE:
        return _milestones(kr, value)
    return number(value, kr.unit if unit else "")


def _milestones(kr: KeyResult, value: float) -> str:
    """Return how many milestones are done; by weight where it is another day's value than the ticks'."""
    ticked = [m for m in kr.milestones if m.done]
    if kr.milestones and sum(m.weight for m in ticked) == value:
        return f"{len(ticked)} of {len(kr.milestones)}"
    return f"{number(value)} of {number(kr.target)}"


def goal_text(kr: KeyResult) -> str:
    """Return what a key result aims at: `180 → 90 ms`, `stays above 99.9 %`, `3 milestones`, `done`."""
    goal = number(kr.target, kr.unit)
    if kr.kind is KeyResultKind.BINARY:
        return "done"
    if kr.kind is KeyResultKind.MILESTONE:
        return count(len(kr.milestones), "milestone") if kr.milestones else f"{number(kr.target)} milestones"
    if kr.kind is KeyResultKind.STAY_ABOVE:
        return f"stays above {goal}"
    if kr.kind is KeyResultKind.STAY_BELOW:
        return f"stays below {goal}"
    return f"{number(kr.start)} → {goal}"
