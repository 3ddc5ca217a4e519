"""One way to write each number, count, day and time, held by tables."""

import ast
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.errors import Refused
from okrtui.rules.formatting import (
    clock,
    count,
    countdown,
    exact,
    listed,
    long_day,
    long_days,
    moment,
    month_day,
    named_day,
    number,
    parse_number,
    percent,
    plural,
    short,
    tenths,
    weekday_clock,
)
from tests.sources import FILES, ROOT, nodes_of

DAY = date(2026, 11, 6)
AT = datetime(2026, 11, 6, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (104.0, "ms", "104 ms"),
        (95, "%", "95 %"),
        (1200, "", "1200"),
        (0.3, "", "0.3"),
        (99.995, "%", "99.995 %"),
        (-5.0, "", "-5"),
        (12345678901.25, "", "12345678901.25"),
        (1234567.891, "€", "1234567.891 €"),
        (1e-7, "", "0.0000001"),
        (1 / 3, "", "0.3333333333"),
        (-0.0, "", "0"),
        (0.1 + 0.2, "", "0.3"),
        (1e18, "", "1e+18"),
        (float("inf"), "", "inf"),
        (float("nan"), "", "nan"),
        (None, "ms", "–"),
        (1.0, "pages", "1 page"),
        (1.0, "ms", "1 ms"),
        (1.0, "boss", "1 boss"),
        (2.0, "pages", "2 pages"),
    ],
)
def test_a_number_is_shown_as_it_was_entered(value: float | None, unit: str, text: str) -> None:
    assert number(value, unit) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (104, "ms", "104 ms"),
        (9999.5, "", "9999.5"),
        (12345, "", "12.34k"),
        (-1_400_000, "€", "-1.4M €"),
        (1_234_567, "users", "1.234M users"),
        (999_999_999, "", "999.9M"),
        (12_345_678_901.25, "€", "12.34bn €"),
        (999_999_999_999_999, "B", "999999bn B"),
        (0.00001, "s", "0.00001 s"),
        (1e18, "", "1e+18"),
    ],
)
def test_a_large_number_has_a_short_form_that_is_read_back_and_never_rounded_up(
    value: float, unit: str, text: str
) -> None:
    assert short(value, unit) == text
    if abs(value) < 1e15:
        assert abs(parse_number(short(value))) <= abs(value) <= abs(parse_number(short(value))) * 1.0011


@pytest.mark.parametrize(
    ("value", "text"), [(104.0, "104"), (0.25, "0.25"), (1e-07, "1e-07"), (0.1 + 0.2, "0.30000000000000004")]
)
def test_an_exact_number_reads_back_as_itself(value: float, text: str) -> None:
    assert exact(value) == text
    assert float(text) == value


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0 %"),
        (0.0001, "1 %"),
        (0.004, "1 %"),
        (0.125, "13 %"),
        (0.285, "29 %"),
        (0.524, "52 %"),
        (0.994, "99 %"),
        (0.999999999999, "99 %"),
        (1, "100 %"),
        (1.004, "100 %"),
        (1.35, "135 %"),
        (-0.0, "0 %"),
        (-0.001, "-1 %"),
        (-0.125, "-13 %"),
    ],
)
def test_percent_is_a_hundred_only_when_done_and_nothing_only_before_it_is_begun(share: float, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0.0"), (0.7, "0.7"), (3.25, "3.3"), (0.35, "0.4"), (-0.25, "-0.3"), (None, "–")]
)
def test_scores_and_means_have_one_decimal(value: float | None, text: str) -> None:
    assert tenths(value, "–") == text


@pytest.mark.parametrize(
    ("how_many", "words", "text"),
    [
        (0, ("card", ""), "0 cards"),
        (1, ("card", ""), "1 card"),
        (2, ("card", ""), "2 cards"),
        (1, ("entry", "entries"), "1 entry"),
        (2, ("entry", "entries"), "2 entries"),
        (3, ("person is", "people are"), "3 people are"),
    ],
)
def test_a_noun_follows_its_number(how_many: int, words: tuple[str, str], text: str) -> None:
    assert count(how_many, *words) == text
    assert text == f"{how_many} {plural(how_many, *words)}"


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_names_are_listed_as_in_a_sentence(names: list[str], text: str) -> None:
    assert listed(names) == text
    assert listed(names, "or") == text.replace("and", "or")


