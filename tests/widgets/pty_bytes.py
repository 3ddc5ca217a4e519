"""Run a Textual app on a real pty and count what it writes."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path


class OnPty:
    """A Python script on a pty of a given size with 256 colours. Use it as a context manager."""

    def __init__(self, script: Path, columns: int = 120, lines: int = 40, **env: str) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
            keep["PYTHONPATH"] = str(Path(__file__).parents[2])
            os.execve(
                sys.executable,
                [sys.executable, str(script)],
                {**keep, "TERM": "xterm-256color", "LANG": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none", **env},
            )
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._tasks = Path(f"/proc/{self.pid}/task")

    def __enter__(self) -> "OnPty":
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def read_until(self, marker: bytes, deadline: float = 20.0) -> bytes:
        """Return what is written up to a quiet moment after `marker` was seen; raises TimeoutError without it."""
        seen, end = b"", time.monotonic() + deadline
        while time.monotonic() < end:
            if select.select([self.fd], [], [], 0.25)[0]:
                seen += os.read(self.fd, 65536)
            elif marker in seen and self._rests():
                return seen
        raise TimeoutError(f"{marker!r} not in {seen[-2000:]!r}")

    def press(self, keys: bytes, marker: bytes = b"") -> bytes:
        """Send `keys` and return the answer, up to the first quiet moment after `marker` was written."""
        os.write(self.fd, keys)
        return self.read_until(marker) if marker else self._answer()

    def _answer(self, deadline: float = 10.0) -> bytes:
        seen, end = b"", time.monotonic() + deadline
        while time.monotonic() < end:
            if select.select([self.fd], [], [], 0.25)[0]:
                seen += os.read(self.fd, 65536)
            elif seen and self._rests():
                break
        return seen

    def _rests(self) -> bool:
        """Tell whether the program waits: on a busy machine it may be silent because its turn has not come."""
        return all(state.read_text().rpartition(") ")[2][0] == "S" for state in self._tasks.glob("*/stat"))
