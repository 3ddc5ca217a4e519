"""Office hours and bookings: rows in, frozen values out."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from okrtui.model.hours import Booking, BookingState, HoursState, OfficeHours
from okrtui.model.people import MemberState
from okrtui.storage.engine.queries import where_given
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Store
from okrtui.storage.journal.writer import Writer
from okrtui.storage.tables.people import MemberTable
from okrtui.storage.tables.practice import BookingCaseTable, BookingTable, FollowUpTable, OfficeHoursTable

if TYPE_CHECKING:
    from peewee import Expression

_hours = row_reader(OfficeHours, lambda row: f"OH{row['id']}")
_booking = row_reader(Booking, lambda row: f"B{row['id']}")


def hours(store: Store, *, hours_id: int | None = None, host: str | None = None) -> tuple[OfficeHours, ...]:
    """Return the office hours that did not end, of hosts who are here, by weekday, time and host.

    The one with an id is returned whatever its state.
    """
    h = OfficeHoursTable
    query = h.select(h).join(MemberTable).order_by(h.weekday, h.start, h.host, h.id)
    if hours_id is None:
        query = query.where(h.state != HoursState.ENDED, MemberTable.state == MemberState.ACTIVE)
    return tuple(map(_hours, store.rows(where_given(query, (h.id, hours_id), (h.host, host)))))


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
    b = BookingTable
    query = where_given(b.select().order_by(b.at, b.id), (b.id, booking_id), (b.host, host), (b.state, state))
    if since is not None:
        query = query.where(b.at >= since)
    if of is not None:
        query = query.where(_is_of(of))
    return tuple(map(_booking, store.rows(query)))


def add_booking(writer: Writer, new: Booking) -> int:
    """Insert a booking and return its id."""
    return writer.add("booking", new)


def add_follow_up(writer: Writer, booking_id: int, action_id: int) -> None:
    """Note that an action came out of a booking."""
    writer.insert("follow_up", booking_id=booking_id, action_id=action_id)


def follow_ups(store: Store, booking_ids: "list[int]") -> list[tuple[int, int]]:
    """Return (booking id, action id) of what came out of these bookings, oldest first."""
    f = FollowUpTable
    found = store.rows(f.select(f.booking, f.action).where(f.booking.in_(booking_ids)).order_by(f.id))
    return [(row["booking_id"], row["action_id"]) for row in found]


def add_case(writer: Writer, booking_id: int, case_id: int) -> None:
    """Note that a case came out of a booking."""
    writer.insert("booking_case", booking_id=booking_id, case_id=case_id)


def cases_of(store: Store, booking_ids: Sequence[int]) -> list[tuple[int, int]]:
    """Return (booking id, case id) of the cases that came out of these bookings, oldest first."""
    e = BookingCaseTable
    found = store.rows(e.select(e.booking, e.case).where(e.booking.in_(booking_ids)).order_by(e.id))
    return [(row["booking_id"], row["case_id"]) for row in found]


def bookings_behind(store: Store, login: str, case_ids: Sequence[int]) -> dict[int, str]:
    """Return the refs of the bookings of which somebody is host or guest and that cases came out of, by case."""
    e = BookingCaseTable
    query = e.select(e.case, e.booking).join(BookingTable).where(e.case.in_(case_ids), _is_of(login))
    return {row["case_id"]: f"B{row['booking_id']}" for row in store.rows(query)}


def mine_among(store: Store, login: str, booking_ids: "list[int]") -> set[int]:
    """Return the ids of those bookings of which somebody is host or guest."""
    b = BookingTable
    return {row["id"] for row in store.rows(b.select(b.id).where(b.id.in_(booking_ids), _is_of(login)))}


def _is_of(login: str) -> "Expression":
    """Return the condition that somebody is host or guest of a booking."""
    return (BookingTable.host == login) | (BookingTable.guest == login)
