"""What a colleague runs on a server who wants to know who says what: asks for everything a member may, all the while.

`python -m tests.postgres.colleague URL OUT` writes a line of JSON to OUT for each thing that is another than a moment
ago, and ends when OUT.stop is there. Nothing of okrtui's is used: it is what anybody with psql could write.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

PAUSE = 0.02
"""Seconds between two looks."""
READABLE = """
SELECT c.relname AS name, n.nspname AS schema, array_agg(a.attname::text) FILTER (WHERE a.attnum > 0) AS plain,
    array_agg(a.attname::text) FILTER (WHERE a.attnum < 0) AS hidden
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
WHERE n.nspname IN ('okrtui', 'okrtui_seen') AND c.relkind IN ('r', 'v') AND NOT a.attisdropped
    AND has_column_privilege(c.oid, a.attnum, 'SELECT') GROUP BY 1, 2 ORDER BY 2
"""
STATISTICS = (
    "pg_stat_user_tables",
    "pg_stat_user_indexes",
    "pg_statio_user_tables",
    "pg_stat_user_functions",
    "pg_stat_wal",
    "pg_sequences",
    "pg_stats",
    "public.pg_stat_statements",
    "public.pg_stat_statements_info",
)
Line = psycopg.Connection[dict[str, Any]]


def rows(line: Line, readable: dict[str, tuple[str, list[str]]]) -> Iterator[tuple[str, str, object]]:
    """Yield every row of every table, and in which order the rows of those come that are said without a name."""
    for name, (schema, columns) in readable.items():
        found = line.execute(f"SELECT {', '.join(columns)} FROM {schema}.{name}").fetchall()
        for number, each in enumerate(found):
            yield "row", f"{name} {each.get('id', each.get('who', number))}", each
        if name in ("card", "vote", "answer", "note"):
            yield "order", name, [each["id"] for each in found]


def system(line: Line) -> Iterator[tuple[str, str, object]]:
    """Yield what the server tells of the other connections, of locks, and of what was done to which table."""
    for each in line.execute("SELECT * FROM pg_stat_activity WHERE usename <> session_user").fetchall():
        known = {name: str(value) for name, value in each.items() if value is not None}
        at_this_moment = [known.pop(name, None) for name in ("backend_xid", "backend_xmin")]
        yield "connection", known["pid"], known
        yield "moment", known["pid"], at_this_moment
    held = line.execute("SELECT pid, locktype, mode, relation FROM pg_locks WHERE pid <> pg_backend_pid()").fetchall()
    yield "lock", "all", held
    for name in STATISTICS:
        try:
            yield "statistics", name, [str(each) for each in line.execute(f"SELECT * FROM {name}").fetchall()]
        except psycopg.Error as refused:
            yield "refused", name, str(refused.sqlstate)


def main(url: str, out: str) -> None:
    """Look until told to stop."""
    known: dict[tuple[str, str], object] = {}
    stop = Path(f"{out}.stop")
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as line, Path(out).open("w") as file:
        line.execute("LISTEN okrtui")
        readable: dict[str, tuple[str, list[str]]] = {}
        for each in line.execute(READABLE).fetchall():  # a view takes the place of the table behind it
            if each["plain"]:
                readable[each["name"]] = (each["schema"], each["plain"])
            for column in each["hidden"] or ():
                file.write(json.dumps([time.time(), "system column", f"{each['name']}.{column}", "", 0]) + "\n")
        while not stop.exists():
            at = time.time()
            found = [*rows(line, readable), *system(line)]
            found += [("told", str(at), notice.pid) for notice in line.notifies(timeout=0)]
            for kind, name, value in found:
                if known.get((kind, name)) != value:
                    known[(kind, name)] = value
                    file.write(json.dumps([at, kind, name, value, line.info.backend_pid], default=str) + "\n")
            file.flush()
            time.sleep(PAUSE)


if __name__ == "__main__":
    main(*sys.argv[1:])
