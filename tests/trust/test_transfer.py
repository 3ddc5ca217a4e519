"""`export --format json` and `import --format json`: a whole workspace arrives as it left, or not at all."""

import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.live import Kind, Phase
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, sessions
from okrtui.rituals.okrs import objectives
from okrtui.storage.local.tokens import Tokens
from okrtui.storage.maintenance import dump, transfer
from okrtui.storage.maintenance.verify import verify_journal
from okrtui.storage.open import open_store
from okrtui.storage.tables import STORED, columns_of
from tests.trust.hostile import filled, poison, run
from tests.trust.payloads import SOME
from tests.workspaces import MONDAY, anybody, ctx, workspace


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with hostile texts in every field, an anonymous session, and an objective below a later one."""
    folder = tmp_path_factory.mktemp("left")
    path = filled(folder, [text for text in SOME if len(text) < 300][::6])
    with closing(open_store(path)) as store:
        me = Context(store, "mei", "Mei", MONDAY, Tokens(folder / "tokens.json"), may_add=anybody)
        objectives.edit_objective(me, "O1", parent="O9")
        of = sessions.start(me, Kind.BRAINSTORM, "Quiet", anonymous=True)
        facilitation.move(me, of.ref, Phase.GATHER)
        for number in range(5):
            sessions.write_card(me, of.ref, f"anonymous {number}")
    poison(path)
    return path


def tables_of(path: Path) -> dict[str, list[str]]:
    """Return the columns of every table in a file."""
    with closing(sqlite3.connect(path)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")] for name in names}


def test_every_table_and_column_of_the_schema_is_moved(left: Path) -> None:
    found = {name: columns for name, columns in tables_of(left).items() if name not in ("migration", "typing")}
    assert {name: sorted(columns_of(name)) for name in STORED} == {
        name: sorted(columns) for name, columns in found.items()
    }
    assert all(columns_of(name)[0] == "id" for name in STORED)


def test_a_whole_workspace_arrives_as_it_left_and_proves_it(left: Path, tmp_path: Path) -> None:
    told = run(left, "export", str(tmp_path / "a.json"), "--format", "json", "--json")
    assert told.code == 0
    assert (tmp_path / "a.json").stat().st_mode & 0o777 == 0o600
    assert isinstance(json.loads((tmp_path / "a.json").read_bytes()), list)
    arrived = tmp_path / "new" / "team.db"
    came = run(arrived, "import", str(tmp_path / "a.json"), "--format", "json", "--json")
    assert (came.code, came.out) == (0, told.out)
    assert {each["table"]: each["rows"] for each in json.loads(came.out)}["card"] > 5
    for name in STORED:
        with closing(sqlite3.connect(left)) as old, closing(sqlite3.connect(arrived)) as new:
            query = f"SELECT {', '.join(columns_of(name))} FROM {name} ORDER BY id"
            assert old.execute(query).fetchall() == new.execute(query).fetchall(), name
    run(arrived, "export", str(tmp_path / "b.json"), "--format", "json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert [each.name for each in arrived.parent.iterdir()] == ["team.db"]
    assert run(arrived, "okr", "list").out == run(left, "okr", "list").out


def test_the_journal_is_whole_after_the_move(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    objectives.add_objective(ctx(store), "Make the proxy boring")
    transfer.export_whole(store, tmp_path / "a.json")
    store.close()
    transfer.import_whole(str(tmp_path / "b.db"), (tmp_path / "a.json").open("rb"), "a.json")
    with closing(open_store(tmp_path / "b.db")) as arrived:
        objectives.add_objective(ctx(arrived), "Go on")
        found = verify_journal(arrived)
    assert (found.entries, found.broken, found.strange) == (3, (), ())


def test_a_file_that_is_written_while_others_write_is_of_one_moment(tmp_path: Path) -> None:
    store, other = workspace(tmp_path), open_store(tmp_path / "ws" / "team.db")
    objectives.add_objective(ctx(store), "Before")

    class Busy(io.BytesIO):
        """A file that is so slow that others change something between two writes."""

        def write(self, data: object) -> int:
            if self.tell() < 2000:
                objectives.add_objective(ctx(other), f"Meanwhile at {self.tell()}")
            return super().write(data)  # type: ignore[arg-type]  # bytes, as from everybody

    out = Busy()
    counted = dump.dump(store, out)
    assert {each.table: each.rows for each in counted}["objective"] == 1
    out.seek(0)
    assert transfer.check_whole(out, "it") == counted
    other.close()
    store.close()


def _line(number: int, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def done(raw: bytes) -> bytes:
        lines = raw.split(b"\n")
        lines[number] = change(lines[number])
        return b"\n".join(lines)

    return done


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut off": (lambda raw: raw[: len(raw) // 2], "is damaged"),
    "cut off at its last line": (lambda raw: raw.removesuffix(b"]\n"), "something after its end"),
    "one letter": (lambda raw: raw.replace(b"boring", b"borinG", 1), "another number or checksum"),
    "a row less": (lambda raw: b"\n".join([*raw.split(b"\n")[:4], *raw.split(b"\n")[5:]]), "another number"),
    "a row twice": (lambda raw: b"\n".join([*raw.split(b"\n")[:5], *raw.split(b"\n")[4:]]), "not in order"),
    "no JSON": (_line(3, lambda line: b"{["), "no line of JSON"),
    "deeply nested": (_line(3, lambda line: b"[" * 100_000), "no line of JSON"),
    "a newer schema": (lambda raw: raw.replace(b'"schema":', b'"schema":9', 1), "another okrtui"),
    "an unknown table": (_line(2, lambda line: line.replace(b"activity", b"passwd", 1)), "no table activity"),
    "other columns": (_line(2, lambda line: line.replace(b'"who"', b'"what"', 1)), "no table activity"),
    "an infinite number": (lambda raw: raw.replace(b"[1,1", b"[1,1e999,1", 1), "is damaged"),
    "not a number": (_line(3, lambda line: b"[NaN" + line[2:]), "is damaged"),
    "text": (lambda raw: b"hello\n", "wasn't written by okrtui export"),
    "another JSON": (lambda raw: b"[\n{}\n]\n", "wasn't written by okrtui export"),
    "empty": (lambda raw: b"", "wasn't written by okrtui export"),
    "something behind": (lambda raw: raw + b"x", "something after its end"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_refused_with_one_sentence_and_leaves_nothing(damage: str, tmp_path: Path) -> None:
    with closing(workspace(tmp_path)) as store:
        objectives.add_objective(ctx(store), "Make the proxy boring")
        transfer.export_whole(store, tmp_path / "a.json")
    do, says = DAMAGES[damage]
    (tmp_path / "broken.json").write_bytes(do((tmp_path / "a.json").read_bytes()))
    place = tmp_path / "new" / "team.db"
    said = run(place, "import", str(tmp_path / "broken.json"), "--format", "json")
    assert said.code == 1 and says in said.err
    assert run(place, "import", str(tmp_path / "broken.json"), "--format", "json", "--dry-run").code == 1
    assert not place.parent.exists() or not list(place.parent.iterdir())


def test_a_place_where_one_is_already_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    with closing(workspace(tmp_path)) as store:
        transfer.export_whole(store, tmp_path / "a.json")
        with pytest.raises(Refused, match="there already"):
            transfer.export_whole(store, tmp_path / "a.json")
    path = tmp_path / "ws" / "team.db"
    before = path.read_bytes()
    said = run(path, "import", str(tmp_path / "a.json"), "--format", "json")
    assert said.code == 1 and "imported where none is yet" in said.err
    assert path.read_bytes() == before
    assert run(tmp_path / "x.db", "import", str(tmp_path / "none"), "--format", "json").code == 1
    assert "belongs to Markdown" in run(path, "import", "x", "--format", "json", "--cycle", "2026-Q4").err


@pytest.mark.parametrize("value", ["1e999", "x'ff00'"])
def test_a_value_that_json_cannot_say_is_refused_with_its_row(value: str, tmp_path: Path) -> None:
    with closing(workspace(tmp_path)) as store:
        objectives.add_objective(ctx(store), "Make the proxy boring")
        objectives.add_key_result(ctx(store), "O1", "p99", start=1, target=2)
    path = tmp_path / "ws" / "team.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"UPDATE key_result SET target = {value}")
        db.commit()
    said = run(path, "export", str(tmp_path / "a.json"), "--format", "json")
    assert said.code == 1 and "row 1 of a table holds a value that JSON cannot say" in said.err
    assert not (tmp_path / "a.json").exists()
