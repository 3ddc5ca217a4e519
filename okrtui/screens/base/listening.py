"""What a ritual screen hears of others: what concerns it, and what it reads of it in the same go."""

from collections.abc import Callable, Sequence

from okrtui.model.journal import Activity
from okrtui.rituals.context import Context
from okrtui.screens.base.dialogs import Asking


class Listening(Asking):
    """The part of every ritual screen that the change feed talks to."""

    def concerns(self, activities: Sequence[Activity]) -> bool:
        """Return whether what others did concerns this screen."""
        return True

    def presence_changed(self) -> None:
        """Others wrote what the journal does not tell: who is there, ready, typing, has voted."""

    def read_delta(self) -> Callable[[Context, Sequence[Activity]], object] | None:
        """Return what reads, on the storage thread, what came; None where `load` does it in a go of its own."""
        return None

    def apply_delta(self, read: object) -> bool:
        """Show what `read_delta` read; False where it is old already, and `load` has to read again."""
        return False
