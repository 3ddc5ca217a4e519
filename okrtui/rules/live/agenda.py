"""A retro's agenda: which order it may have, and whether it fits the time there is. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from okrtui.errors import Refused
from okrtui.model.live import AgendaItem, Phase, Session
from okrtui.model.retro import Topic, TopicState

IN_ORDER = (Phase.GATHER, Phase.GROUP, Phase.VOTE, Phase.DISCUSS)
"""Each stands on the one before; everything else may be moved about."""
ONCE = (Phase.REVIEW, Phase.STAGE, Phase.SCORE, *IN_ORDER, Phase.DECIDE)
"""At most once on an agenda; items of its own can be as many as there is time for."""
MORE_TIME = (5, 2, 1)
"""Minutes that a topic is given when its time is up, one after the other, as long as the room wants it."""
MANY_ACTIONS = 3
"""More new actions than this are seldom all done."""
MOST_VOTES, MOST_MINUTES = 1000, 24 * 60


def why_not_agenda(steps: Sequence[AgendaItem]) -> str | None:
    """Return why a retro cannot have this agenda, None where it can."""
    phases = [step.phase for step in steps]
    for phase in ONCE:
        if phases.count(phase) > 1:
            return f"“{phase}” can be on the agenda once"
    missing = [f"“{phase}”" for phase in IN_ORDER if phase not in phases]
    if missing:
        return f"{', '.join(missing)} must stay on the agenda; skip what you do not need"
    places = [phases.index(phase) for phase in IN_ORDER]
    for first, then, at, after in zip(IN_ORDER, IN_ORDER[1:], places, places[1:], strict=False):
        if at > after:
            return f"“{first}” comes before “{then}”: it stands on it"
    return None


def minutes_of(steps: Sequence[AgendaItem]) -> int:
    """Return how many minutes the steps take that are not skipped."""
    return sum(step.minutes for step in steps if not step.skipped)


def over(of: Session) -> int | None:
    """Return by how many minutes the agenda is longer than the time box (shorter where negative), None without one."""
    return minutes_of(of.agenda) - of.time_box if of.time_box else None


def fit(steps: Sequence[AgendaItem], box: int) -> tuple[AgendaItem, ...]:
    """Return an agenda whose steps together take `box` minutes, each its share and a minute at least.

    Items of their own keep their minutes: somebody has asked for them. So does what has no clock or is left out.
    """
    shares = [each for each in steps if each.minutes and not each.skipped and each.phase is not Phase.ITEM]
    whole = minutes_of(shares)
    room = max(len(shares), box - (minutes_of(steps) - whole))
    exact = [max(1.0, each.minutes * room / whole) for each in shares]
    given = [int(each) for each in exact]
    by_rest = sorted(range(len(exact)), key=lambda at: (given[at] - exact[at], at))
    for at in by_rest[: max(0, room - sum(given))]:
        given[at] += 1
    while sum(given) > room:  # where many steps have their one minute the longest gives way
        given[given.index(max(given))] -= 1
    minutes = {id(each): number for each, number in zip(shares, given, strict=True)}
    return tuple(replace(each, minutes=minutes.get(id(each), each.minutes)) for each in steps)


def to_discuss(topics: Iterable[Topic]) -> list[Topic]:
    """Return the topics that wait to be talked about: those somebody voted for, all of them where nobody voted."""
    every = list(topics)
    voted = any(each.group.votes for each in every)
    return [each for each in every if each.state is TopicState.WAITING and (each.group.votes or not voted)]


def more_minutes(rounds: int) -> int:
    """Return the minutes that a topic may be given next, when it was given more time `rounds` times already."""
    return MORE_TIME[min(rounds, len(MORE_TIME) - 1)]


def check_numbers(of: Session) -> None:
    """Raise Refused where a session's votes or minutes are none that a session can have."""
    if not (of.budget is None or 1 <= of.budget <= MOST_VOTES) or not 1 <= of.votes_per_group <= MOST_VOTES:
        raise Refused(f"votes are whole numbers from 1 to {MOST_VOTES}")
    check_minutes(*(number for _, number in of.minutes), *(item.minutes for item in of.agenda))
    check_minutes(of.topic_minutes, of.time_box or 0)


def check_minutes(*minutes: int) -> None:
    """Raise Refused where one of these is no number of minutes that a step can have."""
    if not all(0 <= number <= MOST_MINUTES for number in minutes):
        raise Refused(f"minutes are whole numbers up to {MOST_MINUTES}; 0 is no time box")
