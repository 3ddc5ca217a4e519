"""What only a document that comes in may do: many changes as one, and things put back as they once stood."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.okrs import CheckIn, KeyResultState, ObjectiveState, Via
from okrtui.rituals.context import Context
from okrtui.rituals.okrs.closing import checked_score
from okrtui.rituals.okrs.objectives import key_result, objective, objective_of, writable
from okrtui.rituals.people import members
from okrtui.rituals.week.checkins import checked_week, over
from okrtui.rules.formatting import number
from okrtui.rules.okrs.measures import LARGEST
from okrtui.storage.journal.writer import combined, write
from okrtui.storage.repositories import week as week_rows
from okrtui.text import clean_lines


@contextmanager
def as_one_change(ctx: Context, verb: Verb, ref: str | Callable[[], str], summary: str) -> Iterator[None]:
    """Run the rituals of the block as one change: all or nothing, one journal entry, one undo.

    `ref` is what it is about; a function tells it afterwards.
    """
    with combined(ctx.store, ctx.login, ctx.now) as writer:
        members.join(writer, ctx)
        yield
        writer.describe(verb, ref if isinstance(ref, str) else ref(), summary)


@contextmanager
def all_or_none(ctx: Context) -> Iterator[None]:
    """Run the rituals of the block all or none, each in a journal entry of its own."""
    with ctx.store.transaction():
        yield


Restored = tuple[CheckIn, Collection[str]]
"""A check-in, and the fields that it leaves out: a correction keeps those of the week's entry."""


def restore_check_ins(ctx: Context, ref: str, entries: Sequence[Restored]) -> None:
    """Enter a key result's check-ins as a document has them, also where it takes none by hand any more.

    An entry's `who` may be nobody the workspace knows, "" for me. Raises Refused in a closed cycle or a week to come.
    The key result is looked up once: a document brings tens of thousands of entries while everybody waits.
    """
    if not entries:
        return
    with write(ctx.store, ctx.login, ctx.now) as writer:
        members.join(writer, ctx)
        kr = key_result(ctx, ref)
        writable(ctx, objective_of(ctx, kr))
        there = {each.week: each for each in week_rows.checkins(ctx.store, kr_ids=[kr.id]).get(kr.id, ())}
        for entry, left_out in entries:
            if not abs(entry.value) <= LARGEST:
                raise Refused(f"{number(entry.value)} isn't a value for {kr.ref}; between -1e15 and 1e15")
            who = members.named(writer, ctx, entry.who) or ctx.login
            note = clean_lines(entry.note)
            week = checked_week(ctx, entry.week)
            row = replace(entry, kr=kr.ref, week=week, note=note, who=who, entered_by=ctx.login, at=ctx.now)
            here = there.get(week)
            if here is not None and here.value != row.value:
                row = replace(row, via=Via.TYPED)  # somebody has written another value into the document
            week_rows.add_checkin(writer, kr.id, over(row, here, left_out))
        writer.describe(Verb.CHECKED_IN, kr.ref, entries[-1][0].week)


def restore_objective_end(ctx: Context, ref: str, state: ObjectiveState, comment: str) -> None:
    """Put an objective into a state with the comment given at its closing, whatever its key results are in."""
    with write(ctx.store, ctx.login, ctx.now) as writer:
        members.join(writer, ctx)
        found = objective(ctx, ref)
        writable(ctx, found)
        writer.update("objective", found.id, state=state.value, comment=clean_lines(comment))
        writer.describe(Verb.RESTORED, found.ref, state.value)


def restore_key_result_end(ctx: Context, ref: str, state: KeyResultState, score: float | None, comment: str) -> None:
    """Put a key result into a state with its score and comment."""
    with write(ctx.store, ctx.login, ctx.now) as writer:
        members.join(writer, ctx)
        kr = key_result(ctx, ref)
        writable(ctx, objective_of(ctx, kr))
        given = None if score is None else checked_score(score)
        writer.update("key_result", kr.id, state=state.value, score=given, comment=clean_lines(comment))
        writer.describe(Verb.RESTORED, kr.ref, state.value)
