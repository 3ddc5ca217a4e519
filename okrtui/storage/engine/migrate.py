"""Making a workspace and bringing an older one up to date."""

import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from okrtui.errors import Refused
from okrtui.storage.engine.backup import keep_before_migration
from okrtui.storage.engine.errors import translate_errors
from okrtui.storage.engine.location import APPLICATION_ID, SCHEMA, make_folder, on_network, on_server
from okrtui.storage.engine.lock import write_lock
from okrtui.storage.engine.published import private_folder, put_copy
from okrtui.storage.engine.store import Store, open_store
from okrtui.storage.schema.migrations import MIGRATIONS, Migration


def migrate(store: Store) -> None:
    """Bring the schema up to date, one step a transaction, with a backup beside the file before the first."""
    with translate_errors(str(store.path)), write_lock(store.path, max(store.patience, 60.0), lambda _: None):
        version = store.sql("PRAGMA user_version")[0][0]
        if version >= SCHEMA:  # another process was first
            return
        if version > 0:
            keep_before_migration(store, version)
        for step in MIGRATIONS:
            if step.version > version:
                with store.db.atomic():
                    apply(step, store.execute)
                    store.execute(f"PRAGMA user_version = {step.version}")


def create_store(path: Path | str, record: Mapping[str, object], *, group: int | None = None) -> Store:
    """Make a new workspace at `path` whose own row is `record`, and return its Store. Raises Refused where one is.

    With `group` (a gid) it is for the members of that group, else for me alone. It is built where nobody else can
    write and then gets its name, so that a crash or a second `init` never leaves half of one.
    """
    if on_server(str(path)):
        from okrtui.storage.postgres.store import create_on_server

        return create_on_server(str(path), record)
    path = Path(path)
    if os.path.lexists(path):
        raise Refused(f"{path} is there already; choose another place with -w, or open it: okrtui -w {path}")
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
        apply(step, fresh.execute)
    fresh.execute(f"PRAGMA user_version = {SCHEMA}")
    names = ", ".join(record)
    marks = ", ".join("?" * len(record))
    fresh.execute(f"INSERT INTO workspace ({names}) VALUES ({marks})", tuple(record.values()))
    fresh.commit()
    if not network:
        fresh.execute("PRAGMA journal_mode = WAL")


def apply(step: Migration, execute: Callable[[str], Any]) -> None:
    """Run one migration's statements and record it; the caller holds the transaction."""
    for statement in step.statements:
        execute(statement)
    if step.then is not None:
        step.then(execute)
    execute(f"INSERT INTO migration (version, name) VALUES ({step.version}, '{step.name}')")
