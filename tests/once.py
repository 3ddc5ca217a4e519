"""What is made once for all processes of a run of the tests."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_run: list[Path] = []


def share(folder: Path) -> None:
    """Say where the processes of this run find what one of them has made."""
    _run[:] = [folder]


@contextmanager
def sharing(folder: Path) -> Iterator[None]:
    """Share `folder` for a while: a long run that is itself tried within a run gives back what that one shares."""
    before = [*_run]
    share(folder)
    try:
        yield
    finally:
        _run[:] = before


def is_shared() -> bool:
    """Tell whether this process belongs to a run; the long runs use parts of the tests without one."""
    return bool(_run)


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder that `make(folder)` has filled, in this process or another; what is in it may be copied."""
    (run,) = _run
    made, new = run / name, run / f"{name}.new"
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(new, ignore_errors=True)  # somebody was interrupted, or `make` failed
            new.mkdir()
            make(new)
            new.rename(made)
    return made
