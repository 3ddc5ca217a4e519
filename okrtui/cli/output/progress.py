"""How far long work has come, on one line of a terminal's stderr that is gone when it ends."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE, PACE = 0.5, 0.1
"""Seconds after which the line appears, and between two of its changes."""

Progress = Callable[[int, int], None]
"""Told how much of how much is done."""


@contextmanager
def progress(what: str) -> Iterator[Progress]:
    """Give the block what tells how far it is: `checking the journal: 43 %`; nothing where stderr is no terminal."""
    shown, next_at = False, time.monotonic() + PATIENCE

    def tell(done: int, whole: int) -> None:
        nonlocal shown, next_at
        now = time.monotonic()
        if now >= next_at and whole > 0:
            sys.stderr.write(f"\r{what}: {min(done * 100 // whole, 99)} %\x1b[K")
            sys.stderr.flush()
            shown, next_at = True, now + PACE

    def nothing(done: int, whole: int) -> None:
        pass

    try:
        yield tell if sys.stderr.isatty() else nothing
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
