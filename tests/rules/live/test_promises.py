"""What a session says of names before the first word."""

from dataclasses import replace

import pytest

from okrtui.model.live import Phase
from okrtui.rules.live import promises as rules
from okrtui.rules.live.promises import few_here, promises, settles, wait
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


@pytest.fixture
def quarters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "BEAT", 15.0)
    monkeypatch.setattr(rules, "SPREAD", 5.0)


@pytest.mark.usefixtures("quarters")
def test_what_is_said_without_a_name_goes_in_after_each_full_quarter_of_a_minute() -> None:
    gather = replace(LONG, phase=Phase.GATHER)
    assert {wait(gather, at, 0.0) + at for at in (900.0, 901.5, 914.9)} == {915.0}, "whenever they were written"
    assert wait(gather, 914.0, 0.5) == 3.5, "and nobody knows in which order"
    assert wait(replace(gather, anonymous=False), 914.0, 0.5) == 0
    assert wait(replace(gather, phase=Phase.VOTE), 914.0, 0.5) == 3.5, "a vote as well"
    assert wait(replace(gather, phase=Phase.CLOSED), 914.0, 0.5) == 0


@pytest.mark.usefixtures("quarters")
@pytest.mark.parametrize(
    ("here", "to", "seconds"),
    [
        (Phase.GATHER, Phase.GROUP, 0),  # what waits goes in with the reveal
        (Phase.GROUP, Phase.VOTE, 6.5),
        (Phase.VOTE, Phase.DISCUSS, 6.5),
        (Phase.DISCUSS, Phase.DECIDE, 0),  # notes are written there as well
        (Phase.DECIDE, Phase.CLOSED, 6.5),
        (Phase.STAGE, None, 6.5),  # answers are shown
    ],
)
def test_who_leads_waits_for_what_would_come_too_late(here: Phase, to: Phase | None, seconds: float) -> None:
    of = replace(LONG, phase=here)
    assert settles(of, 914.0, to) == seconds
    assert settles(replace(of, anonymous=False), 914.0, to) == 0
