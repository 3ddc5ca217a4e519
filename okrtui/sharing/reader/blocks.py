"""A Markdown document as a small tree of blocks that know their source lines."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# A code block that a person meant as a list, a heading, a table or a labelled line.
_MEANT = re.compile(
    r"[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|\||\**(?:KR|Key[ ]|O\d|Objective|关键|目标))", re.I
)
_FOLD = re.compile(r"<summary[^<>]{0,200}>(?P<summary>.{0,2000}?)</summary\s*>|</details\s*>", re.I | re.S)
_UNSPACED = re.compile(r"^([ \t]*)(?:-(?=[^\W\d_])|[•▪●◦‣]\s*)", re.M)
_NESTED_CODE = 3
_LONGEST = 4000  # a line longer than this is data, not a title: it is left as it is


@dataclass(slots=True)
class MarkdownLine:
    """A line of text inside a block: its number from 1 and what Markdown left of it."""

    number: int
    text: str


@dataclass(slots=True)
class MarkdownBlock:
    """`heading`, `text`, `list`, `table`, `summary` (of what folds, until `unfold`) or `other`.

    `first` and `last` are source lines from 1, both inside it.
    """

    kind: str
    first: int
    last: int
    level: int = 0
    ordered: bool = False
    lines: list[MarkdownLine] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    rows: list[TableRow] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """A list item; `mark` is `-` or the number as written, such as `2.`."""

    first: int
    last: int
    mark: str
    blocks: list[MarkdownBlock] = field(default_factory=list)

    def head(self) -> MarkdownBlock | None:
        """Return the item's first block where that is its text."""
        return self.blocks[0] if self.blocks and self.blocks[0].kind in ("text", "heading") else None

    def rest(self) -> list[MarkdownBlock]:
        """Return what stands below the item's text."""
        return self.blocks[1:] if self.head() else self.blocks


@dataclass(slots=True)
class TableRow:
    number: int
    cells: list[str]


def source_lines(text: str) -> list[str]:
    """Return the lines of `text` as Markdown counts them: only CR and LF end a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def parse_blocks(text: str, *, fences: bool) -> list[MarkdownBlock]:
    """Return the blocks of `text`. Indented code that was meant as a list is opened; fenced code only with `fences`.

    A bullet without its space (`-text`) and typed ones (`•`) are bullets.
    """
    return _parse(_UNSPACED.sub(r"\1- ", "\n".join(source_lines(text))), 0, fences, 0)


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # loading it costs more than a whole quick command: only a reader pays

    # Inline markup is read by `inline.py`, in linear time; link definitions would cost n² and carry no OKR.
    return MarkdownIt("commonmark", {"maxNesting": 40}).enable("table").disable(["inline", "text_join", "reference"])


def _parse(text: str, offset: int, fences: bool, depth: int) -> list[MarkdownBlock]:
    tokens = _markdown().parse(text)
    top: list[MarkdownBlock] = []
    into = [top]  # where the next block goes: the innermost open list item, else the document
    lists: list[MarkdownBlock] = []
    for at, token in enumerate(tokens):
        first, last = _span(token, offset)
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            block = MarkdownBlock("list", first, last, ordered=kind.startswith("ordered"))
            into[-1].append(block)
            lists.append(block)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif kind == "list_item_open":
            item = Item(first, last, f"{token.info}{token.markup}" if token.info else "-")
            lists[-1].items.append(item)
            into.append(item.blocks)
        elif kind == "list_item_close":
            into.pop()
        elif kind in ("heading_open", "paragraph_open"):
            into[-1].append(_text(token, tokens[at + 1], first, last))
        elif kind == "table_open":
            into[-1].append(MarkdownBlock("table", first, last))
        elif kind == "tr_open":
            into[-1][-1].rows.append(TableRow(first, []))
        elif kind == "inline" and tokens[at - 1].type in ("th_open", "td_open") and len(token.content) <= _LONGEST:
            into[-1][-1].rows[-1].cells.append(token.content)
        elif kind in ("code_block", "fence"):
            into[-1].extend(_code(token, first, last, fences, depth))
        elif kind == "html_block":
            into[-1].extend(_html(token.content, first, last))
        elif kind == "hr":
            into[-1].append(MarkdownBlock("other", first, last))
    return top


def _span(token: Token, offset: int) -> tuple[int, int]:
    if token.map is None:
        return offset + 1, offset + 1
    return offset + token.map[0] + 1, offset + max(token.map[1], token.map[0] + 1)


def _text(opening: Token, inline: Token, first: int, last: int) -> MarkdownBlock:
    heading = opening.type == "heading_open"
    if len(inline.content) > _LONGEST and max(map(len, inline.content.split("\n"))) > _LONGEST:
        return MarkdownBlock("other", first, last)
    lines = [MarkdownLine(first + at, text.strip()) for at, text in enumerate(inline.content.split("\n"))]
    return MarkdownBlock(
        "heading" if heading else "text", first, last, int(opening.tag[1:]) if heading else 0, lines=lines
    )


def _html(text: str, first: int, last: int) -> list[MarkdownBlock]:
    """Return what folds in a block of HTML: its summary as a heading of its own, and where it ends."""
    found = [MarkdownBlock("other", first, last)] if not _FOLD.search(text) else []
    for match in _FOLD.finditer(text):
        number = first + text[: match.start()].count("\n")
        if match["summary"] is None:
            found.append(MarkdownBlock("unfold", number, number))
            continue
        said = " ".join(re.sub(r"<[^<>]{1,200}>", " ", match["summary"]).split())
        end = first + text[: match.end()].count("\n")
        found.append(MarkdownBlock("summary", number, end, level=6, lines=[MarkdownLine(number, said)]))
    return found


def _code(token: Token, first: int, last: int, fences: bool, depth: int) -> list[MarkdownBlock]:
    """Return code as the blocks it was meant to be, or as one opaque block."""
    fenced = token.type == "fence"
    meant = fences if fenced else any(_MEANT.match(line) for line in token.content.split("\n"))
    if not meant or depth >= _NESTED_CODE:
        return [MarkdownBlock("other", first, last)]
    inner = _parse(textwrap.dedent(token.content.expandtabs(4)), first - 1 + fenced, fences, depth + 1)
    return [*([MarkdownBlock("fence", first, last)] if fenced else []), *inner]
