"""Slots of office hours: derived from the weekly pattern and the workspace's clock, nothing is stored of a free one."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from okrtui.model.hours import Booking, BookingState, HoursSlot, HoursState, OfficeHours
from okrtui.rules.weeks import WEEKDAYS, clock_text

AHEAD = 14
"""For so many days slots are shown and may be booked, today included."""


def pattern_text(hours: OfficeHours) -> str:
    """Return when office hours are: `Tue 14:00–15:00, 20 min each`."""
    day = WEEKDAYS[hours.weekday][:3].capitalize()
    return f"{day} {clock_text(hours.start)}–{clock_text(hours.until)}, {hours.slot} min each"


def moment_of(day: date, minute: int, zone: tzinfo) -> datetime | None:
    """Return the moment at which a clock of `zone` shows a minute of a day; None where summer time leaves it out.

    Where the clock shows it twice, the first time is meant.
    """
    local = datetime.combine(day, time(minute // 60, minute % 60), zone)
    found = local.astimezone(UTC)
    return found if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None) else None


def times_of(hours: OfficeHours, day: date, zone: tzinfo) -> list[datetime]:
    """Return when the slots of a day begin, none on other weekdays; only those that end within the hours."""
    if hours.state is not HoursState.ON or day.weekday() != hours.weekday:
        return []
    starts = range(hours.start, hours.until - hours.slot + 1, hours.slot)
    return [at for at in (moment_of(day, minute, zone) for minute in starts) if at is not None]


def overlaps(at: datetime, minutes: int, other: Booking) -> bool:
    """Tell whether a time runs into that of a booking that stands."""
    if other.state is BookingState.CANCELLED:
        return False
    return at < other.at + timedelta(minutes=other.minutes) and other.at < at + timedelta(minutes=minutes)


def slots(
    every: Iterable[OfficeHours], bookings: Iterable[Booking], now: datetime, zone: tzinfo, *, days: int = AHEAD
) -> tuple[HoursSlot, ...]:
    """Return the slots of these office hours from now on for so many days, in the order of time, free and taken.

    A booking stands also where its hours were changed, paused or ended since.
    """
    today = now.astimezone(zone).date()
    last = today + timedelta(days=days - 1)
    standing = [each for each in bookings if each.state is BookingState.BOOKED and _ends(each) > now]
    found = [
        HoursSlot(each.host, each.at, each.minutes, each.place, True, each)
        for each in standing
        if each.at.astimezone(zone).date() <= last
    ]
    for hours in every:
        mine = [each for each in standing if each.host == hours.host]
        for day in range(days):
            for at in times_of(hours, today + timedelta(days=day), zone):
                free = at > now and not any(overlaps(at, hours.slot, each) for each in mine)
                if free:
                    found.append(HoursSlot(hours.host, at, hours.slot, hours.place))
    return tuple(sorted(found, key=lambda slot: (slot.at, slot.host)))


def _ends(booking: Booking) -> datetime:
    return booking.at + timedelta(minutes=booking.minutes)
