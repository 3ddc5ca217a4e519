"""Over SSH the week and the journal cost little a key, and nothing while nothing happens."""

import select
from pathlib import Path

import pytest

from tests.screens.team import fresh
from tests.widgets.pty_bytes import OnPty

SCRIPT = """
import sys
from okrtui.app.app import OkrApp
from tests.workspaces import MONDAY
place = sys.argv[0].replace("run.py", "ws/team.db")
OkrApp(place, login="mei", person="mei", clock=lambda: MONDAY, first={first!r}).run()
"""


@pytest.mark.parametrize(("first", "marker"), [("week", b"Found the leak"), ("log", b"on-call load")])
def test_keys_stay_within_the_budget(tmp_path: Path, first: str, marker: bytes) -> None:
    fresh(tmp_path).close()
    script = tmp_path / "run.py"
    script.write_text(SCRIPT.format(first=first))
    with OnPty(script) as terminal:
        assert len(terminal.read_until(marker)) <= 9216
        moves = [len(terminal.press(b"j")) for _ in range(4)]  # on the week the third goes on to the list below
        assert max(moves) <= 1024, moves
        if first == "week":
            assert len(terminal.press(b"\t")) <= 1024  # into the next list
        terminal.press(b"k")
        assert not select.select([terminal.fd], [], [], 5)[0], "something was written while nothing happened"
