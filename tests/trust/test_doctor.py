"""`okrtui doctor`: each thing that is wrong in one line with what to do, and `--fix` does what is safe."""

import fcntl
import json
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.storage.engine.lock import lock_path
from okrtui.storage.maintenance.checkup import check_files
from tests.terminals import Terminal
from tests.trust.places import OKRTUI, cli, environment, fresh

AHEAD = 3600


def _state(home: Path) -> Path:
    folder = home / ".local" / "state" / "okrtui" / "own"
    folder.mkdir(parents=True, exist_ok=True)
    for each in (folder, folder.parent):
        each.chmod(0o755)
    (folder / "drafts.json").write_text("{}")
    (folder / "drafts.json").chmod(0o644)
    return folder


def _lock(path: Path, mode: int) -> None:
    lock_path(path).touch()
    lock_path(path).chmod(mode)


def _sql(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(statement)
        db.commit()


FAULTS: dict[str, tuple[Callable[[Path, Path], object], str, str, bool]] = {
    "a file that others can read": (lambda path, home: path.chmod(0o644), "the file has mode 0644", "chmod 600", True),
    "a lock that others can write": (
        lambda path, home: _lock(path, 0o666),
        "team.db.lock has mode 0666",
        "chmod 600",
        True,
    ),
    "a folder in which others can write": (
        lambda path, home: path.parent.chmod(0o777),
        "others can write the folder",
        "chmod 700",
        False,
    ),
    "drafts that others can read": (
        lambda path, home: _state(home), "your own drafts.json has mode 0644", "chmod 600", True,
    ),
    "a clock behind the newest entry": (
        lambda path, home: _sql(path, f"UPDATE activity SET at = {int(time.time()) + AHEAD} WHERE id = 2"),
        "the newest entry is dated 60 minutes ahead",
        "compare with: date",
        False,
    ),
    "a clock behind the files": (
        lambda path, home: os.utime(path, (time.time() + AHEAD, time.time() + AHEAD)),
        "team.db is dated 60 minutes ahead",
        "compare with: date",
        False,
    ),
    "a journal that was changed": (
        lambda path, home: _sql(path, "UPDATE activity SET who = 'eve' WHERE id = 2"),
        "something was changed behind okrtui's back",
        "okrtui log --verify says what",
        False,
    ),
    "damage": (
        lambda path, home: path.write_bytes(b"x" * 16 + path.read_bytes()[16:]),
        "is damaged or no okrtui workspace",
        "okrtui restore FILE",
        False,
    ),
    "nothing there": (lambda path, home: path.unlink(), "there is no workspace at", "okrtui init", False),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_one_line_with_what_to_do_and_fix_does_what_is_safe(fault: str, tmp_path: Path) -> None:
    path, home = fresh(tmp_path), tmp_path / "home"
    home.mkdir()
    do, says, advice, safe = FAULTS[fault]
    do(path, home)
    said = cli(path, home, "doctor")
    assert (said.returncode, said.stderr) == (1, "")
    (line,) = [line for line in said.stdout.splitlines() if says in line]
    assert line.startswith("  ✗ ") and advice in line
    fixed = cli(path, home, "doctor", "--fix")
    assert fixed.returncode == (0 if safe else 1)
    assert ("repaired: " in fixed.stdout) == safe
    data = json.loads(cli(path, home, "doctor", "--json").stdout)
    assert all(each["advice"] for each in data if not each["ok"]), "each says what to do"
    assert all(each["ok"] for each in data) == safe


def test_all_is_well(tmp_path: Path) -> None:
    said = cli(fresh(tmp_path), tmp_path, "doctor")
    assert said.returncode == 0 and "✗" not in said.stdout
    assert "as okrtui wrote them" in said.stdout


def test_a_lock_that_somebody_holds_is_named_with_how_to_find_them(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    with lock_path(path).open("w") as lock:
        lock_path(path).chmod(0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = cli(path, tmp_path, "doctor")
    assert said.returncode == 1
    assert "another process has blocked writing" in said.stdout and "fuser -v" in said.stdout


def test_a_network_filesystem_and_a_group_that_is_gone_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = fresh(tmp_path)
    monkeypatch.setattr("okrtui.storage.maintenance.checkup.filesystem", lambda _: "nfs4")
    monkeypatch.setattr("okrtui.storage.maintenance.checkup.on_network", lambda _: True)
    (found,) = [each for each in check_files(path) if "network" in each.what]
    assert not found.ok and "nfs4" in found.what and "local disk" in found.advice
    if os.getuid() == 0:  # only root can give a file to a group that nobody knows
        path.chmod(0o660)
        os.chown(path, -1, 54321)
        gone = check_files(path)[0]
        assert not gone.ok and "the group 54321 of the workspace is gone" in gone.what and "chgrp" in gone.advice


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"LANG": "C"}, "does not say UTF-8"),
        ({"TERM": "linux", "OKRTUI_DRIVER": "plain"}, "16 colours"),
        ({"TERM": "dumb"}, "can't show a full screen"),
        ({"NO_COLOR": "1"}, "NO_COLOR is set"),
    ],
)
def test_a_terminal_without_utf8_or_colours_is_named(more: dict[str, str], says: str, tmp_path: Path) -> None:
    command = [*OKRTUI, "-w", str(fresh(tmp_path)), "doctor"]
    with Terminal(command, (160, 24), environment(tmp_path, **more)) as terminal:
        assert terminal.wait_exit() == (0 if says in ("16 colours", "NO_COLOR is set") else 1)
        terminal.wait_for(says)
        terminal.wait_for("Textual paints them: OKRTUI_DRIVER=plain is set" if len(more) > 1 else "only what changes")
