"""The words by which documents say what a line is: objective, key result, owner, cycle, or none of these."""

import re
from dataclasses import dataclass

from okrtui.rules.weeks import cycle_name

_NUMBER = r"#?(?:\d{1,3}(?:[.-]\d{1,3}){0,2}|[一二三四五六七八九十]{1,2})?"
_ENDS = r"(?:\s*[:：.)、]|\s+[-–—|](?=\s)|\s*[–—])"
_LEAD = re.compile(r"[^\w\[(#]{1,8}(?=\w)")
_OBJECTIVE = re.compile(
    rf"(?:(?P<word>objective|目标|目標)s?(?:\s*\(O\))?\s*(?P<n>{_NUMBER})(?P<end>{_ENDS}|$)"
    rf"|(?P<short>O\s?(?P<m>\d{{1,3}})(?:{_ENDS}|$)|O\s*：|O:\s))\s*",
    re.I,
)
_KEY_RESULT = re.compile(
    rf"(?:key[ -]?results?|关键结果|關鍵結果|关键成果|KRs?)(?:\s*\(KRs?\))?\s*(?P<n>{_NUMBER})(?P<end>{_ENDS}|$)\s*",
    re.I,
)
_SECTION = re.compile(
    r"(?:\w+\s)?(?:key[ -]?results?|关键结果|關鍵結果|关键成果|KRs?|OKRs?)(?:\s*\(KRs?\))?\s*[:：]?", re.I
)
_PLURAL = re.compile(r"(?:objectives|key[ -]?results|krs)\b", re.I)
_ATTRIBUTES = {
    "owner": "dri|owner|owners|owned by|lead|driver|assignee|responsible|who|负责人|責任人|责任人",
    "target": "target|goal value|目标值|目標值",
    "start": "start|baseline|from|starting value|起始值|基线|基線",
    "current": "current|current value|actual|now|当前值|當前值|当前",
    "unit": "unit|units|单位|單位",
    "priority": "priority|优先级|優先級",
    "why": "why|rationale|motivation|purpose|为什么|背景",
    "cycle": "cycle|quarter|period|time ?frame|周期|週期|季度",
    "note": "status|score|grade|confidence|progress|due|due date|deadline|kpi|weight|notes?|comments?|risks?|health"
    "|type|timeline|状态|狀態|进度|進度|信心|评分|備註|备注|截止日期|权重",
}
_ATTRIBUTE = re.compile(
    "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _ATTRIBUTES.items()) + r")\s*[:：]\s*(?P<value>.*)", re.I
)
_ASIDE = re.compile(
    r"(?:(?:key |main )?(?:initiatives?|actions?|action items?|tasks?|to-?dos?|plans?|risks?|notes?|dependencies"
    r"|comments?|projects?|kpis?|kras?|metrics?|retrospective|review|wins|learnings|行动|任务|行動|任務|风险|备注)|k[rp][ai]s?\b.*)"
    r"(?:\s*\(.*\))?\s*[:：]?",
    re.I,
)
_STOP = re.compile(
    r"(?:key )?concepts?\b.*|what (?:is|are)\b.*|why (?:okrs?|we)\b.*|how (?:to|we|do|it|does)\b.*|about\b.*"
    r"|introduction|overview|background|glossary|terminology|definitions?|rules|cascade"
    r"|(?:[\w-]+ )?references?|resources|(?:further |more )?reading|(?:useful |quick )?links"
    r"|(?:okr )?(?:scoring|grading|scores?)\b.{0,40}|legend"
    r"|(?:[\w-]+ ){0,2}(?:template|examples?|roadmap|timeline|guide|guidelines|principles|cadence)s?(?: \(.*\))?"
    r"|faq|(?:table of )?contents|toc|process|tips|change ?log|contribut\w+|licen[cs]e|team members|members"
    r"|confidence levels?\b.*|(?:execution |review )?cadence|历史|参考.*|說明|说明|什么是.*",
    re.I,
)
_MENTIONS = re.compile(r"\bOKRs?\b|objectives? (?:and|&) key results?|目标与关键|目標與關鍵", re.I)
_YEAR = r"(?:19|20)\d\d"
_QUARTER = re.compile(
    rf"\b(?P<y1>{_YEAR})[ /_-]{{0,2}}Q(?P<q1>[1-4])\b|\bQ(?P<q2>[1-4])[ /_,'-]{{0,3}}(?:FY|CY)? ?(?P<y2>{_YEAR})\b"
    rf"|(?P<y3>{_YEAR})\s?年?\s?第?(?P<q3>[1-4一二三四])季度?",
    re.I,
)
_PERIOD = re.compile(
    rf"\b{_YEAR}[ /-]{{0,2}}(?:(?:set|cycle|half|term|trimester|sprint|semester) ?\d{{1,2}}|[HTS]\d)\b"
    rf"|\b(?:[HT]\d)[ /-]{{0,2}}{_YEAR}\b|\bFY ?'?(?:20)?\d\d(?:[ -]?[QH]\d)?\b|\bQ[1-4]\b|\b{_YEAR}(?![\w-])",
    re.I,
)
_DRESSING = re.compile(
    r"\b(?:okrs?|objectives?|key|results?|and|goals?|quarter(?:ly)?|annual|yearly|the|for|of|team|company|our|cycle|period"
    r"|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|to|current|previous|next)\b|[\W_]+",
    re.I,
)
_CHINESE_DIGITS = {"一": "1", "二": "2", "三": "3", "四": "4"}


