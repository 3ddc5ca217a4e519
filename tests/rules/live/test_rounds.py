"""Days of phases: how people write them, which can be, and what is over with them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from okrtui.errors import Refused
from okrtui.model.live import Kind, Phase, Round, Session
from okrtui.rules.live import rounds
from okrtui.rules.live.promises import promises

MONDAY = date(2026, 11, 16)
FRIDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 24)
BOTH = ((Phase.GATHER, FRIDAY), (Phase.VOTE, TUESDAY))
OF = Session(1, "", Kind.BRAINSTORM, "t", "q", "mei", Phase.GATHER, False, True, datetime(2026, 11, 16, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", ()),
        ("none", ()),
        ("fri", BOTH[:1]),
        ("gather=fri, vote=2026-11-24", BOTH),
        ("vote=24 Nov,Gather = +4d", BOTH),
        ("vote=tomorrow", ((Phase.VOTE, date(2026, 11, 17)),)),
        ("today", ((Phase.GATHER, MONDAY),)),
    ],
)
def test_days_are_read_as_people_write_them(text: str, days: rounds.Days) -> None:
    assert rounds.parsed(text, Kind.BRAINSTORM, MONDAY) == days
    assert rounds.parsed(rounds.written(days), Kind.BRAINSTORM, MONDAY) == days


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("soon", "“soon” isn't a day"),
        ("2026-11-15", "2026-11-15 is gone; today is 2026-11-16"),
        ("reveal=fri", "“reveal” cannot last over days; gather and vote can"),
        ("stage=fri", "“stage” cannot last over days"),
        ("gather=fri,vote=thu", "the vote comes after its cards"),
        ("gather=\x1b[31mfri", "isn't a day"),
    ],
)
def test_days_that_cannot_be_are_refused(text: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        rounds.parsed(text, Kind.BRAINSTORM, MONDAY)
    assert reason in str(refused.value)


def test_a_day_that_has_passed_may_stay_and_a_retro_has_answers_too() -> None:
    later = date(2026, 11, 23)
    assert rounds.parsed("gather=2026-11-20,vote=tue", Kind.BRAINSTORM, later, known=BOTH) == BOTH
    assert rounds.parsed("fri", Kind.RETRO, MONDAY, Phase.STAGE) == ((Phase.STAGE, FRIDAY),)


def test_the_days_end_closes_what_the_phase_is_for_and_nothing_else() -> None:
    of = replace(OF, days=BOTH)
    assert rounds.why_not("write", of, FRIDAY) is None and rounds.runs(of, FRIDAY) and not rounds.over(of, FRIDAY)
    after = date(2026, 11, 21)
    assert rounds.why_not("write", of, after) == "cards were taken until Fri 20 Nov; mei goes on from here"
    assert not rounds.runs(of, after) and rounds.over(of, after)
    assert rounds.why_not("vote", of, FRIDAY) == "votes are given in “vote”; this is “gather”"
    assert rounds.why_not("write", replace(of, phase=Phase.GROUP), after) is None, "what comes later is added as ever"
    assert rounds.why_not("write", OF, after) is None


def test_what_is_told_of_it_names_nobody() -> None:
    now = Round(Phase.GATHER, FRIDAY, False, 1, 6, True)
    of = replace(OF, days=BOTH)
    assert rounds.told(of, MONDAY) == "cards are taken until Fri 20 Nov" and rounds.told(OF, MONDAY) == ""
    assert rounds.counted(of, now) == "1 of 6 have written"
    hidden = replace(of, anonymous=True)
    assert rounds.counted(hidden, now) == "1 of 6 have said ready"
    assert "Over days few write at the same moment" in promises(hidden)[0][1]
    assert "Over days" not in promises(replace(hidden, days=()))[0][1]
