"""What a form says when it is refused: the fact, and nothing to type in a shell."""

import re
from pathlib import Path

import pytest

import okrtui
from okrtui.widgets.forms.form import without_commands


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (
            "“S” is no quarter, so it needs its first and last day (--start and --end)",
            "“S” is no quarter, so it needs its first and last day",
        ),
        (
            "there is no team “x” (there are: A, B); make it with: okrtui team add NAME",
            "there is no team “x” (there are: A, B)",
        ),
        (
            "there is no objective O9; did you mean O1?; see: okrtui okr list",
            "there is no objective O9; did you mean O1?",
        ),
        ("KR1.1, KR1.2 have no score yet: okrtui kr close REF SCORE", "KR1.1, KR1.2 have no score yet"),
        ("O1 still open in Q4; close each (okrtui objective close REF) or add --unscored", "O1 still open in Q4"),
        (
            "start and target are both 5: nothing would be measured",
            "start and target are both 5: nothing would be measured",
        ),
        ("somebody else has changed it meanwhile; nothing was changed", None),
    ],
)
def test_flags_and_commands_stay_in_the_shell(refused: str, said: str | None) -> None:
    assert without_commands(refused) == (refused if said is None else said)


def test_no_refusal_of_a_ritual_that_names_a_flag_passes() -> None:
    rituals = Path(okrtui.__file__).parent / "rituals"
    for path in rituals.rglob("*.py"):
        for said in re.findall(r'Refused\(\s*f?"([^"]*)"\s*\)', path.read_text(encoding="utf-8")):
            assert not re.search(r"--[a-z]|okrtui [a-z]+ [a-z]", without_commands(said)), said
