"""How commands print: safe text, aligned tables, JSON that cannot steer a terminal."""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date

from okrtui.text import FLAGS, UNSAFE, cells, clean, clean_lines, fit

_UNSAFE = f"({FLAGS})|[{UNSAFE}]"

WIDEST = 60
"""Cells that a column takes at most, the last one apart: one long name must not push everything else away."""


def say(text: str = "") -> None:
    """Print one text to stdout, with whatever could steer the terminal taken out."""
    sys.stdout.write(clean_lines(text, limit=len(text) * 4) + "\n")  # what is printed is never cut


def note(text: str) -> None:
    """Print something beside the result to stderr, so that pipes get only the result."""
    sys.stderr.write(f"okrtui: {clean_lines(text)}\n")


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
    lines = [tuple(clean(cell) for cell in row) for row in rows]
    lines = [(*(fit(cell, WIDEST, pad=False) for cell in line[:-1]), *line[-1:]) for line in lines]
    if not lines:
        return ""
    widths = [max(cells(line[i]) for line in lines) for i in range(len(lines[0]))]
    out = []
    for line in lines:
        parts = []
        for i, cell in enumerate(line):
            gap = " " * (widths[i] - cells(cell))
            parts.append(gap + cell if i in right else cell + gap)
        out.append("  ".join(parts).rstrip())
    return "\n".join(out)
