"""What a session says of names before the first word."""

from dataclasses import replace

import pytest

from okrtui.rules.live.promises import few_here, promises
from tests.widgets.live.test_header import LONG

NAMED = replace(LONG, anonymous=False)


def test_a_named_session_says_what_of_it_bears_a_name() -> None:
    (name, said), _ = promises(NAMED)
    assert name == "Named" and "a vote and an answer with whoever gave it" in said


@pytest.mark.parametrize(("people", "said"), [(0, "only you"), (1, "only you"), (3, "only 3 of you"), (4, "")])
def test_fewer_than_four_are_warned_where_it_is_anonymous(people: int, said: str) -> None:
    assert few_here(NAMED, people) == ""
    told = few_here(LONG, people)
    assert told.startswith(said) and bool(told) == bool(said)
