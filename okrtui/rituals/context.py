"""Where somebody sits when they act: which workspace, who they are, what time it is."""

from datetime import UTC, date, datetime, tzinfo

from okrtui.model.frozen import frozen
from okrtui.rules.weeks import week_of

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from okrtui.model.people import Workspace
    from okrtui.storage.engine.store import Store
    from okrtui.storage.local.tokens import Tokens


@frozen
class Context:
    """Passed first to every use case. `login` is the operating system's answer, `now` is aware and in UTC."""

    store: "Store"
    login: str
    name: str
    now: datetime
    tokens: "Tokens | None" = None
    """My own secrets for anonymous sessions; None where there is no place of mine to keep them."""
    may_add: "Callable[[str], bool]" = lambda login: False
    """Whether somebody named whom nobody knows becomes a member by it: a person has said so."""

    @property
    def workspace(self) -> "Workspace":
        """The workspace's own record. Raises Refused where it cannot be read."""
        return self.store.workspace()

    @property
    def address(self) -> str:
        """Where the workspace lies: the path of its file, or a server's URL."""
        return self.store.address

    def transaction(self) -> "AbstractContextManager[None]":
        """Return a block in which all is read and written in one go, and nobody gets in between."""
        return self.store.transaction()

    def without_tokens(self) -> "Context":
        """Return the context of an export: nothing in an anonymous session is mine."""
        return Context(self.store, self.login, self.name, self.now)

    @property
    def zone(self) -> tzinfo:
        """The workspace's timezone (UTC where this machine does not know it)."""
        return zone(self.store.timezone())

    @property
    def decimal_sign(self) -> str:
        """The sign before decimals in numbers that people type here, "" where nobody has said it."""
        return self.workspace.decimal_sign

    @property
    def today(self) -> date:
        """The day it is in the workspace's timezone."""
        return self.now.astimezone(self.zone).date()

    @property
    def week(self) -> str:
        """The ISO week it is in the workspace's timezone, like `2026-W47`."""
        return week_of(self.today)


def who_is(store: "Store", login: str, name: str) -> tuple[str, str]:
    """Return (login, display name) of whoever uses a store: the server's answer where it is on one, else the system's.

    `login` and `name` are the system's.
    """
    member = store.member or login
    return member, name if member == login else member


def zone(name: str) -> tzinfo:
    """Return the timezone called `name`; UTC where this machine has no data for it."""
    if name in ("", "UTC"):
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # 3 ms that a UTC workspace does not need

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
