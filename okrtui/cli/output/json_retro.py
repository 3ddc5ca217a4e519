"""A retro as commands show it: what it has beside its live session, as lines for people and shapes for scripts."""

from collections.abc import Iterator

from okrtui.cli.output.printing import shape
from okrtui.model.actions import Action
from okrtui.model.live import Session
from okrtui.model.retro import NoteKind, Poll, PollKind, RetroView, TopicState
from okrtui.rules.formatting import count
from okrtui.rules.live import agenda as rules
from okrtui.rules.live import phases
from okrtui.rules.live.polls import few, question, results
from okrtui.text import clean


def agenda_shape(of: Session) -> dict[str, object]:
    """Return an agenda as scripts see it."""
    now = phases.here(of)
    return {
        "box": of.time_box,
        "minutes": rules.minutes_of(of.agenda),
        "over": rules.over(of),
        "steps": [
            {**shape("id phase title minutes skipped who?", step), "now": at == now}
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
        "poll": _poll_shape(found.poll) if found.poll else None,
        "overdue_cases": [shape("ref title step waits_for due", each) for each in found.overdue],
        "actions": [action_shape(each) for each in found.actions],
    }


def _poll_shape(poll: Poll) -> dict[str, object]:
    counts = {str(number): many for number, many in poll.counts} or None
    return {**shape("id kind about? open minutes? mine answered", poll), "counts": counts}


def action_shape(action: Action) -> dict[str, object]:
    """Return an action item as scripts see it."""
    return shape("ref text dri due state source? topic? kr? works? reason? made", action)


def poll_line(poll: Poll) -> str:
    """Return a question to the room in one line: how many have answered, or what they answered."""
    asks = question(poll).lower()
    people = count(poll.answered, "answer")
    if poll.open:
        mine = f", yours is {poll.mine}" if poll.mine is not None else ""
        return f"{asks}: {people} so far{mine}"
    given = results(poll)
    if not given:
        return f"{asks}: {few(poll)}"
    if poll.kind is PollKind.MORE:
        return f"{asks}: {given[1]} for it, {given[0]} for the next topic"
    return f"{asks}: {people}" + "".join(f" · {number} × {many}" for number, many in poll.counts)


def lines(found: RetroView) -> Iterator[str]:
    """Give what a retro has beside its live session, as lines."""
    if found.poll is not None:
        yield poll_line(found.poll)
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
