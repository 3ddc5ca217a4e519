"""A row of the screen as cells: what stands in each and with which pen."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len
from textual.strip import Strip

from okrtui.terminal.line.narrow import narrow
from okrtui.terminal.line.pens import Pens

_TONES = "\U0001f3fb-\U0001f3ff"
_CLUSTER = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|.(?:\u200d.|[\ufe00-\ufe0f{_TONES}\U000e0020-\U000e007f])*", re.S)
"""A flag, or a character with what is joined to it."""


@dataclass(frozen=True, slots=True, eq=False)
class CellRow:
    """The cells from left to right: text and pen. The right half of a wide character is ""; `unsure` as below."""

    texts: list[str]
    pens: list[int]
    unsure: bool = False

    def same(self, other: "CellRow") -> bool:
        """Tell whether both look the same."""
        return self is other or (self.texts == other.texts and self.pens == other.pens)

    def cuts(self, x: int) -> bool:
        """Tell whether a column is inside a wide character."""
        return 0 < x < len(self.texts) and not self.texts[x]

    def over(self, x: int, top: "CellRow") -> "CellRow":
        """Return this row with another laid over it from column `x` on; half of a wide character becomes a blank."""
        width, end = len(self.texts), x + len(top.texts)
        if end == x:
            return self
        if not x and end == width:
            return top
        texts = [*self.texts[:x], *top.texts, *self.texts[end:]][:width]
        pens = [*self.pens[:x], *top.pens, *self.pens[end:]][:width]
        if self.cuts(x):
            left = next(at for at in range(x - 1, -1, -1) if self.texts[at])
            texts[left:x] = " " * (x - left)
        while end < width and not texts[end]:
            texts[end] = " "
            end += 1
        return CellRow(texts, pens, self.unsure or top.unsure)


def blank_row(width: int, pen: int) -> CellRow:
    """Return a row of blanks."""
    return CellRow([" "] * width, [pen] * width)


def draw(strips: Iterable[Strip], pens: Pens, wide: bool = False) -> CellRow:
    """Return what strips beside each other look like, on a `wide` terminal with stand-ins."""
    texts, looks, unsure = list[str](), list[int](), False
    for strip in strips:
        for text, style, control in strip:
            if not control:
                text = text if not wide or text.isascii() else narrow(text)
                drawn, worn, doubt = _cells(text, *pens.of(style))
                texts += drawn
                looks += worn
                unsure |= doubt
    return CellRow(texts, looks, unsure)


@lru_cache(4096)
def _cells(text: str, pen: int, blank: int) -> tuple[Sequence[str], list[int], bool]:
    """Return the cells of a text, the pen of each, and whether there is doubt about the width of one."""
    cells, doubt = (text, False) if text.isascii() else _spread(text)
    return tuple(cells), [blank if each == " " else pen for each in cells], doubt


def _spread(text: str) -> tuple[list[str], bool]:
    """Return the cells of a text, and whether a terminal may see one of its characters as wider or narrower."""
    cells = list[str]()
    for found in _CLUSTER.finditer(text):
        cluster = found[0]
        width = cell_len(cluster)
        if width:
            cells += [cluster, *[""] * (width - 1)]
        elif cells:  # it stands on the character before it
            at = next(at for at in range(len(cells) - 1, -1, -1) if cells[at])
            cells[at] += cluster
    if len(cells) != cell_len(text):  # then it is written as one piece
        cells = [text, *[""] * (cell_len(text) - 1)]
    return cells, not all(map(is_sure, cells))


@lru_cache(4096)
def is_sure(text: str) -> bool:
    """Tell whether every terminal takes a cell's text for as wide as it was laid out.

    Not sure are joined characters, emoji, private ones and what became wide late: after one of these nobody knows where
    the cursor stands. Characters of ambiguous width are taken for narrow, as Textual lays them out; `narrow.py` sees to
    other terminals.
    """
    if len(text) != 1:
        return not text
    code, wide = ord(text), cell_len(text) == 2
    if code < 0x1100 or 0x2000 <= code < 0x2E80:
        return not wide
    return not 0xE000 <= code < 0xF900 if code < 0x10000 else wide and 0x20000 <= code < 0x40000
