"""What the command line understands: parser, help and docs/commands.md follow from the declared commands."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Mapping
from functools import lru_cache
from typing import NoReturn

from okrtui import __version__
from okrtui.cli.declare.catalogue import GROUPS, VERBS
from okrtui.text import clean


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words, and repeat none of their control characters."""
        super().error(clean(message))


@lru_cache(maxsize=64)
def parser(only: str | None = None) -> ArgumentParser:
    """Return the parser; with `only` (the first word typed) just that command's details, which is quicker."""
    top = _Parser(
        prog="okrtui",
        description="A terminal workspace for a team's weekly OKR rituals. Without a command it opens.",
        epilog="okrtui COMMAND --help tells more. Exit codes: 0 done, 1 refused, 2 wrong usage.",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"okrtui {__version__}")
    top.add_argument("-w", "--workspace", metavar="PATH", help="which workspace (see: okrtui paths)")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    groups: dict[str, object] = {}
    known = only in _first_words()
    for verb in VERBS:
        first, _, second = verb.words.partition(" ")
        if only is not None and first != only and known:
            continue
        where = commands
        if second:
            if first not in groups:
                group = commands.add_parser(first, help=GROUPS[first], description=GROUPS[first], allow_abbrev=False)
                groups[first] = group.add_subparsers(metavar="COMMAND", dest="subcommand", required=True)
            where = groups[first]  # type: ignore[assignment]  # argparse's subparsers type is private
        each = where.add_parser(second or first, help=verb.help, description=verb.help, allow_abbrev=False)
        each.set_defaults(verb=verb)
        if only is None or first == only:
            for name, options in verb.args:
                each.add_argument(name, **options)  # type: ignore[arg-type]  # declared as data just above
    return top


def _first_words() -> set[str]:
    return {verb.words.split()[0] for verb in VERBS}


def commands_table() -> str:
    """Return docs/commands.md: every command with its arguments as a Markdown table."""
    lines = [
        "# Commands",
        "",
        "Made from `okrtui/cli/declare`. `okrtui [-w PATH] COMMAND`; without a command the workspace opens.",
        "",
        "| command | what it does |",
        "|---|---|",
    ]
    for verb in VERBS:
        parts = [_usage(name, options) for name, options in verb.args]
        usage = " ".join([verb.words, *parts]).replace("|", "\\|")
        lines.append(f"| `okrtui {usage}` | {verb.help} |")
    return "\n".join([*lines, ""])


def _usage(name: str, options: Mapping[str, object]) -> str:
    choices = options.get("choices")
    value = "|".join(map(str, choices)) if isinstance(choices, tuple) else str(options.get("metavar", ""))
    if name.startswith("-"):
        body = name if options.get("action") == "store_true" else f"{name} {value}"
        return f"[{body}]" + ("…" if options.get("action") == "append" else "")
    return {"?": f"[{value or name}]", "+": f"{value}…", "*": f"[{value}…]"}.get(
        str(options.get("nargs", "")), value or name
    )
