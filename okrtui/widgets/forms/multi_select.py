"""Choosing several of a list: space marks a row and what lies beneath it, F2 takes what is marked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen

from okrtui.text import clean
from okrtui.widgets.drawing.marks import ACCENT, QUIET, Cell, columns
from okrtui.widgets.forms.unbound import tell_unbound
from okrtui.widgets.lists.row_list import Row, RowList


@dataclass(frozen=True, slots=True)
class Pick:
    """One row to choose; `under` is the key of the row it belongs to, `note` stands at the right."""

    key: str
    title: str
    under: str = ""
    note: Content | str = ""


class MultiSelect(ModalScreen[frozenset[str] | None]):
    """Dismissed with the marked keys, None where the person left."""

    AUTO_FOCUS = "RowList"
    BINDINGS = [
        Binding("space", "mark", "mark", show=False),
        Binding("a", "all", "all or none", show=False),
        Binding("f2", "take", "take", priority=True),
        Binding("escape", "leave", "leave", priority=True),
    ]
    DEFAULT_CSS = """
    MultiSelect .dialog { max-height: 90%; }
    """

    def __init__(self, title: str, picks: Sequence[Pick], marked: Iterable[str] = ()) -> None:
        super().__init__()
        self.heading, self.picks = title, tuple(picks)
        chosen = set(marked)
        above = {pick.under for pick in self.picks if pick.key in chosen and pick.under}
        self.marked = {pick.key for pick in self.picks} & (chosen | above)

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with Vertical(classes="dialog") as box:
            box.border_title = Content(clean(self.heading))
            box.border_subtitle = Content("space marks · a all · F2 takes what is marked · esc leaves")
            box.styles.height = len(self.picks) + 2
            yield RowList(self._rows())

    def _rows(self) -> list[Row]:
        return [Row(pick.key, self._line(pick, pick.key in self.marked)) for pick in self.picks]

    def _line(self, pick: Pick, marked: bool) -> Callable[[int], Content]:
        def line(width: int) -> Content:
            box = ("✓ ", ACCENT) if marked else ("○ ", QUIET)
            title = (pick.title, "" if pick.under else "bold")
            return columns([Cell(Content.assemble("  " if pick.under else "", box, title)), Cell(pick.note, 17)], width)

        return line

    def on_key(self, event: Key) -> None:
        """Say so where a key does nothing."""
        tell_unbound(self, event)

    def action_mark(self) -> None:
        """Mark the row and what lies beneath it, or take the mark away; then go on to the next row."""
        rows = self.query_one(RowList)
        if (key := rows.cursor_key) is None:
            return
        with_it = {key} | {pick.key for pick in self.picks if pick.under == key}
        if key in self.marked:
            self.marked -= with_it
        else:
            above = next(pick.under for pick in self.picks if pick.key == key)
            self.marked |= with_it | ({above} if above else set())
        rows.set_rows(self._rows())
        rows.action_move(1)

    def action_all(self) -> None:
        """Mark everything, or nothing where everything is marked."""
        every = {pick.key for pick in self.picks}
        self.marked = set() if self.marked == every else every
        self.query_one(RowList).set_rows(self._rows())

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter marks too: F2 alone takes."""
        self.action_mark()

    def action_take(self) -> None:
        """Close with what is marked."""
        self.dismiss(frozenset(self.marked))

    def action_leave(self) -> None:
        """Close with nothing."""
        self.dismiss(None)
