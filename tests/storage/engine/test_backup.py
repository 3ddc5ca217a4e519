"""Backups are checked copies, restoring keeps what it replaces, and the doctor finds what is wrong."""

import json
import os
import sqlite3
from pathlib import Path

import pytest

from okrtui.cli.main import main
from okrtui.errors import Refused
from okrtui.rituals.okrs import objectives
from okrtui.storage.engine.backup import backup
from okrtui.storage.engine.location import SCHEMA
from okrtui.storage.journal import feed
from okrtui.storage.maintenance.checkup import check_files
from okrtui.storage.maintenance.restore import restore
from okrtui.storage.open import open_store
from tests.workspaces import ctx, workspace


def titles(path: Path) -> list[str]:
    store = open_store(path)
    found = [row[0] for row in store.sql("SELECT title FROM objective ORDER BY number")]
    assert store.sql("PRAGMA journal_mode") == [("wal",)]
    store.close()
    return found


def test_a_backup_brings_back_what_was_and_keeps_what_it_replaces(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    objectives.add_objective(ctx(store), "before")
    copy = backup(store, tmp_path / "copy.db")
    objectives.add_objective(ctx(store), "after")
    kept = restore(copy, store.path)
    assert titles(store.path) == ["before"]
    assert kept is not None
    assert titles(kept) == ["before", "after"]
    with pytest.raises(Refused, match="replaced"):
        feed.poll(store)
    store.close()


def test_a_backup_never_replaces_a_file(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    target = tmp_path / "copy.db"
    target.write_text("mine")
    with pytest.raises(Refused, match="there already"):
        backup(store, target)
    assert target.read_text() == "mine"
    store.close()


def test_a_backup_comes_back_where_nothing_is(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    objectives.add_objective(ctx(store), "before")
    copy = backup(store, tmp_path / "copy.db")
    store.close()
    there = tmp_path / "new" / "team.db"
    assert restore(copy, there) is None
    assert titles(there) == ["before"]
    assert there.stat().st_mode & 0o077 == there.parent.stat().st_mode & 0o077 == 0


def test_what_is_no_whole_backup_is_refused_and_the_workspace_stays(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    objectives.add_objective(ctx(store), "mine")
    store.close()
    future = tmp_path / "future.db"
    backup(store := open_store(store.path), future)
    store.close()
    with sqlite3.connect(future) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    db.close()
    text = tmp_path / "notes.txt"
    text.write_text("dear diary " * 200)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(store.path.read_bytes()[:-4096] + b"\xff" * 4096)
    for source in (future, text, other, damaged, tmp_path / "none.db"):
        with pytest.raises(Refused):
            restore(source, store.path)
    assert titles(store.path) == ["mine"]
    assert not list(store.path.parent.glob("*.bak"))


def wrong(path: Path) -> list[str]:
    return [finding.what for finding in check_files(path) if not finding.ok]


def test_the_doctor_finds_and_mends_wrong_modes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = workspace(tmp_path)
    store.close()
    assert wrong(store.path) == []
    store.path.chmod(0o604)
    store.path.parent.chmod(0o777)
    assert [what.split()[0] for what in wrong(store.path)] == ["the", "others"]
    assert main(["-w", str(store.path), "doctor", "--fix"]) == 1
    assert store.path.stat().st_mode & 0o777 == 0o600
    store.path.parent.chmod(0o700)
    capsys.readouterr()
    assert main(["-w", str(store.path), "doctor", "--json"]) == 0
    assert all(finding["ok"] for finding in json.loads(capsys.readouterr().out))


def test_the_doctor_mends_a_shared_folder_that_lost_its_group(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    store.close()
    store.path.chmod(0o660)
    store.path.parent.chmod(0o770)
    for each in store.path.parent.iterdir():
        each.chmod(0o660)
    assert wrong(store.path) == ["the folder has mode 0770, not 2770"]
    for finding in check_files(store.path):
        if finding.repair:
            finding.repair()
    assert wrong(store.path) == []
    assert store.path.parent.stat().st_mode & 0o7777 == 0o2770


def test_the_doctor_tells_damage_and_a_blocked_lock(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from okrtui.storage.engine.lock import write_lock
    from okrtui.storage.maintenance.checkup import check_content, check_lock

    store = workspace(tmp_path)
    store.close()
    with write_lock(store.path, 1, lambda _: None):
        assert not check_lock(store.path).ok
    assert check_lock(store.path).ok
    assert check_content(store.path).ok
    with store.path.open("r+b") as file:
        file.seek(0)
        file.write(os.urandom(64))
    assert not check_content(store.path).ok
