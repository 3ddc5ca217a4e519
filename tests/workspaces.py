"""A small workspace for tests, with a clock that stands still and several people."""

import json
import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from okrtui.rituals.context import Context
from okrtui.rituals.people.members import make_workspace
from okrtui.storage.engine.store import Store, to_json
from okrtui.storage.maintenance.verify import verify_journal
from okrtui.storage.open import open_store
from okrtui.storage.schema.hash_chain import content, seal_all, vouch
from tests.once import made_once

ENGINE = "OKRTUI_TEST_ENGINE"
"""`postgres` runs the rituals' and the storage's tests over a server, anything else over a file."""
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""Monday of 2026-W48, in week 9 of 14 of 2026-Q4."""


def workspace(folder: Path, *, timezone: str = "UTC", now: datetime = MONDAY) -> Store:
    """Return the open store of a fresh workspace whose first member is mei, on the engine the test is to run over."""
    if os.environ.get(ENGINE) == "postgres":
        from tests.postgres.databases import emptied

        return emptied(timezone, now)
    path = folder / "ws" / "team.db"
    if now == MONDAY and not path.exists():
        return open_store(_lay(f"workspace-{timezone.replace('/', '-')}", lambda new: _make(new, timezone, now), path))
    return _make(path, timezone, now)


def _make(path: Path, timezone: str, now: datetime) -> Store:
    return make_workspace(path, name="Acme", timezone=timezone, login="mei", person="Mei", now=now)


def on_server(*, timezone: str = "UTC", now: datetime = MONDAY) -> Store:
    """Return the open store of the same workspace in a database of its own on a PostgreSQL server."""
    from tests.postgres.databases import fresh

    return fresh(timezone, now).open()


def anybody(login: str) -> bool:
    """Whoever is named becomes a member, as if somebody had said so: most tests are not about that."""
    return True


def ctx(store: Store, login: str = "mei", *, now: datetime = MONDAY, weeks: float = 0) -> Context:
    """Return `login`'s ctx, `weeks` later than `now`; on a server its clock goes with it."""
    at = now + timedelta(weeks=weeks)
    return Context(_own(store, login, at), login, login.capitalize(), at, may_add=anybody)


def _own(store: Store, login: str, at: datetime) -> Store:
    if store.member in ("", login):
        return store
    from tests.postgres.databases import store_of

    return store_of(store, login, at)


def address_of(store: Store, *logins: str) -> str:
    """Return the address by which these people open a workspace, `LOGIN` standing for who it is where that matters."""
    if not store.member:
        return store.address
    from tests.postgres import databases

    return databases.address_of(store, *logins)


def unsound(store: Store) -> list[str]:
    """Return what is wrong with a workspace: its file's own check, its foreign keys, its journal's chain."""
    found = verify_journal(store)
    wrong = [str(each) for each in (*found.broken, *found.strange)]
    if not store.member:
        wrong += [str(row) for row in store.sql("PRAGMA integrity_check") if row != ("ok",)]
        wrong += [str(row) for row in store.sql("PRAGMA foreign_key_check")]
    return wrong


def columns(store: Store) -> list[tuple[str, str]]:
    """Return (table, column) of everything a workspace keeps, tables that come some day included."""
    if store.member:
        return store.sql("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'okrtui'")
    tables = [row[0] for row in store.sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [(name, row[1]) for name in tables for row in store.sql(f"PRAGMA table_info({name})")]


def _give_a_uuid(db: sqlite3.Connection) -> None:
    """Give a workspace a uuid of its own, since drafts are kept under it; its journal vouches for that one then."""
    db.row_factory = sqlite3.Row
    db.execute("UPDATE workspace SET uuid = ?", (uuid.uuid4().hex,))
    row = content(dict(db.execute("SELECT * FROM workspace").fetchone()))
    for number, stored in db.execute("SELECT id, changes FROM activity ORDER BY id").fetchall():
        changes = json.loads(stored)
        if any(each["table"] == "workspace" and each.update(digest=vouch(row)) is None for each in changes):
            db.execute("UPDATE activity SET changes = ? WHERE id = ?", (to_json(changes), number))
    db.row_factory = None
    seal_all(db.execute)


def lay_copy(fill: Callable[[Path], None], path: Path, name: str = "") -> None:
    """Lay at `path` a copy of the workspace `fill(path)` makes, with a uuid of its own; it is filled once a run.

    `name` tells what else than the function it depends on.
    """
    _lay(f"{fill.__module__}.{fill.__qualname__}{name}", fill, path)


def _lay(name: str, fill: Callable[[Path], Store | None], path: Path) -> Path:
    def make(folder: Path) -> None:
        if (store := fill(folder / "made.db")) is not None:
            store.close()

    made = made_once(name, make) / "made.db"
    assert not Path(f"{made}-wal").exists(), "a workspace that is still open cannot be copied"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copy2(made, path)
    with closing(sqlite3.connect(path)) as copy, copy:
        _give_a_uuid(copy)
    return path
