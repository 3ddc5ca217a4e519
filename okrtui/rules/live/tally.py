"""Whose votes count where: each stays with the group it was given to and counts for the one that holds it now. Pure."""

from collections.abc import Container, Iterable, Mapping


def home(group: int, merged: Mapping[int, int], here: Container[int]) -> int | None:
    """Return the group for which a vote on `group` counts: itself, or the one it was merged into, however often.

    `merged` says what a group was merged into, `here` are the groups that hold a card. None where it counts nowhere.
    """
    seen = set[int]()
    while group not in here:
        if group in seen or group not in merged:  # a circle was put there behind okrtui's back
            return None
        seen.add(group)
        group = merged[group]
    return group


def tally(
    given: Iterable[tuple[str, int, int]], merged: Mapping[int, int], here: Container[int], most: int
) -> dict[str, dict[int, int]]:
    """Return how many votes count, by ballot and by group; `given` are ballot, group and number.

    Where groups came together a ballot may have given one more than `most`: what is above does not count. It sleeps,
    as votes on a group that is no more: its owner may give it to another group, and until then undo wakes it.
    """
    counted: dict[str, dict[int, int]] = {}
    for ballot, group, number in given:
        place = home(group, merged, here)
        if place is not None:
            of = counted.setdefault(ballot, {})
            of[place] = min(most, of.get(place, 0) + number)
    return counted


def changed(
    own: Mapping[int, int], group: int, by: int, merged: Mapping[int, int], here: Container[int], most: int, budget: int
) -> dict[int, int]:
    """Return what one ballot has given to a group from now on, by the groups for which that changes; 0 is none.

    `own` is all it gave, by the group it was given to; `by` is 1 or -1, and whoever calls has seen that it may. Where
    the budget is used up one more is one that slept: so there are never more than that, whatever is undone later.
    """
    families: dict[int | None, dict[int, int]] = {}
    for origin, number in own.items():
        families.setdefault(home(origin, merged, here), {})[origin] = number
    if by < 0:
        family = families[group]
        return _less(family, group, max(0, sum(family.values()) - most) + 1)
    new = {group: own.get(group, 0) + 1}
    over = sum(own.values()) + 1 - budget
    for place, family in sorted(families.items(), key=lambda each: each[0] or 0):
        asleep = sum(family.values()) - (most if place is not None else 0)
        if over > 0 and asleep > 0:
            new |= _less(family, place, min(over, asleep))
            over -= asleep
    return new


def _less(family: Mapping[int, int], group: int | None, by: int) -> dict[int, int]:
    """Return the numbers of a group and of those merged into it with `by` votes less, its own first."""
    new: dict[int, int] = {}
    for origin in sorted(family, key=lambda each: (each != group, -each)):
        taken = min(by, family[origin])
        if taken:
            new[origin] = family[origin] - taken
            by -= taken
    return new
