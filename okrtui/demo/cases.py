"""Plays what the sample team asks of each other, offers and decides, as the story lists it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from okrtui.demo.calendar import Calendar
from okrtui.demo.steps import ContextOf, Event, begin
from okrtui.rituals import heroes
from okrtui.rituals.cases import cases
from okrtui.rituals.cases.cases import OpeningWords
from okrtui.rituals.context import Context
from okrtui.rituals.people import members


def found_circles(ctx: Context, circles: list[dict[str, Any]]) -> None:
    """Make the teams that decide, of people who work in other ones."""
    for circle in circles:
        members.add_team(ctx, circle["name"])
        for login in circle["people"]:
            members.edit_member(ctx, login, teams=(*members.member(ctx, login).teams, circle["name"]))


def case_events(
    raw: dict[str, Any], calendar: Calendar, ctx: ContextOf, tie: Callable[[str, datetime], str]
) -> Iterator[Event]:
    """Yield how a case was opened and went on; what would be later than now has not happened yet.

    `tie` gives the ref of a key result that is open then.
    """
    at = begin(raw, calendar, raw["clock"])
    if at is None:
        return
    ref: list[str] = []

    def opened() -> None:
        kr = tie(raw["kr"], at) if "kr" in raw else ""
        here = ctx(raw["who"], at)
        more: OpeningWords = {"text": raw.get("text", ""), "asked": raw.get("asked", ""), "kr": kr}
        if "about" in raw:
            person = ctx(raw["about"], at).login
            more |= {"about": person, "evidence": heroes.about(here, person)[-1].ref}  # the newest thanks to them
        ref.append(cases.open_case(here, raw["process"], raw["title"], **more).case.ref)

    def do(later: datetime, what: str, who: str, *words: str) -> None:
        here = ctx(who, later)
        if what == "said":
            outcome, because, *to = words
            cases.go(here, ref[0], outcome, because, to=to[0] if to else "")
        elif what == "take":
            cases.take(here, ref[0])
        elif what == "note":
            cases.note(here, ref[0], words[0])
        else:
            cases.raise_hand(here, ref[0], words[0])

    yield at, opened
    for number, (days, what, who, *words) in enumerate(raw["steps"], 1):
        later = at + timedelta(days=days, minutes=17 * number)
        if later <= calendar.now:
            yield later, partial(do, later, what, who, *words)
