"""Turns what SQLite raises into sentences: what happened, to what, what to do."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from peewee import PeeweeException

from okrtui.errors import Busy, Refused

_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26


def _sqlite_code(error: BaseException | None) -> int | None:
    """Return the primary result code found on `error` or what it came from; SQLite's own cause wins over its wrapper.

    On a full disk peewee's rollback fails too and hides the cause in `__context__`.
    """
    code: int | None = None
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        found = getattr(error, "sqlite_errorcode", None)
        if isinstance(found, int) and found & 0xFF != 1:
            code = found & 0xFF
        error = error.__cause__ or error.__context__
    return code


def sentence(error: BaseException, path: str) -> Refused:
    """Return the Refused that tells a person what `error` means for the workspace at `path`."""
    code = _sqlite_code(error)
    if isinstance(error, (OverflowError, UnicodeEncodeError)):
        return Refused("a number is too large or a text has characters that cannot be stored; nothing was changed")
    if code in (_BUSY, _LOCKED):
        return Busy(f"the workspace {path} is busy: another process is writing; nothing was changed, try again")
    if code == _READONLY:
        return Refused(f"the workspace {path} cannot be written by you; ask its owner, or see: okrtui doctor")
    if isinstance(error, OSError) and error.errno == errno.EDQUOT:
        return Refused(f"your quota on the disk of {path} is used up; nothing was changed, make room and try again")
    if code == _FULL or _no_space(error) or (code in (_IOERR, _CANTOPEN) and _disk_full(path)):
        return Refused(f"the disk that holds {path} is full; nothing was changed, make room and try again")
    if code in (_CORRUPT, _NOTADB):
        what = f"{path} is damaged or no okrtui workspace; it was left as it is"
        return Refused(f"{what}; okrtui restore FILE brings a backup back")
    if code == _CANTOPEN:
        return Refused(f"the workspace {path} cannot be opened: missing folder or no permission; see: okrtui doctor")
    if code == _IOERR:
        return Refused(f"reading or writing {path} failed (disk or quota?); nothing was changed")
    return Refused(f"the workspace {path} answered: {error}; nothing was changed")


def _no_space(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def _disk_full(path: str) -> bool:
    """Tell whether the disk has nothing left: SQLite's shared memory fails with a plain I/O error then."""
    try:
        return os.statvfs(os.path.dirname(path)).f_bavail == 0  # noqa: PTH120  # a text, as SQLite was given it
    except OSError:
        return False


@contextmanager
def translate_errors(path: str) -> Iterator[None]:
    """Raise Refused with a sentence in place of whatever SQLite, peewee or the filesystem raise inside."""
    try:
        yield
    except (PeeweeException, sqlite3.Error, OverflowError, UnicodeEncodeError) as error:
        raise sentence(error, path) from error
    except OSError as error:
        if _no_space(error):
            raise sentence(error, path) from error
        raise Refused(f"{error.filename or path}: {os.strerror(error.errno or 0)}") from error
