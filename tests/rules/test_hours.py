"""Slots follow the workspace's clock: summer time, slot lengths, what is taken."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from okrtui.errors import Refused
from okrtui.model.hours import Booking, BookingState, HoursState, OfficeHours
from okrtui.rules.hours import moment_of, overlaps, pattern_text, slots, times_of
from okrtui.rules.weeks import clock_text, parse_time, parse_times, parse_weekday

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = OfficeHours(1, "bob", 1, 14 * 60, 15 * 60, 20, "Room 3")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_the_same_hour_of_the_clock_before_and_after_summer_time() -> None:
    """In 2026 the clock of Berlin goes back on 25 October."""
    times = [at.hour for day in (date(2026, 10, 20), date(2026, 10, 27)) for at in times_of(TUESDAY, day, BERLIN)[:1]]
    assert times == [12, 13], "14:00 both times"


def test_a_time_that_the_clock_leaves_out_has_no_slot_and_one_it_shows_twice_has_one() -> None:
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert moment_of(spring, 2 * 60 + 30, BERLIN) is None
    assert moment_of(spring, 3 * 60, BERLIN) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert moment_of(autumn, 2 * 60 + 30, BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    sunday = OfficeHours(1, "bob", 6, 60, 4 * 60, 30)
    assert [at.astimezone(BERLIN).hour for at in times_of(sunday, spring, BERLIN)] == [1, 1, 3, 3]
    every = times_of(sunday, autumn, BERLIN)
    assert len(every) == len(set(every)) == 6 and every == sorted(every)


def test_slots_fill_the_hours_and_none_runs_over() -> None:
    shown = [f"{at:%H:%M}" for at in times_of(TUESDAY, date(2026, 11, 24), UTC)]
    assert shown == ["14:00", "14:20", "14:40"]
    long = OfficeHours(1, "bob", 1, 14 * 60, 15 * 60, 25)
    assert len(times_of(long, date(2026, 11, 24), UTC)) == 2
    assert times_of(TUESDAY, date(2026, 11, 25), UTC) == []
    assert times_of(OfficeHours(1, "bob", 1, 0, 60, 20, state=HoursState.PAUSED), date(2026, 11, 24), UTC) == []


def booked(at: datetime, minutes: int = 20, state: BookingState = BookingState.BOOKED) -> Booking:
    return Booking(4, "bob", "mei", at, minutes, state=state)


def test_a_taken_time_takes_every_slot_that_it_runs_into() -> None:
    taken = booked(datetime(2026, 11, 24, 14, 10, tzinfo=UTC))
    found = slots([TUESDAY], [taken], MONDAY, UTC, days=7)
    assert [(f"{each.at:%H:%M}", each.taken) for each in found] == [("14:10", True), ("14:40", False)]
    assert [each.taken for each in slots([], [taken], MONDAY, UTC)] == [True], "it stands without its hours"
    free = slots([TUESDAY], [booked(taken.at, state=BookingState.CANCELLED)], MONDAY, UTC, days=7)
    assert not any(each.taken for each in free) and len(free) == 3
    assert not overlaps(taken.at + timedelta(minutes=20), 20, taken) and overlaps(taken.at, 5, taken)


def test_what_is_past_is_no_slot() -> None:
    now = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)
    assert [f"{each.at:%d %H:%M}" for each in slots([TUESDAY], [], now, UTC, days=7)] == ["24 14:40"]


@pytest.mark.parametrize(
    ("text", "minute"),
    [("14:00", 840), ("9.30", 570), ("14h", 840), ("14h05", 845), ("14", 840), ("2 pm", 840), ("12am", 0), ("0:05", 5)],
)
def test_a_time_of_day_is_read_as_people_write_it(text: str, minute: int) -> None:
    assert parse_time(text) == minute


@pytest.mark.parametrize("text", ["24:00", "14:60", "13pm", "0 am", "noon", "", "1234567", "-3:00"])
def test_what_is_no_time_of_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match=r"isn't a time of day; write it like 14:00"):
        parse_time(text)


def test_spans_and_weekdays_are_read_too() -> None:
    assert parse_times("14:00-15:00") == parse_times("2pm – 3 pm") == (840, 900)
    assert parse_times("23:00-24:00") == (1380, 1440)
    assert [parse_weekday(each) for each in ("tue", "Tuesdays", "TUES", "su", "thurs")] == [1, 1, 1, 6, 3]
    for text in ("15:00-14:00", "14:00-14:00", "14:00"):
        with pytest.raises(Refused, match="14:00-15:00"):
            parse_times(text)
    with pytest.raises(Refused, match="isn't a weekday"):
        parse_weekday("t")
    assert (clock_text(845), pattern_text(TUESDAY)) == ("14:05", "Tue 14:00–15:00, 20 min each")
