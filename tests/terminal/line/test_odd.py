"""Whatever happens to the terminal meanwhile: afterwards it shows what it showed."""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.team import fresh
from tests.terminals import Terminal, unwrapped, wait_until

ROOT = Path(__file__).parents[3]
SCRIPT = """
import sys
from okrtui.app.app import OkrApp
from tests.workspaces import MONDAY
OkrApp(sys.argv[1], login="mei", person="mei", clock=lambda: MONDAY, first="okrs").run()
"""
SMALL, LARGE = (80, 24), (110, 30)


@pytest.fixture
def command(tmp_path: Path) -> Iterator[list[str]]:
    with_team = fresh(tmp_path)
    (tmp_path / "run.py").write_text(SCRIPT)
    yield [sys.executable, str(tmp_path / "run.py"), str(with_team.path)]
    with_team.close()


def environment(**more: str) -> dict[str, str]:
    return {**{name: os.environ[name] for name in ("PATH", "HOME")}, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **more}


def settled(terminal: Terminal) -> str:
    terminal.settle(0.4)
    return terminal.screen()


def test_what_others_write_a_window_that_changes_and_an_editor_leave_no_trace(
    command: list[str], tmp_path: Path
) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text(
        "#!/bin/sh\nprintf '\\033[2J\\033[Ha line of the editor\\033[5;30Hand another\\n'; read -r _\n"
    )  # until enter
    editor.chmod(0o755)
    with Terminal(command, SMALL, environment(EDITOR=str(editor))) as terminal:
        terminal.wait_for("Make the proxy boring")
        terminal.press("j")
        before = settled(terminal)
        os.write(terminal.slave, b"\x1b[1m\x1b[3;4Hshutdown at noon\r\n\x1b[9;1Ha second line of it")
        terminal.wait_for("shutdown at noon")
        terminal.press("ctrl+l")
        terminal.wait_gone("shutdown at noon")
        assert settled(terminal) == before
        for size in (LARGE, SMALL, (60, 12), LARGE, SMALL):
            terminal.resize(*size)
        terminal.wait_until(lambda screen: screen == before, what="the same screen")
        terminal.resize(*LARGE)
        terminal.wait_for("Make the proxy boring")
        terminal.settle(0.4)
        terminal.resize(*SMALL)
        terminal.wait_until(lambda screen: screen == before, what="the same screen")
        terminal.press("E")
        terminal.wait_for("a line of the editor")
        terminal.press("enter")
        terminal.wait_gone("a line of the editor")
        terminal.wait_for("Make the proxy boring")
        assert "and another" not in settled(terminal)


LATE = """
from okrtui.terminal.driver import SturdyDriver
real, told = SturdyDriver._get_terminal_size, []
def late(self):
    told.append(real(self))
    return (110, 30) if told[-1] == (100, 28) and told.count((100, 28)) == 1 else told[-1]
SturdyDriver._get_terminal_size = late
"""


@pytest.mark.parametrize("driver", ["", "plain"])
def test_a_size_that_was_told_last_and_is_older_is_looked_up_again(
    command: list[str], tmp_path: Path, driver: str
) -> None:
    """Of two signals at once the later one is handled within the earlier one, which then tells the older size."""
    with Terminal(command, (100, 28), environment()) as terminal:
        terminal.wait_for("Make the proxy boring")
        wanted = settled(terminal)
    (tmp_path / "run.py").write_text(LATE + SCRIPT)
    with Terminal(command, SMALL, environment(OKRTUI_DRIVER=driver)) as terminal:
        terminal.wait_for("Make the proxy boring")
        terminal.resize(100, 28)
        terminal.wait_until(lambda screen: screen == wanted, what="the screen of that size")
        terminal.resize(*LARGE)
        terminal.resize(100, 28)
        terminal.wait_until(lambda screen: screen == wanted, what="the screen of that size, again")


def plain(command: list[str], keys: list[str]) -> str:
    """Return what the terminal shows after these keys where Textual itself writes."""
    with Terminal(command, SMALL, environment(OKRTUI_DRIVER="plain")) as terminal:
        terminal.wait_for("Make the proxy boring")
        terminal.press(*keys)
        return settled(terminal)


KEYS = ["j", "j", "7", "j", "2", "k"]


@pytest.mark.skipif(shutil.which("screen") is None, reason="GNU screen is not installed")
def test_gnu_screen_shows_the_same(command: list[str]) -> None:
    """It erases in no colour of ours, and takes our codes for its own."""
    name = f"okrtui-{uuid.uuid4().hex[:8]}"
    inside = ["screen", "-c", "/dev/null", "-U", "-S", name, *command]
    try:
        with Terminal(inside, SMALL, environment(TERM="xterm-256color")) as terminal:
            terminal.wait_for("Make the proxy boring")
            terminal.press(*KEYS)
            assert settled(terminal) == plain(command, KEYS)
    finally:
        subprocess.run(["screen", "-S", name, "-X", "quit"], capture_output=True, check=False)


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_a_tmux_that_is_attached_again_elsewhere_shows_the_same(command: list[str]) -> None:
    socket = f"okrtui-{uuid.uuid4().hex[:8]}"
    tmux = ["tmux", "-L", socket, "-f", "/dev/null"]
    quiet = ["set", "-g", "status", "off", ";"]
    try:
        with Terminal([*tmux, *quiet, "new", *command], SMALL, environment(TERM="xterm-256color")) as terminal:
            terminal.wait_for("Make the proxy boring")
            terminal.press(*KEYS)
            wanted = plain(command, KEYS)
            assert settled(terminal) == wanted
            subprocess.run([*tmux, "detach"], check=True)
            terminal.wait_dead()
        with Terminal([*tmux, "attach"], LARGE, environment(TERM="xterm")) as terminal:
            terminal.wait_for("Make the proxy boring")
            terminal.settle(0.5)
            terminal.resize(*SMALL)
            wait_until(lambda: unwrapped(terminal.screen()) == unwrapped(wanted), what="the same screen")
    finally:
        subprocess.run([*tmux, "kill-server"], capture_output=True, check=False)


@pytest.mark.parametrize(("answer", "frame"), [(b"\x1b[2;2R", "·"), (b"\x1b[2;3R", ".")])
def test_a_terminal_is_asked_how_wide_it_draws(command: list[str], answer: bytes, frame: str) -> None:
    """The answer is that of no key, and the one of a terminal that draws `·` in two cells has the screen drawn anew."""
    with Terminal(command, SMALL, environment()) as terminal:
        terminal.wait_for("Make the proxy boring")
        assert "·\x1b[6n".encode() in terminal.output
        terminal.send(answer)
        terminal.press("j")
        terminal.wait_for(f"Acme {frame} OKRs")
        assert "does nothing here" not in settled(terminal)
