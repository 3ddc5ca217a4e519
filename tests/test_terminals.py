"""The terminals themselves: what they say about a terminal is true."""

import shutil
import signal
import sys

import pytest

from tests.terminals import Terminal, Tmux

ECHO = [
    sys.executable,
    "-c",
    "import sys\nprint('ready ✓ 你好', flush=True)\nfor line in sys.stdin: print('got', line)",
]


def test_a_terminal_shows_what_the_program_prints_and_sends_what_is_typed() -> None:
    with Terminal(ECHO) as terminal:
        terminal.wait_for("ready ✓")
        assert terminal.bytes_during(lambda: terminal.write("hello\r")) > len("hello\r\ngot hello")
        assert "got hello" in terminal.screen()


def test_exit_codes_and_killing_signals_are_told_apart() -> None:
    with Terminal([sys.executable, "-c", "raise SystemExit(143)"]) as terminal:
        assert terminal.wait_exit() == 143
        assert terminal.restored()
    with Terminal([sys.executable, "-c", "import os; os.kill(os.getpid(), 15)"]) as terminal:
        assert terminal.wait_exit() == -signal.SIGTERM


def test_a_program_that_leaves_the_terminal_raw_is_found_out() -> None:
    with Terminal([sys.executable, "-c", "import tty; tty.setraw(0)"]) as terminal:
        terminal.wait_exit()
        assert not terminal.restored()


def test_a_closed_terminal_hangs_up_on_the_program() -> None:
    with Terminal(ECHO) as terminal:
        terminal.wait_for("ready")
        terminal.hang_up()
        terminal.wait_dead()


def test_waiting_for_what_never_comes_fails_and_shows_the_screen() -> None:
    with Terminal(ECHO) as terminal:
        terminal.wait_for("ready")
        with pytest.raises(AssertionError, match="ready"):
            terminal.wait_for("nowhere", timeout=0.1)


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_tmux_runs_a_program_and_keeps_its_exit_code() -> None:
    with Tmux([sys.executable, "-c", "input('name? '); raise SystemExit(3)"]) as tmux:
        tmux.wait_for("name?")
        tmux.write("ann")
        tmux.send("Enter")
        assert tmux.wait_exit() == 3
