"""Cycles that come by themselves, as organisations have them."""

from datetime import date

import pytest

from okrtui.model.okrs import Cycle, CycleState
from okrtui.rules.okrs.periods import beside, dates, following, holding, period
from okrtui.rules.weeks import cycle_name


def cycle(name: str, start: date, end: date) -> Cycle:
    return Cycle(1, name, start, end, CycleState.ACTIVE)


FY = cycle("FY27-Q1", date(2026, 4, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("name", "known", "first", "last"),
    [
        ("2026-Q4", (), date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-H2", (), date(2026, 7, 1), date(2026, 12, 31)),
        ("2028-T1", (), date(2028, 1, 1), date(2028, 4, 30)),
        ("2026", (), date(2026, 1, 1), date(2026, 12, 31)),
        ("FY27-Q4", (FY,), date(2027, 1, 1), date(2027, 3, 31)),
        ("FY28-Q1", (FY,), date(2027, 4, 1), date(2027, 6, 30)),
        ("FY26-Q4", (FY,), date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", (cycle("2026-Q4", date(2026, 10, 5), date(2026, 12, 18)),), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_has_its_days(name: str, known: tuple[Cycle, ...], first: date, last: date) -> None:
    found = period(name)
    assert found is not None and dates(found, known) == (first, last)


@pytest.mark.parametrize(
    ("name", "month", "first"),
    [("FY27-Q1", 4, date(2026, 4, 1)), ("FY2027-H2", 10, date(2027, 4, 1)), ("FY27-Q3", 1, date(2027, 7, 1))],
)
def test_a_fiscal_year_begins_in_its_month_and_is_called_by_its_end(name: str, month: int, first: date) -> None:
    found = period(name)
    assert found is not None
    lies = dates(found, (), month)
    assert lies is not None and lies[0] == first
    assert dates(found, (), 0) is None


@pytest.mark.parametrize("name", ["2026-Q5", "2026-H3", "2026-T4", "0000-Q1", "Season A", "26-Q1", "FY1", ""])
def test_other_names_are_none(name: str) -> None:
    assert period(name) is None


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("2026-Q4", "2027-Q1"),
        ("2026-H1", "2026-H2"),
        ("2026-T3", "2027-T1"),
        ("FY27-Q4", "FY28-Q1"),
        ("2026", "2027"),
        ("FY99-H2", "FY00-H1"),
        ("Season A", ""),
    ],
)
def test_what_follows(name: str, after: str) -> None:
    assert following(name) == after


@pytest.mark.parametrize(
    ("known", "today", "name"),
    [
        ((), date(2026, 11, 23), "2026-Q4"),
        ((cycle("2026-H1", date(2026, 1, 1), date(2026, 6, 30)),), date(2026, 11, 23), "2026-H2"),
        ((FY,), date(2026, 11, 23), "FY27-Q3"),
        ((FY,), date(2029, 2, 1), "FY29-Q4"),
        ((cycle("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),), date(2027, 1, 1), "2027-Q1"),
        ((cycle("Season A", date(2026, 7, 1), date(2026, 9, 30)),), date(2026, 11, 23), "2026-Q4"),
        ((cycle("2026", date(2026, 1, 1), date(2026, 12, 31)),), date(2026, 11, 23), "2026-Q4"),
    ],
)
def test_today_lies_in_a_period_of_the_kind_that_is_used(known: tuple[Cycle, ...], today: date, name: str) -> None:
    assert holding(today, known) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("2026 q4", "2026-Q4"),
        ("2026h2", "2026-H2"),
        ("fy 27 q1", "FY27-Q1"),
        ("2026-T3", "2026-T3"),
        ("Sprint", "Sprint"),
    ],
)
def test_names_are_written_in_one_way(typed: str, name: str) -> None:
    assert cycle_name(typed) == name


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("2026-Q4", "this", "2026-Q4"),
        ("2026-Q4", "Next", "2027-Q1"),
        ("2026-Q4", "last quarter", "2026-Q3"),
        ("2026-Q4", "-1", "2026-Q3"),
        ("2026-Q4", "Q1", "2027-Q1"),
        ("2026-Q4", "q2", "2027-Q2"),
        ("2026-Q4", "Q3", "2026-Q3"),
        ("2026-Q1", "Q4", "2025-Q4"),
        ("FY27-Q2", "q4", "FY27-Q4"),
        ("2026-H2", "h1", "2027-H1"),
        ("2026-H2", "Q1", ""),
        ("2026-Q4", "Q5", ""),
        ("2026-Q4", "soon", ""),
        ("Sprint 7", "next", ""),
    ],
)
def test_a_period_is_said_beside_another(name: str, text: str, meant: str) -> None:
    assert beside(text, name) == meant
