"""How a sheet's lines are laid out in cells and drawn: text beside fields, the cursor inside one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from textual.content import Content
from textual.style import Style

from okrtui.text import cells, clean, fit
from okrtui.widgets.drawing.marks import QUIET, Cell, columns, run_on
from okrtui.widgets.drawing.text_buffer import Editing, broken, graphemes
from okrtui.widgets.sheet.fields import SheetField


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a field stands in its line; `width` None shares what the others leave, `rows` is the least it takes.

    `show` is drawn in the field's place instead of its value, as long as it is not being typed.
    """

    key: str
    width: int | None = None
    rows: int = 1
    show: Content | None = None
    row: int = 0

    def at_row(self, row: int) -> "Slot":
        """Return the slot of the field's later line."""
        return replace(self, row=row)


Placed = tuple[Slot, int, int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A laid-out line: slots with column and width, and the text cells with theirs."""

    slots: tuple[Placed, ...]
    texts: tuple[tuple[Cell, int, int], ...]

    def has(self, key: str) -> bool:
        """Return whether a field (or a part of it) stands in this line."""
        return any(slot.key == key for slot, _, _ in self.slots)

    def width_of(self, key: str) -> int:
        """Return the width of a field here, 0 where it is not."""
        return next((width for slot, _, width in self.slots if slot.key == key), 0)

    def signature(self, fields: Mapping[str, SheetField], values: Mapping[str, str]) -> tuple[object, ...]:
        """Return what the line is drawn from as long as none of its fields has the focus; equal ones look the same."""
        slots = [
            (
                x,
                room,
                slot.row,
                values[slot.key],
                fields[slot.key].placeholder,
                slot.show and slot.show.plain,
                slot.show and slot.show.spans,
                fields[slot.key].kind,
            )
            for slot, x, room in self.slots
        ]
        return self.texts, slots

    def at(self, x: int) -> str:
        """Return the field at column `x`, else the first one of the line, "" where there is none."""
        for slot, start, width in self.slots:
            if start <= x < start + width:
                return slot.key
        return self.slots[0][0].key if self.slots else ""


@dataclass(frozen=True, slots=True)
class Looks:
    """The styles of fields; `few`: colours may not be seen, so fields are underlined and the cursor is reversed."""

    field: Style
    focused: Style
    quiet: Style
    chosen: Style
    few: bool


def lay_out(parts: Sequence[Cell | Slot], width: int, gap: int) -> Drawn:
    """Give every part its column and width in `width` cells."""
    fixed = sum(part.width for part in parts if part.width is not None)
    flexible = sum(part.width is None for part in parts)
    rest = max(0, width - fixed - gap * (len(parts) - 1))
    slots: list[Placed] = []
    texts: list[tuple[Cell, int, int]] = []
    rooms: list[int] = []
    for part in parts:
        room = part.width
        if room is None:
            room = rest // flexible
            rest, flexible = rest - room, flexible - 1
        rooms.append(room)
    wants = [rooms[at] if isinstance(part, Slot) else _cells(part) for at, part in enumerate(parts)]
    right = [isinstance(part, Cell) and part.right for part in parts]
    x = 0
    for part, given in zip(parts, run_on(wants, rooms, right, [part.width is None for part in parts]), strict=True):
        room = max(0, min(given, width - x))
        if isinstance(part, Slot):
            slots.append((part, x, room))
        else:
            texts.append((part, x, room))
        x += room + gap
    return Drawn(tuple(slots), tuple(texts))


def _cells(part: Cell) -> int:
    return cells(part.text) if isinstance(part.text, str) else part.text.cell_length


def draw_line(
    line: Drawn,
    fields: Mapping[str, SheetField],
    values: Mapping[str, str],
    editing: Editing | None,
    focus: str,
    looks: Looks,
) -> Content:
    """Return the line; `editing` is the cursor's text where the field `focus` is being typed."""
    pieces: list[tuple[int, Content]] = [
        (x, columns([replace(cell, width=room)], room)) for cell, x, room in line.texts if room
    ]
    for slot, x, room in line.slots:
        mine = slot.key == focus
        pieces.append((x, draw_field(slot, fields[slot.key], values[slot.key], editing if mine else None, room, looks)))
    content, at = Content(), 0
    for x, piece in sorted(pieces, key=lambda each: each[0]):
        content += Content(" " * (x - at)) + piece
        at = x + piece.cell_length
    return content


def draw_field(slot: Slot, field: SheetField, value: str, editing: Editing | None, room: int, looks: Looks) -> Content:
    """Return one line of a field, `room` cells wide."""
    if field.kind == "tick":
        return _on_ground(Content(" ✓ " if value else " · "), room, editing is not None, looks)
    if field.kind == "choice":
        return _choice(slot, field, value, room, editing is not None, looks)
    if field.kind == "text":
        return _text(slot, field, value, editing, room, looks)
    return _one_line(slot, field, value, editing, room, looks)


def _on_ground(content: Content, room: int, focused: bool, looks: Looks) -> Content:
    if content.cell_length > room:
        content = content.truncate(room, ellipsis=True)
    content += Content(" " * (room - content.cell_length))
    if looks.few:
        return content.stylize_before(Style(underline=True, bold=focused))
    return content.stylize_before(looks.focused if focused else looks.field)


def _choice(slot: Slot, field: SheetField, value: str, room: int, focused: bool, looks: Looks) -> Content:
    """Draw all options beside each other, or only the chosen one (`slot.show`) between arrows."""
    if slot.show is not None and not field.folded and not focused:
        return _on_ground(slot.show, room, False, looks)
    if slot.show is not None and field.folded:
        inner = slot.show if slot.show.cell_length <= room - 2 else slot.show.truncate(room - 2, ellipsis=True)
        left, right = ("‹", "›") if focused else (" ", " ")
        pad = " " * (room - 2 - inner.cell_length)
        whole = Content(left) + inner + Content(pad + right)
        return _on_ground(whole, room, True, looks) if focused else whole
    parts: list[Content] = []
    for each, label in field.options:
        if each == value:
            parts.append(Content.styled(f"▸{clean(label)}◂", looks.chosen if not looks.few else Style(bold=True)))
        else:
            parts.append(Content.styled(f" {clean(label)} ", QUIET if not focused else ""))
    whole = Content(" ").join(parts)
    return _on_ground(whole, room, True, looks) if focused else whole + Content(" " * (room - whole.cell_length))


def _cursor(looks: Looks) -> Style:
    return Style(reverse=True)


def _with_cursor(text: str, start: int, cursor: int, looks: Looks) -> tuple[Content, int]:
    """Return `text` (a line that begins at `start`) with the grapheme under the cursor reversed, and its cells."""
    at = cursor - start
    under = next(((a, b, w) for a, b, w in graphemes(text) if a == at), None)
    if under is None:
        return Content(text) + Content.styled(" ", _cursor(looks)), cells(text) + 1
    a, b, _ = under
    return Content(text).stylize(_cursor(looks), a, b), cells(text)


def _one_line(slot: Slot, field: SheetField, value: str, editing: Editing | None, room: int, looks: Looks) -> Content:
    if editing is None:
        if slot.show is not None and value:
            return _on_ground(slot.show, room, False, looks)
        if not value:
            return _on_ground(Content.styled(fit(field.placeholder, room, pad=False), QUIET), room, False, looks)
        return _on_ground(Content(fit(value, room, pad=False)), room, False, looks)
    start = _window(editing, room)
    content, _ = _with_cursor(value[start:], start, editing.cursor, looks)
    if editing.cursor >= len(value):
        ghost = field.ghost(value) if field.ghost else "" if value else field.placeholder
        content += Content.styled(ghost, QUIET)
    if content.cell_length > room:
        content = content.truncate(room)
    return _on_ground(content, room, True, looks)


def _window(editing: Editing, room: int) -> int:
    """Return from which place on a long line is shown, so that the cursor is in sight."""
    have = cells(editing.text[: editing.cursor])
    if have < room:
        return 0
    start = 0
    for _, end, takes in graphemes(editing.text):
        if have < room - min(8, room // 3):
            break
        have, start = have - takes, end
    return start


def _text(slot: Slot, field: SheetField, value: str, editing: Editing | None, room: int, looks: Looks) -> Content:
    lines = broken(value, room - 1)
    if slot.row >= len(lines) or (not value and editing is None):
        shown = field.placeholder if slot.row == 0 and not value else ""
        return _on_ground(Content.styled(fit(shown, room, pad=False), QUIET), room, editing is not None, looks)
    start, end = lines[slot.row]
    text = value[start:end]
    if editing is None or editing.row(room - 1)[0] != slot.row:
        return _on_ground(Content(text), room, editing is not None, looks)
    content, _ = _with_cursor(text, start, editing.cursor, looks)
    if not value:
        content += Content.styled(fit(field.placeholder, room - 1, pad=False), QUIET)
    return _on_ground(content, room, True, looks)
