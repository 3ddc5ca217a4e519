"""What stands around every screen: title line, key line, message line and filter line."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, TypeVar

from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from okrtui.model.frozen import frozen
from okrtui.text import cells, clean, fit
from okrtui.widgets.forms.fields import FieldInput

if TYPE_CHECKING:
    from okrtui.model.live import Session


@frozen
class Frame:
    """What the title line says: workspace, `2026-W47`, `week 8 of 13`, who I am."""

    workspace: str = ""
    week: str = ""
    place: str = ""
    who: str = ""
    live: "Session | None" = None
    """The session that runs now."""
    zone: tzinfo = UTC
    """The workspace's: its midnight turns the day."""
    decimal_sign: str = ""
    """The workspace's, before the decimals of numbers that are typed."""


class TitleBar(Widget):
    """One row: where and when on the left, who and whether it is saved on the right."""

    frame = reactive(Frame())
    heading = reactive("")
    state = reactive("")

    def render(self) -> Content:
        """Return the row; the left side gives way when the terminal is narrow."""
        frame, width = self.frame, self.size.width
        right = " · ".join(part for part in (clean(frame.who), self.state) if part) + " "
        name = " " + (clean(frame.workspace) or "okrtui")
        room = max(0, width - cells(right) - 1)
        rest = "".join(f" · {part}" for part in (self.heading, frame.week, frame.place) if part)
        name = fit(name, max(8, room - cells(rest)), pad=False)
        left = fit(name + rest, room)
        return Content.assemble((left[: len(name)], "bold"), left[len(name) :], " ", right)


class KeysBar(Widget):
    """One row of keys that matter now; what does not fit is left out whole, the last entry always stays."""

    entries: reactive[tuple[tuple[str, str], ...]] = reactive(())
    note = reactive("")

    def render(self) -> Content:
        """Return the row."""
        entries = list(self.entries)
        last = entries.pop() if entries else None
        tail = f"{last[0]} {last[1]} " if last else ""
        room = self.size.width - cells(tail) - 2
        parts: list[Content | str | tuple[str, str]] = [" "]
        used = 1
        if self.note:
            shown = fit(self.note, max(0, min(30, room - 10)), pad=False)
            parts += [(shown, "$text-accent"), "   "]
            used += cells(shown) + 3
        for key, name in entries:
            takes = cells(key) + 1 + cells(name) + 2
            if used + takes > room:
                continue
            parts += [(key, "$text-accent"), (f" {name}  ", "")]
            used += takes
        if last:
            parts += [" " * max(1, self.size.width - used - cells(tail)), (last[0], "$text-accent"), f" {last[1]} "]
        return Content.assemble(*parts)


W = TypeVar("W", bound=Widget)


def parts(screen: Widget, kind: type[W]) -> list[W]:
    """Return what of a kind is a screen's own child, as all of its frame is: a query would ask everything below."""
    return [each for each in screen.children if isinstance(each, kind)]


_GLYPHS = {"info": "", "done": "✓ ", "warn": "! ", "error": "✗ "}
_STYLES = {"info": "", "done": "$text-success", "warn": "$text-warning", "error": "$text-error"}


ROWS = 3
"""Rows that a sentence takes at most."""


class MessageLine(Static):
    """One sentence to the person, in place of the keys until the next key."""

    def show(self, text: str, kind: str) -> None:
        """Show `text`, which is data and never markup; a long title in it must not hide the screen."""
        words = fit(clean(text), max(1, ROWS * (self.app.size.width - ROWS)), pad=False)
        self.update(Content.assemble((f" {_GLYPHS.get(kind, '')}", _STYLES.get(kind, "")), words))


def clear_message_line(screen: Widget, to_words: bool) -> None:
    """Show a screen's sentence or its keys. Not by a class of the screen: all that is on it would be styled anew."""
    for each in (*parts(screen, MessageLine), *parts(screen, KeysBar)):
        each.set_class(to_words, "-saying")


class FilterLine(Horizontal):
    """`/` and a field, in place of the keys while something is typed into it."""

    class Typed(Message):
        """The filter's text changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The person left the field; `dropped` when by esc."""

        def __init__(self, dropped: bool) -> None:
            super().__init__()
            self.dropped = dropped

    @property
    def text(self) -> str:
        """What the rows are filtered by."""
        return next((field.value for field in self.query(FilterInput)), "")

    @property
    def prepared(self) -> bool:
        """Whether the field is there."""
        return bool(self.query(FilterInput))

    async def prepare(self) -> None:
        """Make the field; not from the start, because its styles would cost the first paint 10 ms."""
        if not self.prepared:
            await self.mount(Static(Content(" /"), classes="filter--slash"), FilterInput())

    def open(self) -> bool:
        """Put the cursor into the field at once: not one typed character may go elsewhere. False before prepare."""
        for field in self.query(FilterInput):
            self.screen.set_focus(field)
            return True
        return False

    def clear(self) -> None:
        """Empty the field."""
        for field in self.query(FilterInput):
            field.value = ""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Announce the new text."""
        event.stop()
        self.post_message(self.Typed(clean(event.value)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter and leave the field."""
        event.stop()
        self.post_message(self.Left(dropped=False))


class FilterInput(FieldInput):
    """The filter's field: esc drops the filter, ↓ goes to the rows."""

    BINDINGS = [("escape", "drop", "drop the filter"), ("down", "leave", "to the rows")]

    def action_drop(self) -> None:
        """Drop the filter."""
        self.value = ""
        self.post_message(FilterLine.Left(dropped=True))

    def action_leave(self) -> None:
        """Keep the filter and go to the rows."""
        self.post_message(FilterLine.Left(dropped=False))


def key_entries(pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return key and name pairs as the key line takes them."""
    return tuple((key, clean(name)) for key, name in pairs)
