"""Action items as a retro shows them: beside what was said there is room for their words and little else."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from textual.content import Content

from okrtui.model.actions import Action, ActionState
from okrtui.model.cases import OverdueCase
from okrtui.rules.formatting import month_day
from okrtui.text import cells, clean
from okrtui.widgets.actions.rows import action_mark
from okrtui.widgets.drawing.marks import ACCENT, BAD, QUIET, Cell, columns
from okrtui.widgets.drawing.wrapping import wrapped
from okrtui.widgets.lists.rows import Row

NARROW, BESIDE, LINES = 52, 29, 3
"""Cells below which an action never stands in one line, those beside its words there, and the lines of its words."""


def when(action: Action, today: date) -> str:
    """Return when an action is due: `today`, `3 d left`, `5 d over`; the date where it is far off or ended."""
    days = (action.due - today).days
    if action.state is not ActionState.OPEN or not -99 < days < 15:
        return month_day(action.due)
    return "today" if days == 0 else f"{days} d left" if days > 0 else f"{-days} d over"


def act_rows(actions: Sequence[Action], today: date, me: str, width: int) -> list[Row]:
    """Return actions as rows, in their order; where one has no room in a line, its words take up to three."""
    return [
        _one_line(each, today, me)
        if width >= NARROW and cells(clean(each.text)) <= width - BESIDE
        else _lines(each, today, me, width)
        for each in actions
    ]


def _search(action: Action) -> str:
    return f"{action.text} {action.dri} {action.topic} {action.ref}"


def _one_line(action: Action, today: date, me: str) -> Row:
    mark = action_mark(action, today)
    row = [
        Cell(mark.glyph, 1, mark.colour),
        Cell(action.ref, 4, QUIET),
        Cell(clean(action.text), None, QUIET if action.state is not ActionState.OPEN else ""),
        Cell(clean(action.dri), 9, f"bold {ACCENT}" if action.dri == me else ""),
        Cell(when(action, today), 9, mark.colour or QUIET, right=True),
    ]
    return Row(f"action {action.id}", lambda width: columns(row, width), search=_search(action))


def _lines(action: Action, today: date, me: str, width: int) -> Row:
    mark, style = action_mark(action, today), QUIET if action.state is not ActionState.OPEN else ""
    words = wrapped(action.text, max(8, width - 2), LINES)
    drawn = [
        Content.assemble((mark.glyph if not n else " ", mark.colour), " ", (line, style))
        for n, line in enumerate(words)
    ]
    who = Content.styled(clean(action.dri), f"bold {ACCENT}" if action.dri == me else QUIET)
    due = Content.styled(f" · {when(action, today)}", mark.colour or QUIET)
    told = Content.styled(f"  {action.ref} ", QUIET) + who + due
    drawn.append(told.truncate(max(0, width), ellipsis=True))
    return Row(f"action {action.id}", lambda _: drawn, height=len(drawn), search=_search(action))


def overdue_rows(overdue: Sequence[OverdueCase], today: date) -> list[Row]:
    """Return the cases whose step should have been taken, as lines above the actions; the screen of cases has them."""
    return [Row(f"case {each.ref}", partial(_overdue, each, today), selectable=False) for each in overdue]


def _overdue(case: OverdueCase, today: date, width: int) -> Content:
    row = [
        Cell("!", 1, BAD),
        Cell(case.ref, 4, QUIET),
        Cell(clean(case.title)),
        Cell(clean(case.waits_for), 12, QUIET),
        Cell(f"{(today - case.due).days} d over", 9, BAD, right=True),
    ]
    return columns(row, width)
