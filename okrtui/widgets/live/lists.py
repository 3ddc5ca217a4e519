"""The two lists of a live session: what the present phase says stands in them, side by side or one alone."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message

from okrtui.model.live import View
from okrtui.widgets.lists.quadrant import Quadrant
from okrtui.widgets.lists.row_drawing import GUTTER
from okrtui.widgets.lists.row_list import matching
from okrtui.widgets.live.phase_layouts import PhaseLayout, Viewer
from okrtui.widgets.live.rows import lit_row, roomy


class SizedList(Quadrant):
    """A Quadrant that says when it has another width, and takes heading and words beside it in one go."""

    class Sized(Message):
        """The list has another width: rows of several lines must be broken anew."""

    _wide = 0

    def on_resize(self) -> None:
        """Ask for rows of the new width."""
        if self.size.width != self._wide:
            self._wide = self.size.width
            self.post_message(self.Sized())

    def name_it(self, title: str, aside: str, style: str) -> None:
        """Write the heading: its name, and `aside` at its right end."""
        said = Content.styled(aside, style) if aside else Content()
        if title != self.title or not said.is_same(self.aside):
            self.title, self.aside = title, said
            self._draw_heading()


class LiveList(SizedList, can_focus=True, inherit_bindings=False):
    """A list in which `g` groups instead of going to the first row."""

    DEFAULT_CSS = """
    LiveList { width: 1fr; }
    LiveList.-away { display: none; }
    """
    BINDINGS = [
        Binding("j,down", "move(1)", "Down", show=False, id="list.down"),
        Binding("k,up", "move(-1)", "Up", show=False, id="list.up"),
        Binding("home", "first", "First", show=False),
        Binding("G,end", "last", "Last", show=False, id="list.last"),
        Binding("pagedown", "page(2)", "Page down", show=False, id="list.page_down"),
        Binding("pageup", "page(-2)", "Page up", show=False, id="list.page_up"),
        Binding("ctrl+d", "page(1)", "Half a page down", show=False, id="list.half_down"),
        Binding("ctrl+u", "page(-1)", "Half a page up", show=False, id="list.half_up"),
        Binding("enter", "choose", "Open", show=False, id="list.choose"),
    ]

    def action_move(self, step: int) -> None:
        """Move the cursor; scroll where there is only text."""
        if self.cursor_key is None:
            self._scroll_by_hand(self.scroll_offset.y + step)
        else:
            super().action_move(step)

    def action_page(self, halves: int) -> None:
        """Move by half pages; scroll where there is only text."""
        if self.cursor_key is None:
            self._scroll_by_hand(self.scroll_offset.y + halves * self._page // 2)
        else:
            super().action_page(halves)


class TwoLists(Horizontal):
    """A phase's two lists; the one that has the keys says what commands are for."""

    DEFAULT_CSS = """
    TwoLists { height: 1fr; padding: 0 1; }
    TwoLists #left { margin-right: 1; }
    """
    _shares = (0, 0)

    def compose(self) -> ComposeResult:
        """Lay out both."""
        yield LiveList("", id="left")
        yield LiveList("", id="right")

    @property
    def left(self) -> LiveList:
        """The list on the left."""
        return self.query_one("#left", LiveList)

    @property
    def right(self) -> LiveList:
        """The list on the right."""
        return self.query_one("#right", LiveList)

    @property
    def row_key(self) -> str | None:
        """The key of the row under the cursor, in the list that has the keys."""
        return self.focused.cursor_key

    @property
    def focused(self) -> LiveList:
        """The list that has the keys, else the one on the left."""
        here = self.screen.focused
        return here if isinstance(here, LiveList) else self.left

    def focus_left(self) -> None:
        """Give the list on the left the keys."""
        self.screen.set_focus(self.left)

    def focus_right(self) -> None:
        """Give the list on the right the keys, where it is there."""
        if not self.right.has_class("-away"):
            self.screen.set_focus(self.right)

    def stand_on(self, key: str) -> None:
        """Put the cursor on a row."""
        for each in (self.left, self.right):
            if each.move_to(key):
                self.screen.set_focus(each)
                return

    def show_none(self, title: str, words: str) -> None:
        """Say that there is nothing to show."""
        self._shares = (0, 0)
        self.right.add_class("-away")
        self.left.name_it(title, "", "")
        self.left.set_empty(words)
        self.left.set_rows([])
        self.focus_left()

    def place(self, layout: PhaseLayout, wide: bool) -> None:
        """Give the lists the widths that the phase wants."""
        alone = layout.right is None or (layout.share == 50 and not wide)
        shares = (100, 0) if alone else (layout.share, 100 - layout.share)
        if shares != self._shares:
            self._shares = shares
            self.right.set_class(alone, "-away")
            self.left.styles.width = f"{shares[0]}fr"
            self.right.styles.width = f"{max(1, shares[1])}fr"
            if alone and self.screen.focused is self.right:
                self.focus_left()

    def show_rows(
        self, layout: PhaseLayout, view: View, viewer: Viewer, words: str, *, left: bool = True, fresh: bool = False
    ) -> None:
        """Show the rows that hold all `words`; without `left` only those of others, `fresh` in another phase."""
        alone = layout.right is None or self.right.has_class("-away")
        sides = [(self.left, layout.left, layout.title, layout.aside, layout.empty)] if left or alone else []
        if layout.right is not None and not alone:
            sides.append((self.right, layout.right, layout.right_title, layout.right_aside, layout.right_empty))
        for rows, draw, title, aside, empty in sides:
            width = rows.scrollable_content_region.width - GUTTER
            if width <= 0:
                continue
            rows.name_it(title(view, viewer), viewer.with_keys(aside(view, viewer)), "bold $foreground")
            if str(rows.empty) != (none := viewer.with_keys(empty)):
                rows.set_empty(none)
            shown = matching(draw(view, viewer, width), words)
            if view.room.lit.startswith("group "):
                shown = [lit_row(row) if row.key == view.room.lit else row for row in shown]
            own = rows is self.left and bool(shown) and shown[-1].selectable  # my cards, and not what is promised
            ends = own or (rows is self.right and (rows.at_end or fresh))
            follows = layout.writes and rows is not self.screen.focused and ends
            rows.set_rows(roomy(shown, rows.scrollable_content_region.height) if follows else shown, to_end=follows)
