"""The journal: every change is one transaction with one entry that says who, what, before and after; and its undo."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from peewee import IntegrityError

from okrtui.errors import Refused, Stale
from okrtui.model.journal import Activity
from okrtui.storage.engine.store import Record, Store, to_json
from okrtui.storage.schema import tables as t
from okrtui.storage.schema.hash_chain import ChainEntry, sealed

UNDO, REDO, JOIN = "undo", "redo", "joined"
SHEET = ("submitted update", "corrected update", "checked in")
"""Entries of these verbs may hold several key results' check-ins; their summary begins each with its ref."""


class Writer:
    """Collects the row changes of one use case; `write` gives one and stores the entry at its end."""

    def __init__(self, store: Store, who: str, now: datetime) -> None:
        self.store = store
        self.who = who
        self.at = int(now.timestamp())
        self.verb = ""
        self.ref = ""
        self.summary = ""
        self.changes: list[Record] = []
        self.combined: list[tuple[str, str, str]] = []
        """What the changes that were gathered into this one said: verb, ref, summary."""

    def describe(self, verb: str, ref: str, summary: str) -> None:
        """Name the entry: `verb` like `checked in`, the ref it is about, one line that reads well in the log."""
        self.verb, self.ref, self.summary = verb, ref, summary

    def insert(self, table: str, /, **values: Any) -> int:
        """Insert a row and return its id."""
        new_id = _insert(self.store, table, values)
        self.changes.append({"table": table, "id": new_id, "before": None, "after": values})
        return new_id

    def insert_unlogged(self, table: str, /, **values: Any) -> int:
        """Insert a row of which the journal keeps only that it came, and return its id; undo does not touch it."""
        new_id = _insert(self.store, table, values)
        self.changes.append({"table": table, "id": new_id, "before": None, "after": {}})
        return new_id

    def note(self, verb: str, ref: str, summary: str) -> None:
        """Store an entry without row changes: that something came is all that may be told."""
        self.describe(verb, ref, summary)
        _log(self.store, self, None)

    def redact(self, ref: str) -> None:
        """Blank the entries about `ref`, which was taken back without trace, and add a blank one for each.

        They stay as numbers: the change feed of open screens goes by them, and the new ones make it look again. Their
        digests stay in the chain, and without the salt say nothing; the new ones say that okrtui itself blanked them.
        """
        gone = [int(row[0]) for row in self.store.sql("SELECT id FROM activity WHERE ref = ? ORDER BY id", (ref,))]
        blank = (
            "UPDATE activity SET who = '', verb = '', ref = '', summary = '', changes = '[]', salt = '' WHERE ref = ?"
        )
        self.store.run(blank, (ref,))
        for each in gone:
            _log(self.store, Writer(self.store, "", datetime.fromtimestamp(self.at, UTC)), each)

    def update(self, table: str, row_id: int, version: int | None = None, /, **values: Any) -> bool:
        """Change columns of a row; return False where all have these values already.

        Raises Stale where `version` is given and the row has another one by now.
        """
        row = _row(self.store, table, row_id)
        if row is None:
            raise Stale("it has been removed meanwhile; nothing was changed")
        if version is not None and row["version"] != version:
            raise Stale("somebody else has changed it meanwhile; look at the new state and try again")
        before = {name: row[name] for name, value in values.items() if row[name] != value}
        if not before:
            return False
        after = {name: values[name] for name in before}
        _update(self.store, table, row_id, {**after, **_next_version(row)})
        self.changes.append({"table": table, "id": row_id, "before": before, "after": after})
        return True

    def remove(self, table: str, row_id: int) -> None:
        """Remove a row, keeping all of it in the journal."""
        row = _row(self.store, table, row_id)
        if row is None:
            raise Stale("it has been removed meanwhile; nothing was changed")
        del row["id"]
        _delete(self.store, table, row_id)
        self.changes.append({"table": table, "id": row_id, "before": row, "after": None})


@contextmanager
def write(store: Store, who: str, now: datetime) -> Iterator[Writer]:
    """Give a Writer inside one transaction; its entry is stored with it, none where nothing changed."""
    with store.transaction():
        writer = Writer(store, who, now)
        yield writer
        if writer.changes:
            if not writer.verb:
                raise ValueError("a change without a verb for the journal")
            whole = _GATHERING.get()
            if whole is None or whole.store is not store or writer.verb == JOIN:
                _log(store, writer, None)
            else:
                whole.changes += writer.changes
                whole.combined.append((writer.verb, writer.ref, writer.summary))


_GATHERING: ContextVar[Writer | None] = ContextVar("the writer of the change that is being gathered", default=None)


