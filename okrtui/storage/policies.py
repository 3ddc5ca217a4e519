"""Who may do what to which table on a server."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrtui.storage.postgres import ServerStore


def guard(store: "ServerStore") -> None:
    """Put the policies in place."""
