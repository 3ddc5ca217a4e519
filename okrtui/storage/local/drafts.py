"""What I am typing and have not submitted yet, in a file of my own that survives whatever ends the program."""

import json
import threading
import time
from pathlib import Path
from typing import Any

from okrtui.storage.local.state_file import StateFile

_BETWEEN = 0.1  # seconds between two writes while somebody types
_RETRY = 2.0  # seconds until the next try after a write that failed
_GONE = object()


class DraftBox:
    """JSON-able values by key. `put` never waits: a thread of its own writes, at most ten times a second.

    Several processes may use one file: each write merges the keys it changed into what is there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = StateFile(path, "drafts")
        self._values: dict[str, Any] = {}
        self._changes: dict[str, Any] = {}
        self._memory = threading.Lock()  # held for moments, never during I/O
        self._wake = threading.Condition(self._memory)
        self._disk = threading.Lock()
        self._writer: threading.Thread | None = None

    @property
    def problem(self) -> str:
        """One sentence while drafts can't be kept or after earlier ones were lost, else empty.

        What was put stays in memory meanwhile, and is tried again.
        """
        return self._file.problem

    @property
    def failing(self) -> bool:
        """Whether what was put last could not be written: it is in memory only."""
        return bool(self._file.trouble)

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
            self._file.trouble = f"drafts could not be saved in time: {self.path.parent} does not answer"
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
            self._values = _applied(self._values, {key: value})
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
            if self._file.is_new() and (values := self._file.look()) is not None:
                self._remember(values)
        finally:
            self._disk.release()

    def _write(self) -> bool:
        with self._memory:
            changes = dict(self._changes)
        if not changes:
            return True
        values = self._file.try_change(lambda values: _applied(values, changes))
        if values is None:
            return False
        with self._memory:
            for key, value in changes.items():
                if self._changes[key] is value:
                    del self._changes[key]
        self._remember(values)
        return True

    def _remember(self, values: dict[str, Any]) -> None:
        with self._memory:
            self._values = _applied(values, self._changes)


def _applied(values: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept with what was put and dropped since."""
    return {key: value for key, value in (values | changes).items() if value is not _GONE}
