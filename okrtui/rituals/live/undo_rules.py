"""What of a live session can be undone when: never a card in a vote, another's lead, or what a closed one says."""

from typing import TYPE_CHECKING

from okrtui.errors import Busy, Refused
from okrtui.model.journal import Activity, Verb
from okrtui.model.live import Phase, Session
from okrtui.rituals.cases import working_out
from okrtui.rituals.context import Context
from okrtui.rituals.live import anonymous, sessions
from okrtui.rules.live import phases, rounds
from okrtui.storage.journal.entries import find_entry
from okrtui.storage.journal.undo import undo_entry
from okrtui.storage.repositories import retro as retro_rows
from okrtui.storage.repositories.live import cards as rows
from okrtui.storage.repositories.live.running import IN_SESSIONS

if TYPE_CHECKING:
    from okrtui.storage.local.own_writes import Written

OUTLIVES = {"action": "drop it instead: okrtui action drop", "agreement": "retire it instead: okrtui retro agree"}
"""What comes out of a retro and lives on, with what else takes it away."""
_DEEDS: dict[str, str] = {
    Verb.CARD: "write",
    Verb.CHANGED_CARD: "write",
    Verb.MOVED_CARD: "write",
    Verb.GROUPED: "group",
    Verb.SPLIT: "group",
    Verb.MERGED: "group",
    Verb.NOTED: "note",
    Verb.DECIDED: "note",
    Verb.CHANGED_NOTE: "note",
    Verb.LOOKED_BACK_ON: "score",
}
_MINE = {
    "card": (Verb.CARD, "your anonymous card"),
    "words": (Verb.CHANGED_CARD, "what your anonymous card says"),
    "gone": (Verb.CHANGED_CARD, "that your anonymous card was taken away"),
    "note": (Verb.NOTED, "your anonymous note"),
}
"""How that is told which I did to an anonymous card or note, and took back."""
_LED = {Verb.MOVED, Verb.SET_THE_TIMER_OF, Verb.HANDED_OVER, Verb.TOOK_OVER, Verb.CHANGED_THE_AGENDA, Verb.ASKED}
_LED |= {Verb.RETITLED, Verb.HID_CARD, Verb.CORRECTED_CARD, Verb.READ_CARD, Verb.PUT_BACK_CARD}
_LED_TOPIC = {Verb.WENT_ON_TO, Verb.GAVE_MORE_TIME, Verb.PARKED}


def take_back(ctx: Context, last: "Written", ref: str) -> Activity:
    """Take back what I did last in an anonymous session: to a card, or a note. Raises Refused where it is fixed now.

    Where it can never be taken back any more it is forgotten, and the next undo is about something else.
    """
    assert ctx.tokens is not None  # whoever remembers something has them
    of, what = sessions.find(ctx, ref), "note" if last.what == "note" else "card"
    reason = rounds.why_not("note" if what == "note" else "write", of, ctx.today)
    if reason is not None:
        if of.phase is Phase.CLOSED:
            ctx.tokens.written.drop(of.key)
        raise Refused(f"your {what} in {ref} stays: {reason}")
    try:
        with ctx.store.transaction():
            _take_back(ctx, of, last)
    except Busy:
        raise
    except Refused:
        sessions.find(ctx, ref)  # raises its own sentence where it is the server that does not answer
        ctx.tokens.written.drop(of.key, last.entry)
        raise
    ctx.tokens.written.drop(of.key, last.entry)
    verb, said = _MINE.get(last.what, _MINE["card"])
    return Activity(last.entry, ctx.now, ctx.login, verb, ref, said)


def _take_back(ctx: Context, of: Session, last: "Written") -> None:
    if last.what == "note":
        entry = find_entry(ctx.store, last.entry)
        about = [(change["table"], change["id"]) for change in entry.changes] if entry is not None else []
        if entry is None or entry.who or ("note", last.id) not in about:
            raise Refused(f"your note in {of.ref} is no longer in the journal")
        undo_entry(ctx.store, "", of.started, last.entry)
    elif last.what == "gone":
        anonymous.bring_back(ctx, of, sessions.secret_of(ctx, of), last.id, last.former)
    else:
        words = "" if last.what == "card" else anonymous.words_of(last.former)
        anonymous.change(ctx, of, sessions.my_card(ctx, of, last.id), words)


