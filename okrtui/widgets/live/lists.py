"""A list of a live session: its letters belong to the session's commands, and it says when its width changed."""

from textual.binding import Binding
from textual.content import Content
from textual.message import Message

from okrtui.widgets.lists.quadrant import Quadrant


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
