"""What states and kinds may be stored: the tables of both engines forbid what means nothing, and keep what is there."""

import inspect
import pkgutil
import re
import shutil
import sqlite3
from contextlib import closing
from enum import StrEnum
from importlib import import_module
from io import BytesIO
from pathlib import Path

import pytest

from okrtui import model
from okrtui.errors import Refused, UnknownValue
from okrtui.rituals.okrs import objectives
from okrtui.storage.maintenance.checkup import check_content
from okrtui.storage.maintenance.restore import restore
from okrtui.storage.maintenance.transfer import export_whole, import_whole
from okrtui.storage.open import open_store
from okrtui.storage.schema.checks import checking, parsed
from okrtui.storage.schema.foreign import MADE
from okrtui.storage.tables import STORED, columns_of
from tests.workspaces import ctx, on_server, workspace

BEFORE = Path(__file__).parent / "schemas" / "v14.db"
"""Written when the tables took any word."""
NAMED = {"asks", "state", "kind", "phase", "colour", "standard", "status", "verdict", "via"}
OWN = ({"active", "retired"}, {"open", "used", "dropped"})
"""What has no enumeration: it is two or three words that one query each asks for."""


def known() -> dict[tuple[str, str], set[str]]:
    """Return the words that each column may hold, by table and column, as the schema says it."""
    found = {}
    for table in re.split(r";\n", MADE.read_text("utf-8")):
        name = re.match(r"CREATE TABLE (\w+)", table)
        for column, words in re.findall(r"CHECK \((\w+) IN \(([^)]*)\)\)", table):
            assert name is not None
            found[name[1], column] = set(re.findall(r"'([^']*)'", words))
    return found


def enumerations() -> list[set[str]]:
    """Return the words of each enumeration of the model."""
    modules = [import_module(each.name) for each in pkgutil.iter_modules(model.__path__, "okrtui.model.")]
    kinds = [each for module in modules for _, each in inspect.getmembers(module, inspect.isclass)]
    return [{str(word) for word in each} for each in kinds if issubclass(each, StrEnum)]


def test_every_column_of_states_or_kinds_says_what_it_may_hold() -> None:
    named = {(table, column) for table in STORED for column in columns_of(table) if column in NAMED}
    assert known().keys() == named
    for where, words in known().items():
        assert words - {""} in (*enumerations(), *OWN), f"{where} holds what the model does not know, or not all of it"


def test_a_word_that_means_nothing_is_refused_by_the_file_itself(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    objectives.add_objective(ctx(store), "Boring")
    store.close()
    with closing(sqlite3.connect(store.path)) as db, pytest.raises(sqlite3.IntegrityError, match="state IN"):
        db.execute("UPDATE objective SET state = 'zzz'")


@pytest.mark.long
def test_and_by_a_server() -> None:
    store = on_server()
    objectives.add_objective(ctx(store), "Boring")
    with pytest.raises(Refused, match="objective_state_known"):
        store.run("UPDATE okrtui.objective SET state = 'zzz'")
    found = store.sql("SELECT conrelid::regclass::text FROM pg_constraint WHERE conname LIKE '%\\_known'")
    assert len(found) == len(known())
    store.close()


def old(folder: Path) -> Path:
    """Lay a workspace of before with a word that means nothing."""
    path = Path(shutil.copy(BEFORE, folder / "team.db"))
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE key_result SET state = 'zzz' WHERE id = 1")
        db.commit()
    return path


def test_an_older_workspace_keeps_each_row_and_a_word_that_means_nothing_is_named(tmp_path: Path) -> None:
    path = old(tmp_path)
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        had = {name: ", ".join(row[1] for row in db.execute(f"PRAGMA table_info({name})")) for name in names}
        rows = {name: db.execute(f"SELECT {had[name]} FROM {name}").fetchall() for name in names if name != "migration"}
    with closing(open_store(path)) as store:
        assert {name: store.sql(f"SELECT {had[name]} FROM {name}") for name in rows} == rows
        assert store.sql("PRAGMA foreign_keys") == [(1,)] and store.sql("PRAGMA foreign_key_check") == []
        with pytest.raises(UnknownValue, match=r"KR1\.1 has the state “zzz”, which this okrtui does not know"):
            objectives.key_result(ctx(store), "KR1.1")
        with pytest.raises(Refused, match="CHECK constraint failed"):
            store.run("UPDATE objective SET kind = 'zzz'")
    assert check_content(path).ok, "it is no damage"


def test_it_is_backed_up_restored_and_moved_with_all_else(tmp_path: Path) -> None:
    path = old(tmp_path)
    with closing(open_store(path)) as store:
        export_whole(store, tmp_path / "whole.json")
    copy = next(tmp_path.glob("*.bak"))
    restore(copy, path)
    import_whole(str(tmp_path / "moved.db"), BytesIO((tmp_path / "whole.json").read_bytes()), "whole.json")
    for each in (path, tmp_path / "moved.db"):
        with closing(open_store(each)) as store:
            assert store.sql("SELECT state FROM key_result WHERE id = 1") == [("zzz",)]


def test_a_later_step_says_anew_what_a_column_may_hold() -> None:
    rest, checks = parsed(["DELETE FROM x", "CHECK card.kind IN ('a', 'b')"])
    assert (rest, checks) == (("DELETE FROM x",), {"card": {"kind": "'a', 'b'"}})
    first = checking("CREATE TABLE card (kind TEXT)", checks["card"])
    assert first == "CREATE TABLE card (kind TEXT, CHECK (kind IN ('a', 'b')))"
    assert checking(first, {"kind": "'c'"}) == "CREATE TABLE card (kind TEXT, CHECK (kind IN ('c')))"
