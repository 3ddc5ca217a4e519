"""The journal: every change is one transaction with one entry that says who, what, before and after."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from okrtui.errors import Refused, Stale
from okrtui.model.journal import Verb
from okrtui.storage.engine.store import Record, Store, to_json
from okrtui.storage.schema.hash_chain import COLUMNS, VOUCHED, ChainEntry, content, sealed, vouch
from okrtui.storage.tables import columns_of, model_of

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from typing import Any


class Writer:
    """Collects the row changes of one use case; `write` gives one and stores the entry at its end."""

    def __init__(self, store: Store, who: str, now: datetime) -> None:
        self.store = store
        self.who = who
        self.at = int(now.timestamp())
        self.verb: Verb | None = None
        self.ref = ""
        self.summary = ""
        self.changes: list[Record] = []
        self.combined: list[tuple[Verb, str, str]] = []
        """What the changes that were gathered into this one said: verb, ref, summary."""

    def describe(self, verb: Verb, ref: str, summary: str) -> None:
        """Name the entry: what was done, the ref it is about, one line that reads well in the log."""
        self.verb, self.ref, self.summary = verb, ref, summary

    def insert(self, table: str, /, **values: "Any") -> int:
        """Insert a row and return its id. Raises UnknownValue for what the table's Model does not know."""
        row = stored(table, values)
        new_id = insert_row(self.store, table, row)
        self.changes.append({"table": table, "id": new_id, "before": None, "after": row})
        return new_id

    def add(self, table: str, value: object, /, **more: "Any") -> int:
        """Insert a value of the model as a new row and return its id.

        `more` are columns that hold something else than what is called so there.
        """
        return self.insert(table, **row_values(table, value, more))

    def insert_unlogged(self, table: str, /, **values: "Any") -> int:
        """Insert a row of which the journal keeps only that it came, and return its id; undo does not touch it."""
        new_id = insert_row(self.store, table, stored(table, values))
        self.changes.append(vouched_for(self.store, {"table": table, "id": new_id, "before": None, "after": {}}))
        return new_id

    def vouch(self, table: str, row_id: int, what: object) -> None:
        """Note what hangs on a row and has no entries of its own, as a digest by which `log --verify` knows it."""
        self.changes.append({"table": table, "id": row_id, "before": {}, "after": {}, "digest": vouch(what)})

    def vouch_row(self, table: str, row_id: int, new: Record) -> None:
        """Note what a row will be whose words are taken out, where the journal does not tell all of it."""
        row = row_of(self.store, table, row_id) if table in VOUCHED else None
        if row is not None:
            self.vouch(table, row_id, content({**row, **new}))

    def note(self, verb: Verb, ref: str, summary: str) -> None:
        """Store an entry without row changes: that something came is all that may be told."""
        self.describe(verb, ref, summary)
        store_entry(self.store, self, None)

    def redact(self, ref: str) -> None:
        """Blank the entries about `ref`, which was taken back without a trace, and add a blank one for each.

        They stay as numbers: the change feed of open screens goes by them, and the new ones make it look again. Their
        digests stay in the chain, and without the salt say nothing; the new ones say that okrtui itself blanked them.
        """
        gone = [int(row[0]) for row in self.store.sql("SELECT id FROM activity WHERE ref = ? ORDER BY id", (ref,))]
        blank = (
            "UPDATE activity SET who = '', verb = '', ref = '', summary = '', changes = '[]', salt = '' WHERE ref = ?"
        )
        self.store.run(blank, (ref,))
        for each in gone:
            store_entry(self.store, Writer(self.store, "", datetime.fromtimestamp(self.at, UTC)), each)

    def update(self, table: str, row_id: int, version: int | None = None, /, **values: "Any") -> bool:
        """Change columns of a row; return False where all have these values already.

        Raises Stale where `version` is given and the row has another one by now.
        """
        row = row_of(self.store, table, row_id)
        if row is None:
            raise Stale("it has been removed meanwhile; nothing was changed")
        if version is not None and row["version"] != version:
            raise Stale("somebody else has changed it meanwhile; look at the new state and try again")
        new = stored(table, values)
        before = {name: row[name] for name, value in new.items() if row[name] != value}
        if not before:
            return False
        after = {name: new[name] for name in before}
        update_row(self.store, table, row_id, {**after, **next_version(row)})
        changed = {"table": table, "id": row_id, "before": before, "after": after}
        self.changes.append(vouched_for(self.store, changed))
        return True

    def remove(self, table: str, row_id: int) -> None:
        """Remove a row, keeping all of it in the journal."""
        row = row_of(self.store, table, row_id)
        if row is None:
            raise Stale("it has been removed meanwhile; nothing was changed")
        del row["id"]
        delete_row(self.store, table, row_id)
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
            if whole is None or whole.store is not store or writer.verb is Verb.JOINED:
                store_entry(store, writer, None)
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


