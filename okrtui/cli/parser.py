"""What the command line understands: parser, help and docs/commands.md follow from the declared commands."""

import re
from argparse import ArgumentParser, HelpFormatter, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from okrtui import __version__
from okrtui.cli.declare.catalogue import GROUPS, VERBS, CliCommand, TypedNumber
from okrtui.rules.formatting import parse_number
from okrtui.text import clean, terminal_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Action, _SubParsersAction
    from typing import Any, NoReturn


class _Formatter(HelpFormatter):
    """Lays help out as argparse does, without what it loads for that: `shutil`, and `textwrap` where a line fits."""

    def __init__(self, prog: str, **more: "Any") -> None:
        super().__init__(prog, **{"width": terminal_width() - 2, **more})

    def _split_lines(self, text: str, width: int) -> list[str]:
        return [text] if len(text) <= width else super()._split_lines(text, width)


class _TopFormatter(_Formatter, RawDescriptionHelpFormatter):
    """Keeps the last sentence in one line."""


class _Parser(ArgumentParser):
    def error(self, message: str) -> "NoReturn":
        """Say what is wrong with the words, and repeat none of their control characters."""
        super().error(clean(message))

    def _check_value(self, action: "Action", value: object) -> None:
        """Say what is near where something is none of what there is, not all of it."""
        if action.choices is not None and value not in action.choices:
            from okrtui.rules.naming import did_you_mean

            names = [str(each) for each in action.choices]
            if isinstance(action.choices, dict):
                self.error(f"there is no command “{value}”{did_you_mean(str(value), names) or self._all()}")
            near = did_you_mean(str(value), names) or f"; choose from {', '.join(names)}"
            name = "/".join(action.option_strings) or action.metavar or action.dest
            self.error(f"argument {name}: “{value}” is none of its words{near}")

    def _all(self) -> str:
        return f"; {self.prog} --help lists them"


class _Later(_Parser):
    """The parser of a command, made when words are read with it: of a hundred there is one that somebody typed.

    `fill` gives it its arguments.
    """

    fill: Callable[[ArgumentParser], object]
    bare = ""
    """The second word where there is none."""

    def __init__(self, **made: "Any") -> None:
        self._made = made  # and no more yet

    def parse_known_args(self, args: "Any" = None, namespace: "Any" = None) -> "Any":
        """Return what argparse does. An option that is none is refused here, where it is known which there are."""
        super().__init__(**self._made, formatter_class=_Formatter, allow_abbrev=False)
        self._negative_number_matcher = re.compile(r"-[\d.=]")  # -5ms and -=5 are values, too: no option begins so
        self.fill(self)
        if self.bare and (not args or (args[0][:1] == "-" and args[0] not in ("-h", "--help"))):
            args = [self.bare, *args]
        found, rest = super().parse_known_args(args, namespace)
        if rest and rest[0][:2] == "--":
            from okrtui.rules.naming import did_you_mean

            name = rest[0].partition("=")[0]
            self.error(f"there is no option {name}{did_you_mean(name, self._option_string_actions) or self._all()}")
        if rest and rest[0][:1] != "-":
            self.error(f"“{clean(rest[0])}” is a word too many; {self.prog} --help tells what it takes")
        return found, rest


def parser() -> ArgumentParser:
    """Return the parser of every command."""
    top = _Parser(
        prog="okrtui",
        description="A terminal workspace for a team's weekly OKR rituals. Without a command it opens.",
        epilog="okrtui COMMAND --help tells more. Exit codes: 0 done, 1 refused, 2 wrong usage.",
        formatter_class=_TopFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"okrtui {__version__}")
    top.add_argument("-w", "--workspace", metavar="PATH", help="which workspace (see: okrtui paths)")
    commands = top.add_subparsers(
        title="commands", metavar="COMMAND", dest="command", prog=top.prog, parser_class=_Later
    )
    groups: dict[str, list[CliCommand]] = {}
    for verb in VERBS:
        first, _, second = verb.words.partition(" ")
        if not second:
            _add(commands, first, verb.help, partial(_arguments, verb))
        elif first in groups:
            groups[first].append(verb)
        else:
            groups[first] = [verb]
            _add(commands, first, GROUPS[first], partial(_seconds, groups[first]))
    return top


def read_numbers(args: Namespace, decimal_sign: Callable[[], str]) -> Namespace:
    """Return arguments with what was typed as a number read as the workspace writes them. Raises TwoReadings.

    `decimal_sign` returns its sign before decimals, "" where nobody has said it.
    """
    typed = {name: text for name, text in vars(args).items() if isinstance(text, TypedNumber)}
    if not typed:
        return args
    return Namespace(**{**vars(args), **{name: parse_number(text, decimal_sign()) for name, text in typed.items()}})


def _add(commands: "_SubParsersAction[_Later]", word: str, help: str, fill: Callable[[ArgumentParser], object]) -> None:
    commands.add_parser(word, help=help, description=help).fill = fill


def _arguments(verb: CliCommand, parser: ArgumentParser) -> None:
    parser.set_defaults(verb=verb)
    for name, options in verb.args:
        parser.add_argument(name, **options)  # type: ignore[arg-type]  # declared as data


def _seconds(verbs: Iterable[CliCommand], parser: ArgumentParser) -> None:
    commands = parser.add_subparsers(
        metavar="COMMAND", dest="subcommand", required=True, prog=parser.prog, parser_class=_Later
    )
    seconds = [verb.words.partition(" ")[2] for verb in verbs]
    parser.bare = next((each for each in ("list", "week") if each in seconds), "")  # type: ignore[attr-defined]
    for verb in verbs:
        _add(commands, verb.words.partition(" ")[2], verb.help, partial(_arguments, verb))


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
