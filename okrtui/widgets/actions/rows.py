"""Action items as rows of a list, and one to read with its history."""

from collections.abc import Callable, Sequence
from datetime import date, tzinfo

from textual.content import Content

from okrtui.model.actions import Action, ActionState, ActionStep
from okrtui.rules.formatting import count, month_day
from okrtui.text import cells, clean, clean_lines, fit
from okrtui.widgets.drawing.marks import ACCENT, QUIET, WARN, Cell, Mark, columns, mark
from okrtui.widgets.lists.blocks import Block
from okrtui.widgets.lists.rows import Row

_MARKS = {state: mark(state.value) for state in ActionState}
_OVERDUE = mark("overdue")
_TODAY = Mark("!", "today", WARN)
_STEPS = {"made": "+", "kept": "=", "done": "✓", "dropped": "✗", "reopened": "○", "changed": "~"}
WIDE = 96
"""Cells from which a row has room for what the action comes from."""
NAME = 12
"""The longest a login is shown in a column."""


def action_mark(action: Action, today: date) -> Mark:
    """Return the mark of an action's state; an open one that should have been done, or should be today, says so."""
    if action.overdue(today):
        return _OVERDUE
    return _TODAY if action.state is ActionState.OPEN and action.due == today else _MARKS[action.state]


def source_of(action: Action) -> str:
    """Return where an action comes from and what it serves: session, topic, key result; "" where from nowhere."""
    return " · ".join(clean(part) for part in (action.source, action.topic, action.kr) if part)


def action_rows(actions: Sequence[Action], today: date) -> list[Row]:
    """Return a row an action, keyed by its ref, in the order they come in."""
    names = min(max((cells(clean(each.dri)) for each in actions), default=0), NAME)
    refs = max((len(each.ref) for each in actions), default=0)
    return [Row(each.ref, _line(each, today, refs, names), search=_search(each, today)) for each in actions]


def _search(action: Action, today: date) -> str:
    mark = action_mark(action, today)
    return f"{action.ref} {action.text} {action.dri} {action.due} {source_of(action)} {mark.word} {action.reason}"


def _line(action: Action, today: date, refs: int, names: int) -> Callable[[int], Content]:
    mark = action_mark(action, today)
    settled = action.state is not ActionState.OPEN
    text = Content.styled(clean(action.text), QUIET if settled else "")
    if action.reason:
        text += Content.styled(f" – {clean(action.reason)}", QUIET)

    def line(width: int) -> Content:
        parts = [
            Cell(mark.content, 9),
            Cell(action.due.isoformat(), 10, mark.colour if not settled else QUIET),
            Cell(action.ref, refs, QUIET),
            Cell(text),
            Cell(clean(action.dri), names, QUIET),
        ]
        if width >= WIDE:
            parts.insert(4, Cell(source_of(action), width // 4, QUIET))
        return columns(parts, width)

    return line


def action_blocks(actions: Sequence[Action], today: date, most: int, key: str, *, mine: bool) -> list[Block]:
    """Return the first `most` actions, those due first in front, as blocks for below other things.

    Where there are more, the last block says how many and which `key` shows them.
    """
    shown = actions if len(actions) <= most else actions[: most - 1]
    names = 0 if mine else min(max((cells(clean(each.dri)) for each in shown), default=0), NAME)
    blocks = []
    for each in shown:
        mark = action_mark(each, today)
        lead = mark.short + (Content.styled(f" {fit(clean(each.dri), names)}", QUIET) if names else Content())
        late = mark.word != "open"
        when = f"{mark.word} " if late else f"{month_day(each.due)} "
        body = Content.assemble((f"{each.ref} ", QUIET), (when, mark.colour or QUIET), clean(each.text))
        blocks.append(Block(each.ref, body, lead, search=_search(each, today)))
    if rest := len(actions) - len(shown):
        hidden = sum(each.overdue(today) for each in actions[len(shown) :])
        said = count(rest, "more action") + (f", {hidden} overdue" if hidden else "") + f" · {key}"
        blocks.append(Block("A more", Content.styled(said, QUIET), Content.styled("…", QUIET)))
    return blocks


def due_words(action: Action, today: date) -> str:
    """Return how far off the day is beside the mark: `in 3 days`, `by 2 days`; "" for today and for what is settled."""
    days = (action.due - today).days
    if action.state is not ActionState.OPEN or days == 0:
        return ""
    return f"{'in' if days > 0 else 'by'} {count(abs(days), 'day')}"


def reading(action: Action, steps: Sequence[ActionStep], zone: tzinfo, today: date) -> list[Content]:
    """Return all there is to say about an action, its history at the end."""
    mark = action_mark(action, today)
    lines = [Content.styled(clean(action.text), "bold"), Content()]
    words = due_words(action, today)
    lines.append(mark.content + (Content.styled(f"  {words}", QUIET) if words else Content()))
    facts = [
        ("DRI", clean(action.dri)),
        ("due", action.due.isoformat()),
        ("from", clean(action.source)),
        ("about", clean(action.topic)),
        ("serves", action.kr),
        ("success", clean(action.works)),
        ("because", clean(action.reason)),
    ]
    lines += [Content.assemble((f"{name:11}", QUIET), value) for name, value in facts if value]
    lines += [Content(), Content.styled("History", f"bold {ACCENT}")]
    for step in steps:
        at = step.at.astimezone(zone).date().isoformat()
        head = Content.assemble(
            (f"{at} ", QUIET), (f"{_STEPS.get(step.what, '·')} {step.what} ", ""), (clean(step.who), QUIET)
        )
        lines.append(head)
        lines += [Content(f"  {line}") for line in clean_lines(step.note).split("\n") if line]
    return lines