@contextmanager
def combined(store: Store, who: str, now: datetime) -> Iterator[Writer]:
    """Run many use cases as one change: one transaction, one entry, one undo; whoever joins keeps their own entry."""
    with write(store, who, now) as writer:
        before = _GATHERING.set(writer)
        try:
            yield writer
        finally:
            _GATHERING.reset(before)


def _log(store: Store, writer: Writer, undoes: int | None) -> None:
    last = store.sql("SELECT id, chain FROM activity ORDER BY id DESC LIMIT 1")
    newest, before = last[0] if last else (0, "")
    changes = to_json(writer.changes)
    words = (newest + 1, writer.at, writer.who, writer.verb, writer.ref, writer.summary, changes, undoes)
    entry = sealed(ChainEntry(*words, "", "", ""), before)
    _insert(store, "activity", entry._asdict())


# Plain SQL: a change is two or three of these, and peewee takes a millisecond to build each. What a journal's entry
# names is data that somebody may have written behind okrtui's back: only tables and columns that we know are put in.


def _known(table: str, names: Iterable[str]) -> list[str]:
    """Return the columns, quoted. Raises KeyError where the table has no such column."""
    columns = t.COLUMNS[table]
    if unknown := set(names) - set(columns):
        raise KeyError(f"{table} has no {', '.join(sorted(unknown))}")
    return [f'"{name}"' for name in names]


def _row(store: Store, table: str, row_id: int) -> Record | None:
    names = t.COLUMNS[table]
    found = store.sql(f'SELECT {", ".join(_known(table, names))} FROM "{table}" WHERE "id" = ?', (row_id,))
    return dict(zip(names, found[0], strict=True)) if found else None


def _insert(store: Store, table: str, values: Record) -> int:
    names, marks = ", ".join(_known(table, values)), ", ".join("?" * len(values))
    return store.insert(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(values.values()))


def _update(store: Store, table: str, row_id: int, values: Record) -> None:
    names = ", ".join(f"{name} = ?" for name in _known(table, values))
    _once(store.execute(f'UPDATE "{table}" SET {names} WHERE "id" = ?', (*values.values(), row_id)).rowcount)


def _delete(store: Store, table: str, row_id: int) -> None:
    _known(table, ())
    _once(store.execute(f'DELETE FROM "{table}" WHERE "id" = ?', (row_id,)).rowcount)


def _once(rows: int) -> None:
    """Refuse where no row was touched: a server's rules leave out in silence what is not mine to change."""
    if rows != 1:
        raise Refused("the server keeps that to somebody else; nothing was changed")


def _next_version(row: Record) -> Record:
    return {"version": row["version"] + 1} if "version" in row else {}


# -- reading the journal


def _activity(row: Record) -> Activity:
    return Activity(
        id=row["id"],
        at=datetime.fromtimestamp(row["at"], UTC),
        who=row["who"],
        verb=row["verb"],
        ref=row["ref"],
        summary=row["summary"],
        changes=tuple(json.loads(row["changes"])),
        undoes=row["undoes"],
    )


def entries_after(store: Store, last: int) -> tuple[Activity, ...]:
    """Return the entries with an id above `last`, oldest first."""
    return tuple(
        _activity(r) for r in store.rows(t.activity.select().where(t.activity.id > last).order_by(t.activity.id))
    )


def newest(store: Store) -> int:
    """Return the id of the newest entry, 0 where there is none."""
    return int(store.sql("SELECT COALESCE(MAX(id), 0) FROM activity")[0][0])


def entry(store: Store, entry_id: int) -> Activity | None:
    """Return one entry, None where there is none with this id."""
    return next((_activity(row) for row in store.rows(t.activity.select().where(t.activity.id == entry_id))), None)


def entries(
    store: Store,
    *,
    limit: int = 200,
    who: str | None = None,
    ref: str | None = None,
    before: int | None = None,
    text: str = "",
) -> tuple[Activity, ...]:
    """Return the newest entries first, of one person or about one ref where asked, below id `before` for paging.

    With `text` those that hold all of its words in who, verb, ref or summary; the case matters beyond ASCII only.
    """
    query = t.activity.select().where(t.activity.verb != "").order_by(t.activity.id.desc()).limit(limit)
    if who is not None:
        query = query.where(t.activity.who == who)
    if ref is not None:
        query = query.where(_about(ref))
    if before is not None:
        query = query.where(t.activity.id < before)
    for word in text.split():
        a = t.activity
        query = query.where(
            a.who.contains(word) | a.verb.contains(word) | a.ref.contains(word) | a.summary.contains(word)
        )
    return tuple(_activity(r) for r in store.rows(query))


def _about(ref: str) -> Any:
    """Return the condition that an entry is about `ref`, alone or as one of a sheet's check-ins."""
    a = t.activity
    if not ref.startswith("KR"):
        return a.ref == ref
    named = a.summary.startswith(f"{ref} ") | a.summary.contains(f"; {ref} ")
    return (a.ref == ref) | (a.verb.in_(SHEET) & named)


