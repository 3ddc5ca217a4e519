"""Moving a whole workspace: out of any engine into one file, and from the file into a place where none is yet."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from okrtui.errors import Refused
from okrtui.storage.engine.errors import translate_errors
from okrtui.storage.engine.location import make_folder
from okrtui.storage.engine.published import new_file, private_folder, put_copy
from okrtui.storage.maintenance.dump import Counted, DumpReader, dump, fill
from okrtui.storage.tables import columns_of

if TYPE_CHECKING:
    from okrtui.storage.engine.store import Store


def export_whole(store: "Store", target: Path) -> list[Counted]:
    """Write the workspace to a new file (0600), whole or not at all. Raises Refused where that cannot be."""
    if os.path.lexists(target):
        raise Refused(f"{target} is there already; a workspace is written to a new file")
    if not store.sees_all():
        raise Refused(
            f"{store.address} shows you only what you may read; an administrator of the server exports it whole"
        )
    with translate_errors(str(target)), new_file(target) as made:
        counted = dump(store, made.file)
        made.put(target)
    return counted


def check_whole(file: BinaryIO, called: str) -> list[Counted]:
    """Read a file to its end and compare its checksums, changing nothing. Raises Refused where it is damaged."""
    reader = DumpReader(file, called)
    for _ in reader.rows():
        pass
    return reader.counted


def import_whole(address: str, file: BinaryIO, called: str, *, group: int | None = None) -> list[Counted]:
    """Make a workspace at `address` from a file. Raises Refused where there is one already or the file is damaged.

    A path: private, or with `group` (a gid) for its members; it is built where nobody else can write. Or the address
    of a server's empty database. There is a whole one afterwards, or none.
    """
    from okrtui.storage.create import create_store
    from okrtui.storage.engine.location import on_server

    record = dict.fromkeys(columns_of("workspace")[1:], "") | {"created_at": 0, "version": 1}
    if on_server(address):
        return _onto_server(create_store(address, record), file, called)
    path = Path(address)
    if os.path.lexists(path):
        raise Refused(f"{path} is there already; a whole workspace is imported where none is yet, choose one with -w")
    with translate_errors(str(path)), private_folder() as private:
        built = private / "imported.db"
        with closing(create_store(built, record)) as store:
            store.execute("PRAGMA ignore_check_constraints = ON")  # all comes along, and is named where it is read
            counted = fill(store, DumpReader(file, called))
            _check_private(store, path)
        with closing(sqlite3.connect(built)) as db:  # all of it in one file
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        make_folder(path.parent, group)
        put_copy(built, path, mode=0o600 if group is None else 0o660, group=group)
    return counted


def _check_private(store: "Store", path: Path) -> None:
    """Raise Refused where a file would hold what only a server keeps from others: a case of a broken agreement."""
    found = store.sql("SELECT id FROM practice_case WHERE subject IS NOT NULL AND evidence LIKE 'W%' LIMIT 1")
    if found:
        raise Refused(
            f"it holds C{found[0][0]}, which is for those alone whom it concerns, and whoever can read {path} could "
            "read it; it goes to another server only, nothing was changed"
        )


def _onto_server(store: "Store", file: BinaryIO, called: str) -> list[Counted]:
    """Fill a workspace that was made a moment ago; where that fails it is taken away again."""
    try:
        return fill(store, DumpReader(file, called))
    except BaseException:
        with store.db.atomic():  # nobody else is there yet who would have to wait their turn
            store.run("DROP SCHEMA okrtui_seen, okrtui CASCADE")
        raise
    finally:
        store.close()
