"""Votes and what groups become: each stays with the group it was given to, through merges, splits, undo and a move."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.live import Phase
from okrtui.rituals.journal import explain, log
from okrtui.rituals.live import grouping, sessions
from okrtui.storage.maintenance import transfer
from okrtui.storage.open import open_store
from tests.rituals.live.test_sessions import (
    Table,
    gathered,
    to,
    versions,
)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    yield made
    made.store.close()


def voted(table: Table, **more: object) -> tuple[str, list[int]]:
    """Return a session that groups again after a vote: a has 2 of bob's and 1 of ana's, b 2 of bob's, c 1 of ana's."""
    ref, made = gathered(table, "a", "b", "c", **more)
    to(table, ref, Phase.VOTE)
    by_text = {group.cards[0].text: group.id for group in sessions.view(table.ctx("mei"), ref).groups}
    groups = [by_text[text] for text in made]
    for who, given in (("bob", (0, 0, 1, 1)), ("ana", (0, 2))):
        for at in given:
            grouping.vote(table.ctx(who), ref, groups[at])
    to(table, ref, Phase.GROUP)
    return ref, groups


def of(table: Table, ref: str, who: str) -> dict[str, int]:
    return {g.name: g.given for g in sorted(sessions.view(table.ctx(who), ref).groups, key=lambda group: group.name)}


def totals(table: Table, ref: str) -> dict[str, int | None]:
    """Look at the totals as everybody sees them, and go back to the groups."""
    to(table, ref, Phase.SELECT)
    seen = {group.name: group.votes for group in sessions.view(table.ctx("ana"), ref).groups}
    to(table, ref, Phase.GROUP)
    return seen


@pytest.mark.parametrize("anonymous", [False, True])
def test_undo_of_a_merge_gives_each_vote_back_to_the_group_it_was_given_to(table: Table, anonymous: bool) -> None:
    ref, (a, b, c) = voted(table, budget=5, most=4, anonymous=anonymous)
    lena = table.ctx("lena")
    grouping.merge(lena, ref, a, b)
    assert (of(table, ref, "bob"), of(table, ref, "ana")) == ({"b": 4, "c": 0}, {"b": 1, "c": 1})
    grouping.merge(lena, ref, b, c)
    assert (of(table, ref, "bob"), of(table, ref, "ana")) == ({"c": 4}, {"c": 2})
    assert totals(table, ref) == {"c": 6}
    log.undo(lena)
    assert totals(table, ref) == {"b": 5, "c": 1}
    log.undo(lena)
    assert (of(table, ref, "bob"), of(table, ref, "ana")) == ({"a": 2, "b": 2, "c": 0}, {"a": 1, "b": 0, "c": 1})
    assert totals(table, ref) == {"a": 3, "b": 2, "c": 1}
    log.redo(lena)
    assert totals(table, ref) == {"b": 5, "c": 1}


@pytest.mark.parametrize("anonymous", [False, True])
def test_votes_that_were_given_again_are_not_brought_back_a_second_time(table: Table, anonymous: bool) -> None:
    ref, (a, b, c) = voted(table, budget=4, most=2, anonymous=anonymous)
    lena, bob = table.ctx("lena"), table.ctx("bob")
    grouping.merge(lena, ref, a, b)
    assert (of(table, ref, "bob"), sessions.view(bob, ref).votes_left) == ({"b": 2, "c": 0}, 2)
    to(table, ref, Phase.VOTE)
    with pytest.raises(Refused, match="2 is the most"):
        grouping.vote(bob, ref, b)
    assert grouping.vote(bob, ref, c) == 1
    to(table, ref, Phase.GROUP)
    assert (of(table, ref, "bob"), sessions.view(bob, ref).votes_left) == ({"b": 2, "c": 1}, 1)
    log.undo(lena)
    assert (sum(of(table, ref, "bob").values()), sessions.view(bob, ref).votes_left) == (4, 0)
    assert of(table, ref, "ana") == {"a": 1, "b": 0, "c": 1}


def test_a_vote_on_a_merged_group_is_taken_back_and_the_others_return(table: Table) -> None:
    ref, (a, b, _) = voted(table, budget=4, most=2)
    lena, bob = table.ctx("lena"), table.ctx("bob")
    grouping.merge(lena, ref, a, b)
    to(table, ref, Phase.VOTE)
    assert grouping.vote(bob, ref, b, -1) == 1
    assert grouping.vote(bob, ref, b, -1) == 0
    with pytest.raises(Refused, match="you have no vote"):
        grouping.vote(bob, ref, b, -1)
    to(table, ref, Phase.GROUP)
    log.undo(lena)
    assert (of(table, ref, "bob"), of(table, ref, "ana")) == ({"a": 0, "b": 0, "c": 0}, {"a": 1, "b": 0, "c": 1})


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_group_that_is_dissolved_and_comes_back_has_its_votes(table: Table, anonymous: bool) -> None:
    ref, (a, *_) = voted(table, budget=4, most=2, anonymous=anonymous)
    lena, bob = table.ctx("lena"), table.ctx("bob")
    card = next(card.id for card in sessions.view(lena, ref).cards if card.group == a)
    grouping.ungroup(lena, ref, versions(table, ref, card))
    assert (of(table, ref, "bob"), sessions.view(bob, ref).votes_left) == ({"b": 2, "c": 0}, 2)
    log.undo(lena)
    assert (of(table, ref, "bob"), sessions.view(bob, ref).votes_left) == ({"a": 2, "b": 2, "c": 0}, 0)


def test_a_card_that_was_taken_back_returns_with_the_votes_of_its_group(table: Table) -> None:
    ref, (a, *_) = voted(table, budget=4, most=2)
    mei = table.ctx("mei")
    card = next(card.id for card in sessions.view(mei, ref).cards if card.group == a)
    sessions.edit_card(mei, ref, card, "")
    assert of(table, ref, "bob") == {"b": 2, "c": 0}
    log.undo(mei)
    assert totals(table, ref) == {"a": 3, "b": 2, "c": 1}


def test_a_card_does_not_go_back_into_a_group_that_was_merged_since(table: Table) -> None:
    ref, made = gathered(table, "a", "b", "c")
    bob, mei = table.ctx("bob"), table.ctx("mei")
    one = grouping.group(mei, ref, versions(table, ref, made["a"], made["b"]), "one")
    two = grouping.group(mei, ref, versions(table, ref, made["c"]), "two")
    grouping.group(bob, ref, versions(table, ref, made["b"]), "alone")
    grouping.merge(mei, ref, one, two)
    with pytest.raises(Refused, match="its group was merged since"):
        log.undo(bob)
    assert of(table, ref, "bob") == {"alone": 0, "two": 0}
    log.undo(mei)
    log.undo(bob)
    assert [len(group.cards) for group in sessions.view(mei, ref).groups] == [2, 1]


def test_the_journal_knows_no_ballot_and_not_whether_there_was_one(table: Table) -> None:
    told = []
    for number in range(2):
        ref, _ = voted(table, budget=5) if number else gathered(table, "a", "b", "c", budget=5)
        to(table, ref, Phase.VOTE)
        groups = {g.name: g.id for g in sessions.view(table.ctx("mei"), ref).groups}
        to(table, ref, Phase.GROUP)
        lena = table.ctx("lena")
        grouping.merge(lena, ref, groups["a"], groups["b"])
        merge = log.log(lena, limit=1)[0]
        log.undo(lena)
        told.append([(c["table"], sorted(c["after"])) for c in merge.changes])  # type: ignore[call-overload]
    assert told[0] == told[1] == [("card", ["group_id"]), ("card_group", ["merged_into"])]
    assert ("group", "changed", (("merged into", "", "b"),)) in [
        (each.what, each.how, each.parts) for each in explain.explain(lena, merge)
    ]
    ballots = {row[0] for row in table.store.sql("SELECT ballot FROM vote")}
    entries = str(table.store.sql("SELECT who, verb, ref, summary, changes FROM activity WHERE verb <> 'joined'"))
    assert ballots and not [ballot for ballot in ballots if ballot in entries]


def test_a_merge_and_its_votes_move_with_the_workspace_and_are_undone_there(table: Table, tmp_path: Path) -> None:
    ref, (a, b, c) = voted(table, budget=5, most=4, anonymous=True)
    grouping.merge(table.ctx("lena"), ref, a, b)
    grouping.merge(table.ctx("lena"), ref, b, c)
    transfer.export_whole(table.store, tmp_path / "all.json")
    with (tmp_path / "all.json").open("rb") as file:
        transfer.import_whole(str(tmp_path / "new.db"), file, "all.json")
    with closing(open_store(tmp_path / "new.db")) as store:
        there = Table(tmp_path / "there")
        there.store.close()
        there.folder, there.store = table.folder, store  # the same people, with their own state
        assert totals(there, ref) == {"c": 6}
        log.undo(there.ctx("lena"))
        log.undo(there.ctx("lena"))
        assert totals(there, ref) == {"a": 3, "b": 2, "c": 1}
