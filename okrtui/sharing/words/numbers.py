"""Numbers that words propose as start, target, unit and kind of a key result; none where two readings remain."""

import itertools
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from okrtui.model.okrs import KeyResultKind
from okrtui.rules.formatting import readings
from okrtui.sharing.words import vocabulary as say

_GROUPED = r"\d{1,3}(?:[ \u00a0\u202f\u2009'’]\d{3})+(?![\d'’])(?:[.,]\d{1,6}(?!\d))?"
_NUM = rf"(?:{_GROUPED}|\d{{1,15}}(?:[.,]\d{{1,15}})*)"
_SCALE = "|".join(say.SCALES)
_ATTACHED = (
    rf"%|％|percent|per cent|prozent|pour ?cent|por ?ciento|por ?cento|percento|procent|퍼센트|phần trăm"
    rf"|{say.TIME}|x|×|倍"
    r"|[KMGTP]i?B|[kMG]bps|rps|qps|req/s|fps|pts?|pp|kg|km|个|個|次|人|家|项|篇|条|名|款|元|份|位|件|社|回|명|개"
    r"|건|회|người"
)
_NUMBER = re.compile(
    rf"(?P<cash>(?:{say.CURRENCY})\s?)?(?P<sign>(?<!\w)[-−+])?(?P<num>{_NUM})"
    rf"(?:(?P<scale>\s?(?:{_SCALE})(?![^\W\d_]))|(?P<asian>万|萬|亿|億|만|억|百万|十億|백만|千|천))?(?P<plus>\+)?"
    rf"(?:\s?(?P<of>/\s?(?:5|10|100)\b(?!/))|(?P<unit>\s?(?:{_ATTACHED})(?![^\W\d_一-鿿가-힣])(?:/\w+)?)|(?P<money>\s?(?:{say.CURRENCY}))(?!\w))?",
    re.I,
)
_OUT_OF = re.compile(rf"\s?(?:out of|of|von|sur|di|van)\s(?:the\s)?{_NUM}(?!\s?[%\d])", re.I)
_TOKEN = re.compile(r"(?:[^\W一-鿿ぁ-ヿ가-힣]|\.)*")
_DIGIT = re.compile(r"\d")
_MARKED = re.compile(rf"(?:(?:{say.CURRENCY})\s?)?(?:(?<!\w)[-−+])?$", re.I)
_BEFORE_BAD = re.compile(r"(?:[\w./#@\\]|(?<=\d):|\w[-–]|\b\w{1,2}=)$")
_ASIAN_BEFORE = re.compile(r"[一-鿿가-힣ぁ-ヿ:：]$")
_AFTER_BAD = re.compile(
    r"[/:：]\d|[.,]\d|[^\W\d_]|[_#@ºª°]|-[^\W\d_]|\s?[-–]\s?\d|\.\s(?:quartal|halbjahr)|[年月号日]|季度|분기", re.I
)
_ASIAN_AFTER = re.compile(r"[一-鿿가-힣ぁ-ヿ]")
_NAMES = re.compile(
    r"(?:\b(?:v|version|release|phase|step|level|tier|part|stage|issue|pr|chapter|week|sprint|milestone|iteration|section"
    r"|option|priority|kr|objective|page|top|day|fy|h|q|no|nr|n[º°]|rfc|iso|port|schritt|stufe|étape|fase|etapa"
    r"|nível|nivel|teil)\.?|第)\s*$",
    re.I,
)
_RATE = re.compile(r"\b(?:per|a|each|every|pro|par|por|al)\s+\w+\s*$", re.I)  # "pages per week 12 → 3"
_MONTHS = rf"(?:{say.MONTHS})\.?"
_DATED = re.compile(rf"\b{_MONTHS}\s*$", re.I)
_DATES = re.compile(rf"\s*(?:st|nd|rd|th|\.)?\s*(?:of\s|de\s)?{_MONTHS}(?![^\W\d_])|\s?[ap]m\b", re.I)
_URLS = re.compile(
    r"https?://\S{1,2000}|www\.\S{1,2000}|\b(?:19|20)\d\d-\d\d?(?:-\d\d?)?\b|\b\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d\b"
)
_PARENS = re.compile(r"\([^()]{0,400}\)|（[^（）]{0,400}）")


def _ends(alternatives: str, tail: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?:(?<![^\W\d_])|(?<=[一-鿿가-힣ぁ-ヿ]))(?:{alternatives})\s*{tail}$", re.I)


