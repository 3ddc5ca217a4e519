"""Reading a table from its first row to its last without holding all of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from okrtui.storage.schema import tables as t

if TYPE_CHECKING:
    from okrtui.storage.engine.store import Record, Store

PAGE = 1000


def each_row(store: "Store", table: t.Rows) -> Iterator["Record"]:
    """Yield the rows of a table by id."""
    last = -1
    while page := store.rows(table.select().where(table.id > last).order_by(table.id).limit(PAGE)):
        yield from page
        last = page[-1]["id"]
