"""Rows beside what the journal says of them, from its newest entry back: what is said last is how a row must be."""

import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from okrtui.storage.engine.store import marks
from okrtui.storage.schema.hash_chain import VOUCHED, answers_given, votes_given, vouched, vouched_row
from okrtui.storage.tables import STORED, columns_of
from okrtui.storage.tables import TOLD as TABLES

if TYPE_CHECKING:
    from okrtui.storage.engine.store import Store

FOUNDED = "workspace"
"""Its row comes before the first entry."""
VOTES, ANSWERS = "session", "poll"
"""What the digest of a change on these vouches for is not the row, but what hangs on it."""
ENOUGH = 2000
"""Changes that are compared at once: their rows are asked for together."""
ASKED = 500
"""Rows that one query asks for."""
IDS = 10_000
"""Ids that one query asks for."""
LARGE = 1_000_000
"""Characters of an entry's changes from which on they are read one by one: an import's would take ten times as much."""
TOLD, DONE, NOT_THERE, SAYS_SOMETHING, MADE, VOUCHED_FOR = (1 << at for at in range(58, 64))
"""What is known of a row, above a bit for each column of which the newest word was read: the journal tells of it; what
is older says nothing more; it was removed last; more was told than that it came; its making was read; so was a digest.
"""
_decode = json.JSONDecoder().raw_decode


@dataclass(frozen=True, slots=True)
class UnexpectedRow:
    """A row that is not as the journal left it: `columns` differ, none where the row itself is too much or gone."""

    table: str
    row: int
    what: str
    columns: tuple[str, ...] = ()


class _Change(NamedTuple):
    table: str
    row: int
    is_new: bool
    after: dict[str, Any] | None
    digest: str


class _Marks:
    """A number of 64 bits for each row id, eight bytes a row, whatever the ids."""

    def __init__(self) -> None:
        self._pages: dict[int, array[int]] = {}

    def __getitem__(self, row: int) -> int:
        page = self._pages.get(row >> 12)
        return page[row & 4095] if page is not None else 0

    def __setitem__(self, row: int, mark: int) -> None:
        page = self._pages.get(row >> 12)
        if page is None:
            page = self._pages[row >> 12] = array("Q", bytes(8 * 4096))
        page[row & 4095] = mark


class RowWalk:
    """Takes the entries from the newest back, and compares each row with what was said of it last.

    Holds no row: eight bytes for each that the journal tells of, and what is wrong.
    """

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._marks = {table: _Marks() for table in TABLES}
        self._waiting: list[_Change] = []
        self._here: dict[str, dict[int, tuple[Any, ...]]] = {}
        self._quick: dict[tuple[str, ...], _Quick] = {}
        self._changed: dict[tuple[str, int], set[str]] = {}
        self._doubted: dict[tuple[str, int], str] = {}
        self._gone: set[tuple[str, int]] = set()
        self._unknown: set[tuple[str, int]] = set()
        self.redacted: dict[int, str] = {}
        """Digests of what was left of entries from which words were taken out, by their numbers."""

    def step(self, changes: str, touched: frozenset[tuple[str, int]] | None) -> bool:
        """Take in what an entry says, or which rows it touched where that is all that I may know.

        Tell whether it can be read; what such a one may have changed is compared with the entries before it.
        """
        if touched is not None:
            self._unknown |= touched
            return True
        read = _Read(changes)
        for change in reversed(read):
            if change.table == "activity":
                self.redacted.setdefault(change.row, change.digest)
            elif not self._marks[change.table][change.row] & DONE or change.table in (*VOUCHED, VOTES, ANSWERS):
                self._waiting.append(change)
        if len(self._waiting) >= ENOUGH:
            self._compare()
        return read.is_sound

    def end(self, *, is_whole: bool) -> list[UnexpectedRow]:
        """Return the rows that are not as the journal left them, by table and number, those that are gone last.

        Where not the whole of it was read nothing is said of rows of which nothing was.
        """
        self._compare()
        wrong = [*self._rows_here(is_whole)]
        for table, row in self._gone - self._unknown:
            if table != "card" or self._marks[table][row] & MADE:
                wrong.append(UnexpectedRow(table, row, "gone"))
        order = {table: at for at, table in enumerate(TABLES)}
        return sorted(wrong, key=lambda each: (order[each.table], each.what == "gone", each.row))

    def _rows_here(self, is_whole: bool) -> Iterator[UnexpectedRow]:
        named = {row[0] for row in self._store.sql("SELECT id FROM session WHERE anonymous = 0")}
        too_many = set[tuple[str, int]]()
        for table in TABLES if is_whole else ():
            told = self._marks[table]
            of_session = "session_id" if table == "card" else "0"
            for row, session in self._every(f'SELECT id, {of_session} FROM "{table}"'):
                mark = told[row]
                if mark & TOLD and not mark & NOT_THERE and (table != "card" or mark & MADE):
                    continue
                too_many.add((table, row))
                if table != FOUNDED and (table != "card" or session in named) and (table, row) not in self._unknown:
                    yield UnexpectedRow(table, row, "put in")
        passed = too_many | self._unknown
        for (table, row), columns in self._changed.items():
            if (table, row) not in passed and (table != "card" or self._marks[table][row] & MADE):
                yield UnexpectedRow(table, row, "changed", tuple(sorted(columns)))
        for (table, row), what in self._doubted.items():
            if (table, row) not in passed and (table, row) not in self._changed:
                yield UnexpectedRow(table, row, what)

    def _every(self, query: str) -> Iterator[tuple[int, int]]:
        """Yield what a query for ids and something else returns, in the order of the ids."""
        last = -(1 << 63)
        while page := self._store.sql(f"{query} WHERE id > ? ORDER BY id LIMIT {IDS}", (last,)):
            yield from page
            last = page[-1][0]

    def _compare(self) -> None:
        """Compare the changes that wait, the newest first, with rows that are asked for together."""
        wanted: dict[str, set[int]] = {}
        for change in self._waiting:
            wanted.setdefault(change.table, set()).add(change.row)
        self._here = {table: dict(self._asked(table, sorted(ids))) for table, ids in wanted.items()}
        for change in self._waiting:
            known = self._marks[change.table]
            known[change.row] = self._look(change, known[change.row])
        self._waiting, self._here = [], {}

    def _asked(self, table: str, ids: list[int]) -> Iterator[tuple[int, tuple[Any, ...]]]:
        names = ", ".join(f'"{name}"' for name in columns_of(table))
        for at in range(0, len(ids), ASKED):
            some = tuple(ids[at : at + ASKED])
            for row in self._store.sql(f'SELECT {names} FROM "{table}" WHERE id IN ({marks(some)})', some):
                yield row[0], row

    def _look(self, change: _Change, mark: int) -> int:
        """Compare a row with a change and return what is known of it by now."""
        row = self._here[change.table].get(change.row)
        if not mark & VOUCHED_FOR and (change.digest or _ends_digest(change)):
            mark |= VOUCHED_FOR
            if row is not None and change.digest and (what := self._doubt(change, row)):
                self._doubted[change.table, change.row] = what
        if mark & DONE:
            return mark
        if change.after is None:
            return mark | DONE | MADE | (TOLD if mark & TOLD else TOLD | NOT_THERE)
        mark |= TOLD | (SAYS_SOMETHING if change.after else 0) | (DONE | MADE if change.is_new else 0)
        if row is None:
            if mark & SAYS_SOMETHING:
                self._gone.add((change.table, change.row))
            return mark
        key = (change.table, *change.after)
        quick = self._quick.get(key) or self._quick.setdefault(key, _Quick(change.table, change.after))
        if quick.agrees(row, change.after):
            return mark | quick.bits
        index = _INDEX[change.table]
        for name, value in change.after.items():
            at = index.get(name)
            if at is None or mark & 1 << at:
                continue
            mark |= 1 << at
            if row[at] != value and _told(change.table, name):
                self._changed.setdefault((change.table, change.row), set()).add(name)
        return mark

    def _doubt(self, change: _Change, row: tuple[Any, ...]) -> str:
        """Return what is not as a digest vouches for it, "" where all is."""
        now = dict(zip(columns_of(change.table), row, strict=True))
        if change.table == VOTES:
            off = now["phase"] != "vote" and not vouched(change.digest, votes_given(self._store.sql, change.row))
            return "votes" if off else ""
        if change.table == ANSWERS:
            return "" if vouched(change.digest, answers_given(self._store.sql, change.row)) else "answers"
        return "" if vouched_row(change.digest, now) else "changed"


