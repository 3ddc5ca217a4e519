"""Verified copies of a workspace while others write; the last five from before migrations are kept beside it."""

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from okrtui.errors import Refused
from okrtui.storage.faults import told

if TYPE_CHECKING:
    from okrtui.storage.store import Store

KEEP = 5


def backup(store: "Store", target: Path) -> Path:
    """Write a checked copy of the workspace to `target` (0600) and return it. Raises Refused where that cannot be.

    SQLite's own backup in one step: in chunks it restarts with every write of others and never ends.
    """
    if os.path.lexists(target):
        raise Refused(f"{target} is there already; a backup does not replace a file")
    building = target.with_name(f".{target.name}.{os.getpid()}.new")
    with told(str(target)):
        handle = os.open(building, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY, 0o600)
        os.close(handle)
        try:
            source = sqlite3.connect(f"file:{_quoted(store.path)}?mode=ro", uri=True)
            copy = sqlite3.connect(building)
            try:
                source.backup(copy, pages=-1)
                copy.execute("PRAGMA journal_mode = DELETE")
                found = copy.execute("PRAGMA quick_check").fetchone()[0]
            finally:
                copy.close()
                source.close()
            if found != "ok":
                raise Refused(f"the workspace {store.path} is damaged ({found}); no backup was written")
            building.rename(target)
        finally:
            building.unlink(missing_ok=True)
    return target


def keep_before_migration(store: "Store", version: int) -> Path:
    """Back up beside the file before the schema moves on from `version`; the newest five of these are kept."""
    base = store.path
    number = 1
    while (target := base.with_name(f"{base.name}.schema{version}.{number:03d}.bak")).exists():
        number += 1
    backup(store, target)
    kept = sorted(base.parent.glob(f"{base.name}.schema*.bak"), key=lambda p: (p.stat().st_mtime, p.name))
    for old in kept[:-KEEP]:
        old.unlink(missing_ok=True)
    return target


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.resolve()))
