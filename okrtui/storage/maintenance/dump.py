"""A whole workspace as lines of JSON, from any engine to any other: every table, every id, and a checksum of each."""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from okrtui.errors import Refused
from okrtui.storage.engine.change import as_they_are
from okrtui.storage.engine.location import SCHEMA
from okrtui.storage.maintenance.paging import each_row
from okrtui.storage.tables import STORED, columns_of

if TYPE_CHECKING:
    from okrtui.storage.engine.store import Record, Store

FORMAT = 1
LONGEST_LINE = 64_000_000
BATCH = 200


@dataclass(frozen=True, slots=True)
class Counted:
    """A table that was moved: how many rows, and the SHA-256 of all of them."""

    table: str
    rows: int
    sha256: str


def dump(store: "Store", out: BinaryIO) -> list[Counted]:
    """Write the workspace as it is at one moment; the same data gives the same bytes. Return what was written."""
    done: list[Counted] = []
    with store.snapshot(), as_they_are(store.db.connection()):  # type: ignore[no-untyped-call]  # peewee's own
        out.write(b"[\n" + _line({"okrtui": "workspace", "format": FORMAT, "schema": SCHEMA}))
        for name in references()[0]:
            columns = list(columns_of(name))
            out.write(b",\n" + _line({"table": name, "columns": columns}))
            digest, rows = hashlib.sha256(), 0
            for line in _lines(each_row(store, name), columns):
                out.write(b",\n" + line)
                digest.update(line + b"\n")
                rows += 1
            done.append(Counted(name, rows, digest.hexdigest()))
            out.write(b",\n" + _line({"end": name, "rows": rows, "sha256": done[-1].sha256}))
        out.write(b",\n" + _line({"tables": len(done)}) + b"\n]\n")
    return done


def count(store: "Store") -> list[Counted]:
    """Return rows and checksum of every table, as `dump` would."""
    done = []
    for name in references()[0]:
        digest, rows = hashlib.sha256(), 0
        for line in _lines(each_row(store, name), columns_of(name)):
            digest.update(line + b"\n")
            rows += 1
        done.append(Counted(name, rows, digest.hexdigest()))
    return done


def _lines(rows: Iterable["Record"], columns: Sequence[str]) -> Iterator[bytes]:
    for row in rows:
        try:
            yield _line([row[name] for name in columns])
        except (ValueError, TypeError):  # put there past okrtui: an infinite number, bytes
            raise Refused(
                f"row {row['id']} of a table holds a value that JSON cannot say; okrtui log --verify"
            ) from None


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _plain(value: object) -> bool:
    """Tell whether a value is one that a table of ours may hold: no infinite number, nothing nested."""
    return value is None or type(value) in (int, str) or (type(value) is float and math.isfinite(value))


class DumpReader:
    """Reads what `dump` wrote, line by line. Raises Refused with the line where it is not that."""

    def __init__(self, file: BinaryIO, called: str) -> None:
        self.called = called
        self.counted: list[Counted] = []
        """The tables that were read to their end, each in accord with its checksum."""
        self._file = file
        self._number = 0

    def rows(self) -> Iterator[tuple[str, list[Any]]]:
        """Yield table and values of each row, in the columns' order; at the end every checksum has been compared."""
        self._begin()
        for name in references()[0]:
            if self._value() != {"table": name, "columns": list(columns_of(name))}:
                self._damaged(f"no table {name} as this okrtui knows it")
            yield from self._table(name)
        if self._value() != {"tables": len(STORED)}:
            self._damaged("more tables than this okrtui knows")
        if self._file.readline(16).strip() != b"]" or self._file.read(1):
            self._damaged("something after its end")

    def _begin(self) -> None:
        if self._file.readline(16).strip() != b"[":
            raise Refused(f"{self.called} wasn't written by okrtui export --format json; nothing was changed")
        self._number = 1
        head = self._value()
        if not isinstance(head, dict) or head.get("okrtui") != "workspace":
            raise Refused(f"{self.called} wasn't written by okrtui export --format json; nothing was changed")
        if head.get("format") != FORMAT or head.get("schema") != SCHEMA:
            written = f"schema {str(head.get('schema'))[:20]}, this one reads {SCHEMA}"
            raise Refused(
                f"{self.called} was written by another okrtui ({written}); nothing was changed, "
                "use the same version on both sides"
            )

    def _table(self, name: str) -> Iterator[tuple[str, list[Any]]]:
        digest, number, width, last = hashlib.sha256(), 0, len(columns_of(name)), -1
        while isinstance(row := self._value(), list):
            if len(row) != width or not all(map(_plain, row)):
                self._damaged(f"no row of {name}")
            if type(row[0]) is not int or row[0] <= last:
                self._damaged(f"rows of {name} that are not in order")
            last = row[0]
            digest.update(_line(row) + b"\n")
            number += 1
            yield name, row
        found = {"end": name, "rows": number, "sha256": digest.hexdigest()}
        if row != found:
            self._damaged(f"another number or checksum for {name} than its rows have")
        self.counted.append(Counted(name, number, digest.hexdigest()))

    def _value(self) -> Any:
        self._number += 1
        raw = self._file.readline(LONGEST_LINE)
        try:
            return json.loads(raw.rstrip(b"\n").removesuffix(b","), parse_constant=self._damaged)
        except (ValueError, RecursionError):
            self._damaged("no line of JSON" if raw else "its end too early")

    def _damaged(self, what: str) -> NoReturn:
        raise Refused(f"{self.called} is damaged: line {self._number} holds {what}; nothing was changed")


