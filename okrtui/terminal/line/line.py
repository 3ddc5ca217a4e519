"""The line to the terminal: the screen as it stands is remembered, and only what differs goes over it.

It knows Textual's updates from within: `okrtui/terminal/line/hook.py` looks first whether they are of that kind.
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from rich.color import ColorSystem
from rich.console import Console
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from okrtui.terminal.line.cells import CellRow, blank_row, draw
from okrtui.terminal.line.encode import CellWriter
from okrtui.terminal.line.pens import Pens
from okrtui.terminal.line.shifts import find_shift

_TINTED = ("xterm", "tmux", "linux", "rxvt", "alacritty", "foot", "wezterm", "ghostty", "konsole", "kitty", "st", "vte")
"""Terminals that erase in the current background; GNU screen does it in the default one."""
_COLOURS = {"standard": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT, "windows": ColorSystem.WINDOWS}


def erases_tinted(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether what is erased gets the current background."""
    return bool(environ.get("TMUX")) or environ.get("TERM", "").startswith(_TINTED)


class Line:
    """Remembers what the terminal shows, and what Textual wants it to show."""

    def __init__(self, console: Console, tinted: bool) -> None:
        self._tinted = tinted
        self._pens = Pens(_COLOURS.get(console.color_system or "", ColorSystem.TRUECOLOR))
        self._wanted: list[CellRow] = []
        self._drawn: list[dict[int, list[Strip]]] = []
        self._shown: list[CellRow | None] = []
        self._differ: list[int] = []
        self._cursor: object = None
        self._wide = False
        self.lost = True
        """Whether nobody knows what the terminal shows."""

    def forget(self) -> None:
        """Take nothing for granted: with the next update all of the screen is painted. From any thread."""
        self.lost = True

    def widen(self) -> None:
        """Draw nothing that this terminal takes for two cells; all of the screen has to be laid out again."""
        self._wide, self._drawn = True, [{} for _ in self._drawn]
        self.forget()

    def update(self, update: Any, cursor: object) -> Any:
        """Return what is to be displayed for an update of Textual's and its cursor: None where nothing differs."""
        if isinstance(update, LayoutUpdate) and update.region:
            self._lay(update)
        elif isinstance(update, ChopsUpdate) and self._wanted:
            self._chop(update)
        else:
            if update is not None:
                self.forget()  # it writes by itself
            return update
        moved, self._cursor = cursor != self._cursor, cursor
        self._differ = self._changed()
        return _Changes(self) if moved or self.lost or self._differ else None

    def encode(self) -> str:
        """Return what makes the terminal show what is wanted, and remember that it does."""
        lost, self.lost = self.lost, False
        writer = CellWriter(self._pens, self._tinted, -1 if lost else self._pens.default)
        changed = self._differ
        if lost:
            blank = blank_row(len(self._wanted[0].texts), writer.clear(self._wanted))
            self._shown = [blank] * len(self._wanted)
            changed = self._changed()
        if shift := find_shift(self._shown, self._wanted, changed):
            writer.shift(*shift)
            top, bottom, lines = shift
            into: list[CellRow | None] = [None] * abs(lines)
            moved = self._shown[max(top, top + lines) : min(bottom, bottom + lines)]
            self._shown[top:bottom] = [*moved, *into] if lines > 0 else [*into, *moved]
            changed = self._changed()
        writer.rows([(y, self._shown[y], self._wanted[y]) for y in changed])
        self._shown = [*self._wanted]
        return writer.text()

    def _changed(self) -> list[int]:
        rows = enumerate(zip(self._shown, self._wanted, strict=True))
        return [y for y, (old, new) in rows if old is not new and (old is None or not new.same(old))]

    def _lay(self, update: LayoutUpdate) -> None:
        """Take all of a screen over; rows of the very strips that were there are not looked at."""
        width, height = update.region.size
        if (width, height) != (len(self._wanted[0].texts) if self._wanted else 0, len(self._wanted)):
            self._wanted = [blank_row(width, self._pens.blank)] * height
            self._shown, self._drawn = [None] * height, [{} for _ in range(height)]
            self.forget()
        for y, strips in enumerate(map(list, update.strips)):
            if self._drawn[y] != {0: strips}:
                self._put(0, y, strips)
                self._drawn[y] = {0: strips}

    def _chop(self, update: ChopsUpdate) -> None:
        """Take over what Textual would write of the pieces of some lines; most are the same as before."""
        for y, left, right in update.spans:
            if y >= len(self._wanted):
                continue
            drawn = self._drawn[y]
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is None or x > right or end <= left:
                    continue
                whole = right > x >= left and end <= right
                strips = [strip if whole else strip.crop(0, min(end, right) - x)]
                before = drawn.get(x)
                if before != strips:
                    if before is None or self._end(x, before) != end:
                        # what it covers is no longer there, and not to be taken for the same when it comes again
                        kept = (pair for pair in drawn.items() if pair[0] >= end or self._end(*pair) <= x)
                        drawn = self._drawn[y] = dict(kept)
                    drawn[x] = strips
                    self._put(x, y, strips)
                    drawn = self._drawn[y]

    @staticmethod
    def _end(x: int, strips: Sequence[Strip]) -> int:
        return x + sum(each.cell_length for each in strips)

    def _put(self, x: int, y: int, strips: Sequence[Strip]) -> None:
        below, top = self._wanted[y], draw(strips, self._pens, self._wide)
        self._wanted[y] = below.over(x, top)
        if below.cuts(x) or below.cuts(x + len(top.texts)):
            self._drawn[y] = {}  # what lost half of a character beside it is not as it was drawn


class _Changes(CompositorUpdate):
    """What Textual asks for its codes in place of its own update."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def render_segments(self, console: Console) -> str:
        """Return the codes."""
        return self._line.encode()
