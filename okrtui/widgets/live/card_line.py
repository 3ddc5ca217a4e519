"""The line that cards are written in: it keeps the focus, draws itself, and loses nothing that is typed or pasted."""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget

from okrtui.text import cells, clean, fit
from okrtui.widgets.drawing.marks import ACCENT, QUIET
from okrtui.widgets.drawing.text_buffer import Editing, broken, edit_key

LEAD = 3
ROWS = 2


class CardLine(Widget, can_focus=True):
    """`> a card that is being wri_`; a long one takes two rows, and more scroll."""

    DEFAULT_CSS = """
    CardLine { height: 2; width: 1fr; }
    """

    class Said(Message):
        """Something was done in the line."""

    @dataclass
    class Typed(Said):
        """The text changed."""

        text: str

    @dataclass
    class Entered(Said):
        """Enter was pressed; the text stays until the screen has stored it."""

        text: str

    @dataclass
    class Pasted(Said):
        """Several lines were pasted, which may be several cards."""

        lines: tuple[str, ...]

    class Up(Said):
        """The arrow up was pressed: my last card is wanted."""

    class Turned(Said):
        """Tab was pressed where there are several questions: the next one is meant."""

    def __init__(self, hint: str = "") -> None:
        super().__init__()
        self.hint = hint
        self.resting = ""
        """What gives the line the keys, said while it has none: then it must not look like a field."""
        self.label = ""
        self.prompts = 0
        """How many questions tab goes through."""
        self._lead, self._hue = "", ACCENT
        self._editing = Editing()

    def lead(self, prompt: str, hue: str = ACCENT) -> None:
        """Show before the text which question it answers, in its colour; "" for none."""
        if (prompt, hue) != (self._lead, self._hue):
            self._lead, self._hue = prompt, hue
            self.refresh()

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self._editing.text

    def put(self, text: str, label: str = "") -> None:
        """Show a text with the cursor behind it; `label` says what it is, where it is no new card."""
        text = clean(text) if text.strip() else ""
        self.label = label
        self._editing = Editing(text, len(text))
        self._after()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Characters belong to the line while it has the focus."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Edit, or announce what was asked for."""
        before = self.text
        if event.key == "enter":
            self.post_message(self.Entered(self.text))
        elif event.key == "up":
            self.post_message(self.Up())
        elif event.key == "tab" and self.prompts > 1:
            self.post_message(self.Turned())
        elif event.is_printable and event.character is not None:
            self._editing.insert(event.character)
        elif not edit_key(self._editing, event.key) and event.key not in ("left", "right", "backspace", "delete"):
            return
        event.stop()
        event.prevent_default()
        if self.text != before:
            self.post_message(self.Typed(self.text))
        self._after()

    def on_paste(self, event: events.Paste) -> None:
        """Take one line as it is; several are asked about."""
        event.stop()
        lines = tuple(each for each in (clean(line) for line in event.text.splitlines()) if each)
        if len(lines) > 1:
            self.post_message(self.Pasted(lines))
        elif lines:
            self._editing.insert(lines[0])
            self.post_message(self.Typed(self.text))
            self._after()

    def on_focus(self, event: events.Focus) -> None:
        """Show the cursor."""
        self._after()

    def _after(self) -> None:
        self.refresh()
        if self.is_mounted and self.has_focus:  # input methods open their window where the terminal's cursor is
            row, cell = self._editing.row(self._room)
            self.app.cursor_position = self.content_region.offset + Offset(self._indent + cell, min(row, ROWS - 1))

    @property
    def _indent(self) -> int:
        return LEAD + (cells(self._lead) + 1 if self._lead else 0)

    @property
    def _room(self) -> int:
        return max(8, self.size.width - self._indent - 2)

    def render(self) -> Content:
        """Return the rows around the cursor."""
        text, cursor = self._editing.text, self._editing.cursor
        if not self.has_focus:
            said = f"{self.resting} · half-typed: {text}" if text else self.resting
            return Content.styled(f" {fit(said, max(0, self.size.width - 2), pad=False)}", QUIET)
        lead = Content.styled(f" {self._lead} > " if self._lead else " > ", f"bold {self._hue}")
        if not text:
            said = fit(f" {self.label or self.hint}", max(0, self.size.width - self._indent - 1), pad=False)
            return lead + Content.styled(" ", "reverse") + Content.styled(said, QUIET)
        lines, at = broken(text, self._room), self._editing.row(self._room)[0]
        first = max(0, at - ROWS + 1)
        drawn = []
        for start, end in lines[first : first + ROWS]:
            line = Content(text[start:end])
            if start <= cursor and (cursor < end or (cursor == end and lines[at] == (start, end))):
                here = text[cursor : self._editing.after] if cursor < end else " "
                after = text[self._editing.after : end] if cursor < end else ""
                line = Content.assemble(text[start:cursor], (here, "reverse"), after)
            drawn.append(line)
        head = [lead if first == 0 else Content.styled(" … ", QUIET), *[Content(" " * self._indent)] * (ROWS - 1)]
        return Content("\n").join(left + right for left, right in zip(head, drawn, strict=False))
