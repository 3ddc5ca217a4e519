"""What queries have in common: conditions that are given, the next number, rows by what they belong to, refs, ticks."""

import json
from collections.abc import Callable, Generator, Iterable
from enum import Enum

from okrtui.errors import UnknownValue
from okrtui.model.okrs import CheckIn, Milestone
from okrtui.storage.engine.change import LOOK
from okrtui.storage.engine.store import Record, Store, marks, to_json

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from typing import Any, TypeVar

    T = TypeVar("T")

KR_REF = "'KR' || o.number || '.' || k.number"
"""A key result's ref, where `k` is the key result and `o` its objective; NULL where there is none."""


def given(*conditions: tuple[str, object]) -> tuple[str, tuple[object, ...]]:
    """Return the WHERE of the conditions whose value is not None, and their values: `("o.number = ?", 3)`.

    Several values go into a condition's `{}`: `("o.number IN ({})", (3, 4))`.
    """
    parts, values = ["1 = 1"], list[object]()
    for condition, value in conditions:
        if isinstance(value, Iterable) and not isinstance(value, str):
            several = list(value)
            parts.append(condition.format(marks(several)))
            values += several
        elif value is not None:
            parts.append(condition)
            values.append(value.value if isinstance(value, Enum) else value)
    return f"WHERE {' AND '.join(parts)}", tuple(values)


def where_given(query: "Any", *conditions: "tuple[Any, object]") -> "Any":
    """Return a query of rows whose columns have the values that are not None; several values for one of them."""
    for column, value in conditions:
        if isinstance(value, Iterable) and not isinstance(value, str):
            query = query.where(column.in_(list(value)))
        elif value is not None:
            query = query.where(column == value)
    return query


def next_number(store: Store, column: str, table: str, **within: object) -> int:
    """Return the number that comes after the highest of a column, among the rows that have these values."""
    where, values = given(*((f"{name} = ?", value) for name, value in within.items()))
    return int(store.sql(f"SELECT COALESCE(MAX({column}), 0) + 1 FROM {table} {where}", values)[0][0])


def each_row(store: Store, statement: str, params: tuple[object, ...] = ()) -> "Generator[tuple[Any, ...], None, None]":
    """Yield the rows of plain SQL one by one as a file gives them, for what keeps fewer than it reads.

    Close it: of what is read no further the rest is asked for once the workspace is closed, which fails.
    """
    with store._translate_errors():
        yield from store.execute(statement, params)


def grouped(rows: Iterable[Record], by: str, made: "Callable[[Record], T]") -> "dict[Any, tuple[T, ...]]":
    """Return what is made of each row, in their order, by the value of a column."""
    found: dict[Any, list[T]] = {}
    for row in rows:
        found.setdefault(row[by], []).append(made(row))
    return {key: tuple(values) for key, values in found.items()}


def refs_of_key_results(store: Store, ids: Iterable[int | None]) -> dict[int | None, str]:
    """Return refs by row id; where there are no ids nothing is asked."""
    wanted = sorted({each for each in ids if isinstance(each, int)})  # words that lead nowhere are no number of one
    sql = f"SELECT k.id, {KR_REF} FROM key_result k JOIN objective o ON o.id = k.objective_id WHERE k.id IN "
    return dict(store.sql(f"{sql}({marks(wanted)})", tuple(wanted))) if wanted else {}


def ticks_json(entry: CheckIn) -> str:
    """Return which milestones an entry ticks as rows keep it: all there were then, so that it stays true by itself."""
    if not entry.milestones:
        return to_json(list(entry.done))
    return to_json([[m.id, m.title, m.weight, int(m.done)] for m in entry.milestones])


def stored_ticks(stored: str, called: str) -> tuple[tuple[int, ...], tuple[Milestone, ...]]:
    """Return the ids of the milestones that a stored entry ticks, and those that there were then, () if not written.

    Raises UnknownValue for what okrtui did not write.
    """
    try:
        found = json.loads(stored)
        if found and isinstance(found[0], int):
            return tuple(+id for id in found), ()
        there = tuple(Milestone(str(title), +weight, bool(done), +id) for id, title, weight, done in found)
        return tuple(m.id for m in there if m.done), there
    except (ValueError, TypeError, KeyError, RecursionError):
        said = f"the check-in of {called} has the done “{stored}”"
        raise UnknownValue(f"{said}, which this okrtui does not know") from None


def seen_ticks(stored: str, called: str) -> tuple[tuple[int, ...], tuple[Milestone, ...], str]:
    """Return what `stored_ticks` does and "", or where one only looks no ticks and the sentence that it raises."""
    try:
        return (*stored_ticks(stored, called), "")
    except UnknownValue as unknown:
        if not LOOK.only:
            raise
        return (), (), str(unknown)


def from_json(stored: str, said: str, made: "Callable[[Any], T]", instead: "Callable[[str], T]") -> "T":
    """Return what `made` makes of what is stored as JSON; `said` tells of what it is, for what okrtui did not write.

    Raises UnknownValue then, but where one only looks: there what `instead` makes of the sentence stands in its place.
    """
    try:
        return made(json.loads(stored))
    except (ValueError, TypeError, KeyError, RecursionError):
        unknown = f"{said} “{stored}”, which this okrtui does not know"
        if not LOOK.only:
            raise UnknownValue(unknown) from None
        return instead(unknown)
