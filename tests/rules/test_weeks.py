"""Weeks are ISO weeks, quarters are calendar quarters."""

from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.errors import Refused
from okrtui.rules import weeks as w


def test_2026_has_a_week_53_and_2027_has_none() -> None:
    assert w.parse_week("2026-W53") == "2026-W53"
    with pytest.raises(Refused, match="no week 2027-W53"):
        w.parse_week("2027-W53")


def test_new_year_may_lie_in_the_old_years_last_week() -> None:
    assert w.week_of(date(2027, 1, 1)) == "2026-W53"
    assert w.week_of(date(2024, 12, 30)) == "2025-W01"


@pytest.mark.parametrize("text", ["2026-w7", "2026W07", " 2026-W07 "])
def test_weeks_are_read_in_the_ways_people_write_them(text: str) -> None:
    assert w.parse_week(text) == "2026-W07"


@pytest.mark.parametrize("text", ["", "47", "2026-47", "2026-W", "2026-W00", "0000-W01", "week 3", "2026-W007"])
def test_what_is_no_week_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused):
        w.parse_week(text)


@given(st.dates(date(1, 1, 8), date(9998, 12, 1)), st.integers(-50, 50))
def test_shifting_goes_there_and_back(day: date, by: int) -> None:
    if not date(3, 1, 1) < day < date(9990, 1, 1):
        return
    week = w.week_of(day)
    assert w.monday(week) <= day < w.monday(week) + timedelta(days=7)
    assert w.shift(w.shift(week, by), -by) == week
    assert w.weeks_between(week, w.shift(week, by)) == by


def test_quarters_have_their_dates() -> None:
    assert w.quarter_dates("2026-Q4") == (date(2026, 10, 1), date(2026, 12, 31))
    assert w.quarter_dates("2024 q1") == (date(2024, 1, 1), date(2024, 3, 31))
    assert w.quarter_dates("9999-Q4") == (date(9999, 10, 1), date(9999, 12, 31))
    assert w.quarter_dates("2020 Set 1") is None
    assert w.quarter_of(date(2026, 11, 23)) == "2026-Q4"


def test_cycle_names_have_one_form() -> None:
    assert w.cycle_name("2018 Q3") == w.cycle_name("2018q3") == "2018-Q3"
    assert w.cycle_name(" 2020 Set 1 ") == "2020 Set 1"


TODAY, WEEK = date(2026, 11, 26), "2026-W48"


@pytest.mark.parametrize(
    ("week", "texts"),
    [
        (
            "2026-W48",
            ("this", "today", "now", "W48", "48", "kw 48", "CW48", "week 48", "fri", "this fri", "0w", "４８"),
        ),
        ("2026-W47", ("last", "LAST  week", "-1", "−1", "-1w", "1 week ago", "last mon", "20 Nov", "20.11.", "prev")),
        ("2026-W46", ("-2", "2w", "2 weeks ago", "W46", "2026-11-15", "nov 12")),
        ("2026-W49", ("next", "+1", "next week", "next fri")),
        ("2026-W01", ("W1", "2 Jan 2026", "30 Dec")),
        ("", ("", "soon", "yesterday", "t", "x47", "W0", "54", "47/2026", "2026-47", "31 Nov", "32.1.", "4/12")),
    ],
)
def test_a_week_is_said_beside_this_one(week: str, texts: tuple[str, ...]) -> None:
    for text in texts:
        if week:
            assert w.parse_week(text, WEEK) == week, text
        else:
            with pytest.raises(Refused, match=r"week|write the one"):
                w.parse_week(text, WEEK)


@pytest.mark.parametrize(
    ("day", "texts"),
    [
        ("2026-11-26", ("today", "thu", "th", "0d", "2026-11-26", "26.11.", "2026/11/26")),
        ("2026-11-27", ("tomorrow", "fri", "fr", "this fri", "on friday", "+1d", "1d", "in 1 day", "27 Nov")),
        ("2026-11-30", ("end of month", "eom", "mon", "next mon", "next week", "mon next week")),
        (
            "2026-12-04",
            ("2026-12-04", "4 Dec", "4. Dec", "Dec 4", "4Dec", "4.12.", "4.12.2026", "2026.12.4", "next fri"),
        ),
        ("2026-12-10", ("+2w", "in 2 weeks", "+ 14 d", "２０２６-１２-１０")),
        ("2026-12-01", ("next month", "tue", "1.12.", "1 December 2026")),
        ("2027-01-04", ("4 Jan", "4.1.", "2027-01-04")),
        ("2026-12-13", ("13/12/2026", "12/13/2026", "13/12")),
        (
            "",
            ("", "t", "s", "soon", "31 Nov", "31.11.", "32.1.", "W50", "2026-W50", "4 Dez", "-3d", "+9999d", "29 Feb"),
        ),
    ],
)
def test_a_day_is_written_as_people_write_it(day: str, texts: tuple[str, ...]) -> None:
    for text in texts:
        if day:
            assert w.parse_day(text, TODAY) == date.fromisoformat(day), text
        else:
            with pytest.raises(Refused, match="isn't a day; write it like 2026-12-03"):
                w.parse_day(text, TODAY)


@pytest.mark.parametrize("text", ["4/12/2026", "04/12/2026", "12/4/2026"])
def test_a_day_that_may_be_two_is_refused_with_both(text: str) -> None:
    with pytest.raises(Refused, match=r"2026-12-04 or 2026-04-12|2026-04-12 or 2026-12-04"):
        w.parse_day(text, TODAY)


@given(st.text("0123456789.-/+ wdnextlasfrioqWDé٣", max_size=14))
def test_no_text_is_more_than_refused(text: str) -> None:
    for read in (
        lambda text: w.parse_week(text, WEEK),
        partial(w.parse_day, today=TODAY),
        partial(w.parse_since, today=TODAY),
    ):
        try:
            read(text)
        except Refused as refused:
            assert (
                text in str(refused) or "to come" in str(refused) or "no week" in str(refused) or "may" in str(refused)
            )