_CEILING, _FLOOR, _SPANS = _ends(say.CEILING, r"[$€£¥~≈]?\s*"), _ends(say.FLOOR, r"[$€£¥~≈]?\s*"), _ends(say.SPAN)
_CEILING_AFTER = re.compile(rf"\s?(?:{say.CEILING_AFTER})(?![^\W\d_一-鿿])", re.I)
_FLOOR_AFTER = re.compile(rf"\s?(?:{say.FLOOR_AFTER})", re.I)
_LEADS = re.compile(r"(?:\b(?:reach|hit|of|at|be|=|score)|[=~≈:：]|达到|達成|达)\s*$", re.I)
_TOWARDS, _BY = _ends(say.TO), _ends(say.RELATIVE)
_BETWEEN = re.compile(rf"[^\d]{{0,40}}?(?<![^\W\d_一-鿿가-힣])(?:{say.TO})\s*(?:{say.CEILING}|{say.FLOOR}|~)?\s*", re.I)
_ARROW = re.compile(r"→|->|=>|⇒|➜|➡|から|에서|\blên\b|\bxuống\b")
_FROM_TO = re.compile(r"에서|から|→|->|=>|⇒")
_FROM = _ends(say.FROM, r"[:=<>≤≥~]?\s*")
_BACK = re.compile(rf"(?:[^\d]{{0,30}}?|[^\d]{{0,80}}[(（]\s?)(?<![^\W\d_])(?:{say.BACK})\s*[:=]?\s*", re.I)
_DOWN = re.compile(rf"(?<![^\W\d_一-鿿])(?:{say.DOWN})(?![a-z])", re.I)
_UP = re.compile(rf"(?<![^\W\d_一-鿿])(?:{say.UP})(?![a-z])", re.I)
_LESS = re.compile(rf"(?<![^\W\d_一-鿿가-힣])(?:{say.LESS_IS_BETTER})(?![a-z])", re.I)
_KEEP = re.compile(rf"(?<![^\W\d_一-鿿가-힣])(?:{say.KEEP})(?![a-z])", re.I)
_ZERO = re.compile(
    rf"(?:^|[:：,(]\s*|\b(?:to|with|at|mit|avec|con|com)\s+)(?:{say.ZERO})\s+(?:(?:P|sev-?)\d\s+)?"
    r"(?P<what>[^\W\d_]{3,}(?: [^\W\d_]{3,})?)",
    re.I,
)
_TIME = re.compile(rf"\s?(?:{say.TIME})(?![^\W\d_])", re.I)
_NAMED = re.compile(r"(?<=\s)[A-Z]\w*\s+$")  # "Node 18" inside a sentence; its first word is a verb
_STOPS = re.compile(
    "to|is|are|was|were|has|have|had|be|by|for|from|in|on|of|with|and|or|per|at|as|the|an?|that|which|who|when|across"
    "|using|via|before|after|until|without|within|into|under|over|than|then|this|its|can|will|must"
    "|n[ao]s?|d[aeo]s?|em|en|les|el|la|los|las|por|para|auf|mit|pro|primeir[ao]s",
    re.I,
)
_NOT_PLURAL = re.compile(
    "across|less|plus|always|unless|previous|continuous|various|access|process|progress|pass", re.I
)
_PLURAL = re.compile(r"\w{2,}[^suiSUI]s|[A-Z]{2,}s")
_WORD = re.compile(r"[^\W\d_]+")
TWO_READINGS = "“{}” can be read in two ways"


@dataclass(frozen=True, slots=True)
class Separators:
    """How a document writes numbers: its `decimal` sign, and whether its own numbers `proved` it."""

    decimal: str = "."
    proved: bool = False


ENGLISH = Separators()


@dataclass(frozen=True, slots=True)
class TargetProposal:
    """`kind` is None where start and target decide it; `doubt` says why numbers that are there were not taken."""

    target: float | None = None
    start: float | None = None
    unit: str = ""
    kind: KeyResultKind | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    value: float
    unit: str
    begin: int
    end: int
    sure: bool = False
    """Whether it may stand alone as a target: it has a unit, counts something, or follows a word like `reach`."""
    bound: str = ""
    """`<` to stay below, `>` to stay above, `by` a difference, `to` a value to come to."""
    aside: bool = False
    """Whether it stands in parentheses: it counts where nothing else does."""


