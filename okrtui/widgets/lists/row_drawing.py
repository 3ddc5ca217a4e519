"""How a list draws a row: once, with the cursor's mark and colours, and again only where it was changed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from okrtui.widgets.drawing.marks import READABLE
from okrtui.widgets.lists.rows import Row

if TYPE_CHECKING:
    from textual.app import App

GUTTER = 2
"""Cells to the left of every row that belong to the cursor's mark."""
KEPT = 512
"""Drawn rows that are kept, the longest drawn one going first."""
MARK = "▸ "
STYLES = ("rowlist--cursor", "rowlist--cursor-blurred", "rowlist--mark")
PLAIN, BLURRED, FOCUSED = range(3)


class RowDrawing:
    """Keeps what a list's rows look like drawn, and asks for a row again where it or the colours are others.

    Not in Textual's cache: that one keeps the first value of a key for good, and a row that was changed once would be
    drawn again at every look.
    """

    def __init__(self, widget: Widget, draw: Callable[[Row, int, int], list[Strip]]) -> None:
        self._widget, self._draw = widget, draw
        self._strips: dict[tuple[str, int, int], tuple[Row, list[Strip]]] = {}
        self._worn: tuple[object, ...] = ()
        self.restyled = True
        """Whether the colours are to be looked at before the next row is drawn."""
        self.letters: dict[str, str] = {}
        """What stands before a row, by its key, while a letter jumps there."""

    def _forget_colours(self) -> None:
        """Forget what was drawn where the colours are others now; that keys go elsewhere changes none."""
        self.restyled = False
        widget = self._widget
        worn = (widget.app.theme, widget.visual_style, *map(widget.get_visual_style, STYLES))
        if worn != self._worn:
            self._worn = worn
            self._strips.clear()

    def lines(self, row: Row, look: int, width: int) -> list[Strip]:
        """Return the lines of a row, drawn anew where it was not drawn before."""
        if self.restyled:
            self._forget_colours()
        cached = self._strips.get((row.key, look, width))
        if cached is None or cached[0] is not row:
            cached = (row, self._draw(row, look, width))
            self._strips.pop((row.key, look, width), None)
            if len(self._strips) >= KEPT:
                del self._strips[next(iter(self._strips))]
            self._strips[(row.key, look, width)] = cached
        if letter := self.letters.get(row.key):
            style = self._widget.visual_style + Style(bold=True, reverse=True)
            first, *rest = cached[1]
            return [Strip.join([Strip([Segment(letter, style.rich_style)], 1), first.crop(1)]), *rest]
        return cached[1]


def draw_row(widget: Widget, row: Row, look: int, width: int, most: int = READABLE) -> list[Strip]:
    """Return the row's lines, of `most` cells at most.

    Where tints may not be seen the cursor is reversed and loses its colours.
    """
    drawn = row.line(max(0, min(width - GUTTER, most)))
    lines = drawn if isinstance(drawn, list) else [drawn]
    lines = [*lines[: row.height], *[Content()] * (row.height - len(lines))]
    style, mark = widget.visual_style, Content(MARK if look else " " * GUTTER)
    if look and _few_colours(widget.app):
        style += Style(bold=True, reverse=look == FOCUSED)
        lines = [Content(line.plain) for line in lines]
    elif look:
        style = widget.get_visual_style("rowlist--cursor" if look == FOCUSED else "rowlist--cursor-blurred")
        if look == FOCUSED:
            mark = mark.stylize(widget.get_visual_style("rowlist--mark", partial=True))
    gutters = [mark, *[Content(" " * GUTTER)] * (row.height - 1)]
    return [draw_line(gutter + line, width, style) for gutter, line in zip(gutters, lines, strict=True)]


def _few_colours(app: "App[object]") -> bool:
    """Tell whether a tinted background may not be seen, so that the cursor has to be reversed."""
    if app.no_color or app.native_ansi_color:
        return True
    return not app.is_headless and app.console.color_system in ("standard", "windows")


def draw_line(content: Content, width: int, style: Style) -> Strip:
    """Return the first line of `content`, cut or filled up to `width` cells."""
    if "\n" in content.plain:
        content = content.first_line
    if content.cell_length > width:
        content = content.truncate(width, ellipsis=True)
    segments = [Segment(text, drawn.rich_style) for text, drawn in content.render(style, end="") if text]
    return Strip(segments, content.cell_length).extend_cell_length(width, style.rich_style).simplify()
