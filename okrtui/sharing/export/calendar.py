"""Office hours as an iCalendar file (RFC 5545): times in UTC, lines folded at 75 octets, text escaped."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from okrtui.model.hours import BookingState, HoursState
from okrtui.rituals import hours
from okrtui.rituals.context import Context
from okrtui.rules.hours import moment_of
from okrtui.text import clean, clean_lines

WEEKS = 13
"""For so many weeks times are written out one by one: each at its own hour of UTC, whatever summer time does."""
WIDEST = 75
"""Octets of a line, without its end."""


def calendar(ctx: Context, host: str) -> str:
    """Return a host's office hours of the next weeks; my own with my bookings, each with its need."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//okrtui//office hours//EN", "CALSCALE:GREGORIAN"]
    lines += [line for event in _times(ctx, host) for line in event]
    if host == ctx.login:
        lines += [line for event in _bookings(ctx) for line in event]
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _times(ctx: Context, host: str) -> Iterator[list[str]]:
    for each in hours.hours(ctx, host):
        first = ctx.today + timedelta(days=(each.weekday - ctx.today.weekday()) % 7)
        for week in range(WEEKS if each.state is HoursState.ON else 0):
            day = first + timedelta(weeks=week)
            at = moment_of(day, each.start, ctx.zone)
            if at is not None:
                until = at + timedelta(minutes=each.until - each.start)
                yield _event(ctx, f"{each.ref}-{day:%Y%m%d}", at, until, f"Office hours of {host}", each.place)


def _bookings(ctx: Context) -> Iterator[list[str]]:
    for each in hours.mine(ctx):
        if each.state is BookingState.BOOKED:
            other = each.guest if each.host == ctx.login else each.host
            until = each.at + timedelta(minutes=each.minutes)
            yield _event(ctx, each.ref, each.at, until, f"Office hours with {other}", each.place, each.need)


def _event(
    ctx: Context, name: str, at: datetime, until: datetime, summary: str, place: str, about: str = ""
) -> list[str]:
    told = (("SUMMARY", clean(summary)), ("LOCATION", clean(place)), ("DESCRIPTION", clean_lines(about)))
    return [
        "BEGIN:VEVENT",
        f"UID:{name}-{ctx.workspace.uuid}@okrtui",
        f"DTSTAMP:{_utc(ctx.now)}",
        f"DTSTART:{_utc(at)}",
        f"DTEND:{_utc(until)}",
        *(f"{key}:{_escaped(text)}" for key, text in told if text),
        "END:VEVENT",
    ]


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Return a TEXT value: backslash, comma, semicolon and line end have a backslash before them."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> Iterable[str]:
    """Yield a line in pieces of at most 75 octets, no character cut; each but the first begins with a blank."""
    piece, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > WIDEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    yield piece
