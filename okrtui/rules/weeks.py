"""ISO weeks and quarters as names (`2026-W47`, `2026-Q4`), and days, as people write them."""

import re
from datetime import date, timedelta

from okrtui.errors import Refused
from okrtui.text import half_width

# Patterns stay text: `re` keeps them once compiled, and a command that needs none starts a millisecond sooner.
_WEEK = r"(\d{4})-?[Ww](\d{1,2})"
_QUARTER = r"(\d{4})[- ]?[Qq]([1-4])"
_PERIOD = r"(\d{4}|[Ff][Yy] ?(?:\d{4}|\d{2}))[- ]?([Qq][1-4]|[Tt][1-3]|[Hh][12])"


def week_of(day: date) -> str:
    """Return the ISO week that `day` lies in; late December may belong to the next year's W01."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def parse_week(text: str, now: str = "") -> str:
    """Return the week `text` names in its canonical form. Raises Refused where no such week exists (2027-W53).

    Beside `now`, this week, `W48` and `48` are the newest week of that number, `last` and `-2` weeks before it, a
    weekday (`fri`, `last fri`) is one of this or the last week, and a day (`2026-12-04`, `4 Dec`) one of its own.
    """
    said = half_width(text)
    match = re.fullmatch(_WEEK, said, re.ASCII)
    if match is None and now:
        found = _beside(said.casefold(), now)
        if found:
            return found
    if match is None:
        raise Refused(f"“{text}” isn't a week; weeks look like 2026-W47" + (", W47, last or -2" if now else ""))
    name = f"{match[1]}-W{int(match[2]):02d}"
    try:
        monday(name)
    except ValueError:
        ends = f"; {match[1]} ends with W{last_week(int(match[1])):02d}" if match[1] > "0000" else ""
        raise Refused(f"there is no week {name}{ends}") from None
    return name


def _beside(said: str, now: str) -> str:
    """Return the week that words mean beside this one, "" for none."""
    said = " ".join(said.split())
    by = _BESIDE.get(said.removesuffix(" week"))
    match = re.fullmatch(r"([-+]?)(\d{1,4})(?: ?w(?:eeks?)?)?(?: ago)?", said, re.ASCII)
    if match and not said.isdecimal():
        by = int(match[2]) * (1 if match[1] == "+" else -1)
    if (match := re.fullmatch(r"(this |last |next )?([a-z]{2,9})", said)) and weekday_named(match[2]) is not None:
        by = _BESIDE[(match[1] or "this").strip()]
    if by is not None:
        return shift(now, by)
    if number := re.fullmatch(r"(?:w|week |wk |[ck]w ?)?(\d{1,2})", said, re.ASCII):
        year = int(now[:4])
        return parse_week(f"{year if int(number[1]) <= int(now[6:]) else year - 1}-W{number[1]}")
    if said in ("yesterday", "tomorrow"):  # of which day, a week does not tell
        return ""
    try:
        day = date.fromisoformat(said) if said[:4].isdecimal() else _named_day(said, monday(now))
    except ValueError:
        return ""
    return "" if day is None else week_of(_last_year(day, said) if week_of(day) > now else day)


_BESIDE = {"this": 0, "now": 0, "today": 0, "current": 0, "last": -1, "previous": -1, "prev": -1, "next": 1}


def _last_year(day: date, said: str) -> date:
    """Return a day to come as that of the year before, where somebody has named no year."""
    named = re.search(r"\d{4}", said) is None and re.search("|".join((*_MONTHS, r"\d[./]")), said)
    return day.replace(year=day.year - 1) if named and (day.month, day.day) != (2, 29) else day


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def weekday_named(word: str) -> int | None:
    """Return the weekday that a word of two letters or more begins (`tu`, `fri`, `Friday`), 0 for Monday, else None."""
    return next((at for at, name in enumerate(WEEKDAYS) if len(word) > 1 and name.startswith(word.casefold())), None)


def parse_weekday(text: str) -> int:
    """Return the weekday that somebody wrote (`tue`, `Tuesday`), 0 for Monday. Raises Refused for what is none."""
    at = weekday_named(text.strip().casefold().removesuffix("s"))
    if at is None:
        raise Refused(f"“{text}” isn't a weekday; write it like tue or friday")
    return at


def parse_time(text: str) -> int:
    """Return the time of day that somebody wrote (`14:00`, `9.30`, `14h`, `2 pm`) in minutes since midnight.

    Raises Refused for what is none.
    """
    match = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2})|h)? ?([ap])?\.?(?:m\.?)?", text.strip().casefold())
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if match and match[3]:
        hour = hour % 12 + (12 if match[3] == "p" else 0) if 1 <= hour <= 12 else 99
    if hour > 23 or minute > 59:
        raise Refused(f"“{text}” isn't a time of day; write it like 14:00 or 9.30")
    return hour * 60 + minute


def parse_times(text: str) -> tuple[int, int]:
    """Return the minutes since midnight of the two times of a span like `14:00-15:00`. Raises Refused."""
    first, dash, last = re.sub("[–—−]", "-", text).partition("-")
    if not dash:
        raise Refused(f"“{text}” isn't a span of time; write it like 14:00-15:00")
    start, until = parse_time(first), 24 * 60 if last.strip() == "24:00" else parse_time(last)
    if until <= start:
        raise Refused(f"{text} ends before it begins; write it like 14:00-15:00")
    return start, until


def clock_text(minute: int) -> str:
    """Return a minute of the day as a clock shows it: `14:05`."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def parse_day(text: str, today: date) -> date:
    """Return the day that somebody wrote: `2026-12-04`, `fri`, `tomorrow`, `+3d`, `next mon`, `4 Dec`, `4.12.`.

    `fri` is the next one, today included; `next fri` that of the next week. Raises Refused for what is no day, and with
    both readings for what may be two (`4/12/2026`).
    """
    said = " ".join(half_width(text).casefold().replace(",", " ").split())
    try:
        found = _named_day(said, today) or date.fromisoformat(re.sub(r"^(\d{4})[./](\d\d?)[./](\d\d?)$", _dashed, said))
    except (ValueError, OverflowError):
        raise Refused(
            f"“{text}” isn't a day; write it like {today + timedelta(days=7)}, fri, +3d or next mon"
        ) from None
    return found


