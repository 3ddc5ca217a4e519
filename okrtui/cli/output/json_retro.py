"""A retro as commands show it: what it has beside its live session, as lines for people and shapes for scripts."""

from collections.abc import Iterator

from okrtui.cli.output.json_polls import poll_shape, radar_shape
from okrtui.cli.output.printing import shape
from okrtui.model.actions import Action
from okrtui.model.live import Session
from okrtui.model.retro import NoteKind, RetroView, TopicState
from okrtui.rules.live import agenda as rules
from okrtui.rules.live import phases
from okrtui.text import clean


def agenda_shape(of: Session) -> dict[str, object]:
    """Return an agenda as scripts see it."""
    now = phases.here(of)
    return {
        "box": of.time_box,
        "minutes": rules.minutes_of(of.agenda),
        "over": rules.over(of),
        "steps": [
            {**shape("id phase title minutes skipped who? asks?", step), "now": at == now}
            for at, step in enumerate(phases.steps(of))
            if step.id
        ],
    }


def retro_shape(found: RetroView) -> dict[str, object]:
    """Return what a retro has beside its live session, as scripts see it; answers only once they are shown."""
    of = found.view.session
    return {
        **shape("template team? cycle?", of),
        "agenda": agenda_shape(of),
        "topics": [shape("group=id name state votes", each.group, each) for each in found.topics],
        "notes": [shape("id text kind who? group step=item", each) for each in found.notes],
        "poll": poll_shape(found.poll) if found.poll else None,
        "radar": [radar_shape(each) for each in found.radar],
        "overdue_cases": [shape("ref title step waits_for due", each) for each in found.overdue],
        "actions": [action_shape(each) for each in found.actions],
    }


def action_shape(action: Action) -> dict[str, object]:
    """Return an action item as scripts see it."""
    return shape("ref text dri due state source? topic? kr? works? reason? made", action)


def lines(found: RetroView) -> Iterator[str]:
    """Give what a retro has beside its live session, as lines."""
    marks = {TopicState.DISCUSSED: "▸", TopicState.DONE: "✓", TopicState.PARKED: "P", TopicState.WAITING: " "}
    if any(each.state is not TopicState.WAITING for each in found.topics):
        yield "topics:"
        yield from (f"  {marks[each.state]} G{each.group.id}  {clean(each.group.name)}" for each in found.topics)
    for note in found.notes:
        kind = "" if note.kind is NoteKind.NOTE else f"{note.kind}: "
        yield f"note {note.id}  {kind}{clean(note.text)}" + (f" · {note.who}" if note.who else "")
    for case in found.overdue:
        yield f"{case.ref}  overdue since {case.due}: {clean(case.title)}; {case.step} waits for {case.waits_for}"
    for action in found.actions:
        yield f"{action.ref}  {clean(action.text)} → {action.dri} by {action.due}"
