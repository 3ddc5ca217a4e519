"""Moving in the OKR tree and in people over SSH: counted on a real pty at 120×40 with 256 colours."""

from pathlib import Path

import pytest

from tests.screens.okrs.okr_workspace import fill_workspace
from tests.widgets.pty_bytes import OnPty

SCRIPT = """
from okrtui.app.app import OkrApp
from tests.screens.okrs.okr_workspace import NOW

OkrApp({path!r}, login="mei", person="Mei", clock=lambda: NOW, first={first!r}).run()
"""


@pytest.mark.parametrize("first", ["okrs", "people"])
def test_a_move_stays_within_the_budget(tmp_path: Path, first: str) -> None:
    fill_workspace(tmp_path / "w.db")
    script = tmp_path / "run.py"
    script.write_text(SCRIPT.format(path=str(tmp_path / "w.db"), first=first))
    with OnPty(script) as terminal:
        terminal.read_until("主干".encode())
        moves = [len(terminal.press(b"j")) for _ in range(7)] + [len(terminal.press(b"k")) for _ in range(7)]
        assert max(moves) <= 1024, moves