def fill(store: "Store", reader: DumpReader) -> list[Counted]:
    """Put a whole workspace into a fresh one, which holds its own row only, and compare every checksum.

    One transaction; a reference to the same table, or in a circle, is set at the end, when all rows are there. Raises
    Refused where the file is damaged or the tables do not hold what it says.
    """
    own = references()[1]
    later: list[tuple[str, str, int, object]] = []
    with store.transaction():
        store.take_as_it_is()
        store.run("DELETE FROM workspace")
        for name, rows in groupby(reader.rows(), key=itemgetter(0)):
            for batch in _batches((row for _, row in rows), columns_of(name)):
                for row in batch:
                    for column in own[name]:
                        later.append((name, column, row["id"], row[column]))
                        row[column] = None
                _insert(store, name, batch)
        for name, column, row_id, value in later:
            if value is not None:
                store.run(f'UPDATE "{name}" SET "{column}" = ? WHERE id = ?', (value, row_id))
        found = count(store)
        for have, said in zip(found, reader.counted, strict=True):
            if have != said:
                raise Refused(f"the table {have.table} does not hold what {reader.called} says; nothing was changed")
    return found


def _insert(store: "Store", table: str, rows: "list[Record]") -> None:
    """Insert rows as they come, also what no Model knows: a strange value is named where it is read."""
    names = columns_of(table)
    listed, each = ", ".join(f'"{name}"' for name in names), f"({', '.join('?' * len(names))})"
    values = tuple(row[name] for row in rows for name in names)
    store.run(f'INSERT INTO "{table}" ({listed}) VALUES {", ".join([each] * len(rows))}', values)


def _batches(rows: Iterable[list[Any]], columns: Sequence[str]) -> "Iterator[list[Record]]":
    each = iter(rows)
    while batch := [dict(zip(columns, row, strict=True)) for row in islice(each, BATCH)]:
        yield batch


@cache
def references() -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """Return the tables, each after those it refers to, and the columns that are set when all rows are there.

    By these a table refers to itself, or in a circle to another one.

    Read from the schema itself: a new table needs no entry in a list.
    """
    import sqlite3
    from contextlib import closing

    from okrtui.storage.schema.migrations import MIGRATIONS, run_migration

    to: dict[str, dict[str, str]] = {}
    empty: dict[str, set[str]] = {}
    own: dict[str, tuple[str, ...]] = {}
    with closing(sqlite3.connect(":memory:")) as db:
        for step in MIGRATIONS:
            run_migration(step, db.execute)
        for name in STORED:
            keys = [(row[2], row[3]) for row in db.execute(f"PRAGMA foreign_key_list({name})")]
            to[name] = {column: other for other, column in keys if other != name}
            own[name] = tuple(column for other, column in keys if other == name)
            empty[name] = {row[1] for row in db.execute(f"PRAGMA table_info({name})") if not row[3]}
    order: list[str] = []
    while left := sorted(to.keys() - set(order)):
        ready = [name for name in left if {*to[name].values()} <= {*order}]
        if not ready:  # a circle: what may be empty in it is set at the end
            ready = [n for n in left if all(other in order or c in empty[n] for c, other in to[n].items())][:1]
            if not ready:
                raise ValueError(f"tables that refer to each other in a circle: {', '.join(left)}")
            own[ready[0]] += tuple(column for column, other in to[ready[0]].items() if other not in order)
        order += ready
    return order, own
