"""Which words a column may hold where only some mean anything: the tables themselves forbid all others."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Checks = Mapping[str, Mapping[str, str]]
"""By table and column the words, as they stand in SQL (`'open', 'done'`)."""
_LINE = re.compile(r"CHECK (\w+)\.(\w+) IN \((.+)\)", re.DOTALL)


def parsed(statements: Sequence[str]) -> tuple[tuple[str, ...], Checks]:
    """Return a step's statements, and apart from them what its lines `CHECK table.column IN ('word', …)` say."""
    rest, checks = list[str](), dict[str, dict[str, str]]()
    for each in statements:
        if found := _LINE.fullmatch(each.strip()):
            checks.setdefault(found[1], {})[found[2]] = found[3]
        else:
            rest.append(each)
    return tuple(rest), checks


def put_into_file(execute: Callable[..., Any], checks: Checks) -> None:
    """Make the tables of a file anew with what their columns may hold; the caller's transaction enforces no references.

    SQLite cannot add to a table what it checks. A row that holds another word stays as it is: whatever it came by, it
    is named where it is read, and nobody is kept from their workspace by it.
    """
    execute("PRAGMA ignore_check_constraints = ON")
    try:
        for table, columns in checks.items():
            made = str(execute(f"SELECT sql FROM sqlite_schema WHERE name = '{table}'").fetchone()[0])
            indexes = execute(f"SELECT sql FROM sqlite_schema WHERE tbl_name = '{table}' AND type = 'index'").fetchall()
            execute(f"CREATE TEMP TABLE rebuilt AS SELECT * FROM main.{table}")
            execute(f"DROP TABLE main.{table}")
            execute(checking(made, columns))
            execute(f"INSERT INTO main.{table} SELECT * FROM temp.rebuilt")
            execute("DROP TABLE temp.rebuilt")
            for (index,) in indexes:
                if index is not None:
                    execute(index)
    finally:
        execute("PRAGMA ignore_check_constraints = OFF")


def checking(made: str, columns: Mapping[str, str]) -> str:
    """Return a CREATE TABLE with what these columns may hold, in the place of what it said of them before."""
    for name in columns:
        made = re.sub(rf", CHECK \({name} IN \([^)]*\)\)", "", made)
    new = "".join(f", CHECK ({name} IN ({words}))" for name, words in columns.items())
    return f"{made.rstrip().removesuffix(')')}{new})"


def on_server(checks: Checks) -> tuple[str, ...]:
    """Return the statements that have a server forbid the same, from now on: rows that are there stay."""
    found = list[str]()
    for table, columns in checks.items():
        for name, words in columns.items():
            found.append(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_{name}_known")
            known = f"{table}_{name}_known CHECK ({name} IN ({words})) NOT VALID"
            found.append(f"ALTER TABLE {table} ADD CONSTRAINT {known}")
    return tuple(found)
