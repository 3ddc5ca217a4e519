"""A small workspace for tests, with a clock that stands still and several people."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from okrtui.rituals.people import make_workspace
from okrtui.rituals.seat import Seat
from okrtui.storage.store import Store

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""Monday of 2026-W48, in week 9 of 14 of 2026-Q4."""


def workspace(folder: Path, *, timezone: str = "UTC", now: datetime = MONDAY) -> Store:
    """Return the open store of a fresh workspace whose first member is mei."""
    return make_workspace(folder / "ws" / "team.db", name="Acme", timezone=timezone, login="mei", person="Mei", now=now)


def seat(store: Store, login: str = "mei", *, now: datetime = MONDAY, weeks: float = 0) -> Seat:
    """Return `login`'s seat, `weeks` later than `now`."""
    return Seat(store, login, login.capitalize(), now + timedelta(weeks=weeks))
