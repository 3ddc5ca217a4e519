"""A live session's state machine: the order of phases, and what is allowed in which. Pure."""

import math
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from okrtui.live import IdeaState, Kind, Phase

ORDER: dict[Kind, tuple[Phase, ...]] = {
    Kind.BRAINSTORM: (
        Phase.LOBBY,
        Phase.GATHER,
        Phase.REVEAL,
        Phase.GROUP,
        Phase.VOTE,
        Phase.SELECT,
        Phase.CLOSED,
    ),
}
"""The phases of each kind, in order; what differs between two rituals is this and their templates."""

ALLOWED: dict[str, tuple[Phase, ...]] = {
    "write": (Phase.GATHER, Phase.REVEAL, Phase.GROUP),
    "group": (Phase.REVEAL, Phase.GROUP),
    "vote": (Phase.VOTE,),
    "choose": (Phase.SELECT,),
}
"""In which phases a deed is allowed."""

_DEEDS = {
    "write": "cards are written",
    "group": "cards are grouped",
    "vote": "votes are given",
    "choose": "groups are chosen",
}
CONCEALED = (Phase.LOBBY, Phase.GATHER)
COUNTED = (Phase.SELECT, Phase.CLOSED)
"""From when on everybody sees the totals: not before the round is closed."""
MOST_ON_ONE = 3
GONE_SECONDS = 60

IDEA_ORDER = (
    IdeaState.CAPTURED,
    IdeaState.SHORTLISTED,
    IdeaState.RESEARCH,
    IdeaState.PROTOTYPE,
    IdeaState.ADOPTED,
)


def why_not(deed: str, phase: Phase) -> str | None:
    """Return why a deed (`write`, `group`, `vote`, `choose`) is not allowed in a phase, None where it is."""
    allowed = ALLOWED[deed]
    if phase in allowed:
        return None
    when = " or ".join(f"“{each}”" for each in allowed)
    return f"{_DEEDS[deed]} in {when}; this is “{phase}”"


def neighbour(kind: Kind, phase: Phase, by: int) -> Phase | None:
    """Return the phase `by` steps further on (back where negative), None beyond the ends; a closed one stays closed."""
    order = ORDER[kind]
    at = order.index(phase) + by
    if phase is Phase.CLOSED or not 0 <= at < len(order):
        return None
    return order[at]


def default_budget(groups: int) -> int:
    """Return the votes a person has by default: max(3, round(√groups))."""
    return max(3, round(math.sqrt(groups)))


def concealed(is_concealed: bool, phase: Phase) -> bool:
    """Tell whether others' cards are without text now."""
    return is_concealed and phase in CONCEALED


def may_vote(given_here: int, given: int, budget: int, most: int) -> str | None:
    """Return why one more vote on a group cannot be given, None where it can."""
    if given >= budget:
        return f"all {budget} votes are given; take one back first"
    if given_here >= most:
        return f"{most} is the most on one group"
    return None


def seconds_left(timer_end: datetime | None, timer_left: int | None, now: datetime) -> int | None:
    """Return what a countdown shows: seconds, 0 when it is over, None where there is no timer."""
    if timer_left is not None:
        return timer_left
    if timer_end is None:
        return None
    return max(0, math.ceil((timer_end - now).total_seconds()))


def idea_may(state: IdeaState, to: IdeaState) -> str | None:
    """Return why an idea cannot go from one state to another, None where it can: forward, a step back, or rejected."""
    if state is to:
        return f"it is {to} already"
    if to is IdeaState.REJECTED or state is IdeaState.REJECTED:
        return None
    if IDEA_ORDER.index(to) - IDEA_ORDER.index(state) > 1:
        between = IDEA_ORDER[IDEA_ORDER.index(state) + 1]
        return f"from {state} an idea goes to {between} first"
    return None


def alike(words: Sequence[tuple[int, frozenset[str]]]) -> list[tuple[int, ...]]:
    """Return suggestions of cards that share words, as tuples of ids; each card is in one at most.

    Two cards are alike where half of the shorter one's words are shared. A suggestion is never applied by itself.
    """
    found: list[tuple[int, ...]] = []
    taken: set[int] = set()
    having: dict[str, list[int]] = {}
    for index, (_, bag) in enumerate(words):
        for word in bag:
            having.setdefault(word, []).append(index)
    for index, (first, bag) in enumerate(words):
        if first in taken or not bag:
            continue
        shared = Counter(at for word in bag for at in having[word] if at > index)
        like = [
            words[at][0]
            for at, count in sorted(shared.items())
            if words[at][0] not in taken and count * 2 >= min(len(bag), len(words[at][1]))
        ]
        if like:
            found.append((first, *like))
            taken.update((first, *like))
    return found
