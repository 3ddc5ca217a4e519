"""How numbers, counts, days, times and spans are written: one way each, for screens, documents and commands."""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime

from okrtui.errors import Refused, TwoReadings
from okrtui.text import half_width

_PLURAL = re.compile("[a-z]{3,}[^suic]s")


def number(value: float | None, unit: str = "", decimal: str = "") -> str:
    """Return a value without needless digits, with its unit: `104 ms`, `95 %`, `0.3`; a dash where there is none.

    `decimal` is how a workspace writes numbers: `1,500.5` with `.`, `1.500,5` with `,`, and `1500.5` where it is "".
    """
    if value is None:
        return "–"
    whole = math.isfinite(value) and value == int(value) and abs(value) < 1e15
    text = str(int(value)) if whole else _plain(value) if 1e-15 < abs(value) < 1e15 else f"{value:.10g}"
    if value == 1 and _PLURAL.fullmatch(unit):
        unit = unit[:-1]  # 1 page, of a key result that counts pages
    text = _grouped(text, decimal)
    return f"{text} {unit}" if unit else text


def _grouped(text: str, decimal: str) -> str:
    """Return plain digits as a workspace writes them: with a sign between thousands, and its own before decimals."""
    if not decimal or "e" in text or "n" in text:
        return text
    whole, _, broken = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", "," if decimal == "." else ".")
    sign = "-" if whole.startswith("-") and not grouped.startswith("-") else ""
    return f"{sign}{grouped}{decimal}{broken}" if broken else f"{sign}{grouped}"


def _plain(value: float) -> str:
    """Return a number to ten digits, to all of fifteen where it has them; no power of ten, however large or small."""
    digits = 15 if float(f"{value:.15g}") == value else 10
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def short(value: float, unit: str = "", decimal: str = "") -> str:
    """Return a large number in few cells, four digits of it and none rounded up: `1.234M`, `12.34bn €`.

    For where the whole one has no room; it reads as a person would write it. Others are as `number` has them.
    """
    for name, scale, least in (("bn", 1e9, 1e9), ("M", 1e6, 1e6), ("k", 1e3, 1e4)):
        if least <= abs(value) < 1e15:
            places = 10 ** max(0, 3 - math.floor(math.log10(abs(value) / scale)))
            text = f"{_grouped(_plain(math.trunc(value / scale * places) / places), decimal)}{name}"
            return f"{text} {unit}" if unit else text
    return number(value, unit, decimal)


def tenth(value: float) -> float:
    """Return a number with one decimal, halves away from zero, as `tenths` shows it."""
    return math.copysign(int(round(abs(value) * 10, 9) + 0.5) / 10, value)


_SCALES = {"": 0, "k": 3, "K": 3, "M": 6, "mn": 6, "mio": 6, "Mio": 6, "bn": 9, "B": 9}
_NUMBER = r"([-+]?)(\d[\d.,'’ ]*|[.,]\d+)(?:[eE]([-+]?\d{1,3}))?\s?(k|K|Mio|mio|M|mn|bn|B)?"
_GROUPED = r"[1-9]\d{0,2}(?:([.,'’ ])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?"
CONVENTIONS = {".": "1,500.5", ",": "1.500,5"}
"""How people write numbers, by the sign before their decimals."""


def parse_number(text: str, decimal: str = "") -> float:
    """Return the number that somebody wrote: `1500`, `1,500.5`, `1.500,5`, `5,9`, `10k`, `1.5M`, `−3`.

    `decimal` is the sign before decimals where a workspace has said it, else "". Raises Refused for what is none, and
    with both readings for what may be two numbers (`1,500`): TwoReadings where `decimal` would tell.
    """
    match = re.fullmatch(_NUMBER, half_width(text), re.ASCII)
    found = readings(match[2].strip()) if match else ()
    if match is None or not found:
        raise Refused(f"“{text}” isn't a number; write it like 1500, 0.5, 10k or -3")
    digits = found[0] if len(found) == 1 else _meant(text, match[2], found, decimal)
    return float(f"{match[1]}{digits}e{int(match[3] or 0) + _SCALES[match[4] or '']}")


def _meant(text: str, digits: str, both: tuple[str, ...], decimal: str) -> str:
    """Return which of two readings a workspace's convention tells; a point without one is okrtui's own."""
    whole, broken = both
    if "," in digits and decimal:
        return broken if decimal == "," else whole
    if "," not in digits and decimal != ",":
        return broken
    told = f"“{text}” may be {whole} or {number(float(broken))}"
    if decimal:
        raise Refused(f"{told} where numbers are written like {CONVENTIONS[decimal]}; write the one that you mean")
    raise TwoReadings(f"{told}; write the one that you mean")


