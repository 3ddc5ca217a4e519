"""Models and migrations agree: what the Models declare is what the schema's steps have made, on both engines."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from peewee import ForeignKeyField, Index

from okrtui.errors import UnknownValue
from okrtui.model.okrs import CycleState
from okrtui.storage.schema.migrations import MIGRATIONS, run_migration
from okrtui.storage.tables import EVERY, model_of
from okrtui.storage.tables.base import KnownField
from tests.workspaces import on_server

TYPES = {"AUTO": "INTEGER", "INT": "INTEGER", "BIGINT": "BIGINT", "TEXT": "TEXT", "DOUBLE": "DOUBLE PRECISION"}
"""What peewee's kinds of columns are in the steps."""


@dataclass
class Shape:
    """A table, whoever tells of it."""

    columns: dict[str, tuple[str, bool, str]] = field(default_factory=dict)
    """Type, whether it may be empty, and what stands there by itself."""
    key: set[str] = field(default_factory=set)
    references: dict[str, tuple[str, str]] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    indexes: set[tuple[tuple[str, ...], bool, str]] = field(default_factory=set)
    """Columns, whether they are unique, and for which rows."""


def modelled(table: str) -> Shape:
    """Return what a Model declares."""
    meta, shape = model_of(table)._meta, Shape()
    for each in meta.sorted_fields:
        default = str(each.constraints[0].sql).removeprefix("DEFAULT ") if each.constraints else ""
        kind = each.rel_field.field_type if isinstance(each, ForeignKeyField) else each.field_type
        shape.columns[each.column_name] = (TYPES[kind], each.null, default)
        if isinstance(each, ForeignKeyField):
            shape.references[each.column_name] = (each.rel_model._meta.table_name, each.rel_field.column_name)
        if isinstance(each, KnownField):
            shape.words[each.column_name] = set(each.words)
        if each.unique:
            shape.indexes.add(((each.column_name,), True, ""))
    key: Any = meta.primary_key
    shape.key = {meta.fields[name].column_name for name in getattr(key, "field_names", (key.name,))}
    for index in meta.indexes:
        if isinstance(index, Index):
            parts: Any = vars(index)
            columns = tuple(each.column_name for each in parts["_expressions"])
            shape.indexes.add((columns, parts["_unique"], parts["_where"].sql))
        else:
            names, unique = index
            shape.indexes.add((tuple(meta.fields[name].column_name for name in names), unique, ""))
    return shape


def in_file() -> dict[str, Shape]:
    """Return what the steps make of a file."""
    found = {}
    with closing(sqlite3.connect(":memory:")) as db:
        for step in MIGRATIONS:
            run_migration(step, db.execute)
        for name, sql in db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall():
            shape = found[name] = Shape()
            for _, column, kind, needed, default, key in db.execute(f"PRAGMA table_info({name})"):
                shape.columns[column] = (kind, not needed and not key, default or "")
                shape.key |= {column} if key else set()
            for row in db.execute(f"PRAGMA foreign_key_list({name})"):
                shape.references[row[3]] = (row[2], row[4])
            for column, words in re.findall(r"CHECK \((\w+) IN \(([^)]*)\)\)", sql):
                shape.words[column] = set(re.findall(r"'([^']*)'", words))
            for _, index, unique, origin, _ in db.execute(f"PRAGMA index_list({name})").fetchall():
                columns = tuple(row[2] for row in db.execute(f"PRAGMA index_info({index})"))
                made = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (index,)).fetchone()[0] or ""
                if origin != "pk":
                    shape.indexes.add((columns, bool(unique), made.partition(" WHERE ")[2]))
    return found


