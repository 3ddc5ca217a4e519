"""The journal's chain: each entry seals its own words, and with them everything that came before it."""

import json
import os
from _blake2 import blake2b  # what hashlib hands on; hashlib itself takes 13 ms that the quick commands do not have
from collections import namedtuple  # `typing` has one with types, and takes a quick command 3 ms
from collections.abc import Callable, Iterator

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from typing import Any

SIZE = 20
"""Bytes of a digest."""
COLUMNS = "id, at, who, verb, ref, summary, changes, undoes, salt, digest, chain"
PAGE = 1000


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
    words = [number or entry.id, *entry[1:9]]
    return _hash(json.dumps(words, ensure_ascii=False, separators=(",", ":")))


def link(before: str, digest: str) -> str:
    """Return the chain at an entry, from the chain `before` it ("" for the first) and its digest."""
    return _hash(f"{before} {digest}")


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
