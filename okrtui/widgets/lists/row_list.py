"""The one list of the program: rows drawn only when seen, repainted only where they changed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice, repeat
from operator import is_

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from okrtui.widgets.lists.row_drawing import BLURRED, FOCUSED, GUTTER, PLAIN, RowDrawing, draw_line, draw_row
from okrtui.widgets.lists.rows import Row, matching

__all__ = ["Row", "RowList", "matching"]

BEYOND = 4
"""Lines that are shown beyond the cursor when the window follows it."""


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """A list of rows with one cursor. It knows nothing of what the rows mean.

    When the cursor leaves the window the list follows by some rows more, which are what is looked at next.
    """

    ALLOW_SELECT = False

    COMPONENT_CLASSES = {"rowlist--cursor", "rowlist--cursor-blurred", "rowlist--mark", "rowlist--empty"}

    DEFAULT_CSS = """
    RowList {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background 0%;
        scrollbar-background-hover: $background 0%;
        scrollbar-background-active: $background 0%;
        scrollbar-color: $foreground 20%;
        scrollbar-color-hover: $foreground 30%;
        & > .rowlist--cursor { background: $block-cursor-blurred-background; }
        & > .rowlist--cursor-blurred { background: $foreground 6%; }
        & > .rowlist--mark { color: $accent; text-style: bold; }
        & > .rowlist--empty { color: $text-muted; }
    }
    """

    BINDINGS = [
        Binding("j,down", "move(1)", "Down", show=False, id="list.down"),
        Binding("k,up", "move(-1)", "Up", show=False, id="list.up"),
        Binding("g,home", "first", "First", show=False, id="list.first"),
        Binding("G,end", "last", "Last", show=False, id="list.last"),
        Binding("pagedown", "page(2)", "Page down", show=False, id="list.page_down"),
        Binding("pageup", "page(-2)", "Page up", show=False, id="list.page_up"),
        Binding("ctrl+d", "page(1)", "Half a page down", show=False, id="list.half_down"),
        Binding("ctrl+u", "page(-1)", "Half a page up", show=False, id="list.half_up"),
        Binding("enter", "choose", "Open", show=False, id="list.choose"),
    ]

    @dataclass
    class Moved(Message):
        """The cursor stands on another row; `key` is None when no row can hold it."""

        row_list: "RowList"
        key: str | None

        @property
        def control(self) -> "RowList":
            return self.row_list

    @dataclass
    class Chosen(Message):
        """Enter was pressed on a row, or it was clicked while the cursor stood on it."""

        row_list: "RowList"
        key: str

        @property
        def control(self) -> "RowList":
            return self.row_list

    def __init__(
        self,
        rows: Sequence[Row] = (),
        *,
        empty: Content | str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        self._drawing = RowDrawing(self, lambda *row: self._draw_row(*row))
        super().__init__(id=id, classes=classes)
        self.empty = empty if isinstance(empty, Content) else Content(empty)
        self._rows: list[Row] = []
        self._offsets: list[int] = [0]
        self._index: dict[str, int] = {}
        self._cursor: int | None = None
        self._painted: dict[int, Strip] = {}
        self._emptied: tuple[tuple[object, ...], tuple[list[Strip], Strip]] | None = None
        if rows:
            self.set_rows(rows)

    # What screens use

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as they were set; change them with `set_rows` and `update_row`."""
        return self._rows

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor, None where no row can hold it."""
        return None if self._cursor is None else self._rows[self._cursor].key

    @property
    def lines(self) -> int:
        """How many lines the rows take, the words where there are none."""
        return self._offsets[-1] or len(self._empty_lines())

    @property
    def at_end(self) -> bool:
        """Whether the cursor, where there is one, stands on the last row that can hold it."""
        return self._cursor is None or self._next(self._cursor + 1, 1) is None

    def set_rows(self, rows: Iterable[Row], *, to_end: bool = False) -> None:
        """Show `rows` instead; cursor and scroll stay by key, and only lines that look different are repainted.

        With `to_end` the cursor goes to the last row: whoever looks on sees what came.
        """
        rows = list(rows)
        if len(rows) == len(self._rows) and all(map(is_, rows, self._rows)):
            return
        before, place = self.cursor_key, self._cursor or 0
        above = None if self._cursor is None else self._offsets[self._cursor] - self.scroll_offset.y
        self._rows = rows
        self._offsets = [0, *accumulate(row.height for row in self._rows)]
        self._index = {row.key: index for index, row in enumerate(self._rows)}
        kept = self._index.get(before) if before is not None and not to_end else None
        place = len(rows) if to_end else place
        self._cursor = kept if kept is not None and self._rows[kept].selectable else self._nearest(place)
        self._measure()
        if kept is not None and above is not None and self._offsets[kept] - self.scroll_offset.y != above:
            self._scroll_by_hand(self._offsets[kept] - above)
        self._reveal()
        self._repaint()
        if self.cursor_key != before:
            self._announce()

    def update_row(self, row: Row) -> None:
        """Replace the row of the same key and repaint what changed of it; raises KeyError for an unknown key."""
        index = self._index[row.key]
        old = self._rows[index]
        if (old.height, old.selectable) != (row.height, row.selectable):
            self.set_rows([*self._rows[:index], row, *self._rows[index + 1 :]])
            return
        self._rows[index] = row
        self._repaint()

    def move_to(self, key: str) -> bool:
        """Put the cursor on the row with `key` and scroll to it; False where there is none or it is a heading."""
        index = self._index.get(key)
        if index is None or not self._rows[index].selectable:
            return False
        self._go(index)
        return True

    @property
    def in_sight(self) -> list[str]:
        """The keys of rows that can hold the cursor and whose first line is in the window."""
        top = self.scroll_offset.y
        first, last = (bisect_left(self._offsets, line, 0, len(self._rows)) for line in (top, top + self._page))
        return [row.key for row in self._rows[first:last] if row.selectable]

    def write_letters(self, letters: dict[str, str]) -> None:
        """Write a letter before each row that has one, by key; none to write them no longer."""
        self._drawing.letters = letters
        self._repaint()

    def set_empty(self, empty: Content | str) -> None:
        """Say something else where there are no rows."""
        self.empty = empty if isinstance(empty, Content) else Content(empty)
        self._measure()
        self._repaint()

    # Keys and mouse

    def action_move(self, step: int) -> None:
        """Move the cursor by one selectable row, down for 1, up for -1."""
        if self._cursor is not None and (index := self._next(self._cursor + step, step)) is not None:
            self._go(index)

    def action_first(self) -> None:
        """Move the cursor to the first row and show the top."""
        if (index := self._next(0, 1)) is not None:
            self._go(index)

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        if (index := self._next(len(self._rows) - 1, -1)) is not None:
            self._go(index)

    def action_page(self, halves: int) -> None:
        """Move cursor and window together by so many half pages."""
        if self._cursor is None:
            return
        lines = self._page * halves // 2 or (1 if halves > 0 else -1)
        line = min(max(self._offsets[self._cursor] + lines, 0), self._offsets[-1] - 1)
        index = self._nearest(bisect_right(self._offsets, line) - 1)
        self._scroll_by_hand(self.scroll_offset.y + lines)
        if index is not None:
            self._go(index)

    def action_choose(self) -> None:
        """Announce that the row under the cursor was chosen."""
        if (key := self.cursor_key) is not None:
            self.post_message(self.Chosen(self, key))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row under the mouse; choose it if the cursor was there already."""
        place = event.get_content_offset(self)
        if place is None or not self._rows:
            return
        index = bisect_right(self._offsets, place.y + self.scroll_offset.y) - 1
        if index >= len(self._rows) or not self._rows[index].selectable:
            return
        event.stop()
        if index == self._cursor:
            self.action_choose()
        else:
            self._go(index)

    # Cursor and scroll

    @property
    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height)

    def _next(self, index: int, step: int) -> int | None:
        """Return the first selectable index from `index` on in the direction of `step`."""
        while 0 <= index < len(self._rows):
            if self._rows[index].selectable:
                return index
            index += step
        return None

    def _nearest(self, index: int) -> int | None:
        index = min(max(index, 0), len(self._rows) - 1)
        after = self._next(index, 1)
        return after if after is not None else self._next(index, -1)

    def _go(self, index: int) -> None:
        moved = index != self._cursor
        self._cursor = index
        self._reveal()
        self._repaint()
        if moved:
            self._announce()

    def _announce(self) -> None:
        self.post_message(self.Moved(self, self.cursor_key))

    def _reveal(self) -> None:
        """Scroll so that the cursor's row and a heading next to it are seen, and some lines beyond."""
        if self._cursor is None or not self.size.height:
            return
        first, last = self._cursor, self._cursor
        while first > 0 and not self._rows[first - 1].selectable:
            first -= 1
        if self._next(last + 1, 1) is None:
            last = len(self._rows) - 1
        page, seen = self._page, self.scroll_offset.y
        beyond = min(BEYOND, page // 3)
        top, bottom = self._offsets[first], self._offsets[last + 1]
        if bottom - top > page:
            top, bottom = self._offsets[self._cursor], self._offsets[self._cursor + 1]
        if top < seen:
            line = max(0, min(top, bottom - page + beyond if bottom - page > seen else top - beyond))
            whole = self._offsets[bisect_right(self._offsets, line) - 1]
            self._scroll_by_hand(whole if whole >= bottom - page else line)
        elif bottom > seen + page:
            # at the top stands a whole row: rows as high as these come to stand where others stood
            self._scroll_by_hand(self._offsets[bisect_left(self._offsets, min(top, bottom - page + beyond))])

    def _scroll_by_hand(self, line: int) -> None:
        self.scroll_to(y=max(0, line), animate=False, force=True)

    def _measure(self) -> None:
        """Tell the scroll bar how much there is, without laying out the screen again unless our height follows it."""
        size = Size(1, self.lines)
        if self.styles.height is not None and self.styles.height.is_auto:
            self.virtual_size = size
        elif self.virtual_size != size:
            self.set_reactive(RowList.virtual_size, size)
            if self.is_mounted:
                self._scroll_update(size)

    # Drawing

    def notify_style_update(self) -> None:
        """Look at the colours before the next row is drawn."""
        super().notify_style_update()
        self._drawing.restyled = True

    def _draw_row(self, row: Row, look: int, width: int) -> list[Strip]:
        return draw_row(self, row, look, width)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow the scroll bar, and repaint only lines that look different afterwards."""
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = new_value
        if round(old_value) != round(new_value):
            self._repaint()

    def watch_has_focus(self, focused: bool) -> None:
        """Show whether keys go here."""
        super().watch_has_focus(focused)
        self._repaint()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._measure()
        self._reveal()

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of the window and remember it, so that a later change can be compared with it."""
        strip = self._painted[y] = self._strip(y, self.scrollable_content_region.width)
        return strip

    def _repaint(self) -> None:
        if not self.is_mounted or not self._painted:
            self.refresh()
            return
        width, height = self.scrollable_content_region.size
        changed = list[Region]()
        for y, strip in enumerate(self._window(width, height)):
            before = self._painted.get(y)
            if strip is not before and strip != before:  # drawing it again would take longer than to look
                above = changed.pop() if changed and changed[-1].bottom == y else Region(0, y, width, 0)
                changed.append(above._replace(height=above.height + 1))
        if changed:
            self.refresh(*changed)

    def _window(self, width: int, height: int) -> Iterator[Strip]:
        """Yield the lines of the window, as `_strip` returns them one by one."""
        if not self._rows:
            words, blank = self._empty_strips(width)  # blank as below rows, whose first repaints its own
            yield from islice(chain(words, repeat(blank)), height)
            return
        line, left = self.scroll_offset.y, height
        at = self._look
        index = bisect_right(self._offsets, line) - 1
        while left > 0 and index < len(self._rows):
            drawn = self._drawing.lines(self._rows[index], at if index == self._cursor else PLAIN, width)[
                line - self._offsets[index] :
            ]
            yield from drawn[:left]
            left -= len(drawn)
            line += len(drawn)
            index += 1
        if left > 0:
            yield from repeat(Strip.blank(width, self.visual_style.rich_style), left)

    def _strip(self, y: int, width: int) -> Strip:
        line = y + self.scroll_offset.y
        if not self._rows:
            words, blank = self._empty_strips(width)
            return words[line] if line < len(words) else blank
        index = bisect_right(self._offsets, line) - 1
        if index >= len(self._rows):
            return Strip.blank(width, self.visual_style.rich_style)
        drawn = self._drawing.lines(self._rows[index], self._look if index == self._cursor else PLAIN, width)
        return drawn[line - self._offsets[index]]

    def _empty_strips(self, width: int) -> tuple[list[Strip], Strip]:
        """Return the words where there are no rows, line by line, and the line below; drawn once, not for each line."""
        look = self.empty, width, self.get_visual_style("rowlist--empty"), self.visual_style.rich_style
        if self._emptied is None or self._emptied[0] != look:
            drawn = [draw_line(line, width, look[2]) for line in self._empty_lines()]
            self._emptied = look, (drawn, Strip.blank(width, look[3]))
        return self._emptied[1]

    @property
    def _look(self) -> int:
        """How the row under the cursor looks."""
        return FOCUSED if self.has_focus else BLURRED

    def _empty_lines(self) -> list[Content]:
        width = self.scrollable_content_region.width
        if not self.empty or not width:
            return []
        inner = max(1, width - 2 * GUTTER)
        return [Content(" " * GUTTER) + line for line in self.empty.wrap(inner)]
