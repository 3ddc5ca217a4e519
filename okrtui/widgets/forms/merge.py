"""Somebody else saved the same thing first: theirs and mine side by side, to take field by field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

from okrtui.text import clean, fit
from okrtui.widgets.drawing.marks import ACCENT, QUIET
from okrtui.widgets.forms.unbound import tell_unbound
from okrtui.widgets.lists.row_list import Row, RowList


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that they and I left different; `mine_first` says whose is proposed."""

    name: str
    label: str
    theirs: str
    mine: str
    mine_first: bool = True


class Merge(ModalScreen[dict[str, str] | None]):
    """Dismissed with the value to keep of every field, or None: back to the form, nothing saved."""

    AUTO_FOCUS = "RowList"
    BINDINGS = [
        Binding("space,left,right,h,l", "swap", "swap", show=False),
        Binding("m", "all(True)", "all mine", show=False),
        Binding("t", "all(False)", "all theirs", show=False),
        Binding("f2", "save", "save", priority=True),
        Binding("escape", "leave", "back", priority=True),
    ]
    DEFAULT_CSS = """
    Merge RowList { height: auto; max-height: 16; margin-top: 1; }
    """

    def __init__(self, sentence: str, differences: Sequence[Difference]) -> None:
        super().__init__()
        self.sentence = sentence
        self.differences = tuple(differences)
        self.mine = {each.name for each in differences if each.mine_first}

    def compose(self) -> ComposeResult:
        """Lay out the sentence above the fields."""
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Changed meanwhile")
            box.border_subtitle = Content("space swaps · m mine · t theirs · F2 save · esc back")
            yield Static(Content(clean(self.sentence)))
            yield RowList(self._rows())

    def _rows(self) -> list[Row]:
        return [Row(each.name, self._line(each, each.name in self.mine), 4) for each in self.differences]

    def _line(self, each: Difference, mine: bool) -> Callable[[int], list[Content]]:
        def lines(width: int) -> list[Content]:
            return [
                Content.styled(clean(each.label), "bold"),
                _side("theirs", each.theirs, not mine, width),
                _side("mine", each.mine, mine, width),
                Content(),
            ]

        return lines

    def on_key(self, event: Key) -> None:
        """Say so where a key does nothing."""
        tell_unbound(self, event)

    def action_swap(self) -> None:
        """Take the other side's of the field under the cursor."""
        key = self.query_one(RowList).cursor_key
        if key is not None:
            self.mine ^= {key}
            self.query_one(RowList).set_rows(self._rows())

    def action_all(self, mine: bool) -> None:
        """Take one side's everywhere."""
        self.mine = {each.name for each in self.differences} if mine else set()
        self.query_one(RowList).set_rows(self._rows())

    def action_save(self) -> None:
        """Keep what is marked."""
        self.dismiss({each.name: each.mine if each.name in self.mine else each.theirs for each in self.differences})

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Enter swaps too: F2 alone saves."""
        self.action_swap()

    def action_leave(self) -> None:
        """Go back to the form."""
        self.dismiss(None)


def _side(name: str, text: str, taken: bool, width: int) -> Content:
    shown = fit(" ".join(text.split()) or "(empty)", max(0, width - 11), pad=False)
    mark = ("● " if taken else "○ ", ACCENT if taken else QUIET)
    return Content.assemble(mark, (f"{name:<8} ", QUIET), (shown, "" if taken else QUIET))
