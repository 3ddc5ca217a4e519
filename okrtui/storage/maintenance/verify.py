"""Walking the journal's chain from its beginning: which entries, and which rows, were changed behind okrtui's back."""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from okrtui.storage.maintenance.verify_chain import Broken, ChainWalk
from okrtui.storage.maintenance.verify_rows import RowWalk, UnexpectedRow
from okrtui.storage.schema.hash_chain import COLUMNS, PAGE, ChainEntry

if TYPE_CHECKING:
    from okrtui.storage.engine.store import Store

    Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Proof:
    """What a walk found: how many entries there are, how many were taken back without a trace, what is wrong."""

    entries: int
    taken_back: int
    broken: tuple[Broken, ...]
    strange: tuple[UnexpectedRow, ...]
    newest: tuple[int, str]
    """Number and chain of the newest entry; 0 and "" where there is none."""
    unread: int = 0
    """Entries that are not mine to read whole: only their seals were checked, and not the rows that they touched."""
    redacted: int = 0
    """Entries from which words were taken out, as a later one tells."""
    passed: int = 0
    """Older entries that were not looked at, because a sample was asked for."""


def verify_journal(store: "Store", *, newest: int = 0, progress: "Progress | None" = None) -> Proof:
    """Read the whole journal in one snapshot, and the rows it tells of; on a server what of both I may read.

    It is read twice, once for what became of the rows, from its end, and once for the chain; neither is held. With
    `newest` so many of the newest entries are, and their rows. `progress` is told how much of all is done.
    """
    with store.snapshot():
        first, chain, passed = _sample(store, newest)
        last = int(store.sql("SELECT COALESCE(MAX(id), 0) FROM activity")[0][0])
        whole = max(last - first, 1)
        rows, unreadable, unread = RowWalk(store), array("q"), 0
        for low, high in _spans(store, first, last, back=True):
            veiled = store.unread(low, high)
            unread += len(veiled)
            for number, changes in _entries(store, "id, changes", low, high, "DESC"):
                if not rows.step(changes, veiled.get(number)):
                    unreadable.append(number)
            if progress is not None:
                progress(last - low, 2 * whole)
        strange = rows.end(is_whole=not passed)
        walk = ChainWalk(rows.redacted, unreadable, first, chain)
        for low, high in _spans(store, first, last):
            veiled = store.unread(low, high)
            for row in _entries(store, COLUMNS, low, high):
                entry = ChainEntry(*row)
                walk.step(entry, is_whole=entry.id not in veiled)
            if progress is not None:
                progress(whole + high - first, 2 * whole)
        walk.end()
    return Proof(
        walk.entries, walk.taken_back, walk.found(), tuple(strange), walk.newest, unread, walk.redacted, passed
    )


def _sample(store: "Store", newest: int) -> tuple[int, str, int]:
    """Return the entry before the first of so many, its chain, and how many there are up to it; 0 where all are."""
    if newest:
        found = store.sql("SELECT id, chain FROM activity ORDER BY id DESC LIMIT 1 OFFSET ?", (newest,))
        if found:
            number, chain = found[0]
            return number, chain, int(store.sql("SELECT COUNT(*) FROM activity WHERE id <= ?", (number,))[0][0])
    return 0, "", 0


def _spans(store: "Store", first: int, last: int, *, back: bool = False) -> Iterator[tuple[int, int]]:
    """Yield spans of a page of numbers above `first` that hold entries, in their order or from the last back."""
    low, high = first + 1, last
    while low <= high:
        edge = "MAX" if back else "MIN"
        found = store.sql(f"SELECT {edge}(id) FROM activity WHERE id BETWEEN ? AND ?", (low, high))[0][0]
        if found is None:
            return
        if back:
            yield max(found - PAGE + 1, low), found
            high = found - PAGE
        else:
            yield found, min(found + PAGE - 1, high)
            low = found + PAGE


def _entries(store: "Store", columns: str, low: int, high: int, order: str = "ASC") -> Iterator[tuple[Any, ...]]:
    """Yield the entries of a span one by one, of a file without holding them: an import's are tens of megabytes."""
    asked = f"SELECT {columns} FROM activity WHERE id BETWEEN ? AND ? ORDER BY id {order}"
    yield from store.execute(asked, (low, high))
