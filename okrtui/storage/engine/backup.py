"""Verified copies of a workspace while others write; the five newest from before migrations are kept."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from okrtui.errors import Refused
from okrtui.storage.engine.errors import translate_errors
from okrtui.storage.engine.published import private_folder, put_copy

if TYPE_CHECKING:
    from okrtui.storage.engine.store import Store

KEEP = 5


def backup(store: "Store", target: Path) -> Path:
    """Write a checked copy of the workspace to `target` (0600) and return it. Raises Refused where that cannot be.

    SQLite's own backup in one step: in chunks it restarts with every write of others and never ends.
    """
    if os.path.lexists(target):
        raise Refused(f"{target} is there already; a backup does not replace a file")
    with translate_errors(str(target)), private_folder() as private:
        copy = copy_database(store.path, private / "copy.db")
        with closing(sqlite3.connect(copy)) as db:
            db.execute("PRAGMA ignore_check_constraints = ON")  # a word that means nothing is no damage
            found = db.execute("PRAGMA quick_check").fetchone()[0]
        if found != "ok":
            raise Refused(f"the workspace {store.path} is damaged ({found}); no backup was written")
        put_copy(copy, target)
    return target


def keep_before_migration(store: "Store", version: int) -> Path:
    """Back up beside the file before the schema moves on from `version`; the newest five of these are kept."""
    base = store.path
    target = backup(store, free_name(base, f"schema{version}"))
    others = [
        (found.st_mtime, each.name, each)
        for each in base.parent.glob(f"{base.name}.schema*.bak")
        if each != target and stat.S_ISREG((found := each.lstat()).st_mode)  # others may have put anything there
    ]
    for _, _, old in sorted(others)[: 1 - KEEP]:
        old.unlink(missing_ok=True)
    return target


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.resolve()))


def free_name(path: Path, what: str) -> Path:
    """Return the first free name beside `path` for a kept copy."""
    number = 1
    while os.path.lexists(free := path.with_name(f"{path.name}.{what}.{number:03d}.bak")):
        number += 1
    return free


def copy_database(source: Path, target: Path) -> Path:
    """Copy a database as it is this moment, its write-ahead log included, to a new file of mine and return that."""
    old, new = sqlite3.connect(f"file:{_quoted(source)}?mode=ro", uri=True), sqlite3.connect(target)
    try:
        old.backup(new, pages=-1)
        new.execute("PRAGMA journal_mode = DELETE")
    finally:
        new.close()
        old.close()
    return target
