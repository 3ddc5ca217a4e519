"""A program on two terminals: on one Textual writes what it draws, on the other the line writes what differs."""

from itertools import chain
from typing import Any

from rich.console import Console, RenderableType
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.screen import Screen

from okrtui.terminal.line.line import Line
from tests.terminal.line.emulator import Emulator


def _lines(update: ChopsUpdate) -> list[Any]:
    return [update.chops[y] for y, _, _ in update.spans]


class Twin:
    """Follows an app of a test; each update must leave the same on both terminals. Make it before the app runs."""

    def __init__(self, app: App[Any], colours: str = "256", *, tinted: bool = True) -> None:
        app.console = self.console = Console(color_system=colours, force_terminal=True)  # type: ignore[arg-type]
        self._line, self._tinted = Line(self.console, tinted), tinted
        self._size = (0, 0)
        self.updates = self.written = self.ours = self.textuals = 0
        """How many updates there were and were written, and the bytes of both."""
        display = app._display

        def follow(screen: Screen[Any], renderable: RenderableType | None) -> None:
            if renderable is not None:
                self._show(renderable, app.size)
            display(screen, renderable)

        app._display = follow  # type: ignore[method-assign]

    def _show(self, update: Any, size: tuple[int, int]) -> None:
        if isinstance(update, LayoutUpdate) and update.region:
            size = update.region.size
        elif size != self._size and self._size != (0, 0):
            self._line.update(update, None)  # an older Textual refreshes parts before it has laid out the new size
            return
        if size != self._size:
            self._size = size
            self.plain, self.line = Emulator(*size), Emulator(*size, tinted=self._tinted)
            self._line.forget()
        pieces = update.strips if isinstance(update, LayoutUpdate) else [each.values() for each in _lines(update)]
        for strip in chain.from_iterable(pieces):
            if strip is not None:  # both keep their codes, whichever terminal of another test they were made for
                strip._render_cache = None
                for _, style, _ in strip:
                    if style is not None:
                        style._ansi = None
        text = update.render_segments(self.console)
        self.plain.feed(text)
        changes = self._line.update(update, None)
        less = "" if changes is None else changes.render_segments(self.console)
        self.line.feed(less)
        self.updates, self.written = self.updates + 1, self.written + bool(less)
        self.ours, self.textuals = self.ours + len(less.encode()), self.textuals + len(text.encode())
        assert self.line.wrong(self.plain) == [], less
