"""A move leads where it shall, by no more bytes than to go there at once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrtui.terminal.line.moves import move
from tests.examples import examples
from tests.terminal.line.emulator import Emulator

WIDTH, HEIGHT = 99, 50
PLACES = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1))


def mark(codes: str) -> list[tuple[int, int]]:
    """Return where a letter stands that is written after these codes."""
    shown = Emulator(WIDTH, HEIGHT)
    shown.feed(f"{codes}x")
    return [(x, y) for y, row in enumerate(shown.cells) for x, (text, _) in enumerate(row) if text == "x"]


@settings(max_examples=examples(200), deadline=None)
@given(PLACES, PLACES, st.booleans())
def test_a_move_leads_there(start: tuple[int, int], end: tuple[int, int], known: bool) -> None:
    there = f"\x1b[{start[1] + 1};{start[0] + 1}H"
    codes = move(start[0] if known else -1, start[1], *end)
    assert mark(there + codes) == [end]
    assert len(codes) <= len(move(-1, -1, *end))


@pytest.mark.parametrize(
    ("start", "end", "codes"),
    [
        ((9, 3), (9, 4), "\v"),
        ((10, 3), (9, 4), "\v\b"),
        ((9, 3), (0, 4), "\r\n"),
        ((9, 3), (0, 3), "\r"),
        ((9, 3), (14, 3), "\x1b[5C"),
        ((19, 3), (12, 4), "\v\x1b[7D"),
        ((9, 3), (9, 3), ""),
        ((9, 3), (9, 2), "\x1b[3;10H"),
        ((9, 3), (8, 9), "\x1b[6B\b"),
    ],
)
def test_the_shortest_one_is_taken(start: tuple[int, int], end: tuple[int, int], codes: str) -> None:
    assert move(*start, *end) == codes
