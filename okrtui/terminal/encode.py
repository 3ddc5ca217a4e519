"""Turns one row of the screen into another: moves, pens, text and erasures, and no more than it takes."""

from bisect import bisect_left
from itertools import compress, count
from operator import ne, or_

from okrtui.terminal.cells import CellRow, is_sure
from okrtui.terminal.pens import Pens

GAP = 4
"""So many cells that stay as they are cost no more than a move over them."""
ERASED = 11
"""So many blanks in a row cost more than to erase them and to move on."""


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
        blanks = dict[int, int]()
        for row in rows:
            for pen in row.pens:
                blanks[pen] = blanks.get(pen, 0) + 1
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

    def row(self, y: int, old: CellRow | None, new: CellRow) -> None:
        """Write what makes one row another; None where nothing is known of the old one."""
        changed = differing(old, new)
        tail = self._tail(new)
        erase = len(changed) - bisect_left(changed, tail) > 3
        if erase:
            changed = [x for x in changed if x < tail]
        for start, end in self._spans(changed, new):
            self._span(start, end, y, new)
        if erase:
            self._move(tail, y)
            self._wear(new.pens[-1])
            self._out.append("\x1b[K")

    def _tail(self, row: CellRow) -> int:
        """Return the column from which on erasing leaves what the row has there."""
        pen, x = row.pens[-1], len(row.pens)
        if self._pens.erases(pen, self._tinted):
            while x and row.pens[x - 1] == pen:
                x -= 1
        return x

    def _spans(self, changed: list[int], row: CellRow) -> list[tuple[int, int]]:
        """Return where to begin and to end to write, with short gaps that are cheaper written than moved over."""
        spans = list[tuple[int, int]]()
        start = end = -1
        for x in changed:
            if x != end and not (0 <= end < x <= end + GAP and self._passes(end, x, row)):
                if end > 0:
                    spans.append((start, end))
                start = x
            end = x + 1
        return [*spans, (start, end)] if end > 0 else spans

    def _passes(self, start: int, end: int, row: CellRow) -> bool:
        """Tell whether the cells between are written as one piece with what is before them."""
        pen = row.pens[start - 1]
        alike = all(pen == each or not self._pens.way(pen, each)[0] for each in row.pens[start:end])
        return alike and "".join(row.texts[start:end]).isascii()

    def _span(self, start: int, end: int, y: int, row: CellRow) -> None:
        """Write the cells from `start` to before `end`, pen by pen."""
        while start and not row.texts[start]:
            start -= 1
        while end < len(row.texts) and not row.texts[end]:
            end += 1
        while start < end:
            pen, stop = row.pens[start], start + 1
            while stop < end and row.pens[stop] == pen:
                stop += 1
            self._move(start, y)
            self._wear(pen)
            if stop - start >= ERASED and self._pens.erases(pen, self._tinted):
                self._out.append(f"\x1b[{stop - start}X")
            else:
                self._write(start, stop, y, row.texts)
            start = stop

    def _write(self, start: int, stop: int, y: int, texts: list[str]) -> None:
        text = "".join(texts[start:stop])
        if text.isascii() or all(map(is_sure, texts[start:stop])):
            self._out.append(text)
            self._x = stop
            return
        for x in range(start, stop):
            if not texts[x]:
                continue
            self._move(x, y)
            if is_sure(texts[x]):
                self._out.append(texts[x])
                self._x = next((at for at in range(x + 1, stop) if texts[at]), stop)
            else:  # where the terminal takes it for narrower, what stood there must not stay; where it is then is open
                width = next((at for at in range(x + 1, stop) if texts[at]), stop) - x
                self._out.append(" " * width)
                self._x = -1
                self._move(x, y)
                self._out.append(texts[x])
                self._x = -1

    def _move(self, x: int, y: int) -> None:
        if y != self._y:
            below = y == self._y + 1 and self._y >= 0 and not x
            self._out.append("\r\n" if below else f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        elif x != self._x:
            self._out.append(f"\x1b[{x + 1}G" if x else "\r")
        self._x, self._y = x, y

    def _wear(self, pen: int) -> None:
        if pen != self._pen:
            code, self._pen = self._pens.way(self._pen, pen)
            self._out.append(code)


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
