"""The period that a heading is about: quarters, halves, months, ranges and fiscal quarters, with their dates."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from okrtui.rules.weeks import cycle_name, quarter_dates
from okrtui.sharing.words import vocabulary as say

_YEAR = r"(?:19|20)\d\d"
_SHORT = rf"(?:{_YEAR}|['’]\d\d)"
_GAP = r"[ /_.,-]{0,3}(?:de |del |di |van |du )?"
_OF = r"(?:of |de |del |du |van )?"
_DAY = rf"{_YEAR}-\d\d-\d\d"
_MONTH = rf"(?:{say.MONTHS})\.?"
_DASH = r"\s?(?:[-–—~→]|to|until|through|bis|à|a|al|tot|至|到)\s?"
_HALF_WORDS = r"halbjahr|half|half-?year|semestre|semester|halfjaar"
_TWO = r"(?P<n>[1-4一二三四])"
_DRESSING = re.compile(
    rf"\b(?:okrs?|objectives?|key|results?|and|goals?|quarter(?:ly)?|annual|yearly|the|for|of|team|company|our|cycle|period"
    rf"|to|current|previous|next|{say.MONTHS}|{say.QUARTER}|für|pour|para|per|voor|des?|del|do|da|et|und|y|e|en|objectifs?|objetivos?"
    rf"|ziele|obiettivi|doelen)\b|目标|目標|목표|[\W_]+",
    re.I,
)
_MENTIONS = re.compile(
    r"(?<![A-Za-z0-9_])OKRs?(?![A-Za-z0-9_])|objectives? (?:and|&) key results?|目标与关键|目標與關鍵|目标和关键", re.I
)
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A cycle's canonical `name`; its first and last day, None where they are not told (`FY21-Q1`, `Sprint 7`).

    `yearless` is a quarter that was written without its year.
    """

    name: str
    start: date | None = None
    end: date | None = None
    yearless: bool = False


def period_in(words: str, year: int | None = None, *, title: bool = False) -> NamedPeriod | None:
    """Return the one period that a heading is about, None where it is about something else or about several.

    `year` is that of the document around it, for a heading such as `Q2`. A document's `title` may begin or
    end with its period, whatever the other words: `Marketing Q1/2026`.
    """
    words = words[:300]
    for pattern, made in _SHAPES:
        found = list(re.finditer(pattern, words, re.I))
        if not found:
            continue
        if len({match[0] for match in found}) > 1:
            return None
        period = made(found[0])
        ends = title and not words[found[0].end() :].strip(" )")
        begins = title and not words[: found[0].start()].strip(" (") and re.fullmatch(_YEAR, found[0][0]) is None
        if period is None or not (begins or ends or _about(words, found[0])):
            return None
        return _with_year(period, year) if period.yearless else period
    return None


def mentions_okrs(words: str) -> bool:
    """Return whether a heading speaks of OKRs as such."""
    return bool(_MENTIONS.search(words))


def period_told(words: str) -> NamedPeriod | None:
    """Return the one period that a sentence about OKRs names (`Our OKRs for April – June 2026`), None for none.

    A year alone is none: it may be that of a decision.
    """
    if not mentions_okrs(words):
        return None
    for pattern, made in _SHAPES[:-2]:
        found = {match[0]: match for match in re.finditer(pattern, words[:300], re.I)}
        if found:
            return made(next(iter(found.values()))) if len(found) == 1 else None
    return None


def year_in(words: str) -> int | None:
    """Return the one calendar year that words name, None where they name none or several."""
    found = set(re.findall(rf"(?<![\w-]){_YEAR}(?![\w-])", words))
    return int(found.pop()) if len(found) == 1 else None


def told_range(text: str) -> tuple[date, date] | None:
    """Return the one range of days that a text tells (`from 2020-02-01 to 2020-04-30`), None for none or several."""
    found = {(match[1], match[2]) for match in re.finditer(rf"({_DAY}){_DASH}({_DAY})", text)}
    return _days(*found.pop()) if len(found) == 1 else None


def _about(words: str, match: re.Match[str]) -> bool:
    """Return whether a heading is about the period in it, rather than mentioning it."""
    before, after = words[: match.start()], words[match.end() :]
    opens = not _DRESSING.sub("", before) and re.match(r"\s*(?:$|[(:：,–—|-]|okrs?\b|目标)", after, re.I)
    closes = not _DRESSING.sub("", after) and re.search(r"(?:[(:：,–—|-]|\bokrs?)\s*$", before, re.I)
    return bool(opens or closes or mentions_okrs(words) or not _DRESSING.sub("", before + after))


