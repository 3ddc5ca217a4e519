"""Turns rows of the screen into others: moves, pens, text and erasures, and no more than it takes."""

from bisect import bisect_left
from collections import Counter
from itertools import compress, count
from operator import ne, or_
from typing import NamedTuple

from okrtui.terminal.line.cells import CellRow, is_sure
from okrtui.terminal.line.moves import move
from okrtui.terminal.line.pens import Pens

GAP = 4
"""So many cells that stay as they are cost no more than a move over them."""
ERASED = 11
"""So many blanks in a row cost more than to erase them and to move on."""
AT_END = 6
"""So many at the end of what is written cost more than to erase them."""
COLUMN = 8
"""What begins within so many columns is written from row to row."""
_SOME = " " * AT_END


class Run(NamedTuple):
    """Cells of a row that one pen draws, from `start` to before `end`; `erased` are blanks to the end of the row."""

    start: int
    end: int
    y: int
    pen: int
    erased: bool = False


class CellWriter:
    """Collects what is written, and knows where the cursor and what the pen is then.

    `tinted` says that this terminal erases in the current background, `pen` what its pen is now, -1 for unknown.
    """

    def __init__(self, pens: Pens, tinted: bool, pen: int) -> None:
        self._pens, self._tinted, self._pen = pens, tinted, pen
        self._out: list[str] = []
        self._x, self._y = -1, -1

    def text(self) -> str:
        """Return all that was written, with the default pen at its end."""
        self._wear(self._pens.default)
        return "".join(self._out)

    def clear(self, rows: list[CellRow]) -> int:
        """Erase the screen in the background that most blanks of these rows have, and return the pen of that."""
        blanks = Counter(pen for row in rows for text, pen in zip(row.texts, row.pens, strict=True) if text == " ")
        erased = [pen for pen in blanks if self._pens.erases(pen, self._tinted)]
        pen = max(erased, key=blanks.__getitem__, default=self._pens.blank)
        self._wear(pen)
        self._out.append("\x1b[2J")
        return pen

    def shift(self, top: int, bottom: int, lines: int) -> None:
        """Move the rows from `top` to before `bottom` up by so many lines, or down; nobody knows what comes in."""
        times = "" if abs(lines) == 1 else abs(lines)
        self._out.append(f"\x1b[{top + 1};{bottom}r\x1b[{top + 1}H\x1b[{times}{'M' if lines > 0 else 'L'}\x1b[r")
        self._x = self._y = -1

    def rows(self, changed: list[tuple[int, CellRow | None, CellRow]]) -> None:
        """Write what makes rows others, each with its number; None where nothing is known of the old one.

        Pen by pen and down the columns: a move takes less than a change of colour, least of all to the row below. Only
        where the width of a character is in doubt a row is written from left to right: what is behind it comes after.
        """
        runs, new = list[Run](), dict[int, CellRow]()
        for y, old, row in changed:
            new[y] = row
            for run in self._runs(y, old, row):
                if row.unsure:
                    self._draw(run, row)
                else:
                    runs.append(run)
        order = {pen: at for at, pen in enumerate(sorted({run.pen for run in runs}, key=self._pens.order))}
        runs.sort(key=lambda run: (order[run.pen], run.start // COLUMN, run.y, run.start))
        for run in runs:
            self._draw(run, new[run.y])

    def _runs(self, y: int, old: CellRow | None, row: CellRow) -> list[Run]:
        """Return what to write of a row. A short gap of cells that stay is within a run: it is cheaper than a move."""
        changed, tail, runs = differing(old, row), self._tail(row), list[Run]()
        erase = len(changed) - (kept := bisect_left(changed, tail)) > 3
        if erase:
            del changed[kept:]
        start = end = pen = blank = -1
        pens, join = row.pens, self._pens.join
        for x in changed:
            worn = pens[x]
            if x == end:
                if worn in (pen, blank):  # most are
                    end += 1
                    continue
                joined = join(pen, worn)
                blank = worn if joined == pen else pen
            else:
                blank = -1
                joined = self._joined(pen, end, x, row) if end >= 0 and x <= end + GAP else -1
            if joined < 0:
                if end >= 0:
                    runs.append(_whole(Run(start, end, y, pen), row))
                start, joined, blank = x, worn, -1
            end, pen = x + 1, joined
        if end >= 0:
            runs.append(_whole(Run(start, end, y, pen), row))
        return [*runs, Run(tail, len(pens), y, pens[-1], True)] if erase else runs

    def _joined(self, pen: int, end: int, x: int, row: CellRow) -> int:
        """Return the pen that draws what `pen` has drawn until `end`, and all from there to `x`; -1 for none."""
        if not "".join(row.texts[end:x]).isascii():
            return -1
        for each in row.pens[end : x + 1]:
            if pen >= 0:
                pen = self._pens.join(pen, each)
        return pen

    def _tail(self, row: CellRow) -> int:
        """Return the column from which on erasing leaves what the row has there."""
        pen, x = row.pens[-1], len(row.pens)
        if self._pens.erases(pen, self._tinted):
            while x and row.pens[x - 1] == pen and row.texts[x - 1] == " ":
                x -= 1
        return x

    def _draw(self, run: Run, row: CellRow) -> None:
        self._move(run.start, run.y)
        self._wear(run.pen)
        if run.erased:
            self._out.append("\x1b[K")
            return
        texts = row.texts[run.start : run.end]
        if row.unsure and not all(map(is_sure, texts)):
            self._draw_unsure(run, row.texts)
            return
        text = "".join(texts)
        if _SOME in text and self._pens.erases(run.pen, self._tinted):
            self._draw_sparse(run, row.texts)
        else:
            self._out.append(text)
            self._x = run.end if run.end < len(row.texts) else -1

    def _draw_sparse(self, run: Run, texts: list[str]) -> None:
        """Write cells among which many blanks in a row are erased."""
        at = x = run.start
        while x < run.end:
            stop = x
            while stop < run.end and texts[stop] == " ":
                stop += 1
            if stop - x >= (ERASED if stop < run.end else AT_END):
                self._put(at, x, run.y, texts)
                self._move(x, run.y)
                self._out.append(f"\x1b[{stop - x}X")
                at = stop
            x = max(stop, x + 1)
        self._put(at, run.end, run.y, texts)

    def _draw_unsure(self, run: Run, texts: list[str]) -> None:
        """Write cells each of which is put in its place: behind one in doubt nobody knows where the cursor stands."""
        for x in range(run.start, run.end):
            if not texts[x]:
                continue
            end = next((at for at in range(x + 1, run.end) if texts[at]), run.end)
            self._move(x, run.y)
            if is_sure(texts[x]):
                self._put(x, end, run.y, texts)
                continue
            # where the terminal takes it for narrower, what stood there must not stay
            self._out.append(" " * (end - x))
            self._x = -1
            self._move(x, run.y)
            self._out.append(texts[x])
            self._x = -1

    def _put(self, start: int, end: int, y: int, texts: list[str]) -> None:
        if start < end:
            self._move(start, y)
            self._out.append("".join(texts[start:end]))
            self._x = end if end < len(texts) else -1

    def _move(self, x: int, y: int) -> None:
        if (x, y) != (self._x, self._y):
            self._out.append(move(self._x, self._y, x, y))
            self._x, self._y = x, y

    def _wear(self, pen: int) -> None:
        if pen != self._pen:
            code, self._pen = self._pens.way(self._pen, pen)
            self._out.append(code)


def _whole(run: Run, row: CellRow) -> Run:
    """Return the run with both halves of the characters at its ends."""
    start, end = run.start, run.end
    while start and not row.texts[start]:
        start -= 1
    while end < len(row.texts) and not row.texts[end]:
        end += 1
    return run._replace(start=start, end=end) if (start, end) != (run.start, run.end) else run


def differing(old: CellRow | None, new: CellRow) -> list[int]:
    """Return the columns to write.

    Where a character's width is in doubt, that is all from it on to the end of the row, as soon as any cell changes.
    """
    if old is None:
        return list(range(len(new.texts)))
    pens = map(ne, old.pens, new.pens)
    changed = list(compress(count(), map(or_, map(ne, old.texts, new.texts), pens)))
    if changed and (old.unsure or new.unsure):
        doubtful = (x for row in (old, new) for x, text in enumerate(row.texts) if not is_sure(text))
        return list(range(min([changed[0], *doubtful]), len(new.texts)))
    return changed
