"""The kinds of fields on a sheet, what a key does to each, and which cells of a drawn line changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from okrtui.text import clean_lines
from okrtui.widgets.drawing.text_buffer import Editing, edit_key

Kind = Literal["line", "text", "choice", "tick"]


@dataclass(frozen=True, slots=True)
class SheetField:
    """One field. `line` has one row, `text` as many as it needs; `choice` has `options`, a `tick` is set by space.

    `letters` choose an option by a character; `head` begins a group; `ghost` returns what → would add to a text;
    `breaks`: enter begins a new line instead of going on; `folded`: a choice shows only what is chosen;
    `when` is another field's key and the value with which this one is there at all.
    """

    key: str
    kind: Kind = "line"
    options: tuple[tuple[str, str], ...] = ()
    letters: tuple[tuple[str, str], ...] = ()
    placeholder: str = ""
    head: bool = False
    breaks: bool = False
    folded: bool = False
    when: tuple[str, str] | None = None
    ghost: Callable[[str], str] | None = None


def press(field: SheetField, value: str, editing: Editing, key: str, character: str | None) -> str | None:
    """Return the field's value after a key, None where the key means nothing to it."""
    if field.kind == "choice":
        return _choose(field, value, key, character)
    if field.kind == "tick":
        return ("" if value else "✓") if key == "space" else None
    if key == "right" and editing.cursor == len(editing.text) and field.ghost and (rest := field.ghost(editing.text)):
        editing.insert(rest)
    elif key == "enter" and field.breaks:
        editing.insert("\n")
    elif character is not None:
        editing.insert(clean_lines(character) if character != " " else " ")
    elif not edit_key(editing, key):
        return value if key in ("left", "right", "home", "end", "backspace", "delete") else None
    return editing.text


def _choose(field: SheetField, value: str, key: str, character: str | None) -> str | None:
    every = [each for each, _ in field.options]
    if key in ("right", "left", "space"):
        step = -1 if key == "left" else 1
        if value not in every:
            return every[0 if step > 0 else -1]
        return every[(every.index(value) + step) % len(every)]
    if key in ("backspace", "delete"):
        return ""
    return dict(field.letters).get((character or "").casefold())
