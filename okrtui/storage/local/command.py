"""Runs one command of mine: no terminal, a time limit, bounded output, and its whole process group ended."""

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

from okrtui.model.frozen import frozen

MOST = 65_536
"""Bytes that are kept of each output: the last ones."""
_GRACE = 1.0
"""Seconds between the polite end and the sure one."""
_AFTER = 0.2
"""Seconds that output is waited for once the command has ended: something in the background may hold the pipe."""


@frozen
class Ran:
    """How a command ended: its exit code, None where it was ended for taking too long; its outputs as text."""

    code: int | None
    out: str
    err: str


def run_command(
    words: Sequence[str],
    seconds: float,
    *,
    folder: Path | None = None,
    said: str | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Ran:
    """Run a command and return how it ended; `said` is its standard input, `stop` tells when nobody waits any more.

    Raises OSError where it cannot begin.
    """
    with _standard_input(said) as stdin:
        process = subprocess.Popen(
            list(words),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            start_new_session=True,  # a group of its own, and no terminal that it could ask
        )
    try:
        outputs = _listen(process, time.monotonic() + seconds, stop)
        code = process.poll()
    finally:
        _end(process)
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
    out, err = (bytes(each).decode("utf-8", "replace") for each in outputs)
    return Ran(code, out, err)


@contextlib.contextmanager
def _standard_input(said: str | None) -> "Iterator[int | IO[bytes]]":
    """Give what is said as a file that has no name: a pipe could fill up and wait."""
    if said is None:
        yield subprocess.DEVNULL
        return
    import tempfile  # only where something is said

    with tempfile.TemporaryFile() as file:
        file.write(said.encode("utf-8", "replace"))
        file.seek(0)
        yield file


def _listen(process: "subprocess.Popen[bytes]", until: float, stop: Callable[[], bool]) -> tuple[bytearray, bytearray]:
    """Read both outputs until they end, the command has ended, or the time is up."""
    outputs = bytearray(), bytearray()
    with selectors.DefaultSelector() as selector:
        for pipe, kept in zip((process.stdout, process.stderr), outputs, strict=True):
            if pipe is not None:
                selector.register(pipe, selectors.EVENT_READ, kept)
        while selector.get_map() and (left := until - time.monotonic()) > 0 and not stop():
            ended = process.poll() is not None
            ready = selector.select(_AFTER if ended else min(left, _AFTER))
            if ended and not ready:
                break
            for key, _ in ready:
                data = os.read(key.fd, MOST)
                if not data:
                    selector.unregister(key.fileobj)
                key.data.extend(data)
                del key.data[:-MOST]
    while process.poll() is None and (left := until - time.monotonic()) > 0 and not stop():  # it closed its outputs
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(min(left, _AFTER))
    return outputs


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End whatever of its group still runs, also what it left in the background."""
    for number, patience in ((signal.SIGTERM, _GRACE), (signal.SIGKILL, _GRACE)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            if number == signal.SIGTERM and not _alive(process.pid):
                return


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True
