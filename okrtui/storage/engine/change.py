"""What is heard of others between two looks; apart from the store, which takes longer to import than to ask."""

from enum import Enum


class Change(Enum):
    """What has come from others: nothing, something that the journal does not tell (who is there, votes), entries."""

    NOTHING = 0
    PRESENCE = 1
    NEWS = 2
