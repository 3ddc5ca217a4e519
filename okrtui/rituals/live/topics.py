"""The topics of a retro's discussion: its groups in the order of their votes, and where each of them is."""

from collections.abc import Sequence

from okrtui.model.live import Group, Session
from okrtui.model.retro import Topic, TopicState
from okrtui.rituals.context import Context
from okrtui.rituals.live.votes import read_votes
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

    A group without a vote waits too: what nobody picked is talked about last, or not at all.
    """
    here = rows.holding(ctx.store, of.id)
    votes = read_votes(ctx, of, here).totals()
    states = retro_rows.topic_states(ctx.store, of.id)
    left = [
        group_id
        for group_id in here
        if group_id != of.topic and states.get(group_id, (TopicState.WAITING, 0))[0] is TopicState.WAITING
    ]
    return sorted(left, key=lambda group_id: (-votes[group_id], group_id))
