"""What I wrote last in anonymous sessions, in my own state directory: undo finds it there, and nobody else does."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from okrtui.storage.local.drafts import locked, private_directory

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
    """A 0600 file, read and written whole; several processes of mine use one. Where it cannot be used, memory is.

    A damaged one is begun anew, and nothing is synced to disk: what is lost by that can only not be undone.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._here: list[Written] = []
        self._gone: set[tuple[str, int]] = set()

    def every(self) -> list[Written]:
        """Return what is remembered, oldest first."""
        try:
            kept = _read(self.path)
        except OSError:  # as if there were no file: what this process wrote is here
            kept = []
        return [each for each in [*kept, *self._here] if (each.session, each.entry) not in self._gone]

    def add(self, new: Written) -> None:
        """Remember something."""
        self._gone.discard((new.session, new.entry))
        try:
            with self._changing() as kept:
                kept.append(new)
        except OSError:  # a full disk must not keep anybody from writing a card
            self._here.append(new)

    def drop(self, session: str, entry: int | None = None) -> None:
        """Forget one thing, or all of a session."""
        gone = [each for each in self.every() if each.session == session and entry in (None, each.entry)]
        self._gone |= {(each.session, each.entry) for each in gone}
        try:
            with self._changing() as kept:
                kept[:] = [each for each in kept if (each.session, each.entry) not in self._gone]
        except OSError:
            return  # this process has forgotten it

    @contextmanager
    def _changing(self) -> Iterator[list[Written]]:
        """Give what the file holds to be changed, and write it when that is done. Raises OSError where it cannot be."""
        private_directory(self.path.parent)
        with locked(self.path.with_name(f"{self.path.name}.lock")):
            kept = _read(self.path)
            yield kept
            new = self.path.with_name(f"{self.path.name}.new")
            new.unlink(missing_ok=True)  # left by a process that was killed
            handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                os.fchmod(handle, 0o600)
                file.write(json.dumps(_bounded(kept)))
            new.replace(self.path)


def _bounded(kept: list[Written]) -> list[Written]:
    """Return the newest of them, in their order."""
    counts, left = Counter[str](), list[Written]()
    for each in reversed(kept):
        if counts[each.session] < KEPT and (each.session in counts or len(counts) < SESSIONS):
            counts[each.session] += 1
            left.append(each)
    return left[::-1]


def _read(path: Path) -> list[Written]:
    """Return what a file holds, nothing where there is none or it is damaged. Raises OSError where it is unreadable."""
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return []
    except (ValueError, RecursionError):
        return []
    return [Written(*each) for each in found if _sound(each)] if isinstance(found, list) else []


def _sound(each: object) -> bool:
    if not isinstance(each, list) or len(each) != len(Written._fields):
        return False
    kinds = (str, int, str, int, dict)
    return all(type(value) is kind for value, kind in zip(each, kinds, strict=True)) and 0 <= each[3] < 2**62
