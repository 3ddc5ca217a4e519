"""What went wrong in a live session once, or would have: races, undo, budgets that shrink, names beside cards."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.errors import Refused, Stale
from okrtui.model.live import Kind, Phase
from okrtui.rituals import ideas
from okrtui.rituals.journal import explain, log
from okrtui.rituals.live import facilitation, grouping, sessions
from okrtui.rules.live import phases
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


def texts(table: Table, ref: str) -> list[tuple[str, list[str]]]:
    return [(g.name, sorted(c.text for c in g.cards)) for g in sessions.view(table.ctx("mei"), ref).groups]


def test_nothing_of_another_session_is_moved_named_or_merged(table: Table) -> None:
    one, made = gathered(table, "a", "b")
    mei = table.ctx("mei")
    group = grouping.group(mei, one, versions(table, one, made["a"]))
    to(table, one, Phase.VOTE)
    other, _ = gathered(table, "x")
    with pytest.raises(Stale):
        grouping.ungroup(mei, other, versions(table, one, made["a"]))
    with pytest.raises(Stale):
        grouping.rename(mei, other, group, "mine")
    assert ("a", ["a"]) in texts(table, one)
    to(table, one, Phase.CLOSED)
    with pytest.raises(Refused, match="closed"):
        grouping.rename(mei, one, group, "late")
    with pytest.raises(Refused, match="closed"):
        facilitation.take_over(table.ctx("bob", 5), one)


def test_the_last_card_of_a_group_takes_it_along(table: Table) -> None:
    for anonymous in (False, True):
        ref, made = gathered(table, "a", "b", anonymous=anonymous)
        mei = table.ctx("mei")
        grouping.group(mei, ref, versions(table, ref, made["a"]))
        sessions.edit_card(mei, ref, made["a"], "")
        assert texts(table, ref) == []
        assert [c.text for c in sessions.view(mei, ref).loose] == ["b"]


def test_undo_takes_no_card_out_of_a_vote_and_moves_nobody_elses_session(table: Table) -> None:
    ref, made = gathered(table, "a", "b")
    bob, mei = table.ctx("bob"), table.ctx("mei")
    grouping.group(bob, ref, versions(table, ref, made["a"], made["b"]), "both")
    to(table, ref, Phase.VOTE)
    with pytest.raises(Refused, match="what came before the vote stays while it runs"):
        log.undo(bob)
    assert texts(table, ref) == [("both", ["a", "b"])]
    facilitation.take_over(table.ctx("bob", 2), ref)
    with pytest.raises(Refused, match="bob leads it now"):
        log.undo(mei)
    assert sessions.find(mei, ref).phase is Phase.VOTE


def test_a_facilitator_who_looks_at_another_screen_is_not_relieved_at_once(table: Table) -> None:
    ref = table.start()
    sessions.leave(table.ctx("mei"), ref)
    with pytest.raises(Refused, match="mei is here"):
        facilitation.take_over(table.ctx("bob", 0.5), ref)
    assert facilitation.take_over(table.ctx("bob", 1.5), ref).facilitator == "bob"


def test_a_clock_that_was_put_back_keeps_nobody_in_the_room(table: Table) -> None:
    ref = table.start()
    ahead = table.ctx("mei", 600)
    sessions.enter(ahead, ref)
    sessions.typing(ahead, ref, True)
    room = sessions.view(table.ctx("bob"), ref).room
    assert (room.people, room.typing, room.facilitator_gone) == ((), 0, True)
    assert facilitation.take_over(table.ctx("bob"), ref).facilitator == "bob"


def test_undo_takes_back_my_anonymous_card_by_my_token_and_nothing_before_it(table: Table) -> None:
    ref = table.start(anonymous=True, concealed=False)
    to(table, ref, Phase.GATHER)
    bob = table.ctx("bob")
    ideas.capture(bob, "from before")
    sessions.write_card(bob, ref, "one")
    sessions.write_card(table.ctx("mei"), ref, "hers")
    sessions.write_card(bob, ref, "two")
    assert log.undo(bob).summary == "your anonymous card"
    assert sorted(c.text for c in sessions.view(bob, ref).cards) == ["hers", "one"]
    ideas.capture(bob, "and after")
    assert log.undo(bob).verb == "captured idea"
    to(table, ref, Phase.VOTE)
    with pytest.raises(Refused, match="your card in S1 stays: cards are written in"):
        log.undo(bob)
    assert [i.title for i in ideas.ideas(bob)] == ["from before"]
    assert "bob" not in str(table.store.sql("SELECT * FROM activity WHERE verb = 'card'"))


def test_a_closed_sessions_names_stay(table: Table) -> None:
    ref, made = gathered(table, "a")
    bob = table.ctx("bob")
    group = grouping.group(bob, ref, versions(table, ref, made["a"]))
    grouping.rename(bob, ref, group, "better")
    to(table, ref, Phase.CLOSED)
    with pytest.raises(Refused, match="it is closed"):
        log.undo(bob)
    assert texts(table, ref) == [("better", ["a"])]


def test_a_slip_of_the_facilitator_is_undone_with_one_key_even_closing(table: Table) -> None:
    ref, _ = gathered(table, "a")
    mei = table.ctx("mei")
    to(table, ref, Phase.SELECT)
    to(table, ref, Phase.CLOSED)
    log.undo(mei)
    assert (sessions.find(mei, ref).phase, sessions.find(mei, ref).closed) == (Phase.SELECT, None)
    log.redo(mei)
    assert sessions.find(mei, ref).phase is Phase.CLOSED


def test_a_default_budget_that_shrinks_takes_nobodys_votes(table: Table) -> None:
    ref, made = gathered(table, *(f"card {n}" for n in range(16)))
    mei, bob = table.ctx("mei"), table.ctx("bob")
    to(table, ref, Phase.VOTE)
    groups = [g.id for g in sessions.view(mei, ref).groups]
    for group_id in groups[:4]:
        grouping.vote(mei, ref, group_id)
    to(table, ref, Phase.GROUP)
    for group_id in groups[6:]:
        grouping.merge(bob, ref, group_id, groups[5])
    to(table, ref, Phase.VOTE)
    seen = sessions.view(mei, ref)
    assert (len(seen.groups), seen.budget, seen.votes_left) == (6, 4, 0)
    assert sessions.view(bob, ref).votes_left == 4
    assert grouping.finished(bob, ref)[0] == 1
    assert made.keys() == {c.text for c in seen.cards}


def test_votes_above_the_most_come_back_when_groups_are_merged(table: Table) -> None:
    ref, _ = gathered(table, "a", "b", budget=5, most=2)
    mei = table.ctx("mei")
    to(table, ref, Phase.VOTE)
    a, b = (g.id for g in sessions.view(mei, ref).groups)
    for group_id in (a, a, b, b):
        grouping.vote(mei, ref, group_id)
    to(table, ref, Phase.GROUP)
    grouping.merge(mei, ref, b, a)
    to(table, ref, Phase.VOTE)
    found = sessions.view(mei, ref)
    assert ([g.given for g in found.groups], found.votes_left) == ([2], 3)


def test_a_group_that_is_an_idea_already_keeps_a_card_and_its_name(table: Table) -> None:
    ref, made = gathered(table, "a", "b", "c")
    mei = table.ctx("mei")
    to(table, ref, Phase.SELECT)
    a, b, _ = (g.id for g in sessions.view(mei, ref).groups)
    first = sessions.view(mei, ref).groups[0].cards[0].text
    idea = ideas.choose(mei, ref, a)
    to(table, ref, Phase.GROUP)
    with pytest.raises(Refused, match=f"is {idea.ref} already"):
        grouping.ungroup(mei, ref, versions(table, ref, made[first]))
    grouping.merge(mei, ref, a, b)
    assert {g.id: g.idea for g in sessions.view(mei, ref).groups if g.idea} == {a: "I1"}
    assert sorted(len(g.cards) for g in sessions.view(mei, ref).groups) == [1, 2]
    to(table, ref, Phase.SELECT)
    with pytest.raises(Refused, match="already"):
        ideas.choose(mei, ref, a)


def test_a_scribe_mends_what_they_entered_for_another(table: Table) -> None:
    ref = table.start()
    to(table, ref, Phase.GATHER)
    card = sessions.write_card(table.known("lena"), ref, "@lena cach")
    assert sessions.edit_card(table.ctx("mei"), ref, card.id, "cache").text == "cache"
    assert sessions.view(table.ctx("lena"), ref).cards[0].author == "lena"
    with pytest.raises(Refused, match="somebody else's"):
        sessions.edit_card(table.ctx("bob"), ref, card.id, "no")


def test_an_idea_finds_the_session_that_gathers_and_never_falls_from_nobody_to_a_name(table: Table) -> None:
    ref = table.start(anonymous=True)
    to(table, ref, Phase.GATHER)
    table.start()
    assert ideas.drop(table.ctx("bob"), "cache")[1] == "Halve the build"
    assert len(sessions.view(table.ctx("mei"), ref).cards) == 1
    assert ideas.ideas(table.ctx("mei")) == ()


def test_numbers_nobody_means_are_refused(table: Table) -> None:
    for more in ({"budget": 10**20}, {"budget": 0}, {"most": 0}, {"minutes": ((Phase.GATHER, 10**12),)}):
        with pytest.raises(Refused):
            table.start(**more)
    ref = table.start()
    with pytest.raises(Refused, match="minutes at most"):
        facilitation.timer(table.ctx("mei"), ref, add=10**12)
    assert facilitation.timer(table.ctx("mei"), ref, add=60).timer_end
    of = facilitation.timer(table.ctx("mei"), ref, add=-600)
    assert phases.seconds_left(of.timer_end, of.timer_left, table.ctx("mei").now) == 0


def test_a_session_can_be_seen_without_a_place_for_secrets(table: Table) -> None:
    ref, _ = gathered(table, "a", anonymous=True)
    table.folder.joinpath("eve").mkdir()
    table.folder.joinpath("eve/tokens.json").mkdir()  # what cannot be opened for writing, also for root
    named, _ = gathered(table, "b")
    eve = table.ctx("eve")
    assert [c.text for c in sessions.view(eve, named).cards] == ["b"]
    sessions.typing(eve, named, True)
    with pytest.raises(Refused, match="cannot be written"):
        sessions.write_card(eve, ref, "x")


def test_neither_ids_nor_entries_tell_which_anonymous_card_came_when(table: Table) -> None:
    ref = table.start(anonymous=True, concealed=False)
    to(table, ref, Phase.GATHER)
    ids = [sessions.write_card(table.ctx(f"p{n}"), ref, f"card {n}").id for n in range(12)]
    assert ids != sorted(ids)
    entries = table.store.sql("SELECT at, who, ref, summary, changes FROM activity WHERE verb = 'card'")
    assert set(entries) == {(int(table.ctx("mei").now.timestamp()), "", ref, "a card came", "[]")}
    joined = table.store.sql("SELECT COUNT(*) FROM activity WHERE verb = 'joined'")
    assert joined == [(1,)], "a card made its writer a member: the entry beside it says who wrote it"
    to(table, ref, Phase.REVEAL)
    late = [sessions.write_card(table.ctx("late"), ref, f"late {n}").id for n in range(12)]
    assert [c.id for c in sessions.view(table.ctx("mei"), ref).cards][-12:] != late


def test_going_to_the_vote_by_mistake_is_undone_with_its_groups(table: Table) -> None:
    ref, made = gathered(table, "a", "b")
    mei = table.ctx("mei")
    to(table, ref, Phase.VOTE)
    assert sorted(texts(table, ref)) == [("a", ["a"]), ("b", ["b"])]
    log.undo(mei)
    found = sessions.view(mei, ref)
    assert (found.session.phase, found.groups, len(found.loose)) == (Phase.GROUP, (), 2)
    log.redo(mei)
    grouping.vote(mei, ref, sessions.view(mei, ref).groups[0].id)
    with pytest.raises(Refused, match="something newer depends on it"):
        log.undo(mei)
    assert len(sessions.view(mei, ref).groups) == len(made)


def test_the_log_explains_a_session_without_numbers_and_keys(table: Table) -> None:
    ref, made = gathered(table, "a", "b")
    mei = table.ctx("mei")
    grouping.group(mei, ref, versions(table, ref, made["a"], made["b"]), "both")
    told = {entry.verb: explain.explain(mei, entry) for entry in log.log(mei)}
    assert [(c.what, c.how, c.parts) for c in told["grouped"]] == [
        ("group", "new", (("name", "", "both"), ("session", "", "Halve the build"))),
        ("card", "changed", (("group", "", "both"),)),
        ("card", "changed", (("group", "", "both"),)),
    ]
    assert [c.parts for c in told["moved"]] == [(("phase", "lobby", "gather"),)]
    assert sessions.find(mei, ref).key not in str(told)
    assert all("secret" not in str(c) and "'a'" not in str(c) for c in told["card"])


def test_two_facilitators_at_once_are_one(table: Table) -> None:
    ref = table.start()
    facilitation.take_over(table.ctx("bob", 2), ref)
    with pytest.raises(Refused, match="bob is here"):
        facilitation.take_over(table.ctx("ana", 2), ref)
    with pytest.raises(Refused, match="bob leads"):
        facilitation.move(table.ctx("mei", 2), ref)


def test_cards_that_share_words_are_found_among_thousands() -> None:
    bags = [(n, frozenset({f"w{n % 700}", f"v{n}", "the"})) for n in range(2000)]
    found = phases.alike(bags)
    assert (0, 700, 1400) in found
    assert sum(len(each) for each in found) == len({n for each in found for n in each})


def test_the_journal_of_a_named_concealed_session_keeps_words_out_of_every_log(table: Table) -> None:
    ref = table.start()
    to(table, ref, Phase.GATHER)
    sessions.write_card(table.ctx("bob"), ref, "hidden words")
    shown = [log.shown(e) for e in log.log(table.ctx("mei"))]
    assert "hidden words" not in json.dumps([e.summary for e in shown] + [list(map(str, e.changes)) for e in shown])
    assert sessions.running(table.ctx("mei"), Kind.BRAINSTORM) is not None
