"""The map of effort against impact: two by two fields, each idea in its own, and nothing beyond the width."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrtui.model.ideas import Idea, IdeaState
from okrtui.widgets.live.winners import matrix
from tests.examples import examples


def idea(number: int, effort: int | None, impact: int | None, title: str = "") -> Idea:
    return Idea(number, title or f"idea{number:03}", "", IdeaState.CAPTURED, "ana", effort=effort, impact=impact)


@pytest.mark.parametrize(("width", "height"), [(74, 14), (114, 20), (154, 30), (234, 40)])
def test_an_idea_stands_in_the_field_of_its_judgement(width: int, height: int) -> None:
    found = [idea(1, 1, 3), idea(2, 3, 3), idea(3, 1, 1), idea(4, 3, 1), idea(5, 2, 2), idea(6, None, 3)]
    lines = [line.plain for line in matrix(found, width, height)]
    at = {
        n: next((y, line.index(f"idea{n:03}")) for y, line in enumerate(lines) if f"idea{n:03}" in line)
        for n in range(1, 6)
    }
    assert at[1][0] == at[2][0] < at[5][0] < at[3][0] == at[4][0]
    assert at[1][1] == at[3][1] < at[5][1] < at[2][1] == at[4][1]
    seen = "\n".join(lines)
    for name in ("quick wins", "big bets", "small things", "think twice", "impact ↑", "effort →"):
        assert seen.count(name) == 1
    assert "idea006" not in seen and "│" in seen and "─" in seen
    assert not matrix(found[-1:], width, height)


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=12),
    st.integers(40, 240),
    st.integers(1, 40),
)
def test_every_judged_idea_is_on_the_map_once_within_its_width(
    judged: list[tuple[int, int]], width: int, height: int
) -> None:
    lines = [line.plain for line in matrix([idea(n, *each) for n, each in enumerate(judged)], width, height)]
    assert all("\n".join(lines).count(f"idea{n:03}") == 1 for n in range(len(judged)))
    assert all(len(line) <= width for line in lines)
