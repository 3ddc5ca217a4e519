"""People's text made safe for Markdown and read back exactly: nothing they write changes a document's structure."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from okrtui.text import clean, clean_lines

_RISKY = re.compile(r"[\\`\[|]|\*+|_+|~+|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]{1,32};)")
_URL = re.compile(r"https?://[^\s<>\[\]|`\\]{1,2000}")
_IN_URL = re.compile(r"&(?=#?[A-Za-z0-9]{1,32};)")
_CLOSING_HASHES = re.compile(r"(?:^|(?<=\s))(#*)#$")
_LEADS_BLOCK = re.compile(r"#{1,6}(?=\s|$)|>|[-+](?=\s|$)|-+\s*$|(?:-[ ]*){2,}$|=+\s*$|:-")
_LEADS_NUMBERED = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))")
_INDENT = re.compile("[ \u00a0]*")
_TOKEN = re.compile(r"\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<space>&nbsp;)")
_BREAKS = re.compile(r"\\.|(?P<br><br ?/?>)|.", re.DOTALL | re.IGNORECASE)
_CELL = re.compile(r"(?:\\.|[^|\\])*")
_HARD_BREAK = re.compile(r"(?<!\\)((?:\\\\)*)\\$")


# -- writing


def one_line(text: str) -> str:
    """Return `text` as one safe line, the same for a text that was safe already."""
    return clean(clean(text))  # what the first pass drops may leave two blanks side by side


def safe_lines(text: str) -> str:
    """Return `text` as safe lines, the same for a text that was safe already."""
    return clean_lines(clean_lines(text))


@lru_cache(maxsize=8192)  # an export of many weeks writes the same names and titles again and again
def inline(text: str) -> str:
    """Return one line of text for anywhere but the start of a block: a heading's words, a cell, after a label."""
    return _inline(one_line(text))


def opening(text: str) -> str:
    """Return one line of text that starts a paragraph or list item."""
    return _opening(one_line(text))


def label(text: str) -> str:
    """Return one line of text for between the brackets of a link."""
    return inline(text).replace("]", "\\]")


def block(text: str, indent: str = "") -> str:
    """Return text as paragraphs whose line ends stay; every line but blank ones begins with `indent`.

    Leading blanks become no-break spaces: they look the same and are no code block.
    """
    lines = safe_lines(text).split("\n")
    return "\n".join(f"{indent}{shown}" if shown else "" for shown in _broken(lines, [_line(line) for line in lines]))


def item(lead: str, text: str, indent: str = "") -> str:
    """Return a list item: `lead` (Markdown already, with its mark), then text; its further lines stand inside it."""
    lines = safe_lines(text).split("\n")
    shown = _broken(lines, [_indented(lines[0]), *(_line(line) for line in lines[1:])])
    inside = [f"{indent}  {line}" if line else "" for line in shown[1:]]
    return "\n".join([f"{indent}{lead}{shown[0]}", *inside])


def cell(text: str) -> str:
    """Return text for a table's cell; its line ends become `<br>`."""
    return "<br>".join(_indented(line) for line in safe_lines(text).split("\n"))


def row(cells: Iterable[str]) -> str:
    """Return a table's row from cells that are Markdown already."""
    return "| " + " | ".join(cells) + " |"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Return a table; the columns `right` are aligned to the right. Not padded: a new row changes no other line."""
    rule = "|" + "|".join("---:" if at in right else "---" for at in range(len(heads))) + "|"
    return "\n".join([row(heads), rule, *(row(cells) for cells in rows)])


def _inline(line: str) -> str:
    parts, at = list[str](), 0
    for url in _URL.finditer(line):  # a bare address is a link only as it stands
        parts += [_escape(line, at, url.start()), _IN_URL.sub(r"\\\g<0>", url[0])]
        at = url.end()
    return _CLOSING_HASHES.sub(r"\1\#", "".join([*parts, _escape(line, at, len(line))]))


def _escape(line: str, first: int, last: int) -> str:
    """Return a part of a line with its marks escaped, by what stands before and after them in the whole line."""
    parts, at = list[str](), first
    for mark in _RISKY.finditer(line, first, last):
        parts += [line[at : mark.start()], _escaped(mark)]
        at = mark.end()
    return "".join([*parts, line[at:last]])


def _escaped(match: re.Match[str]) -> str:
    mark, line = match[0], match.string
    before, after = line[match.start() - 1 : match.start()], line[match.end() : match.end() + 1]
    if mark[0] in "*_" and before.isspace() and after.isspace():
        return mark  # 2 * 3
    if mark[0] == "_" and before.isalnum() and after.isalnum():
        return mark  # snake_case
    if mark == "~" and (not before or before.isspace()):
        return mark  # ~200 ms
    return "".join(f"\\{char}" for char in mark)


def _opening(line: str) -> str:
    safe = _inline(line)
    if _LEADS_BLOCK.match(safe):
        return f"\\{safe}"
    return _LEADS_NUMBERED.sub(r"\1\\", safe, count=1) if _LEADS_NUMBERED.match(safe) else safe


def _broken(lines: Sequence[str], shown: Sequence[str]) -> list[str]:
    """Return shown lines with a hard break wherever the next one belongs to the same paragraph."""
    return [f"{line}\\" if line and any(lines[at + 1 : at + 2]) else line for at, line in enumerate(shown)]


def _line(line: str) -> str:
    return _indented(line) if line[:1] in (" ", "\u00a0") else _opening(line)


def _indented(line: str) -> str:
    lead = _INDENT.match(line)
    width = lead.end() if lead else 0
    marks = "".join("\u00a0" if char == " " else "&nbsp;" for char in line[:width])
    return marks + _inline(line[width:])


# -- reading


def plain(markdown: str) -> str:
    """Return the text that `inline`, `opening` or `label` wrote as `markdown`."""
    return _TOKEN.sub(lambda match: match["escaped"] or "\u00a0", markdown)


def plain_line(markdown: str) -> str:
    """Return one line of what `block` wrote, without its indent."""
    line = _HARD_BREAK.sub(r"\1", markdown.rstrip(" \t"))
    bare = line.lstrip("\u00a0")
    lead = " " * (len(line) - len(bare))
    while match := re.match("&nbsp;|\u00a0", bare):
        lead, bare = lead + ("\u00a0" if match[0] != "\u00a0" else " "), bare[match.end() :]
    return lead + plain(bare)


def plain_cell(markdown: str) -> str:
    """Return the text that `cell` wrote."""
    lines = [""]
    for match in _BREAKS.finditer(markdown.strip(" \t")):
        if match["br"]:
            lines.append("")
        else:
            lines[-1] += match[0]
    return "\n".join(plain_line(line) for line in lines)


def split_row(line: str) -> list[str]:
    """Return the cells of a table's row, Markdown still; bars that are escaped belong to a cell."""
    inner = line.strip(" \t").removeprefix("|")
    found, at = list[str](), 0
    while True:
        match = _CELL.match(inner, at)
        end = match.end() if match else at
        found.append(inner[at:end].strip(" \t"))
        if end >= len(inner) or inner[end] != "|":
            break
        at = end + 1
    return found[:-1] if len(found) > 1 and not found[-1] else found
