"""What a key result measures: kind, start and target that fit together, and a weight that can be."""

import math

from okrtui.errors import Refused
from okrtui.model.okrs import KeyResultKind, Milestone
from okrtui.rules.formatting import number
from okrtui.rules.okrs.milestones import weigh

LARGEST = 1e15
MILESTONE, BINARY = KeyResultKind.MILESTONE, KeyResultKind.BINARY


def measured(
    kind: KeyResultKind | None, start: float | None, target: float | None, milestones: tuple[Milestone, ...] = ()
) -> tuple[KeyResultKind, float, float]:
    """Return kind, start and target that fit together. Raises Refused where the numbers contradict the kind."""
    for given in (start, target):
        if given is not None and (not math.isfinite(given) or abs(given) > LARGEST):
            raise Refused(f"{number(given)} isn't a number to measure by; between -1e15 and 1e15")
    if milestones and kind not in (None, MILESTONE):
        raise Refused(f"milestones belong to a key result of kind milestone, not {kind}")
    if milestones or kind in (MILESTONE, BINARY):
        kept = "milestones begin with none of them done" if kind is not BINARY else "done or not has no numbers"
        if start:
            raise Refused(f"{kept}: leave the start out, not {number(start)}")
        if kind is BINARY and target not in (None, 1):
            raise Refused(f"{kept}: leave the target out, not {number(target)}, or say what it measures as its kind")
    if start is not None and start != 0 and target is None and kind is None and not milestones:
        raise Refused(f"it starts at {number(start)}: say its target, too")
    if milestones:
        return MILESTONE, 0.0, weigh(milestones)
    if kind is MILESTONE:
        if target is None or target <= 0:
            raise Refused("a milestone key result needs its milestones, or how many there are as target")
        return kind, 0.0, target
    if kind is BINARY or (kind is None and target is None):
        return BINARY, 0.0, 1.0
    if target is None:
        raise Refused(f"a key result of kind {kind} needs a target")
    if kind in (KeyResultKind.STAY_ABOVE, KeyResultKind.STAY_BELOW):
        return kind, target if start is None else start, target
    first = 0.0 if start is None else start
    if first == target:
        raise Refused(f"start and target are both {number(target)}: nothing would be measured")
    fits = KeyResultKind.INCREASE if target > first else KeyResultKind.DECREASE
    if kind not in (None, fits):
        raise Refused(f"from {number(first)} to {number(target)} is no {kind}; leave the kind out or say {fits}")
    return fits, first, target


def checked_weight(weight: float) -> float:
    """Return a weight. Raises Refused unless it is above 0."""
    if not math.isfinite(weight) or not 0 < weight <= 1000:
        raise Refused(f"{number(weight)} isn't a weight; it is a number above 0, usually 1")
    return weight
