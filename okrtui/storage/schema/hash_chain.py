"""The journal's chain: each entry seals its own words, and with them everything that came before it."""

import json
import os
from _blake2 import blake2b  # what hashlib hands on; hashlib itself takes 13 ms that the quick commands do not have
from collections import namedtuple  # `typing` has one with types, and takes a quick command 3 ms
from collections.abc import Callable, Iterator

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from typing import Any

    Read = Callable[[str, tuple[object, ...]], list[tuple[Any, ...]]]

SIZE = 20
"""Bytes of a digest."""
COLUMNS = "id, at, who, verb, ref, summary, changes, undoes, salt, digest, chain"
PAGE = 1000
PIECE = 1_000_000
"""Characters that are sealed at once."""
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class ChainEntry(namedtuple("ChainEntry", "id at who verb ref summary changes undoes salt digest chain")):
    """A row of the journal as it is stored, its `changes` as text and `undoes` a number or None."""

    __slots__ = ()

    @property
    def blank(self) -> bool:
        """Whether its words were taken out: what `Writer.forget` leaves of an entry."""
        return not (self.who or self.verb or self.ref or self.summary or self.salt) and self.changes == "[]"


def fresh_salt() -> str:
    """Return a random salt: once it is taken out of the journal, nobody can guess an entry's words by its digest."""
    return os.urandom(16).hex()


def digest_of(entry: ChainEntry, number: int | None = None) -> str:
    """Return what seals an entry's words and its number (its own, or the one asked about) in the journal."""
    if len(entry.changes) > PIECE:
        return _hash_of_pieces(_pieces(entry, number or entry.id))
    return _hash(_written([number or entry.id, *entry[1:9]]))


def _pieces(entry: ChainEntry, number: int) -> "Iterator[str]":
    """Yield, piece by piece, what an entry with large changes is sealed by: an import's are a hundred megabytes."""
    yield f'{_written([number, *entry[1:6]])[:-1]},"'
    for at in range(0, len(entry.changes), PIECE):
        yield _written(entry.changes[at : at + PIECE])[1:-1]
    yield f'",{_written([*entry[7:9]])[1:]}'


def left(entry: ChainEntry) -> list[object]:
    """Return what of an entry is vouched for when words were taken out of it: what its own digest is of."""
    return [*entry[:8]]


def vouch(what: object, salt: str = "") -> str:
    """Return a salted digest of `what` (JSON): a change that keeps words to itself tells by it what they were."""
    salt = salt or fresh_salt()
    return f"{salt} {_hash(json.dumps([salt, what], ensure_ascii=False, separators=(',', ':'), sort_keys=True))}"


def vouched(digest: str, what: object) -> bool:
    """Tell whether a digest of `vouch` is that of `what`."""
    return vouch(what, digest.partition(" ")[0] or "-") == digest


VOUCHED = ("workspace", "recognition", "recipient")
"""Tables whose rows come without the journal telling them."""


LATER = ("decimal_sign", "value_id")
"""Their columns that a migration added, which digests of before do not know."""


def content(row: "dict[str, Any]") -> "dict[str, Any]":
    """Return what of a row is vouched for: all but the number that counts its changes."""
    return {name: value for name, value in row.items() if name != "version"}


def vouched_row(digest: str, row: "dict[str, Any]") -> bool:
    """Tell whether a digest is that of a row as it is, or as it was before columns came in which it has nothing."""
    old = {name: value for name, value in row.items() if value not in (None, "") or name not in LATER}
    return vouched(digest, content(row)) or vouched(digest, content(old))


def votes_given(read: "Read", session_id: int) -> "list[tuple[Any, ...]]":
    """Return how many votes each ballot gave a group, in an order that says nothing of whose it is."""
    return read("SELECT group_id, number FROM vote WHERE session_id = ? ORDER BY group_id, number", (session_id,))


def answers_given(read: "Read", poll_id: int) -> "list[tuple[Any, ...]]":
    """Return what was answered, in an order that says nothing of who answered."""
    found = read("SELECT number, word FROM answer WHERE poll_id = ? ORDER BY number, word", (poll_id,))
    return [(number, word) if word else (number,) for number, word in found]


def link(before: str, digest: str) -> str:
    """Return the chain at an entry, from the chain `before` it ("" for the first) and its digest."""
    return _hash(f"{before} {digest}")


def _hash_of_pieces(pieces: "Iterator[str]") -> str:
    made = blake2b(digest_size=SIZE)
    for piece in pieces:
        made.update(piece.encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=SIZE).hexdigest()


def sealed(entry: ChainEntry, before: str) -> ChainEntry:
    """Return the entry with salt, digest and chain, as it is stored after one whose chain is `before`."""
    salted = entry._replace(salt=fresh_salt())
    digest = digest_of(salted)
    return salted._replace(digest=digest, chain=link(before, digest))


def pages(read: Callable[[str], list[tuple[object, ...]]]) -> Iterator[list[ChainEntry]]:
    """Yield the journal from its beginning, a page at a time; `read` runs a query and returns its rows."""
    last = 0
    while page := [
        ChainEntry(*row) for row in read(f"SELECT {COLUMNS} FROM activity WHERE id > {last} ORDER BY id LIMIT {PAGE}")
    ]:
        yield page
        last = page[-1].id


def seal_all(execute: Callable[..., "Any"]) -> None:
    """Seal the entries of a journal that was written before there was a chain; `execute` runs a statement."""
    before = ""
    for page in pages(lambda query: list(execute(query).fetchall())):
        for entry in page:
            done = sealed(entry, before)
            before = done.chain
            words = f"salt = '{done.salt}', digest = '{done.digest}', chain = '{done.chain}'"  # hexadecimal digits
            execute(f"UPDATE activity SET {words} WHERE id = {done.id}")