# -- undo and redo


def undo(store: Store, who: str, now: datetime) -> Activity:
    """Take back the newest standing change of `who` and return it. Raises Refused with the reason where it can't."""
    with store.transaction():
        target = _to_undo(_my_recent(store, who))
        if target is None:
            raise Refused("nothing of yours to undo")
        _replay(store, who, now, target, UNDO)
    return target


def next_undo(store: Store, who: str) -> Activity | None:
    """Return the entry that `undo` would take back, None where there is nothing."""
    return _to_undo(_my_recent(store, who))


def next_redo(store: Store, who: str) -> Activity | None:
    """Return the entry that `redo` would do again, None where there is nothing."""
    return _to_redo(_my_recent(store, who))


def redo(store: Store, who: str, now: datetime) -> Activity:
    """Do again what `who` undid last and return it. Raises Refused where something came since or stands on it."""
    with store.transaction():
        target = _to_redo(_my_recent(store, who))
        if target is None:
            raise Refused("nothing of yours to redo")
        _replay(store, who, now, target, REDO)
    return target


def undo_entry(store: Store, who: str, now: datetime, entry_id: int) -> Activity:
    """Take back one entry and return it. Raises Refused where something newer stands on it."""
    with store.transaction():
        target = entry(store, entry_id)
        if target is None:
            raise Refused("that is not in the journal any more")
        _replay(store, who, now, target, UNDO)
    return target


def _my_recent(store: Store, who: str) -> tuple[Activity, ...]:
    mine = entries(store, who=who, limit=400)
    return tuple(entry for entry in mine if entry.verb != JOIN)


def _to_undo(mine: tuple[Activity, ...]) -> Activity | None:
    settled: dict[int, bool] = {}
    for entry in mine:  # newest first: the newest undo or redo of an entry decides
        if entry.undoes is not None:
            settled.setdefault(entry.undoes, entry.verb == UNDO)
        elif not settled.get(entry.id, False):
            return entry
    return None


def _to_redo(mine: tuple[Activity, ...]) -> Activity | None:
    settled: dict[int, bool] = {}
    for entry in mine:
        if entry.undoes is None:
            return None
        if entry.undoes not in settled:
            settled[entry.undoes] = entry.verb == UNDO
            if entry.verb == UNDO:
                return next((e for e in mine if e.id == entry.undoes), None)
    return None


def _replay(store: Store, who: str, now: datetime, target: Activity, verb: str) -> None:
    writer = Writer(store, who, now)
    writer.describe(verb, target.ref, f"{target.verb}: {target.summary}")
    steps = list(target.changes)
    if verb == UNDO:
        steps.reverse()
    for step in steps:
        was, now_is = ("after", "before") if verb == UNDO else ("before", "after")
        _put(writer, target, str(step["table"]), int(str(step["id"])), step[was], step[now_is])
    _log(store, writer, target.id)


def _put(writer: Writer, target: Activity, table: str, row_id: int, was: Any, goal: Any) -> None:
    """Bring one row from the state `was` to `goal`, refusing where something newer stands on it."""
    store = writer.store
    if table not in t.BY_NAME or not {*(was or ()), *(goal or ())} <= set(t.COLUMNS[table]):
        raise Refused(
            f"“{target.verb} {target.ref}” cannot be taken back: its entry was not written by this okrtui; "
            "okrtui log --verify tells more"
        )
    row = _row(store, table, row_id)
    if was is None:
        if row is not None:
            raise Refused(_newer(store, target))
        _guarded(store, target, lambda: _insert(store, table, {"id": row_id, **goal}))
    elif row is None or any(row[name] != value for name, value in was.items() if name != "version"):
        raise Refused(_newer(store, target))
    elif goal is None:
        _guarded(store, target, lambda: _delete(store, table, row_id))
    else:
        _guarded(store, target, lambda: _update(store, table, row_id, {**goal, **_next_version(row)}))
    writer.changes.append({"table": table, "id": row_id, "before": was, "after": goal})


def _guarded(store: Store, target: Activity, change: Callable[[], object]) -> None:
    try:
        with store.db.atomic():  # a server would take no further statement after the one that failed
            change()
    except IntegrityError:
        raise Refused(_newer(store, target)) from None


def _newer(store: Store, target: Activity) -> str:
    later = next((e for e in reversed(entries(store, limit=50)) if e.id > target.id and e.ref == target.ref), None)
    what = f"“{target.verb} {target.ref}” cannot be taken back: something newer stands on it"
    return f"{what} ({later.verb} by {later.who})" if later else what
