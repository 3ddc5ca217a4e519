"""A workspace file is private, checked before it is used, and seen by every process."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from okrtui.errors import Busy, NoWorkspace, Refused
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people.members import make_workspace
from okrtui.storage.engine.location import SCHEMA
from okrtui.storage.journal import feed
from okrtui.storage.open import open_store
from okrtui.storage.schema.migrations import MIGRATIONS
from tests.workspaces import MONDAY, address_of, ctx, workspace


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_private_workspace_is_mine_alone_whatever_the_umask(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        store = workspace(tmp_path)
        objectives.add_objective(ctx(store), "x")
    finally:
        os.umask(old)
    assert mode(store.path.parent) == 0o700
    assert {p.name: oct(mode(p)) for p in store.path.parent.iterdir() if mode(p) & 0o077} == {}
    store.close()


def test_a_second_workspace_never_takes_the_place_of_the_first(tmp_path: Path) -> None:
    first = workspace(tmp_path)
    with pytest.raises(Refused, match="there already"):
        workspace(tmp_path)
    assert first.workspace().name == "Acme"
    first.close()


def test_migrations_are_numbered_in_order_up_to_the_schema() -> None:
    assert [step.version for step in MIGRATIONS] == list(range(1, SCHEMA + 1))


def test_no_workspace_is_its_own_refusal(tmp_path: Path) -> None:
    with pytest.raises(NoWorkspace):
        open_store(tmp_path / "none.db")


def untouched(path: Path, word: str) -> None:
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(Refused, match=word) as caught:
        open_store(path)
    assert "\n" not in str(caught.value)
    if path.is_file():
        assert path.read_bytes() == before
        assert [p.name for p in path.parent.iterdir() if p.name.startswith(path.name)] == [path.name]


def test_what_is_no_workspace_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("dear diary " * 100)
    untouched(text, "damaged or no okrtui workspace")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    untouched(other, "okrtui workspace")
    empty = tmp_path / "empty.db"
    empty.touch()
    untouched(empty, "okrtui workspace")
    untouched(tmp_path, "is a folder")


def test_a_schema_from_the_future_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    store.close()
    with sqlite3.connect(store.path) as db:
        db.execute("PRAGMA user_version = 99")
        db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    with pytest.raises(Refused, match="newer okrtui"):
        open_store(store.path)
    with sqlite3.connect(store.path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (99,)
    db.close()


@pytest.mark.skipif(
    os.getuid() == 0, reason="root may write what is read-only; tests/cli/test_users.py asks another user"
)
def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    store.close()
    store.path.chmod(0o400)
    with pytest.raises(Refused, match="read-only"):
        open_store(store.path)


def test_damaged_pages_are_refused_with_a_sentence(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    store.close()
    with store.path.open("r+b") as file:
        file.seek(0)
        file.write(b"\xff" * 60)
    with pytest.raises(Refused, match="damaged"):
        open_store(store.path)


def test_others_changes_are_seen_once_as_journal_entries(tmp_path: Path) -> None:
    mine = workspace(tmp_path)
    theirs = open_store(address_of(mine, "bob").replace("LOGIN", "bob"))
    feed.mark_seen(mine)
    assert feed.poll(mine) == ()
    objectives.add_objective(ctx(theirs, "bob"), "Bob's")
    assert [(e.who, e.verb) for e in feed.poll(mine)] == [("bob", "joined"), ("bob", "added")]
    assert feed.poll(mine) == ()
    mine.close()
    theirs.close()


def test_a_file_that_was_replaced_or_removed_while_open_is_told(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    copy = store.path.with_name("copy.db")
    copy.write_bytes(store.path.read_bytes())
    copy.rename(store.path)
    with pytest.raises(Refused, match="replaced"):
        feed.poll(store)
    store.path.unlink()
    with pytest.raises(Refused, match="gone"):
        feed.poll(store)
    store.close()


@pytest.mark.long
def test_a_turn_that_does_not_come_is_told_and_nothing_is_changed(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    here = ctx(store)
    here.store.patience = 0.05
    other = open_store(address_of(store, "bob").replace("LOGIN", "bob"))
    with other.transaction(), pytest.raises(Busy, match="busy"):
        objectives.add_objective(here, "x")
    assert not here.store.waiting
    objectives.add_objective(here, "x")
    assert objectives.objective(here, "O1").title == "x"
    other.close()
    store.close()


def test_an_unknown_timezone_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="isn't a timezone"):
        make_workspace(tmp_path / "x.db", name="x", timezone="Mars/Base", login="mei", person="Mei", now=MONDAY)
    assert list(tmp_path.iterdir()) == []


def test_the_week_turns_in_the_workspaces_timezone(tmp_path: Path) -> None:
    store = workspace(tmp_path, timezone="Pacific/Auckland")
    sunday_evening_utc = MONDAY.replace(day=22, hour=20)
    assert ctx(store, now=sunday_evening_utc).week == "2026-W48"
    store.close()