@dataclass(frozen=True, slots=True)
class Label:
    """`objective`, `key_result`, `section` (over key results), `objectives` (over those) or an attribute's name.

    `value` is what follows, `ref` the document's own number, `name` the attribute's word as written.
    """

    kind: str
    value: str = ""
    ref: str = ""
    name: str = ""


def label_of(words: str) -> Label | None:
    """Return what a line (without its marks) says it is, None where it says nothing."""
    words = _LEAD.sub("", words, count=1) if _LEAD.match(words) else words
    key_result = _KEY_RESULT.match(words)
    if key_result:
        value, number = words[key_result.end() :], key_result["n"]
        if not value and not number:
            return Label("section")
        if not (_PLURAL.match(words) and value):
            return Label("key_result", value, f"KR{number}" if number else "")
    objective = _OBJECTIVE.match(words)
    if objective:
        value, number = words[objective.end() :], objective["n"] or objective["m"] or ""
        if _PLURAL.match(words) and not value and not number:
            return Label("objectives")
        if not (_PLURAL.match(words) and value) and (value or objective["word"] or number):
            return Label("objective", value, f"O{number}" if number else "")
    attribute = _ATTRIBUTE.fullmatch(words)
    if attribute and attribute.lastgroup:
        found = next(name for name in _ATTRIBUTES if attribute[name] is not None)
        return Label(found, attribute["value"].strip(), name=attribute[found])
    return Label("section") if _SECTION.fullmatch(words) and not _mentions_only(words) else None


def _mentions_only(words: str) -> bool:
    return bool(_MENTIONS.search(words))


def is_aside(words: str) -> bool:
    """Return whether a heading announces something that stands beside key results: initiatives, risks, metrics."""
    return _ASIDE.fullmatch(_bare(words)) is not None


def is_stop(words: str) -> bool:
    """Return whether a heading announces prose about OKRs, not OKRs."""
    return _STOP.fullmatch(_bare(words).rstrip(" :：")) is not None


def mentions_okrs(words: str) -> bool:
    """Return whether a heading speaks of OKRs as such."""
    return _mentions_only(words)


def cycle_in(words: str) -> str | None:
    """Return the canonical name of the one cycle that a heading is about, None where it is about something else."""
    words = _bare(words)[:300]
    quarters = list(_QUARTER.finditer(words))
    found = quarters or list(_PERIOD.finditer(words))
    if not found or (len(found) > 1 and (quarters or not _same_year(found))):
        return None
    match = found[0]
    before, after = words[: match.start()], words[match.end() :]
    opens = not _DRESSING.sub("", before) and re.match(r"\s*(?:$|[(:：,–—|-]|okrs?\b|目标)", after, re.I)
    closes = not _DRESSING.sub("", after) and re.search(r"(?:[(:：,–—|-]|\bokrs?)\s*$", before, re.I)
    if not (opens or closes or _mentions_only(words) or not _DRESSING.sub("", before + after)):
        return None
    return cycle_name(_quarter(match) if quarters else match[0].strip())


def _same_year(found: list[re.Match[str]]) -> bool:
    return len({match[0] for match in found}) == 1


def _quarter(match: re.Match[str]) -> str:
    year = match["y1"] or match["y2"] or match["y3"]
    quarter = match["q1"] or match["q2"] or match["q3"]
    return f"{year}-Q{_CHINESE_DIGITS.get(quarter, quarter)}"


def _bare(words: str) -> str:
    return _LEAD.sub("", words, count=1) if _LEAD.match(words) else words
