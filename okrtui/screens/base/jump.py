"""`'`: each row in sight shows a letter, and the letter's key puts the cursor there."""

from string import ascii_uppercase
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from okrtui.widgets.lists.row_list import RowList

LETTERS = "asdfghjklqwertyuiopzxcvbnm" + ascii_uppercase
"""In the order in which fingers find them; a screen with more rows leaves the rest to the arrows."""
Targets = dict[str, tuple[RowList, str]]
"""By letter the list and the key of the row in it."""


def rows_in_sight(screen: Screen[Any]) -> Targets:
    """Return the rows that are seen and can hold the cursor, each with its letter."""
    seen = [(each, key) for each in screen.query(RowList) if each.focusable for key in each.in_sight]
    return dict(zip(LETTERS, seen, strict=False))


class JumpScreen(ModalScreen[None]):
    """Waits for one letter above the screen beneath, which stays as it is."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    JumpScreen { background: transparent; }
    JumpScreen Static { dock: bottom; height: 1; background: $background; }
    """

    def __init__(self, of: Screen[Any]) -> None:
        super().__init__()
        self._of, self._targets = of, rows_in_sight(of)

    def compose(self) -> ComposeResult:
        """Say in the place of the keys which keys there are now."""
        yield Static(
            Content.assemble((" a–z ", "$text-accent"), "goes to that row   ", ("esc ", "$text-accent"), "leaves")
        )

    def on_mount(self) -> None:
        """Write the letters beside the rows."""
        for row_list in self._of.query(RowList):
            row_list.write_letters({key: at for at, (on, key) in self._targets.items() if on is row_list})

    def on_key(self, event: Key) -> None:
        """Go to the row of that letter; any other key leaves things as they were."""
        event.stop()
        for row_list in self._of.query(RowList):
            row_list.write_letters({})
        if target := self._targets.get(event.character or ""):
            self._of.set_focus(target[0])
            target[0].move_to(target[1])
        self.dismiss(None)
