"""Votes on paper: all of a pile or none, out of each one's budget, and told as entered by whoever leads."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.live import Phase
from okrtui.rituals.journal import log
from okrtui.rituals.live import facilitation, grouping, sessions
from okrtui.sharing.pages.live import vote_sheet
from tests.rituals.live.test_sessions import Table
from tests.workspaces import unsound


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    for login in ("bob", "ana"):
        made.known(login)
    yield made
    made.store.close()


def voting(table: Table, **more: object) -> tuple[str, list[int]]:
    """Return a session in its vote, and its groups' numbers."""
    ref = table.start(budget=3, most=2, **more)
    facilitation.move(table.ctx("mei"), ref, Phase.GATHER)
    for text in ("cache | layers", "runners"):
        sessions.write_card(table.ctx("mei"), ref, text)
    facilitation.move(table.ctx("mei"), ref, Phase.VOTE)
    return ref, [group.id for group in sessions.view(table.ctx("mei"), ref).groups]


def given(table: Table) -> dict[str, int]:
    return dict(table.store.sql("SELECT ballot, SUM(number) FROM vote GROUP BY ballot"))


def test_a_pile_of_sheets_is_entered_at_once_and_the_journal_says_by_whom(table: Table) -> None:
    ref, (first, second) = voting(table)
    mei = table.ctx("mei")
    assert grouping.enter_sheets(mei, ref, f"ana: {first} {first} {second}\nbob: {second}x2") == {"ana": 3, "bob": 2}
    assert given(table) == {"@ana": 3, "@bob": 2}
    newest = log.log(mei)[0]
    assert (newest.who, newest.verb, newest.summary) == ("mei", Verb.ENTERED_VOTES, "from paper: ana, bob")
    with pytest.raises(Refused, match="“moved S1” cannot be undone: something newer depends on it"):
        log.undo(mei)
    assert grouping.finished(mei, ref)[0] == 1 and unsound(table.store) == []
    facilitation.move(mei, ref, Phase.SELECT)
    assert {group.id: group.votes for group in sessions.view(mei, ref).groups} == {first: 2, second: 3}


@pytest.mark.parametrize(
    ("sheets", "reason"),
    [
        ("ana: {0} {0} {0}", "line 1: 2 is the most on one group; nothing was entered"),
        ("ana: {0}\nana: {0} {1} {1}", "line 2: all 3 votes are given; take one back first; nothing was entered"),
        ("ana: {0}\nbob: 999", "line 2: there is no group 999; nothing was entered"),
        ("ana: {0}\nbobb: {0}", "line 2: "),
        ("ana: {0}\nwhat is this", "line 2: "),
    ],
)
def test_of_a_pile_with_one_that_cannot_be_nothing_is_entered(table: Table, sheets: str, reason: str) -> None:
    ref, groups = voting(table)
    before = len(log.log(table.ctx("mei")))
    with pytest.raises(Refused) as refused:
        known = replace(table.ctx("mei"), may_add=lambda login: False)
        grouping.enter_sheets(known, ref, sheets.format(*groups))
    assert reason in str(refused.value)
    assert given(table) == {} and len(log.log(table.ctx("mei"))) == before


def test_only_who_leads_enters_them_and_never_in_an_anonymous_session(table: Table) -> None:
    ref, (first, _) = voting(table)
    with pytest.raises(Refused, match="mei leads S1"):
        grouping.enter_sheets(table.ctx("bob"), ref, f"ana: {first}")
    hidden, (other, _) = voting(table, anonymous=True)
    for refused in (
        lambda: grouping.enter_sheets(table.ctx("mei"), hidden, f"ana: {other}"),
        lambda: vote_sheet(table.ctx("mei"), hidden),
    ):
        with pytest.raises(Refused, match="nobody votes for somebody else"):
            refused()


def test_the_sheet_has_each_group_with_its_number_and_no_totals(table: Table) -> None:
    ref, (first, second) = voting(table)
    grouping.vote(table.ctx("bob"), ref, second)
    sheet = vote_sheet(table.ctx("mei"), ref)
    assert f"|   {first} | ☐ ☐   | cache \\| layers |" in sheet or f"{first} | ☐ ☐" in sheet
    assert "You have 3 votes, at most 2 for one. A mark is a vote." in sheet and "Name: ____" in sheet
    assert sheet == vote_sheet(table.ctx("bob"), ref), "it holds nothing of anybody's own"
    facilitation.move(table.ctx("mei"), ref, Phase.SELECT)
    with pytest.raises(Refused, match="votes are given in “vote”"):
        vote_sheet(table.ctx("mei"), ref)
