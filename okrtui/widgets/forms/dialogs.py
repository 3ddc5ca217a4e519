"""Small questions: yes or no, and one of many."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from okrtui.text import clean
from okrtui.widgets.drawing.wrapping import wrapped
from okrtui.widgets.forms.fields import FieldInput
from okrtui.widgets.forms.unbound import tell_unbound
from okrtui.widgets.lists.row_list import Row, RowList, matching


class Confirm(ModalScreen[bool]):
    """One question; y says yes, n and esc say no. Enter does nothing: a slip must not remove things."""

    AUTO_FOCUS = ""
    BINDINGS = [
        Binding("y", "answer(True)", "yes"),
        Binding("n,escape,q", "answer(False)", "no"),
    ]

    def __init__(self, question: str, *, yes: str = "yes", no: str = "no", details: Sequence[str] = ()) -> None:
        super().__init__()
        self.question, self.yes, self.no = question, yes, no
        self.details = details

    def compose(self) -> ComposeResult:
        """Lay out question, details and keys."""
        with Vertical(classes="dialog"):
            yield Static(Content.styled(clean(self.question), "bold"))
            for line in self.details:
                yield Static(Content(clean(line)), classes="muted")
            yield Static(
                Content.assemble(("\ny ", "$text-accent"), clean(self.yes), ("   n ", "$text-accent"), clean(self.no))
            )

    def on_key(self, event: Key) -> None:
        """Say so where a key does nothing."""
        tell_unbound(self, event, f"y {clean(self.yes)} · n {clean(self.no)}")

    def action_answer(self, answer: bool) -> None:
        """Close with the answer."""
        self.dismiss(answer)


class Choose(ModalScreen[str | None]):
    """A picker: type to filter, ↑ ↓ move, enter takes the row's key, esc takes none."""

    AUTO_FOCUS = "FieldInput"
    BINDINGS = [
        Binding("escape", "leave", "leave", priority=True),
        Binding("down", "list('move(1)')", show=False),
        Binding("up", "list('move(-1)')", show=False),
        Binding("pagedown", "list('page(2)')", show=False),
        Binding("pageup", "list('page(-2)')", show=False),
    ]
    DEFAULT_CSS = """
    Choose .dialog { max-height: 80%; }
    Choose FieldInput { margin-bottom: 1; }
    """

    def __init__(self, title: str, rows: Sequence[Row], *, cursor: str = "", empty: str = "nothing matches") -> None:
        super().__init__()
        self.heading, self.choices, self.cursor, self.empty = title, list(rows), cursor, empty

    def compose(self) -> ComposeResult:
        """Lay out the filter above the list."""
        with Vertical(classes="dialog") as box:
            box.border_title = Content(clean(self.heading))
            box.border_subtitle = Content("type to filter · enter takes · esc leaves")
            box.styles.height = sum(row.height for row in self.choices) + 5
            yield FieldInput()
            choices = RowList(self.choices, empty=Content(self.empty))
            choices.can_focus = False  # the keys stay in the filter and are handed down from there
            yield choices

    def on_key(self, event: Key) -> None:
        """Say so where a key does nothing."""
        tell_unbound(self, event)

    def on_mount(self) -> None:
        """Stand on the present choice."""
        if self.cursor:
            self.query_one(RowList).move_to(self.cursor)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        self.show_matching()

    def show_matching(self) -> None:
        """Show the choices that the filter keeps."""
        self.query_one(RowList).set_rows(matching(self.choices, clean(self.query_one(FieldInput).value)))

    def take(self, key: str) -> None:
        """End with a choice."""
        self.dismiss(key)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the row under the cursor."""
        key = self.query_one(RowList).cursor_key
        if key is not None:
            self.take(key)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Take the row that was clicked."""
        self.take(event.key)

    async def action_list(self, action: str) -> None:
        """Hand a key down to the list."""
        await self.query_one(RowList).run_action(action)

    def action_leave(self) -> None:
        """Take none."""
        self.dismiss(None)


def option_rows(options: Sequence[tuple[str, str]], width: int = 70) -> list[Row]:
    """Return rows for `Choose` from keys and labels; what is longer than `width` takes a second line."""
    return [_option_row(key, clean(label), width) for key, label in options]


def _option_row(key: str, label: str, width: int) -> Row:
    height = max(1, len(wrapped(label, width - 2, 2)))

    def lines(width: int) -> list[Content]:
        drawn = [Content(f"  {line}" if at else line) for at, line in enumerate(wrapped(label, width - 2, height))]
        return drawn + [Content()] * (height - len(drawn))

    return Row(key, lines, height=height, search=label)
