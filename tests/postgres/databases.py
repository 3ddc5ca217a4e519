"""Workspaces on a server for tests: a database is made once, and what a test wrote is taken out for the next one."""

from datetime import datetime

from okrtui.rituals.people.members import make_workspace
from okrtui.storage.engine.lock import PATIENCE
from okrtui.storage.engine.store import Store
from okrtui.storage.open import open_store
from okrtui.storage.postgres.access import grant
from okrtui.storage.postgres.driver import psycopg
from okrtui.storage.postgres.store import ServerStore
from tests.postgres.server import server

_CLOCK = """
CREATE TABLE public.clock AS SELECT 0::bigint AS at;
GRANT SELECT ON public.clock TO PUBLIC;
CREATE OR REPLACE FUNCTION okrtui.clock() RETURNS bigint RETURN (SELECT at FROM public.clock);
"""
_AGAIN = """
CREATE SCHEMA before;
DO $$ DECLARE name text; BEGIN
FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'okrtui' LOOP
EXECUTE format('CREATE TABLE before.%1$I AS TABLE okrtui.%1$I', name); END LOOP; END $$;
CREATE FUNCTION before.again() RETURNS void LANGUAGE plpgsql AS $$ DECLARE name text; BEGIN
SET LOCAL session_replication_role = replica;
FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'before' LOOP
EXECUTE format('DELETE FROM okrtui.%1$I; INSERT INTO okrtui.%1$I TABLE before.%1$I', name); END LOOP; END $$;
"""


class Database:
    """A database, and the lines people have to it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.at = self.since = 0
        self.hand: psycopg.Connection[tuple[object, ...]] | None = None
        self.store: Store | None = None
        self.lines: dict[str, Store] = {}

    def open(self) -> Store:
        """Return the store of an administrator."""
        self.store = open_store(server().url(self.name))
        return self.store

    def again(self) -> Store:
        """Take out what was written, and have everybody come anew; their lines stay, making one takes long."""
        self.do("SELECT before.again()")
        self.lines = {login: _anew(line) for login, line in self.lines.items() if not line.db.is_closed()}
        return self.open()

    def line(self, login: str) -> Store:
        """Return somebody's own store; they are let in first."""
        if login not in self.lines:
            with_rights = self.open() if self.store is None or self.store.db.is_closed() else self.store
            grant(with_rights, login)
            self.lines[login] = open_store(server().url(self.name, login))
        return self.lines[login]

    def leave(self) -> None:
        """Close everybody's lines."""
        for line in self.lines.values():
            line.close()
        if self.hand is not None:
            self.hand.close()
        self.lines, self.hand = {}, None

    def set_clock(self, at: datetime) -> None:
        """Have the server's own clock stand at a time."""
        if int(at.timestamp()) != self.at:
            if not self.at:
                self.do(_CLOCK)
            self.at = int(at.timestamp())
            self.do(f"UPDATE public.clock SET at = {self.at}")

    def do(self, statement: str) -> None:
        """Run a statement past okrtui, on a line of its own that is kept: making one takes long."""
        if self.hand is None or self.since != server().starts:
            self.hand, self.since = psycopg.connect(server().url(self.name), autocommit=True), server().starts
        self.hand.execute(statement)


def _anew(line: Store) -> Store:
    assert isinstance(line, ServerStore)
    fresh = ServerStore(line.db.conninfo, PATIENCE)
    fresh.db, fresh.member = line.db, line.member
    return fresh


_templates: dict[tuple[str, datetime], str] = {}
_databases: dict[str, Database] = {}
_used: dict[tuple[str, datetime], list[Database]] = {}


def fresh(timezone: str, now: datetime) -> Database:
    """Return a database that nobody had before, whose clock stands at `now`."""
    here = server()
    if (timezone, now) not in _templates:
        name = here.database()
        make_workspace(here.url(name), name="Acme", timezone=timezone, login="mei", person="Mei", now=now).close()
        here.sql(_AGAIN, name)
        _templates[(timezone, now)] = name
    made = database_of(here.database(_templates[(timezone, now)]))
    made.set_clock(now)
    return made


def emptied(timezone: str, now: datetime) -> Store:
    """Return the store of a database as `fresh` makes them, which an earlier test may have had and closed."""
    used = _used.setdefault((timezone, now), [])
    for database in used:
        if database.store is None or database.store.db.is_closed():
            return database.again()
    used.append(fresh(timezone, now))
    return used[-1].open()


def close_all() -> None:
    """Have what a test left open taken by the next one; lines to a database that no other test gets are closed."""
    kept = [database for used in _used.values() for database in used]
    for database in _databases.values():
        if database.store is not None:
            database.store.close()
        if database not in kept:
            database.leave()


def database_of(database: str) -> Database:
    """Return what is known of a database."""
    return _databases.setdefault(database, Database(database))


def store_of(store: Store, login: str, at: datetime) -> Store:
    """Return a store as `login` has it: on a server everybody comes under their own name, and its rules hold."""
    database = database_of(str(store.sql("SELECT current_database()")[0][0]))
    database.set_clock(at)
    return database.line(login)


def address_of(store: Store, *logins: str) -> str:
    """Let people in and return the address they come by, `LOGIN` in the place of who it is."""
    database = database_of(str(store.sql("SELECT current_database()")[0][0]))
    for login in logins:
        database.line(login)
    return server().url(database.name, "LOGIN")
