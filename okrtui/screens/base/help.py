"""`?`: every key that does something on the screen beneath, made from the live commands."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from okrtui.text import fit
from okrtui.widgets.drawing.wrapping import wrapped
from okrtui.widgets.forms.reader import Reader

Row = tuple[str, str, str, str]
"""Keys, name, help, and why it cannot be done now."""
MOVING: tuple[Row, ...] = (
    ("j k ↓ ↑", "move", "Move the cursor; g and G go to the ends, pgup and pgdn a page.", ""),
    ("enter", "open", "Open what the cursor stands on.", ""),
    ("tab", "next", "Go to the next list or field; shift+tab goes back.", ""),
)
KEYS, NAME, TEXT = 10, 14, 44
"""Widths of the columns in cells; together what a dialog holds beside its scroll bar."""
LONGEST = 20
"""Lines of a sentence at most."""


class HelpScreen(Reader):
    """A list to read; what opens it closes it, too."""

    BINDINGS = [("question_mark,f1", "app.pop_screen", "close")]

    def __init__(self, title: str, rows: Sequence[Row]) -> None:
        super().__init__(f"Keys · {title}", list(_lines([*rows, *MOVING])))
        self.rows = rows


def _lines(rows: Sequence[Row]) -> Iterator[Content]:
    """Give key, name and sentence a line; what cannot be done now is muted and says why."""
    for keys, name, help, reason in rows:
        head = Content.assemble((fit(keys or "palette", KEYS), "$text-accent"), (fit(name, NAME), "bold"))
        style = "$text-muted" if reason else ""
        for row in wrapped(f"not now: {reason}" if reason else help, TEXT, LONGEST) or [""]:
            yield head + Content.styled(row, style)
            head = Content(" " * (KEYS + NAME))
