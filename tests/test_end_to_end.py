"""The installed command in a real terminal, from an empty home to a check-in that the command line reads back."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.terminals import Tmux, wait_until

COMMAND = Path(sys.executable).with_name("okrtui")

pytestmark = [
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
    pytest.mark.skipif(not COMMAND.exists(), reason="okrtui is not installed beside this Python"),
]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
def test_first_run_one_check_in_and_quit(tmp_path: Path, size: tuple[int, int]) -> None:
    env = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    with Tmux([str(COMMAND)], size, env) as terminal:
        terminal.wait_for("Welcome to okrtui")
        terminal.write("Acme 团队")
        terminal.wait_for("Acme 团队")
        terminal.send("F2")
        terminal.wait_for("Priorities")
        terminal.send("2")
        terminal.wait_for("OKRs")
        terminal.send("n")
        terminal.wait_for("F2 save")
        terminal.write("Make the proxy boring")
        terminal.wait_for("Make the proxy boring")
        terminal.send("F2")
        terminal.wait_for("O1")
        terminal.send("a")
        terminal.wait_for("New key result of O1")
        for text, key in (("p99 latency", "Tab"), ("", "Tab"), ("180", "Tab"), ("90", "Tab"), ("ms", "F2")):
            terminal.write(text)
            terminal.send(key)
        terminal.wait_for("KR1.1 p99")
        terminal.send("3")
        terminal.wait_for("no entry")
        fill_in(terminal)
        terminal.send("F2")
        terminal.wait_for("submitted")
        terminal.send("1")
        terminal.wait_for("Priorities")
        terminal.send("q")
        assert terminal.wait_exit() == 0
    (objective,) = read_back(tmp_path, "okr", "list")
    (kr,) = objective["key_results"]
    assert (objective["title"], kr["start"], kr["target"], kr["current"]) == ("Make the proxy boring", 180, 90, 104)
    update = read_back(tmp_path, "update")
    assert [p["text"] for p in update["priorities"]] == ["Cold start"]


def fill_in(terminal: Tmux) -> None:
    """Enter a value for KR1.1 and one priority, moving with tab as a person does."""
    terminal.write("104")
    terminal.wait_for("104")
    terminal.send("Tab", "Tab", "Tab", "Tab")  # confidence, status, note, first priority
    terminal.write("Cold start")
    wait_until(lambda: re.search(r"P1\s+Cold start", terminal.screen()), what="the first priority")


def read_back(home: Path, *words: str) -> Any:
    env = {"HOME": str(home), "PATH": os.environ["PATH"]}
    done = subprocess.run([COMMAND, *words, "--json"], env=env, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)
