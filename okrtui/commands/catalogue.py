"""Every screen and command of the TUI: read from the `.txt` files of this folder, where each is declared once.

Footer, help, palette, keymap and docs/keys.md come from here. A block declares a screen and its commands:

    okrs 1 -> okrs.okrs.OkrsScreen                    its id, its place among the screens, its class in `okrtui.screens`
        OKRs                                          what a person calls it
        go.okrs   2       okrs *      Show the tree.  the command of every screen that goes there, if there is one
        fold-all  z       fold all    Fold them all.  a command: id, keys, name, sentence, two blanks between them
        fold-in   left h  fold in     Fold it.

A `*` behind a name says that it stands in the footer; `none` is no key: only the palette offers it. Commands of several
screens stand below `brainstorm|retro`, those of all below `everywhere`. What is declared again replaces the first.
"""

import re
from collections.abc import Iterator

import okrtui.commands
from okrtui.commands.command import EVERYWHERE as EVERYWHERE
from okrtui.commands.command import Command as Command
from okrtui.commands.command import ScreenEntry as ScreenEntry
from okrtui.commands.declared import blocks


def _declared() -> "Iterator[ScreenEntry | Command]":
    """Give what each block declares."""
    for head, *lines in blocks(okrtui.commands.__path__):
        place, _, screen = head.partition(" -> ")
        names, _, order = place.partition(" ")
        title = lines.pop(0) if screen else ""
        commands = [_command(where, line) for where in names.split("|") for line in lines]
        if screen:
            go = commands.pop(0) if commands and commands[0].where == EVERYWHERE else None
            yield ScreenEntry(names, title, screen, int(order), go)
        yield from commands


def _command(where: str, line: str) -> Command:
    id, keys, name, help = re.split(r"  +", line)
    pressed = () if keys == "none" else tuple(keys.split(" "))
    place, footer = EVERYWHERE if id[:3] == "go." else where, name[-2:] == " *"
    return Command(id if "." in id else f"{where}.{id}", pressed, name.removesuffix(" *"), help, place, footer)


_DECLARED = tuple(_declared())
ENTRIES = tuple(sorted((e for e in _DECLARED if isinstance(e, ScreenEntry)), key=lambda entry: entry.order))
"""The screens in the order of their number keys."""

SCREENS: dict[str, str] = {entry.where: entry.title for entry in ENTRIES}
"""Screen ids and what a person calls them."""

CATALOGUE: tuple[Command, ...] = (
    *(entry.go for entry in ENTRIES if entry.go is not None),
    *sorted(
        {each.id: each for each in _DECLARED if isinstance(each, Command)}.values(),
        key=lambda command: [EVERYWHERE, *SCREENS].index(command.where),
    ),
)


def command(id: str) -> Command:
    """Return the command called `id`. Raises KeyError where there is none."""
    for each in CATALOGUE:
        if each.id == id:
            return each
    raise KeyError(id)
