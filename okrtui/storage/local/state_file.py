"""A JSON value in a 0600 file of my own state directory, which several processes of mine read and change."""

import errno
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

_PATIENCE = 1.0  # seconds to wait for another process of mine that is writing
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS}  # some network file systems
Damaged = Literal["set aside", "begin anew", "refuse"]


class StateFile:
    """`holds` is what is in it, for sentences; `shape` makes what is there before anything is kept, a dict or a list.

    A `damaged` file is set aside and that is told, overwritten where what it held must not lie about, or it stays.
    Without `sync` a power cut may take what was kept last.
    """

    def __init__(
        self, path: Path, holds: str, shape: type[Any] = dict, damaged: Damaged = "set aside", *, sync: bool = True
    ) -> None:
        self.path, self._holds, self._shape, self._damaged, self._sync = path, holds, shape, damaged, sync
        self._stamp: tuple[int, int, int] | None = None
        self.trouble = self._note = ""

    @property
    def problem(self) -> str:
        """One sentence while nothing can be kept (`trouble`) or after what was there before was lost, else empty."""
        return self.trouble or self._note

    def is_new(self) -> bool:
        """Return whether it is another file than the one that was looked at or written last."""
        return self._now() != self._stamp

    def read(self) -> Any:
        """Return what is kept. Raises OSError where it is unreadable and ValueError where it is damaged."""
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return self._shape()
        with os.fdopen(descriptor, "rb") as file:
            _check_mine(os.fstat(descriptor))
            text = file.read()
        if not text.strip() and self._damaged == "refuse":
            return self._shape()  # older versions made the file before they wrote into it
        try:
            value = json.loads(text)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        if not isinstance(value, self._shape):
            raise ValueError(f"not a {self._shape.__name__}")
        return value

    def look(self) -> Any:
        """Return what is kept, None where it cannot be read: `problem` says why."""
        stamp = self._now()
        try:
            value = self.read()
        except OSError as error:
            self.trouble = f"{self._holds} can't be read: {self.path}: {error.strerror}"
            return None
        except ValueError:
            self._note = f"earlier {self._holds} can't be read: {self.path} is damaged"
            return None
        self._stamp = stamp
        return value

    def change(self, edit: Callable[[Any], Any]) -> Any:
        """Keep what `edit` makes of what is kept, and return it; no other process of mine writes meanwhile.

        Raises OSError where it cannot be kept and ValueError where a damaged file is to stay.
        """
        for folder in (self.path.parent.parent, self.path.parent):
            if not folder.is_dir():
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                folder.chmod(0o700)
            _check_mine(folder.stat())
        with _locked(self.path.with_name(f"{self.path.name}.lock")):
            value = edit(self._sound())
            self._replace(value)
            self._stamp = self._now()
        return value

    def try_change(self, edit: Callable[[Any], Any]) -> Any:
        """Do the same; return None where it cannot be kept: `problem` says why."""
        try:
            value = self.change(edit)
        except OSError as error:
            self.trouble = f"{self._holds} can't be saved in {self.path.parent}: {error.strerror or error}"
            return None
        self.trouble = ""
        return value

    def _now(self) -> tuple[int, int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _sound(self) -> Any:
        try:
            return self.read()
        except ValueError:
            if self._damaged == "refuse":
                raise
            if self._damaged == "set aside":
                broken = self.path.with_name(f"{self.path.name}.broken")
                self.path.replace(broken)
                self._note = f"earlier {self._holds} could not be read; the file was set aside as {broken}"
            return self._shape()

    def _replace(self, value: Any) -> None:
        """Write a new file beside the old one and put it in its place: a reader sees one or the other, whole."""
        new = self.path.with_name(f"{self.path.name}.new")
        new.unlink(missing_ok=True)  # left by a process that was killed
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                os.fchmod(descriptor, 0o600)
                file.write(json.dumps(value, sort_keys=True))
                file.flush()
                if self._sync:
                    os.fsync(descriptor)
            new.replace(self.path)
        except OSError:
            new.unlink(missing_ok=True)  # half a file on a full disk
            raise


def _check_mine(info: os.stat_result) -> None:
    """Raise OSError for a folder or file of somebody else's, where a state directory lies among theirs.

    Secrets that they laid there would tell them whose an anonymous card is.
    """
    if info.st_uid not in (os.getuid(), 0):
        raise PermissionError(errno.EPERM, "it belongs to somebody else")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock file; TimeoutError where another process keeps it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + _PATIENCE
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise TimeoutError("another okrtui of yours is holding it") from None
                time.sleep(0.002)
                continue
            except OSError as error:
                if error.errno not in _NO_LOCKS:
                    raise
            break
        yield
    finally:
        os.close(descriptor)  # and the lock with it
