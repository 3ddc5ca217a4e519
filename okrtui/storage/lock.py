"""A fair turn for writers: an advisory lock on `<workspace>.lock`, with a deadline."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from okrtui.errors import Busy
from okrtui.storage.place import check_room

PATIENCE = 10.0
"""Seconds a quick command waits for its turn to write."""


def lock_path(database: Path) -> Path:
    """Return the lock file's path for a workspace file."""
    return database.with_name(database.name + ".lock")


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


def try_room(database: Path) -> None:
    """Raise the OSError of a full disk or quota where there is no room to work with a workspace."""
    handle = _open(database)
    try:
        check_room(handle)
    finally:
        os.close(handle)


@contextmanager
def turn(
    database: Path, patience: float, waiting: Callable[[bool], None], *, needs_room: bool = False
) -> Iterator[None]:
    """Hold the workspace's write turn. `waiting(True)` is called when others are before us, `waiting(False)` after.

    With `needs_room` it is tried first whether there is any: see `place.check_room`.

    SQLite's own backoff is unfair (waits of 6-17 s were measured); a jittered try of 1-4 ms is fair enough.
    Raises Busy when the turn does not come within `patience` seconds.
    """
    handle = _open(database)
    told = False
    try:
        end = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= end:
                    raise Busy(
                        f"the workspace {database} is busy: another process has been writing for {patience:g} s; "
                        "nothing was changed, try again"
                    ) from None
                if not told:
                    told = True
                    waiting(True)
                time.sleep(0.001 + time.perf_counter_ns() % 3000 / 1e6)  # 1-4 ms: jitter without importing random
        if needs_room:
            check_room(handle)
        yield
    finally:
        os.close(handle)
        if told:
            waiting(False)
