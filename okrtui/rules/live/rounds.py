"""Phases that last over days: people take part when they can, and the day's end closes what the phase is for. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from okrtui.errors import Refused
from okrtui.model.live import Kind, Phase, Round, Session
from okrtui.rules.formatting import listed, weekday_day
from okrtui.rules.live import phases
from okrtui.rules.weeks import parse_day
from okrtui.text import clean

CLOSES: dict[Phase, str] = {Phase.GATHER: "write", Phase.VOTE: "vote", Phase.STAGE: "answer"}
"""The phases that may last over days, and what is over with their day."""
TAKES = {Phase.GATHER: "cards are taken", Phase.VOTE: "votes are taken", Phase.STAGE: "answers are taken"}
DONE = {Phase.GATHER: "written", Phase.VOTE: "voted", Phase.STAGE: "answered"}
"""What people have done who took part, as a participle."""
NONE = ("none", "-")
"""What takes the days away."""
Days: TypeAlias = tuple[tuple[Phase, date], ...]


def of_kind(kind: Kind) -> tuple[Phase, ...]:
    """Return the phases of a kind that may last over days, in their order."""
    return tuple(phase for phase in phases.ORDER[kind] if phase in CLOSES)


def until(of: Session) -> date | None:
    """Return the last day of the phase that a session is in, None where it lasts over no days."""
    return dict(of.days).get(of.phase)


def over(of: Session, today: date) -> bool:
    """Tell whether the present phase's last day has passed."""
    day = until(of)
    return day is not None and today > day


def runs(of: Session, today: date) -> bool:
    """Tell whether people take part when they can, now: nobody needs to be there, whoever leads neither."""
    day = until(of)
    return day is not None and today <= day


def why_not(deed: str, of: Session, today: date) -> str | None:
    """Return why a deed is not allowed now: by the session's phase, or because the day of that has passed."""
    reason = phases.why_not(deed, of.phase, of.kind) if deed in phases.ALLOWED else None
    day = until(of)
    if reason or day is None or today <= day or CLOSES[of.phase] != deed:
        return reason
    return f"{TAKES[of.phase].replace(' are', ' were')} until {weekday_day(day)}; {of.facilitator} goes on from here"


def check(deed: str, of: Session, today: date) -> None:
    """Raise Refused with the reason why a deed is not allowed now, as `why_not` has it."""
    reason = why_not(deed, of, today)
    if reason is not None:
        raise Refused(reason)


def parsed(text: str, kind: Kind, today: date, phase: Phase = Phase.GATHER, known: Days = ()) -> Days:
    """Return the days that somebody wrote: `fri` is that of `phase`, `gather=fri, vote=4 Dec` names more; "" is none.

    `known` are those there are: one that has passed may stay.

    Raises Refused for what is no day, one gone by, a phase that cannot last over days, and a vote before its cards.
    """
    found = dict[Phase, date]()
    may = of_kind(kind)
    for part in (text if text.strip().casefold() not in NONE else "").split(","):
        name, named, day = part.rpartition("=")
        if not part.strip():
            continue
        which = name.strip().casefold() if named else phase.value
        if which not in may:
            raise Refused(f"“{clean(which)}” cannot last over days; {listed([str(each) for each in may])} can")
        found[Phase(which)] = parse_day(day.strip(), today)
    past = next((day for each, day in found.items() if day < today and (each, day) not in known), None)
    if past is not None:
        raise Refused(f"{past} is gone; today is {today}")
    days = tuple((each, found[each]) for each in may if each in found)
    ordered = [(each, day) for each, day in days if each is not Phase.STAGE]
    if [day for _, day in ordered] != sorted(day for _, day in ordered):
        raise Refused("the vote comes after its cards; give it a later day")
    return days


def written(days: Iterable[tuple[Phase, date]]) -> str:
    """Return days as `parsed` reads them."""
    return ", ".join(f"{phase}={day}" for phase, day in days)


def told(of: Session, today: date) -> str:
    """Return until when the present phase lasts, as a sentence without its end, "" where it lasts over no days."""
    day = until(of)
    if day is None:
        return ""
    takes = TAKES[of.phase]
    return (
        f"{takes} until {weekday_day(day)}"
        if today <= day
        else f"{takes.replace(' are', ' were')} until {weekday_day(day)}"
    )


def did(of: Session) -> str:
    """Return what those have done who took part; in an anonymous session only who said ready is known."""
    return "said ready" if of.anonymous and of.phase is not Phase.VOTE else DONE[of.phase]


def counted(of: Session, now: Round) -> str:
    """Return how many have taken part."""
    return f"{now.done} of {now.people} {'has' if now.people == 1 else 'have'} {did(of)}"
