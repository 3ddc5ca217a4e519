"""`?`: every command of the screen beneath, grouped, filtered as one types, and done with enter."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from textual.binding import Binding
from textual.content import Content
from textual.events import Resize
from textual.timer import Timer
from textual.widgets import Input

from okrtui.commands.command import EVERYWHERE, Command
from okrtui.text import fit
from okrtui.widgets.drawing.wrapping import wrapped
from okrtui.widgets.forms.dialogs import Choose
from okrtui.widgets.lists.row_list import Row

HelpRow = tuple[str, str, str, str]
"""Keys, name, help, and why it cannot be done now."""
MOVING: tuple[HelpRow, ...] = (
    ("j k ↓ ↑", "move", "Move the cursor; g and G go to the ends, pgup and pgdn a page.", ""),
    ("enter", "open", "Open what is under the cursor.", ""),
    ("tab", "next", "Go to the next list or field; shift+tab goes back.", ""),
)
KEYS, NAME = 10, 17
"""Widths of the first columns in cells: the longest name has a blank behind it."""
WIDEST = 110
"""Cells of the dialog at most: a longer line is hard to read."""
AROUND = 8
"""Cells that border, padding, cursor and scroll bar take."""
LONGEST = 20
"""Lines of a sentence at most."""
SOON = 0.1
"""Seconds until a screen that has read nothing yet is asked again what can be done on it."""


class HelpfulScreen(Protocol):
    """The screen that is asked."""

    loaded: bool

    def heading(self) -> str: ...

    def commands(self) -> list[Command]: ...

    def help_rows(self) -> list[HelpRow]: ...


class HelpScreen(Choose):
    """Dismissed with the id of the command to do, None where the person only read."""

    BINDINGS = [Binding("f1", "leave", "close", show=False, priority=True)]

    def __init__(self, of: HelpfulScreen) -> None:
        super().__init__(f"Keys · {of.heading() or 'This week'}", [], empty="no command like that")
        self._of = of
        self._waiting: Timer | None = None

    def on_mount(self) -> None:
        """Ask what can be done, and again once the screen beneath has read what it shows."""
        super().on_mount()
        self._ask()
        if not self._of.loaded:
            self._waiting = self.set_interval(SOON, self._ask_when_loaded)

    def _ask_when_loaded(self) -> None:
        if self._of.loaded and self._waiting is not None:
            self._waiting.stop()
            self._ask()

    def _ask(self) -> None:
        width, here = min(WIDEST, self.app.size.width), self._of.heading() or "This week"
        room = width - AROUND - KEYS - NAME
        self.choices = list(_rows(self._of.commands(), self._of.help_rows(), here, room))
        self.show_matching()
        styles = self.query_one(".dialog").styles
        styles.width, styles.height = width, sum(row.height for row in self.choices) + 5

    def on_resize(self, event: Resize) -> None:
        """Break the sentences anew."""
        self._ask()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches; the character that opens help closes it, too."""
        if "?" in event.value:
            self.dismiss(None)
        else:
            super().on_input_changed(event)

    def take(self, key: str) -> None:
        """Do the command; a key that only moves is no command."""
        if not key.startswith(_MOVES):
            self.dismiss(key)


_MOVES = "moving "


def _rows(commands: Sequence[Command], helps: Sequence[HelpRow], here: str, width: int) -> Iterator[Row]:
    """Yield the commands of the screen, those of every screen, and the keys of lists, each below its heading."""
    both = list(zip([each.id for each in commands], [each.where for each in commands], helps, strict=True))
    groups: list[tuple[str, list[tuple[str, HelpRow]]]] = [
        (here, sorted(((id, row) for id, where, row in both if where != EVERYWHERE), key=_cannot)),
        ("Everywhere", [(id, row) for id, where, row in both if where == EVERYWHERE]),
        ("In a list", [(f"{_MOVES}{row[1]}", row) for row in MOVING]),
    ]
    for title, entries in groups:
        if entries:
            yield Row(f"heading {title}", _heading(title), selectable=False)
        for id, row in entries:
            lines = list(_lines(row, width))
            yield Row(id, _drawn(lines), len(lines), search=" ".join(row))


def _cannot(entry: tuple[str, HelpRow]) -> bool:
    """Tell whether a command cannot be done now: what can stands first."""
    return bool(entry[1][3])


def _heading(title: str) -> Callable[[int], Content]:
    return lambda width: Content.styled(title, "bold $text-accent")


def _drawn(lines: list[Content]) -> Callable[[int], list[Content]]:
    return lambda width: lines


def _lines(row: HelpRow, width: int) -> Iterator[Content]:
    """Give key, name and sentence a line; what cannot be done now is muted and says why."""
    keys, name, help, reason = row
    head = Content.assemble((fit(keys or "palette", KEYS), "$text-accent"), (fit(name, NAME), "bold"))
    style = "$text-muted" if reason else ""
    for text in wrapped(f"not now: {reason}" if reason else help, max(20, width), LONGEST) or [""]:
        yield head + Content.styled(text, style)
        head = Content(" " * (KEYS + NAME))