def test_days_and_times_are_written_one_way() -> None:
    assert [month_day(DAY), named_day(DAY), long_day(DAY)] == ["11-06", "Friday 2026-11-06", "6 November 2026"]
    assert [clock(AT), weekday_clock(AT), moment(AT)] == ["09:05", "Fri 09:05", "2026-11-06 09:05"]


@pytest.mark.parametrize(
    ("last", "text"),
    [
        (date(2026, 11, 12), "6–12 November 2026"),
        (date(2026, 12, 1), "6 November – 1 December 2026"),
        (date(2027, 1, 1), "6 November 2026 – 1 January 2027"),
    ],
)
def test_a_span_says_what_differs(last: date, text: str) -> None:
    assert long_days(DAY, last) == text


@pytest.mark.parametrize(("seconds", "text"), [(0, "00:00"), (59, "00:59"), (300, "05:00"), (5400, "90:00")])
def test_a_timer_counts_minutes_and_seconds(seconds: int, text: str) -> None:
    assert countdown(seconds) == text


def spelled_formats(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Give each place that spells a format of rules.formatting out: days and times, numbers, percent, plurals."""
    for node in nodes:
        if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            spec = "".join(str(each.value) for each in node.format_spec.values if isinstance(each, ast.Constant))
            if "%" in spec or spec.endswith("g") or spec in (".1f", ".0f"):
                yield f"line {node.lineno}: the format {spec}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "strftime":
            yield f"line {node.lineno}: strftime"
        elif isinstance(node, ast.IfExp | ast.BinOp):
            words = (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node.left, node.right)
            if {each.value for each in words if isinstance(each, ast.Constant)} & {"s", "es", "ies"}:
                yield f"line {node.lineno}: a plural"


SPELLS_FORMATS = {
    "rules/formatting.py": "this is their home",
    "sharing/export/calendar.py": "RFC 5545 says how a calendar's file writes moments",
    "widgets/okrs/rows.py": "a pace is a factor, capped for its column, and is written nowhere else",
}


def test_formats_have_one_home() -> None:
    found = {path.relative_to(ROOT).as_posix(): [*spelled_formats(nodes_of(path))] for path in FILES}
    # Storage imports nothing but the model, and what it says names files and seconds.
    assert {path for path, lines in found.items() if lines and not path.startswith("storage/")} == {*SPELLS_FORMATS}, (
        found
    )


def test_a_spelled_format_is_found() -> None:
    spelled = ["f'{x:.0%}'", "f'{x:%H:%M}'", "f'{x:g}'", "x.strftime('%d')", "'s' if n != 1 else ''", "'s' * (n > 1)"]
    assert [len([*spelled_formats(ast.walk(ast.parse(each)))]) for each in spelled] == [1] * len(spelled)


@pytest.mark.parametrize(
    ("value", "point", "comma"),
    [
        (999, "999", "999"),
        (1500, "1,500", "1.500"),
        (-1500.5, "-1,500.5", "-1.500,5"),
        (-0.25, "-0.25", "-0,25"),
        (1234567.25, "1,234,567.25", "1.234.567,25"),
        (12345678901.25, "12,345,678,901.25", "12.345.678.901,25"),
        (99.9, "99.9", "99,9"),
        (1e300, "1e+300", "1e+300"),
    ],
)
def test_a_number_is_written_as_its_workspace_writes_numbers(value: float, point: str, comma: str) -> None:
    assert (number(value, "ms", "."), number(value, "ms", ",")) == (f"{point} ms", f"{comma} ms")


@given(st.floats(-1e14, 1e14), st.sampled_from([".", ","]))
def test_what_is_written_so_is_never_read_as_another_number(value: float, decimal: str) -> None:
    plain = parse_number(number(value)) if value else 0.0
    for text in (number(value, decimal=decimal), f"{short(value, decimal=decimal)}"):
        try:
            read = parse_number(text, decimal)
        except Refused as refused:
            assert "may be" in str(refused), "a point that may be either is asked about"
        else:
            assert abs(read - plain) <= abs(plain) * (0 if text == number(value, decimal=decimal) else 0.0011)
