"""The commands that tell my key results' numbers: in a file that only I can write, never in a workspace."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from okrtui.errors import Refused
from okrtui.model.okrs import SECONDS, Source
from okrtui.storage.local.own_file import refuse_foreign
from okrtui.storage.local.state_file import StateFile


class OwnSources:
    """My sources by workspace and key result. What is read is refused where somebody else could have written it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = StateFile(path, "sources", damaged="refuse")

    def of(self, workspace: str) -> dict[str, Source]:
        """Return the sources of a workspace (by its uuid), by ref. Raises Refused where the file cannot be trusted."""
        refuse_foreign(self.path)
        try:
            found = self._file.read()
        except OSError as error:
            raise Refused(f"{self.path} cannot be read: {error.strerror}") from None
        except ValueError as error:
            raise Refused(f"{self.path} is damaged ({error}); mend it or move it away") from None
        kept = found.get(workspace, {})
        sources = [_source(ref, each) for ref, each in kept.items()] if isinstance(kept, dict) else []
        return {each.ref: each for each in sorted(filter(None, sources), key=lambda each: _place(each.ref))}

    def put(self, workspace: str, source: Source) -> None:
        """Keep a source, in place of the one that its key result has. Raises Refused where it cannot be kept."""
        value = {"command": list(source.command), "seconds": source.seconds}
        self._change(lambda found: {**found, workspace: {**found.get(workspace, {}), source.ref: value}})

    def remove(self, workspace: str, ref: str) -> None:
        """Forget a key result's source. Raises Refused where it cannot be."""
        kept = {each: value for each, value in self._raw(workspace).items() if each != ref}
        self._change(lambda found: {**found, workspace: kept})

    def _raw(self, workspace: str) -> dict[str, Any]:
        refuse_foreign(self.path)
        return dict(self._file.read().get(workspace, {}))

    def _change(self, edit: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        refuse_foreign(self.path)
        try:
            self._file.change(edit)
        except (OSError, ValueError) as error:
            raise Refused(f"{self.path} cannot be written: {getattr(error, 'strerror', None) or error}") from None


def _source(ref: str, kept: object) -> Source | None:
    if not isinstance(kept, Mapping):
        return None
    command, seconds = kept.get("command"), kept.get("seconds", SECONDS)
    if not isinstance(command, list) or not command or not all(isinstance(each, str) for each in command):
        return None
    return Source(ref, tuple(command), seconds if isinstance(seconds, int) and seconds > 0 else SECONDS)


def _place(ref: str) -> tuple[int, ...]:
    return tuple(int(part) for part in ref.removeprefix("KR").split(".") if part.isdigit())
