"""A dialog to read: one text, scrolled with the usual keys."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

from okrtui.text import clean
from okrtui.widgets.forms.unbound import tell_unbound


class Reader(ModalScreen[bool]):
    """Shows `lines` under `title`; esc, enter and q close it, and so does `further`: a key that the lines tell of.

    Returns whether it was that key.
    """

    BINDINGS = [
        ("escape,q,enter", "dismiss(False)", "close"),
        ("j,down", "scroll(1)", "down"),
        ("k,up", "scroll(-1)", "up"),
        ("space,pagedown", "scroll(10)", "page down"),
        ("pageup", "scroll(-10)", "page up"),
    ]
    AUTO_FOCUS = ""

    def __init__(self, title: str, lines: Sequence[Content], further: str = "") -> None:
        super().__init__()
        self.heading = title
        self.lines = list(lines)
        self.further = further

    def compose(self) -> ComposeResult:
        """Lay out one dialog with one text."""
        with VerticalScroll(classes="dialog", can_focus=False) as box:
            box.border_title = Content(clean(self.heading))
            box.border_subtitle = Content("j k scroll · esc closes")
            yield Static(Content("\n").join(self.lines))

    def on_key(self, event: Key) -> None:
        """Leave for what the lines tell of; say so where a key does nothing."""
        if self.further and event.character == self.further:
            event.stop()
            self.dismiss(True)
            return
        tell_unbound(self, event)

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)
