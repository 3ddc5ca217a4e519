"""An open workspace: its connection, its reads, its one way to write, and what others changed meanwhile."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from peewee import Database, OperationalError, SqliteDatabase

from okrtui.errors import Refused
from okrtui.storage.engine.change import Change, Watcher, as_text, looking
from okrtui.storage.engine.errors import translate_errors
from okrtui.storage.engine.location import APPLICATION_ID, SCHEMA, check_beside, copies, on_network
from okrtui.storage.engine.lock import PATIENCE, try_room, write_lock
from okrtui.storage.schema.foreign import QUERY, foreign
from okrtui.text import folded

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands load neither these nor `typing`
    from typing import Any

    from okrtui.model.people import Workspace

Record = dict[str, "Any"]


class Store:
    """One process's (and one thread's) connection to a workspace. Make it with `open.open_store`.

    This one keeps it in a SQLite file; `postgres.ServerStore` is the same over a server. What differs between the two
    is in the methods under "the engine", and nowhere else.
    """

    schema = ""
    """What stands before a table's name where the table itself is meant, not what I see of it."""
    member = ""
    """The person the engine itself knows me as; "" where it knows nobody and the operating system is asked."""
    masked = False
    """Whether the engine hides anonymous cards and ballots from who has not shown (`present`) that they are theirs."""

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        self.address = address
        self.patience = patience
        self.waiting = False
        """True while a write waits for another process; read by the screen from its own thread."""
        self.db = self._database()
        self._depth = 0
        self._workspace: Workspace | None = None
        self._seen_version = -1
        self.seen = 0
        """The newest journal entry that the feed has told of."""
        self.presence_changed = False
        """Whether anything at all was written by others before the last look, also what the journal does not tell."""
        self._watcher = Watcher(address)
        self._identity = (0, 0)
        self._schema_version = -1
        self.on_network = False
        """Whether the file lies on a network filesystem, where only one host should use it at a time."""
        self._needs_room = False
        self.is_older = False
        """Whether the workspace that was connected has an older schema, which `upgrade` brings up to date."""

    # -- reading

    def rows(self, query: "Any") -> list[Record]:
        """Return a peewee query's rows as they are stored, by column. Raises Refused where the file cannot answer."""
        return self._records(lambda: self.db.execute(query))  # type: ignore[no-untyped-call]  # peewee's own

    def _records(self, ask: "Callable[[], Any]") -> list[Record]:
        with self._translate_errors():
            found = ask()
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def row(self, query: "Any") -> Record | None:
        """Return the first row of a query, None where there is none."""
        found = self.rows(query.limit(1))
        return found[0] if found else None

    def sql(self, statement: str, params: tuple[object, ...] = ()) -> "list[tuple[Any, ...]]":
        """Return the rows of plain SQL, for the few queries where peewee's builder hides more than it says."""
        with self._translate_errors():
            return list(self.execute(statement, params).fetchall())

    def records(self, statement: str, params: tuple[object, ...] = ()) -> list[Record]:
        """Return the rows of plain SQL by the names its SELECT gives them: peewee takes a millisecond to build one."""
        return self._records(lambda: self.execute(statement, params))

    def run(self, statement: str, params: tuple[object, ...] = ()) -> None:
        """Run plain SQL that changes something; the caller holds the transaction."""
        with self._translate_errors():
            self.execute(statement, params)

    def workspace(self) -> "Workspace":
        """Return the workspace's own record; kept until something was written."""
        if self._workspace is None:
            from okrtui.model.people import Workspace

            self._workspace = Workspace(*self._own("uuid, name, timezone, vision, decimal_sign, version"))
        return self._workspace

    def timezone(self) -> str:
        """Return the name of the workspace's timezone."""
        if self._workspace is not None:
            return self._workspace.timezone
        return str(self._own("timezone")[0])

    def _own(self, columns: str) -> "tuple[Any, ...]":
        for found in self.sql(f"SELECT {columns} FROM workspace"):
            return found
        raise Refused(f"{self.address} has no row of its own, so no name; bring a backup back with: okrtui restore")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Have every read in the block see the workspace as it is now, whatever others write meanwhile."""
        with self._translate_errors(), self._one_moment():
            self.sql("SELECT 1 FROM migration")  # the moment is that of the first read
            yield

    def holds(self, text: "Any", word: str) -> "Any":
        """Return the condition that a column's text holds a word, whatever the case and spelling in Unicode."""
        from peewee import fn

        self.db.register_function(folded, "okrtui_folded", 1)  # type: ignore[attr-defined]  # SQLite's own
        return fn.INSTR(fn.okrtui_folded(text), folded(word)) > 0

    def account(self, login: str) -> tuple[str, str] | None:
        """Return (login, name) of somebody who could open this workspace, member or not; None for nobody."""
        from okrtui.storage.engine.accounts import account  # only where somebody new is named

        return account(login)

    # -- writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the block in one immediate transaction under the fair turn; inside another one it just joins it."""
        if self._depth:
            yield
            return

        def waiting(now: bool) -> None:
            self.waiting = now

        with self._translate_errors(), self._turn(waiting), looking(only=False):
            self._depth = 1
            self._workspace = None  # others may have changed it
            try:
                yield
            finally:
                self._depth = 0
                self._workspace = None

    def keep_quiet(self) -> None:
        """Have a server not tell others that this transaction writes, and whose connection; they look each second."""

    def sees_all(self) -> bool:
        """Tell whether every row is shown to me whole; a server shows its members only what they may read."""
        return True

    def unread(self, first: int, last: int) -> "dict[int, frozenset[tuple[str, int]]]":
        """Return the journal entries in a span that I may not read whole, with the rows that they touched."""
        return {}

    def present(self, what: str, hashes: Iterable[str]) -> None:
        """Show a server which anonymous cards and ballots are mine, in place of what I showed as `what` before."""

    def take_as_it_is(self) -> None:
        """Have the rest of this transaction store rows as they come: a whole workspace brings its own authors."""

    def lay_anew(self, table: str, ids: "list[int]") -> None:
        """Write rows down again in the order of their ids in the list: in the file they lay in the order they came.

        Needs `secure_delete`, so that nothing of how they lay is left. The caller holds the transaction.
        """
        self.execute("PRAGMA defer_foreign_keys = ON")
        names = [row[1] for row in self.sql(f"PRAGMA table_info({table})")]
        kept = {row["id"]: row for row in self.records(f"SELECT * FROM {table} WHERE id IN ({marks(ids)})", tuple(ids))}
        self.run(f"DELETE FROM {table} WHERE id IN ({marks(ids)})", tuple(ids))
        into = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks(names)})"
        for each in ids:
            self.run(into, tuple(kept[each][name] for name in names))

    def take_out(self, table: str, row_id: int, column: str, new: str, is_counted: bool) -> None:
        """Put in what is left of a text from which words were taken, without an entry: the caller has stored it.

        An entry of the journal loses its salt with it: its digest would confirm the words to who guesses them. Who has
        the row open is told of a change where its table counts them.
        """
        more = ", salt = ''" if table == "activity" else ", version = version + 1" if is_counted else ""
        self.run(f'UPDATE {self.schema}"{table}" SET "{column}" = ?{more} WHERE id = ?', (new, row_id))

    def cleanse(self) -> list[str]:
        """Leave nothing of what was taken out in free pages and in the log; return in sentences what could not be."""
        try:
            with write_lock(self.path, self.patience, lambda _: None, needs_room=self._needs_room):
                self.run("VACUUM")
                busy = self.sql("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]
        except (OperationalError, Refused) as error:
            return [f"{self.path} could not be written anew ({error}); run okrtui redact again when nobody has it open"]
        log = f"{self.path}-wal keeps old words while somebody reads; run okrtui redact again when nobody has it open"
        copies = sorted(self.path.parent.glob(f"{self.path.name}.*.bak"))
        return [log] * bool(busy) + [f"the copy {each} may hold the words still: take it away" for each in copies]

    def trusted(self) -> bool:
        """Tell whether I am an administrator of the workspace: its file is mine, or I am root."""
        return os.getuid() in (0, self.path.stat().st_uid)

    # -- what others did

    def look(self) -> None:
        """Find out whether others have written anything since the last look, and say so in `presence_changed`.

        Raises Refused where the file was removed or replaced: writes would go into the void.
        """
        self.check_same_file()
        rung = self._watcher.rung  # what is written after that rings again
        version = self._data_version()
        self._watcher.answered = rung
        self.presence_changed, self._seen_version = version != self._seen_version, version
        if self.presence_changed:
            self._workspace = None

    def heard(self) -> Change:
        """Tell, from the one other thread that asks, what has come since the last look."""
        return Change.NEWS if self.on_network else self._watcher.ask(self.seen)  # a server that hangs would hold it

    def check_same_file(self) -> None:
        """Raise Refused where the open file is no longer the one at its path."""
        try:
            info = self.path.stat()
        except OSError:
            raise Refused(
                f"the workspace {self.path} has gone while it was open; close okrtui and restore it"
            ) from None
        if (info.st_dev, info.st_ino) != self._identity:
            raise Refused(f"the workspace {self.path} was replaced while it was open; close okrtui and open it again")

    def close(self) -> None:
        """Close the connection; the store cannot be used afterwards."""
        self._watcher.close()
        if not self.db.is_closed():
            self.db.close()

    # -- the engine

    @property
    def path(self) -> Path:
        """The workspace's file. Raises Refused where it is in no file."""
        return Path(self.address)

    def _database(self) -> Database:
        return SqliteDatabase(
            self.address,
            lock_type="IMMEDIATE",
            timeout=self.patience,
            autoconnect=False,
            pragmas={"foreign_keys": 1, "synchronous": "NORMAL", "secure_delete": 1},
        )

    def _translate_errors(self) -> AbstractContextManager[None]:
        return translate_errors(self.address)

    def execute(self, statement: str, params: tuple[object, ...] = ()) -> "Any":
        """Run plain SQL with `?` for each of the parameters and return the cursor; raises what the engine raises."""
        return self.db.execute_sql(statement, params)  # type: ignore[no-untyped-call]

    def insert(self, statement: str, params: tuple[object, ...]) -> int:
        """Run an INSERT of one row and return its id."""
        return int(self.execute(statement, params).lastrowid)

    def _one_moment(self) -> AbstractContextManager[object]:
        return self.db.atomic("DEFERRED")

    @contextmanager
    def _turn(self, waiting: Callable[[bool], None]) -> Iterator[None]:
        """Hold the turn to write, and in it one transaction."""
        with write_lock(self.path, self.patience, waiting, needs_room=self._needs_room):
            self.check_same_file()  # what is written into a removed file is acknowledged and gone
            with self.db.atomic():
                if not self.is_older:
                    self._check_schema_again()
                yield

    def _data_version(self) -> int:
        """Return a number that is another one after others have written."""
        self._check_schema_again()
        return int(self.sql("PRAGMA data_version")[0][0])

    def connect(self) -> None:
        """Connect and check that this is a workspace of a schema we know, perhaps an older one. Raises Refused."""
        with self._translate_errors():
            self._needs_room = copies(self.path.parent)
            if self._needs_room:
                try_room(self.path)
            check_beside(self.path)
            self.db.connect()
            self.db.connection().row_factory = as_text  # type: ignore[no-untyped-call]  # peewee says of none what it is
            self._identity = (info := self.path.stat()).st_dev, info.st_ino
            found, version = (self.sql(f"PRAGMA {name}")[0][0] for name in ("application_id", "user_version"))
        if found != APPLICATION_ID:
            self.close()
            raise Refused(f"{self.path} isn't an okrtui workspace; it was left as it is")
        if version > SCHEMA:
            self.close()
            raise Refused(
                f"the workspace {self.path} was written by a newer okrtui (schema {version}, this one knows {SCHEMA}); "
                "it was left as it is, upgrade okrtui"
            )
        self.is_older = version < SCHEMA
        self._check_schema()
        self._keep_journal_fit()

    def upgrade(self, keep: "Callable[[Store, int], object]") -> None:
        """Bring an older schema up to date; `keep` gets the store and its version before the first step."""
        from okrtui.storage.engine.migrate import migrate

        migrate(self, keep)
        self.is_older = False
        self._check_schema()

    def _check_schema(self) -> None:
        """Raise Refused where the file holds what okrtui did not make: a trigger would run with every change."""
        version = self._read_schema_version()
        if found := foreign(self.sql(QUERY), older=self.is_older):
            raise Refused(
                f"the workspace {self.path} {found}, so it is not used; find out who did that, and put it right with "
                "sqlite3"
            )
        self._schema_version = version

    def _read_schema_version(self) -> int:
        return int(self.sql("PRAGMA schema_version")[0][0])

    def _check_schema_again(self) -> None:
        """Look again where somebody has changed the schema while it was open."""
        if self._read_schema_version() == self._schema_version:
            return
        version = int(self.sql("PRAGMA user_version")[0][0])
        if version > SCHEMA:
            raise Refused(
                f"a newer okrtui has brought the workspace {self.path} up to date meanwhile (schema {version}, this "
                f"one knows {SCHEMA}); nothing was changed, upgrade okrtui"
            )
        self._check_schema()

    def _keep_journal_fit(self) -> None:
        """Give a restored copy its write-ahead log back, and take it away on a network filesystem.

        There WAL loses writes silently: other hosts do not see the shared memory it needs.
        """
        self.on_network = on_network(self.path.parent)
        wanted = "delete" if self.on_network else "wal"
        if self.sql("PRAGMA journal_mode")[0][0] != wanted:
            with self._translate_errors(), write_lock(self.path, self.patience, lambda _: None):
                self.sql(f"PRAGMA journal_mode = {wanted}")
        if self.on_network:
            self.sql("PRAGMA synchronous = FULL")


def marks(values: Sized) -> str:
    """Return the `?` of so many values for an IN; none of them matches nothing."""
    return ", ".join("?" * len(values)) or "NULL"


def to_json(value: object) -> str:
    """Return `value` as compact JSON with stable keys, the way rows keep lists."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
