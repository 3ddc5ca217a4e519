"""The end that comes from outside: a closed terminal, SIGHUP or SIGTERM saves, leaves, and never hangs.

asyncio's signal handlers are deaf once a terminal that nobody reads has frozen the event loop, so
plain handlers write to a pipe that a thread of its own reads. The thread also asks once a second
whether the terminal is still there: with SIGHUP ignored (nohup) nothing else would tell.
"""

import os
import select
import signal
import sys
import termios
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

GRACE = 2.0  # seconds from the signal until the process is gone, whatever hangs
POLL = 1.0  # seconds between two looks at the terminal
_SIGNALS = (signal.SIGHUP, signal.SIGTERM)
# Everything Textual switched on goes off: bracketed paste, resize and focus reports, the mouse, kitty
# keys, the alternate screen; line wrap and cursor come back.
_LEAVE = (
    b"\x1b[?2031l\x1b[?2026l\x1b[?2004l\x1b[?2048l\x1b[?1004l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"
    b"\x1b[<u\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h\r\n"
)


class HangupGuard:
    """Make one before the App runs (it remembers the terminal as it was, or `before`), `start` it in the main thread.

    `problem` holds one sentence if saving failed.
    """

    def __init__(
        self, *, grace: float = GRACE, poll: float = POLL, tty: int | None = None, before: list[Any] | None = None
    ) -> None:
        self._grace = grace
        self._poll = poll
        self._tty = _terminal() if tty is None else tty
        self._attributes = None if self._tty is None else before or termios.tcgetattr(self._tty)
        self._before: dict[int, Any] = {}
        self._read, self._write = -1, -1
        self._thread: threading.Thread | None = None
        self._save: Callable[[], None] = _nothing
        self._leave: Callable[[int], object] = _nothing
        self.problem = ""
        self.code: int | None = None

    def start(self, save: Callable[[], None], leave: Callable[[int], object]) -> None:
        """Listen from now on.

        `save` stores what was being typed; `leave` asks the app to exit with a code (128 + signal) and
        must not wait for it. Both are called from another thread, once.
        """
        self._save, self._leave = save, leave
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        self._thread = threading.Thread(target=self._watch, name="okrtui-hangup", daemon=True)
        self._thread.start()
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        for number in _SIGNALS:
            self._before[number] = signal.signal(number, self._heard)

    def stop(self) -> None:
        """Stop listening after an ordinary end; once an end from outside has begun, this changes nothing.

        Then the countdown goes on until the process is gone, so that a thread that hangs can't hold it.
        """
        if self._thread is None or self.code is not None:
            return
        for number, handler in self._before.items():
            signal.signal(number, handler)
        os.write(self._write, b"\0")
        self._thread.join()
        self._thread = None
        os.close(self._read)
        os.close(self._write)

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        try:
            os.write(self._write, bytes([number]))
        except BlockingIOError:  # the pipe is full of signals: the thread knows
            return

    def _watch(self) -> None:
        number = None
        while number is None:
            if select.select([self._read], [], [], self._poll)[0]:
                number = os.read(self._read, 1)[0]
            elif self._hung_up():
                number = signal.SIGHUP
        if number:
            self._end(128 + number)

    def _hung_up(self) -> bool:
        if self._tty is None:
            return False
        try:
            termios.tcgetattr(self._tty)
        except termios.error:
            return True
        return False

    def _end(self, code: int) -> None:
        """Save, ask the app to leave, and make sure that the process is gone when the grace is over."""
        self.code = code
        deadline = time.monotonic() + self._grace
        # If even this thread is stuck by then (the interpreter is going down and flushes into a
        # terminal that nobody reads), the kernel's alarm clock ends the process.
        signal.setitimer(signal.ITIMER_REAL, self._grace + 0.3)
        threading.Thread(target=self._save_and_leave, args=(code,), name="okrtui-save", daemon=True).start()
        time.sleep(max(0.0, deadline - time.monotonic()))
        self._restore()
        os._exit(code)

    def _save_and_leave(self, code: int) -> None:
        try:
            self._save()
        except Exception as error:  # whatever it was, leaving comes next, and it is told at the end
            self.problem = f"what was being typed could not be saved: {error}"
        try:
            self._leave(code)
        except RuntimeError:  # the event loop is closed: the app has left already
            return

    def _restore(self) -> None:
        """Give the terminal back as it was, without ever waiting for it."""
        if self._tty is None or self._attributes is None:
            return
        try:
            # A description of its own: making the shared one non-blocking would make the shell's so, too.
            out = os.open(os.ttyname(self._tty), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
            termios.tcsetattr(out, termios.TCSANOW, self._attributes)
            problem = f"okrtui: {self.problem}\r\n" if self.problem else ""
            _write_past_others(out, _LEAVE + problem.encode("utf-8", "replace"))
        except (OSError, termios.error):
            return  # the terminal is gone; there is nothing to give back


def _terminal() -> int | None:
    """Return the descriptor of the terminal we run on, None where there is none (tests)."""
    for stream in (sys.__stdin__, sys.__stderr__):
        if stream is not None and not stream.closed and stream.isatty():
            return stream.fileno()
    return None


def _write_past_others(out: int, data: bytes) -> None:
    """Write to a terminal that may be full, with another thread stuck in a write to it."""
    jam = _full_pipe()
    os.dup2(jam, 1)  # whoever paints from now on waits there for the end, instead of going on and leaving first
    os.dup2(jam, 2)
    for _ in range(20):
        # Whoever is stuck in write() holds the terminal's lock: a signal ends that write early.
        for thread in threading.enumerate():
            if thread.name == "textual-output" and thread.ident is not None:
                signal.pthread_kill(thread.ident, signal.SIGTERM)
        termios.tcflush(out, termios.TCOFLUSH)
        try:
            os.write(out, data)
        except BlockingIOError:
            time.sleep(0.01)
        else:
            return


def _full_pipe() -> int:
    """Return the writing end of a pipe that takes nothing and that nobody reads."""
    _, write = os.pipe()
    os.set_blocking(write, False)
    size = 4096
    while size:
        try:
            os.write(write, b"\0" * size)
        except BlockingIOError:
            size //= 2
    os.set_blocking(write, True)
    return write


def _nothing(*_: object) -> None:
    return
