"""A workspace on a PostgreSQL server: the same Store over psycopg, with LISTEN and NOTIFY as its change feed."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from pathlib import Path
from select import select
from time import monotonic
from typing import Any, cast

from peewee import OperationalError, PeeweeException, PostgresqlDatabase, Psycopg3Adapter, fn

from okrtui.errors import NoWorkspace, Refused
from okrtui.storage.engine.change import Change
from okrtui.storage.engine.location import RULES, SCHEMA
from okrtui.storage.engine.store import Store
from okrtui.storage.postgres import errors
from okrtui.storage.postgres.driver import psycopg
from okrtui.text import composed

VERSION = "(SELECT COALESCE(MAX(version), 0) FROM okrtui.migration)"
OLDEST = 150000
"""PostgreSQL 15."""
CHANNEL = "okrtui"
TURN = 0x4F4B5254
"""The advisory lock of whoever writes: one at a time, so that the journal's numbers become visible in their order."""
SINCE_UNREAD = 3
"""The rules that tell members which entries they see less than whole of."""
SILENCE = 30.0
"""Seconds beyond its patience, and five times that at most, within which a server must answer a statement."""
IDLE = "60s"
"""After which the server takes the turn from a writer that has stopped in the middle (ctrl+z, a lost line)."""
QUIETLY = " + ".join(
    (
        "(SELECT COALESCE(MAX(id), 0) FROM activity WHERE who = '')",
        "(SELECT COALESCE(MAX(id), 0) FROM vote)",
        # an answer's id may be drawn
        "(SELECT COALESCE(SUM(a.id % 1000003), 0)::bigint FROM poll p JOIN answer a ON a.poll_id = p.id "
        "WHERE p.is_open = 1)",
    )
)
"""A number that is another once somebody wrote without saying so."""
SEARCH_PATH = "okrtui_seen, okrtui, pg_temp"
"""Views that leave out what is not mine stand before the tables they show."""


class _Adapter(Psycopg3Adapter):
    """peewee's adapter, whose constants stayed empty because the driver was barred when peewee was imported."""

    txn_idle = psycopg.pq.TransactionStatus.IDLE
    txn_inerror = psycopg.pq.TransactionStatus.INERROR
    txn_unknown = psycopg.pq.TransactionStatus.UNKNOWN

    def check_driver(self) -> None:
        """There is one: this module could not have been imported."""


class _Line(psycopg.Connection[Any]):
    """A connection that gives up on a server which says nothing: a network may drop what is sent without a word."""

    patience = 0.0

    def wait(self, gen: Any, *more: Any, **how: Any) -> Any:
        """Go on with what was asked as the server speaks. Raises OperationalError, and closes, where it is silent."""
        return super().wait(self._listening(gen), *more, **how)

    def _listening(self, gen: Any) -> Any:
        try:
            wanted, since = next(gen), monotonic()
            while True:
                heard = yield wanted
                if heard:
                    since = monotonic()
                elif monotonic() - since > self.patience + min(SILENCE, 5 * self.patience):
                    self.pgconn.finish()
                    raise psycopg.OperationalError("the server stopped answering")
                wanted = gen.send(heard)
        except StopIteration as done:
            return done.value


