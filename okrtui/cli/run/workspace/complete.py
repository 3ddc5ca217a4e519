"""What may come next on a command line: words and options as declared, and what the workspace has of refs and names."""

import os
import re
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from okrtui.cli.declare.catalogue import GROUPS, VERBS, CliCommand
from okrtui.errors import Refused
from okrtui.model.okrs import Status
from okrtui.text import clean, fit, folded

if TYPE_CHECKING:
    from okrtui.cli.declare.catalogue import Arg
    from okrtui.rituals.context import Context

Found = tuple[str, str]
"""A candidate, and what it is."""
PATIENCE = 0.2
"""Seconds that a busy workspace is waited for: somebody holds a key down."""
MOST = 200
_WIDEST = 60
_EVERYWHERE: tuple[Found, ...] = (("--workspace", "which workspace"), ("--version", "print the version"))
_PLACES = ("-w", "--workspace")
_REF = re.compile(r"([A-Z]+)\d+(?:\.\d+)?")


def complete(args: Namespace) -> None:
    """Print what may stand in place of the last of the words, a line each, as the shell takes it."""
    words = args.words or [""]
    show = {"bash": _bash, "zsh": _zsh, "fish": _fish, None: _fish}[args.shell]
    for value, what in candidates(words[:-1], words[-1]):
        sys.stdout.write(show(clean(value), fit(clean(what), _WIDEST, pad=False)) + "\n")  # a tab stays one


def _bash(value: str, what: str) -> str:
    return re.sub(r"([^\w@%+=:,./-])", r"\\\1", value)


