"""The check-in in a real terminal: what a key costs over SSH, a locked workspace, and kill -9."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import members
from okrtui.rituals.week import checkins, updates
from okrtui.storage.engine.store import Store
from tests.terminals import Terminal, wait_until
from tests.workspaces import MONDAY, ctx, workspace

ROOT = Path(__file__).parents[3]
SCRIPT = """
import sys
from pathlib import Path
from okrtui.app.app import OkrApp
from okrtui.storage.local.drafts import DraftBox
from tests.workspaces import MONDAY
place, drafts = sys.argv[1:]
OkrApp(place, login="mei", person="mei", clock=lambda: MONDAY, first="checkin", drafts=DraftBox(Path(drafts))).run()
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A workspace with three key results and a commitment, so that the sheet fits a page of 40 lines."""
    store = workspace(tmp_path, now=MONDAY - timedelta(weeks=6))
    earlier = ctx(store, weeks=-6)
    members.edit_member(earlier, "bob", name="Bob Ångström 🚀")
    objectives.add_objective(earlier, "Make the proxy boring", cycle="2026-Q4")
    for title in ("延迟 p99 latency at the edge", "cold start 🚀", "hit rate"):
        objectives.add_key_result(earlier, "O1", title, start=180, target=90, unit="ms")
    checkins.check_in(ctx(store, weeks=-1), "KR1.1", 122, confidence=7, note="edge pool is warm, tail comes from TLS")
    updates.submit(ctx(store, weeks=-1), priorities=[("Cache v2", "KR1.1")], pulse=4)
    yield store
    store.close()


def started(store: Store, tmp_path: Path, size: tuple[int, int] = (80, 24)) -> Terminal:
    """Return the program on a pty with 256 colours."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    env = {**keep, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "LANG": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none"}
    script = tmp_path / "run.py"
    script.write_text(SCRIPT)
    return Terminal([sys.executable, str(script), str(store.path), str(tmp_path / "drafts.json")], size, env)


@pytest.mark.long
def test_a_key_costs_little_and_idling_nothing(store: Store, tmp_path: Path) -> None:
    with started(store, tmp_path, (120, 40)) as terminal:
        terminal.wait_for("Pulse")
        terminal.settle(1.0)
        moves = [terminal.bytes_during(lambda: terminal.press("down")) for _ in range(20)]
        assert max(moves) <= 1024, moves
        terminal.press("a")  # the first one says that there is a draft
        typed = [terminal.bytes_during(lambda: terminal.press("b")) for _ in range(3)]
        assert max(typed) <= 1000, typed
        assert terminal.bytes_during(lambda: time.sleep(5)) == 0


def test_typing_never_waits_for_a_workspace_that_somebody_else_holds(store: Store, tmp_path: Path) -> None:
    with started(store, tmp_path) as terminal:
        terminal.wait_for("KR1.1")
        terminal.press("tab")
        terminal.write("104")
        terminal.wait_for("104")
        with store.transaction():
            terminal.press("f2")
            terminal.wait_for("workspace busy")
            terminal.press("tab", "tab", "tab")
            begun = time.monotonic()
            terminal.write("typed meanwhile")
            terminal.wait_for("typed meanwhile")
            assert time.monotonic() - begun < 2
        terminal.wait_for("submitted: 1 check-in")
        assert "typed meanwhile" in terminal.screen()
    assert checkins.my_key_results(ctx(store))[0].current == 104


def test_what_was_typed_survives_kill_9(store: Store, tmp_path: Path) -> None:
    drafts = tmp_path / "drafts.json"
    with started(store, tmp_path) as terminal:
        terminal.wait_for("KR1.1")
        terminal.press("tab")
        terminal.write("104")
        terminal.wait_for("draft saved")
        wait_until(lambda: drafts.exists() and '"104"' in drafts.read_text(encoding="utf-8"), what="the draft")
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait_dead()
    with started(store, tmp_path) as terminal:
        terminal.wait_for("is here again")
        assert "104" in terminal.screen()
