"""Hostile text on every screen, dialog and palette of the real program: the raw bytes of the pty hold none of it."""

import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.terminals import Terminal, wait_until
from tests.trust.hostile import filled, path_of, poison
from tests.trust.payloads import SOME, unsafe_on

SCREENS = ("1", "2", "3", "4", "5", "7", "8", "0")


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with every payload in every column of words, some of it under the login that opens it."""
    folder = tmp_path_factory.mktemp("poisoned")
    filled(folder)
    poison(path_of(folder))
    return path_of(folder)


def environment(home: Path, **more: str) -> Mapping[str, str]:
    """Return a small environment with a home of its own."""
    return {"HOME": str(home), "PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8", **more}


def opened(path: Path, home: Path, size: tuple[int, int], **more: str) -> Terminal:
    """Start the program on a workspace.

    With Textual's own codes: where only cells that differ are sent, `\\v` and `\\b` move the cursor, and nothing tells
    them from somebody's. What is sent there is held cell by cell in tests/terminal/line.
    """
    more = {"OKRTUI_DRIVER": "plain", **more}
    return Terminal([sys.executable, "-m", "okrtui", "-w", str(path)], size, environment(home, **more))


def pressed(terminal: Terminal, *keys: str) -> None:
    """Press keys and wait until what they did is painted."""
    terminal.output_during(lambda: terminal.press(*keys), 0.25)
    assert terminal.running(), (keys, terminal.screen())


@pytest.mark.long
@pytest.mark.parametrize(("size", "screens"), [((120, 40), SCREENS), ((80, 24), SCREENS[::-1])])
def test_nothing_of_it_reaches_the_terminal(
    size: tuple[int, int], screens: tuple[str, ...], poisoned: Path, tmp_path: Path
) -> None:
    path = tmp_path / "team.db"
    shutil.copy(poisoned, path)
    with opened(path, tmp_path, size) as terminal:
        terminal.wait_for("help")
        terminal.settle(0.5)
        markup = False
        for screen in screens:
            pressed(terminal, screen, "down", "down", "enter", "esc", "?", "esc", "G", "pagedown")
            markup |= "[/" in terminal.screen()
        pressed(terminal, "ctrl+p", "o", "k", "esc", "esc", "/", "[", "/", "enter", "esc")
        assert unsafe_on(bytes(terminal.output)) == []
        assert markup  # it is shown as what it is
        pressed(terminal, "esc")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert terminal.restored()


@pytest.mark.long
def test_what_lies_in_drafts_and_config_is_data_too(poisoned: Path, tmp_path: Path) -> None:
    """A drafts file of any shape, and a config of hostile words, harm nothing."""
    path = tmp_path / "team.db"
    shutil.copy(poisoned, path)
    state = tmp_path / ".local" / "state" / "okrtui" / "own"
    state.mkdir(parents=True)
    with opened(path, tmp_path, (80, 24)) as terminal:
        terminal.wait_for("help")
        terminal.settle(0.5)
        terminal.press("3")
        terminal.wait_for("F2 submit")
        terminal.press("x", "tab")
        drafts = state / "drafts.json"
        wait_until(drafts.exists, what="the draft")
        pressed(terminal, "esc")
        terminal.press("ctrl+q")
        terminal.wait_exit()
    kept = json.loads(drafts.read_text())
    hostile = [text for text in SOME if len(text) < 500]
    fields = {f"KR{number}.1/note": text for number, text in enumerate(hostile, 1)}
    for key, value in kept.items():
        value["fields"] = {**fields, **dict.fromkeys(value["fields"], "".join(hostile)), "[/": 7, "\x1b[31m": [1]}
        value["at"] = hostile[1]
        kept[key] = value
    drafts.write_text(json.dumps(kept))
    config = tmp_path / ".config" / "okrtui"
    config.mkdir(parents=True)
    (config / "config.toml").write_text('theme = "[@click=app.quit]"\n[keys]\n"go.week" = "[/,,"\n"[$x]" = "q"\n')
    with opened(path, tmp_path, (80, 24)) as terminal:
        terminal.wait_for("Priorities")  # where the keys stand, a sentence says what is wrong in the config
        terminal.settle(0.5)
        pressed(terminal, "3", "down", "down", "esc", "?", "esc")
        assert unsafe_on(bytes(terminal.output)) == []
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
