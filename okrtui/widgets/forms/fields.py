"""Fields to type and choose in; they keep their text safe and lose nothing that is pasted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding
from textual.content import Content
from textual.events import Key, Paste
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input

from okrtui.errors import Refused
from okrtui.rules import formatting
from okrtui.text import clean, folded

Option = tuple[str, str]
"""What a choice returns, and what it shows."""


Values = dict[str, str]
"""What a person typed, by field name; numbers too are text that was checked to be a number."""

Kind = Literal["text", "number", "multiline", "choice", "member", "members"]


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `options` are a choice's options, or what a text or member field suggests (→ takes it over).

    `members` are several with commas between them; the last one is completed.
    """

    name: str
    label: str
    kind: Kind = "text"
    value: str = ""
    options: tuple[str | Option, ...] = ()
    help: str = ""
    required: bool = False
    replaced: bool = False
    """Whether what stands there is a proposal that typing takes the place of, as it does for people and numbers."""
    typed: bool = False
    """Whether a person has typed what stands there, as in a draft, and not okrtui."""
    asked: Callable[[Mapping[str, str]], bool] | None = None
    """Tells from the values of the form whether the question is to be asked; None: always."""

    def pairs(self) -> list[Option]:
        """Return the options as value and label."""
        return [(each, each) if isinstance(each, str) else each for each in self.options]


def parse_number(text: str) -> float | None:
    """Return the number that `text` is, None where it is none."""
    try:
        return formatting.parse_number(text)
    except Refused:
        return None


class SuggestLast(SuggestFromList):
    """Completes what stands behind the last comma; who stands before it already is not suggested again."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names, case_sensitive=False)
        self.names = tuple(names)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the line with its last name completed, None where there is nothing to complete."""
        *before, last = value.split(",")
        typed = folded(last.strip())
        there = {folded(each.strip()) for each in before}
        for name in self.names:
            if typed and folded(name).startswith(typed) and folded(name) not in there:
                return value + name[len(typed) :] if folded(name) != typed else None
        return None


class FieldInput(Input):
    """A one-row Input without a blinking cursor; several pasted lines are joined and the person is told."""

    @dataclass
    class Joined(Message):
        """Several lines were pasted into the one row that there is."""

        field: "FieldInput"
        lines: int

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        suggestions: Sequence[str] = (),
        several: bool = False,
        select_on_focus: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            value=clean(value),
            placeholder=placeholder,
            suggester=_suggester([clean(each) for each in suggestions], several),
            compact=True,
            select_on_focus=select_on_focus,
            id=id,
            classes=classes,
        )
        self.cursor_blink = False  # a blinking cursor costs 2 KB a second over SSH

    def on_paste(self, event: Paste) -> None:
        """Insert everything that was pasted, made one safe line."""
        event.prevent_default()
        event.stop()
        lines = [line for line in event.text.splitlines() if line.strip()]
        text = clean(event.text)
        if self.selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *self.selection)
        if len(lines) > 1:
            self.post_message(self.Joined(self, len(lines)))


def _suggester(suggestions: Sequence[str], several: bool) -> SuggestFromList | None:
    if several:
        return SuggestLast(suggestions)
    return SuggestFromList(suggestions, case_sensitive=False) if suggestions else None


MOST_ROWS = 3
"""A choice whose options take more rows shows one at a time."""


class Choice(Widget, can_focus=True):
    """One of a few options beside each other: ←, → or the first letter."""

    DEFAULT_CSS = """
    Choice { height: auto; width: 1fr; }
    Choice:focus { background: $panel; }
    """
    BINDINGS = [
        Binding("right,space", "step(1)", "next", show=False),
        Binding("left", "step(-1)", "previous", show=False),
        Binding("enter", "submit", "next field", show=False),
    ]

    value = reactive("")

    @dataclass
    class Changed(Message):
        """Another option was chosen."""

        choice: "Choice"
        value: str

    @dataclass
    class Submitted(Message):
        """Enter was pressed."""

        choice: "Choice"

    def __init__(self, options: Sequence[Option], value: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.options = tuple(options)
        known = [each for each, _ in self.options]
        self.set_reactive(Choice.value, value if value in known else known[0] if known else "")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows that the options take."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Return all options where they fit into a few rows, else the chosen one between arrows."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        lines = [Content()]
        for value, label in self.options:
            chosen = value == self.value
            style = "bold $text-accent" if chosen else "$text-muted"
            part = Content.styled(f"▸{clean(label)}◂ " if chosen else f" {clean(label)}  ", style)
            if lines[-1] and lines[-1].cell_length + part.cell_length > width:
                lines.append(Content())
            lines[-1] += part
        if len(lines) <= MOST_ROWS and (width == 0 or all(line.cell_length <= width for line in lines)):
            return lines
        place = [value for value, _ in self.options].index(self.value)
        label = clean(self.options[place][1])
        more = (f" {place + 1} of {len(self.options)}, ← →", "$text-muted")
        return [Content.assemble((f"▸{label}◂ ", "bold $text-accent"), more)]

    def action_step(self, by: int) -> None:
        """Choose the next or previous option."""
        values = [value for value, _ in self.options]
        if values:
            self._choose(values[(values.index(self.value) + by) % len(values)])

    def action_submit(self) -> None:
        """Announce enter."""
        self.post_message(self.Submitted(self))

    def on_key(self, event: Key) -> None:
        """Choose the next option that begins with the letter."""
        if not event.is_printable or event.character is None or event.character == " ":
            return
        values = [value for value, _ in self.options]
        here = values.index(self.value) if self.value in values else 0
        for value, label in self.options[here + 1 :] + self.options[: here + 1]:
            if folded(label).startswith(folded(event.character)):
                event.stop()
                self._choose(value)
                return

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters belong to this field while it has the focus."""
        return character is not None and character.isprintable()

    def _choose(self, value: str) -> None:
        if value != self.value:
            self.value = value
            self.post_message(self.Changed(self, value))
