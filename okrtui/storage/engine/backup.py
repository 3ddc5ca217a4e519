"""Verified copies of a workspace while others write, and bringing one back; five from before migrations are kept."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from okrtui.errors import Busy, Refused
from okrtui.storage.engine.errors import translate_errors
from okrtui.storage.engine.location import APPLICATION_ID, SCHEMA, check_there

if TYPE_CHECKING:
    from okrtui.storage.engine.store import Store

KEEP = 5


def backup(store: "Store", target: Path) -> Path:
    """Write a checked copy of the workspace to `target` (0600) and return it. Raises Refused where that cannot be.

    SQLite's own backup in one step: in chunks it restarts with every write of others and never ends.
    """
    if os.path.lexists(target):
        raise Refused(f"{target} is there already; a backup does not replace a file")
    building = target.with_name(f".{target.name}.{os.getpid()}.new")
    with translate_errors(str(target)):
        try:
            _copy(store.path, building)
            with closing(sqlite3.connect(building)) as copy:
                found = copy.execute("PRAGMA quick_check").fetchone()[0]
            if found != "ok":
                raise Refused(f"the workspace {store.path} is damaged ({found}); no backup was written")
            building.rename(target)
        finally:
            building.unlink(missing_ok=True)
    return target


def keep_before_migration(store: "Store", version: int) -> Path:
    """Back up beside the file before the schema moves on from `version`; the newest five of these are kept."""
    base = store.path
    target = backup(store, _free(base, f"schema{version}"))
    kept = sorted(base.parent.glob(f"{base.name}.schema*.bak"), key=lambda p: (p.stat().st_mtime, p.name))
    for old in kept[:-KEEP]:
        old.unlink(missing_ok=True)
    return target


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.resolve()))


def restore(source: Path, path: Path, *, patience: float = 10.0) -> Path | None:
    """Put the backup `source` in the place of the workspace at `path`; return where what was there is kept, or None.

    The backup is checked first, copied beside the workspace and renamed over it, under the write turn. Whoever has the
    old file open is told at their next look. Raises Refused where the backup is no whole workspace of a known schema.
    """
    from okrtui.storage.engine.lock import write_lock

    with translate_errors(str(source)):
        _check_backup(source)
    building = path.with_name(f".{path.name}.{os.getpid()}.new")
    kept, whole = None, False
    if path.exists():
        check_there(path)
        kept = _free(path, "replaced")
        whole = _kept_whole(path, kept)
    else:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with translate_errors(str(path)):
        try:
            _copy(source, building)
            if kept is not None:
                old = path.stat()
                os.chown(building, -1, old.st_gid)
                building.chmod(old.st_mode & 0o660)
                with write_lock(path, patience, lambda _: None):
                    if not whole:
                        _set_aside(path, kept)
                    _replace(building, path)
            else:
                _replace(building, path)
        finally:
            building.unlink(missing_ok=True)
    return kept


def _kept_whole(path: Path, kept: Path) -> bool:
    """Keep a checked copy of the workspace as it is; False where it is too damaged for that, or no workspace."""
    from okrtui.storage.engine.store import open_store

    try:
        with closing(open_store(path)) as store:
            backup(store, kept)
    except Busy:
        raise
    except Refused:
        return False
    return True


def _set_aside(path: Path, kept: Path) -> None:
    """Keep a damaged file as it is, with what SQLite had not yet moved into it: somebody may still save something."""
    log = Path(f"{path}-wal")
    if log.exists():
        log.rename(f"{kept}-wal")
    path.rename(kept)


def _free(path: Path, what: str) -> Path:
    """Return the first free name beside `path` for a kept copy."""
    number = 1
    while (free := path.with_name(f"{path.name}.{what}.{number:03d}.bak")).exists():
        number += 1
    return free


def _replace(building: Path, path: Path) -> None:
    building.rename(path)
    for name in (f"{path}-wal", f"{path}-shm"):  # they belong to the file that was replaced
        Path(name).unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY, 0o600)
    os.close(handle)
    old, new = sqlite3.connect(f"file:{_quoted(source)}?mode=ro", uri=True), sqlite3.connect(target)
    try:
        old.backup(new, pages=-1)
        new.execute("PRAGMA journal_mode = DELETE")
    finally:
        new.close()
        old.close()


def _check_backup(source: Path) -> None:
    if not source.is_file():
        raise Refused(f"there is no backup {source}; nothing was changed")
    with closing(sqlite3.connect(f"file:{_quoted(source)}?mode=ro", uri=True)) as db:
        kind = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
        answer = db.execute("PRAGMA integrity_check").fetchone()[0]
    if kind != APPLICATION_ID or version < 1:
        raise Refused(f"{source} is no okrtui workspace; nothing was changed")
    if version > SCHEMA:
        raise Refused(f"{source} was written by a newer okrtui (schema {version}); nothing was changed, upgrade okrtui")
    if answer != "ok":
        raise Refused(f"{source} is damaged ({answer}); nothing was changed")
