"""A workspace written by any landed version opens in this one, with a backup beside it first."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.rituals.journal import log
from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.people import values
from okrtui.rituals.week import updates
from okrtui.storage.engine.backup import KEEP
from okrtui.storage.engine.location import SCHEMA
from okrtui.storage.open import open_store
from okrtui.storage.schema.migrations import MIGRATIONS
from okrtui.storage.schema.values_text import value_lines
from tests.workspaces import ctx, unsound

SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("v[0-9]*.db"), key=lambda path: int(path.stem[1:]))


def test_a_file_of_every_schema_is_kept() -> None:
    assert [path.stem for path in SCHEMAS] == [f"v{n}" for n in range(1, SCHEMA + 1)]


@pytest.mark.parametrize("kept", SCHEMAS, ids=lambda path: path.stem)
def test_a_workspace_of_every_schema_opens_with_all_its_data(kept: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(kept, tmp_path / "team.db"))
    store = open_store(path)
    here = ctx(store)
    assert store.workspace().vision == "Boring infrastructure"
    kr = objectives.key_result(here, "KR1.1")
    assert [entry.value for entry in standings.history(here, kr)] == [150, 120, 104, 101]
    assert [c.text for c in updates.commitments_of(here)] == ["Cold start", "two"]
    assert [each.text for each in values.values(here)] == ["calm"]
    assert objectives.add_objective(here, "One more").ref == "O3"
    assert store.sql("PRAGMA user_version") == [(SCHEMA,)]
    recorded = store.sql("SELECT version FROM migration ORDER BY version")
    assert recorded == [(step.version,) for step in MIGRATIONS]
    store.close()


@pytest.mark.skipif(SCHEMA == 1, reason="there is nothing to migrate from yet")
def test_before_a_migration_the_file_is_backed_up_and_the_last_five_are_kept(tmp_path: Path) -> None:
    for n in range(KEEP + 2):
        path = Path(shutil.copy(SCHEMAS[0], tmp_path / "team.db"))
        for leftover in ("team.db-wal", "team.db-shm"):
            (tmp_path / leftover).unlink(missing_ok=True)
        open_store(path).close()
        assert len(list(tmp_path.glob("*.bak"))) == min(n + 1, KEEP)
    for copy in tmp_path.glob("*.bak"):
        with sqlite3.connect(copy) as db:
            assert db.execute("PRAGMA user_version").fetchone() == (1,)
        db.close()


def test_each_line_of_the_old_values_text_becomes_a_value_and_the_journal_tells_it(tmp_path: Path) -> None:
    path = Path(shutil.copy(SCHEMAS[0].with_name("values_text.db"), tmp_path / "team.db"))
    store = open_store(path)
    here = ctx(store)
    told = [(each.ref, each.text) for each in values.values(here)]
    assert told == [
        ("V1", "What we hold to"),
        ("V2", "Open by default: write it down"),
        ("V3", "One name per thing"),
        ("V4", "Undo is a feature"),
    ]
    assert unsound(store) == [], "rows and journal agree, also of cards from before"
    newest = log.log(here, limit=1)[0]
    assert (newest.who, newest.verb, newest.summary) == ("", "split values of", "4 with a ref each")
    assert values.add(here, "Another").ref == "V5"
    store.close()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("calm", ["calm"]),
        ("One.\n\nTwo.\n", ["One.", "Two."]),
        ("- a\n  goes on\n- b", ["a goes on", "b"]),
        ("1. a\n2) b", ["a", "b"]),
        ("a\n  b", ["a", "b"]),
        ("-\n \n", []),
        ("2026 is ours", ["2026 is ours"]),
    ],
)
def test_a_text_of_values_is_read_as_the_list_it_is(text: str, lines: list[str]) -> None:
    assert list(value_lines(text)) == lines


def test_every_foreign_key_has_an_index(tmp_path: Path) -> None:
    """What is removed is looked for in every table that points at it: without one in all rows, each time."""
    with closing(sqlite3.connect(shutil.copy(SCHEMAS[-1], tmp_path / "team.db"))) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        without = list[str]()
        for table in tables:
            led = {
                db.execute(f"PRAGMA index_info({name})").fetchone()[2]
                for _, name, _, _, is_part in db.execute(f"PRAGMA index_list({table})").fetchall()
                if not is_part or name.startswith(f"{table}_")
            }
            keys = {row[3] for row in db.execute(f"PRAGMA foreign_key_list({table})")}
            without += [f"{table}.{column}" for column in sorted(keys - led)]
        assert tables and without == []
        plans = [
            row[3]
            for column in ("kr_id", "from_id")
            for row in db.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM commitment WHERE {column} = 1")
        ]
    assert ["SEARCH" in plan for plan in plans] == [True, True]
