"""The journal's chain, entry by entry: which were changed, put in, moved or taken out behind okrtui's back."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass

from okrtui.storage.schema.hash_chain import ChainEntry, digest_of, left, link, vouched

MOVES = 500
"""Changed entries that are compared with each other, to tell those that changed places; of more none is."""


@dataclass(frozen=True, slots=True)
class Broken:
    """An entry (`last` is another number where several in a row are gone) and what became of it."""

    number: int
    what: str
    last: int = 0


class ChainWalk:
    """The chain, entry by entry; one is judged when the next is known: that tells a put-in one from a changed one.

    It begins after entry `number`, whose chain is `chain`. `redacted` are the digests of what was left of entries from
    which words were taken out; `unreadable` are those whose changes okrtui cannot have written.
    """

    def __init__(self, redacted: Mapping[int, str], unreadable: "array[int]", number: int = 0, chain: str = "") -> None:
        self.entries = 0
        self.newest = (number, chain)
        self.redacted = 0
        """How many changed entries are as a redaction left them."""
        self._told = redacted
        self._number, self._chain = number, chain
        self._doubtful: tuple[ChainEntry, str] | None = None
        self._broken = [Broken(each, "unreadable") for each in unreadable]
        self._unsound: set[int] = set()
        self._changed: list[ChainEntry] = []
        """The first of them, to be compared with each other."""
        self._blank: set[int] = set()
        self._excused: set[int] = set()

    def step(self, entry: ChainEntry, *, is_whole: bool) -> None:
        """Take in the next entry; of one that is not whole to me only the seal is checked."""
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
        elif not sound and vouched(self._told.get(entry.id, ""), left(entry)):
            self.redacted += 1
        elif not sound:
            self._unsound.add(entry.id)
            if len(self._unsound) <= MOVES:
                self._changed.append(entry)
        elif not entry.verb and entry.undoes is not None:
            self._excused.add(entry.undoes)

    def end(self) -> None:
        """Judge what is left when the journal ends."""
        if self._doubtful is not None:
            entry, _ = self._doubtful
            self._broken.append(Broken(entry.id, "changed" if entry.digest and entry.chain else "put in"))
            self._doubtful = None

    @property
    def taken_back(self) -> int:
        """How many entries okrtui blanked itself."""
        return len(self._blank & self._excused)

    def found(self) -> tuple[Broken, ...]:
        """Return one line for each broken entry, in the order of the journal."""
        said = {each.number: each for each in self._broken}
        for number in self._blank - self._excused:
            said[number] = Broken(number, "emptied")
        moved = self._moved() if len(self._unsound) <= MOVES else {}
        for number in self._unsound:
            if number in moved:
                said[number] = Broken(number, "moved", moved[number])
            elif said.get(number, Broken(0, "")).what not in ("put in", "gone"):
                said[number] = Broken(number, "changed")
        for number in [n for n in said if n not in self._unsound and said[n].what == "changed"]:
            if number - 1 in said and said[number - 1].what == "moved":
                del said[number]  # its own words are sound: it follows the one that was there before
        return tuple(said[number] for number in sorted(said))

    def _moved(self) -> dict[int, int]:
        """Return the entries that stand where another was, by number: where each comes from."""
        places = [entry.id for entry in self._changed]
        came = (
            (e.id, next((n for n in places if n != e.id and digest_of(e, n) == e.digest), 0)) for e in self._changed
        )
        return {number: was for number, was in came if was}
