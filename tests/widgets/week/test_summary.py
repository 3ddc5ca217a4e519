"""Who has checked in, in as many cells as there are: names whole, else counted."""

import pytest

from okrtui.model.week import PulsePoint, UpdateState
from okrtui.widgets.week.summary import presence_line, pulse_line

STATES = [
    ("mei", UpdateState.SUBMITTED),
    ("lena", UpdateState.PENDING),
    ("root", UpdateState.PENDING),
]


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (80, "Checked in 1 of 3 · ○ pending lena, root"),
        (40, "Checked in 1 of 3 · ○ pending lena, root"),
        (39, "Checked in 1 of 3 · ○ pending lena +1"),
        (36, "Checked in 1 of 3 · ○ 2 pending"),
    ],
)
def test_names_stand_whole_or_are_counted(width: int, line: str) -> None:
    assert presence_line(STATES, width).plain == line


def test_a_pulse_is_told_in_words_where_it_is_not_drawn() -> None:
    points = [PulsePoint("2026-W47", 3.8, 4)]
    assert pulse_line(points, "2026-W47", drawn=False).plain == "Pulse 3.8 of 5"
    assert pulse_line([], "2026-W47", drawn=False).plain == ""
