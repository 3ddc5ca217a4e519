"""Questions to the room: hidden until they are shown all at once, and never whose."""

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.live import Kind, Phase, Poll, PollKind, Session
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.live.asking import open_questions, show_open
from okrtui.rituals.live.facilitation import as_facilitator
from okrtui.rules.formatting import count
from okrtui.rules.live import agenda as rules
from okrtui.rules.live import phases, rounds
from okrtui.rules.live.polls import CALLED, given_as, up
from okrtui.storage.repositories import retro as retro_rows
from okrtui.storage.repositories.live import polls as rows

RETROS = (PollKind.MORE, PollKind.RADAR)
"""What only a retro asks: it has topics by the clock, and a team whose radar it is."""


def ask(ctx: Context, ref: str, kind: PollKind, text: str = "") -> Poll:
    """Ask the room and return the poll, the last one of the health radar's, which is asked all at once.

    More time is about the topic that is up. A question that is still open is shown first. Raises Refused where nothing
    can be asked, for who does not lead, and for words that are no question.
    """
    with as_facilitator(ctx, ref) as (writer, of):
        if of.kind is not Kind.RETRO and kind in RETROS:
            raise Refused(f"{of.ref} is a {of.kind}; {CALLED[kind]} belongs to a retro")
        phases.check("ask" if kind is not PollKind.MORE else "discuss", of.phase, of.kind)
        if kind is PollKind.MORE and of.topic is None:
            raise Refused("no topic is up that could get more time")
        topic, minutes = of.topic if of.phase is Phase.DISCUSS else None, 0
        if kind is PollKind.MORE and of.topic is not None:
            states = retro_rows.topic_states(ctx.store, of.id)
            minutes = rules.more_minutes(states[of.topic][1] if of.topic in states else 0)
        poll_id = open_questions(writer, ctx, of, kind, text, group=topic, minutes=minutes)
        said = f"{count(minutes, 'more minute')}?" if minutes else text.strip() or CALLED[kind]
        writer.describe(Verb.ASKED, of.ref, said)
    return find(ctx, ref, poll_id)


def find(ctx: Context, ref: str, poll_id: int | None = None) -> Poll:
    """Return a session's poll, what I am asked now where no id is given. Raises Refused where there is none."""
    of = sessions.find(ctx, ref)
    found = rows.polls(ctx.store, of.id, sessions.answer_ballots(ctx, of))
    chosen = up(found) if poll_id is None else next((each for each in found if each.id == poll_id), None)
    if chosen is None:
        raise Refused(f"nothing has been asked in {of.ref}")
    return chosen


def _open(ctx: Context, of: Session) -> tuple[Poll, ...]:
    return tuple(each for each in rows.polls(ctx.store, of.id) if each.open)


def answer(ctx: Context, ref: str, given: int | str, poll_id: int | None = None) -> Poll:
    """Answer the question that is open, again to change it, and return it; who answered what is never told.

    An answer is a number of its scale, what that is called, or a short word. Raises Refused where the answers are shown
    already, or for an answer that is none.
    """
    with ctx.store.transaction():
        poll, of = find(ctx, ref, poll_id), sessions.find(ctx, ref)
        if of.phase is Phase.CLOSED or not poll.open:
            raise Refused("the answers are shown already")
        rounds.check("answer", of, ctx.today)
        number, word = given_as(poll.kind, given)
        if of.anonymous:
            ctx.store.keep_quiet()
        ballot = sessions.answer_ballots(ctx, of)(poll.id)
        rows.set_answer(ctx.store, poll.id, ballot, number, word, drawn=of.anonymous)
    return find(ctx, ref, poll.id)


def show(ctx: Context, ref: str) -> Poll:
    """Close what is asked and show everybody the answers, all at once; return the last question."""
    with as_facilitator(ctx, ref) as (writer, of):
        still = _open(ctx, of)
        if not still:
            raise Refused("no question is open")
        show_open(writer, of)
    return find(ctx, ref, still[-1].id)
