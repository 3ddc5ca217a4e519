"""The journal as people see it: who did what, undo and redo."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from okrtui.model.journal import Activity, Verb
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.storage.engine.store import Store
from okrtui.storage.journal import undo as rows
from okrtui.storage.journal.entries import entries
from okrtui.storage.repositories import hours
from okrtui.storage.repositories.live.running import IN_SESSIONS

if TYPE_CHECKING:
    from okrtui.model.live import Session
    from okrtui.storage.local.own_writes import Written

PRIVATE = {
    "weekly_update": frozenset({"pulse"}),
    "card": frozenset({"text", "author", "entered_by", "nonce", "owner", "tag", "kr_id"}),
    "case_entry": frozenset({"case_id", "kind", "who", "day", "step", "outcome", "text", "to_login", "ends"}),
}
"""Columns that no log shows: a pulse belongs to the team's mean, a card to its session, which may conceal it, and what
is said in a case stands there, where a raised hand is seen by few."""

UNTOLD = frozenset({"follow_up", "booking_case"})
"""Tables of which no log says that they changed: that something came out of a booking is known to its two people."""
BOOKING = "B[0-9]{1,15}"
"""Refs whose entries tell of them to host and guest alone: to others not even whose they are."""
CASE = "C[0-9]{1,11}"
"""Refs of cases: the entries of one about a person are for those whom it concerns."""
LOGINS = (Verb.RENAMED_MEMBER, Verb.MERGED_MEMBERS)
"""What touches sessions that are over, too, and is about none."""


def log(
    ctx: Context,
    *,
    limit: int = 200,
    who: str | None = None,
    ref: str | None = None,
    before: int | None = None,
    text: str = "",
    with_changes: bool = True,
    since: date | None = None,
) -> tuple[Activity, ...]:
    """Return the newest journal entries first, without what is nobody's business.

    With `text` those that hold it, with `since` those from that day on, as the workspace counts days. What only lists
    them asks without their changes.
    """
    at = None if since is None else int(datetime.combine(since, time(), ctx.zone).timestamp())
    told = list[Activity]()
    while (left := limit - len(told)) > 0:
        found = entries(
            ctx.store, limit=left, who=who, ref=ref, before=before, text=text, with_changes=with_changes, since=at
        )
        # what was found by a name or a word would tell that it stands there
        told += [each for each in shown_to(ctx, found) if each.who or not (who or text)]
        if len(found) < left:
            break
        before = found[-1].id
    return tuple(told)


def shown_to(ctx: Context, found: Sequence[Activity]) -> tuple[Activity, ...]:
    """Return entries as I may see them: of a booking of other people only that there is one, of a case about a person
    nothing unless it concerns me."""
    found = _without_cases(ctx, found)
    booked = {e.id: int(e.ref[1:]) for e in found if re.fullmatch(BOOKING, e.ref) and e.who != ctx.login}
    mine = hours.mine_among(ctx.store, ctx.login, list(booked.values())) if booked else set()
    others = {entry for entry, booking in booked.items() if booking not in mine}
    return tuple(replace(each, who="", summary="", changes=()) if each.id in others else shown(each) for each in found)


def _without_cases(ctx: Context, found: Sequence[Activity]) -> Sequence[Activity]:
    others = {each.ref for each in found if re.fullmatch(CASE, each.ref) and each.who != ctx.login}
    if not others:
        return found
    from okrtui.rituals.cases import cases  # most pages tell of none

    # a server has taken the name out of those that are nobody's business
    hidden = cases.unseen(ctx, others)
    return [each for each in found if each.ref not in others or (each.who and each.ref not in hidden)]


def author(ctx: Context, login: str) -> str:
    """Return the login that the journal has of somebody, also who is no member any more. Raises UnknownMember."""
    return login if entries(ctx.store, who=login, limit=1, with_changes=False) else members.member(ctx, login).login


def anonymous_undo(ctx: Context) -> "Session | None":
    """Return the anonymous session in which my next undo takes something back, None where it is about something else.

    There it should come when others' words do, as what it takes back did.
    """
    found = _anonymous(ctx, rows.next_undo(ctx.store, ctx.login))
    if found is None:
        return None
    from okrtui.rituals.live import sessions  # an undo of anything else does without it

    return sessions.find(ctx, found[1])


def _anonymous(ctx: Context, target: Activity | None) -> "tuple[Written, str] | None":
    """Return what I did last in an anonymous session, and its ref, where that is newer than an entry of mine."""
    if ctx.tokens is None:
        return None
    from okrtui.rituals.live import anonymous

    mine = anonymous.last(ctx)
    return mine if mine is not None and (target is None or mine[0].entry > target.id) else None


def undo(ctx: Context) -> Activity:
    """Take back my newest change and return it. Raises Refused with the reason where it can't be.

    A thank-you is no row to be replayed: it goes without a trace within its minute, and stays afterwards. What I did to
    an anonymous card of mine goes by my own state, which alone knows that it was me.
    """
    target = rows.next_undo(ctx.store, ctx.login)
    if (mine := _anonymous(ctx, target)) is not None:
        from okrtui.rituals.live import undo_rules

        return undo_rules.take_back(ctx, *mine)
    if target is not None and target.verb == Verb.THANKED:
        from okrtui.rituals import heroes

        new = {f"@{each.login}" for each in heroes.find(ctx, target.ref).recipients}
        before = entries(ctx.store, who=ctx.login, limit=len(new), before=target.id, with_changes=False)
        with ctx.store.transaction():
            heroes.withdraw(ctx, target.ref)
            for each in before:  # whom the card made members goes with it
                if each.verb == Verb.ADDED_MEMBER and each.ref in new and each.at == target.at:
                    rows.undo_entry(ctx.store, ctx.login, ctx.now, each.id)
        return shown(target)
    return _replayed(ctx, rows.next_undo, rows.undo)


def redo(ctx: Context) -> Activity:
    """Do again what I undid last and return it. Raises Refused with the reason where it can't be."""
    return _replayed(ctx, rows.next_redo, rows.redo)


def _replayed(
    ctx: Context, wanted: Callable[[Store, str], Activity | None], replay: Callable[[Store, str, datetime], Activity]
) -> Activity:
    """Undo or redo an entry in one transaction, where a live session allows it and is whole afterwards."""
    with ctx.store.transaction():
        target = wanted(ctx.store, ctx.login)
        in_session = target is not None and any(change["table"] in IN_SESSIONS for change in target.changes)
        if target is None or target.verb in LOGINS or not in_session:
            return shown(replay(ctx.store, ctx.login, ctx.now))
        from okrtui.rituals.live import undo_rules  # few workspaces have a session, and every undo comes by here

        of = undo_rules.check(ctx, target)
        if of is not None and wanted is rows.next_undo:
            undo_rules.unclose(ctx, of, target)
        done = replay(ctx.store, ctx.login, ctx.now)
        if of is not None:
            undo_rules.settle(ctx, of, target)
        return shown(done)


def shown(entry: Activity) -> Activity:
    """Return a journal entry without its private columns."""
    changes = []
    for change in entry.changes:
        if change["table"] in UNTOLD or (change["table"] == "practice_case" and entry.ref.startswith("@")):
            continue  # a login that was renamed stands in cases, too
        hidden = PRIVATE.get(str(change["table"]))
        if hidden:
            change = {k: _without(v, hidden) if k in ("before", "after") else v for k, v in change.items()}
        changes.append(change)
    return replace(entry, changes=tuple(changes))


def _without(row: object, hidden: frozenset[str]) -> object:
    return {k: v for k, v in row.items() if k not in hidden} if isinstance(row, dict) else row
