"""A fair turn for writers: an advisory lock on `<workspace>.lock`, with a deadline."""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from okrtui.errors import Busy, Refused
from okrtui.storage.engine.location import check_room

PATIENCE = 10.0
"""Seconds a quick command waits for its turn to write."""


def lock_path(database: Path) -> Path:
    """Return the lock file's path for a workspace file: one for all who come to it, also by a link."""
    return Path(f"{os.path.realpath(database)}.lock")


def _open(database: Path) -> int:
    path = lock_path(database)
    try:
        return os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        shared = database.stat()
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        if os.fstat(handle).st_uid == os.geteuid():  # the umask must not shut out the others of a shared workspace
            os.fchmod(handle, shared.st_mode & 0o660)
        return handle
    except PermissionError:
        raise Refused(
            f"the lock {path} is not yours to use, so nothing can be written; see whose it is with ls -l, and have its "
            "owner or an administrator take it away while nobody writes"
        ) from None


def try_room(database: Path) -> None:
    """Raise the OSError of a full disk or quota where there is no room to work with a workspace."""
    handle = _open(database)
    try:
        check_room(handle)
    finally:
        os.close(handle)


class _Waiter:
    """Stands in the kernel's line for a lock, on a thread of its own: nothing else can wait there until a deadline."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._ours = threading.Event()
        self._settled = threading.Lock()
        self._gone = False
        self._trouble: OSError | None = None
        threading.Thread(target=self._stand, name="turn", daemon=True).start()

    def _stand(self) -> None:
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX)
        except OSError as error:
            self._trouble = error
        with self._settled:
            if self._gone:
                os.close(self._handle)
            self._ours.set()

    def wait(self, seconds: float) -> bool:
        """Tell whether the lock came within so many seconds; else the file is closed as soon as it comes.

        Raises the OSError of a file that cannot be locked.
        """
        if not self._ours.wait(seconds):
            with self._settled:
                self._gone = not self._ours.is_set()
        if self._gone:
            return False
        if self._trouble is not None:
            raise self._trouble
        return True


@contextmanager
def write_lock(
    database: Path, patience: float, waiting: Callable[[bool], None], *, needs_room: bool = False
) -> Iterator[None]:
    """Hold the workspace's write turn. `waiting(True)` is called when others are before us, `waiting(False)` after.

    With `needs_room` it is tried first whether there is any: see `place.check_room`.

    SQLite's own backoff is unfair (waits of 6-17 s were measured), and trying again and again takes from everybody
    what the one before us needs to be done; the kernel lets one in after the other, in the order they came.
    Raises Busy when the turn does not come within `patience` seconds.
    """
    handle = _open(database)
    told = False
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            told = True
            waiting(True)
            if not _Waiter(handle).wait(patience):
                handle = -1  # the waiter's now
                raise Busy(
                    f"the workspace {database} is busy: another process has been writing for {patience:g} s; "
                    "nothing was changed, try again"
                ) from None
        if needs_room:
            check_room(handle)
        yield
    finally:
        if handle >= 0:
            os.close(handle)
        if told:
            waiting(False)
