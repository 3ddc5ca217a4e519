"""Numbers that a key result's words propose as its start, target and unit; cautious, for a person decides."""

import itertools
import re
from dataclasses import dataclass

_NUM = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
_SUFFIXES = {"k": 1e3, "m": 1e6, "b": 1e9, "bn": 1e9, "mn": 1e6, "万": 1e4, "萬": 1e4, "亿": 1e8, "million": 1e6}
_SUFFIXES |= {"thousand": 1e3, "billion": 1e9}
_ATTACHED = (
    "%|％|percent|ms|µs|us|ns|secs?|seconds?|s|mins?|minutes?|hrs?|hours?|h|days?|d|weeks?|months?|x|×|倍"
    "|[KMGTP]i?B|[kMG]bps|rps|qps|req/s|fps|pts?|pp|kg|km|个|個|次|天|人|家|小时|分钟|秒|项|篇|条|周|名|款|元|份|位"
)
_NUMBER = re.compile(
    rf"(?P<cash>[$€£¥])?(?P<num>{_NUM})(?P<scale>[kKMB](?![A-Za-z])|bn\b|mn\b|[万萬亿]|\s(?:thousand|million|billion)\b)?\+?"
    rf"(?:(?P<unit>\s?(?:{_ATTACHED})(?![A-Za-z]))|(?P<word>\s[A-Za-z一-鿿][^\d]{{0,60}})?)"
)
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"[$€£¥]?\d")
_TOKEN = re.compile(r"[\w.]*")
_BEFORE_BAD = re.compile(r"[\w./:#@\\-]$")
_AFTER_BAD = re.compile(r"[/:：-]\d|\.\d|[A-Za-z_#@]|-[A-Za-z]|\s?[-–]\s?\d|[年月号日]|季度")
_NAMES = re.compile(
    r"(?:\b(?:v|version|release|phase|step|level|tier|part|stage|issue|pr|chapter|week|sprint|milestone|iteration|section"
    r"|option|priority|kr|objective|page|top|day|fy|h|q|no|rfc|iso|port)\.?|第)\s*$",
    re.I,
)
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATED = re.compile(rf"\b{_MONTHS}\s*$", re.I)
_DATES = re.compile(rf"\s*(?:st|nd|rd|th)?\s*(?:of\s)?{_MONTHS}\b|\s?[ap]m\b", re.I)
_URLS = re.compile(r"https?://\S{1,2000}|www\.\S{1,2000}|\b(?:19|20)\d\d-\d\d?-\d\d?\b")
_LEADS = re.compile(
    r"(?:\b(?:to|reach|least|most|than|above|below|under|over|exceed|hit|of)|[=≥≤<>~≈:：]|达到|至|到|超过|低于)\s*$",
    re.I,
)
_SPANS = re.compile(r"\b(?:in|within|every|next|last|past|per|each|after|for the|by)\s*$", re.I)
_TO = re.compile(
    r"[^\d]{0,40}?(?:\bto\b|→|->|=>|提升到|降到|降低到|增加到|至|到)\s*"
    r"(?:under|below|over|above|at least|[<>≤≥~])?\s*$",
    re.I,
)
_FROM = re.compile(r"(?:\bfrom|从|由)\s*[<>≤≥~]?\s*$", re.I)
_NAMED = re.compile(r"(?<=\s)[A-Z]\w*\s+$")  # "Node 18" inside a sentence; its first word is a verb
_TIME = re.compile(r"(?:secs?|seconds?|s|mins?|minutes?|hrs?|hours?|h|days?|d|weeks?|months?|天|周|小时|分钟|秒)$")
_STOPS = re.compile(
    "to|is|are|was|were|has|have|had|be|by|for|from|in|on|of|with|and|or|per|at|as|the|an?|that|which|who|when|across"
    "|using|via|before|after|until|without|within|into|under|over|than|then|this|its|can|will|must",
    re.I,
)
_NOT_PLURAL = re.compile(
    "across|less|plus|always|unless|previous|continuous|various|access|process|progress|pass", re.I
)


@dataclass(frozen=True, slots=True)
class TargetProposal:
    target: float | None = None
    start: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    value: float
    unit: str
    begin: int
    end: int
    sure: bool
    """Whether it may stand alone as a target: it has a unit, counts something, or follows a word like `reach`."""


