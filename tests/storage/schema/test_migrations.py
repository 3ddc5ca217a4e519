"""A workspace written by any landed version opens in this one, with a backup beside it first."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.week import updates
from okrtui.storage.engine.backup import KEEP
from okrtui.storage.engine.location import SCHEMA
from okrtui.storage.open import open_store
from okrtui.storage.schema.migrations import MIGRATIONS
from tests.workspaces import ctx

SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("v*.db"), key=lambda path: int(path.stem[1:]))


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
