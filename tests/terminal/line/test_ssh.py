"""Over a real sshd and a line that is late and slow the screen is the one that is shown here."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from bench.ssh import missing, server, slow_line, ssh_command
from tests.screens.team import fresh
from tests.terminal.line.test_odd import KEYS, SCRIPT, SMALL, environment
from tests.terminals import Terminal


@pytest.fixture
def command(tmp_path: Path) -> Iterator[list[str]]:
    store = fresh(tmp_path)
    (tmp_path / "run.py").write_text(SCRIPT)
    yield [sys.executable, str(tmp_path / "run.py"), str(store.path)]
    store.close()


def shown(command: list[str], driver: str = "") -> str:
    """Return the screen after the keys."""
    with Terminal(command, SMALL, environment(OKRTUI_DRIVER=driver)) as terminal:
        terminal.wait_for("Make the proxy boring")
        for key in KEYS:
            terminal.output_during(partial(terminal.press, key), 0.5)
        return terminal.screen()


@pytest.mark.long
@pytest.mark.skipif(bool(missing()), reason=missing())
def test_the_screen_is_the_same(command: list[str], tmp_path: Path) -> None:
    """Bytes come in pieces that end anywhere, and keys are typed ahead of their answers."""
    with server(tmp_path) as there, slow_line(there, delay=0.02, rate=64 * 1024) as port:
        over = shown(ssh_command(tmp_path, port, command, environment()))
    assert over == shown(command, "plain")
    assert "Find things" in over