_INDEX = {table: {name: at for at, name in enumerate(names)} for table in STORED for names in [columns_of(table)]}


class _Quick:
    """Compares a row with a change of certain columns at once: nearly all are as they were written."""

    def __init__(self, table: str, after: Iterable[str]) -> None:
        index = _INDEX[table]
        names = [(place, index[name]) for place, name in enumerate(after) if name in index and _told(table, name)]
        self.bits = sum(1 << index[name] for name in after if name in index)
        self._of = (itemgetter(*(at for at, _ in names)), itemgetter(*(at for _, at in names))) if names else None

    def agrees(self, row: tuple[Any, ...], after: dict[str, Any]) -> bool:
        return self._of is None or self._of[0](tuple(after.values())) == self._of[1](row)


def _told(table: str, column: str) -> bool:
    """Tell whether a column changes by entries only: versions count all changes, and cards are shuffled."""
    return column != "version" and (table, column) != ("card", "place")


def _ends_digest(change: _Change) -> bool:
    """Tell whether a change without a digest says that no older one counts; that of votes until they vote again."""
    return change.table in VOUCHED or (change.table == VOTES and (change.after or {}).get("phase") == "vote")


class _Read:
    """The changes that an entry's text holds, up to the first that okrtui cannot have written."""

    def __init__(self, text: str) -> None:
        self.is_sound = True
        self._text = text
        self._places = array("Q")
        self._found: list[_Change] = []
        if len(text) > LARGE and text.startswith("[{") and text.endswith("}]"):
            self._scan()
            return
        try:
            for change in json.loads(text):
                self._found.append(_change(change))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self.is_sound = False

    def _scan(self) -> None:
        """Note where each change begins: text that is read one by one takes a tenth of what it takes at once."""
        at = 1
        try:
            while at < len(self._text):
                change, end = _decode(self._text, at)
                _change(change)
                self._places.append(at)
                if self._text[end] not in ",]" or (self._text[end] == "]" and end + 1 != len(self._text)):
                    raise ValueError(end)
                at = end + 1
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self.is_sound = False

    def __reversed__(self) -> Iterator[_Change]:
        for at in reversed(self._places):
            yield _change(_decode(self._text, at)[0])
        yield from reversed(self._found)


def _change(change: dict[str, Any]) -> _Change:
    """Return a change as it is stored. Raises what `_Read` catches where okrtui cannot have written it."""
    table, after = str(change["table"]), change["after"]
    digest = str(change["digest"] if table == "activity" else change.get("digest") or "")
    if table != "activity" and (table not in TABLES or not isinstance(after, dict | None)):
        raise ValueError(table)
    row = int(change["id"])
    if row.bit_length() > 63:
        raise ValueError(row)
    return _Change(table, row, change["before"] is None, after, digest)
