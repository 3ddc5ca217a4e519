"""Cases about a person: what they build on, who may stand by whom, and where they can be kept from others."""

import re
from datetime import date

from okrtui.errors import Refused
from okrtui.model.cases import About, Case, CaseState, Process
from okrtui.rules.cases.reading import Roster

HERO, AGREEMENT = "hero", "agreement"
"""What a process needs as evidence."""
FILE = "hidden in the file, not secret: okrtui shows it to those alone whom it concerns, but who can read {} could look"
SERVER = "only those whom it concerns read it; the server's administrators could look"
GRANTED = "if it is granted, this sentence and the reason become a hero card, which everybody reads"


def why_not_kept(process: Process, *, on_server: bool, where: str) -> str:
    """Return why a case can't be kept between its parties here, "" where it can: a file is read by whoever may."""
    if process.needs != AGREEMENT or on_server:
        return ""
    return (
        f"{process.name} needs a PostgreSQL server: whoever can read {where} could read who is said to have done what"
    )


def evidence_refs(process: Process, evidence: str) -> tuple[str, ...]:
    """Return the refs that a case builds on. Raises Refused where they are none, missing, or not what it needs."""
    found = tuple(dict.fromkeys(each.upper() for each in re.split(r"[\s,]+", evidence.strip()) if each))
    if process.about is About.WORK:
        if found:
            raise Refused(f"{process.name} is about work and builds on its own words; leave --evidence out")
        return ()
    letter, what = ("H", "hero card") if process.needs == HERO else ("W", "working agreement")
    example = f"--evidence {letter}{12 if letter == 'H' else 2}"
    if not found:
        told = "it builds on" if letter == "H" else "was broken"
        raise Refused(f"name the {what} that {told}: {example}")
    for each in found:
        if not re.fullmatch(rf"{letter}[0-9]{{1,11}}", each):
            raise Refused(f"{each} is no {what}; {process.name} takes nothing else as evidence: {example}")
    if letter == "W" and len(found) > 1:
        raise Refused(f"{process.name} is about one {what}; open a case for each: {example}")
    return found


def event_day(process: Process, happened: date | None, today: date) -> date | None:
    """Return the day of what a breach is about, today unless said. Raises Refused for a day to come."""
    if process.needs != AGREEMENT:
        if happened is not None:
            raise Refused(f"{process.name} is about no single day; leave --happened out")
        return None
    if happened is not None and happened > today:
        raise Refused(f"{happened} is to come; name the day on which it happened, like {today}")
    return happened or today


def check_agreement(ref: str, since: date, happened: date) -> None:
    """Raise Refused where an agreement is not older than what is said to have broken it."""
    if since >= happened:
        raise Refused(f"{ref} holds since {since}; what happened on {happened} could not break it: it must be older")


def check_companion(process: Process, case: Case, roster: Roster, who: str, companion: str) -> None:
    """Raise Refused where somebody can't name a companion now, or not this one."""
    if not process.tells or who != case.subject:
        raise Refused(f"{case.ref}: only whom a case is about, and who knows of it, names somebody to stand by them")
    if case.state is not CaseState.OPEN:
        raise Refused(f"{case.ref} is {case.state}; a companion is named while it is open")
    if companion in (case.subject, case.opener):
        raise Refused(f"{case.ref}: {companion} is a party to it; name somebody else")
    if companion == case.companion:
        raise Refused(f"{case.ref}: {companion} stands by you already")
    if companion not in roster.here:
        raise Refused(f"{case.ref}: {companion} isn't here; name somebody who is")
    steps = (*process.steps, *([process.appeal.heard] if process.appeal else []))
    for team in dict.fromkeys(step.team for step in steps if step.team):
        if companion in roster.team(team):
            raise Refused(f"{case.ref}: {companion} is in the team {team}, which decides; name somebody else")
