"""A milestone is itself through edits: ticks follow its id, and an entry keeps the milestones as they were then."""

import math
import re
from collections.abc import Iterable, Sequence

from okrtui.errors import Refused
from okrtui.model.frozen import replace
from okrtui.model.okrs import CheckIn, KeyResult, Milestone
from okrtui.rules.formatting import parse_number

NEW = -1
"""The id of a milestone that nobody has given one yet."""
ALIKE = 0.6
"""From which share of the same letters on other words are a milestone's new wording."""


def milestone_of(text: str) -> Milestone:
    """Return the milestone of a line: `Ten tenants`, with its weight as `Ten tenants *3` or `Ten tenants=3`."""
    match = re.fullmatch(r"(.*\S)(?:\s+\*\s?|=)([-−+]?[\d.,]+)", text.strip())
    if match is None:
        return Milestone(text.strip())
    weight = parse_number(match[2])
    if not 0 < weight <= 1000:
        raise Refused(f"“{text.strip()}” has no weight to count by; it is a number above 0, usually 1")
    return Milestone(match[1], weight)


def weigh(milestones: Iterable[Milestone]) -> float:
    """Return what milestones weigh together, without a float's hair."""
    return math.fsum(m.weight for m in milestones)


def done_weight(milestones: Sequence[Milestone], done: Iterable[int]) -> float:
    """Return the weight of the milestones with the ids `done`."""
    ids = set(done)
    return weigh(m for m in milestones if m.id in ids)


def first_done(milestones: Sequence[Milestone], weight: float) -> tuple[int, ...]:
    """Return the ids of the first milestones that fit into a done weight given as a plain number."""
    done, total = [], 0.0
    for milestone in milestones:
        total += milestone.weight
        if total > weight + 1e-9:
            break
        done.append(milestone.id)
    return tuple(done)


def ticked(milestones: Sequence[Milestone], done: Iterable[int]) -> tuple[Milestone, ...]:
    """Return the milestones, those with the ids `done` as done."""
    ids = set(done)
    return tuple(m if m.done == (m.id in ids) else replace(m, done=m.id in ids) for m in milestones)


def positions(milestones: Sequence[Milestone], done: Iterable[int]) -> tuple[int, ...]:
    """Return which milestones have the ids `done`, as they are numbered for people: from 1."""
    ids = set(done)
    return tuple(at for at, m in enumerate(milestones, 1) if m.id in ids)


def restated(kr: KeyResult, entry: CheckIn) -> CheckIn:
    """Return an entry as the key result's milestones of today count it: what is no longer there counts no more."""
    if not kr.milestones or _same(entry.milestones or kr.milestones, kr.milestones):
        return entry
    known = {m.id for m in kr.milestones}
    done = tuple(id for id in entry.done if id in known)
    return replace(entry, done=done, value=done_weight(kr.milestones, done), milestones=())


def as_then(milestones: Sequence[Milestone], done: Iterable[int], value: float, total: float) -> tuple[Milestone, ...]:
    """Return milestones that weigh `total`, `value` of it done, of which only the ids `done` are known by now."""
    ids, found = set(done), list[Milestone]()
    known = [replace(m, done=True) for m in milestones if m.id in ids]
    for ticks, weight in ((True, value - weigh(known)), (False, total - max(value, weigh(known)))):
        whole = float(weight).is_integer() and weight < 100
        each = [1.0] * int(weight) if whole else [weight] if weight > 0 else []
        found += [Milestone("", of, ticks, NEW - 1 - len(found) - at) for at, of in enumerate(each)]
    return (*known, *found)


def _same(one: Sequence[Milestone], other: Sequence[Milestone]) -> bool:
    return {(m.id, m.weight) for m in one} == {(m.id, m.weight) for m in other}


def identified(
    wanted: Sequence[Milestone], there: Sequence[Milestone], used: Iterable[int] = ()
) -> tuple[Milestone, ...]:
    """Return milestones with the ids of those that are there already: by their words, else as a new wording.

    A new wording stands between the same neighbours and says much the same. Others get ids that are not `used`.
    """
    left, found = list(there), dict[int, Milestone]()
    for at, m in enumerate(wanted):
        match = next((old for old in left if _words(old) == _words(m)), None)
        if match is not None:
            found[at] = match
            left.remove(match)
    for at, m in enumerate(wanted):
        if at not in found:
            match = next((old for old in left if _place(there, old, found) == _gap(found, at) and _alike(old, m)), None)
            if match is not None:
                found[at] = match
                left.remove(match)
    fresh = max([NEW, *used, *(m.id for m in there)]) + 1
    made = []
    for at, m in enumerate(wanted):
        id = found[at].id if at in found else fresh
        fresh += at not in found
        made.append(replace(m, id=id))
    return tuple(made)


def _words(m: Milestone) -> str:
    return " ".join(m.title.casefold().split())


def _gap(found: dict[int, Milestone], at: int) -> int:
    """Return the id of the last milestone before a place that was there already, NEW where none was."""
    return next((found[before].id for before in range(at - 1, -1, -1) if before in found), NEW)


def _place(there: Sequence[Milestone], old: Milestone, found: dict[int, Milestone]) -> int:
    """Return the id of the last milestone before an old one that is there still."""
    still = {m.id for m in found.values()}
    return next((m.id for m in reversed(there[: there.index(old)]) if m.id in still), NEW)


def _alike(old: Milestone, new: Milestone) -> bool:
    from difflib import SequenceMatcher  # few commands change a milestone's words

    one, other = _words(old), _words(new)
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() >= ALIKE
