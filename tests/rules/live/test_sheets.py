"""Sheets of paper as they are typed in: what they say, and what is none."""

import pytest

from okrtui.errors import Refused
from okrtui.rules.live.sheets import EXAMPLE, MOST, parsed


def test_a_line_is_a_person_and_a_number_a_vote() -> None:
    text = "# table by the window\n\nana: 12 12 7\n@bob : G7, 12x2\r\n lena:\n"
    assert parsed(text) == [(3, "ana", [12, 12, 7]), (4, "bob", [7, 12, 12]), (5, "lena", [])]
    assert parsed(EXAMPLE)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no sheet is in it"),
        ("ana 12", "line 1: “ana 12” isn't a sheet"),
        ("ana: 12\nbob: Layers", "line 2: “bob: Layers” isn't a sheet"),
        ("ana: 12 -7", "line 1"),
        ("ana: 1.5", "line 1"),
        ("a: 1\n" * (MOST + 1), f"{MOST + 1} sheets are too many"),
        ("\x1b]0;x\x07: 1 y", "line 1"),
    ],
)
def test_what_is_no_sheet_is_named_with_its_line(text: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        parsed(text)
    assert reason in str(refused.value) and "\x1b" not in str(refused.value)
