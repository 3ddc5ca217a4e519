"""My private notes on bookings, in my own state directory: never in a workspace, never in an export."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from okrtui.errors import Refused
from okrtui.storage.local.state_file import StateFile


class PrivateNotes:
    """One text a booking, in a 0600 file. `path` may be a function: asked for when it is needed."""

    def __init__(self, path: Path | Callable[[], Path]) -> None:
        self._path = path
        self._opened: StateFile | None = None

    @property
    def _file(self) -> StateFile:
        if self._opened is None:
            path = self._path if isinstance(self._path, Path) else self._path()
            self._opened = StateFile(path, "private notes", damaged="refuse")
        return self._opened

    def of(self, workspace: str) -> dict[str, str]:
        """Return my notes in a workspace (by its uuid), by the booking's ref. Raises Refused where none is readable."""
        try:
            kept: Any = self._file.read()
        except (OSError, ValueError) as error:
            raise Refused(f"{self._file.path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
        notes = kept.get(workspace, {})
        every = notes.items() if isinstance(notes, dict) else ()
        return {ref: text for ref, text in every if isinstance(text, str)}

    def put(self, workspace: str, ref: str, text: str) -> None:
        """Keep a note in place of the one that is there, none for "". Raises Refused where it cannot be kept."""

        def edit(kept: dict[str, Any]) -> dict[str, Any]:
            notes = {each: said for each, said in kept.get(workspace, {}).items() if each != ref}
            return {**kept, workspace: {**notes, ref: text} if text else notes}

        try:
            self._file.change(edit)
        except (OSError, ValueError) as error:
            said = getattr(error, "strerror", None) or error
            raise Refused(f"{self._file.path} cannot be written: {said}") from None
