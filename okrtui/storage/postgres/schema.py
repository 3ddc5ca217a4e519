"""The schema on a PostgreSQL server: the same steps in its own words, then who may do what."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from okrtui.storage.postgres.functions import FIRST
from okrtui.storage.schema.checks import on_server
from okrtui.storage.schema.migrations import MIGRATIONS, Migration, run_migration

if TYPE_CHECKING:
    from okrtui.storage.engine.store import Store

_TABLE = re.compile(r"CREATE TABLE (\w+)")


def upgrade(store: "Store", version: int) -> None:
    """Bring the schema from `version` up to date; the caller holds the transaction, all of it or nothing is done."""
    from okrtui.storage.postgres.access import guard

    if version == 0:
        for statement in ("CREATE SCHEMA okrtui", "CREATE SCHEMA okrtui_seen", *FIRST):
            store.execute(statement)
    store.execute("SET LOCAL search_path = okrtui, pg_temp")
    for step in MIGRATIONS:
        if step.version > version:
            run_migration(translated(step), store.execute)
    guard(store)
    store.execute("SET LOCAL search_path = okrtui_seen, okrtui, pg_temp")


def translated(step: Migration) -> Migration:
    """Return a step with the server's types and ids, each table after those it refers to."""
    statements = (*_in_order([_worded(each) for each in step.statements]), *on_server(step.checks))
    return Migration(step.version, step.name, statements, step.then)


def _worded(statement: str) -> str:
    found = _TABLE.match(statement)
    words = re.sub(r"\bINTEGER\b", "BIGINT", statement)
    words = re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', words)  # sorted as SQLite sorts
    if found is None:
        return words
    return words.replace("id BIGINT PRIMARY KEY", f"id BIGINT PRIMARY KEY DEFAULT okrtui.next_id('{found[1]}')", 1)


def _in_order(statements: list[str]) -> Iterator[str]:
    while statements:
        to_come = {found[1] for each in statements if (found := _TABLE.match(each))}
        for index, each in enumerate(statements):
            found = _TABLE.match(each)
            others = to_come - ({found[1]} if found else set())
            if not others & set(re.findall(r"\b(?:REFERENCES|ON)\s+(\w+)", each)):
                yield statements.pop(index)
                break
        else:
            raise ValueError("tables that refer to each other in a circle")
