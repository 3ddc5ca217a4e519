"""In every kind of terminal the cells are those that Textual itself writes there, also after ctrl+z and fg."""

import fcntl
import os
import shlex
import struct
import sys
import termios
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.screens.team import fresh
from tests.terminal.line.emulator import Emulator
from tests.terminal.line.test_odd import SMALL, environment
from tests.terminals import Terminal

KINDS = {
    "16 colours": {"TERM": "xterm"},
    "256 colours": {"TERM": "xterm-256color"},
    "true colours": {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
    "no colours": {"TERM": "xterm-256color", "NO_COLOR": "1"},
    "Linux console": {"TERM": "linux"},
    "GNU screen": {"TERM": "screen-256color"},
    "light": {"TERM": "xterm-256color", "COLORFGBG": "0;15"},
}
SCRIPT = """
import sys
from okrtui.app.run import run_tui
from tests.workspaces import MONDAY
sys.exit(run_tui(sys.argv[1], login="mei", person="mei", clock=lambda: MONDAY, first="okrs"))
"""
KEYS = ["j", "?", "esc", "7", "j", "G", "1", "tab", "8", "j", "n", "x"]


@pytest.fixture
def command(tmp_path: Path) -> Iterator[list[str]]:
    store = fresh(tmp_path)
    (tmp_path / "run.py").write_text(SCRIPT)
    yield [sys.executable, str(tmp_path / "run.py"), str(store.path)]
    store.close()


def written(command: list[str], kind: dict[str, str]) -> str:
    """Return what the program writes to a terminal of that kind while keys are pressed."""
    with Terminal(command, SMALL, environment(**kind)) as terminal:
        terminal.wait_for("Make the proxy boring")
        for key in KEYS:
            terminal.output_during(partial(terminal.press, key), 0.4)
        terminal.settle(1)  # on a busy machine the last key's picture takes longer
        return terminal.output.decode()


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_cells_are_the_same(command: list[str], kind: dict[str, str]) -> None:
    ours, plain = (Emulator(*SMALL, tinted=not kind["TERM"].startswith("screen")) for _ in range(2))
    ours.feed(written(command, kind))
    plain.feed(written(command, {**kind, "OKRTUI_DRIVER": "plain"}))
    assert ours.wrong(plain) == []
    assert "梅 Mei" in "".join(text for row in ours.cells for text, _ in row)
    if "NO_COLOR" in kind:
        assert {(look.fore, look.back) for row in ours.cells for _, look in row} <= {("", "")}


CONSOLE = Path("/dev/tty40")
"""A virtual terminal of the kernel that nobody sees."""


class Console:
    """A console of the Linux kernel, which shows what is written to it."""

    def __init__(self) -> None:
        self._file = os.open(CONSOLE, os.O_WRONLY | os.O_NOCTTY)
        attributes = termios.tcgetattr(self._file)
        attributes[1] &= ~termios.OPOST  # the program's own terminal has done that
        termios.tcsetattr(self._file, termios.TCSANOW, attributes)
        lines, columns, _, _ = struct.unpack("HHHH", fcntl.ioctl(self._file, termios.TIOCGWINSZ, bytes(8)))
        self.size = (columns, lines)

    def show(self, written: str) -> list[tuple[str, int]]:
        """Return all cells after what a program wrote to an empty console: character and colours."""
        os.write(self._file, b"\x1bc\x1b%G")
        data = written.encode()
        while data:
            data = data[os.write(self._file, data) :]
        number = CONSOLE.name.removeprefix("tty")
        colours = Path(f"/dev/vcsa{number}").read_bytes()[5::2]
        text = Path(f"/dev/vcsu{number}").read_bytes().decode("utf-32")
        return [(each, look & 0x70 if each == " " else look) for each, look in zip(text, colours, strict=True)]


def console() -> Console:
    """Return a console; the test is skipped where there is none."""
    try:
        return Console()
    except OSError as error:
        pytest.skip(f"there is no console of the kernel to write to: {error}")


@pytest.mark.long
def test_a_console_of_the_kernel_shows_the_same(command: list[str]) -> None:
    """Sixteen colours, no synchronized update: what it does not know it must not show."""
    screen = console()
    ours, plain = (
        screen.show(written(command, {"TERM": "linux", "OKRTUI_DRIVER": driver})) for driver in ("", "plain")
    )
    assert [(at, *pair) for at, pair in enumerate(zip(ours, plain, strict=True)) if pair[0] != pair[1]] == []
    assert "Everything has a DRI" in "".join(text for text, _ in ours)


def test_after_ctrl_z_and_fg_it_is_all_there_again(command: list[str]) -> None:
    """With a shell that has jobs, on whose screen others write meanwhile."""
    shell = ["bash", "--norc", "--noprofile", "-i"]
    with Terminal(shell, SMALL, environment(PS1="ready> ", HISTFILE="/dev/null")) as terminal:
        terminal.wait_for("ready>")
        terminal.write(f"{shlex.join(command)}\r")
        terminal.wait_for("Make the proxy boring")
        terminal.output_during(partial(terminal.press, "j"), 0.4)
        before = terminal.screen()
        for _ in range(2):
            terminal.press("ctrl+z")
            terminal.wait_for("Stopped")
            terminal.write("clear; echo somebody else was here\r")
            terminal.wait_until(lambda screen: "was here\nready>" in screen, what="the shell's answer")
            terminal.write("fg\r")
            terminal.wait_until(lambda screen: screen == before, what="the same screen")
        written = len(terminal.output)
        terminal.output_during(partial(terminal.press, "k"), 0.4)
        assert len(terminal.output) - written < 1024  # it knows again what is there
