"""Numbers, weeks and days are read as people write them, and what may be two of them is refused with both."""

import contextlib
import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.errors import Refused, TwoReadings
from okrtui.rules.formatting import exact, number, parse_number, readings, typed
from okrtui.rules.weeks import parse_day, parse_since, parse_week, week_of

WEDNESDAY = date(2026, 12, 2)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1500", 1500),
        ("10k", 10_000),
        ("1.5M", 1_500_000),
        ("2.5 bn", 2.5e9),
        ("−3", -3),
        ("-3,5", -3.5),
        ("+7", 7),
        ("5,9", 5.9),
        ("99,95", 99.95),
        ("1,500.5", 1500.5),
        ("1.500,5", 1500.5),
        ("1,500,000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("1 500", 1500),
        ("1\u202f500,25", 1500.25),
        ("1'500", 1500),
        ("1.500", 1.5),
        ("0,125", 0.125),
        ("1e3", 1000),
        (".5", 0.5),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text", ["", "abc", "nan", "inf", "1_000", "10 4", "1.2.3", "1,2,3", "5%", "--3", "½", "k", "1,50,0"]
)
def test_what_is_no_number_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match=r"isn't a number; write it like 1500, 0\.5, 10k or -3"):
        parse_number(text)


def test_two_readings_are_told() -> None:
    with pytest.raises(Refused, match=r"“1,500” may be 1500 or 1\.5"):
        parse_number("1,500")


@given(st.floats(-1e15, 1e15, allow_subnormal=False))
def test_a_number_that_okrtui_writes_reads_back(value: float) -> None:
    assert parse_number(exact(value)) == value
    assert parse_number(number(value)) == pytest.approx(value, rel=1e-9, abs=1e-15)


@given(st.text("0123456789.,-+ kMe'", max_size=8))
def test_no_text_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(Refused):
        assert isinstance(parse_number(text), float)


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("2026-W47", "2026-W47"),
        ("2026w7", "2026-W07"),
        ("last", "2026-W48"),
        ("this", "2026-W49"),
        ("-2", "2026-W47"),
        ("−1", "2026-W48"),
        ("W48", "2026-W48"),
        ("48", "2026-W48"),
        ("w5", "2026-W05"),
        ("50", "2025-W50"),
        ("2026-11-27", "2026-W48"),
    ],
)
def test_a_week_is_read_beside_this_one(text: str, week: str) -> None:
    assert parse_week(text, "2026-W49") == week


def test_a_week_that_is_none_is_refused_with_an_example() -> None:
    for text in ("soon", "W", "", "2026", "1000"):
        with pytest.raises(Refused, match="weeks look like 2026-W47, W47, last or -2"):
            parse_week(text, "2026-W49")
    with pytest.raises(Refused, match="2027-W53"):
        parse_week("2027-W53", "2026-W49")
    assert parse_week("53", "2027-W02") == "2026-W53"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-04", "2026-12-04"),
        ("today", "2026-12-02"),
        ("tomorrow", "2026-12-03"),
        ("wed", "2026-12-02"),
        ("Fri", "2026-12-04"),
        ("monday", "2026-12-07"),
        ("next mon", "2026-12-07"),
        ("next fri", "2026-12-11"),
        ("+3d", "2026-12-05"),
        ("+2w", "2026-12-16"),
        ("in 3 days", "2026-12-05"),
        ("4 Dec", "2026-12-04"),
        ("4. dec 2027", "2027-12-04"),
        ("Jan 8", "2027-01-08"),
    ],
)
def test_a_day_is_read_beside_today(text: str, day: str) -> None:
    assert parse_day(text, WEDNESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["", "soon", "31 feb", "2026-13-01", "31/04/2026", "+3", "next"])
def test_a_day_that_is_none_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match="isn't a day; write it like 2026-12-09, fri"):
        parse_day(text, WEDNESDAY)


@given(st.dates(date(1000, 1, 1), date(2999, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_days_and_weeks_read_back(day: date, today: date) -> None:
    assert parse_day(day.isoformat(), today) == day
    assert parse_week(week_of(day), week_of(today)) == week_of(day)
    assert today <= parse_day("sun", today) < today + timedelta(days=7)


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1,500", ".", 1500),
        ("1,500", ",", 1.5),
        ("1.500", ".", 1.5),
        ("1.500", "", 1.5),
        ("−1,500", ".", -1500),
        ("1,500k", ",", 1500),
        ("5,9", ".", 5.9),
        ("5,9", ",", 5.9),
        ("0.125", ",", 0.125),
        ("1.500,5", ".", 1500.5),
        ("1,500.5", ",", 1500.5),
        ("1234,567", ".", 1234.567),
    ],
)
def test_a_workspace_says_how_it_writes_numbers(text: str, decimal: str, value: float) -> None:
    assert parse_number(text, decimal) == value


def test_a_point_is_doubtful_where_it_groups() -> None:
    with pytest.raises(Refused, match=r"“1\.500” may be 1500 or 1\.5 where numbers are written like 1\.500,5") as told:
        parse_number("1.500", ",")
    assert not isinstance(told.value, TwoReadings), "nothing is left to ask"
    with pytest.raises(TwoReadings):
        parse_number("1,500")


@given(st.floats(-1e15, 1e15, allow_subnormal=False), st.sampled_from(["", ".", ","]))
def test_what_a_field_holds_reads_back(value: float, decimal: str) -> None:
    assert parse_number(typed(value, decimal), decimal) == value


@given(st.text("0123456789.,' ", max_size=9))
def test_digits_have_one_reading_or_two(digits: str) -> None:
    found = readings(digits)
    assert len(found) <= 2 and all(math.isfinite(float(each)) for each in found if each.strip("."))
    if len(found) == 2:
        assert float(found[0]) == pytest.approx(1000 * float(found[1]))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", "2026-11-20"),
        ("today", "2026-12-02"),
        ("yesterday", "2026-12-01"),
        ("wed", "2026-12-02"),
        ("last wed", "2026-11-25"),
        ("mon", "2026-11-30"),
        ("Fri", "2026-11-27"),
        ("last friday", "2026-11-27"),
        ("-3d", "2026-11-29"),
        ("−3d", "2026-11-29"),
        ("2w", "2026-11-18"),
        ("3 days ago", "2026-11-29"),
        ("this week", "2026-11-30"),
        ("last week", "2026-11-23"),
        ("W48", "2026-11-23"),
        ("2026-w47", "2026-11-16"),
        ("2026-Q4", "2026-10-01"),
        ("2026 q3", "2026-07-01"),
        ("20 Nov", "2026-11-20"),
        ("4 Dec", "2025-12-04"),
        ("4 Dec 2024", "2024-12-04"),
    ],
)
def test_since_when_is_read_back_from_today(text: str, day: str) -> None:
    assert parse_since(text, WEDNESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["", "soon", "31 feb", "W", "-3", "2026-13-01", "99999w"])
def test_since_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match="isn't a day to begin at; write it like 2026-12-02, mon, -3d or last week"):
        parse_since(text, WEDNESDAY)


@pytest.mark.parametrize("text", ["tomorrow", "+1d", "2026-12-03", "4 Dec 2026", "2027-Q1", "2027-W01"])
def test_since_a_day_to_come_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is still to come; today is 2026-12-02"):
        parse_since(text, WEDNESDAY)


@given(st.text("mondayweksltir0123456789-W Q+", max_size=9), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_no_words_break_the_reader_of_days(text: str, today: date) -> None:
    with contextlib.suppress(Refused):
        assert parse_since(text, today) <= today
    with contextlib.suppress(Refused):
        assert isinstance(parse_day(text, today), date)
