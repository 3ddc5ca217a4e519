"""Questions to the room with a number for an answer: hidden until they are shown all at once, and never whose."""

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.live import Kind, Phase, Session
from okrtui.model.retro import Poll, PollKind
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.live.facilitation import as_facilitator
from okrtui.rituals.live.rounds import ballots as ballots
from okrtui.rules.formatting import count
from okrtui.rules.live import agenda as rules
from okrtui.rules.live import phases, rounds
from okrtui.rules.live.polls import HIGHEST
from okrtui.storage.repositories import retro as rows


def ask(ctx: Context, ref: str, kind: PollKind) -> Poll:
    """Ask the room, and return the poll: fist-to-five (0 to 5), or more time for the topic that is up (1 or 0).

    A question that is still open is shown first. Raises Refused where nothing can be asked, or for who does not lead.
    """
    with as_facilitator(ctx, ref) as (writer, of):
        reason = phases.why_not("ask" if kind is PollKind.FIST else "discuss", of.phase, of.kind)
        if of.kind is not Kind.RETRO or reason is not None:
            raise Refused(reason or f"{of.ref} is a {of.kind}; this belongs to a retro")
        if kind is PollKind.MORE and of.topic is None:
            raise Refused("no topic is up that could get more time")
        rows.show_answers(writer, of.id)
        topic, minutes = of.topic if of.phase is Phase.DISCUSS else None, 0
        if kind is PollKind.MORE and of.topic is not None:
            states = rows.topic_states(ctx.store, of.id)
            minutes = rules.more_minutes(states[of.topic][1] if of.topic in states else 0)
        poll_id = rows.add_poll(writer, of.id, kind, topic, minutes)
        writer.describe(Verb.ASKED, of.ref, f"{count(minutes, 'more minute')}?" if minutes else "fist to five")
    return find(ctx, ref, poll_id)


def find(ctx: Context, ref: str, poll_id: int | None = None) -> Poll:
    """Return a session's poll, the newest where no id is given. Raises Refused where there is none."""
    of = sessions.find(ctx, ref)
    found = rows.polls(ctx.store, of.id, ballots(ctx, of))
    chosen = [each for each in found if poll_id is None or each.id == poll_id]
    if not chosen:
        raise Refused(f"nothing has been asked in {of.ref}")
    return chosen[-1]


def _open(ctx: Context, of: Session) -> tuple[Poll, ...]:
    return tuple(each for each in rows.polls(ctx.store, of.id) if each.open)


def answer(ctx: Context, ref: str, number: int, poll_id: int | None = None) -> Poll:
    """Answer the question that is open, again to change it, and return it; who answered what is never told.

    Raises Refused where the answers are shown already, or for a number that is none.
    """
    with ctx.store.transaction():
        poll, of = find(ctx, ref, poll_id), sessions.find(ctx, ref)
        if of.phase is Phase.CLOSED or not poll.open:
            raise Refused("the answers are shown already")
        rounds.check("answer", of, ctx.today)
        if not 0 <= number <= HIGHEST[poll.kind]:
            raise Refused(f"{number} isn't an answer; it goes from 0 to {HIGHEST[poll.kind]}")
        if of.anonymous:
            ctx.store.keep_quiet()
        rows.set_answer(ctx.store, poll.id, ballots(ctx, of)(poll.id), number)
    return find(ctx, ref, poll.id)


def show(ctx: Context, ref: str) -> Poll:
    """Close the question that is open and show everybody the answers, all at once."""
    with as_facilitator(ctx, ref) as (writer, of):
        still = _open(ctx, of)
        if not still:
            raise Refused("no question is open")
        rows.show_answers(writer, of.id)
        writer.describe(Verb.SHOWED, of.ref, "the answers")
    return find(ctx, ref, still[-1].id)
