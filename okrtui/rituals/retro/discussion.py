"""Discussing in a retro: one topic after the other by the clock, notes as the room talks, and what was agreed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.live import Kind, Phase, Session
from okrtui.model.retro import Agreement, Note, NoteKind, TopicState
from okrtui.rituals.context import Context
from okrtui.rituals.live import anonymous
from okrtui.rituals.live.facilitation import as_facilitator
from okrtui.rituals.live.sessions import find
from okrtui.rituals.live.topics import waiting
from okrtui.rituals.people import agreements
from okrtui.rituals.people.members import assigned, changing, join, required
from okrtui.rules.live import agenda as rules
from okrtui.rules.live import phases
from okrtui.storage.journal.entries import newest
from okrtui.storage.journal.writer import Writer, write
from okrtui.storage.repositories import retro as rows
from okrtui.storage.repositories.live import cards as card_rows
from okrtui.storage.repositories.values import add_agreement
from okrtui.text import clean

_SAYS = {NoteKind.NOTE: Verb.NOTED, NoteKind.DECISION: Verb.DECIDED, NoteKind.PARKED: Verb.PARKED}


def _may(deed: str, of: Session) -> None:
    """Raise Refused where a deed is for retros only, or not for this phase."""
    if of.kind is not Kind.RETRO:
        raise Refused(f"{of.ref} is a {of.kind}; this belongs to a retro")
    phases.check(deed, of.phase, of.kind)


# -- topics


def next_topic(ctx: Context, ref: str, group: int | None = None) -> Session:
    """Go on to the topic with most votes that waits, or to a named group, and start its clock; return the session.

    The topic before is done. Where none waits any more no topic is up. Raises Refused outside of the discussion.
    """
    with as_facilitator(ctx, ref) as (writer, of):
        _may("discuss", of)
        if group is not None and not card_rows.has_group(ctx.store, of.id, group):
            raise Refused("that topic is gone; look at the new state and try again")
        left = waiting(ctx, of)
        if group is None and not left and of.topic is None:
            raise Refused("every topic was discussed; go on to the next step")
        states = rows.topic_states(ctx.store, of.id)
        if of.topic is not None and of.topic != group and states.get(of.topic, (None,))[0] is not TopicState.PARKED:
            rows.set_topic(writer, of.id, of.topic, TopicState.DONE)
        goal = group if group is not None else next(iter(left), None)
        if goal is not None and states.get(goal, (TopicState.WAITING,))[0] is not TopicState.WAITING:
            rows.set_topic(writer, of.id, goal, TopicState.WAITING)
        _put_up(writer, ctx, of, goal)
        writer.describe(Verb.WENT_ON_TO, of.ref, _name(ctx, of, goal) if goal is not None else "the end of the topics")
    return find(ctx, ref)


def park_topic(ctx: Context, ref: str, group: int | None = None) -> Session:
    """Put a topic (the one that is up where None) into the parking lot, and go on where it was up."""
    with as_facilitator(ctx, ref) as (writer, of):
        _may("discuss", of)
        parked = of.topic if group is None else group
        if parked is None or not card_rows.has_group(ctx.store, of.id, parked):
            raise Refused("no topic is up that could be parked")
        rows.set_topic(writer, of.id, parked, TopicState.PARKED)
        if parked == of.topic:
            _put_up(writer, ctx, of, next(iter(waiting(ctx, of)), None))
        writer.describe(Verb.PARKED, of.ref, _name(ctx, of, parked))
    return find(ctx, ref)


def _put_up(writer: Writer, ctx: Context, of: Session, group: int | None) -> None:
    ends = int((ctx.now + timedelta(minutes=of.topic_minutes)).timestamp()) if group is not None else None
    writer.update("session", of.id, topic_id=group, timer_end=ends if of.topic_minutes else None, timer_left=None)


def more_time(ctx: Context, ref: str) -> Session:
    """Give the topic that is up the next slice of time: 5, then 2, then 1 minute from now; return the session."""
    with as_facilitator(ctx, ref) as (writer, of):
        _may("discuss", of)
        if of.topic is None:
            raise Refused("no topic is up")
        state, rounds = rows.topic_states(ctx.store, of.id).get(of.topic, (TopicState.WAITING, 0))
        minutes = rules.more_minutes(rounds)
        rows.set_topic(writer, of.id, of.topic, state, rounds + 1)
        left = phases.seconds_left(of.timer_end, of.timer_left, ctx.now) or 0
        ends = int((ctx.now + timedelta(seconds=left, minutes=minutes)).timestamp())
        writer.update("session", of.id, timer_end=ends, timer_left=None)
        writer.describe(Verb.GAVE_MORE_TIME, of.ref, f"{minutes} min for {_name(ctx, of, of.topic)}")
    return find(ctx, ref)


def _name(ctx: Context, of: Session, group: int) -> str:
    return card_rows.name_of(ctx.store, of.id, group) or ""


# -- notes


def write_note(ctx: Context, ref: str, text: str, kind: NoteKind = NoteKind.NOTE, *, group: int | None = None) -> Note:
    """Write a note, a decision or something for the parking lot, and return it.

    It belongs to the topic that is up (or to `group`), outside of the discussion to the agenda's step; what is parked
    keeps where it came from. In an anonymous session nobody's name is stored with it.
    """
    words = required(text, "the note")
    with _noting(ctx, ref) as (writer, of, at):
        _may("note", of)
        if group is not None and not card_rows.has_group(ctx.store, of.id, group):
            raise Refused("that topic is gone; look at the new state and try again")
        topic = group if group is not None else (of.topic if of.phase is Phase.DISCUSS else None)
        note = Note(
            id=0,
            text=words,
            who="" if of.anonymous else ctx.login,
            kind=kind,
            group=topic,
            item=of.step_id if topic is None else None,
        )
        note_id = rows.add_note(writer, of.id, note, at)
        writer.describe(_SAYS[kind], of.ref, words)
    return _note(ctx, of, note_id)


def edit_note(ctx: Context, ref: str, note_id: int, text: str, version: int | None = None) -> None:
    """Change a note's words, anybody's: notes are the room's. Empty words take it away.

    Raises Stale where `version` is not the one it has.
    """
    with _noting(ctx, ref) as (writer, of, _):
        _may("note", of)
        note, words = _note(ctx, of, note_id), clean(text)
        if words or version not in (None, note.version):
            writer.update("note", note.id, version, text=words)
        else:
            writer.remove("note", note.id)
        writer.describe(Verb.CHANGED_NOTE, of.ref, words or "taken back")


def mark_note(ctx: Context, ref: str, note_id: int, kind: NoteKind) -> None:
    """Make a note a decision, put it into the parking lot, or make it a plain note again."""
    with _noting(ctx, ref) as (writer, of, _):
        _may("note", of)
        note = _note(ctx, of, note_id)
        writer.update("note", note.id, note.version, kind=kind.value)
        writer.describe(_SAYS[kind], of.ref, note.text)


def note(ctx: Context, ref: str, note_id: int) -> Note:
    """Return a note as it is now. Raises Refused where it has been taken away."""
    return _note(ctx, find(ctx, ref), note_id)


def _note(ctx: Context, of: Session, note_id: int) -> Note:
    found = rows.notes(ctx.store, of.id, note_id=note_id)
    if not found:
        raise Refused("that note has gone; somebody took it away")
    return found[0]


@contextmanager
def _noting(ctx: Context, ref: str) -> Iterator[tuple[Writer, Session, datetime]]:
    """Give a writer, the session and the time to note; an anonymous session is written by nobody, at its start.

    That it was me who wrote I remember myself, in my own state: for undo.
    """
    of = find(ctx, ref)
    who, now = ("", of.started) if of.anonymous else (ctx.login, ctx.now)
    with ctx.store.transaction():
        with write(ctx.store, who, now) as writer:
            if of.anonymous:
                ctx.store.keep_quiet()
            else:
                join(writer, ctx)
            yield writer, find(ctx, ref), now
        entry = newest(ctx.store)
    if of.anonymous and writer.changes:
        anonymous.remember(ctx, of, entry, "note", int(writer.changes[-1]["id"]))


# -- working agreements


def agree(ctx: Context, text: str, ref: str = "", *, dri: str | None = None) -> Agreement:
    """Make a working agreement, of a retro where named, and return it; it holds until it is retired.

    `dri` sees to it: unless said I do, but nobody where the retro names nobody.
    """
    words = required(text, "the agreement")
    with changing(ctx) as writer:
        of = find(ctx, ref) if ref else None
        mine = "" if of is not None and of.anonymous else ctx.login
        keeps = assigned(writer, ctx, mine if dri is None else dri)
        made = add_agreement(writer, words, of.id if of else None, keeps)
        writer.describe(Verb.AGREED, of.ref if of else "", words)
    return agreements.find(ctx, f"W{made}")
