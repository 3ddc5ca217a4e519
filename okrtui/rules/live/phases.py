"""A live session's state machine: the order of phases, and what is allowed in which. Pure."""

import math
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from okrtui.errors import Refused
from okrtui.model.ideas import IdeaState
from okrtui.model.live import AgendaItem, Kind, Phase, Session
from okrtui.rules.formatting import listed

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
    Kind.RETRO: (
        Phase.LOBBY,
        Phase.REVIEW,
        Phase.STAGE,
        Phase.SCORE,
        Phase.GATHER,
        Phase.GROUP,
        Phase.VOTE,
        Phase.DISCUSS,
        Phase.DECIDE,
        Phase.CLOSED,
    ),
}
"""The phases of each kind, in order; what differs between two rituals is this and their templates.

A retro goes by its agenda, which leaves some out, moves some and has items of its own between them.
"""

_TALK = (Phase.REVIEW, Phase.STAGE, Phase.SCORE, Phase.ITEM, Phase.DISCUSS, Phase.DECIDE)
ALLOWED: dict[str, tuple[Phase, ...]] = {
    "write": (Phase.GATHER, Phase.REVEAL, Phase.GROUP),
    "group": (Phase.REVEAL, Phase.GROUP),
    "vote": (Phase.VOTE,),
    "choose": (Phase.SELECT,),
    "discuss": (Phase.DISCUSS,),
    "note": _TALK,
    "act": (*_TALK, Phase.VOTE),
    "score": (Phase.SCORE,),
    "ask": (Phase.LOBBY, *_TALK, Phase.GATHER, Phase.REVEAL, Phase.GROUP, Phase.VOTE, Phase.SELECT),
}
"""In which phases a deed is allowed."""

_DEEDS = {
    "write": "cards are written",
    "group": "cards are grouped",
    "vote": "votes are given",
    "choose": "groups are chosen",
    "discuss": "topics are discussed",
    "note": "notes are written",
    "act": "actions are made",
    "score": "key results are scored",
    "ask": "questions are asked",
}
MOST_ON_ONE = 3
GONE_SECONDS = 60

IDEA_ORDER = (
    IdeaState.CAPTURED,
    IdeaState.SHORTLISTED,
    IdeaState.RESEARCH,
    IdeaState.PROTOTYPE,
    IdeaState.ADOPTED,
)


def why_not(deed: str, phase: Phase, kind: Kind = Kind.BRAINSTORM) -> str | None:
    """Return why a deed (`write`, `group`, `vote`, `discuss` …) is not allowed in a phase, None where it is."""
    allowed = ALLOWED[deed]
    if phase in allowed:
        return None
    names = [f"“{each}”" for each in ORDER[kind] if each in allowed]
    return f"{_DEEDS[deed]} in {listed(names, 'or')}; this is “{phase}”"


def check(deed: str, phase: Phase, kind: Kind = Kind.BRAINSTORM) -> None:
    """Raise Refused with the reason why a deed is not allowed in a phase, as `why_not` has it."""
    reason = why_not(deed, phase, kind)
    if reason is not None:
        raise Refused(reason)


def steps(of: Session) -> tuple[AgendaItem, ...]:
    """Return a session's whole way from lobby to closed: its agenda, or the phases of its kind."""
    if of.kind is Kind.BRAINSTORM:
        minutes = dict(of.minutes)
        return tuple(AgendaItem(0, phase, phase.value, minutes.get(phase, 0)) for phase in ORDER[of.kind])
    return (AgendaItem(0, Phase.LOBBY, Phase.LOBBY.value), *of.agenda, AgendaItem(0, Phase.CLOSED, Phase.CLOSED.value))


def here(of: Session) -> int:
    """Return which of `steps` a session is at; where its step was taken off the agenda, the one of the same phase."""
    way = steps(of)
    for at, step in enumerate(way):
        if step.phase is of.phase and (of.step_id is None or not step.id or step.id == of.step_id):
            return at
    return next((at for at, step in enumerate(way) if step.phase is of.phase), 0)


def neighbour(of: Session, by: int) -> AgendaItem | None:
    """Return the step `by` steps further on (back where negative) without the skipped ones.

    None beyond the ends; a closed session stays closed.
    """
    if of.phase is Phase.CLOSED:
        return None
    way, at, left = steps(of), here(of), abs(by)
    while left:
        at += 1 if by > 0 else -1
        if not 0 <= at < len(way):
            return None
        left -= not way[at].skipped
    return way[at]


def _first(of: Session, phase: Phase) -> int:
    """Return where a phase comes on a session's way, its end where it does not come."""
    way = steps(of)
    return next((at for at, step in enumerate(way) if step.phase is phase), len(way) - 1)


def reveals_at(of: Session) -> int:
    """Return the step from which on everybody reads all cards: the reveal, or the one after the gathering."""
    if of.kind is Kind.BRAINSTORM:
        return _first(of, Phase.REVEAL)
    return _first(of, Phase.GATHER) + 1


def counts_at(of: Session) -> int:
    """Return the step from which on everybody sees the totals: not before the round is closed."""
    return _first(of, Phase.VOTE) + 1


def concealed(of: Session) -> bool:
    """Tell whether others' cards are without text now."""
    return of.concealed and here(of) < reveals_at(of)


def counted(of: Session) -> bool:
    """Tell whether everybody sees the totals now."""
    return here(of) >= counts_at(of)


def default_budget(groups: int) -> int:
    """Return the votes a person has by default: max(3, round(√groups))."""
    return max(3, round(math.sqrt(groups)))


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


def minutes_over(timer_end: datetime | None, timer_left: int | None, now: datetime) -> int:
    """Return by how many whole minutes a countdown is over, 0 while it runs, stands still, or there is none."""
    if timer_end is None or timer_left is not None:
        return 0
    return max(0, int((now - timer_end).total_seconds()) // 60)


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
