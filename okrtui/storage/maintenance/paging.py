"""Reading a table from its first row to its last without holding all of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from okrtui.storage.tables import model_of

if TYPE_CHECKING:
    from okrtui.storage.engine.store import Record, Store

PAGE = 1000


def each_row(store: "Store", table: str) -> Iterator["Record"]:
    """Yield the rows of a table by id."""
    model, last = model_of(table), -1
    key = model._meta.primary_key
    while page := store.rows(model.select().where(key > last).order_by(key).limit(PAGE)):
        yield from page
        last = page[-1]["id"]
