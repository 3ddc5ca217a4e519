"""What an export into a folder was made of, in my own state directory, so that the next does only what has changed."""

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

from okrtui.storage.local.state_file import StateFile


class ExportRecords:
    """One 0600 file a workspace and folder. `path` is the folder of them; asked for when it is needed.

    What another `version` of okrtui kept counts for nothing: it writes other documents.
    """

    def __init__(self, path: Callable[[], Path], version: str) -> None:
        self._path, self._version = path, version

    def look(self, of: str) -> dict[str, Any]:
        """Return what is kept of an export, {} where nothing is or it cannot be read."""
        found = self._file(of).look()
        return found if isinstance(found, dict) and found.get("okrtui") == self._version else {}

    def keep(self, of: str, what: dict[str, Any]) -> None:
        """Keep it in place of what was kept; where that cannot be the next export does everything."""
        self._file(of).try_change(lambda _: {**what, "okrtui": self._version})

    def _file(self, of: str) -> StateFile:
        name = blake2b(of.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        return StateFile(self._path() / f"{name}.json", "what an export was made of", damaged="begin anew", sync=False)
