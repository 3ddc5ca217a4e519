"""What a command is to the command line, and short ways to declare its arguments."""

from collections.abc import Mapping
from types import MappingProxyType

from okrtui.model.frozen import frozen

ASKED = "; without it, or as -, read from standard input or asked"
"""What is said in an anonymous session must not stand in the list of processes."""
JSON: tuple[str, Mapping[str, object]] = ("--json", {"action": "store_true", "help": "print data for scripts"})
Arg = tuple[str, Mapping[str, object]]


@frozen
class CliCommand:
    """One command: its words, the function that does it (`module.function` below `okrtui.cli.run`), its arguments.

    `needs` says what the function gets: a `context` in an open workspace (`live`: with my secrets of anonymous
    sessions), the `place` alone, or `nothing`. `formats` names what another `--format` calls and what that needs.
    """

    words: str
    does: str
    help: str
    args: tuple[Arg, ...] = ()
    needs: str = "context"
    formats: Mapping[str, tuple[str, str]] = MappingProxyType({})


def text(flag: str, help: str, metavar: str = "TEXT", **more: object) -> Arg:
    return flag, {"help": help, "metavar": metavar, **more}


def number(flag: str, help: str, **more: object) -> Arg:
    return flag, {"help": help, "type": float, "metavar": "N", **more}
