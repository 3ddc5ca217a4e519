"""The words by which documents say what a line is: objective, key result, owner, cycle, or none of these."""

import re
from dataclasses import dataclass
from functools import lru_cache

from okrtui.sharing.words import vocabulary as say
from okrtui.sharing.words.periods import mentions_okrs

_NUMBER = r"#?(?:\d{1,3}(?:[.-]\d{1,3}){0,2}|[一二三四五六七八九十]{1,2})?"
_ENDS = r"(?:\s*[:：.)、·•|](?!\d)|\s+[-–—|→](?=\s)|\s*[–—])"
_BESIDE = r"(?:\s*[(（/]\s*[^\W\d_][\w &-]{0,24}[)）]?)?"  # "目标 (Objective) 1", "关键结果/Key Result"
_LEAD = re.compile(r"[^\w\[(#]{1,8}(?=\w)")
_STATE = re.compile(r"[!\[(]?(?:WIP|DRAFT|TODO|NEW|ENTWURF|BROUILLON|BORRADOR|RASCUNHO|草案)[!\])]?[:：]?\s+(?=\S)")
_ENUMERATED = re.compile(r"\(?\d{1,2}[.)]\s+(?=\S)")
_KIND_OF = r"(?:(?:company|team|strategic|main|primary|product|engineering|annual|quarterly|okr|our)\s)?"
_OBJECTIVE = re.compile(
    rf"(?:{_KIND_OF}(?P<word>{say.OBJECTIVE})(?:\s(?-i:[^\W\d_]{{3,14}})(?=\s#?\d))?{_BESIDE}\s*(?P<n>{_NUMBER})"
    rf"(?P<end>{_ENDS}|$|(?<=\d)\s+(?=(?-i:[^\sa-zà-ÿ])))"
    rf"|(?P<short>(?-i:[A-Z]{{1,4}}\d{{0,2}}[-.])?O(?:\s?(?P<m>\d{{1,3}}){_ENDS}|[-]?(?P<m2>\d{{1,3}})(?:$|\s+(?=\S))|\s*：|:\s|(?-i:(?<=O))$)))\s*",
    re.I,
)
_KR = rf"(?:(?-i:[A-Z]{{2,6}})\s)?(?:(?-i:[A-Z])\d{{0,2}}[-.]){{0,2}}(?:{say.KEY_RESULT}|KRs?){_BESIDE}"
_KEY_RESULT = re.compile(rf"{_KR}\s*-?(?P<n>{_NUMBER})(?P<end>{_ENDS}|$|(?<=\d)\s+(?=\S))\s*", re.I)
_SECTION = re.compile(rf"(?:\w+\s)?(?:{say.KEY_RESULT}|KRs?|OKRs?){_BESIDE}\s*[:：]?", re.I)
_PLURAL = re.compile(
    r"(?:objectives|ziele|objectifs|objetivos|obiettivi|doel(?:stelling)?en|key[ -]?results|krs"
    r"|schlüssel-?(?:ergebnisse|resultate)"
    r"|résultats[ -]clés|resultados[ -](?:claves?|chaves?)|risultati[ -]chiave|(?:kern|sleutel)-?resultaten"
    r"|belangrijkste resultaten)\b",
    re.I,
)
_ATTRIBUTE = re.compile(
    "(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in say.ATTRIBUTES.items())
    + r")(?:\s*\([^()]{1,30}\))?(?:\s*[:：]\s*|\s+[-–—]\s+)(?P<value>.*)",
    re.I,
)
_ASIDE = re.compile(
    r"(?:(?:key |main )?(?:initiatives?|actions?|action items?|tasks?|to-?dos?|plans?|risks?|notes?|dependencies"
    r"|comments?|projects?|kpis?|kras?|metrics?|retrospective|review|wins|learnings|行动|任务|行動|任務|风险"
    r"|备注)|k[rp][ai]s?\b.*)"
    r"(?:\s*\(.*\))?\s*[:：]?",
    re.I,
)
_EXPLAINS = re.compile(
    r"(?:key )?concepts?\b.*|what (?:is|are)\b.*|why (?:okrs?|we)\b.*|how (?:to|do|it|does)\b.*"
    r"|glossary|terminology|definitions?|(?:[\w-]+ )?references?|resources|(?:further |more )?reading"
    r"|(?:useful |quick )?links"
    r"|(?:okr )?(?:scoring|grading|scores?)\b.{0,40}|legend"
    r"|(?:an? )?(?:examples? of|sample|beispiel für|exemple d[e'’]|ejemplo de|exemplo de|esempio di)\b.{0,60}"
    r"|(?:[\w-]+ ){0,2}(?:templates?|examples?|roadmap|guide|guidelines|principles|beispiele?|vorlagen?"
    r"|exemples?|modèles?|ejemplos?"
    r"|plantillas?|exemplos?|modelos?|esempi[o]?|voorbeeld(?:en)?)(?: \(.*\))?"
    r"|(?:[\w-]+ )?(?:archiv(?:e[sd]?)?|archivos?|arquivo|archivio|archief)(?: .{0,40})?"
    r"|(?:old|past|older|previous) (?:okrs?|quarters?|cycles?).{0,20}"
    r"|faq|(?:table of )?contents|toc|tips|change ?log|contribut\w+|licen[cs]e"
    r"|历史|参考.*|說明|说明|什么是.*|示例.*|模板.*|例|예시.*|ví dụ.*",
    re.I,
)
_PROSE = re.compile(
    r"how we\b.*|about\b.*|introduction|overview|background|context|rules|cascade"
    r"|(?:[\w-]+ ){0,2}(?:timeline|cadence)s?(?: \(.*\))?|process"
    r"|team members|members|confidence levels?\b.*|success (?:metrics|criteria|measures)|(?:executive )?summary"
    r"|next steps|vision.{0,20}"
    r"|mission|(?:our )?values|strategy|alignment|kontext|hintergrund|einleitung|überblick|contexte?|introducción"
    r"|introdução|contesto|背景|概要",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Label:
    """`objective`, `key_result`, `section` (over key results), `objectives` (over those) or an attribute's name.

    `value` is what follows, `ref` the document's own number, `name` the attribute's word as written.
    """

    kind: str
    value: str = ""
    ref: str = ""
    name: str = ""


@lru_cache(512)  # several rules ask the same of a line, one after the other
def label_of(words: str) -> Label | None:
    """Return what a line (without its marks) says it is, None where it says nothing."""
    words = _bare(words)
    for shape in (_STATE, _ENUMERATED):
        without = shape.sub("", words, count=1) if shape.match(words) else words
        if without != words and (_KEY_RESULT.match(without) or _OBJECTIVE.match(without)):
            words = without
    key_result = _KEY_RESULT.match(words)
    if key_result:
        value, number = words[key_result.end() :], key_result["n"]
        if not value and not number:
            return Label("section")
        if not (_PLURAL.match(words) and value):
            return Label("key_result", value, f"KR{number}" if number else "")
    objective = _OBJECTIVE.match(words)
    if objective:
        value, number = words[objective.end() :], objective["n"] or objective["m"] or objective["m2"] or ""
        if _PLURAL.match(words) and not value and not number:
            return Label("objectives")
        if not (_PLURAL.match(words) and value):
            return Label("objective", value, f"O{number}" if number else "")
    attribute = _ATTRIBUTE.fullmatch(words)
    if attribute and attribute.lastgroup:
        found = next(name for name in say.ATTRIBUTES if attribute[name] is not None)
        return Label(found, attribute["value"].strip(), name=attribute[found])
    return Label("section") if _SECTION.fullmatch(words) and not mentions_okrs(words) else None


def is_aside(words: str) -> bool:
    """Return whether a heading announces something that stands beside key results: initiatives, risks, metrics."""
    return _ASIDE.fullmatch(_bare(words)) is not None


def stop_of(words: str) -> str:
    """Return `explains` where a heading announces examples, guides or older things, `prose` for other text, else "".

    What stands below the first is no OKR whatever it says; below the second it is where a label says so.
    """
    bare = _bare(words).rstrip(" :：")
    return "explains" if _EXPLAINS.fullmatch(bare) else "prose" if _PROSE.fullmatch(bare) else ""


def _bare(words: str) -> str:
    return _LEAD.sub("", words, count=1) if _LEAD.match(words) else words
