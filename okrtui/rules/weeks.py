"""ISO weeks and quarters as names: `2026-W47`, `2026-Q4`."""

import re
from datetime import date, timedelta

from okrtui.errors import Refused

# Patterns stay text: `re` keeps them once compiled, and a command that needs none starts a millisecond sooner.
_WEEK = r"(\d{4})-?[Ww](\d{1,2})"
_QUARTER = r"(\d{4})[- ]?[Qq]([1-4])"
_PERIOD = r"(\d{4}|[Ff][Yy] ?(?:\d{4}|\d{2}))[- ]?([Qq][1-4]|[Tt][1-3]|[Hh][12])"


def week_of(day: date) -> str:
    """Return the ISO week that `day` lies in; late December may belong to the next year's W01."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def parse_week(text: str) -> str:
    """Return the week `text` names in its canonical form. Raises Refused where no such week exists (2027-W53)."""
    match = re.fullmatch(_WEEK, text.strip())
    if match is None:
        raise Refused(f"“{text}” is no week; weeks look like 2026-W47")
    name = f"{match[1]}-W{int(match[2]):02d}"
    try:
        monday(name)
    except ValueError:
        ends = f"; {match[1]} ends with W{last_week(int(match[1])):02d}" if match[1] > "0000" else ""
        raise Refused(f"there is no week {name}{ends}") from None
    return name


def monday(week: str) -> date:
    """Return the first day of a week. Raises ValueError where no such week exists."""
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def sunday(week: str) -> date:
    """Return the last day of a week."""
    return monday(week) + timedelta(days=6)


def last_week(year: int) -> int:
    """Return the number of the last ISO week of a year: 52 or 53 (28 December is always in it)."""
    return date(year, 12, 28).isocalendar()[1]


def shift(week: str, by: int) -> str:
    """Return the week `by` weeks later (earlier where negative)."""
    return week_of(monday(week) + timedelta(weeks=by))


def weeks_between(earlier: str, later: str) -> int:
    """Return how many weeks lie from `earlier` to `later`; negative the other way round."""
    return (monday(later) - monday(earlier)).days // 7


def quarter_of(day: date) -> str:
    """Return the calendar quarter `day` lies in, like `2026-Q4`."""
    return f"{day.year:04d}-Q{(day.month - 1) // 3 + 1}"


def quarter_dates(name: str) -> tuple[date, date] | None:
    """Return first and last day of the quarter `name` (`2026-Q4`, `2026 Q4`), None where it is not named like one."""
    match = re.fullmatch(_QUARTER, name.strip())
    if match is None or match[1] == "0000":
        return None
    year, quarter = int(match[1]), int(match[2])
    first = date(year, 3 * quarter - 2, 1)
    last = date(year, 12, 31) if quarter == 4 else date(year, 3 * quarter + 1, 1) - timedelta(days=1)
    return first, last


def cycle_name(text: str) -> str:
    """Return a cycle's name in its canonical form: `2018 q3` is `2018-Q3`, other names stay as they are."""
    match = re.fullmatch(_PERIOD, text.strip())
    return f"{match[1].upper().replace(' ', '')}-{match[2].upper()}" if match else text.strip()
