"""A chart fits its room, shows value and expectation apart without colour, and survives odd data."""

import math

import pytest
from textual.app import App, ComposeResult

from okrtui.widgets.okrs.chart import Chart, chart_lines

WEEKS = [f"2026-W{week}" for week in range(40, 53)]
EXPECTED = [(week, 180 - 7.5 * index) for index, week in enumerate(WEEKS)]
POINTS = list(zip(WEEKS, (180.0, 176, 170, 158, 160, 140, 122, 104), strict=False))
CONFIDENCE = list(zip(WEEKS, (7, 7, 6, 5, None, 10, 8, 7), strict=False))


def drawn(*args: object, **more: object) -> list[str]:
    return [line.plain for line in chart_lines(*args, **more)]  # type: ignore[arg-type]


def test_axis_weeks_legend_and_confidence_are_there() -> None:
    lines = drawn(POINTS, EXPECTED, 80, 13, "ms", CONFIDENCE)
    assert len(lines) == 13
    assert "● now 104 ms".replace("● ", "●⠤ ") in lines[0] and "expected" in lines[0]
    assert lines[1].startswith("180 ms ┤●")
    assert lines[10].startswith(" 90 ms ┤")
    assert lines[11].split() == [week[5:] for week in WEEKS]
    assert lines[12].split() == ["conf.", "7", "7", "6", "5", "10", "8", "7"]


def test_a_falling_line_falls() -> None:
    lines = drawn(POINTS, [], 80, 12)
    rows = [y for y, line in enumerate(lines[1:-1]) for _ in range(line.count("●"))]
    assert rows == sorted(rows) and len(rows) == len(POINTS)


@pytest.mark.parametrize("width", [1, 5, 20, 33, 80, 200])
@pytest.mark.parametrize("height", [1, 2, 3, 4, 6, 12])
@pytest.mark.parametrize(
    "points",
    [
        [],
        [("2026-W45", 3.0)],
        [("2026-W41", 5.0), ("2026-W42", 5.0)],
        [("2026-W41", -5.0), ("2026-W42", -1e12)],
        [("2026-W41", math.nan), ("2026-W42", math.inf)],
        POINTS,
    ],
)
def test_any_data_fits_any_room(width: int, height: int, points: list[tuple[str, float]]) -> None:
    for expected in ([], EXPECTED, EXPECTED[:1]):
        lines = chart_lines(points, expected, width, height, "毫秒", CONFIDENCE)
        assert 1 <= len(lines) <= height
        assert all(line.cell_length <= width for line in lines)


def test_nothing_to_draw_is_a_sentence() -> None:
    assert drawn([], [], 40, 10)[0].strip() == "No check-ins yet."


def test_before_the_first_check_in_the_expectation_is_drawn() -> None:
    lines = drawn([], EXPECTED, 60, 10)
    assert "no check-ins yet" in lines[0]
    assert "●" not in "".join(lines)


def test_weeks_that_would_touch_are_left_out_latest_kept() -> None:
    weeks = drawn(POINTS, EXPECTED, 34, 10)[-1].split()
    assert weeks[-1] == "W52" and len(weeks) < len(WEEKS)
    assert set(weeks) <= {week[5:] for week in WEEKS}


def test_text_of_a_unit_stays_text() -> None:
    assert "[bold]x[/" in drawn(POINTS, EXPECTED, 80, 10, "[bold]x[/")[0]


async def test_the_widget_draws_for_its_size_and_repaints_only_for_news() -> None:
    class Charts(App[None]):
        def compose(self) -> ComposeResult:
            yield Chart()

    app = Charts()
    async with app.run_test(size=(60, 20)) as pilot:
        chart = app.query_one(Chart)
        chart.show(POINTS, EXPECTED, "ms", CONFIDENCE)
        await pilot.pause()
        assert "now 104 ms" in chart.render_line(0).text
        chart.show(POINTS, EXPECTED, "ms", CONFIDENCE)
        assert not chart._repaint_regions
