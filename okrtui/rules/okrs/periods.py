"""Cycles that come by themselves: quarters, trimesters, half-years and years, of the calendar or a fiscal year's."""

import re
from datetime import date, timedelta

from okrtui.model.frozen import frozen
from okrtui.model.okrs import Cycle

_NAME = r"(?:(FY)\s?(\d{4}|\d{2})|(\d{4}))(?:[- ]?([QTH])([1-4]))?"
_PARTS = {"Q": 4, "T": 3, "H": 2, "": 1}
SIDE = 28
"""Days that a cycle lasts at least to be one that work goes into without being named."""


@frozen
class Period:
    """A period by its name: the `part`th of `parts` of a year; `fiscal` years are called by the one they end in."""

    fiscal: bool
    year: int
    short: bool
    letter: str
    part: int

    @property
    def parts(self) -> int:
        """How many of them a year has."""
        return _PARTS[self.letter]

    @property
    def name(self) -> str:
        """The name as it is written."""
        year = f"{self.year % 100:02d}" if self.short else f"{self.year:04d}"
        return f"{'FY' * self.fiscal}{year}" + (f"-{self.letter}{self.part}" if self.letter else "")

    @property
    def number(self) -> int:
        """Its place in the row of all periods of its kind."""
        return self.year * self.parts + self.part - 1

    def shifted(self, by: int) -> "Period":
        """Return the one `by` periods later."""
        year, part = divmod(self.number + by, self.parts)
        return Period(self.fiscal, year, self.short, self.letter, part + 1)

    def like(self, other: "Period") -> bool:
        """Tell whether both are of one row."""
        return (self.fiscal, self.letter) == (other.fiscal, other.letter)


def period(name: str) -> Period | None:
    """Return the period that a name is of (`2026-Q4`, `2026 h2`, `FY27-T1`, `2027`), None for any other name."""
    match = re.fullmatch(_NAME, name.strip(), re.IGNORECASE)
    if match is None:
        return None
    year, letter, part = int(match[2] or match[3]), (match[4] or "").upper(), int(match[5] or 1)
    short = bool(match[2]) and len(match[2]) == 2
    if part > _PARTS[letter] or not (year or short):
        return None
    return Period(bool(match[1]), year + 2000 * short, short, letter, part)


def dates(wanted: Period, known: "tuple[Cycle, ...]" = (), first_month: int = 1) -> tuple[date, date] | None:
    """Return first and last day of a period: as the cycles of its kind that are there lie, else by the calendar.

    A fiscal year begins in `first_month`; None where that is not said and no cycle shows it.
    """
    months = 12 // wanted.parts
    for cycle in reversed(known):
        seen = period(cycle.name)
        whole = cycle.start.day == 1 and cycle.end == _later(cycle.start, months) - timedelta(days=1)
        if seen is not None and seen.like(wanted) and whole:
            first = _later(cycle.start, (wanted.number - seen.number) * months)
            return first, _later(first, months) - timedelta(days=1)
    if wanted.fiscal and first_month == 0:
        return None
    month = first_month or 1
    year = wanted.year - (wanted.fiscal and month > 1)
    first = _later(date(year, month, 1), (wanted.part - 1) * months)
    return first, _later(first, months) - timedelta(days=1)


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(min(max(year, 1), 9999), month + 1, 1)


def holding(today: date, known: "tuple[Cycle, ...]") -> str:
    """Return the name of the period of today: of the newest cycle's kind that is named so, else the quarter."""
    begun = [cycle for cycle in known if cycle.start <= today and not is_side(cycle)]
    seen = next((found for cycle in reversed(begun) if (found := period(cycle.name)) and found.letter), None)
    found = seen or Period(False, today.year, False, "Q", 1)
    for by in range(-found.parts - 1, found.parts * 60):
        each = found.shifted(by)
        lies = dates(each, known)
        if lies is not None and lies[0] <= today <= lies[1]:
            return each.name
    return Period(False, today.year, False, "Q", (today.month - 1) // 3 + 1).name


def is_side(cycle: Cycle) -> bool:
    """Tell whether a cycle is too short for work to go into it that names none."""
    return (cycle.end - cycle.start).days + 1 < SIDE


def following(name: str) -> str:
    """Return the period after the one called `name`, "" where it is none."""
    found = period(name)
    return found.shifted(1).name if found else ""


_BESIDE = {"this": 0, "now": 0, "current": 0, "last": -1, "previous": -1, "next": 1}


def beside(text: str, name: str) -> str:
    """Return the period that words mean beside the one called `name`: `last`, `next`, `-1`, or the nearest `Q4`.

    "" for other words, and where `name` is no period's.
    """
    said, here = " ".join(text.casefold().split()), period(name)
    if here is None:
        return ""
    by = _BESIDE.get(said.removesuffix(" quarter").removesuffix(" cycle"))
    if match := re.fullmatch(r"[-+\u2212]\d{1,2}", said, re.ASCII):
        by = int(match[0].replace("\u2212", "-"))
    if match := re.fullmatch(r"([qth])([1-4])", said):
        if match[1].upper() != here.letter or int(match[2]) > here.parts:
            return ""
        by = int(match[2]) - here.part
        by -= here.parts * round(by / here.parts - 0.01)  # of two that are as far, the one to come
    return "" if by is None else here.shifted(by).name