def store_entry(store: Store, writer: Writer, undoes: int | None) -> int:
    """Store the entry of what `writer` did, sealed, and return its number.

    `undoes` is the entry that it takes back or does again.
    """
    last = store.sql("SELECT id, chain FROM activity ORDER BY id DESC LIMIT 1")
    newest, before = last[0] if last else (0, "")
    if not last:  # the workspace's own row comes before the first entry
        writer.changes += [
            vouched_for(store, {"table": "workspace", "id": row[0], "before": {}, "after": {}})
            for row in store.sql("SELECT id FROM workspace")
        ]
    changes = to_json(writer.changes)
    verb = writer.verb.value if writer.verb else ""
    words = (newest + 1, writer.at, writer.who, verb, writer.ref, writer.summary, changes, undoes)
    entry = sealed(ChainEntry(*words, "", "", ""), before)
    store.insert(f"INSERT INTO activity ({COLUMNS}) VALUES ({', '.join('?' * len(entry))})", tuple(entry))
    return int(newest) + 1


def row_values(table: str, value: object, more: Record) -> Record:
    """Return a new row's columns: each of `more`, else what is called so in a value of the model."""
    columns = columns_of(table)
    row = {**{name: getattr(value, name) for name in columns[1:] if name not in more and name != "version"}, **more}
    return {**row, "version": 1} if "version" in columns else row


def stored(table: str, values: Record) -> Record:
    """Return the columns of a row as the table's Model has them stored. Raises UnknownValue for what it does not know.

    Raises KeyError where the table has no such column.
    """
    fields = model_of(table)._meta.columns
    return {name: fields[name].db_value(value) for name, value in values.items()}


# Plain SQL: a change is two or three of these, and peewee takes a millisecond to build each. What a journal's entry
# names is data that somebody may have written behind okrtui's back: only tables and columns that we know are put in.


def _known(table: str, names: Iterable[str]) -> list[str]:
    """Return the columns, quoted. Raises KeyError where the table has no such column."""
    if unknown := set(names) - set(columns_of(table)):
        raise KeyError(f"{table} has no {', '.join(sorted(unknown))}")
    return [f'"{name}"' for name in names]


def row_of(store: Store, table: str, row_id: int) -> Record | None:
    """Return a row, None where it is gone."""
    names = columns_of(table)
    found = store.sql(f'SELECT {", ".join(_known(table, names))} FROM "{table}" WHERE "id" = ?', (row_id,))
    return dict(zip(names, found[0], strict=True)) if found else None


def insert_row(store: Store, table: str, values: Record) -> int:
    """Insert a row and return its id."""
    names, marks = ", ".join(_known(table, values)), ", ".join("?" * len(values))
    return store.insert(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(values.values()))


def vouched_for(store: Store, change: Record) -> Record:
    """Return a change with a digest of the whole row as it is now, where the journal does not tell all of it."""
    row = row_of(store, change["table"], change["id"]) if change["table"] in VOUCHED else None
    return {**change, "digest": vouch(content(row))} if row is not None else change


def update_row(store: Store, table: str, row_id: int, values: Record) -> None:
    """Change columns of a row that is there. Raises Refused where it is not mine to change."""
    names = ", ".join(f"{name} = ?" for name in _known(table, values))
    _once(store.execute(f'UPDATE "{table}" SET {names} WHERE "id" = ?', (*values.values(), row_id)).rowcount)


def delete_row(store: Store, table: str, row_id: int) -> None:
    """Delete a row that is there. Raises Refused where it is not mine to change."""
    _known(table, ())
    _once(store.execute(f'DELETE FROM "{table}" WHERE "id" = ?', (row_id,)).rowcount)


def _once(rows: int) -> None:
    """Refuse where no row was touched: a server's rules leave out in silence what is not mine to change."""
    if rows != 1:
        raise Refused("the server keeps that to somebody else; nothing was changed")


def next_version(row: Record) -> Record:
    """Return the version that a changed row gets, where its table counts them."""
    return {"version": row["version"] + 1} if "version" in row else {}
