"""What I wrote last in anonymous sessions, in my own state directory: undo finds it there, and nobody else does."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from okrtui.storage.local.state_file import StateFile

KEPT, SESSIONS = 50, 20
"""How many things of a session, and of how many sessions, are remembered."""


class Written(NamedTuple):
    """Something anonymous of mine: the session's key, its journal entry, what I did to which card or note, and how it
    was before.
    """

    session: str
    entry: int
    what: str
    id: int
    former: dict[str, Any]


class OwnWrites:
    """A file that is read and written whole. Where it cannot be used, memory is.

    A damaged one is begun anew, and nothing is synced to disk: what is lost by that can only not be undone.
    """

    def __init__(self, path: Path) -> None:
        self._file = StateFile(path, "what you wrote", list, "begin anew", sync=False)
        self._here: list[Written] = []
        self._gone: set[tuple[str, int]] = set()

    def every(self) -> list[Written]:
        """Return what is remembered, oldest first."""
        kept = _sound(self._file.look() or [])
        return [each for each in [*kept, *self._here] if (each.session, each.entry) not in self._gone]

    def add(self, new: Written) -> None:
        """Remember something."""
        self._gone.discard((new.session, new.entry))
        if not self._change(lambda kept: [*kept, new]):  # a full disk must not keep anybody from writing a card
            self._here.append(new)

    def drop(self, session: str, entry: int | None = None) -> None:
        """Forget one thing, or all of a session; where the file cannot be changed this process has forgotten it."""
        gone = [each for each in self.every() if each.session == session and entry in (None, each.entry)]
        self._gone |= {(each.session, each.entry) for each in gone}
        self._change(lambda kept: [each for each in kept if (each.session, each.entry) not in self._gone])

    def _change(self, edit: Callable[[list[Written]], list[Written]]) -> bool:
        """Keep what `edit` makes of what is kept; return whether that could be written."""
        return self._file.try_change(lambda kept: _bounded(edit(_sound(kept)))) is not None


def _bounded(kept: list[Written]) -> list[Written]:
    """Return the newest of them, in their order."""
    counts, left = Counter[str](), list[Written]()
    for each in reversed(kept):
        if counts[each.session] < KEPT and (each.session in counts or len(counts) < SESSIONS):
            counts[each.session] += 1
            left.append(each)
    return left[::-1]


def _sound(kept: list[Any]) -> list[Written]:
    """Return what is whole of it: the file may have been written by hand."""
    return [Written(*each) for each in kept if _is_whole(each)]


def _is_whole(each: object) -> bool:
    if not isinstance(each, list) or len(each) != len(Written._fields):
        return False
    kinds = (str, int, str, int, dict)
    return all(type(value) is kind for value, kind in zip(each, kinds, strict=True)) and 0 <= each[3] < 2**62
