"""Bringing the schema of a workspace's file up to date."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from okrtui.storage.engine.errors import translate_errors
from okrtui.storage.engine.location import SCHEMA
from okrtui.storage.engine.lock import write_lock
from okrtui.storage.schema.migrations import MIGRATIONS, run_migration

if TYPE_CHECKING:
    from okrtui.storage.engine.store import Store


def migrate(store: "Store", keep: Callable[["Store", int], object]) -> None:
    """Bring the schema up to date, one step a transaction; `keep` gets the store and its version before the first."""
    with translate_errors(str(store.path)), write_lock(store.path, max(store.patience, 60.0), lambda _: None):
        version = store.sql("PRAGMA user_version")[0][0]
        if version >= SCHEMA:  # another process was first
            return
        if version > 0:
            keep(store, version)
        for step in MIGRATIONS:
            if step.version > version:
                with _references_unchecked(store, bool(step.checks)), store.db.atomic():
                    run_migration(step, store.execute)
                    store.execute(f"PRAGMA user_version = {step.version}")


@contextmanager
def _references_unchecked(store: "Store", is_so: bool) -> Iterator[None]:
    """Where tables are made anew (`is_so`): what refers to one must stay while it is gone; none is lost by that."""
    if is_so:
        store.execute("PRAGMA foreign_keys = OFF")  # it does nothing within a transaction
    try:
        yield
    finally:
        if is_so:
            store.execute("PRAGMA foreign_keys = ON")