class _Server(PostgresqlDatabase):
    """One connection, which comes back by itself when a restart of the server has cut it."""

    psycopg2_adapter = psycopg3_adapter = _Adapter

    def __init__(self, conninfo: str, patience: float) -> None:
        self.conninfo = conninfo
        self.patience = patience
        """Seconds that a statement waits for what others hold."""
        self.fd = -1
        """The socket, for whoever waits for it on another thread."""
        self.heard = 0
        """How often others said that they had written, or might have while we were cut off."""
        super().__init__("server", autoconnect=False)

    def _connect(self) -> "psycopg.Connection[Any]":
        given = psycopg.conninfo.conninfo_to_dict(self.conninfo)
        settings = {
            "search_path": SEARCH_PATH.replace(" ", ""),
            "idle_in_transaction_session_timeout": IDLE,
            "lock_timeout": f"{int(self.patience * 1000)}ms",  # also of who only reads
        }
        options = " ".join([str(given.pop("options", "")), *(f"-c {name}={value}" for name, value in settings.items())])
        more = {"connect_timeout": 5, "application_name": "okrtui", **given, "options": options}
        connection = _Line.connect(autocommit=True, cursor_factory=psycopg.ClientCursor, **more)  # type: ignore[arg-type]
        connection.patience = self.patience
        mine = connection.pgconn.backend_pid  # not asked of `self`: one may come before we are connected for peewee

        def notified(notice: "psycopg.Notify") -> None:
            if notice.pid != mine:
                self.heard += 1

        self.fd = connection.fileno()
        connection.add_notify_handler(notified)
        connection.execute(f"LISTEN {CHANNEL}")
        self.heard += 1
        return connection

    @property
    def line(self) -> "psycopg.pq.abc.PGconn":
        """The driver's own connection."""
        return cast("psycopg.Connection[Any]", self.connection()).pgconn  # type: ignore[no-untyped-call]

    def awake(self) -> None:
        """Take in what others said; connect anew where the server has cut us off and nothing is half done."""
        if self.in_transaction():
            return
        if self.is_closed():
            self.connect()
            return
        inner = self.line
        try:
            inner.consume_input()
            inner.consume_input()  # what comes first is why it closes; only then that it is closed
            while notice := inner.notifies():
                if notice.be_pid != inner.backend_pid:
                    self.heard += 1
        except psycopg.Error:
            pass  # the status below says so
        if not self.is_connection_usable():
            self.close()
            self.connect()

    def execute_sql(self, sql: str, params: Any = None, *more: Any) -> Any:
        """Run a statement on a connection that is awake; a read that meets the end of one is asked once more."""
        self.awake()
        inside = self.in_transaction()
        try:
            return super().execute_sql(sql, params, *more)  # type: ignore[no-untyped-call]
        except OperationalError:
            if inside or self.is_connection_usable():
                raise
            self.awake()
            return super().execute_sql(sql, params, *more)  # type: ignore[no-untyped-call]


@lru_cache(maxsize=512)
def _marked(statement: str) -> str:
    return statement.replace("%", "%%").replace("?", "%s")


