"""Real terminals for end-to-end tests: a pty with pyte's screen, and tmux on a private socket."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyte

from tests.terminal.sequences import KEYS, drop_private
from tests.warm import starts_warm

TIMEOUT = 15.0  # seconds; generous, because tests share two cores


def unwrapped(screen: str) -> str:
    """Return a screen as one line: where a sentence wraps depends on how long a test's paths are."""
    return " ".join(screen.split())


def wait_until(condition: Callable[[], object], timeout: float = TIMEOUT, what: str = "the condition") -> None:
    """Return as soon as `condition()` is true; AssertionError after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come true within {timeout} s")
        time.sleep(0.01)


# The login shell's part: leads the session, so that the terminal outlives the program (when a session's
# leader ends, the kernel hangs the terminal up and resets its modes), and dies of a hang-up.
_HOLDER = """
import fcntl, os, signal, sys, termios
try:
    from tests.warm import become
except ImportError:
    become = lambda words: os.execvp(words[0], words)
status = int(sys.argv[1])
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
pid = os.fork()
if not pid:
    os.close(status)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    become(sys.argv[2:])
os.write(status, f"{pid}\\n".encode())
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
os.write(status, f"{code}\\n".encode())
signal.pause()
"""


class Terminal:
    """A program on a pty, started as if by a login shell, its output kept as bytes and as a screen.

    Use it as a context manager: the program is killed at the end. `env` is the whole environment.
    """

    def __init__(self, cmd: Sequence[str], size: tuple[int, int] = (80, 24), env: Mapping[str, str] | None = None):
        self.size = size
        self.master, self.slave = pty.openpty()  # the slave stays open here, so that its termios can be asked
        self._resize_pty(*size)
        self.attributes: list[Any] = termios.tcgetattr(self.slave)
        self.output = bytearray()
        self._start(cmd, {"TERM": "xterm-256color", **(os.environ if env is None else env)})
        self._pyte = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._pyte)
        self._pending = b""
        self._changed = threading.Condition()
        self._reading = threading.Event()
        self._reading.set()
        self._closed = False
        self._last = time.monotonic()
        self._reader = threading.Thread(target=self._read, name="terminal-reader", daemon=True)
        self._reader.start()

    # What the program shows

    def screen(self) -> str:
        """Return the screen as lines of text, right-trimmed."""
        with self._changed:
            return "\n".join(line.rstrip() for line in self._pyte.display)

    def wait_for(self, text: str, timeout: float = TIMEOUT) -> str:
        """Return the screen as soon as it shows `text`, also wrapped; AssertionError with it after `timeout`."""
        return self.wait_until(lambda screen: text in screen or text in unwrapped(screen), timeout, f"“{text}”")

    def wait_gone(self, text: str, timeout: float = TIMEOUT) -> str:
        """Return the screen as soon as it no longer shows `text`."""
        return self.wait_until(lambda screen: text not in screen, timeout, f"the end of “{text}”")

    def wait_until(self, shows: Callable[[str], object], timeout: float = TIMEOUT, what: str = "that") -> str:
        """Return the screen as soon as `shows(screen)` is true."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                screen = self.screen()
                if shows(screen):
                    return screen
                left = deadline - time.monotonic()
                if left <= 0:
                    state = "it runs" if self.running() else "it has ended"
                    raise AssertionError(f"no {what} within {timeout} s ({state}):\n{screen}")
                self._changed.wait(min(left, 0.25))

    def settle(self, quiet: float = 0.3, timeout: float = TIMEOUT) -> None:
        """Return when nothing was written for `quiet` seconds."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while (rest := self._last + quiet - time.monotonic()) > 0:
                if time.monotonic() > deadline:
                    raise AssertionError(f"the program still writes after {timeout} s")
                self._changed.wait(rest)

    def bytes_during(self, action: Callable[[], object], quiet: float = 0.3) -> int:
        """Return how many bytes the program wrote from `action()` until it was quiet again."""
        return len(self.output_during(action, quiet))

    def output_during(self, action: Callable[[], object], quiet: float = 0.3) -> bytes:
        """Return what the program wrote from `action()` until it was quiet again."""
        self.settle(quiet)
        before = len(self.output)
        action()
        with self._changed:
            self._last = time.monotonic()  # the answer may take a moment: quiet is counted from the action on
        self.settle(quiet)
        return bytes(self.output[before:])

    # What the person does

    def press(self, *keys: str) -> None:
        """Press keys: characters as they are, names like `enter`, `esc`, `tab`, `down`, `f2`, `ctrl+p`."""
        for key in keys:
            self.send(KEYS[key] if key in KEYS else key.encode())
            if key in ("esc", "escape"):
                time.sleep(0.15)  # what follows at once would be alt+key: terminals tell them apart by time alone

    def write(self, text: str) -> None:
        """Type a text, all at once."""
        self.send(text.encode())

    def send(self, data: bytes) -> None:
        """Send raw bytes."""
        os.write(self.master, data)

    def resize(self, width: int, height: int) -> None:
        """Give the window another size; the program gets SIGWINCH."""
        self.size = (width, height)
        with self._changed:
            self._pyte.resize(height, width)
        self._resize_pty(width, height)

    def stop_reading(self) -> None:
        """Read nothing more: the program's writes block once the pty is full."""
        self._reading.clear()

    def wait_jammed(self, still: float = 0.5) -> None:
        """After `stop_reading`, return when a program that paints all the time has stopped: the pty is full."""
        before, since = -1, time.monotonic()
        while before <= 0 or time.monotonic() - since < still:
            unread = int.from_bytes(fcntl.ioctl(self.master, termios.FIONREAD, b"\0" * 4), sys.byteorder)
            if unread != before:
                before, since = unread, time.monotonic()
            time.sleep(0.02)

    def read_on(self) -> None:
        """Read again."""
        self._reading.set()

    def hang_up(self) -> None:
        """Close the terminal's end: the program gets SIGHUP, reads and writes fail."""
        self._closed = True
        self._reading.set()
        self._reader.join()
        os.close(self.slave)
        os.close(self.master)
        self.slave = self.master = -1

    # The end

    def running(self) -> bool:
        """Return whether the program still runs."""
        return not select.select([self._pidfd], [], [], 0)[0]

    def wait_dead(self, timeout: float = TIMEOUT) -> None:
        """Return when the program is gone."""
        if not select.select([self._pidfd], [], [], timeout)[0]:
            raise AssertionError(f"the program still runs after {timeout} s:\n{self.screen()}")

    def wait_exit(self, timeout: float = TIMEOUT) -> int:
        """Return the program's exit code (negative: the signal that killed it). Not after `hang_up`."""
        self.wait_dead(timeout)
        return int(self._status.readline())

    def restored(self) -> bool:
        """Return whether the terminal's modes are what they were before the program started."""
        return bool(termios.tcgetattr(self.slave) == self.attributes)

    def close(self) -> None:
        """Kill the program where it still runs and give everything back."""
        if self.running():
            os.kill(self.pid, signal.SIGKILL)
        self._holder.kill()
        self._holder.wait()
        if self.master >= 0:
            self.hang_up()
        self._status.close()
        os.close(self._pidfd)

    def __enter__(self) -> Self:
        """Return the terminal."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Kill the program."""
        self.close()

    def _start(self, cmd: Sequence[str], env: Mapping[str, str]) -> None:
        read, write = os.pipe()
        options = [] if starts_warm(cmd, env) else ["-I", "-S"]
        self._holder = subprocess.Popen(
            [sys.executable, *options, "-c", _HOLDER, str(write), *cmd],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env=env,
            start_new_session=True,
            pass_fds=[write],
        )
        os.close(write)
        self._status = os.fdopen(read, encoding="ascii")
        self.pid = int(self._status.readline())
        try:
            self._pidfd = os.pidfd_open(self.pid)
        except ProcessLookupError:  # it has ended and was waited for: what ended can be read, too
            self._pidfd, write = os.pipe()
            os.close(write)

    def _resize_pty(self, width: int, height: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def _read(self) -> None:
        while not self._closed:
            if not self._reading.wait(0.1) or not select.select([self.master], [], [], 0.1)[0]:
                continue
            try:
                data = os.read(self.master, 65536)
            except OSError:  # EIO: nobody has the other end any more
                return
            with self._changed:
                self.output += data
                self._last = time.monotonic()
                text, self._pending = drop_private(self._pending + data)
                self._stream.feed(text)
                self._changed.notify_all()


class Tmux:
    """A program in tmux on a private socket. Use it as a context manager: the server is killed at the end."""

    def __init__(
        self,
        cmd: Sequence[str],
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ):
        self._socket = f"okrtui-test-{uuid.uuid4().hex[:12]}"
        self._env = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **(os.environ if env is None else env)}
        where = ["-c", str(cwd)] if cwd else []
        keep = ["set-option", "-g", "remain-on-exit", "on", ";"]  # the last screen and the exit code stay readable
        self._tmux("-f", "/dev/null", *keep, "new-session", "-d", "-x", str(size[0]), "-y", str(size[1]), *where, *cmd)

    def send(self, *keys: str) -> None:
        """Press keys by tmux's names: `Enter`, `Escape`, `C-p`, `F2`, or a character."""
        for key in keys:
            self._tmux("send-keys", key)

    def write(self, text: str) -> None:
        """Type a text literally."""
        self._tmux("send-keys", "-l", text)

    def screen(self) -> str:
        """Return what the pane shows."""
        return self._tmux("capture-pane", "-p")

    def wait_for(self, text: str, timeout: float = TIMEOUT) -> str:
        """Return the screen as soon as it shows `text`; AssertionError with the screen after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while text not in (screen := self.screen()):
            if time.monotonic() > deadline:
                raise AssertionError(f"no “{text}” within {timeout} s:\n{screen}")
            time.sleep(0.03)
        return screen

    def ended(self) -> int | None:
        """Return the program's exit code, None while it runs."""
        dead, _, status = self._tmux("display-message", "-p", "#{pane_dead} #{pane_dead_status}").strip().partition(" ")
        if dead == "1" and not status:
            self._tmux("run-shell", "true")  # tmux may miss a child's end until another child ends
        return int(status) if status else None

    def wait_exit(self, timeout: float = TIMEOUT) -> int:
        """Return the program's exit code as soon as it has one."""
        wait_until(lambda: self.ended() is not None, timeout, "the program's end")
        return self.ended() or 0

    def close(self) -> None:
        """End the server and everything in it."""
        subprocess.run(["tmux", "-L", self._socket, "kill-server"], capture_output=True, check=False)

    def __enter__(self) -> Self:
        """Return the tmux."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """End the server."""
        self.close()

    def _tmux(self, *args: str) -> str:
        done = subprocess.run(["tmux", "-L", self._socket, *args], capture_output=True, text=True, env=self._env)
        if done.returncode:
            raise AssertionError(f"tmux {' '.join(args)}: {done.stderr.strip()}")
        return done.stdout
