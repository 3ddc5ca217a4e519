"""`?`: every key that does something on the screen beneath, made from the live commands."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from okrtui.text import cells, clean, fit


class HelpScreen(ModalScreen[None]):
    """A list to read; any of the usual keys closes it."""

    BINDINGS = [
        ("escape,q,question_mark,f1,enter", "app.pop_screen", "close"),
        ("j,down", "scroll(1)", "down"),
        ("k,up", "scroll(-1)", "up"),
        ("space,pagedown", "scroll(10)", "page down"),
        ("pageup", "scroll(-10)", "page up"),
    ]
    AUTO_FOCUS = ""

    def __init__(self, title: str, rows: Sequence[tuple[str, str, str, str]]) -> None:
        super().__init__()
        self.heading = title
        self.rows = rows

    def compose(self) -> ComposeResult:
        """Lay out one dialog with one text."""
        with VerticalScroll(classes="dialog") as box:
            box.border_title = Content(f"Keys · {clean(self.heading)}")
            box.border_subtitle = Content("j k scroll · esc closes")
            yield Static(self.text())

    def text(self) -> Content:
        """Return key, name and sentence a line; what cannot be done now is muted and says why."""
        lines: list[Content] = []
        for keys, name, help, reason in [*self.rows, *MOVING]:
            head = Content.assemble((fit(keys or "palette", KEYS), "$text-accent"), (fit(name, NAME), "bold"))
            style = "$text-muted" if reason else ""
            for row in wrapped(f"not now: {reason}" if reason else help, TEXT):
                lines.append(head + Content.styled(row, style))
                head = Content(" " * (KEYS + NAME))
        return Content("\n").join(lines)

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


MOVING = (
    ("j k ↓ ↑", "move", "Move the cursor; g and G go to the ends, pgup and pgdn a page.", ""),
    ("enter", "open", "Open what the cursor stands on.", ""),
    ("tab", "next", "Go to the next list or field; shift+tab goes back.", ""),
)

KEYS, NAME, TEXT = 10, 14, 44
"""Widths of the columns in cells; together what a dialog holds beside its scroll bar."""


def wrapped(text: str, width: int) -> list[str]:
    """Return `text` in rows of at most `width` cells, broken between words."""
    rows = [""]
    for word in clean(text).split():
        longer = f"{rows[-1]} {word}".strip()
        if cells(longer) > width and rows[-1]:
            rows.append(word)
        else:
            rows[-1] = longer
    return rows
