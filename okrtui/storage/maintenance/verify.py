"""Walking the journal's chain from its beginning: which entries, and which rows, were changed behind okrtui's back."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from okrtui.storage.maintenance.paging import each_row
from okrtui.storage.schema import tables as t
from okrtui.storage.schema.hash_chain import (
    VOUCHED,
    ChainEntry,
    answers_given,
    content,
    digest_of,
    left,
    link,
    pages,
    votes_given,
    vouched,
)

if TYPE_CHECKING:
    from okrtui.storage.engine.store import Record, Store

FOUNDED = "workspace"
"""Its row comes before the first entry."""
MOVES = 500
"""Changed entries that are compared with each other, to tell those that changed places; of more none is."""
VOTES, ANSWERS = "session", "poll"
"""What the digest of a change on these vouches for is not the row, but what hangs on it."""


@dataclass(frozen=True, slots=True)
class Broken:
    """An entry (`last` is another number where several in a row are gone) and what became of it."""

    number: int
    what: str
    last: int = 0


@dataclass(frozen=True, slots=True)
class UnexpectedRow:
    """A row that is not as the journal left it: `columns` differ, none where the row itself is too much or gone."""

    table: str
    row: int
    what: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What a walk found: how many entries there are, how many were taken back without trace, what is wrong."""

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


def verify_journal(store: "Store") -> Proof:
    """Read the whole journal in one snapshot, and the rows it tells of; on a server what of both I may read."""
    unread = 0
    with store.snapshot():
        walk, rows = _ChainWalk(), _Rows()
        for page in pages(store.sql):
            veiled = store.unread(page[0].id, page[-1].id)
            unread += len(veiled)
            for entry in page:
                walk.step(entry, entry.id not in veiled)
                if not rows.step(entry, veiled.get(entry.id)):
                    walk.unreadable(entry.id)
        walk.end()
        redacted = walk.redacted(rows.redacted)
        return Proof(
            walk.entries, walk.taken_back, walk.found(), tuple(rows.compared(store)), walk.newest, unread, redacted
        )


class _ChainWalk:
    """The chain, entry by entry; one is judged when the next is known: that tells a put-in one from a changed one."""

    def __init__(self) -> None:
        self.entries = 0
        self.newest = (0, "")
        self._number, self._chain = 0, ""
        self._doubtful: tuple[ChainEntry, str] | None = None
        self._broken: list[Broken] = []
        self._changed: list[ChainEntry] = []
        self._blank: set[int] = set()
        self._excused: set[int] = set()

    def step(self, entry: ChainEntry, is_whole: bool) -> None:
        self.entries += 1
        self.newest = (entry.id, entry.chain)
        self._settle(entry)
        if entry.id > self._number + 1:
            self._broken.append(Broken(self._number + 1, "gone", entry.id - 1))
        if is_whole:
            self._look_at_words(entry)
        if entry.chain == link(self._chain, entry.digest):
            self._chain = entry.chain
        elif entry.id == self._number + 1:
            self._doubtful = (entry, self._chain)
            self._chain = entry.chain
        else:  # those before it are gone: said already
            self._chain = entry.chain
        self._number = entry.id

    def unreadable(self, number: int) -> None:
        """Note an entry whose changes okrtui cannot have written."""
        self._broken.append(Broken(number, "unreadable"))

    def _settle(self, then: ChainEntry) -> None:
        """Judge the doubtful entry by the one after it, which follows it or the one before."""
        if self._doubtful is None:
            return
        entry, before = self._doubtful
        self._doubtful = None
        if then.chain == link(before, then.digest):
            self._chain = before
            self._broken.append(Broken(entry.id, "put in"))
        else:
            self._broken.append(Broken(entry.id, "put in" if not entry.chain else "changed"))

    def _look_at_words(self, entry: ChainEntry) -> None:
        sound = bool(entry.digest) and digest_of(entry) == entry.digest
        if entry.blank:
            self._blank.add(entry.id)
        elif not sound:
            self._changed.append(entry)
        elif not entry.verb and entry.undoes is not None:
            self._excused.add(entry.undoes)

    def end(self) -> None:
        """Judge what is left when the journal ends."""
        if self._doubtful is not None:
            entry, _ = self._doubtful
            self._broken.append(Broken(entry.id, "changed" if entry.digest and entry.chain else "put in"))
            self._doubtful = None

    def redacted(self, told: dict[int, str]) -> int:
        """Pass over the changed entries that are as a redaction left them; return how many."""
        changed = [each for each in self._changed if not vouched(told.get(each.id, ""), left(each))]
        many, self._changed = len(self._changed) - len(changed), changed
        return many

    @property
    def taken_back(self) -> int:
        """How many entries okrtui blanked itself."""
        return len(self._blank & self._excused)

    def found(self) -> tuple[Broken, ...]:
        """Return one line for each broken entry, in the order of the journal."""
        said = {each.number: each for each in self._broken}
        for number in self._blank - self._excused:
            said[number] = Broken(number, "emptied")
        places = [entry.id for entry in self._changed] if len(self._changed) <= MOVES else []
        for entry in self._changed:
            was = next((n for n in places if n != entry.id and digest_of(entry, n) == entry.digest), 0)
            if was:
                said[entry.id] = Broken(entry.id, "moved", was)
            elif said.get(entry.id, Broken(0, "")).what not in ("put in", "gone"):
                said[entry.id] = Broken(entry.id, "changed")
        unsound = {entry.id for entry in self._changed}
        for number in [n for n in said if n not in unsound and said[n].what == "changed"]:
            if number - 1 in said and said[number - 1].what == "moved":
                del said[number]  # its own words are sound: it follows the one that was there before
        return tuple(said[number] for number in sorted(said))