class ServerStore(Store):
    """A Store whose workspace lies in a database of a PostgreSQL server."""

    db: _Server
    schema = "okrtui."
    masked = True

    def __init__(self, address: str, patience: float) -> None:
        self._conninfo = address
        self._mine: dict[str, str] = {}
        self._presented = (0, "")
        """On which connection what was shown as mine."""
        self._quiet = False
        self._heard = -1
        """What was heard at the last look."""
        super().__init__(errors.without_password(address), patience)

    @property
    def path(self) -> Path:
        """Refuses: there is no file."""
        raise Refused(
            f"{self.address} is on a server and in no file; copy it with pg_dump, "
            "or with: okrtui export FILE --format json"
        )

    def _database(self) -> _Server:
        return _Server(self._conninfo, self.patience)

    def _translate_errors(self) -> AbstractContextManager[None]:
        return errors.translate_errors(self.address)

    def execute(self, statement: str, params: tuple[object, ...] = ()) -> Any:
        """Run plain SQL with `?` for each of the parameters and return the cursor; raises what the driver raises."""
        return self.db.execute_sql(_marked(statement), params)

    def insert(self, statement: str, params: tuple[object, ...]) -> int:
        """Run an INSERT of one row and return its id."""
        return int(self.execute(f"{statement} RETURNING id", params).fetchone()[0])

    @contextmanager
    def _one_moment(self) -> Iterator[None]:
        self.db.awake()
        with self._whole(isolation_level="REPEATABLE READ"):
            yield

    @contextmanager
    def _turn(self, waiting: Callable[[bool], None]) -> Iterator[None]:
        self.db.awake()
        number, self._quiet = "", False
        try:
            with self._whole():
                self._take_turn(waiting)
                yield
                if not self._quiet:
                    self.execute("SELECT pg_notify(?, '')", (CHANNEL,))
                number, version = self.execute(f"SELECT pg_current_xact_id()::text, {VERSION}").fetchone()
                if version > SCHEMA:
                    raise Refused(
                        f"a newer okrtui has brought the workspace {self.address} up to date meanwhile (schema "
                        f"{version}, this one knows {SCHEMA}); nothing was changed, upgrade okrtui"
                    )
        except (OperationalError, psycopg.Error):
            if not number or self.db.is_connection_usable() or not self._was_stored(number):
                raise

    def _was_stored(self, number: str) -> bool:
        """Find out what became of a transaction whose line was cut when it was to be stored, and tell whether it was.

        Raises Refused where that cannot be found out.
        """
        try:
            self.db.awake()
            with self.db.atomic():
                self.execute("SELECT pg_advisory_xact_lock(?)", (TURN,))  # until the server is done with the other one
                return bool(self.execute("SELECT pg_xact_status(?::xid8)", (number,)).fetchone()[0] == "committed")
        except (PeeweeException, psycopg.Error) as error:
            raise Refused(
                f"the line to the server of {self.address} was cut when the change was sent, so it is not known "
                "whether it was stored; look when the server is back, before you do it again"
            ) from error

    @contextmanager
    def _whole(self, **how: str) -> Iterator[None]:
        try:
            with self.db.atomic(**how):
                yield
        except BaseException:
            self._presented = (0, "")  # taken back with all else
            raise

    def holds(self, text: Any, word: str) -> Any:
        """Return the condition that a column's text holds a word, whatever the case and spelling in Unicode."""
        return fn.INSTR(fn.LOWER(fn.NORMALIZE(text)), composed(word).lower()) > 0

    def account(self, login: str) -> tuple[str, str] | None:
        """Return a role of the server that can log in, which is its name, too."""
        found = self.sql(
            "SELECT rolname FROM pg_roles WHERE rolcanlogin AND lower(rolname) = lower(?) ORDER BY rolname <> ?",
            (login, login),
        )
        return (str(found[0][0]),) * 2 if found else None

    def _take_turn(self, waiting: Callable[[bool], None]) -> None:
        if self.execute("SELECT pg_try_advisory_xact_lock(?)", (TURN,)).fetchone()[0]:
            return
        waiting(True)
        try:
            self.execute("SELECT pg_advisory_xact_lock(?)", (TURN,))
        finally:
            waiting(False)

    def heard(self) -> Change:
        """Tell whether anything was heard or waits on the line: the server speaks by itself."""
        try:
            if self.db.heard == self._heard and not select([self.db.fd], [], [], 0)[0]:
                return Change.NOTHING
        except (OSError, ValueError):  # a line that was cut: `look` finds out what to say
            return Change.NEWS
        return Change.NEWS

    def keep_quiet(self) -> None:
        """Send no notification with this transaction: it would name my connection to every member who listens."""
        self._quiet = True

    def _data_version(self) -> int:
        written = self.sql(f"SELECT {QUIETLY}")[0][0]  # after a round trip everything that was said before it has come
        with self._translate_errors():
            self.db.awake()
        self._heard = self.db.heard
        return self._heard + int(written)

    def check_same_file(self) -> None:
        """Nothing to check: a database that is dropped while it is open cuts the connection."""

    def connect(self) -> None:
        """Connect, check server, workspace and schema, and find out who I am. Raises NoWorkspace or Refused."""
        with self._translate_errors():
            self.db.connect()
            server = self.db.line.server_version
            if server < OLDEST:
                raise Refused(
                    f"the server of {self.address} is PostgreSQL {server // 10000}; "
                    f"okrtui needs {OLDEST // 10000} or newer"
                )
            self.member = str(self.execute("SELECT session_user").fetchone()[0])
            there = self.execute("SELECT to_regclass('okrtui.migration')").fetchone()[0]
        if there is None:
            raise NoWorkspace(f"there is no workspace at {self.address} yet; make one with: okrtui init")
        version = self.version()
        if version > SCHEMA:
            raise Refused(
                f"the workspace {self.address} was written by a newer okrtui (schema {version}, this one knows "
                f"{SCHEMA}); it was left as it is, upgrade okrtui"
            )
        self.is_older = version < SCHEMA or (self.rules() < RULES and self.trusted())

    def rules(self) -> int:
        """Return the number of the rules that the server keeps to, 1 for those that came before they had one."""
        said = self.sql("SELECT obj_description(to_regnamespace('okrtui')::oid, 'pg_namespace')")[0][0]
        found = re.fullmatch(r"rules (\d{1,9})", said or "")
        return int(found[1]) if found else 1

    def version(self) -> int:
        """Return the schema the workspace has."""
        return int(self.sql(f"SELECT {VERSION}")[0][0])

    def take_as_it_is(self) -> None:
        """Have no trigger stamp who wrote a row, and when. Only an administrator may say so."""
        self.execute("SET LOCAL session_replication_role = replica")
        self.execute("SET LOCAL search_path = okrtui, pg_temp")  # the views store by triggers, which are off now

    def sees_all(self) -> bool:
        """Tell whether I am an administrator: everybody else is shown only what they may read."""
        return self.trusted()

    def unread(self, first: int, last: int) -> dict[int, frozenset[tuple[str, int]]]:
        """Return the journal entries in a span that I may not read whole, with the rows that they touched."""
        if self.trusted():
            return {}
        if self.rules() < SINCE_UNREAD:
            raise Refused(
                f"the server of {self.address} keeps to the rules of an older okrtui, by which only its administrator "
                "can check the journal; they bring them up to date by opening the workspace once"
            )
        found = {}
        for number, touched in self.sql("SELECT number, touched FROM okrtui.unread(?, ?)", (first, last)):
            rows = (each.split(" ") for each in touched.split(",") if each)
            found[int(number)] = frozenset((table, int(row)) for table, row in rows)
        return found

    def present(self, what: str, hashes: Iterable[str]) -> None:
        """Show the server which anonymous cards and ballots are mine, for as long as this connection lasts."""
        self._mine[what] = " ".join(hashes)
        with self._translate_errors():
            self.db.awake()
            now = (self.db.line.backend_pid, " ".join(self._mine.values()))
            if now != self._presented:
                self.execute("SELECT set_config('okrtui.mine', ?, false)", (now[1],))
                self._presented = now

    def is_bound(self) -> bool:
        """Tell whether the server's rules hold for me."""
        return bool(self.sql("SELECT row_security_active('okrtui.checkin')")[0][0])

    def take_out(self, table: str, row_id: int, column: str, new: str, is_counted: bool) -> None:
        """Put in what is left of a text; the server lets a member do so with what is theirs."""
        if self.trusted():
            super().take_out(table, row_id, column, new, is_counted)
        else:
            self.sql("SELECT okrtui.redact(?, ?, ?, ?)", (table, row_id, column, new))

    def cleanse(self) -> list[str]:
        """Return what the server keeps of what was taken out."""
        return ["the server's backups, logs and dead rows may hold the words still: its administrator sees to them"]

    def lay_anew(self, table: str, ids: list[int]) -> None:
        """Nothing to do: a server writes each row that is changed down anew, in the order of the changes."""

    def trusted(self) -> bool:
        """Tell whether I am an administrator of the server, for whom no policy holds."""
        return bool(self.sql("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")[0][0])

    def upgrade(self, keep: "Callable[[Store, int], object]") -> None:
        """Bring an older schema or older rules up to date; a server has backups of its own, `keep` is not asked."""
        from okrtui.storage.postgres.schema import upgrade

        if not self.trusted():
            raise Refused(
                f"the workspace {self.address} is of an older okrtui (schema {self.version()}); an administrator of "
                "the server brings it up to date by opening it once"
            )
        with self._translate_errors(), self._turn(lambda _: None):
            upgrade(self, self.version())
        self.is_older = False
