"""A retro's agenda: which order it may have, and whether it fits the time there is. Pure."""

from collections.abc import Sequence

from okrtui.model.live import AgendaItem, Phase, Session

IN_ORDER = (Phase.GATHER, Phase.GROUP, Phase.VOTE, Phase.DISCUSS)
"""Each stands on the one before; everything else may be moved about."""
ONCE = (Phase.REVIEW, Phase.STAGE, Phase.SCORE, *IN_ORDER, Phase.DECIDE)
"""At most once on an agenda; items of its own can be as many as there is time for."""
MORE_TIME = (5, 2, 1)
"""Minutes that a topic is given when its time is up, one after the other, as long as the room wants it."""
MANY_ACTIONS = 3
"""More new actions than this are seldom all done."""


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


def more_minutes(rounds: int) -> int:
    """Return the minutes that a topic may be given next, when it was given more time `rounds` times already."""
    return MORE_TIME[min(rounds, len(MORE_TIME) - 1)]
