"""What is heard of others between two looks, and how rows are looked at; apart from the store, which is dear."""

import threading
from contextlib import contextmanager
from enum import Enum

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from collections.abc import Iterator
    from typing import Any


class Change(Enum):
    """What has come from others: nothing, something that the journal does not tell (who is there, votes), entries."""

    NOTHING = 0
    PRESENCE = 1
    NEWS = 2


class Looking(threading.local):
    """Whether this thread only looks at rows (`only`): then one that is not known does not keep the rest back."""

    only = False


LOOK = Looking()


@contextmanager
def looking(only: bool = True) -> "Iterator[None]":
    """Have rows that okrtui does not know say so in their place while the block reads; without `only` they are refused.

    A change is refused in any case: what stands in for a value must not be stored.
    """
    before, LOOK.only = LOOK.only, only
    try:
        yield
    finally:
        LOOK.only = before


def as_text(cursor: object, row: "tuple[Any, ...]") -> "tuple[Any, ...]":
    """Return a row as it was read, bytes in it as the text they may have been.

    Each row of a connection comes by here: no command then meets bytes where it asks for words, and `log --verify`
    compares them with what the journal says.
    """
    if bytes not in map(type, row):
        return row
    return tuple(each.decode("utf-8", "backslashreplace") if type(each) is bytes else each for each in row)


@contextmanager
def as_they_are(connection: "Any") -> "Iterator[None]":
    """Have bytes stay bytes in the block: who moves a whole workspace must notice them, and change none."""
    before = connection.row_factory
    if before is as_text:
        connection.row_factory = None
    try:
        yield
    finally:
        connection.row_factory = before
