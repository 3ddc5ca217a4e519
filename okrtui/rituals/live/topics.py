"""The topics of a retro's discussion in the order of their votes, where each is, and what is left over at the end."""

from collections.abc import Sequence

from okrtui.model.live import AgendaItem, Group, Kind, Phase, Session
from okrtui.model.retro import NoteKind, Topic, TopicState
from okrtui.rituals.context import Context
from okrtui.rituals.live.votes import read_votes
from okrtui.rituals.people.members import team_id
from okrtui.rules.live import phases
from okrtui.storage.journal.writer import Writer
from okrtui.storage.repositories import retro as retro_rows
from okrtui.storage.repositories.live import cards as rows


def topics(ctx: Context, of: Session, groups: Sequence[Group]) -> tuple[Topic, ...]:
    """Return the groups as topics, in their order; only the one that is up is `discussed`."""
    states = retro_rows.topic_states(ctx.store, of.id)
    found = []
    for group in groups:
        state, rounds = states.get(group.id, (TopicState.WAITING, 0))
        if group.id == of.topic:
            state = TopicState.DISCUSSED
        found.append(Topic(group, state, rounds))
    return tuple(found)


def waiting(ctx: Context, of: Session) -> list[int]:
    """Return the ids of groups that nobody has talked about yet, those with most votes first.

    A group without a vote waits only where nobody voted: what nobody picked is talked about when it is opened.
    """
    here = rows.holding(ctx.store, of.id)
    votes = read_votes(ctx, of, here).totals()
    states = retro_rows.topic_states(ctx.store, of.id)
    left = [
        group_id
        for group_id in here
        if group_id != of.topic
        and states.get(group_id, (TopicState.WAITING, 0))[0] is TopicState.WAITING
        and (votes[group_id] or not votes.total())
    ]
    return sorted(left, key=lambda group_id: (-votes[group_id], group_id))


def return_leftovers(writer: Writer, ctx: Context, of: Session) -> None:
    """Put what a retro did not come to onto the next agenda, with where it comes from.

    That are items that were left out or not reached (but no question to the room), topics that people voted for, and
    the parking lot. What somebody had put on this agenda beforehand is theirs again.
    """
    if of.kind is not Kind.RETRO:
        return
    taken_up = retro_rows.proposals(ctx.store, state="used", session_id=of.id)
    for item in _not_reached(ctx, of):
        known = next((each for each in taken_up if each.who == item.who and each.is_called(item.title)), None)
        if known is not None:
            writer.update("proposal", known.id, state="open")
        else:
            retro_rows.add_proposal(writer, item.title, team_id(ctx, of.team), of.id)
    for text in _unfinished(ctx, of):
        retro_rows.add_proposal(writer, text, team_id(ctx, of.team), of.id)


def _not_reached(ctx: Context, of: Session) -> list[AgendaItem]:
    noted = {note.item for note in retro_rows.notes(ctx.store, of.id) if note.group is None}
    ahead = of.agenda[phases.here(of) :]
    return [
        item
        for item in of.agenda
        if item.phase is Phase.ITEM and (item.skipped or item in ahead) and item.id not in noted and item.asks is None
    ]


def _unfinished(ctx: Context, of: Session) -> list[str]:
    """Return the names of topics that wait or are parked, and what the parking lot says."""
    states = retro_rows.topic_states(ctx.store, of.id)
    parked = [group for group, (state, _) in states.items() if state is TopicState.PARKED]
    groups = [*(waiting(ctx, of) if phases.counted(of) else ()), *parked]
    names = [rows.name_of(ctx.store, of.id, group) or "" for group in groups]
    notes = [note.text for note in retro_rows.notes(ctx.store, of.id) if note.kind is NoteKind.PARKED]
    return list(dict.fromkeys(text for text in (*names, *notes) if text))
