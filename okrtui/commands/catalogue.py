"""Every screen and command of the TUI: found in the modules of this folder, where each is declared once.

A module that has `SCREENS` or `COMMANDS` is read; footer, `?`, palette, keymap and docs/keys.md come from here.
"""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

import okrtui.commands
from okrtui.commands.command import EVERYWHERE as EVERYWHERE
from okrtui.commands.command import Command as Command
from okrtui.commands.command import ScreenEntry as ScreenEntry

THESE = ("catalogue", "command", "keys")
"""The modules that declare nothing of their own."""

_EVERYWHERE: tuple[Command, ...] = (
    Command("go.live", ("b", "f9"), "join", "Join the live session that runs.", EVERYWHERE),
    Command("app.filter", ("/",), "filter", "Keep only the rows that contain what you type.", EVERYWHERE, True),
    Command("app.copy", ("y",), "copy", "Copy what is shown as Markdown to the terminal's clipboard.", EVERYWHERE),
    Command("app.export", ("x",), "export", "Write the whole workspace as a tree of Markdown files.", EVERYWHERE),
    Command("app.undo", ("u",), "undo", "Take back my last change.", EVERYWHERE),
    Command("app.redo", ("U",), "redo", "Do again what was taken back last.", EVERYWHERE),
    Command("app.theme", ("T",), "theme", "Switch between the dark, light and 16-colour look.", EVERYWHERE),
    Command(
        "app.palette",
        ("ctrl+p",),
        "palette",
        "Find any command by its name, and go to what has a ref, a title or a login.",
        EVERYWHERE,
    ),
    Command("app.back", ("escape",), "back", "Leave the field, drop the filter, or go back one screen.", EVERYWHERE),
    Command("app.quit", ("q",), "quit", "Leave okrtui; half-written text is kept as a draft.", EVERYWHERE),
    Command("app.help", ("?", "f1"), "help", "Show every key that does something here.", EVERYWHERE, True),
)


def _declared(what: str) -> Iterable[object]:
    """Yield what the modules declare under a name."""
    for module in iter_modules(okrtui.commands.__path__):
        if module.name not in THESE:
            yield from getattr(import_module(f"okrtui.commands.{module.name}"), what, ())


ENTRIES: tuple[ScreenEntry, ...] = tuple(
    sorted((each for each in _declared("SCREENS") if isinstance(each, ScreenEntry)), key=lambda entry: entry.order)
)
"""The screens in the order of their number keys."""

SCREENS: dict[str, str] = {entry.where: entry.title for entry in ENTRIES}
"""Screen ids and what a person calls them."""

CATALOGUE: tuple[Command, ...] = (
    *(entry.go for entry in ENTRIES if entry.go is not None),
    *_EVERYWHERE,
    *sorted(
        (each for each in _declared("COMMANDS") if isinstance(each, Command)),
        key=lambda command: list(SCREENS).index(command.where),
    ),
)


def command(id: str) -> Command:
    """Return the command called `id`. Raises KeyError where there is none."""
    for each in CATALOGUE:
        if each.id == id:
            return each
    raise KeyError(id)