def separators(text: str) -> Separators:
    """Return how `text` writes its numbers: by its own unambiguous ones, else by its language."""
    text = _URLS.sub(" ", text[:500_000])
    comma = len(
        re.findall(
            r"(?<![\d.,])\d{1,4},\d{1,2}(?![\d,.]|\s?[;)]?\s\d)|(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d\.\d{3},\d",
            text,
        )
    )
    point = len(re.findall(r"(?<![\d.,])\d{1,3}(?:,\d{3}){2,}(?!\d)|\d,\d{3}\.\d", text))
    if bool(comma) != bool(point):
        return Separators("," if comma else ".", proved=True)
    return Separators(say.decimal_of(text))


@lru_cache(512)  # a draft asks the same of its title several times
def propose(words: str, marks: Separators = ENGLISH) -> TargetProposal:
    """Return what the words of a key result propose: `from 180 ms to 90 ms`, `≤ 3 s`, `50%`, `2 new contributors`."""
    words = _URLS.sub(lambda match: " " * (match.end() - match.start()), words[:2000])
    found, doubt = _numbers(words, marks)
    pair = _pair(words, found)
    if pair is not None:
        return pair
    sure = [one for one in found if one.sure]
    if any(not one.aside for one in found):
        sure = [one for one in sure if not one.aside]
    if doubt:
        return TargetProposal(doubt=doubt)
    if len({(one.value, one.unit) for one in sure}) > 1:
        return TargetProposal(doubt=TWO_READINGS.format(words.strip()[:60]) if len(sure) > 1 else "")
    if len(sure) > 1 and len({one.begin for one in sure}) > 1 and _FROM_TO.search(words):
        return TargetProposal(doubt=TWO_READINGS.format(words.strip()[:60]))  # once a week, then once a day
    if not sure:
        zero = _ZERO.search(words)
        return (
            TargetProposal(0.0, None, _counted(f" {zero['what']}"), KeyResultKind.STAY_BELOW)
            if zero
            else TargetProposal()
        )
    return _directed(words, sure[0])


def amount(cell: str, marks: Separators = ENGLISH) -> TargetProposal:
    """Return what a cell or line that is a value says: `< 200 ms`, `NPS ≥ 60`, `10 → 20`; nothing for words."""
    cell = _URLS.sub(" ", cell.strip()[:500])
    if re.match(r"\d{4}-\d|\d{1,2}/\d|\w{1,2}=\d", cell):
        return TargetProposal()
    bare = _PARENS.sub(" ", cell).strip() or cell
    found, doubt = _numbers(bare, marks)
    if doubt:
        return TargetProposal(doubt=doubt)
    pair = _pair(f"from {bare}", [replace(one, begin=one.begin + 5, end=one.end + 5) for one in found])
    if pair is not None:
        return pair
    loose = [one for one in found if one.sure or one.begin <= 2] or found
    lead = bare[: loose[0].begin] if loose else ""
    if (
        not loose
        or len({one.value for one in loose}) > 1
        or len(_WORD.findall(_CEILING.sub("", _FLOOR.sub("", lead)))) > 3
    ):
        return TargetProposal(doubt=TWO_READINGS.format(cell[:60]) if len(loose) > 1 else "")
    one = loose[0]
    if not one.unit:
        after = re.match(r"\s?([^\W\d_][^\s\d.,;:()]{0,20}(?:\s[^\W\d_]{1,20})?)\s*[.,;]?\s*$", bare[one.end :])
        one = replace(one, unit=after[1] if after else "")
    return _directed(bare, one)


def says_more(value: str, found: TargetProposal) -> bool:
    """Tell whether a value holds words or numbers beside what was found in it: `5% of all`, `5 of 8 teams`."""
    known = {*_WORD.findall(found.unit.casefold()), "from", "to", "从", "到", "percent"}
    bare = _NUMBER.sub(lambda match: match["unit"] or " ", _CEILING.sub("", value.casefold()))
    if any(word not in known for word in _WORD.findall(bare)):
        return True
    said = sum(number is not None for number in (found.target, found.start))
    return len(re.findall(_NUM, value)) > said + len(re.findall(r"\d+", found.unit))


