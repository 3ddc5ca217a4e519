"""A form drawn as one piece: fields among text, filled from top to bottom; a key repaints only the cells it changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from okrtui.text import clean, clean_lines
from okrtui.widgets.drawing.text_buffer import Editing
from okrtui.widgets.sheet.canvas import GUTTER, SheetCanvas, SheetLine
from okrtui.widgets.sheet.fields import SheetField, press
from okrtui.widgets.sheet.layout import Slot

__all__ = ["Sheet", "SheetField", "SheetLine", "Slot"]


class Sheet(SheetCanvas, can_focus=True):
    """Fields in an order, drawn where `plan(width)` puts them. It knows nothing of what they mean.

    `values` are what stands in the fields. Characters belong to the field; `rest()` gives the keys back to the screen
    and `resume()` takes them again.
    """

    @dataclass
    class Changed(Message):
        """The person changed a field."""

        key: str
        value: str

    @dataclass
    class Moved(Message):
        """Another field has the focus now, or none (the person rests)."""

        key: str
        typing: bool

    @dataclass
    class Joined(Message):
        """Several lines were pasted into a field that has one."""

        lines: int

    @dataclass
    class UnknownChoice(Message):
        """A character was typed that the focused choice does not know."""

        key: str

    @dataclass
    class SameChoice(Message):
        """A letter was typed for what is chosen already."""

        key: str
        value: str

    # What screens use

    @property
    def here(self) -> str:
        """The key of the field that has the focus, "" where there are no fields."""
        return self._focus

    def show(
        self, fields: Sequence[SheetField], values: Mapping[str, str], plan: Callable[[int], Sequence[SheetLine]]
    ) -> None:
        """Show these fields; focus, cursor and scroll stay by key, and only cells that look different are repainted."""
        before = self._order.index(self._focus) if self._focus in self._order else 0
        above = self._place(self._focus)
        self.fields = {field.key: field for field in fields}
        self.values = {field.key: values.get(field.key, "") for field in fields}
        self._set_order()
        self._plan = plan
        if self._focus not in self._order:
            self._focus = self._order[min(before, len(self._order) - 1)] if self._order else ""
            self._begin()
        elif self.values[self._focus] != self._editing.text:
            self._editing = Editing(self.values[self._focus], len(self.values[self._focus]))
        self._lay()
        if above is not None and (now := self._place(self._focus)) is not None and now != above:
            self.scroll_to(y=max(0, self.scroll_offset.y + now - above), animate=False, force=True)
        self._after()

    def _set_order(self) -> None:
        """Leave out fields that are there only with another field's value."""
        shown = [
            each for each in self.fields.values() if not each.when or self.values.get(each.when[0]) == each.when[1]
        ]
        self._order = [field.key for field in shown]

    def put(self, key: str, value: str) -> None:
        """Put a value into a field on behalf of the person, without a message."""
        self.values[key] = value
        self._set_order()
        if key == self._focus:
            self._editing = Editing(value, len(value))

    def go_to(self, key: str) -> bool:
        """Give a field the focus; False where there is none of that key."""
        if key not in self._order:
            return False
        self._focus = key
        self._begin()
        self._lay()
        self._after()
        self.post_message(self.Moved(key, self.typing))
        return True

    def rest(self) -> None:
        """Give the keys back to the screen."""
        self._set_typing(False)

    def resume(self) -> None:
        """Let characters belong to the field again."""
        self._set_typing(True)

    def _set_typing(self, typing: bool) -> None:
        self.typing = typing
        self._after()
        self.post_message(self.Moved(self._focus, typing))

    # Keys and mouse

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Return whether characters belong to a field now."""
        return self.typing and bool(self._order) and character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Move, or hand the key to the field."""
        if not self._order or not (self._moves(event.key) or (self.typing and self._edits(event))):
            return
        event.stop()
        event.prevent_default()

    def _moves(self, key: str) -> bool:
        field = self.fields[self._focus]
        if self.typing and field.breaks and key == "enter":
            return False
        if self.typing and field.kind == "text" and key in ("up", "down") and self._within(-1 if key == "up" else 1):
            return True
        self._goal = None
        if key in ("tab", "shift+tab", "enter", "e") and not self.typing:
            if key == "shift+tab":
                self._step(-1)
            self.resume()
        elif key in ("tab", "down", "enter") or (key == "j" and not self.typing):
            self._step(1)
        elif key in ("shift+tab", "up") or (key == "k" and not self.typing):
            self._step(-1)
        elif key in ("pagedown", "pageup"):
            self._to_head(1 if key == "pagedown" else -1)
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        place = self._order.index(self._focus) + by
        if 0 <= place < len(self._order):
            self.go_to(self._order[place])

    def _to_head(self, by: int) -> None:
        """Go to the beginning of the next or previous group of fields."""
        place = self._order.index(self._focus) + by
        while 0 < place < len(self._order) - 1 and not self.fields[self._order[place]].head:
            place += by
        self.go_to(self._order[min(max(place, 0), len(self._order) - 1)])

    def _within(self, by: int) -> bool:
        """Move the cursor inside a field of several lines; False where it would leave the field."""
        width = self._text_width()
        row, cell = self._editing.row(width)
        if self._goal is None:
            self._goal = cell
        if not self._editing.to_row(row + by, self._goal, width):
            return False
        self._after()
        return True

    def _edits(self, event: events.Key) -> bool:
        self._goal = None
        field, before = self.fields[self._focus], self.values[self._focus]
        answer = press(field, before, self._editing, event.key, event.character if event.is_printable else None)
        if answer is None:
            if event.is_printable:
                self.post_message(self.UnknownChoice(self._focus))
            return bool(event.is_printable)
        self._take(answer)
        if event.is_printable and event.key != "space":
            if field.kind == "choice" and self.values[self._focus] == before:
                self.post_message(self.SameChoice(self._focus, before))
            self._lead_on(before)
        return True

    def _lead_on(self, before: str) -> None:
        """Go on to the field that a letter just called for, like the reason why something is dropped."""
        now = (self._focus, self.values[self._focus])
        wanted = next((key for key, field in self.fields.items() if field.when == now), None)
        if wanted is not None and before != now[1] and not self.values[wanted]:
            self.go_to(wanted)

    def _take(self, value: str) -> None:
        changed = value != self.values[self._focus]
        self.values[self._focus] = value
        if changed:
            self._set_order()
            self.post_message(self.Changed(self._focus, value))
            self._lay()
        self._after()

    def on_paste(self, event: events.Paste) -> None:
        """Take everything that was pasted; where a field has one line, the lines are joined and that is told."""
        event.stop()
        field = self.fields.get(self._focus)
        if field is None or not self.typing or field.kind not in ("line", "text"):
            return
        several = field.kind == "text"
        self._editing.insert(clean_lines(event.text) if several else clean(event.text))
        lines = len([line for line in event.text.splitlines() if line.strip()])
        if lines > 1 and not several:
            self.post_message(self.Joined(lines))
        self._take(self._editing.text)

    def on_click(self, event: events.Click) -> None:
        """Focus the field under the mouse, or the first one of that line."""
        place = event.get_content_offset(self)
        if place is None or place.y + self.scroll_offset.y >= len(self._lines):
            return
        key = self._lines[place.y + self.scroll_offset.y].at(place.x - GUTTER)
        if key:
            event.stop()
            self.typing = True
            self.go_to(key)
