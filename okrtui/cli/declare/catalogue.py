"""Every command of the command line: read from the `.txt` files of this folder, one a feature, when it is asked for.

A file begins with its place among the files (`order 30`). Then come blocks with a blank line between them:

    kr: make, change and close key results          what a first word tells in help, where second words follow

    $week                                            lines that others call by this name
        --week W  an ISO week (this one)

    kr close -> okrs.close_key_result                words, and the function that does it below `okrtui.cli.run`
        close a key result with its score            the sentence of help
        ref REF  like KR3.2                          an argument: name, what stands for it, marks, two blanks, help
        score N float ?  0.0 to 1.0, one decimal
        --as {done|missed} >state  your word
        $week

Behind `module.function` may stand in brackets what the function gets: `place` (where the workspace is, not opened),
`nothing`, `live` (a context that has my secrets of anonymous sessions) or `due`; else it gets the context of an open
workspace. `a|b words` are two commands. `json -> module.function` is what another `--format` calls.

Marks: `float` and `int` are types; `?`, `*`, `+` tell how many; `=60` is the default and `const=-1` what stands for an
option without a value; `>who` is the name within the program; `append`, `required`; `asked`: without it, it is asked.
"""

import okrtui.cli.declare
from okrtui.commands.declared import blocks
from okrtui.errors import Refused, TwoReadings
from okrtui.model.frozen import frozen
from okrtui.rules.formatting import parse_number

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeAlias

    Arg: TypeAlias = tuple[str, Mapping[str, object]]

ASKED = "; without it, or as -, read from standard input or asked"
"""What is said in an anonymous session must not stand in the list of processes."""


class TypedNumber(str):
    """A number as somebody typed it; what it is may be the workspace's to say."""

    __slots__ = ()


def _number(text: str) -> TypedNumber:
    from argparse import ArgumentTypeError  # whoever reads words has it

    try:
        parse_number(text)
    except TwoReadings:
        pass
    except Refused as refusal:
        raise ArgumentTypeError(str(refusal)) from None
    return TypedNumber(text)


def whole(text: str) -> int:
    """Return the whole number that somebody typed. Raises ArgumentTypeError with what to write."""
    from argparse import ArgumentTypeError

    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” isn't a whole number; write it like 4") from None


_TYPES: "dict[str, Callable[[str], object]]" = {"int": whole, "float": _number}


@frozen
class CliCommand:
    """One command as its block has it; `formats` tells what another `--format` calls and what that gets."""

    words: str
    does: str
    needs: str
    help: str
    formats: "Mapping[str, tuple[str, str]]"
    lines: tuple[str, ...]

    @property
    def args(self) -> "tuple[Arg, ...]":
        """The arguments: name, and what argparse is told of it."""
        return tuple(_args(self.lines))


def _args(lines: "tuple[str, ...]") -> "Iterator[Arg]":
    for line in lines:
        if line[0] == "$":
            yield from _args(_SHARED[line])
            continue
        spec, _, help = line.partition("  ")
        before, _, behind = spec.partition(" {")
        choices, _, marks = behind.partition("}")
        name, *words = before.split(" ") + marks.split()
        options: dict[str, object] = {"help": help.strip()}
        kind = next((_TYPES[word] for word in words if word in _TYPES), str)
        if choices:
            options["choices"] = tuple(map(kind, choices.split("|")))
        elif name[0] == "-" and not {*words} - {word for word in words if word[0] == ">"}:
            options["action"] = "store_true"
        for word in words:
            if word in _TYPES:
                options["type"] = kind
            elif word in ("?", "*", "+"):
                options["nargs"] = word
            elif word[0] == "=":
                options["default"] = kind(word[1:])
            elif word[0] == ">":
                options["dest"] = word[1:]
            elif word.startswith("const="):
                options["const"] = kind(word[6:])
            elif word == "append":
                options["action"] = word
            elif word == "required":
                options[word] = True
            elif word == "asked":
                options["help"] = f"{options['help']}{ASKED}"
            else:
                options["metavar"] = word
        yield name, options


def _called(text: str) -> tuple[str, str]:
    """Return the function that is called, and what it gets."""
    does, _, needs = text.partition(" (")
    return does, needs.rstrip(")") or "context"


def _commands() -> "Iterator[CliCommand]":
    for head, *body in blocks(okrtui.cli.declare.__path__):
        if head[0] == "$":
            _SHARED[head] = tuple(body)
        elif " -> " in head:
            words, _, call = head.partition(" -> ")
            first, space, second = words.partition(" ")
            calls = [line.partition(" -> ") for line in body if " -> " in line]
            formats = {name: _called(other) for name, _, other in calls}
            lines = tuple(line for line in body[1:] if " -> " not in line)
            for each in first.split("|"):
                yield CliCommand(each + space + second, *_called(call), body[0], formats, lines)
        else:
            name, _, help = head.partition(": ")
            GROUPS[name] = help


_SHARED: dict[str, tuple[str, ...]] = {}
GROUPS: dict[str, str] = {}
"""What a first word tells in help, where second words follow."""
_ALL = tuple(_commands())
_FIRST = list(dict.fromkeys(command.words.partition(" ")[0] for command in _ALL))
VERBS = tuple(sorted(_ALL, key=lambda command: _FIRST.index(command.words.partition(" ")[0])))
"""In the order of help: those with the same first word together."""
