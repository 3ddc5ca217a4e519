"""A small workspace for tests, with a clock that stands still and several people."""

import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from okrtui.rituals.people import make_workspace
from okrtui.rituals.seat import Seat
from okrtui.storage.store import Store, open_store

ENGINE = "OKRTUI_TEST_ENGINE"
"""`postgres` runs the rituals' and the storage's tests over a server, anything else over a file."""
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""Monday of 2026-W48, in week 9 of 14 of 2026-Q4."""


def workspace(folder: Path, *, timezone: str = "UTC", now: datetime = MONDAY) -> Store:
    """Return the open store of a fresh workspace whose first member is mei, on the engine the test is to run over."""
    if os.environ.get(ENGINE) == "postgres":
        return on_server(timezone=timezone, now=now)
    return make_workspace(folder / "ws" / "team.db", name="Acme", timezone=timezone, login="mei", person="Mei", now=now)


_templates: dict[tuple[str, datetime], str] = {}


def on_server(*, timezone: str = "UTC", now: datetime = MONDAY) -> Store:
    """Return the open store of the same workspace on a PostgreSQL server; made once a process, then cloned."""
    from tests.postgres.server import server

    here = server()
    if (timezone, now) not in _templates:
        name = here.database()
        make_workspace(here.url(name), name="Acme", timezone=timezone, login="mei", person="Mei", now=now).close()
        here.sql(f"CREATE OR REPLACE FUNCTION okrtui.clock() RETURNS bigint RETURN {int(now.timestamp())}", name)
        _templates[(timezone, now)] = name
    return open_store(here.url(here.database(_templates[(timezone, now)])))


def seat(store: Store, login: str = "mei", *, now: datetime = MONDAY, weeks: float = 0) -> Seat:
    """Return `login`'s seat, `weeks` later than `now`."""
    return Seat(_own(store, login), login, login.capitalize(), now + timedelta(weeks=weeks))


_lines: dict[tuple[str, str], Store] = {}


def _own(store: Store, login: str) -> Store:
    """Return the store as `login` has it: on a server everybody comes under their own name, and its rules hold."""
    if store.member in ("", login):
        return store
    from okrtui.storage.policies import grant
    from okrtui.storage.postgres import ServerStore
    from tests.postgres.server import server

    assert isinstance(store, ServerStore)
    if (store.address, login) not in _lines:
        database = _database(store)
        with_rights = open_store(server().url(database))
        grant(with_rights, login)  # type: ignore[arg-type]
        with_rights.close()
        for old in [key for key in _lines if key[0] != store.address]:
            _lines.pop(old).close()
        _lines[(store.address, login)] = open_store(server().url(database, login))
    return _lines[(store.address, login)]


def _database(store: Store) -> str:
    return str(store.sql("SELECT current_database()")[0][0])


_made: dict[Callable[[Path], None], TemporaryDirectory[str]] = {}


def lay_copy(fill: Callable[[Path], None], path: Path) -> None:
    """Lay at `path` a copy of the workspace `fill(path)` makes, with a uuid of its own; it is filled once a process."""
    if fill not in _made:
        _made[fill] = TemporaryDirectory(prefix="okrtui-test-")
        fill(Path(_made[fill].name) / "made.db")
    made = Path(_made[fill].name) / "made.db"
    assert not Path(f"{made}-wal").exists(), "a workspace that is still open cannot be copied"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copy2(made, path)
    with closing(sqlite3.connect(path)) as copy, copy:
        copy.execute("UPDATE workspace SET uuid = ?", (uuid.uuid4().hex,))  # drafts are kept under it