def in_server() -> dict[str, Shape]:
    """Return what the steps make on a server, told in a file's words."""
    store, found = on_server(), dict[str, Shape]()
    kinds = {"bigint": "BIGINT", "text": "TEXT", "double precision": "DOUBLE PRECISION"}
    plain: Callable[[str], str] = lambda said: re.sub(r"::\w+", "", said or "").strip("()")  # noqa: E731  # once
    sql = """SELECT table_name, column_name, data_type, is_nullable = 'YES', column_default, collation_name
        FROM information_schema.columns WHERE table_schema = 'okrtui' ORDER BY table_name, ordinal_position"""
    for table, column, kind, null, default, collation in store.sql(sql):
        default = "" if "next_id" in (default or "") else plain(default)
        found.setdefault(table, Shape()).columns[column] = (kinds[kind], null, default)
        assert (collation == "C") == (kind == "text") or table == "secret", f"{table}.{column} sorts as in no file"
    sql = """SELECT c.conrelid::regclass::text, c.contype, c.confrelid::regclass::text, pg_get_constraintdef(c.oid),
        (SELECT array_agg(a.attname::text ORDER BY k.at) FROM unnest(c.conkey) WITH ORDINALITY AS k(number, at)
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number),
        (SELECT array_agg(a.attname::text) FROM unnest(c.confkey) AS k(number)
        JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number)
        FROM pg_constraint c WHERE c.connamespace = 'okrtui'::regnamespace"""
    for table, kind, other, said, columns, theirs in store.sql(sql):
        shape = found[table.removeprefix("okrtui.")]
        if kind == "p":
            shape.key = set(columns)
        elif kind == "f":
            shape.references[columns[0]] = (other.removeprefix("okrtui."), theirs[0])
        elif kind == "c":
            shape.words[columns[0]] = set(re.findall(r"'([^']*)'", said))
    sql = """SELECT i.indrelid::regclass::text, i.indisunique, COALESCE(pg_get_expr(i.indpred, i.indrelid), ''),
        (SELECT array_agg(a.attname::text ORDER BY k.at) FROM unnest(i.indkey) WITH ORDINALITY AS k(number, at)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        WHERE c.relnamespace = 'okrtui'::regnamespace AND NOT i.indisprimary"""
    for table, unique, where, columns in store.sql(sql):
        found[table.removeprefix("okrtui.")].indexes.add((tuple(columns), unique, plain(where)))
    store.close()
    return found


def check(found: dict[str, Shape], *, has_bigint: bool) -> None:
    """Compare each table with its Model. A reference is indexed, whether or not the Model says how."""
    assert found.keys() - {"secret"} == set(EVERY)
    for table in EVERY:
        want, have = modelled(table), found[table]
        columns = {
            name: ("BIGINT" if not has_bigint and kind == "INTEGER" else kind, null, default)
            for name, (kind, null, default) in want.columns.items()
        }
        assert have.columns == columns, table
        assert have.key == want.key, table
        assert have.references == want.references, table
        assert have.words == want.words, table
        assert want.indexes <= have.indexes, table
        more = {columns for columns, unique, _ in have.indexes - want.indexes if not unique}
        assert more <= {(name,) for name in want.references}, f"{table} has an index that its Model does not know"
        assert len(more) == len(have.indexes - want.indexes), f"{table} has a rule that its Model does not know"
        begun = {columns[0] for columns, _, _ in have.indexes} | want.key
        assert want.references.keys() <= begun, f"{table} is read whole for a row that goes"


def test_models_say_what_the_steps_make_of_a_file() -> None:
    check(in_file(), has_bigint=True)


@pytest.mark.long
def test_and_of_a_server() -> None:
    check(in_server(), has_bigint=False)


@pytest.mark.parametrize(
    ("table", "column", "given", "stored"),
    [
        ("cycle", "state", CycleState.ACTIVE, "active"),
        ("cycle", "start_day", date(2026, 7, 1), "2026-07-01"),
        ("cycle", "start_day", "2026-07-01", "2026-07-01"),
        ("checkin", "week", "2026-W30", "2026-W30"),
        ("checkin", "done", [1, 2], "[1,2]"),
        ("checkin", "done", "[1]", "[1]"),
        ("checkin", "status", None, None),
        ("checkin", "at", datetime(2026, 7, 22, 9, tzinfo=UTC), 1784710800),
        ("recognition", "across", True, 1),
        ("kr_review", "verdict", "", ""),
        ("practice_case", "due", None, None),
        ("objective", "dri", "ana", "ana"),
    ],
)
def test_a_column_keeps_a_value_as_its_model_says(table: str, column: str, given: Any, stored: object) -> None:
    assert model_of(table)._meta.columns[column].db_value(given) == stored


@pytest.mark.parametrize(
    ("table", "column", "given"),
    [
        ("cycle", "state", "zzz"),
        ("cycle", "state", None),
        ("cycle", "start_day", "tomorrow"),
        ("checkin", "week", "2026-30"),
        ("checkin", "week", None),
        ("recognition", "across", 2),
        ("kr_review", "verdict", "burn"),
    ],
)
def test_and_refuses_what_it_does_not_know(table: str, column: str, given: Any) -> None:
    with pytest.raises(UnknownValue, match=column):
        model_of(table)._meta.columns[column].db_value(given)
