"""How commands print: safe text, aligned tables, JSON that cannot steer a terminal."""

import json
import os
import re
import sys
from collections.abc import Container, Iterable, Sequence
from datetime import date
from itertools import zip_longest

from okrtui.text import FLAGS, UNSAFE, cells, clean, clean_lines, fit, terminal_width

_UNSAFE = f"({FLAGS})|[{UNSAFE}]"


def say(text: str = "") -> None:
    """Print one text to stdout, with whatever could steer the terminal taken out."""
    sys.stdout.write(clean_lines(text, limit=len(text) * 4) + "\n")  # what is printed is never cut


def note(text: str) -> None:
    """Print something beside the result to stderr, so that pipes get only the result."""
    sys.stderr.write(f"okrtui: {clean_lines(text)}\n")


def on_terminal() -> bool:
    """Tell whether there is a person to ask: standard input and output are a terminal, whichever it is."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def say_json(data: object) -> None:
    """Print `data` as JSON; characters that could steer a terminal are escaped, CJK stays readable."""
    text = json.dumps(data, ensure_ascii=False, indent=2, default=_written)
    sys.stdout.write(re.sub(_UNSAFE, _escaped, text) + "\n")


def _written(value: object) -> str:
    if isinstance(value, date):  # a moment is one, too
        return value.isoformat()
    raise TypeError(f"{value!r} is nothing that scripts read")


def shape(names: str, *sources: object) -> dict[str, object]:
    """Return what the first of `sources` that has it says under each of `names`, in their order, for `say_json`.

    `key=name` calls it by another key; `name?` is null where it is empty.
    """
    found = {}
    for each in names.split():
        key, _, name = each.removesuffix("?").rpartition("=")
        value: object = getattr(next(source for source in sources if hasattr(source, name)), name)
        found[key or name] = (value or None) if each.endswith("?") else value
    return found


def _escaped(match: "re.Match[str]") -> str:
    if match[1]:
        return match[1]
    code = ord(match[0])
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"


def table(rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """Return rows as lines with columns aligned by cells; columns in `right` are set right."""
    return "\n".join(_laid(_capped(_safe(rows)), right))


def say_table(
    rows: Iterable[Sequence[str]],
    *,
    right: Sequence[int] = (),
    marked: int | None = None,
    wide: Sequence[int] = (),
    empty: str = "",
    indent: int = 0,
    below: Sequence[str] = (),
) -> None:
    """Print rows aligned, `empty` where there are none; in a terminal as wide as it is, states with sign and colour.

    `marked` is the column with states; columns in `wide` give way where there is too little room, else the widest.
    `indent` is how many cells stand before, `below` what is said under each row.
    """
    lines, before = _safe(rows), " " * indent
    if not lines:
        say(empty) if empty else None
        return
    words = [line[marked] if marked is not None else "" for line in lines]
    if sys.stdout.isatty():
        told = _told(lines, words, right, marked, wide, terminal_width() - indent)
    else:
        told = _laid(_capped(lines), right)
    for line, under in zip_longest(told, below):
        sys.stdout.write(f"{before}{line}\n")
        if under:
            say_below(under, indent + 4)


def _told(
    lines: list[tuple[str, ...]],
    words: list[str],
    right: Sequence[int],
    marked: int | None,
    wide: Sequence[int],
    width: int,
) -> list[str]:
    """Return rows as a terminal shows them: as wide as it is, states with sign and colour."""
    from okrtui.rules.marks import MARKS, PLAIN

    if marked is not None:
        signed = (f"{MARKS[word][0]} {word}" if word in MARKS else f"  {word}" if word else "" for word in words)
        lines = [(*line[:marked], sign, *line[marked + 1 :]) for line, sign in zip(lines, signed, strict=True)]
    out = []
    for line, word in zip(_laid(_narrowed(lines, width, wide, {0, marked}), right), words, strict=True):
        sign, tone = MARKS.get(word, ("", PLAIN))
        left, found, behind = line.rpartition(f"{sign} {word}")
        coloured = f"{left}\x1b[{_COLOURS[tone]}m{found}\x1b[0m{behind}" if tone and found else line
        out.append(coloured if in_colour() else line)
    return out


def in_colour() -> bool:
    """Tell whether what is printed may have colours: on a terminal that has some, unless a person wants none."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def say_below(text: str, indent: int = 4, hang: int = 0) -> None:
    """Print people's words below what they belong to; in a terminal broken where it ends, `hang` cells further in."""
    if sys.stdout.isatty():
        from okrtui.widgets.drawing.wrapping import wrapped  # what is piped is broken by nobody

        first, *rest = wrapped(text, max(20, terminal_width() - indent - hang), len(text) + 1) or [""]
        text = "\n".join([first, *(" " * hang + line for line in rest)])
    say("\n".join(" " * indent + line for line in clean_lines(text, limit=len(text) * 4).split("\n")))


_COLOURS = {"good": "32", "warn": "33", "bad": "31", "quiet": "2", "accent": "36"}
WIDEST = 80
"""Cells that a column but the last takes at most where no terminal says how wide it is."""
_LEAST = 12
"""Cells that a column keeps however narrow the terminal is."""


def _safe(rows: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    return [tuple(clean(cell) for cell in row) for row in rows]


def _capped(lines: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return lines where one long name does not push everything else away; the last column is whole."""
    return [(*(fit(cell, WIDEST, pad=False) for cell in line[:-1]), *line[-1:]) for line in lines]


def _widths(lines: Sequence[Sequence[str]]) -> list[int]:
    return [max(cells(line[i]) for line in lines) for i in range(len(lines[0]))] if lines else []


def _narrowed(
    lines: list[tuple[str, ...]], width: int, wide: Sequence[int], whole: Container[int | None]
) -> list[tuple[str, ...]]:
    """Return lines that fit into a width: columns in `wide` are cut first, then the widest, those in `whole` never."""
    widths = _widths(lines)
    used = [i for i, each in enumerate(widths) if each]
    over = sum(widths) + 2 * (len(used) - 1) - width
    for some, least in ((wide, _LEAST), ([i for i in used if i not in whole], _LEAST // 3)):
        while over > 0 and some:
            widest = max(some, key=lambda i: widths[i])
            if widths[widest] <= least:
                break
            widths[widest] -= 1
            over -= 1
    return [tuple(fit(cell, widths[i], pad=False) for i, cell in enumerate(line)) for line in lines]


def _laid(lines: Sequence[Sequence[str]], right: Sequence[int]) -> list[str]:
    widths, out = _widths(lines), []
    for line in lines:
        parts = []
        for i, cell in enumerate(line):
            gap = " " * (widths[i] - cells(cell))
            parts.append(gap + cell if i in right else cell + gap)
        out.append("  ".join(parts).rstrip())
    return out
