"""Numbers in a title are proposed as targets only where they measure something."""

import pytest

from okrtui.sharing.reader.numbers import amount, propose


@pytest.mark.parametrize(
    ("title", "start", "target", "unit"),
    [
        ("Cut CI time by 50% (2x)", None, 50.0, "%"),
        ("A Daemon runs for 10 days without a crash", None, 10.0, "days"),
        ("handles 1TB of data", None, 1.0, "TB"),
        ("Testbed (50k+ nodes)", None, 50000.0, "nodes"),
        ("Onboard 2 new full time contributors", None, 2.0, "contributors"),
        ("p95 from 180 ms to 90 ms", 180.0, 90.0, "ms"),
        ("signups from 10 to 20", 10.0, 20.0, ""),
        ("50,000 registered farmers", None, 50000.0, "farmers"),
        ("$300K MRR", None, 300000.0, "$"),
        ("p95 latency < 250ms", None, 250.0, "ms"),
        ("日活提升到100万", None, 1_000_000.0, ""),
    ],
)
def test_a_measure_is_proposed(title: str, start: float | None, target: float, unit: str) -> None:
    found = propose(title)
    assert (found.start, found.target, found.unit) == (start, target, unit)


@pytest.mark.parametrize(
    "title",
    [
        "multistream 2.0 is implemented",
        "Move to it in 2024",
        "Ready by 2026-05-15",
        "Ready by March 15",
        "Close issue #12",
        "See https://example.org/50%/10 days",
        "Plan for Q3",
        "Ship v2",
        "24/7 support",
        "ready in 3 months",
        "Rewrite all Python 3 scripts",
        "3-5 signed contracts",
    ],
)
def test_versions_dates_and_numbers_of_things_are_not(title: str) -> None:
    assert propose(title).target is None


def test_a_cell_that_is_a_value_is_read_and_words_are_not() -> None:
    assert (amount("< 200ms").target, amount("< 200ms").unit) == (200.0, "ms")
    assert (amount("10 → 20").start, amount("10 → 20").target) == (10.0, 20.0)
    assert amount("-5").target == -5.0
    assert amount("TBD").target is None
    assert amount("2024-03-01").target is None
