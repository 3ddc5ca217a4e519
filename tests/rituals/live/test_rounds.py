"""Phases over days: people take part when they can, the day's end closes them, and what is late is told to me alone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.live import Phase
from okrtui.model.retro import PollKind
from okrtui.rituals.journal import log
from okrtui.rituals.live import facilitation, grouping, polls, rounds, sessions
from okrtui.rituals.retro import retro
from okrtui.rituals.week.due import due
from tests.rituals.live.test_sessions import Table
from tests.workspaces import unsound

DAY = 24 * 60
DAYS = "gather=wed, vote=fri"


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    for login in ("bob", "ana"):
        made.known(login)
    yield made
    made.store.close()


def waits(table: Table, login: str, day: float = 0) -> list[bool]:
    """Return of each round whether somebody is told that it waits for them."""
    return [not each.mine for _, each in due(table.ctx(login, day * DAY)).rounds]


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_brainstorm_over_days_takes_cards_and_votes_until_the_end_of_a_day(table: Table, anonymous: bool) -> None:
    ref = table.start(until=DAYS, anonymous=anonymous, budget=2, most=2)
    assert [day for _, day in sessions.find(table.ctx("mei"), ref).days] == [date(2026, 11, 25), date(2026, 11, 27)]
    of = facilitation.move(table.ctx("mei"), ref, Phase.GATHER)
    assert of.timer_end is None, "what lasts over days has no clock"
    assert waits(table, "bob") == waits(table, "mei") == [True]
    sessions.write_card(table.ctx("mei"), ref, "cache layers")
    card = sessions.write_card(table.ctx("bob", 2.4 * DAY), ref, "fewer images")
    assert waits(table, "bob", 2.4) == [False] and waits(table, "ana", 2.4) == [True]
    with pytest.raises(Refused, match="cards were taken until Wed 25 Nov; mei goes on"):
        sessions.write_card(table.ctx("ana", 3 * DAY), ref, "too late")
    with pytest.raises(Refused, match="cards were taken"):
        sessions.edit_card(table.ctx("bob", 3 * DAY), ref, card.id, "changed")
    with pytest.raises(Refused, match="cards were taken"):
        log.undo(table.ctx("bob", 3 * DAY))
    facilitation.move(table.ctx("mei", 3 * DAY), ref, Phase.VOTE)
    group = sessions.view(table.ctx("ana", 3 * DAY), ref).groups[0].id
    grouping.vote(table.ctx("ana", 4 * DAY), ref, group)
    assert waits(table, "ana", 4) == [False] and waits(table, "bob", 4) == [True]
    now = rounds.round_of(table.ctx("mei", 4 * DAY), sessions.find(table.ctx("mei"), ref))
    assert now is not None and (now.done, now.people, now.over) == (1, 3, False)
    for give in (
        lambda: grouping.vote(table.ctx("bob", 5 * DAY), ref, group),
        lambda: grouping.give(table.ctx("bob", 5 * DAY), ref, {group: 1}),
    ):
        with pytest.raises(Refused, match="votes were taken until Fri 27 Nov"):
            give()
    if not anonymous:
        assert grouping.vote(table.ctx("mei", 5 * DAY), ref, group, who="bob") == 1, "given on paper in time"
    facilitation.move(table.ctx("mei", 5 * DAY), ref)
    assert due(table.ctx("bob", 5 * DAY)).rounds == ()
    assert unsound(table.store) == []


def test_how_many_have_taken_part_is_told_and_of_an_anonymous_session_only_who_said_so(table: Table) -> None:
    named, hidden = table.start(until="fri"), table.start(until="fri", anonymous=True)
    for ref in (named, hidden):
        facilitation.move(table.ctx("mei"), ref, Phase.GATHER)
        sessions.write_card(table.ctx("bob"), ref, "one"), sessions.write_card(table.ctx("bob"), ref, "two")
    sessions.ready(table.ctx("ana", DAY), hidden)

    def done(ref: str, login: str) -> tuple[int, int, bool]:
        now = rounds.round_of(table.ctx(login, 2 * DAY), sessions.find(table.ctx(login), ref))
        assert now is not None
        return now.done, now.people, now.mine

    assert (done(named, "mei"), done(named, "bob")) == ((1, 3, False), (1, 3, True))
    assert (done(hidden, "mei"), done(hidden, "bob"), done(hidden, "ana")) == (
        (1, 3, False),
        (1, 3, True),
        (1, 3, True),
    )


def test_whoever_leads_may_be_away_until_the_day_has_passed(table: Table) -> None:
    ref = table.start(until="wed")
    facilitation.move(table.ctx("mei"), ref, Phase.GATHER)
    assert not sessions.view(table.ctx("bob", 2 * DAY), ref).room.facilitator_gone
    with pytest.raises(Refused, match="mei is here"):
        facilitation.take_over(table.ctx("bob", 2 * DAY), ref)
    assert sessions.view(table.ctx("bob", 3 * DAY), ref).room.facilitator_gone
    assert facilitation.take_over(table.ctx("bob", 3 * DAY), ref).facilitator == "bob"


def test_days_are_set_while_a_session_runs_and_taken_back(table: Table) -> None:
    ref = table.start(minutes=((Phase.GATHER, 8),))
    mei = table.ctx("mei")
    assert facilitation.move(mei, ref, Phase.GATHER).timer_end is not None
    with pytest.raises(Refused, match="mei leads"):
        rounds.set_days(table.ctx("bob"), ref, "fri")
    of = rounds.set_days(mei, ref, "fri")
    assert of.days == ((Phase.GATHER, date(2026, 11, 27)),) and of.timer_end is None
    assert log.log(mei)[0].summary == "gather until Fri 27 Nov"
    log.undo(mei)
    of = sessions.find(mei, ref)
    assert of.days == () and of.timer_end is not None
    rounds.set_days(mei, ref, "fri"), rounds.set_days(mei, ref, "")
    assert sessions.find(mei, ref).days == ()
    assert rounds.set_days(mei, ref, "").version == sessions.find(mei, ref).version, "what is so already is no change"


def test_the_day_is_that_of_the_workspaces_time_zone(table: Table) -> None:
    ref = table.start(until="mon")
    facilitation.move(table.ctx("mei"), ref, Phase.GATHER)
    zone = table.ctx("mei").zone
    last = next(m for m in range(0, 2 * DAY, 15) if table.ctx("mei", m).now.astimezone(zone).hour == 23)
    sessions.write_card(table.ctx("bob", last), ref, "just in time")
    with pytest.raises(Refused, match="until Mon 23 Nov"):
        sessions.write_card(table.ctx("bob", last + 60), ref, "an hour later")


def test_answers_are_taken_until_a_day_in_a_retro(table: Table) -> None:
    ref = retro.start(table.ctx("mei"), "Far apart", until="stage=wed").ref
    facilitation.move(table.ctx("mei"), ref, Phase.STAGE)
    assert waits(table, "bob") == [False], "nothing is asked yet"
    polls.ask(table.ctx("mei"), ref, PollKind.FIST)
    assert waits(table, "bob") == [True]
    polls.answer(table.ctx("bob", DAY), ref, 4)
    assert (waits(table, "bob", 1), waits(table, "ana", 1)) == ([False], [True])
    with pytest.raises(Refused, match="answers were taken until Wed 25 Nov"):
        polls.answer(table.ctx("ana", 3 * DAY), ref, 3)
