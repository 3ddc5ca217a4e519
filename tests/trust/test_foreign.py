"""Triggers, views and tables that somebody else put into the workspace: named and refused, never run."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.rituals.okrs import objectives
from okrtui.storage.journal.feed import poll
from okrtui.storage.open import open_store
from okrtui.storage.schema import foreign
from okrtui.storage.schema.migrations import MIGRATIONS, run_migration
from tests.storage.schema.test_migrations import SCHEMAS
from tests.trust.places import cli, fresh, refused
from tests.workspaces import ctx, workspace

FOREIGN = {
    "a spy": (
        "CREATE TRIGGER spy AFTER INSERT ON card BEGIN UPDATE workspace SET vision = 'seen'; END",
        "trigger “spy”",
    ),
    "a trigger that drops": (
        "CREATE TRIGGER gone BEFORE INSERT ON checkin BEGIN SELECT RAISE(IGNORE); END",
        "trigger “gone”",
    ),
    "a view that never ends": (
        "ALTER TABLE team RENAME TO was_team; CREATE VIEW team AS WITH RECURSIVE n(x) AS "
        "(SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS id, 'x' AS name FROM n",
        "view “team”",
    ),
    "a table": ("CREATE TABLE mine (x)", "table “mine”"),
    "a column": ("ALTER TABLE objective ADD COLUMN extra TEXT DEFAULT ''", "table “objective”"),
    "an index that forbids": ("CREATE UNIQUE INDEX one ON objective (state)", "index “one”"),
}


def plant(path: Path, statements: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(statements)


def test_what_the_migrations_make_is_what_is_compared() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        for step in MIGRATIONS:
            run_migration(step, db.execute)
        made = foreign.written(db.execute(foreign.QUERY))
    assert made == foreign.MADE.read_text(encoding="utf-8"), "write it anew: python -m tools.docs"


@pytest.mark.parametrize("name", FOREIGN)
def test_what_okrtui_did_not_make_is_named_and_nothing_opens(name: str, tmp_path: Path) -> None:
    path = fresh(tmp_path)
    statements, told = FOREIGN[name]
    plant(path, statements)
    for words in (("due",), ("checkin", "KR1.1", "104"), ("log", "--verify")):
        assert told in refused(cli(path, tmp_path, *words))
    assert told in cli(path, tmp_path, "doctor").stdout


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_put_there_while_it_is_open_is_noticed_before_the_next_change(name: str, tmp_path: Path) -> None:
    store = workspace(tmp_path)
    objectives.add_objective(ctx(store), "before")
    statements, told = FOREIGN[name]
    plant(store.path, statements)
    with pytest.raises(Refused, match=told):
        poll(store)
    with pytest.raises(Refused, match=told):
        objectives.add_objective(ctx(store), "after")
    with closing(sqlite3.connect(store.path)) as db:
        assert db.execute("SELECT title FROM objective").fetchall() == [("before",)]
    store.close()


@pytest.mark.parametrize("kept", SCHEMAS[:-1], ids=lambda path: path.stem)
def test_a_trigger_in_an_older_workspace_does_not_run_at_the_migration(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(kept.read_bytes())
    plant(path, "CREATE TRIGGER spy AFTER INSERT ON migration BEGIN UPDATE workspace SET vision = 'seen'; END")
    with pytest.raises(Refused, match="spy"):
        open_store(path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT vision FROM workspace").fetchone() != ("seen",)


def test_statistics_of_sqlites_own_are_no_strangers(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    plant(path, "ANALYZE")
    assert cli(path, tmp_path, "okr", "list").returncode == 0


def test_an_okrtui_that_was_open_before_a_newer_one_came_stops_writing(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    plant(store.path, "CREATE TABLE later (x); PRAGMA user_version = 99")
    with pytest.raises(Refused, match="newer okrtui has brought"):
        objectives.add_objective(ctx(store), "with an old one")
    store.close()


def test_the_schema_is_read_from_the_package_wherever_it_is_started(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from okrtui.cli.main import main; sys.exit(main())",
            "-w",
            str(path),
            "due",
        ],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
