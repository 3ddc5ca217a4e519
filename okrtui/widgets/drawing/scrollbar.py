"""A list's scroll bar that paints only the cells that look different."""

from math import ceil
from typing import Self

from rich.segment import Segment
from textual.geometry import Region
from textual.scrollbar import ScrollBar
from textual.widget import Widget


class Bar(ScrollBar):
    """Textual's paints all of its cells for every row that comes or goes: 2.5 kB beside two lists of a session."""

    _colours: tuple[object, ...] = ()
    _cells: tuple[Segment, ...] = ()
    """What it looked like when it was painted last, none where all of it is to be painted."""

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint again: by itself only what looks different."""
        before, self._cells = (self._colours, self._cells), self._look()
        colours, cells = before
        whole = colours != self._colours or len(cells) != len(self._cells) or not cells
        if regions or not repaint or layout or recompose or whole:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        for y, (old, new) in enumerate(zip(cells, self._cells, strict=True)):
            if old != new:
                super().refresh(Region(0, y, self.size.width, 1))
        return self

    def _look(self) -> tuple[Segment, ...]:
        """Note its colours, and return a cell a line, as if in the renderer's own ones."""
        height, parent = self.size.height, self.parent
        if not height or self.grabbed or self.mouse_over or not isinstance(parent, Widget):
            return ()
        styles = parent.styles
        self._colours = (styles.scrollbar_color, styles.scrollbar_background, parent.background_colors)
        seen = self.window_size if self.window_size < self.window_virtual_size else 0
        drawn = self.renderer.render_bar(
            size=height, virtual_size=ceil(self.window_virtual_size), window_size=ceil(seen), position=self.position
        )
        return tuple(drawn.segments)
