"""Undo and redo: an entry's rows are put back one by one, unless something newer stands on them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from peewee import IntegrityError

from okrtui.errors import Refused
from okrtui.model.journal import Activity, Verb
from okrtui.storage.engine.store import Store
from okrtui.storage.journal.entries import entries, find_entry
from okrtui.storage.journal.writer import (
    Writer,
    delete_row,
    insert_row,
    next_version,
    row_of,
    store_entry,
    update_row,
    vouched_for,
)
from okrtui.storage.tables import TOLD, columns_of


def undo(store: Store, who: str, now: datetime) -> Activity:
    """Take back the newest standing change of `who` and return it. Raises Refused with the reason where it can't."""
    with store.transaction():
        target = next_undo(store, who)
        if target is None:
            raise Refused("you have nothing to undo")
        _replay(store, who, now, target, Verb.UNDO)
    return target


def next_undo(store: Store, who: str) -> Activity | None:
    """Return the entry that `undo` would take back, None where there is nothing."""
    return _whole(store, _to_undo(_my_recent(store, who)))


def next_redo(store: Store, who: str) -> Activity | None:
    """Return the entry that `redo` would do again, None where there is nothing."""
    return _whole(store, _to_redo(_my_recent(store, who)))


def redo(store: Store, who: str, now: datetime) -> Activity:
    """Do again what `who` undid last and return it. Raises Refused where something came since or stands on it."""
    with store.transaction():
        target = next_redo(store, who)
        if target is None:
            raise Refused("you have nothing to redo")
        _replay(store, who, now, target, Verb.REDO)
    return target


def undo_entry(store: Store, who: str, now: datetime, entry_id: int) -> Activity:
    """Take back one entry and return it. Raises Refused where something newer stands on it."""
    with store.transaction():
        target = find_entry(store, entry_id)
        if target is None:
            raise Refused("that is no longer in the journal")
        _replay(store, who, now, target, Verb.UNDO)
    return target


def undo_if_bare(store: Store, who: str, now: datetime, entry_id: int) -> bool:
    """Take back one entry and return True; False, with nothing changed, where something newer stands on it."""
    try:
        with store.db.atomic():  # what was put back of it before the refusal goes, too
            undo_entry(store, who, now, entry_id)
    except Refused:
        return False
    return True


_STAYS = (Verb.JOINED, Verb.REDACTED, Verb.ENTERED_VOTES)
"""What undo passes by: it has no rows of its own to put back."""


def _my_recent(store: Store, who: str) -> tuple[Activity, ...]:
    mine = entries(store, who=who, limit=400, with_changes=False)
    return tuple(entry for entry in mine if entry.verb not in _STAYS)


def _whole(store: Store, entry: Activity | None) -> Activity | None:
    """Return an entry with its changes, which those it was chosen among do without."""
    return find_entry(store, entry.id) if entry is not None else None


def _to_undo(mine: tuple[Activity, ...]) -> Activity | None:
    settled: dict[int, bool] = {}
    for entry in mine:  # newest first: the newest undo or redo of an entry decides
        if entry.undoes is not None:
            settled.setdefault(entry.undoes, entry.verb == Verb.UNDO)
        elif not settled.get(entry.id, False):
            return entry
    return None


def _to_redo(mine: tuple[Activity, ...]) -> Activity | None:
    settled: dict[int, bool] = {}
    for entry in mine:
        if entry.undoes is None:
            return None
        if entry.undoes not in settled:
            settled[entry.undoes] = entry.verb == Verb.UNDO
            if entry.verb == Verb.UNDO:
                return next((e for e in mine if e.id == entry.undoes), None)
    return None


def _replay(store: Store, who: str, now: datetime, target: Activity, verb: Verb) -> None:
    writer = Writer(store, who, now)
    writer.describe(verb, target.ref, f"{target.verb}: {target.summary}")
    steps = list(target.changes)
    if verb == Verb.UNDO:
        steps.reverse()
    for step in steps:
        was, now_is = ("after", "before") if verb == Verb.UNDO else ("before", "after")
        _put(writer, target, str(step["table"]), int(str(step["id"])), step[was], step[now_is])
    store_entry(store, writer, target.id)


def _put(writer: Writer, target: Activity, table: str, row_id: int, was: Any, goal: Any) -> None:
    """Bring one row from the state `was` to `goal`, refusing where something newer stands on it."""
    store = writer.store
    if table not in TOLD or not {*(was or ()), *(goal or ())} <= set(columns_of(table)):
        raise Refused(
            f"“{target.verb} {target.ref}” cannot be taken back: its entry was not written by this okrtui; "
            "okrtui log --verify tells more"
        )
    row = row_of(store, table, row_id)
    if was is None:
        if row is not None and _came_along(target, table, goal) == _came_along(target, table, row) != "":
            return  # it stayed when the entry was undone
        if row is not None:
            raise Refused(_newer(store, target))
        _guarded(store, target, lambda: insert_row(store, table, {"id": row_id, **goal}))
    elif row is None or any(row[name] != value for name, value in was.items() if name != "version"):
        raise Refused(_newer(store, target))
    elif goal is None and _came_along(target, table, was):
        try:
            _guarded(store, target, lambda: delete_row(store, table, row_id))
        except Refused:
            return  # something else stands on it by now, so it stays
    elif goal is None:
        _guarded(store, target, lambda: delete_row(store, table, row_id))
    else:
        _guarded(store, target, lambda: update_row(store, table, row_id, {**goal, **next_version(row)}))
    writer.changes.append(vouched_for(store, {"table": table, "id": row_id, "before": was, "after": goal}))


def _came_along(target: Activity, table: str, row: Any) -> str:
    """Return what a person, cycle or process is called that an entry about something else has made, else ""."""
    name = str(row.get({"member": "login", "cycle": "name", "process": "name"}.get(table, ""), ""))
    return "" if target.ref in (name, f"@{name}") else name


def _guarded(store: Store, target: Activity, change: Callable[[], object]) -> None:
    try:
        with store.db.atomic():  # a server would take no further statement after the one that failed
            change()
    except IntegrityError:
        raise Refused(_newer(store, target)) from None


def _newer(store: Store, target: Activity) -> str:
    later = next(
        (e for e in reversed(entries(store, limit=50, with_changes=False)) if e.id > target.id and e.ref == target.ref),
        None,
    )
    what = f"“{target.verb} {target.ref}” cannot be undone: something newer depends on it"
    return f"{what} ({later.verb} by {later.who})" if later else what
