"""What is heard of others between two looks; apart from the store, which takes longer to import than to ask."""

import threading
from contextlib import contextmanager
from enum import Enum

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from collections.abc import Iterator


class Change(Enum):
    """What has come from others: nothing, something that the journal does not tell (who is there, votes), entries."""

    NOTHING = 0
    PRESENCE = 1
    NEWS = 2


class Looking(threading.local):
    """Whether this thread only looks at rows (`only`): then one that is not known does not keep the rest back."""

    only = False


LOOK = Looking()


@contextmanager
def looking(only: bool = True) -> "Iterator[None]":
    """Have rows that okrtui does not know say so in their place while the block reads; without `only` they are refused.

    A change is refused in any case: what stands in for a value must not be stored.
    """
    before, LOOK.only = LOOK.only, only
    try:
        yield
    finally:
        LOOK.only = before
