"""Real processes on one workspace: nothing is lost, whoever writes and however they end."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.rituals.okrs import objectives, standings
from okrtui.storage.engine.backup import backup
from okrtui.storage.engine.store import Store
from tests.workspaces import address_of, ctx, unsound, workspace

WRITER = """
import sys
from tests.workspaces import ctx
from okrtui.rituals.week import checkins
from okrtui.storage.open import open_store
address, login, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
here = ctx(open_store(address), login)
for n in range(count):
    checkins.check_in(here, "KR1.1", n, note=f"{login} {n}")
    print(login, n, flush=True)
"""


def start(store: Store, login: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, address_of(store, login).replace("LOGIN", login), login, str(count)]
    root = Path(__file__).parents[3]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = workspace(tmp_path)
    here = ctx(store)
    objectives.add_objective(here, "Boring")
    objectives.add_key_result(here, "O1", "p99", start=0, target=1000)
    yield store
    store.close()


def notes(store: Store) -> set[str]:
    here = ctx(store)
    found = {entry.note for entry in standings.history(here, objectives.key_result(here, "KR1.1"))}
    assert unsound(store) == []
    entries = store.sql("SELECT COUNT(*) FROM activity WHERE verb = 'checked in'")[0][0]
    assert entries == len(found)
    return found


@pytest.mark.long
def test_eight_writers_at_once_lose_nothing_and_see_no_error(store: Store) -> None:
    writers = [start(store, f"user{n}", 25) for n in range(8)]
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert (writer.returncode, errors) == (0, "")
    assert notes(store) == {f"user{n} {i}" for n in range(8) for i in range(25)}


def test_what_was_acknowledged_before_a_kill_is_there(store: Store) -> None:
    acknowledged: set[str] = set()
    for round_ in range(6):
        writer = start(store, f"user{round_}", 10_000)
        assert writer.stdout is not None
        for _ in range(3 + 5 * round_):
            acknowledged.add(writer.stdout.readline().strip())
        writer.send_signal(signal.SIGKILL)
        acknowledged |= {line.strip() for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")}
        writer.wait()
        writer.stdout.close()
        assert writer.stderr is not None
        writer.stderr.close()
    assert acknowledged <= notes(store)


def test_a_backup_taken_while_others_write_is_whole(store: Store, tmp_path: Path) -> None:
    writer = start(store, "busy", 10_000)
    assert writer.stdout is not None
    seen = {writer.stdout.readline().strip() for _ in range(20)}
    copy = backup(store, tmp_path / "copy.db")
    writer.kill()
    writer.communicate()
    assert copy.stat().st_mode & 0o077 == 0
    with sqlite3.connect(copy) as db:
        found = {row[0] for row in db.execute("SELECT note FROM checkin")}
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()
    assert seen <= found
