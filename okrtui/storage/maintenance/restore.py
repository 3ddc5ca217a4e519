"""Bringing a backup back in the place of a workspace; what was there is kept."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from okrtui.errors import Busy, Refused
from okrtui.storage.engine.backup import copy_database, free_name
from okrtui.storage.engine.errors import translate_errors
from okrtui.storage.engine.location import APPLICATION_ID, SCHEMA, check_there, make_folder
from okrtui.storage.engine.lock import write_lock
from okrtui.storage.engine.published import private_folder, put_copy


def restore(source: Path, path: Path, *, patience: float = 10.0) -> Path | None:
    """Put the backup `source` in the place of the workspace at `path`; return where what was there is kept, or None.

    The backup is copied to where nobody else can write and checked there. Then, under the write turn, a copy of the
    workspace is kept and the backup takes its place. Whoever has the old file open is told at their next look. Raises
    Refused where the backup is no whole workspace of a known schema.
    """
    if not source.is_file():
        raise Refused(f"there is no backup {source}; nothing was changed")
    with private_folder() as private:
        with translate_errors(str(source)):
            built = copy_database(source, private / "restored.db")
            _check_backup(built, source)
        with translate_errors(str(path)):
            if not os.path.lexists(path):
                make_folder(path.parent, None)
                put_copy(built, path)
                return None
            check_there(path)
            with write_lock(path, patience, lambda _: None):  # whatever was acknowledged by now is in what is kept
                old = path.stat()
                kept = free_name(path, "replaced")
                current = private / "current.db"
                if _is_whole(path, current):
                    put_copy(current, kept)
                else:
                    _set_aside(path, kept)
                put_copy(built, path, mode=old.st_mode & 0o660, group=old.st_gid, replace=True)
                for name in (f"{path}-wal", f"{path}-shm"):  # they belong to the file that was replaced
                    Path(name).unlink(missing_ok=True)
    return kept


def _is_whole(path: Path, copy: Path) -> bool:
    """Copy the workspace as it is; False where it is too damaged for that, or no workspace.

    Raises Busy where somebody else keeps it from being read.
    """
    try:
        with translate_errors(str(path)), closing(sqlite3.connect(copy_database(path, copy))) as db:
            kind, version = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
            if kind != APPLICATION_ID or version > SCHEMA:
                return False
            db.execute("PRAGMA ignore_check_constraints = ON")  # a word that means nothing is no damage
            return bool(db.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except Busy:
        raise
    except Refused:
        return False


def _set_aside(path: Path, kept: Path) -> None:
    """Keep a damaged file as it is, with what SQLite had not yet moved into it: somebody may still save something."""
    log = Path(f"{path}-wal")
    if log.exists():
        log.rename(f"{kept}-wal")
    path.rename(kept)


def _check_backup(copy: Path, source: Path) -> None:
    """Raise Refused unless what was copied from `source` is a whole workspace of a schema we know."""
    with closing(sqlite3.connect(copy)) as db:
        kind = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
        db.execute("PRAGMA ignore_check_constraints = ON")
        answer = db.execute("PRAGMA integrity_check").fetchone()[0]
    if kind != APPLICATION_ID or version < 1:
        raise Refused(f"{source} isn't an okrtui workspace; nothing was changed")
    if version > SCHEMA:
        raise Refused(f"{source} was written by a newer okrtui (schema {version}); nothing was changed, upgrade okrtui")
    if answer != "ok":
        raise Refused(f"{source} is damaged ({answer}); nothing was changed")
