"""What I am typing and have not submitted yet, in a file of my own that survives whatever ends the program."""

import errno
import fcntl
import json
import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_BETWEEN = 0.1  # seconds between two writes while somebody types
_PATIENCE = 1.0  # seconds to wait for another process of mine that is writing
_RETRY = 2.0  # seconds until the next try after a write that failed
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS}  # some network file systems
_GONE = object()
Stamp = tuple[int, int, int]
"""Which file it was: inode, time of change, size."""


class DraftBox:
    """JSON-able values by key. `put` never waits: a thread of its own writes, at most ten times a second.

    Several processes may use one file: each write merges the keys it changed into what is there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._trouble = ""
        self._note = ""
        self._values: dict[str, Any] = {}
        self._changes: dict[str, Any] = {}
        self._seen: Stamp | None = None
        self._memory = threading.Lock()  # held for moments, never during I/O
        self._wake = threading.Condition(self._memory)
        self._disk = threading.Lock()
        self._writer: threading.Thread | None = None

    @property
    def problem(self) -> str:
        """One sentence while drafts can't be kept or after earlier ones were lost, else empty.

        What was put stays in memory meanwhile, and is tried again.
        """
        return self._trouble or self._note

    @property
    def failing(self) -> bool:
        """Whether what was put last could not be written: it is in memory only."""
        return bool(self._trouble)

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value kept under `key`, by this process or another."""
        self._look()
        with self._memory:
            return self._values.get(key, default)

    def keys(self, prefix: str = "") -> list[str]:
        """Return the keys that start with `prefix`, sorted."""
        self._look()
        with self._memory:
            return sorted(key for key in self._values if key.startswith(prefix))

    def put(self, key: str, value: Any) -> None:
        """Keep `value` as it is now under `key`; it is on disk a moment later. Raises TypeError if it is not JSON."""
        self._change(key, json.loads(json.dumps(value)))

    def drop(self, key: str) -> None:
        """Forget what is kept under `key`: it was submitted, or thrown away on purpose."""
        self._change(key, _GONE)

    def flush(self, timeout: float = 1.5) -> bool:
        """Write what is not on disk yet, in the calling thread; return whether all of it is there now."""
        if not self._disk.acquire(timeout=timeout):
            self._trouble = f"drafts could not be saved in time: {self.path.parent} does not answer"
            return False
        try:
            return self._write()
        finally:
            self._disk.release()

    def _change(self, key: str, value: Any) -> None:
        with self._memory:
            if value is _GONE and key not in self._values:
                return
            self._changes[key] = value
            _apply(self._values, {key: value})
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_on, name="okrtui-drafts", daemon=True)
                self._writer.start()
            self._wake.notify()

    def _write_on(self) -> None:
        while True:
            with self._wake:
                while not self._changes:
                    self._wake.wait()
            with self._disk:
                done = self._write()
            time.sleep(_BETWEEN if done else _RETRY)

    def _look(self) -> None:
        """Read the file again where it is not the one read last, unless it is being written: then memory is newer."""
        if not self._disk.acquire(blocking=False):
            return
        try:
            stamp = _stamp(self.path)
            if stamp != self._seen:
                self._remember(_load(self.path), stamp)
        except OSError as error:
            self._trouble = f"drafts can't be read: {self.path}: {error.strerror}"
        except ValueError:
            self._note = f"earlier drafts can't be read: {self.path} is damaged"
        finally:
            self._disk.release()

    def _write(self) -> bool:
        with self._memory:
            changes = dict(self._changes)
        if not changes:
            return True
        try:
            private_directory(self.path.parent)
            with locked(self.path.with_name(self.path.name + ".lock")):
                values = self._load_or_set_aside()
                _apply(values, changes)
                _replace(self.path, values)
                stamp = _stamp(self.path)
        except OSError as error:
            self._trouble = f"drafts can't be saved in {self.path.parent}: {error.strerror or error}"
            return False
        with self._memory:
            for key, value in changes.items():
                if self._changes[key] is value:
                    del self._changes[key]
        self._trouble = ""
        self._remember(values, stamp)
        return True

    def _remember(self, values: dict[str, Any], stamp: Stamp | None) -> None:
        with self._memory:
            _apply(values, self._changes)
            self._values, self._seen = values, stamp

    def _load_or_set_aside(self) -> dict[str, Any]:
        try:
            return _load(self.path)
        except ValueError:
            broken = self.path.with_name(self.path.name + ".broken")
            self.path.replace(broken)
            self._note = f"earlier drafts could not be read; the file was set aside as {broken}"
            return {}


def _load(path: Path) -> dict[str, Any]:
    """Return what the file holds, nothing where there is none. Raises ValueError where it is no box of drafts."""
    try:
        values = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(values, dict):
        raise ValueError("not an object")
    return values


def _apply(values: dict[str, Any], changes: dict[str, Any]) -> None:
    for key, value in changes.items():
        if value is _GONE:
            values.pop(key, None)
        else:
            values[key] = value


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def private_directory(path: Path) -> None:
    if not path.is_dir():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file; TimeoutError where another process keeps it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        _lock(descriptor)
        yield
    finally:
        os.close(descriptor)  # and the lock with it


def _lock(descriptor: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise TimeoutError("another okrtui of yours holds the drafts") from None
            time.sleep(random.uniform(0.001, 0.004))
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return None
            raise


def _replace(path: Path, values: dict[str, Any]) -> None:
    """Write a new file beside the old one and put it in its place: a reader sees one or the other, whole."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)  # left by a process that was killed
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            os.fchmod(descriptor, 0o600)
            file.write(json.dumps(values, sort_keys=True))
            file.flush()
            os.fsync(descriptor)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)  # half a file on a full disk
        raise
