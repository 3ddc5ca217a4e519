"""Action items as a retro shows them: beside what was said there is room for their words and little else."""

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from okrtui.action import Action, ActionState
from okrtui.text import clean
from okrtui.widgets.action_rows import action_mark
from okrtui.widgets.marks import ACCENT, QUIET, Cell, columns
from okrtui.widgets.rows import Row

NARROW = 52
"""Cells below which an action takes two lines."""


def when(action: Action, today: date) -> str:
    """Return when an action is due: `today`, `3 d left`, `5 d over`; the date where it is far off or ended."""
    days = (action.due - today).days
    if action.state is not ActionState.OPEN or not -99 < days < 15:
        return f"{action.due:%m-%d}"
    return "today" if days == 0 else f"{days} d left" if days > 0 else f"{-days} d over"


def act_rows(actions: Sequence[Action], today: date, me: str, width: int) -> list[Row]:
    """Return actions as rows, in their order; in a narrow list of two lines each."""
    make = _one_line if width >= NARROW else _two_lines
    return [make(each, today, me) for each in actions]


def _search(action: Action) -> str:
    return f"{action.text} {action.dri} {action.topic} {action.ref}"


def _one_line(action: Action, today: date, me: str) -> Row:
    mark = action_mark(action, today)
    cells = [
        Cell(mark.glyph, 1, mark.colour),
        Cell(action.ref, 4, QUIET),
        Cell(clean(action.text), None, QUIET if action.state is not ActionState.OPEN else ""),
        Cell(clean(action.dri), 9, f"bold {ACCENT}" if action.dri == me else ""),
        Cell(when(action, today), 9, mark.colour or QUIET, right=True),
    ]
    return Row(f"action {action.id}", lambda width: columns(cells, width), search=_search(action))


def _two_lines(action: Action, today: date, me: str) -> Row:
    mark = action_mark(action, today)

    def lines(width: int) -> list[Content]:
        words = Content.styled(clean(action.text), QUIET if action.state is not ActionState.OPEN else "")
        who = Content.styled(clean(action.dri), f"bold {ACCENT}" if action.dri == me else QUIET)
        due = Content.styled(f" · {when(action, today)}", mark.colour or QUIET)
        first = columns([Cell(mark.glyph, 1, mark.colour), Cell(words)], width)
        return [first, columns([Cell("", 1), Cell(Content.styled(f"{action.ref} ", QUIET) + who + due)], width)]

    return Row(f"action {action.id}", lines, height=2, search=_search(action))
