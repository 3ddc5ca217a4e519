"""Finds rows that only moved up or down, so that the terminal can move them by itself."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from operator import ne

from okrtui.terminal.line.cells import CellRow

WORTH = 40
"""Bytes that a shift must save; it takes some twenty itself."""
CHUNKS = 4
FEW = 4
"""Of so many rows at least it is looked whether they moved."""


def find_shift(
    old: Sequence[CellRow | None], new: Sequence[CellRow], changed: Sequence[int]
) -> tuple[int, int, int] | None:
    """Return (first row, row after the last, lines up) of what moved, downwards negative; None where nothing did."""
    changed = _longest(changed)
    if len(changed) < FEW:
        return None
    best: tuple[int, tuple[int, int, int]] = (WORTH, (0, 0, 0))
    for lines in _candidates(old, new, changed):
        best = max(best, _gain(old, new, changed[0], changed[-1] + 1, lines))
    return best[1] if best[1][2] else None


def _longest(changed: Sequence[int]) -> Sequence[int]:
    """Return the longest stretch of rows that changed; one or two that look the same by chance are within."""
    best = start = end = 0
    for at in range(1, len(changed) + 1):
        if at == len(changed) or changed[at] > changed[at - 1] + 3:
            if at - start > end - best:
                best, end = start, at
            start = at
    return changed[best:end]


def _candidates(old: Sequence[CellRow | None], new: Sequence[CellRow], changed: Sequence[int]) -> list[int]:
    """Return the distances, two at most, over which about each second row is found again, or a piece of each."""
    places, votes = dict[tuple[int, str], list[int]](), Counter[int]()
    for y in changed:
        if (before := old[y]) is not None:
            for piece in _pieces(before):
                places.setdefault(piece, []).append(y)
    for y in changed:
        for piece in _pieces(new[y]):
            found = places.get(piece, ())
            if len(found) < 4:  # what is everywhere says nothing
                votes.update(each - y for each in found if each != y)
    return [lines for lines, number in votes.most_common(2) if number > len(changed) // 2]


@lru_cache(512)
def _pieces(row: CellRow) -> list[tuple[int, str]]:
    width = max(1, len(row.texts) // CHUNKS)
    pieces = [(x, "".join(row.texts[x : x + width])) for x in range(0, len(row.texts), width)]
    return [piece for piece in pieces if len(piece[1].replace(" ", "")) > 2]


def _gain(
    old: Sequence[CellRow | None], new: Sequence[CellRow], first: int, end: int, lines: int
) -> tuple[int, tuple[int, int, int]]:
    """Return what the best range of rows saves when moved over so many lines, and that range."""
    best, run, start = (0, (0, 0, 0)), 0, first
    for y in range(max(first, first - lines), min(end, end - lines)):
        if run <= 0:
            run, start = 0, y
        run += _cost(old[y], new[y]) - _cost(old[y + lines], new[y])
        if run > best[0]:
            top, bottom = (start, y + 1 + lines) if lines > 0 else (start + lines, y + 1)
            into = range(bottom - lines, bottom) if lines > 0 else range(top, top - lines)
            saved = run - sum(_cost(None, new[each]) - _cost(old[each], new[each]) for each in into)
            best = max(best, (saved, (top, bottom, lines)))
    return best


def _cost(old: CellRow | None, new: CellRow) -> int:
    """Return about how many bytes it takes to turn one row into another."""
    if old is new:
        return 0
    if old is None:
        return 20 + len(new.texts) - new.texts.count(" ")
    if other := list(map(ne, old.texts, new.texts)).count(True) or list(map(ne, old.pens, new.pens)).count(True):
        return 12 + other
    return 0
