"""Breaks people's text into a few lines of so many cells, and stops as soon as there are enough."""

import re
from collections.abc import Iterator

from okrtui.text import cells, clean_lines, fit

_WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
_PIECES = re.compile(rf"[ ]+|[{_WIDE}][，。、！？：；）」』]*|[^ {_WIDE}]+")
"""Where a line may break: at blanks, and between characters of scripts that have none."""


def wrapped(text: str, width: int, most: int) -> list[str]:
    """Return `text` in at most `most` lines of `width` cells; an ellipsis ends what was cut. Empty lines are left out.

    Textual's own wrapping lays out the whole text, which a board of long stories would pay for with every card.
    """
    lines: list[str] = []
    for line in _lines(clean_lines(text), max(1, width)):
        if len(lines) == most:
            lines[-1] = fit(lines[-1] + "…", width, pad=False)
            break
        lines.append(line)
    return lines


def _lines(text: str, width: int) -> Iterator[str]:
    for paragraph in text.split("\n"):
        line, have = "", 0
        for piece in _PIECES.findall(paragraph):
            takes = cells(piece)
            if have + takes <= width:
                line, have = line + piece, have + takes
                continue
            if line.strip():
                yield line.rstrip()
            *whole, line = _split(piece.lstrip(), width)
            yield from whole
            have = cells(line)
        if line.strip():
            yield line.rstrip()


def _split(piece: str, width: int) -> list[str]:
    """Return a piece in parts that fit; a character that is wider than the line stands in a line of its own."""
    if cells(piece) <= width:
        return [piece]
    from rich.cells import chop_cells  # long links and the like are rare

    return chop_cells(piece, width)
