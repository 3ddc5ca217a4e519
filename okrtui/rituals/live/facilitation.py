"""Leading a live session: its steps, its clock, and who leads. Nothing moves by itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.live import AgendaItem, Phase, Session
from okrtui.rituals.cases import working_out
from okrtui.rituals.context import Context
from okrtui.rituals.live.asking import ask_by_step, asks_now, show_open
from okrtui.rituals.live.sessions import find, room, view
from okrtui.rituals.live.topics import return_leftovers, waiting
from okrtui.rituals.people.members import assigned, changing, required
from okrtui.rules.formatting import countdown
from okrtui.rules.live import phases
from okrtui.rules.live.agenda import MOST_MINUTES
from okrtui.rules.live.prompts import BETWEEN, checked, tag_of
from okrtui.storage.engine.store import to_json
from okrtui.storage.journal.writer import Writer, write
from okrtui.storage.repositories.live import cards as rows
from okrtui.text import clean


@contextmanager
def as_facilitator(ctx: Context, ref: str) -> Iterator[tuple[Writer, Session]]:
    """Give a writer and the session to whoever facilitates it. Raises Refused for everybody else."""
    with write(ctx.store, ctx.login, ctx.now) as writer:
        of = find(ctx, ref)
        if of.facilitator != ctx.login:
            raise Refused(f"{of.facilitator} leads {of.ref}; ask them, or take over when they are gone for a minute")
        if of.phase is Phase.CLOSED:
            raise Refused(f"{of.ref} is closed")
        rows.attend(ctx.store, of.id, ctx.login, ctx.now)
        yield writer, of


def move(ctx: Context, ref: str, to: Phase | None = None, *, by: int = 1, item: int | None = None) -> Session:
    """Move a session to a phase, to the agenda's step with the id `item`, or `by` steps on.

    Steps between are left out. Half-typed cards stay where they are. At the reveal the cards are shuffled; on the way
    into the vote every card that is in no group becomes a group of its own; at the end what is still asked is answered.
    Raises Refused where there is no such step.
    """
    with as_facilitator(ctx, ref) as (writer, of):
        way, now = phases.steps(of), phases.here(of)
        goal = _goal(of, to, by, item)
        if way.index(goal) == now:
            return of
        closed = int(ctx.now.timestamp()) if goal.phase is Phase.CLOSED else None
        if closed is not None or asks_now(ctx, goal):
            _show_the_last(ctx, of)
        if closed is not None:
            return_leftovers(writer, ctx, of)
        _leave_out(writer, way[now + 1 : way.index(goal)])
        writer.update("session", of.id, phase=goal.phase.value, at_step=goal.id or None, closed=closed)
        # a server shows the words only now
        catch_up(writer, of, replace(of, phase=goal.phase, step_id=goal.id or None))
        ask_by_step(writer, ctx, of, goal)
        topic, minutes = _topic(ctx, of, goal)
        ends = int((ctx.now + timedelta(minutes=minutes)).timestamp()) if minutes else None
        writer.update("session", of.id, topic_id=topic, timer_end=ends, timer_left=None)
        if closed is not None and of.case:
            working_out.bring_back(ctx, view(ctx, ref))
        writer.describe(Verb.MOVED, of.ref, f"{_called(way[now])} → {_called(goal)}")
    return find(ctx, ref)


def _show_the_last(ctx: Context, of: Session) -> None:
    """Show what was answered to a question that is open still: it ends with the session, and where a step asks anew.

    In an entry of its own: whoever undoes the move does not ask again what everybody has seen the answers of. By who
    changes an answer then, all would be told what it was.
    """
    with write(ctx.store, ctx.login, ctx.now) as writer:
        show_open(writer, of)


def _leave_out(writer: Writer, between: Sequence[AgendaItem]) -> None:
    """Note that items are left out where one goes past them: so they come onto the next agenda."""
    for step in between:
        if step.phase is Phase.ITEM and not step.skipped:
            writer.update("agenda_item", step.id, step.version, skipped=1)


def _called(step: AgendaItem) -> str:
    return step.title if step.phase is Phase.ITEM else step.phase.value


def catch_up(writer: Writer, before: Session, after: Session) -> None:
    """Do what a session owes where it is now, however it came there: by its steps or by a change of its agenda.

    Past the reveal its cards are in no order that they came in; from the vote on none is without a group; and what
    the vote came to is noted.
    """
    if phases.here(before) < phases.reveals_at(before) and phases.here(after) >= phases.reveals_at(after):
        rows.shuffle(writer.store, after.id)
    if phases.here(after) >= phases.counts_at(after) - 1:
        rows.group_the_rest(writer, after.id)
    if phases.counted(after) and not phases.counted(before):
        writer.vouch("session", after.id, rows.votes_given(writer.store.sql, after.id))


def _goal(of: Session, to: Phase | None, by: int, item: int | None) -> AgendaItem:
    way = phases.steps(of)
    if item is not None or to is not None:
        found = next((step for step in way if (step.id == item if item is not None else step.phase is to)), None)
        if found is None:
            raise Refused(f"{of.ref} has no such step; its agenda: {', '.join(_called(step) for step in way)}")
        return found
    goal = phases.neighbour(of, by)
    if goal is None:
        here = _called(way[phases.here(of)])
        raise Refused(f"{of.ref} is in “{here}”; there is nothing {'after' if by > 0 else 'before'} it")
    return goal


def _topic(ctx: Context, of: Session, goal: AgendaItem) -> tuple[int | None, int]:
    """Return the topic that is up in a step and its minutes: a discussion goes by its topics' clocks.

    What lasts over days has none.
    """
    if goal.phase is not Phase.DISCUSS:
        return of.topic, 0 if goal.phase in dict(of.days) else goal.minutes
    topic = of.topic if of.topic is not None else next(iter(waiting(ctx, of)), None)
    return topic, of.topic_minutes if topic is not None else goal.minutes


def timer(ctx: Context, ref: str, *, add: int = 0, pause: bool | None = None) -> Session:
    """Add seconds to a session's countdown, pause it, or let it go on. Raises Refused where none runs to be paused."""
    with as_facilitator(ctx, ref) as (writer, of):
        left = phases.seconds_left(of.timer_end, of.timer_left, ctx.now)
        if left is None and not add:
            raise Refused(f"no timer runs in “{of.phase}”; add a minute to start one")
        left = max(0, (left or 0) + add)
        if left > MOST_MINUTES * 60:
            raise Refused(f"a timer runs for {MOST_MINUTES} minutes at most")
        stopped = of.timer_left is not None if pause is None else pause
        end = None if stopped else int((ctx.now + timedelta(seconds=left)).timestamp())
        writer.update("session", of.id, timer_end=end, timer_left=left if stopped else None)
        writer.describe(Verb.SET_THE_TIMER_OF, of.ref, f"{countdown(left)}{' paused' if stopped else ''}")
    return find(ctx, ref)


