"""Making a workspace: a file that is whole when it gets its name, or the schema in a server's empty database."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NoReturn

from okrtui.errors import NoWorkspace, Refused
from okrtui.storage.engine.errors import translate_errors
from okrtui.storage.engine.location import APPLICATION_ID, SCHEMA, make_folder, on_network, on_server
from okrtui.storage.engine.published import private_folder, put_copy
from okrtui.storage.engine.store import Store
from okrtui.storage.open import open_store
from okrtui.storage.schema.migrations import MIGRATIONS, run_migration


def create_store(path: Path | str, record: Mapping[str, object], *, group: int | None = None) -> Store:
    """Make a new workspace at `path` whose own row is `record`, and return its Store. Raises Refused where one is.

    With `group` (a gid) it is for the members of that group, else for me alone. It is built where nobody else can
    write and then gets its name, so that a crash or a second `init` never leaves half of one.
    """
    if on_server(str(path)):
        return _on_server(str(path), record)
    path = Path(path)
    if os.path.lexists(path):
        _there(str(path))
    with translate_errors(str(path)), private_folder() as private:
        built = private / "new.db"
        try:
            make_folder(path.parent, group)
            with closing(sqlite3.connect(built)) as fresh:
                _build(fresh, record, on_network(path.parent))
            put_copy(built, path, mode=0o600 if group is None else 0o660, group=group)
        except NotADirectoryError:
            raise Refused(f"{path} is not inside a folder; check the path of the workspace") from None
        except OSError as error:
            raise Refused(f"{path} cannot be made: {error.strerror}") from None
    return open_store(path)


def _build(fresh: sqlite3.Connection, record: Mapping[str, object], network: bool) -> None:
    fresh.execute("BEGIN")  # one write to the disk; without it each statement is a transaction that waits
    fresh.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for step in MIGRATIONS:
        run_migration(step, fresh.execute)
    fresh.execute(f"PRAGMA user_version = {SCHEMA}")
    fresh.execute(*_first_row(record))
    fresh.commit()
    if not network:
        fresh.execute("PRAGMA journal_mode = WAL")


def _on_server(address: str, record: Mapping[str, object]) -> Store:
    """Make a workspace in an empty database whose own row is `record`, and return its Store. Raises Refused."""
    from okrtui.storage.postgres.schema import upgrade
    from okrtui.storage.postgres.store import ServerStore

    store = ServerStore(address, 60.0)
    try:
        store.connect()
    except NoWorkspace:
        pass
    except BaseException:
        store.close()
        raise
    else:
        store.close()
        _there(store.address)
    try:
        if not store.trusted():
            raise Refused(
                f"only an administrator of the server can make a workspace at {store.address}, and you are "
                f"{store.member}; see docs/administrators.md"
            )
        with store.transaction():
            if store.sql("SELECT to_regclass('okrtui.migration')")[0][0] is not None:
                _there(store.address)
            upgrade(store, 0)
            store.run(*_first_row(record))
    except BaseException:
        store.close()
        raise
    return store


def _first_row(record: Mapping[str, object]) -> tuple[str, tuple[object, ...]]:
    """Return the statement that stores the workspace's own row, with its values."""
    marks = ", ".join("?" * len(record))
    return f"INSERT INTO workspace ({', '.join(record)}) VALUES ({marks})", tuple(record.values())


def _there(address: str) -> NoReturn:
    raise Refused(f"{address} is there already; choose another place with -w, or open it: okrtui -w {address}")
