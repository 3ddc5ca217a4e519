"""The newest journal entry each workspace had when I looked, in my own state directory: who rewrites history shows."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okrtui.storage.local.state_file import StateFile

if TYPE_CHECKING:
    from okrtui.storage.engine.store import Store


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The entry I remember (0 for none) and when I saw it, in seconds; `held`: the journal still has it so."""

    number: int
    at: int
    held: bool


class JournalCheckpoints:
    """One number and chain a workspace, in a 0600 file. `path` may be a function: asked for when it is needed."""

    def __init__(self, path: Path | Callable[[], Path]) -> None:
        self._path = path
        self._opened: StateFile | None = None
        self._unsaved: dict[str, Any] = {}  # in memory where it could not be kept

    @property
    def _file(self) -> StateFile:
        if self._opened is None:
            path = self._path if isinstance(self._path, Path) else self._path()
            self._opened = StateFile(path, "what you saw of the journal")
        return self._opened

    def look(self, store: "Store") -> Checkpoint:
        """Return what I remember of this workspace, and whether its journal still says so."""
        kept = {**(self._file.look() or {}), **self._unsaved}.get(_key(store))
        if not isinstance(kept, dict):
            return Checkpoint(0, 0, True)
        number, chain, at = kept.get("entry"), kept.get("chain"), kept.get("at")
        if not isinstance(number, int) or not isinstance(chain, str) or not isinstance(at, int) or number < 1:
            return Checkpoint(0, 0, True)
        found = store.sql("SELECT chain FROM activity WHERE id = ?", (min(number, 2**62),))
        return Checkpoint(number, at, bool(found) and found[0][0] == chain)

    def remember(self, store: "Store", at: int, *, anew: bool = False) -> Checkpoint:
        """Remember the newest entry, seen `at`, and return what I had seen before.

        That stays where the journal says something else now, unless it is accepted (`anew`). `problem` says where
        nothing can be kept.
        """
        newest = store.sql("SELECT id, chain FROM activity ORDER BY id DESC LIMIT 1")
        seen = self.look(store)
        if newest and (anew or (seen.held and newest[0][0] != seen.number)):
            number, chain = newest[0]
            kept = {_key(store): {"entry": int(number), "chain": str(chain), "at": at}}
            self._unsaved = {} if self._file.try_change(lambda every: every | kept) else kept
        return seen

    @property
    def problem(self) -> str:
        """One sentence where nothing can be kept, else empty."""
        return self._file.problem


def _key(store: "Store") -> str:
    """Return what tells workspaces apart: a copy of one goes its own way."""
    return f"{store.workspace().uuid} {store.address}"