def _zsh(value: str, what: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(":", "\\:")
    return f"{escaped}:{what}" if what else escaped


def _fish(value: str, what: str) -> str:
    return f"{value}\t{what}" if what else value


def candidates(before: Sequence[str], current: str) -> list[Found]:
    """Return what may stand in place of `current` behind the words `before` (without the program's name)."""
    current = current.lstrip("'\"")
    found = _found(_TypedLine(before), current)
    return [each for each in found if folded(each[0]).startswith(folded(current))][:MOST]


class _TypedLine:
    """The words before: where the workspace is, which command it is, and which of its arguments were given."""

    def __init__(self, before: Sequence[str]) -> None:
        self.place: str | None = None
        words: list[str] = []
        self.after_place = False
        rest = iter(before)
        for word in rest:
            if word in _PLACES and not words:
                self.place = next(rest, None)
                self.after_place = self.place is None
            else:
                words.append(word)
        self.first, self.verb, self.given = _command(words)


def _command(words: Sequence[str]) -> tuple[str, CliCommand | None, Sequence[str]]:
    """Return the first word, the command where it is told by now, and the words behind it."""
    if not words:
        return "", None, ()
    by_words = {verb.words: verb for verb in VERBS}
    if words[0] in by_words:
        return words[0], by_words[words[0]], words[1:]
    return words[0], by_words.get(" ".join(words[:2])), words[2:]


def _found(line: _TypedLine, current: str) -> Iterable[Found]:
    if line.after_place:
        return ()
    if not line.first:
        return [*_firsts(), *(_EVERYWHERE if current[:1] == "-" else ())]
    if line.verb is None:
        return [(second, verb.help) for verb in VERBS for second in _second(verb, line.first)]
    if line.verb.words == "help":
        return _firsts() if not line.given else [(s, v.help) for v in VERBS for s in _second(v, line.given[0])]
    options = {name: given for name, given in line.verb.args if name[0] == "-"}
    last = line.given[-1] if line.given else ""
    if last in options and _takes_value(options[last]):
        return _values(line, last, options[last])
    if current[:1] == "-":
        used = {*line.given} - {name for name, given in options.items() if given.get("action") == "append"}
        return [(name, str(given["help"])) for name, given in options.items() if name not in used]
    arg = _positional(line.verb.args, _plain_words(line.given, options))
    return _values(line, *arg) if arg else ()


def _firsts() -> list[Found]:
    helps = {verb.words: verb.help for verb in VERBS if " " not in verb.words} | GROUPS
    return [(first, helps[first]) for first in dict.fromkeys(verb.words.partition(" ")[0] for verb in VERBS)]


def _second(verb: CliCommand, first: str) -> Iterator[str]:
    words, _, second = verb.words.partition(" ")
    if words == first and second:
        yield second


def _takes_value(given: Mapping[str, object]) -> bool:
    return given.get("action") != "store_true"


def _plain_words(given: Sequence[str], options: Mapping[str, Mapping[str, object]]) -> int:
    """Return how many of the words given are no options and no options' values."""
    rest, number = iter(given), 0
    for word in rest:
        if word in options and _takes_value(options[word]):
            next(rest, None)
        elif word[:1] != "-":
            number += 1
    return number


def _positional(args: "Sequence[Arg]", number: int) -> "Arg | None":
    plain = [arg for arg in args if arg[0][0] != "-"]
    if number < len(plain):
        return plain[number]
    return plain[-1] if plain and plain[-1][1].get("nargs") in ("*", "+") else None


# ---- what stands for a value


def _values(line: _TypedLine, name: str, given: Mapping[str, object]) -> Iterable[Found]:
    if choices := given.get("choices"):
        return [(str(each), "") for each in choices]  # type: ignore[attr-defined]  # a tuple, as declared
    if given.get("metavar") == "STATUS":
        return [(each.value, "") for each in Status]
    read = _reader(name, str(given.get("metavar", "")), str(given.get("help", "")))
    return _in_workspace(line.place, read) if read else ()


Read = Callable[["Context"], Iterable[Found]]


def _reader(name: str, stands_for: str, help: str) -> Read | None:
    """Return what reads the values of an argument: by what stands for it, and by the example in its help."""
    if stands_for in ("LOGIN", "L", "LOGIN[,LOGIN]") or help.startswith("the member"):
        return _logins
    if stands_for in ("C", "FROM", "TO") or (stands_for == "NAME" and "2026-Q" in help):
        return _cycles
    if stands_for == "NAME" and name == "--template":
        return _templates
    if stands_for == "NAME" and help == "the metric":
        return _metrics
    if stands_for == "PROCESS" or help.startswith("a process"):
        return _processes
    if stands_for in ("TEAM", "SCOPE"):
        return _scopes if stands_for == "SCOPE" else _teams
    if stands_for in ("REF", "OBJ"):
        return lambda ctx: _refs(ctx, _letters(name, help))
    return None


def _letters(name: str, help: str) -> tuple[str, ...]:
    """Return with what the refs of an argument begin: as the example in its help does, or by what it speaks of."""
    if example := re.findall(r"\b(KR|OH|[A-Z])\d+", help):
        return tuple(dict.fromkeys(example))
    for word, letter in (("key result", "KR"), ("session", "S"), ("objective", "O"), ("action", "A"), ("idea", "I")):
        if word in help:
            return (letter,)
    return ("O", "KR", "A")


def _processes(ctx: "Context") -> list[Found]:
    from okrtui.rituals.cases.processes import processes

    return [(each.name, each.purpose) for each in processes(ctx) if each.state == "active"]


def _in_workspace(place: str | None, read: Read) -> list[Found]:
    """Return what a workspace has, nothing where there is none or it is busy: a key was pressed, no question asked."""
    from datetime import UTC, datetime

    from okrtui.config import find_place, here, identity
    from okrtui.rituals.context import Context, who_is
    from okrtui.storage.open import open_store

    try:
        found = find_place(place, os.environ, here())
        store = open_store(found.address if found.on_server else found.path, patience=PATIENCE)
    except Refused:
        return []
    try:
        return [*read(Context(store, *who_is(store, *identity()), datetime.now(UTC)))]
    except Refused:
        return []
    finally:
        store.close()


def _refs(ctx: "Context", letters: Sequence[str]) -> Iterator[Found]:
    """Yield the refs that begin with these letters, of what is open."""
    from okrtui.rituals.documents.search_index import places

    for hit in places(ctx):
        if (match := _REF.fullmatch(hit.ref)) and match[1] in letters:
            yield hit.ref, hit.title
    if "H" in letters:
        from okrtui.rituals import heroes

        yield from ((each.ref, each.story) for each in heroes.board(ctx, limit=MOST))
    if "B" in letters or "OH" in letters:
        from okrtui.rituals import hours
        from okrtui.rules.hours import pattern_text

        if "B" in letters:
            yield from ((each.ref, hours.when(ctx, each.at)) for each in hours.mine(ctx))
        else:
            yield from ((each.ref, pattern_text(each)) for each in hours.hours(ctx, ctx.login))


def _logins(ctx: "Context") -> Iterator[Found]:
    from okrtui.rituals.people import members

    return ((each.login, each.name) for each in members.members(ctx))


def _cycles(ctx: "Context") -> Iterator[Found]:
    from okrtui.rituals.okrs import cycles

    return ((each.name, str(each.state)) for each in reversed(cycles.cycles(ctx)))


def _teams(ctx: "Context") -> Iterator[Found]:
    from okrtui.rituals.people import members

    return ((each.name, "") for each in members.teams(ctx))


def _scopes(ctx: "Context") -> Iterator[Found]:
    from okrtui.rituals.people import members

    return ((each, "") for each in members.circles(ctx))


def _templates(ctx: "Context") -> Iterator[Found]:
    from okrtui.rituals.retro import agenda

    return ((each.name, each.title) for each in agenda.templates(ctx))


def _metrics(ctx: "Context") -> Iterator[Found]:
    from okrtui.rituals.week import health

    return ((each.name, "") for each in health.metrics(ctx))