def rename_session(
    ctx: Context,
    ref: str,
    *,
    title: str | None = None,
    question: str | None = None,
    prompts: Sequence[str] | None = None,
) -> Session:
    """Change a session's title, question and columns, those that are given; an empty question is the title again.

    Only who leads can. Raises Refused for an empty title, and for a column taken away that cards stand in.
    """
    with as_facilitator(ctx, ref) as (writer, of):
        named_so = of.title if title is None else required(title, "the session's title")
        asked = (named_so if of.question == of.title else of.question) if question is None else clean(question)
        asked = asked or named_so
        if (named_so, asked) != (of.title, of.question):
            writer.update("session", of.id, title=named_so, question=asked)
            writer.describe(Verb.RETITLED, of.ref, named_so if asked == named_so else f"{named_so}: {asked}")
        if prompts is not None and (columns := checked(prompts)) != of.prompts:
            left = {tag_of(each) for each in columns}
            gone = {tag_of(each): each for each in of.prompts if tag_of(each) not in left}
            if gone and phases.concealed(of) and rows.sums_of_cards(ctx.store, of.id)[0]:
                raise Refused(
                    "cards are written and concealed: until the reveal a question can be added, none taken away"
                )
            if kept := [gone[tag] for tag in gone if tag in rows.tags_of(ctx.store, of.id)]:
                raise Refused(f"cards answer “{kept[0]}” already; it stays a question of {of.ref}")
            writer.update("session", of.id, prompts=to_json(list(columns)))
            writer.describe(Verb.RETITLED, of.ref, BETWEEN.join(columns) or "no columns")
    return find(ctx, ref)


def hand_over(ctx: Context, ref: str, login: str) -> Session:
    """Let somebody else lead."""
    with as_facilitator(ctx, ref) as (writer, of):
        next_one = assigned(writer, ctx, login)
        writer.update("session", of.id, facilitator=required(next_one, "the next facilitator"))
        writer.describe(Verb.HANDED_OVER, of.ref, f"to {next_one}")
    return find(ctx, ref)


def take_over(ctx: Context, ref: str) -> Session:
    """Lead a session whose facilitator has been gone for a minute. Raises Refused while they are there."""
    with changing(ctx) as writer:
        of = find(ctx, ref)
        if of.phase is Phase.CLOSED:
            raise Refused(f"{of.ref} is closed")
        if of.facilitator != ctx.login and not room(ctx, of).facilitator_gone:
            raise Refused(f"{of.facilitator} is here and leads {of.ref}; they can hand it over")
        writer.update("session", of.id, facilitator=ctx.login)
        rows.attend(ctx.store, of.id, ctx.login, ctx.now)
        writer.describe(Verb.TOOK_OVER, of.ref, f"from {of.facilitator}")
    return find(ctx, ref)
