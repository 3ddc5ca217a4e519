"""An editor that cannot start, fails or does not wait is told, and the program goes on."""

import base64
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.terminal import editor


@contextmanager
def suspended() -> Iterator[None]:
    yield


def edit(text: str = "old") -> str | None:
    return editor.edit(text, suffix=".md", suspended=suspended)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)


def program(folder: Path, name: str, body: str, mode: int = 0o755) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("name", "wanted", "says"),
    [
        ("EDITOR", "nonexistent", r"\$EDITOR is “nonexistent”, and there is no such program"),
        ("VISUAL", "vmi -f", r"\$VISUAL is “vmi -f”, and there is no such program"),
        ("EDITOR", "/tmp", "there is no such program"),
        ("EDITOR", "vim '", "which no shell can read"),
        ("EDITOR", "''", "there is no such program"),
    ],
)
def test_an_editor_that_is_no_program_is_told_before_the_screen_goes(
    monkeypatch: pytest.MonkeyPatch, name: str, wanted: str, says: str
) -> None:
    monkeypatch.setenv(name, wanted)
    with pytest.raises(Refused, match=says):
        edit()


def test_what_a_killed_editor_has_saved_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", str(program(tmp_path, "crashing", 'echo new > "$1"; kill -9 $$')))
    assert edit() == "new"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("exit 3", "ended with code 3; the text was left as it was"),
        ("kill -9 $$", "ended by a signal; the text was left as it was"),
        ("exit 0", "came back at once with nothing changed.*code --wait"),
        ('rm "$1"', "No such file"),
    ],
)
def test_an_editor_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, says: str) -> None:
    monkeypatch.setenv("EDITOR", str(program(tmp_path, "ed", body)))
    with pytest.raises(Refused, match=says):
        edit()


def test_a_file_that_is_no_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ed"
    path.write_bytes(b"\x00\x01")
    path.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(path))
    with pytest.raises(Refused, match=r"could not be run: .*; mend"):
        edit()


def test_with_none_set_the_machines_own_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="no editor is set"):
        edit()
    program(tmp_path, "nano", "echo new > $1")
    assert edit() == "new"
    program(tmp_path, "vi", "echo newer > $1")
    monkeypatch.setenv("EDITOR", "  ")
    assert edit() == "newer"
    assert not list(Path(tempfile.gettempdir()).glob("okrtui-*.md"))


def test_the_clipboards_code_comes_through_tmux_and_in_pieces_through_gnu_screen() -> None:
    text = "größe " * 400
    plain = editor.clipboard_code(text, tmux=False)
    assert plain.startswith("\x1b]52;c;") and base64.b64decode(plain[7:-1]).decode() == text
    assert editor.clipboard_code(text, tmux=True, screen=True).startswith("\x1bPtmux;\x1b\x1b]52;c;")
    pieces = editor.clipboard_code(text, tmux=False, screen=True).split("\x1b\\")
    assert pieces.pop() == "" and all(piece.startswith("\x1bP") and len(piece) < 256 for piece in pieces)
    assert "".join(piece[2:] for piece in pieces) == plain
