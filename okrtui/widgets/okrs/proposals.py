"""What a document proposes, as rows: taken or left, new or changed, and what it would be."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content

from okrtui.rules.formatting import count
from okrtui.text import clean
from okrtui.widgets.drawing.marks import ACCENT, GOOD, QUIET, WARN, Cell, columns
from okrtui.widgets.lists.rows import Row

_STATE = 7
_WIDE = 70
"""Cells from which a row has room for what a key result would be."""


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One objective or key result that a document proposes.

    `ref` is that of what it changes, "" where it would be new. `taken` is None where it is here already, just so.
    `sure` is False where it was read by a guess, or a number of it was not taken.
    """

    key: str
    title: str
    told: str
    ref: str
    taken: bool | None
    below: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class LeftText:
    """A line of the document of which nothing was made."""

    number: int
    text: str


def proposal_rows(
    cycles: Iterable[tuple[str, Sequence[ProposalLine]]],
    notes: Sequence[str],
    left: Sequence[tuple[str, Sequence[LeftText]]],
) -> list[Row]:
    """Return the rows: each cycle's proposals, what is to be known, and lines that were left below the reason why."""
    rows = list[Row]()
    for at, (name, lines) in enumerate(cycles):
        rows.append(Row(f"cycle {at}", _heading(clean(name)), selectable=False))
        rows += [Row(each.key, _line(each), search=f"{each.title} {each.told} {each.ref}") for each in lines]
    if notes:
        rows.append(Row("notes", _heading("To know"), selectable=False))
        rows += [Row(f"note {at}", _text(clean(note)), search=note) for at, note in enumerate(notes)]
    for why, texts in left:
        rows.append(Row(f"left {why}", _heading(f"{why}: {count(len(texts), 'line')}"), selectable=False))
        rows += [
            Row(f"line {each.number}", _text(clean(each.text), f"{each.number:>5} "), search=each.text)
            for each in texts
        ]
    return rows


def _heading(text: str) -> Callable[[int], Content]:
    content = Content.styled(text, f"bold {ACCENT}")
    return lambda width: content


def _text(text: str, lead: str = "") -> Callable[[int], Content]:
    content = Content.assemble((lead, QUIET), text)
    return lambda width: content.truncate(width, ellipsis=True)


def _line(each: ProposalLine) -> Callable[[int], Content]:
    style = QUIET if not each.taken else "bold" if not each.below else ""
    box = "   " if each.taken is None else "[x]" if each.taken else "[ ]"
    state = "here" if each.taken is None else each.ref or "new"
    title = Content.styled(f"{'  ' if each.below else ''}{clean(each.title)}", style)
    doubt = "" if each.sure or each.taken is None else "?"

    def line(width: int) -> Content:
        parts = [
            Cell(box, 3, GOOD if each.taken else QUIET),
            Cell(state, _STATE, QUIET),
            Cell(doubt, 1, WARN),
            Cell(title),
        ]
        if width >= _WIDE and each.told:
            parts.append(Cell(Content.styled(each.told, QUIET), width // 3))
        return columns(parts, width)

    return line
