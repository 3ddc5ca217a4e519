"""The words of a line of Markdown without its marks, in linear time."""

import re
from functools import lru_cache

from okrtui.text import clean

_MARKS = re.compile(
    r"`(?P<code>[^`\n]{1,500})`"
    r"|!?\[(?P<label>[^\[\]\n]{0,500})\]\((?P<url>[^()\s]{0,1000})(?:\s\"[^\"\n]{0,200}\")?\)"
    r"|<(?P<auto>https?://[^<>\s]{1,1000})>"
    r"|<(?P<tag>/?[a-z][a-z0-9]{0,10}(?:\s?/)?)>"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<strong>\*\*\*|\*\*|(?<!\w)__(?=\w)|(?<=[\w.:：!?)])__(?!\w))"
    r"|(?P<opening>(?<![\w*])[*_](?=[^\s*_]))"
    r"|(?P<closing>(?<=[^\s*_])[*_](?![\w*]))",
    re.IGNORECASE,
)
_BOLD = re.compile(r"(\*\*|__)(?P<inner>[^*_]{1,2000})\1[ \t]*[:：]?")
_NAMED = re.compile(r"(\*\*|__)[^*_\n]{1,40}?(?:[:：]\s*\1|\1\s*[:：])")
_LINK = re.compile(r"\[[^\[\]\n]{0,500}\]\([^()\s]{0,1000}\)|<?https?://[^\s<>]{1,1000}>?")
_TAGS = re.compile(r"</?(?:details|summary|br|hr|div|p|center|table|tr|ul|ol|a)\b[^<>]{0,200}>|<!--.{0,2000}?-->", re.I)
_RECENT = 512  # several rules ask the same of a line, one after the other
_LOOSE = re.compile(r"[\W_]+")


@lru_cache(_RECENT)
def words(text: str) -> str:
    """Return the words of one line of Markdown, safe to show; a link keeps its label only."""
    return clean(_MARKS.sub(_word, text))


def links(text: str) -> list[str]:
    """Return the addresses that `words` drops, but for those of people."""
    found = [match for match in _MARKS.finditer(text) if match["url"]] if "](" in text else []
    return [clean(m["url"]) for m in found if not m["label"].startswith("@") and m["label"] != m["url"]]


def is_bold(text: str) -> bool:
    """Return whether the whole line is in bold."""
    return _BOLD.fullmatch(text.strip()) is not None


def is_named(text: str) -> bool:
    """Return whether a line begins with a word in bold and a colon: `**Tracking**: …`."""
    return _NAMED.match(text.strip()) is not None


def only_links(text: str) -> bool:
    """Return whether the line has a link and no words beside its links."""
    rest, count = _LINK.subn("", text)
    return count > 0 and not _LOOSE.sub("", rest)


def carries_text(line: str) -> bool:
    """Return whether a source line says something: more than rules, fences, table borders and tags."""
    return bool(clean(_TAGS.sub("", line), limit=len(line)).strip("-=*_`~#>|:+ \\"))


def _word(match: re.Match[str]) -> str:
    if match["code"] is not None:
        return match["code"]
    if match["label"] is not None:
        inner = match["label"]
        return _MARKS.sub(lambda m: m["code"] or m["escaped"] or "", inner) if inner else match["url"]
    if match["tag"] is not None:
        return " " if match["tag"].rstrip(" /").lower() == "br" else ""
    return match["auto"] or match["escaped"] or ""