def readings(digits: str) -> tuple[str, ...]:
    """Return what digits with separators may be, as plain digits; () for no number (`1.2.3`).

    `1,500` and `1.500` are two, first without decimals; `1,500.5`, `0.125`, `1 500` and `5,9` one.
    """
    signs = [sign for sign in digits if not sign.isdigit()]
    broken = digits.replace(",", ".")
    if len(signs) == 1 and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits):
        return broken.replace(".", ""), broken
    if not signs or signs in (["."], [","]):
        return (broken,)
    if not re.fullmatch(_GROUPED, digits):
        return ()
    return (digits.replace(signs[0], "").replace(",", "."),)


def typed(value: float, decimal: str = "") -> str:
    """Return a number as a field holds it, so that `parse_number` reads it back with the same sign before decimals."""
    text = exact(value)
    return text.replace(".", ",") if decimal == "," else text


def exact(value: float) -> str:
    """Return a number that reads back as exactly itself: `104`, `0.25`, `1e-07`; for files and fields."""
    return str(int(value)) if value == int(value) and abs(value) < 1e16 else repr(value)


def tenths(value: float | None, missing: str = "") -> str:
    """Return a score or a mean with its one decimal: `0.7`, `3.0`; `missing` where there is none."""
    return missing if value is None else f"{tenth(value):.1f}"


def percent(share: float) -> str:
    """Return a share of 0-1 as whole percent, halves away from zero: 100 only when done, 0 only when not begun."""
    hundredths = round(share * 100, 9)  # so that 0.285 is 28.5 and not a float's hair below it
    whole = int(hundredths + math.copysign(0.5, hundredths))
    if share < 1:
        whole = min(whole, 99)
    if whole == 0 and share:
        whole = 1 if share > 0 else -1
    return f"{whole} %"


def plural(how_many: int, one: str, many: str = "") -> str:
    """Return the word for as many: `card` or `cards`; `many` where an s is not enough."""
    return one if how_many == 1 else many or f"{one}s"


def count(how_many: int, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 card`, `2 cards`, `3 people`."""
    return f"{how_many} {plural(how_many, one, many)}"


def led_in(asked: str) -> str:
    """Return what comes before its answers: with a colon, but where it is a question already."""
    return asked if asked.rstrip(' "”»*_').endswith(("?", "!", "？")) else f"{asked}:"


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Return names as a list in a sentence: `A, B and C`."""
    *most, end = [*parts] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


# -- days and times; a time is told in the zone that it comes in


def month_day(day: date) -> str:
    """Return a day near by, where the year is plain: `11-20`."""
    return f"{day:%m-%d}"


def named_day(day: date) -> str:
    """Return a day with its weekday: `Friday 2026-11-20`."""
    return f"{day:%A %Y-%m-%d}"


def weekday_day(day: date) -> str:
    """Return a day of the next weeks where there is little room: `Fri 4 Dec`."""
    return f"{day:%a} {day.day} {day:%b}"


def long_day(day: date) -> str:
    """Return a day as people write it: `1 October 2026`."""
    return f"{day.day} {day:%B} {day.year}"


def long_days(first: date, last: date) -> str:
    """Return a span of days: `16–22 November 2026`, `30 November – 6 December 2026`."""
    if first.year != last.year:
        return f"{long_day(first)} – {long_day(last)}"
    if first.month != last.month:
        return f"{first.day} {first:%B} – {long_day(last)}"
    return f"{first.day}–{long_day(last)}"


def clock(at: datetime) -> str:
    """Return the time of a day: `09:05`."""
    return f"{at:%H:%M}"


def weekday_clock(at: datetime) -> str:
    """Return a time of this week: `Fri 09:05`."""
    return f"{at:%a %H:%M}"


def weekday_moment(at: datetime) -> str:
    """Return a moment with its weekday, in its own zone: `Tue 2026-12-01 14:00`."""
    return f"{at:%a %Y-%m-%d %H:%M}"


def moment(at: datetime) -> str:
    """Return day and time: `2026-11-20 09:05`."""
    return f"{at:%Y-%m-%d %H:%M}"


def countdown(seconds: int) -> str:
    """Return what a timer has left: `05:00`, `90:00`."""
    return f"{seconds // 60:02d}:{seconds % 60:02d}"
