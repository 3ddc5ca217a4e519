"""Taking words out of rows and journal for good: a secret that somebody pasted by mistake."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrtui.storage.journal.entries import find_entry
from okrtui.storage.journal.writer import Writer
from okrtui.storage.schema.hash_chain import ChainEntry, left, pages
from okrtui.storage.tables import TOLD, columns_of, machine_columns, model_of

if TYPE_CHECKING:
    from okrtui.storage.engine.store import Record, Store

MARK = "[redacted]"
AUTHORS = {"recognition": "giver", "recipient": "login"}
"""Who wrote a row whose words no entry has."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: a column of a row, or of an entry of the `activity`; `new` is what is left there.

    `author` is whose it is, "" where neither an entry nor a column says so; `entry` is the one that says it, 0 where
    none does.
    """

    table: str
    id: int
    column: str
    new: str
    author: str
    ref: str
    entry: int = 0


def places(store: "Store", words: str) -> tuple[Place, ...]:
    """Return where words stand that I may read, in rows and in the journal; the entries first."""
    cut = _cutter(words)
    found = list(_entries(store, cut))
    told: dict[tuple[str, int], Place] = {}
    for place in found:
        entry = find_entry(store, place.id)
        for change in entry.changes if entry is not None and place.column == "changes" else ():
            told.setdefault((str(change["table"]), int(str(change["id"]))), place)
    machine = machine_columns()
    for name in TOLD:
        for row in store.rows(model_of(name).select()):
            for column, value in row.items():
                if column not in machine and isinstance(value, str) and (new := cut(value)) != value:
                    by = told.get((name, row["id"]))
                    author = by.author if by else str(row.get(AUTHORS.get(name, "")) or "")
                    ref = by.ref if by else _ref(name, row)
                    found.append(Place(name, row["id"], column, new, author, ref, by.id if by else 0))
    return tuple(found)


def _ref(table: str, row: "Record") -> str:
    """Return what people call a row of which no entry tells the words."""
    if table in ("recognition", "recipient"):
        return f"H{row.get('recognition_id', row['id'])}"
    return f"S{row['session_id']}" if table == "card" else table


def _cutter(words: str) -> Callable[[str], str]:
    """Return what takes words out of a text, also where they stand in a list that is kept as JSON."""
    forms = [words]
    for _ in range(2):
        forms.append(json.dumps(forms[-1], ensure_ascii=False)[1:-1])
    order = sorted(set(forms), key=len, reverse=True)

    def cut(text: str) -> str:
        for form in order:
            text = text.replace(form, MARK)
        return text

    return cut


def _entries(store: "Store", cut: Callable[[str], str]) -> Iterator[Place]:
    for page in pages(store.sql):
        for entry in page:
            for column, new in (("summary", cut(entry.summary)), ("changes", _changes(entry.changes, cut))):
                if new != getattr(entry, column):
                    yield Place("activity", entry.id, column, new, entry.who, entry.ref, entry.id)


def _changes(stored: str, cut: Callable[[str], str]) -> str:
    """Return an entry's changes without the words; what okrtui itself writes in them stays."""
    if cut(stored) == stored:
        return stored
    machine = machine_columns()
    try:
        changes = json.loads(stored)
        for change in changes:
            for side in ("before", "after"):
                for column, value in (change[side] or {}).items():
                    if column not in machine and isinstance(value, str):
                        change[side][column] = cut(value)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return cut(stored)  # no entry of okrtui's
    return json.dumps(changes, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def take_out(writer: Writer, found: tuple[Place, ...], store_entry: Callable[[], int]) -> int:
    """Put what is left into each place, and vouch for it in the entry that `store_entry` makes; return its number.

    The entry comes first: a server lets nobody take anything out that no entry tells of.
    """
    store = writer.store
    for changed in dict.fromkeys(place.id for place in found if place.table == "activity"):
        new = {place.column: place.new for place in found if (place.table, place.id) == ("activity", changed)}
        row = store.sql(f"SELECT {', '.join(ChainEntry._fields)} FROM activity WHERE id = ?", (changed,))[0]
        writer.vouch("activity", changed, left(ChainEntry(*row)._replace(**new, salt="")))
    rows = [place for place in found if place.table != "activity"]
    for table, row_id in dict.fromkeys((each.table, each.id) for each in rows):
        writer.vouch_row(
            table, row_id, {each.column: each.new for each in rows if (each.table, each.id) == (table, row_id)}
        )
    number = store_entry()
    for place in found:
        store.take_out(place.table, place.id, place.column, place.new, "version" in columns_of(place.table))
    return number