def propose(words: str) -> TargetProposal:
    """Return what the words of a key result propose: `from 180 ms to 90 ms`, `50%`, `10 days`, `2 new contributors`."""
    words = _URLS.sub(lambda match: " " * (match.end() - match.start()), words[:2000])
    found = _numbers(words)
    for first, second in itertools.pairwise(found):
        between = words[first.end : second.begin]
        named = _FROM.search(words[max(0, first.begin - 12) : first.begin])
        if _TO.fullmatch(between) and (named or re.search(r"→|->|=>", between)):
            return TargetProposal(second.value, first.value, second.unit or first.unit)
    best = next((one for one in found if one.sure), None)
    return TargetProposal(best.value, None, best.unit) if best else TargetProposal()


def amount(cell: str) -> TargetProposal:
    """Return what a cell or line that is a value says: `< 200 ms`, `50%`, `10 → 20`; nothing for words."""
    cell = cell.strip().lstrip("<>≤≥=~≈ ")
    pair = propose(f"from {cell}")
    if pair.start is not None:
        return pair
    match = _NUMBER.match(cell.replace("-", "", 1) if re.match(r"-\d", cell) else cell)
    if match is None or re.match(r"\d{4}-\d|\d{1,2}/\d", cell):
        return TargetProposal()
    unit = (match["unit"] or match["word"] or match["cash"] or "").strip()
    rest = cell[match.end() + cell.startswith("-") :].strip(" .+")
    if len(unit.split()) > 3 or rest.startswith((".", "/", ":")):
        return TargetProposal()
    value = _value(match)
    return TargetProposal(-value if cell.startswith("-") else value, None, "%" if unit in ("％", "percent") else unit)


def says_more(value: str, found: TargetProposal) -> bool:
    """Tell whether a value holds words or numbers beside what was found in it: `5% of all`, `5 of 8 teams`."""
    known = {*_WORD.findall(found.unit.casefold()), "from", "to", "从", "到", "percent", *_SUFFIXES}
    if any(word not in known for word in _WORD.findall(value.casefold())):
        return True
    said = sum(number is not None for number in (found.target, found.start))
    return len(re.findall(_NUM, value)) > said + len(re.findall(r"\d+", found.unit))


def _numbers(words: str) -> list[_Found]:
    found = []
    at = 0
    while match := _DIGIT.search(words, at):
        number = _NUMBER.match(words, match.start())
        if number is None:
            at = match.end()
            continue
        stop = number.end("unit") if number["unit"] else max(number.end("num"), number.end("scale"))
        stop += words.startswith("+", stop) and not number["unit"]
        kept = _judge(words, number, stop)
        if kept:
            found.append(kept)
        tail = _TOKEN.match(words, stop)
        at = max(tail.end() if tail and not kept else stop, match.end())
    return found


def _judge(words: str, number: re.Match[str], stop: int) -> _Found | None:
    before, after = words[max(0, number.start() - 24) : number.start()], words[stop : stop + 24]
    if _BEFORE_BAD.search(before) and not re.search(r"[一-鿿:：.]$", before):
        return None
    if _AFTER_BAD.match(after) or _NAMES.search(before) or _DATED.search(before) or _DATES.match(after):
        return None
    unit, value = (number["unit"] or number["cash"] or "").strip(), _value(number)
    if not unit and not number["scale"] and re.fullmatch(r"(?:19|20)\d\d", number["num"]):
        return None
    if (_TIME.fullmatch(unit) or _TIME.match(after.split(" ")[0])) and _SPANS.search(before):
        return None
    unit = "%" if unit in ("％", "percent") else unit
    lead = bool(_LEADS.search(before))
    if unit:
        return _Found(value, unit, number.start(), stop, True)
    counted = _counted(words[stop : stop + 80])
    named = bool(_NAMED.search(words[max(0, number.start() - 40) : number.start()])) and not lead
    sure = (lead or bool(counted) or number["scale"] is not None) and not named
    return _Found(value, counted if sure else "", number.start(), stop, sure)


def _counted(after: str) -> str:
    """Return the plural that a number counts within the next four words, "" where there is none."""
    for word in after.split()[:4] if after.startswith(" ") else ():
        bare = word.strip(".,;:!?)]\"'")
        if not bare.isalpha() or _STOPS.fullmatch(bare) or _NOT_PLURAL.fullmatch(bare):
            return ""
        if len(bare) > 3 and bare.endswith("s") and not bare.endswith(("ss", "us", "is")):
            return bare
        if bare != word:
            return ""
    return ""


def _value(match: re.Match[str]) -> float:
    scale = (match["scale"] or "").strip()
    return round(float(match["num"].replace(",", "")) * _SUFFIXES.get(scale.lower(), 1.0), 6)
