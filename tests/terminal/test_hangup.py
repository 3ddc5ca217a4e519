"""An end from outside: what was typed is saved, the process is gone, the terminal is as it was."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.terminals import Terminal, wait_until

LIMIT = 3.5  # the guard gives two seconds; the rest is for a loaded machine


@contextmanager
def running(directory: Path, how: str = "") -> Iterator[Terminal]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    cmd = [sys.executable, "-m", "tests.terminal.hangup_app", str(directory), *([how] if how else [])]
    with Terminal(cmd, env=environment) as terminal:
        terminal.wait_until(lambda screen: "ready" in screen or "xxx" in screen or "yyy" in screen)
        yield terminal


def saved(directory: Path) -> bool:
    return (directory / "draft").exists()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_saves_and_leaves_at_once_with_its_code(tmp_path: Path, number: signal.Signals) -> None:
    with running(tmp_path) as terminal:
        os.kill(terminal.pid, number)
        assert terminal.wait_exit(LIMIT) == 128 + number
        assert saved(tmp_path)
        assert terminal.restored()
        wait_until(lambda: b"\x1b[?1049l" in terminal.output)


def test_a_closed_terminal_saves_and_ends(tmp_path: Path) -> None:
    with running(tmp_path) as terminal:
        terminal.hang_up()
        terminal.wait_dead(LIMIT)
        assert saved(tmp_path)


def test_a_closed_terminal_is_noticed_without_any_signal(tmp_path: Path) -> None:
    with running(tmp_path, "deaf") as terminal:
        terminal.hang_up()
        terminal.wait_dead(LIMIT + 1)
        assert saved(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_terminal_that_nobody_reads_holds_nothing_up(tmp_path: Path, number: signal.Signals) -> None:
    with running(tmp_path, "flood") as terminal:
        terminal.stop_reading()
        terminal.wait_jammed()
        os.kill(terminal.pid, number)
        wait_until(lambda: saved(tmp_path), 1.5, "the draft")
        assert terminal.wait_exit(LIMIT) == 128 + number
        terminal.read_on()
        assert terminal.restored()
        wait_until(lambda: b"\x1b[?1049l" in terminal.output, what="the way out of the alternate screen")
        terminal.settle()
        assert b"x" not in terminal.output.rpartition(b"\x1b[?1049l")[2]


def test_a_frozen_event_loop_is_left_behind(tmp_path: Path) -> None:
    with running(tmp_path) as terminal:
        terminal.press("!")
        wait_until((tmp_path / "frozen").exists)
        began = time.monotonic()
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait_exit(LIMIT) == 143
        assert time.monotonic() - began >= 1.5
        assert saved(tmp_path)
        assert terminal.restored()


def test_a_draft_that_cannot_be_saved_is_told_and_does_not_keep_the_process(tmp_path: Path) -> None:
    with running(tmp_path, "full") as terminal:
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait_exit(LIMIT) == 143
        wait_until(lambda: b"could not be saved: No space left" in terminal.output)


def test_bytes_that_are_not_utf8_and_impossible_sequences_do_not_kill_the_app(tmp_path: Path) -> None:
    with running(tmp_path) as terminal:
        terminal.send(b"a\xe9b")
        terminal.wait_for("heard a\ufffdb")
        terminal.send(b"\x1b[99999999u")
        terminal.send("é".encode()[:1])
        terminal.send("é".encode()[1:])
        terminal.wait_for("é")
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait_exit(LIMIT) == 143