def _dashed(match: "re.Match[str]") -> str:
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"


def _named_day(said: str, today: date) -> date | None:
    by = {"today": 0, "tomorrow": 1, "yesterday": -1, "next week": 7 - today.weekday()}.get(said)
    if by is not None:
        return today + timedelta(days=by)
    if match := re.fullmatch(r"(?:\+ ?|in )?(\d{1,3}) ?(d|w)(?:ays?|eeks?)?", said):
        return today + timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))
    if said == "next month":
        return _month_after(today)
    if said in ("end of month", "end of the month", "month end", "eom"):
        return _month_after(today) - timedelta(days=1)
    if match := re.fullmatch(r"(next |this |on )?([a-z]{2,9})( next week)?", said):
        at = weekday_named(match[2])
        if at is not None:
            later = match[1] == "next " or match[3]
            first = today + timedelta(days=7 - today.weekday()) if later else today
            return first + timedelta(days=(at - first.weekday()) % 7)
    if match := re.fullmatch(r"(?:(\d{1,2})\.? ?([a-z]{3,9})|([a-z]{3,9}) (\d{1,2}))(?: (\d{4}))?", said):
        month = (match[2] or match[3])[:3]
        return _near(today, match[5], _MONTHS.index(month) + 1, match[1] or match[4]) if month in _MONTHS else None
    if match := re.fullmatch(r"(\d{1,2})\. ?(\d{1,2})\.? ?(\d{4})?", said):
        return _near(today, match[3], int(match[2]), match[1])
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?", said):
        one, other = int(match[1]), int(match[2])
        if one <= 12 and other <= 12 and one != other:
            both = " or ".join(str(_near(today, match[3], *each)) for each in ((one, other), (other, one)))
            raise Refused(f"“{said}” may be {both}; write the one that you mean")
        return _near(today, match[3], *((other, one) if one > 12 else (one, other)))
    return None


def _month_after(day: date) -> date:
    """Return the first day of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _near(today: date, year: str | None, month: int, day: str | int) -> date:
    """Return a day of a year, or of the next one where nobody named it and it lies half a year back (4 Jan, in Dec)."""
    found = date(int(year or today.year), month, int(day))
    ahead = found < today - timedelta(days=180) and not year
    return found.replace(year=found.year + 1) if ahead else found


def parse_since(text: str, today: date) -> date:
    """Return the day since which somebody asks: `mon` is the latest one, `-3d`, `2w`, `last week`, `W47`, `2026-Q4`.

    Raises Refused for what is no day, or one to come.
    """
    said = " ".join(half_width(text).casefold().replace(",", " ").split())
    found = _past(said, today)
    if found is None:
        try:
            found = parse_day(said, today)
        except Refused as refused:
            if " may be " in str(refused):
                raise
            raise Refused(f"“{text}” isn't a day to begin at; write it like {today}, mon, -3d or last week") from None
        if found > today:
            found = _last_year(found, said)  # 4 Dec, said in November
    if found > today:
        raise Refused(f"{found} is still to come; today is {today}")
    return found


def _past(said: str, today: date) -> date | None:
    """Return the day before today that words mean, None for other words."""
    if match := re.fullmatch(r"-?(\d{1,4}) ?(d|w)(?:ays?|eeks?)?(?: ago)?", said):
        return today - timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))
    if match := re.fullmatch(r"(last )?([a-z]{2,9})", said):
        at = weekday_named(match[2])
        if at is not None:
            return today - timedelta(days=(today.weekday() - at) % 7 or 7 * bool(match[1]))
    if dates := quarter_dates(said):
        return dates[0]
    if re.fullmatch(_WEEK, said) or re.fullmatch(r"w\d{1,2}|(?:this|last) week", said):
        return monday(parse_week(said, week_of(today)))
    return None


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