def _doubted(store: "Store", table: str, row: "Record", digest: str) -> Iterable[UnexpectedRow]:
    """Yield what is not as a digest vouches for it."""
    number = row["id"]
    if table == VOTES:
        if row["phase"] != "vote" and not vouched(digest, votes_given(store.sql, number)):
            yield UnexpectedRow(table, number, "votes")
    elif table == ANSWERS:
        if not vouched(digest, answers_given(store.sql, number)):
            yield UnexpectedRow(table, number, "answers")
    elif not vouched(digest, content(row)):
        yield UnexpectedRow(table, number, "changed")


def _told(table: str, column: str) -> bool:
    """Tell whether a column changes by entries only: versions count all changes, and cards are shuffled."""
    return column != "version" and (table, column) != ("card", "place")


class _Rows:
    """What the journal says of each row it tells of: its columns as they were left."""

    def __init__(self) -> None:
        self._left: dict[str, dict[int, dict[str, Any] | None]] = {}
        self._unknown: set[tuple[str, int]] = set()
        self._digests: dict[tuple[str, int], str] = {}
        self.redacted: dict[int, str] = {}
        """Digests of what was left of entries from which words were taken out, by their numbers."""

    def step(self, entry: ChainEntry, touched: frozenset[tuple[str, int]] | None) -> bool:
        """Take in what an entry says, or which rows it touched where that is all that I may know.

        Tell whether it can be read; what such a one may have changed is compared with the entries before it.
        """
        if touched is not None:
            self._unknown |= touched
            return True
        try:
            for change in json.loads(entry.changes):
                if change["table"] == "activity":
                    self.redacted[int(change["id"])] = str(change["digest"])
                    continue
                if change["table"] not in t.BY_NAME:
                    return False
                self._change(str(change["table"]), int(change["id"]), change["before"], change["after"])
                self._vouch((str(change["table"]), int(change["id"])), change)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return False
        return True

    def _change(self, table: str, row: int, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        rows = self._left.setdefault(table, {})
        if after is None:
            rows[row] = None
        elif before is None:
            rows[row] = dict(after)
        elif table != "card" or row in rows:  # of an anonymous one nobody knows how it was
            rows[row] = {**(rows.get(row) or {}), **after}

    def _vouch(self, of: tuple[str, int], change: dict[str, Any]) -> None:
        """Keep the newest digest, until a change brings none; that of votes until there is voting again."""
        if digest := change.get("digest"):
            self._digests[of] = str(digest)
        elif of[0] in VOUCHED or (of[0] == VOTES and (change["after"] or {}).get("phase") == "vote"):
            self._digests.pop(of, None)

    def compared(self, store: "Store") -> Iterable[UnexpectedRow]:
        """Yield the rows that are not as the journal left them."""
        named = {row[0] for row in store.sql("SELECT id FROM session WHERE anonymous = 0")}
        for table in t.BY_NAME:
            rows = self._left.get(table, {})
            here: set[int] = set()
            for row in each_row(store, t.BY_NAME[table]):
                number = row["id"]
                here.add(number)
                if (table, number) in self._unknown:
                    continue
                left = rows.get(number)
                if left is None and table != FOUNDED and (table != "card" or row["session_id"] in named):
                    yield UnexpectedRow(table, number, "put in")
                elif other := [n for n, was in (left or {}).items() if n in row and row[n] != was and _told(table, n)]:
                    yield UnexpectedRow(table, number, "changed", tuple(sorted(other)))
                elif digest := self._digests.get((table, number)):
                    yield from _doubted(store, table, row, digest)
            for number in sorted(number for number, left in rows.items() if left and number not in here):
                if (table, number) not in self._unknown:
                    yield UnexpectedRow(table, number, "gone")
