"""Keyboards of other scripts: where a letter is no command, the key that it lies on is meant."""

from typing import TYPE_CHECKING, Any

from textual.events import Key
from textual.keys import _character_to_key

if TYPE_CHECKING:
    from textual.app import App

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_ROWS = (
    "йцукенгшщзхъфывапролджэячсмитьбю",  # Russian
    "йцукенгшщзхїфівапролджєячсмитьбю",  # Ukrainian
    ";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,.",  # Greek
    "/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ",  # Hebrew
    "ضصثقفغعهخحجدشسيبلاتنمكطئءؤر ىةوز",  # Arabic
)


def _shadows() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _ROWS:
        for typed, latin in zip(row, _LATIN, strict=True):
            if not typed.isascii():
                found.setdefault(typed, latin)
                if typed.upper() != typed and len(typed.upper()) == 1:
                    found.setdefault(typed.upper(), latin.upper())
    return found


SHADOWS = _shadows()
"""By a character of another keyboard the one that a Latin one has on the same key."""


def meant(event: Key, app: "App[Any]") -> Key:
    """Return the key that somebody meant who types on another keyboard; the event itself where it is known, or text."""
    latin = SHADOWS.get(event.character or "")
    if latin is None:
        return event
    bound = app.screen.active_bindings
    if event.key in bound or (app.focused is not None and app.focused.check_consume_key(event.key, event.character)):
        return event
    key = _character_to_key(latin)
    return Key(key, latin) if key in bound else event
