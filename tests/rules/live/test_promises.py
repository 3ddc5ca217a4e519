"""What a session says of names before the first word."""

from dataclasses import replace

import pytest

from okrtui.model.live import Phase
from okrtui.rules.live import promises as rules
from okrtui.rules.live.promises import few_here, promises, wait
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


def test_anonymous_cards_go_in_after_each_full_quarter_of_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "BEAT", 15.0)
    monkeypatch.setattr(rules, "SPREAD", 5.0)
    gather = replace(LONG, phase=Phase.GATHER)
    assert {wait(gather, at, 0.0) + at for at in (900.0, 901.5, 914.9)} == {915.0}, "whenever they were written"
    assert wait(gather, 914.0, 0.5) == 3.5, "and nobody knows in which order"
    assert wait(replace(gather, anonymous=False), 914.0, 0.5) == 0
    assert wait(replace(gather, phase=Phase.VOTE), 914.0, 0.5) == 0, "after the reveal none is hidden any more"