def settled(said: TargetProposal) -> TargetProposal:
    """Return a proposal with the kind that start, target and direction allow; without numbers where they disagree.

    A line to stay below with a higher start is a way down; one to stay above with a lower start a way up.
    """
    if said.target is None:
        return replace(said, kind=None)
    held = said.kind in (KeyResultKind.STAY_BELOW, KeyResultKind.STAY_ABOVE)
    if said.start is None:
        return said
    down = said.start > said.target
    if held:
        if said.start == said.target or down != (said.kind is KeyResultKind.STAY_BELOW):
            return said
        return replace(said, kind=KeyResultKind.DECREASE if down else KeyResultKind.INCREASE)
    if said.start == said.target:
        return replace(said, start=None)
    return replace(said, kind=KeyResultKind.DECREASE if down else KeyResultKind.INCREASE)


def _pair(words: str, found: list[_Found]) -> TargetProposal | None:
    for first, second in itertools.pairwise(found):
        between = words[first.end : second.begin]
        before = words[max(0, first.begin - 24) : first.begin]
        unit = second.unit or first.unit
        alike = bool(first.unit) and first.unit == second.unit
        falls = not (first.unit or second.unit) and first.value > second.value  # "steps: 5 to 3" is no span of 5 to 3
        if _BETWEEN.fullmatch(between) and (alike or falls or _FROM.search(before) or _ARROW.search(between)):
            return _way(words, first.value, second.value, unit)
        if first.sure and _BACK.fullmatch(between):
            return _way(words, second.value, first.value, first.unit or second.unit)
    return None


def _way(words: str, start: float, target: float, unit: str) -> TargetProposal:
    """Return a way from `start` to `target`; nothing where the words say the other direction."""
    down, up = _DOWN.search(words), _UP.search(words)
    if start == target or (start < target and down and not up) or (start > target and up and not down):
        return TargetProposal(doubt=TWO_READINGS.format(words.strip()[:60]))
    return TargetProposal(target, start, unit, KeyResultKind.DECREASE if start > target else KeyResultKind.INCREASE)


def _directed(words: str, one: _Found) -> TargetProposal:
    """Return a single number with the direction that the words give it."""
    before = words[: one.begin]
    down = bool(_DOWN.search(before)) and not _UP.search(before)
    less = bool(_LESS.search(words)) and not _UP.search(words)
    if one.bound == "<" or one.value == 0:
        return TargetProposal(one.value, None, one.unit, KeyResultKind.STAY_BELOW)
    if one.bound == ">":
        held = one.unit == "%" or one.unit.startswith("of ") or _KEEP.search(before)
        return TargetProposal(one.value, None, one.unit, KeyResultKind.STAY_ABOVE if held else None)
    if one.bound == "by":
        return TargetProposal(one.value, None, one.unit)
    if (down and one.bound == "to") or (less and not (down and not one.bound)):
        return TargetProposal(one.value, None, one.unit, KeyResultKind.STAY_BELOW)
    return TargetProposal(one.value, None, one.unit, KeyResultKind.STAY_ABOVE if _KEEP.match(before) else None)


def _numbers(words: str, marks: Separators) -> tuple[list[_Found], str]:
    asides = [(match.start(), match.end()) for match in _PARENS.finditer(words)]
    found: list[_Found] = []
    doubt, at = "", 0
    while digit := _DIGIT.search(words, at):
        marked = _MARKED.search(words, max(at, digit.start() - 6), digit.start())
        match = _NUMBER.match(words, marked.start() if marked else digit.start())
        if match is None:
            at = digit.end()
            continue
        one, unclear = _judge(words, match, marks)
        doubt = doubt or unclear
        if one and any(first <= one.begin < last for first, last in asides):
            one = replace(one, aside=True)
        if one:
            found.append(one)
        out_of = _OUT_OF.match(words, match.end()) if one and not one.unit else None
        if one and out_of:
            found[-1] = replace(found[-1], unit=_counted(words[out_of.end() : out_of.end() + 60]), sure=True)
        at = out_of.end() if out_of else max(match.end(), _token_end(words, match, one is not None))
    return found, doubt


def _token_end(words: str, match: re.Match[str], kept: bool) -> int:
    tail = None if kept else _TOKEN.match(words, match.end())
    return tail.end() if tail else match.end()