def check(ctx: Context, entry: Activity) -> Session | None:
    """Raise Refused where an entry about a live session can't be undone or redone now, though the rows would allow it.

    Else a slip of the keyboard would take a card out of a group that is being voted on, or move a session that
    somebody else leads by now. Return the session, None where the entry is about no single one.
    """
    stays = f"“{entry.verb} {entry.ref}” stays"
    _check_outcomes(ctx, entry, stays)
    of = _session_of(ctx, entry)
    if of is None:
        return None
    changed = {str(change["table"]) for change in entry.changes}
    led = entry.verb in _LED or (entry.verb in _LED_TOPIC and bool(changed & {"topic", "session"}))
    deed = _DEEDS.get(entry.verb) or ("discuss" if led and entry.verb in _LED_TOPIC else None)
    if entry.verb == Verb.PARKED and not led:
        deed = "note"
    reason = rounds.why_not(deed, of, ctx.today) if deed else None
    if reason is not None and of.phase is Phase.VOTE:
        raise Refused("what came before the vote stays while it runs; a vote is taken back on the group that has it")
    if reason is not None:
        raise Refused(f"{stays}: {reason}")
    if led and of.facilitator != ctx.login:
        raise Refused(f"{stays}: {of.facilitator} leads it now")
    if of.phase is Phase.CLOSED and entry.verb != Verb.MOVED:  # closing it was a slip, too
        raise Refused(f"{stays}: it is closed")
    if entry.verb == Verb.SHOWED or _closed_one(entry):
        raise Refused(f"{stays}: everybody has seen the answers; ask again")
    return of


def _check_outcomes(ctx: Context, entry: Activity, stays: str) -> None:
    """Raise Refused for the making of an action or agreement that a closed retro tells of."""
    for change in entry.changes:
        made = change["after"] if change["before"] is None else None
        if change["table"] not in OUTLIVES or not isinstance(made, dict) or not made.get("session_id"):
            continue
        of = sessions.find(ctx, f"S{made['session_id']}")
        if of.closed is not None and entry.at <= of.closed:
            raise Refused(f"{stays}: {of.ref} is closed; {OUTLIVES[str(change['table'])]}")


def _session_of(ctx: Context, entry: Activity) -> Session | None:
    """Return the session that an entry is about, None where it is about none of its rows."""
    for change in entry.changes:
        if change["table"] == "kr_review":  # the entry is about its key result
            row = change["after"] or change["before"]
            session_id = row.get("session_id") if isinstance(row, dict) else None
            session_id = session_id or retro_rows.reviewed_in(ctx.store, int(str(change["id"])))
            return sessions.find(ctx, f"S{session_id}") if session_id is not None else None
    if entry.verb in sessions.STARTED.values() or not any(
        change["table"] in IN_SESSIONS - OUTLIVES.keys() for change in entry.changes
    ):
        return None
    return sessions.find(ctx, entry.ref)


def _closed_one(entry: Activity) -> bool:
    """Tell whether an entry closed a question that was open: its answers were shown by that."""
    return any(change["table"] == "poll" and change["before"] is not None for change in entry.changes)


def unclose(ctx: Context, of: Session, entry: Activity) -> None:
    """Take the advice back that a session's closing brought to its case, before that is undone."""
    if of.phase is Phase.CLOSED and entry.verb == Verb.MOVED:
        working_out.take_back(ctx, sessions.view(ctx, of.ref), entry.id)


def settle(ctx: Context, before: Session, entry: Activity) -> None:
    """See to it that a session is whole after an entry was undone or redone. Raises Refused where it would not be.

    What came since may need what the entry made: a step that the session is at, a group that is up as a topic.
    """
    of, stays = sessions.find(ctx, before.ref), f"“{entry.verb} {entry.ref}” stays"
    if of.step_id is not None and (of.step_id, of.phase) not in {(item.id, item.phase) for item in of.agenda}:
        raise Refused(f"{stays}: {of.ref} is in this step now")
    if of.phase is Phase.CLOSED and before.phase is not Phase.CLOSED:
        working_out.bring_back(ctx, sessions.view(ctx, of.ref))
    if of.topic is not None and not rows.has_group(ctx.store, of.id, of.topic):
        raise Refused(f"{stays}: this topic is up now")
    if phases.here(before) < phases.reveals_at(before) and phases.here(of) >= phases.reveals_at(of):
        rows.shuffle(ctx.store, of.id)
    if phases.here(of) >= phases.counts_at(of) - 1 and rows.has_loose(ctx.store, of.id):
        raise Refused(f"{stays}: cards came since that nobody could vote on; go on by its steps")
    touched = _groups_in(entry)
    if touched:
        rows.check_emptied(ctx.store, of.id, touched)
        merged = rows.merged(ctx.store, of.id)
        if any(group in merged and rows.has_group(ctx.store, of.id, group) for group in touched):
            raise Refused(f"{stays}: its group was merged since")


def _groups_in(entry: Activity) -> set[int]:
    """Return the ids of the groups that an entry is about in any of its rows."""
    found = set[int]()
    for change in entry.changes:
        if change["table"] == "card_group":
            found.add(int(str(change["id"])))
        for row in (change["before"], change["after"]):
            if isinstance(row, dict) and row.get("group_id") is not None:
                found.add(int(row["group_id"]))
    return found
