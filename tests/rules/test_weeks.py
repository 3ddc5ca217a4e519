"""Weeks are ISO weeks, quarters are calendar quarters."""

from datetime import date, timedelta

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
