"""Which keys do a command, as a person has mapped them, how they are spelled, and sentences that name them.

A sentence never spells a key that may be mapped differently: it says `f"parked; {key_of('app.undo')} takes it back"`.
`key_of` only marks the place; whoever shows the sentence puts the key in force there into it, with `with_keys`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from okrtui.commands.catalogue import CATALOGUE, EVERYWHERE, Command, command

Keymap = Mapping[str, str]
"""Command id to its keys with commas between them, like `{"okrs.new": "n,insert"}`."""

_SHOWN = {
    "escape": "esc",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "slash": "/",
    "plus": "+",
    "minus": "-",
}


def show_key(key: str) -> str:
    """Return a key as footer, help and docs spell it: `esc`, `F1`, `ctrl+p`, `?`."""
    key = key.strip()
    if len(key) > 1 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    return _SHOWN.get(key) or _sign(key) or key


@lru_cache
def _sign(name: str) -> str:
    """Return the sign that a name like `question_mark` is of, "" for none: Textual calls them as Unicode does."""
    import unicodedata  # nobody needs it for letters

    try:
        sign = unicodedata.lookup(name.replace("_", " ")) if len(name) > 1 else ""
    except KeyError:
        return ""
    return sign if sign.isprintable() and not sign.isspace() else ""


_NAMED = frozenset(
    (
        "escape",
        "enter",
        "tab",
        "space",
        "backspace",
        "delete",
        "insert",
        "home",
        "end",
        "pageup",
        "pagedown",
        "up",
        "down",
        "left",
        "right",
    )
)


def is_key(key: str) -> bool:
    """Tell whether a terminal can send a key that is called so: a sign, its name, or one of those with a modifier."""
    *before, last = key.split("+") if len(key) > 1 else [key]
    function = re.fullmatch(r"f([1-9]|1\d|2[0-4])", last) is not None
    known = (
        (len(last) == 1 and last.isprintable())
        or last in _NAMED
        or function
        or (bool(_sign(last)) and _sign(last).isascii())
    )
    return known and {*before} <= {"ctrl", "shift", "alt", "super", "hyper", "meta"} and len({*before}) == len(before)


def types(key: str) -> bool:
    """Tell whether a key writes a character where a field has the focus, so that it does no command there."""
    return len(show_key(key)) == 1 or key == "space"


def shown_keys(of: Command) -> list[str]:
    """Return a command's keys as they are spelled; what opens the row under the cursor is done with enter."""
    return [show_key(key) for key in of.keys] or (["enter"] if of.id == f"{of.where}.open" else [])


def _remapped(each: Command, keymap: Keymap) -> Command:
    keys = keymap.get(each.id)
    return each if keys is None else replace(each, keys=tuple(k.strip() for k in keys.split(",") if k.strip()))


def commands_for(where: str, keymap: Keymap | None = None, catalogue: Sequence[Command] = CATALOGUE) -> list[Command]:
    """Return what can be asked for on screen `where`: its own commands, then the everywhere ones.

    A screen's own command hides an everywhere command's key: such a command comes without that key.
    """
    every = [_remapped(each, keymap or {}) for each in catalogue]
    own = [each for each in every if each.where == where and where != EVERYWHERE]
    taken = {key for each in own for key in each.keys}
    general = [
        replace(each, keys=tuple(key for key in each.keys if key not in taken))
        for each in every
        if each.where == EVERYWHERE
    ]
    return own + general


# ---- keys in sentences ---------------------------------------------------------------------

_BEGIN, _END = "\x02", "\x03"
"""Around the place of a key. No text of a person has them in it: what is stored and what is typed is cleaned."""
_PLACE = re.compile(f"{_BEGIN}([^{_END}]*){_END}")
_TYPING, _OTHER = "typing", "other"


def key_of(id: str, *, typing: bool = False, other: bool = False) -> str:
    """Return what stands in a sentence for the key of a command until it is shown.

    `id` is a command's, or `.next` for the command `next` of the screen that shows it. `typing` asks for a key that
    does it while a field has the focus, `other` for the second one where there are several.
    """
    return f"{_BEGIN}{id} {_TYPING if typing else _OTHER if other else ''}{_END}"


UNDO, BACK = key_of("app.undo"), key_of("app.back")
"""What most sentences name."""


def with_keys(text: str, where: str, commands: Callable[[str], Sequence[Command]]) -> str:
    """Return a sentence with the keys that do its commands now.

    `where` is the screen that shows it, `commands` returns those of a screen with the person's own keys. A command
    without a key is named as the palette finds it. What names no command is left out: the sentence may hold what others
    wrote into a workspace past okrtui, these signs among it.
    """
    return _PLACE.sub(lambda place: _spelled(place[1], where, commands), text) if _BEGIN in text else text


def default_keys(text: str) -> str:
    """Return a sentence with the keys of whoever has not mapped them: for what a whole room is told."""
    return with_keys(text, EVERYWHERE, commands_for)


def _spelled(place: str, where: str, commands: Callable[[str], Sequence[Command]]) -> str:
    id, _, wish = place.partition(" ")
    try:
        found = _find(id, where, commands)
    except KeyError:
        return ""
    keys = [each for each in found.keys if not (wish == _TYPING and types(each))]
    if keys:
        return show_key(keys[min(1, len(keys) - 1)] if wish == _OTHER else keys[0])
    if id == "app.palette":
        return "the palette"
    palette = next((show_key(each.keys[0]) for each in commands(where) if each.id == "app.palette" and each.keys), "")
    return f"{palette} “{found.name}”" if palette else f"the palette’s “{found.name}”"


def _find(id: str, where: str, commands: Callable[[str], Sequence[Command]]) -> Command:
    """Return the command with the keys that it has where the sentence sends people: here, else on its own screen."""
    for each in commands(where):
        if each.id == id or (id[:1] == "." and each.where == where and each.id.endswith(id)):
            return each
    return next(each for each in commands(command(id).where) if each.id == id)