def _with_year(period: NamedPeriod, year: int | None) -> NamedPeriod:
    if year is None:
        return period
    dates = quarter_dates(f"{year}-{period.name}")
    return NamedPeriod(f"{year}-{period.name}", *dates) if dates else period


def _number(text: str) -> int:
    return _CHINESE.get(text) or int(text)


def _full(year: str) -> int:
    return 2000 + int(year[1:]) if len(year) == 3 else int(year)


def _quarter(match: re.Match[str]) -> NamedPeriod | None:
    name = f"{_full(match['y'])}-Q{_number(match['n'])}"
    dates = quarter_dates(name)
    return NamedPeriod(name, *dates) if dates else None


def _half(match: re.Match[str]) -> NamedPeriod | None:
    year = _full(match["y"])
    said = match["n"]
    second = said in ("2", "下", "二") or said.casefold().startswith(("sec", "zwei", "deux", "seg"))
    return _months(year, 7 if second else 1, year, 12 if second else 6)


def _month(match: re.Match[str]) -> NamedPeriod | None:
    month = int(match["n"]) if match["n"].isdecimal() else say.month_of(match["n"])
    return _months(_full(match["y"]), month, _full(match["y"]), month) if month and 1 <= month <= 12 else None


def _month_range(match: re.Match[str]) -> NamedPeriod | None:
    first, last = say.month_of(match["a"]), say.month_of(match["b"])
    end = _full(match["y2"])
    if not first or not last:
        return None
    start = _full(match["y1"]) if match["y1"] else end - (first > last)
    return _months(start, first, end, last)


def _quarter_range(match: re.Match[str]) -> NamedPeriod | None:
    first, last = int(match["a"]), int(match["b"])
    year = _full(match["y"] or match["z"])
    return _months(year, 3 * first - 2, year, 3 * last, match[0].strip()) if first < last else None


