"""The drawing half of a sheet: where fields stand, what is in sight, and repainting no more than what changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from okrtui.widgets.drawing.marks import READABLE, Cell
from okrtui.widgets.drawing.text_buffer import Editing, broken
from okrtui.widgets.sheet.fields import SheetField
from okrtui.widgets.sheet.layout import Drawn, Looks, Slot, draw_line, lay_out

GUTTER = 2
"""Cells to the left of every line that belong to the focus mark."""
CONTEXT = 2
"""Lines around the focused field that are kept in sight."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of the sheet: text cells and field slots. A field that takes more lines pushes the rest down."""

    parts: tuple[Cell | Slot, ...] = ()
    gap: int = 1


class SheetCanvas(ScrollView, inherit_bindings=False):
    """Draws fields among text where `plan(width)` puts them; `Sheet` is the half that takes keys."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"sheet--field", "sheet--focused", "sheet--mark", "sheet--quiet", "sheet--chosen"}
    DEFAULT_CSS = """
    SheetCanvas {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background 0%;
        scrollbar-background-hover: $background 0%;
        scrollbar-background-active: $background 0%;
        scrollbar-color: $foreground 20%;
        scrollbar-color-hover: $foreground 30%;
        & > .sheet--field { background: $foreground 8%; }
        & > .sheet--focused { background: $block-cursor-blurred-background; }
        &:ansi > .sheet--focused { background: $primary 40%; }
        & > .sheet--mark { color: $accent; text-style: bold; }
        & > .sheet--quiet { color: $text-muted; }
        & > .sheet--chosen { color: $text-accent; text-style: bold; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.fields: dict[str, SheetField] = {}
        self.values: dict[str, str] = {}
        self.typing = True
        self._plan: Callable[[int], Sequence[SheetLine]] = lambda width: ()
        self._order: list[str] = []
        self._focus = ""
        self._editing = Editing()
        self._lines: list[Drawn] = []
        self._painted: dict[int, Strip] = {}
        self._cache: dict[int, tuple[object, Strip]] = {}
        self._goal: int | None = None

    # Layout, scroll

    def _begin(self) -> None:
        value = self.values.get(self._focus, "")
        self._editing = Editing(value, len(value))
        self._goal = None

    def _lay(self) -> None:
        """Ask the plan where everything stands, and give fields of several lines their lines."""
        width = min(self.scrollable_content_region.width - GUTTER, READABLE)
        if width <= 0:
            return
        self._lines = []
        for line in self._plan(width):
            placed = lay_out(line.parts, width, line.gap)
            self._lines.append(placed)
            for part, x, room in placed.slots:
                if self.fields[part.key].kind == "text":
                    rows = max(part.rows, len(broken(self.values[part.key], room - 1)))
                    self._lines += [Drawn(((part.at_row(row), x, room),), ()) for row in range(1, rows)]
        size = Size(1, len(self._lines))
        if self.virtual_size != size:
            self.set_reactive(SheetCanvas.virtual_size, size)
            if self.is_mounted:
                self._scroll_update(size)

    def _place(self, key: str) -> int | None:
        """Return the window's line where a field begins, None where it is not shown."""
        line = next((n for n, each in enumerate(self._lines) if each.has(key)), None)
        return None if line is None else line - self.scroll_offset.y

    def _reveal(self) -> None:
        """Keep the focused line in sight with some lines around it; a jump goes half a page, so that it is rare."""
        held = [n for n, line in enumerate(self._lines) if line.has(self._focus)]
        page = max(1, self.scrollable_content_region.height)
        if not held or not self.size.height:
            return
        cursor = min(held[0] + self._cursor_row(), held[-1])
        top, bottom = max(0, cursor - CONTEXT), min(len(self._lines), cursor + CONTEXT + 1)
        seen = self.scroll_offset.y
        if self._order and self._focus == self._order[0]:
            self.scroll_to(y=0, animate=False, force=True)
        elif top < seen:
            self.scroll_to(y=max(0, bottom - page + page // 3), animate=False, force=True)
        elif bottom > seen + page:
            self.scroll_to(y=max(0, top - page // 3), animate=False, force=True)

    def _text_width(self) -> int:
        return next((line.width_of(self._focus) for line in self._lines if line.width_of(self._focus)), 20) - 1

    def _cursor_row(self) -> int:
        field = self.fields.get(self._focus)
        return self._editing.row(self._text_width())[0] if field is not None and field.kind == "text" else 0

    def _after(self) -> None:
        self._reveal()
        self._repaint()
        self._tell_terminal()

    def _tell_terminal(self) -> None:
        """Put the terminal's own cursor where characters go: input methods open their window there."""
        if not self.is_mounted or not self.has_focus or self.fields.get(self._focus) is None:
            return
        for number, line in enumerate(self._lines):
            for part, x, room in line.slots:
                if part.key == self._focus:
                    row, cell = self._editing.row(max(2, room - 1))
                    origin = self.content_region.offset + Offset(GUTTER + x, number - self.scroll_offset.y)
                    self.app.cursor_position = origin + Offset(min(cell, room - 1), row)
                    return

    # Drawing

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow the scroll bar, and repaint only cells that look different afterwards."""
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = new_value
        if round(old_value) != round(new_value):
            self._repaint()

    def watch_has_focus(self, focused: bool) -> None:
        """Show whether keys go here."""
        super().watch_has_focus(focused)
        self._repaint()

    def on_resize(self) -> None:
        """Lay out for the new width."""
        self._painted.clear()
        self._lay()
        self._after()

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of the window and remember it, so that a later change can be compared with it."""
        strip = self._painted[y] = self._strip(y, self._looks())
        return strip

    def _repaint(self) -> None:
        if not self.is_mounted or not self._painted:
            self.refresh()
            return
        width, height = self.scrollable_content_region.size
        looks = self._looks()
        for y in range(height):
            if self._painted.get(y) != self._strip(y, looks):
                self.refresh(Region(0, y, width, 1))

    def _looks(self) -> Looks:
        style = self.get_visual_style
        few = self.app.no_color or self.app.native_ansi_color
        return Looks(style("sheet--field"), style("sheet--focused"), style("sheet--quiet"), style("sheet--chosen"), few)

    def notify_style_update(self) -> None:
        """Forget what was drawn in the old colours."""
        super().notify_style_update()
        self._cache.clear()

    def _strip(self, y: int, looks: Looks) -> Strip:
        number, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if number >= len(self._lines):
            return Strip.blank(width, self.visual_style.rich_style)
        line = self._lines[number]
        if line.has(self._focus):
            return self._draw(number, width, looks)
        # Nearly every key changes one line: the others are compared with what they were drawn from.
        now = (width, line.signature(self.fields, self.values))
        known = self._cache.get(number)
        if known is None or known[0] != now:
            known = self._cache[number] = (now, self._draw(number, width, looks))
        return known[1]

    def _draw(self, number: int, width: int, looks: Looks) -> Strip:
        line, base = self._lines[number], self.visual_style
        typing = self.has_focus and self.typing and line.has(self._focus)
        focus = self._focus if typing else ""
        drawn = draw_line(line, self.fields, self.values, self._editing if typing else None, focus, looks)
        begins = line.has(self._focus) and not (number and self._lines[number - 1].has(self._focus))
        mark = Content("▸ ") if begins and self.has_focus else Content(" " * GUTTER)
        if begins and self.typing:
            mark = mark.stylize(self.get_visual_style("sheet--mark", partial=True))
        content = mark + drawn
        segments = [Segment(text, each.rich_style) for text, each in content.render(base, end="") if text]
        return Strip(segments, content.cell_length).adjust_cell_length(width, base.rich_style).simplify()