def _judge(words: str, number: re.Match[str], marks: Separators) -> tuple[_Found | None, str]:
    begin, stop = number.start(), number.end()
    before, after = words[max(0, begin - 22) : begin], words[stop : stop + 24]
    if _BEFORE_BAD.search(before) and not _ASIAN_BEFORE.search(before):
        return None, ""
    scaled = number["scale"] or number["asian"]
    bounded = _CEILING_AFTER.match(after) or _FLOOR_AFTER.match(after)
    asian = _ASIAN_AFTER.match(after) and not re.match(r"[年月号日]|季度", after)
    if _AFTER_BAD.match(after) and not (bounded or asian):
        return None, ""
    named = _NAMES.search(before) and not (_RATE.search(before) or _ARROW.match(after.lstrip()))
    if named or _DATED.search(before) or _DATES.match(after):
        return None, ""
    unit = _unit(number)
    if (
        not unit
        and not scaled
        and re.fullmatch(r"20[0-4]\d|19\d\d", number["num"])
        and not _counted(words[stop : stop + 80])
    ):
        return None, ""
    value, clear = _value(number, unit, marks)
    if value is None:
        return None, "" if clear else TWO_READINGS.format(number["num"])
    if unit and _TIME.fullmatch(f" {unit}") and _SPANS.search(before) and not _CEILING.search(before):
        return None, ""
    bound = _bound(before, after)
    lead = bool(bound or _LEADS.search(before))
    counted = "" if unit else _counted(words[stop : stop + 80])
    named = not lead and bool(_NAMED.search(words[max(0, begin - 40) : begin]))
    vague = not lead and bool(_ASIAN_AFTER.match(unit)) and bool(_TIME.fullmatch(f" {unit}"))  # "1小时从入门到放弃"
    sure = (bool(unit) and not vague) or ((lead or bool(counted) or bool(scaled)) and not named)
    return _Found(value, unit or (counted if sure else ""), begin, stop, sure, bound), ""


def _bound(before: str, after: str) -> str:
    if _CEILING.search(before) or _CEILING_AFTER.match(after):
        return "<"
    if _FLOOR.search(before) or _FLOOR_AFTER.match(after):
        return ">"
    if _TOWARDS.search(before):
        return "to"
    return "by" if _BY.search(before) else ""


def _unit(number: re.Match[str]) -> str:
    if number["of"]:
        return f"of {number['of'].strip('/ ')}"
    unit = (number["unit"] or number["cash"] or number["money"] or "").strip()
    words = ("％", "percent", "prozent", "pourcent", "porciento", "porcento", "percento", "procent")
    percent = unit.casefold().replace(" ", "") in words
    return "%" if percent or unit == "퍼센트" or unit == "phần trăm" else unit


def _counted(after: str) -> str:
    """Return the plural that a number counts within the next four words, "" where there is none."""
    for word in after.lstrip("+").split()[:4] if after[:1] in (" ", "+") else ():
        bare = word.partition("/")[0].strip(".,;:!?)]\"'")
        if not bare.isalpha() or _STOPS.fullmatch(bare) or _NOT_PLURAL.fullmatch(bare):
            return ""
        if re.fullmatch(say.COUNTED, bare, re.I) or (
            len(bare) > 3 and bare.endswith("s") and not bare.endswith(("ss", "us", "is"))
        ):
            return bare
        if bare != word:
            return ""
    return ""


def _value(number: re.Match[str], unit: str, marks: Separators) -> tuple[float | None, bool]:
    """Return a number's value, and whether it is clear: None and False where two readings remain."""
    scale = (number["scale"] or number["asian"] or "").strip()
    factor = next((by for shape, by in say.SCALES.items() if re.fullmatch(shape, scale, re.I)), 1.0) if scale else 1.0
    plain, clear = plain_number(number["num"], unit, marks)
    if plain is None:
        return None, clear
    signed = -plain if number["sign"] in ("-", "−") else plain
    return round(signed * factor, 6), True


def plain_number(text: str, unit: str, marks: Separators) -> tuple[float | None, bool]:
    """Return the value of digits with separators, and whether it is clear: None and False where two readings remain.

    None and True is no number at all (`1.2.3`). `unit` is what it counts, for a percentage is seldom above 100.
    """
    text = re.sub(r"[ \u00a0\u202f\u2009'’]", "", text)
    found = readings(text)
    if len(found) < 2:
        return (float(found[0]) if found else None), True  # a version or a date is no number, and nothing to ask
    whole, decimal = map(float, found)
    sign = "," if "," in text else "."
    if unit == "%" and decimal <= 100 < whole:
        return decimal, True
    if sign != marks.decimal:
        return whole, True
    if marks.proved or (sign == "." and not text.endswith("000")):
        return decimal, True
    return None, False
