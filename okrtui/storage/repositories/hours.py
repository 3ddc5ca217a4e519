"""Office hours and bookings: rows in, frozen values out."""

from collections.abc import Sequence
from datetime import datetime

from okrtui.model.hours import Booking, BookingState, HoursState, OfficeHours
from okrtui.model.people import MemberState
from okrtui.storage.engine.queries import given
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Store, marks
from okrtui.storage.journal.writer import Writer

_hours = row_reader(OfficeHours, lambda row: f"OH{row['id']}")
_booking = row_reader(Booking, lambda row: f"B{row['id']}")
_MINE = "(b.host = ? OR b.guest = ?)"


def hours(store: Store, *, hours_id: int | None = None, host: str | None = None) -> tuple[OfficeHours, ...]:
    """Return the office hours that did not end, of hosts who are here, by weekday, time and host.

    The one with an id is returned whatever its state.
    """
    ended, here = (HoursState.ENDED, MemberState.ACTIVE) if hours_id is None else (None, None)
    where, values = given(("h.id = ?", hours_id), ("h.host = ?", host), ("h.state <> ?", ended), ("m.state = ?", here))
    sql = "SELECT h.* FROM office_hours h JOIN member m ON m.login = h.host"
    order = "ORDER BY h.weekday, h.start, h.host, h.id"
    return tuple(map(_hours, store.records(f"{sql} {where} {order}", values)))


def add_hours(writer: Writer, new: OfficeHours) -> int:
    """Insert office hours and return their id."""
    return writer.add("office_hours", new)


def bookings(
    store: Store,
    *,
    booking_id: int | None = None,
    host: str | None = None,
    of: str | None = None,
    since: datetime | None = None,
    state: BookingState | None = None,
) -> tuple[Booking, ...]:
    """Return bookings in the order of time; of a host, those that somebody (`of`) gives or takes, those from a time on.

    A server leaves out guest, need and outcome of what is not mine.
    """
    where, values = given(
        ("b.id = ?", booking_id),
        ("b.host = ?", host),
        ("b.at >= ?", None if since is None else int(since.timestamp())),
        ("b.state = ?", state),
    )
    if of is not None:
        where, values = f"{where} AND {_MINE}", (*values, of, of)
    return tuple(map(_booking, store.records(f"SELECT b.* FROM booking b {where} ORDER BY b.at, b.id", values)))


def add_booking(writer: Writer, new: Booking) -> int:
    """Insert a booking and return its id."""
    return writer.add("booking", new)


def add_follow_up(writer: Writer, booking_id: int, action_id: int) -> None:
    """Note that an action came out of a booking."""
    writer.insert("follow_up", booking_id=booking_id, action_id=action_id)


def follow_ups(store: Store, booking_ids: "list[int]") -> list[tuple[int, int]]:
    """Return (booking id, action id) of what came out of these bookings, oldest first."""
    sql = f"SELECT booking_id, action_id FROM follow_up WHERE booking_id IN ({marks(booking_ids)}) ORDER BY id"
    return [(int(booking), int(action)) for booking, action in store.sql(sql, tuple(booking_ids))]


def add_case(writer: Writer, booking_id: int, case_id: int) -> None:
    """Note that a case came out of a booking."""
    writer.insert("booking_case", booking_id=booking_id, case_id=case_id)


def cases_of(store: Store, booking_ids: Sequence[int]) -> list[tuple[int, int]]:
    """Return (booking id, case id) of the cases that came out of these bookings, oldest first."""
    sql = f"SELECT booking_id, case_id FROM booking_case WHERE booking_id IN ({marks(booking_ids)}) ORDER BY id"
    return [(int(booking), int(case)) for booking, case in store.sql(sql, tuple(booking_ids))]


def bookings_behind(store: Store, login: str, case_ids: Sequence[int]) -> dict[int, str]:
    """Return the refs of the bookings of which somebody is host or guest and that cases came out of, by case."""
    sql = (
        "SELECT e.case_id, b.id FROM booking_case e JOIN booking b ON b.id = e.booking_id "
        f"WHERE e.case_id IN ({marks(case_ids)}) AND {_MINE}"
    )
    return {int(case): f"B{booking}" for case, booking in store.sql(sql, (*case_ids, login, login))}


def mine_among(store: Store, login: str, booking_ids: "list[int]") -> set[int]:
    """Return the ids of those bookings of which somebody is host or guest."""
    sql = f"SELECT b.id FROM booking b WHERE b.id IN ({marks(booking_ids)}) AND {_MINE}"
    return {int(row[0]) for row in store.sql(sql, (*booking_ids, login, login))}