def _months(year: int, month: int, end_year: int, end_month: int, name: str = "") -> NamedPeriod | None:
    """Return the period from a month's first day to another's last: a quarter, half, year or month where it is one."""
    start = date(year, month, 1)
    end = date(end_year + end_month // 12, end_month % 12 + 1, 1) - timedelta(days=1)
    return NamedPeriod(name or _named(start, end), start, end) if start < end else None


def _named(start: date, end: date) -> str:
    quarter = f"{start.year}-Q{(start.month + 2) // 3}"
    if quarter_dates(quarter) == (start, end):
        return quarter
    whole = {"01-01 12-31": f"{start.year}", "01-01 06-30": f"{start.year}-H1", "07-01 12-31": f"{start.year}-H2"}
    if start.year == end.year and (name := whole.get(f"{str(start)[5:]} {str(end)[5:]}")):
        return name
    month = start.day == 1 and (end + timedelta(days=1)).day == 1 and (start.year, start.month) == (end.year, end.month)
    return str(start)[:7] if month else f"{start} to {end}"


def _days(first: str, last: str) -> tuple[date, date] | None:
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    return (start, end) if start < end else None


def _day_range(match: re.Match[str]) -> NamedPeriod | None:
    days = _days(match["a"], match["b"])
    return NamedPeriod(_named(*days), *days) if days else None


def _year(match: re.Match[str]) -> NamedPeriod | None:
    return _months(int(match["y"]), 1, int(match["y"]), 12)


def _fiscal(match: re.Match[str]) -> NamedPeriod | None:
    part = (match["n"] or match["m"] or "").upper().strip(" -")
    return NamedPeriod(f"FY{match['y'][-2:]}" + (f"-{part}" if part else ""))


_SHAPES: tuple[tuple[str, Callable[[re.Match[str]], NamedPeriod | None]], ...] = (
    (rf"(?P<a>{_DAY}){_DASH}(?P<b>{_DAY})", _day_range),
    (
        rf"\b(?P<a>{_MONTH})(?:\s?(?P<y1>{_YEAR}))?{_DASH}(?P<b>{_MONTH})[ ,]{{0,2}}(?:de |del )?(?P<y2>{_YEAR})(?!\w)",
        _month_range,
    ),
    (
        r"\b(?:(?P<m>Q[1-4]|H[12])[ -]{0,2})?FY ?'?’?(?P<y>(?:20)?\d\d)(?:[ -]{0,2}(?P<n>[QH][1-4]))?(?!\w)",
        _fiscal,
    ),
    (
        rf"\b(?:(?P<y>{_YEAR}){_GAP})?Q(?P<a>[1-4])\s?(?:[-–—/&+]|to|and|und)\s?Q?(?P<b>[1-4])(?(y)|{_GAP}(?P<z>{_YEAR}))(?!\w)",
        _quarter_range,
    ),
    (rf"\b(?P<y>{_YEAR}){_GAP}[QT]{_TWO}(?!\w)", _quarter),
    (
        rf"\b(?:CY ?)?[QT]{_TWO}[ /_.,'’-]{{0,3}}{_OF}(?:CY ?)?(?P<y>{_YEAR})(?!\w)",
        _quarter,
    ),
    (rf"\b[QT]{_TWO}\s?(?P<y>['’]\d\d)(?!\w)", _quarter),
    (rf"\b{_TWO}[QT]{_GAP}(?P<y>{_SHORT})(?!\w)", _quarter),
    (rf"(?P<y>{_YEAR})\s?年?\s?[第]?Q?{_TWO}\s?(?:季度?|四半期)", _quarter),
    (rf"(?P<y>{_YEAR})\s?年\s?(?:度\s?)?(?:第\s?)?Q{_TWO}(?!\d)", _quarter),
    (rf"(?P<y>{_YEAR})\s?년\s?{_TWO}\s?분기", _quarter),
    (rf"第\s?{_TWO}\s?四半期\s?(?P<y>{_YEAR})", _quarter),
    (
        rf"\b{_TWO}(?:\.|st|nd|rd|th|er|e|[ºª°o])?[ -]?(?:{say.QUARTER})\s?{_OF}(?P<y>{_SHORT})(?!\w)",
        _quarter,
    ),
    (rf"\b(?:{say.QUARTER})\s?{_TWO}[ /,.-]{{0,3}}(?:of |de |del |du |năm )?(?P<y>{_SHORT})(?!\w)", _quarter),
    (rf"\b(?P<y>{_YEAR}){_GAP}(?:[-–—]\s?)?(?:{say.QUARTER}|quý)\s?{_TWO}(?!\w)", _quarter),
    (rf"\bquý\s?{_TWO}[ /,.-]{{0,3}}(?:năm )?(?P<y>{_YEAR})(?!\w)", _quarter),
    (rf"\b(?P<y>{_YEAR}){_GAP}[HS](?P<n>[12])(?!\w)", _half),
    (rf"\b[HS](?P<n>[12])[ /_.,'’-]{{0,3}}{_OF}(?P<y>{_YEAR})(?!\w)", _half),
    (r"\b[HS](?P<n>[12])\s?(?P<y>['’]\d\d)(?!\w)", _half),
    (
        rf"\b(?P<n>[12])(?:\.|st|nd|er|e|ème|[ºª°o])?[ -]?(?:{_HALF_WORDS})\s?{_OF}(?P<y>{_SHORT})(?!\w)",
        _half,
    ),
    (
        rf"\b(?P<n>first|second|premier|deuxième|primer|segundo|primeiro|erstes|zweites) (?:{_HALF_WORDS})\s?"
        rf"{_OF}(?P<y>{_YEAR})(?!\w)",
        _half,
    ),
    (rf"(?P<y>{_YEAR})\s?年?\s?(?P<n>[上下])半[年期]", _half),
    (rf"\b(?P<n>{_MONTH})[ ,/-]{{0,2}}(?:de |del )?(?P<y>{_YEAR})(?!\w)", _month),
    (rf"(?P<y>{_YEAR})\s?[年년]\s?(?P<n>\d{{1,2}})\s?[月월]", _month),
    (rf"(?<![\w-])(?P<y>{_YEAR})-(?P<n>\d\d)(?![\w-])", _month),
    (
        rf"\b{_YEAR}[ /-]{{0,2}}(?:(?:set|cycle|half|term|trimester|sprint|semester|tertial) ?\d{{1,2}}|T\d)\b",
        lambda match: NamedPeriod(cycle_name(match[0].strip())),
    ),
    (r"\bQ(?P<n>[1-4])(?!\w)", lambda match: NamedPeriod(f"Q{match['n']}", yearless=True)),
    (rf"(?<![\w-])(?P<y>{_YEAR})(?![\w-])", _year),
)
"""The shapes of periods, the more telling first; the first one that is there decides."""
