"""The half-written text of one workspace, among the drafts of all those that a person opens."""

from typing import Any

from okrtui.rituals.context import Context
from okrtui.screens.base.host import Drafts


def uuid_of(ctx: Context) -> str:
    """Return what tells this workspace from every other one, wherever its file is moved."""
    return ctx.store.workspace().uuid


class WorkspaceDrafts:
    """`S2` or `KR1.1` is another thing in another workspace: what is typed for one is never offered for the other."""

    def __init__(self, every: Drafts, uuid: str) -> None:
        self._every, self._uuid = every, uuid

    def _name(self, key: str) -> str:
        return key if self._uuid in key else f"{self._uuid}/{key}"

    def put(self, key: str, value: Any) -> None:
        """Keep `value` under `key`."""
        self._every.put(self._name(key), value)

    def get(self, key: str) -> Any:
        """Return what is kept under `key`, None where there is nothing."""
        return self._every.get(self._name(key))

    def drop(self, key: str) -> None:
        """Forget `key`."""
        self._every.drop(self._name(key))

    def flush(self) -> object:
        """Write what is not written yet."""
        return self._every.flush()

    @property
    def failing(self) -> bool:
        """Whether what was put last could not be written."""
        return bool(getattr(self._every, "failing", False))
