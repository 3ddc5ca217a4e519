"""How a list draws a row: once, with the cursor's mark and colours, and again only where it was changed."""

from rich.segment import Segment
from textual.content import Content
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.style import Style

from okrtui.widgets.drawing.scrollbar import Bar
from okrtui.widgets.lists.rows import Row

GUTTER = 2
"""Cells to the left of every row that belong to the cursor's mark."""
KEPT = 512
"""Drawn rows that are kept, the longest drawn one going first."""
MARK = "▸ "
STYLES = ("rowlist--cursor", "rowlist--cursor-blurred", "rowlist--mark")
PLAIN, BLURRED, FOCUSED = range(3)


class Drawing(ScrollView):
    """The part of a list that draws rows and keeps what it drew.

    Not in Textual's cache: that one keeps the first value of a key for good, and a row that was changed once would be
    drawn again at every look.
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._strips: dict[tuple[str, int, int], tuple[Row, list[Strip]]] = {}
        self._worn: tuple[object, ...] = ()
        self._restyled = True

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scroll bar, made when it is first asked for."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = Bar(vertical=True, name="vertical", thickness=self.scrollbar_size_vertical)
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar

    def notify_style_update(self) -> None:
        """Look at the colours before the next row is drawn."""
        super().notify_style_update()
        self._restyled = True

    def _forget_colours(self) -> None:
        """Forget what was drawn where the colours are others now; that keys go elsewhere changes none."""
        self._restyled = False
        worn = (self.app.theme, self.visual_style, *map(self.get_visual_style, STYLES))
        if worn != self._worn:
            self._worn = worn
            self._strips.clear()

    def _drawn(self, row: Row, look: int, width: int) -> list[Strip]:
        """Return the lines of a row, drawn anew where it was not drawn before."""
        if self._restyled:
            self._forget_colours()
        cached = self._strips.get((row.key, look, width))
        if cached is None or cached[0] is not row:
            cached = (row, self._draw_row(row, look, width))
            self._strips.pop((row.key, look, width), None)
            if len(self._strips) >= KEPT:
                del self._strips[next(iter(self._strips))]
            self._strips[(row.key, look, width)] = cached
        return cached[1]

    def _draw_row(self, row: Row, look: int, width: int) -> list[Strip]:
        """Return the row's lines; where tints may not be seen the cursor is reversed and loses its colours."""
        drawn = row.line(max(0, width - GUTTER))
        lines = drawn if isinstance(drawn, list) else [drawn]
        lines = [*lines[: row.height], *[Content()] * (row.height - len(lines))]
        style, mark = self.visual_style, Content(MARK if look else " " * GUTTER)
        if look and self._few_colours:
            style += Style(bold=True, reverse=look == FOCUSED)
            lines = [Content(line.plain) for line in lines]
        elif look:
            style = self.get_visual_style("rowlist--cursor" if look == FOCUSED else "rowlist--cursor-blurred")
            if look == FOCUSED:
                mark = mark.stylize(self.get_visual_style("rowlist--mark", partial=True))
        gutters = [mark, *[Content(" " * GUTTER)] * (row.height - 1)]
        return [self._draw(gutter + line, width, style) for gutter, line in zip(gutters, lines, strict=True)]

    @property
    def _few_colours(self) -> bool:
        """Whether a tinted background may not be seen, so that the cursor has to be reversed."""
        app = self.app
        if app.no_color or app.native_ansi_color:
            return True
        return not app.is_headless and app.console.color_system in ("standard", "windows")

    def _draw(self, content: Content, width: int, style: Style) -> Strip:
        if "\n" in content.plain:
            content = content.first_line
        if content.cell_length > width:
            content = content.truncate(width, ellipsis=True)
        segments = [Segment(text, drawn.rich_style) for text, drawn in content.render(style, end="") if text]
        return Strip(segments, content.cell_length).extend_cell_length(width, style.rich_style).simplify()
