"""What is heard of others between two looks, and how rows are looked at; apart from the store, which is dear."""

import threading
from contextlib import contextmanager
from enum import Enum

NEWEST = "SELECT COALESCE(MAX(id), 0) FROM activity"
TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    import sqlite3
    from collections.abc import Iterator
    from typing import Any


class Change(Enum):
    """What has come from others: nothing, something that the journal does not tell (who is there, votes), entries."""

    NOTHING = 0
    PRESENCE = 1
    NEWS = 2


class Watcher:
    """A connection of its own, made when first asked: it takes microseconds and waits for nobody.

    Going over to the thread of the store's connection takes a hundred times as long.
    """

    def __init__(self, address: str) -> None:
        self.rung = -1
        """The file's number when it was last asked."""
        self.answered = -1
        """The number that has been told of, here or by a look of the store."""
        self._address = address
        self._connection: sqlite3.Connection | None = None
        self._asking, self._is_shut = threading.Lock(), False

    def ask(self, seen: int) -> Change:
        """Tell what has come since the last answer; `seen` is the newest journal entry that was told of.

        Presence is told once. NEWS also where nothing can be told: the store's look finds out what to say.
        """
        import sqlite3  # the store has loaded it; whoever only asks what a change is does not
        from pathlib import Path

        with self._asking:
            if self._is_shut:
                return Change.NEWS
            try:
                if self._connection is None:
                    address = f"{Path(self._address).resolve().as_uri()}?mode=rw"
                    self._connection = sqlite3.connect(address, uri=True, timeout=0, check_same_thread=False)
                self.rung = int(self._connection.execute("PRAGMA data_version").fetchone()[0])
                if self.rung == self.answered:
                    return Change.NOTHING
                if self._connection.execute(NEWEST).fetchone()[0] != seen:
                    return Change.NEWS
            except sqlite3.Error:  # busy, gone, broken
                return Change.NEWS
            self.answered = self.rung
        return Change.PRESENCE

    def close(self) -> None:
        """Close the connection: closed while another thread asks it, it would take the process with it."""
        self._is_shut = True
        with self._asking:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


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
