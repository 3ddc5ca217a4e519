"""Over SSH a key press costs little: counted on a real pty at 120×40 with 256 colours."""

from pathlib import Path

import pytest

from tests.widgets.pty_bytes import OnPty

SCRIPT = """
from textual.app import App
from textual.binding import Binding
from textual.content import Content
from okrtui.terminal.driver import SturdyDriver
from okrtui.text import fit
from okrtui.widgets.lists.row_list import Row, RowList

def row(n, note=""):
    def line(width):
        return Content.assemble(
            fit(f"KR{n} p99 latency of the proxy {note}", width - 32), ("██████▌", "$success"),
            ("···", "$text-muted"), " 0.64 7 ", ("▃▅▇", "$accent"), " ", ("▼ at risk", "$warning"))
    return Row(str(n), line)

class Lists(App):
    BINDINGS = [Binding("x", "change"), Binding("s", "same")]
    def compose(self):
        yield RowList([row(n) for n in range(10_000)])
    def on_mount(self):
        self.query_one(RowList).focus()
    def action_change(self):
        self.query_one(RowList).set_rows([row(n, "changed" if n == 9 else "") for n in range(10_000)])
    def action_same(self):
        self.query_one(RowList).set_rows([row(n, "changed" if n == 9 else "") for n in range(10_000)])
        self.query_one(RowList).update_row(row(8, "also"))

Lists(driver_class=SturdyDriver).run()
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "lists.py"
    path.write_text(SCRIPT)
    return path


def test_moving_and_changing_stay_within_the_budgets(script: Path) -> None:
    with OnPty(script) as terminal:
        terminal.read_until(b"KR39")
        moves = [len(terminal.press(b"j")) for _ in range(5)]
        assert max(moves) <= 1024, moves
        assert len(terminal.press(b"x", b"changed")) <= 1000
        assert len(terminal.press(b"s", b"also")) <= 1000


def test_a_move_through_the_bottom_stays_cheap(script: Path) -> None:
    with OnPty(script) as terminal:
        terminal.read_until(b"KR39")
        moves = [len(terminal.press(b"j")) for _ in range(50)]
        assert max(moves) <= 1536, moves
