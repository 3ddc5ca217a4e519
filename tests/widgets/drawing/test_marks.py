"""Bars, sparks, marks, numbers and columns say what they mean and keep to their cells."""

import pytest
from textual.content import Content

from okrtui.model.okrs import Status
from okrtui.model.week import CommitmentState, Health, UpdateState
from okrtui.text import cells
from okrtui.widgets.drawing.marks import (
    Cell,
    columns,
    commitment_mark,
    health_mark,
    progress_bar,
    progress_content,
    spark,
    status_mark,
    update_mark,
)


@pytest.mark.parametrize(
    ("p", "bar"),
    [
        (0, "··········"),
        (1, "██████████"),
        (0.65, "██████▌···"),
        (0.0001, "▏·········"),
        (0.9999, "█████████▉"),
        (-1, "··········"),
        (7, "██████████"),
        (float("nan"), "··········"),
    ],
)
def test_a_bar_shows_eighths_and_is_full_only_at_one(p: float, bar: str) -> None:
    assert progress_bar(p, 10) == bar
    assert progress_content(p, 10).plain == bar


def test_a_bar_without_room_is_nothing() -> None:
    assert progress_bar(0.5, 0) == ""


def test_a_spark_has_a_column_a_value_and_a_dot_for_a_gap() -> None:
    assert spark([0, 10, None, 5, 12, -3], 0, 10) == "▁█·▅█▁"
    assert spark([4, 4], 4, 4) == "▅▅"
    assert spark([], 0, 10) == ""


def test_states_differ_in_shape_and_in_word() -> None:
    families = (
        [status_mark(state) for state in Status],
        [health_mark(state) for state in Health],
        [commitment_mark(state) for state in CommitmentState],
        [update_mark(state) for state in UpdateState],
    )
    for marks in families:
        assert len({mark.glyph for mark in marks}) == len(marks)
        assert len({mark.word for mark in marks}) == len(marks)
        assert all(cells(mark.glyph) == 1 for mark in marks)
    assert status_mark(Status.AT_RISK).content.plain == "▼ at risk"
    assert health_mark(None).short.plain == status_mark(None).short.plain == "·"


def test_columns_align_whatever_the_script() -> None:
    for title in ("cold start", "冷启动时间在一秒以内", "👨‍👩‍👧 family", "[bold]x[/ b"):
        line = columns([Cell("KR1.1", 6), Cell(title), Cell("9 ms", 6, right=True), Cell(Content("▲"), 1)], 30)
        assert line.cell_length == 30
        assert line.plain.endswith(" 9 ms ▲")


def test_a_text_runs_on_into_blanks_beside_it() -> None:
    assert columns([Cell("p99 latency"), Cell("122", 8, right=True)], 16).plain == "p99 latency  122"
    assert columns([Cell("ana"), Cell("Architecture", 6, right=True)], 16).plain == "ana Architecture"
    assert columns([Cell("I2", 5), Cell("Office hours of all")], 16).plain == "I2    Office ho…", (
        "it begins with the others"
    )
    assert columns([Cell("abcdefgh", 4), Cell("", 3), Cell("x", 1)], 10).plain == "abcdef…  x"


def test_flexible_columns_share_what_is_left() -> None:
    assert columns([Cell("a" * 9), Cell("b", 1), Cell("c" * 9)], 11).plain == "aaa… b ccc…"
    assert columns([Cell("abc", 10), Cell("d", 10)], 5).cell_length == 5
