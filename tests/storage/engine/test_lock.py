"""The turn to write: one after the other in the order they came, and never longer than patience allows."""

import errno
import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from okrtui.errors import Busy
from okrtui.storage.engine import lock
from tests.terminals import wait_until


def nothing(_: bool) -> None:
    """Be told that somebody waits."""


def in_line(path: Path) -> int:
    """Return how many wait for the lock in the kernel's line."""
    inode = lock.lock_path(path).stat().st_ino
    return sum("->" in line and f":{inode} " in line for line in Path("/proc/locks").read_text().splitlines())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is written in turns."""
    (tmp_path / "team.db").touch()
    return tmp_path / "team.db"


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Have somebody else hold the turn."""
    with lock.write_lock(path, 1, nothing):
        yield


def test_who_comes_first_is_let_in_first(path: Path) -> None:
    came = list[int]()

    def write(number: int) -> None:
        with lock.write_lock(path, 30, nothing):
            came.append(number)

    with held(path):
        writers = list[threading.Thread]()
        for number in range(5):
            writers.append(threading.Thread(target=write, args=(number,)))
            writers[-1].start()
            wait_until(lambda: in_line(path) == len(writers), what="its place in the line")
        assert came == []
    for writer in writers:
        writer.join()
    assert came == [0, 1, 2, 3, 4]


def test_who_has_no_patience_left_is_told_so_and_does_not_keep_the_turn_when_it_comes(path: Path) -> None:
    told = list[bool]()
    with held(path):
        busy = pytest.raises(Busy, match=r"team\.db is busy: another process has been writing for 0\.05 s")
        with busy, lock.write_lock(path, 0.05, told.append):
            pytest.fail("the turn is somebody else's")
        assert told == [True, False]
        assert in_line(path) == 1  # it stands there still, and nobody waits for it
    with lock.write_lock(path, 5, told.append):
        assert in_line(path) == 0


def test_a_file_that_cannot_be_locked_is_no_turn(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int, how: int) -> None:
        raise BlockingIOError if how & fcntl.LOCK_NB else OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(OSError, match="No locks available"), lock.write_lock(path, 5, nothing):
        pytest.fail("nobody may write here")
