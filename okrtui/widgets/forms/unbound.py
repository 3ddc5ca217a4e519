"""A key that a dialog does not know says so at the dialog's edge, beside those that it knows."""

from typing import Any

from textual.content import Content
from textual.events import Key
from textual.screen import Screen
from textual.widget import Widget

from okrtui.text import clean

_DEAD = " does nothing here · "


def tell_unbound(dialog: Screen[Any], event: Key, keys: str = "") -> None:
    """Say that a key does nothing where nothing has taken it; `keys` are told where the dialog's edge tells none."""
    function = event.key[1:].isdigit() and event.key[0] == "f"
    if event.key in dialog.active_bindings or not (event.is_printable or function):
        return
    box = dialog.query_one(".dialog", Widget)
    known = str(box.border_subtitle or "").rpartition(_DEAD)[2] or keys
    pressed = event.character if event.is_printable and event.character else event.key.upper()
    box.border_subtitle = Content(f"{clean(pressed) or event.key}{_DEAD}{known}")
