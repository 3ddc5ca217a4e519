"""What the migrations made, and what somebody else put among it: a trigger or view of theirs would run unnoticed."""

from collections.abc import Iterable
from pathlib import Path

MADE = Path(__file__).with_name("schema.sql")
"""Each table and index as SQLite keeps its words, in the order of their names; a test compares it with a new one."""
QUERY = (
    "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "ORDER BY name"
)
"""Asks for what there is, without what SQLite makes by itself."""
Made = tuple[str, ...]
"""(type, name, SQL) of a part of the schema."""


def written(parts: Iterable[Made]) -> str:
    """Return the parts of a schema as text, to be compared."""
    return "".join(f"{sql};\n" for _, _, sql in parts)


def foreign(parts: list[Made], *, older: bool = False) -> str:
    """Return what is wrong with a schema ("holds the trigger “spy”, which okrtui did not make"), "" where nothing is.

    An `older` one, which is to be brought up to date, only says whether anything in it would run by itself.
    """
    for kind, name, _ in parts:
        if kind not in ("table", "index"):
            return f"holds the {kind} “{name}”, which okrtui did not make"
    if older:
        return ""
    made = MADE.read_text(encoding="utf-8")
    if written(parts) == made:
        return ""
    known, have = made.rstrip(";\n").split(";\n"), {sql for _, _, sql in parts}
    for each in known:
        if each not in have:
            kind, name = each.split("(")[0].split(" ON ")[0].lower().removeprefix("create ").rsplit(None, 1)
            return f"has not the {kind} “{name}” as okrtui made it"
    kind, name = next((kind, name) for kind, name, sql in parts if sql not in known)
    return f"holds the {kind} “{name}”, which okrtui did not make"
