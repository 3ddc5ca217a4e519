"""A program on a bare pty, its bytes stamped with their time: nothing between it and the clock."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

_SEQUENCES = re.compile(rb"\x1b(?:\[[0-9;:<>=?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78cM])")
_UNFINISHED = re.compile(rb"\x1b[^@-Z\\^-~]*\Z|\x1b\[[^@-~]*\Z")


def visible(data: bytes) -> str:
    """Return what of `data` is text, without escape sequences, controls and blanks at the ends."""
    plain = _UNFINISHED.sub(b"", _SEQUENCES.sub(b"", data)).decode("utf-8", "replace")
    return "".join(character for character in plain if character >= " ").strip()


class EndedError(Exception):
    """The program has ended while something was expected of it."""


class RawPty:
    """Started at once; use it as a context manager: the program is killed at the end."""

    def __init__(self, cmd: Sequence[str], env: Mapping[str, str], size: tuple[int, int] = (120, 40)) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.output = bytearray()
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            list(cmd),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**env, "TERM": "xterm-256color", "COLUMNS": "", "LINES": ""},
            start_new_session=True,
        )
        os.close(slave)

    def read(self, timeout: float) -> bytes:
        """Return what comes next, nothing after `timeout` seconds."""
        if not select.select([self.master], [], [], max(0.0, timeout))[0]:
            return b""
        try:
            data = os.read(self.master, 65536)
        except OSError:  # EIO: nobody has the other end any more
            raise EndedError(f"it ended: {visible(bytes(self.output))[-300:]}") from None
        self.output += data
        return data

    def first(self, shows: Callable[[str], object], timeout: float = 60.0) -> float:
        """Return the seconds from the start until the text written so far `shows` it."""
        while not shows(visible(bytes(self.output))):
            if time.perf_counter() - self.began > timeout:
                raise SystemExit(f"nothing of the kind within {timeout} s: {visible(bytes(self.output))[-500:]}")
            self.read(1.0)
        return time.perf_counter() - self.began

    def settle(self, quiet: float = 0.5, timeout: float = 30.0) -> bytes:
        """Return what is written until nothing comes for `quiet` seconds."""
        data, end = bytearray(), time.perf_counter() + timeout
        while more := self.read(quiet):
            data += more
            if time.perf_counter() > end:
                raise SystemExit(f"it still writes after {timeout} s")
        return bytes(data)

    def answer(self, key: bytes, quiet: float = 0.15, patience: float = 1.0) -> tuple[float, bytes]:
        """Press a key; return the seconds to the first byte of the answer, and the answer (0 and b"" for none)."""
        began = time.perf_counter()
        os.write(self.master, key)
        first = self.read(patience)
        took = time.perf_counter() - began
        return (took, first + self.settle(quiet)) if first else (0.0, b"")

    def cpu(self) -> float:
        """Return the seconds that all of its threads have had a processor, to the nanosecond as Linux counts them."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def during(self, seconds: float) -> bytes:
        """Return everything written within that time."""
        data, end = bytearray(), time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            data += self.read(left)
        return bytes(data)

    def __enter__(self) -> Self:
        """Return the pty."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Kill the program."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        os.close(self.master)


def settle_all(ptys: Iterable[RawPty], quiet: float, timeout: float = 60.0) -> dict[int, int]:
    """Return how many bytes each of several programs writes, by its master, until all are quiet for so many seconds."""
    return _read_all(ptys, time.perf_counter() + timeout, quiet)


def during_all(ptys: Iterable[RawPty], seconds: float) -> dict[int, int]:
    """Return how many bytes each of several programs writes within that time, by its master."""
    return _read_all(ptys, time.perf_counter() + seconds, seconds)


def _read_all(ptys: Iterable[RawPty], end: float, quiet: float) -> dict[int, int]:
    running = {each.master: each for each in ptys}
    written = dict.fromkeys(running, 0)
    while running and (left := end - time.perf_counter()) > 0:
        ready = select.select([*running], [], [], min(quiet, left))[0]
        if not ready:
            break
        for master in ready:
            try:
                written[master] += len(running[master].read(0))
            except EndedError:  # whoever presses its next key is told
                del running[master]
    return written
