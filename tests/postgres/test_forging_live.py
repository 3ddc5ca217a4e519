"""Somebody with psql around a live session, an idea, an action: what is signed, led, voted or asked is not theirs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.model.heroes import Reaction, Standard
from okrtui.model.live import Kind, Phase
from okrtui.model.retro import PollKind, Verdict
from okrtui.rituals import heroes, ideas
from okrtui.rituals.actions import actions
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.live import facilitation, grouping, polls, sessions
from okrtui.rituals.okrs import objectives
from okrtui.rituals.retro import agenda, cycle_review, discussion, retro
from okrtui.storage.engine.store import Store
from okrtui.storage.local.tokens import Tokens
from okrtui.storage.maintenance.verify import verify_journal
from tests.postgres.psql import Psql
from tests.workspaces import anybody, ctx, on_server

MINUTE = 1 / (7 * 24 * 60)


@pytest.fixture
def store() -> Iterator[Store]:
    made = on_server()
    yield made
    made.close()


def context_of(store: Store, login: str, folder: Path, minutes: float = 0) -> Context:
    """Return somebody's ctx with a place for tokens."""
    at = ctx(store, login, weeks=minutes * MINUTE)
    return Context(at.store, login, at.name, at.now, Tokens(folder / login / "tokens.json"), may_add=anybody)


def test_what_lives_on_is_signed_by_who_did_it(store: Store) -> None:
    mei, _ = ctx(store), ctx(store, "eve")
    ideas.capture(mei, "Cache layers")
    actions.add(mei, "Order a disk")
    actions.keep(mei, "A1", "next week")
    agenda.propose(mei, "Who is on call?")
    heroes.post(mei, ["eve"], "helped", Standard.CONTRIBUTION)
    heroes.reply(mei, "H1", "thank you")
    heroes.react(mei, "H1", Reaction.HEART)
    eve = Psql(store, "eve")
    assert eve.allowed(
        [
            "INSERT INTO okrtui.idea_step (idea_id, state, note, who, at) VALUES (1, 'adopted', '', 'mei', 1)",
            "UPDATE okrtui.idea_step SET note = 'no'",
            "UPDATE okrtui.idea_step SET who = 'eve'",
            "DELETE FROM okrtui.idea_step",
            "INSERT INTO okrtui.action_step (action_id, what, note, who, at) VALUES (1, 'done', '', 'mei', 1)",
            "UPDATE okrtui.action_step SET note = 'no'",
            "DELETE FROM okrtui.action_step",
            "INSERT INTO okrtui.proposal (text, who, at, state, version) VALUES ('x', 'mei', 1, 'open', 1)",
            "UPDATE okrtui.proposal SET who = 'eve'",
            "UPDATE okrtui.proposal SET text = 'Who is paid what?'",
            "DELETE FROM okrtui.proposal",
            "INSERT INTO okrtui.recognition (giver, standard, story, evidence, at, week, withdrawn, reason, "
            "practice_when, practice_how, across, version) "
            "VALUES ('mei', 'honor', 'x', '', 1, '2026-W48', 0, '', '', '', 0, 1)",
            "UPDATE okrtui.recognition SET giver = 'eve'",
            "UPDATE okrtui.recognition SET withdrawn = 1",
            "INSERT INTO okrtui.recipient (recognition_id, login, hidden, words, version) VALUES (1, 'mei', 0, '', 1)",
            "DELETE FROM okrtui.recipient",
            "UPDATE okrtui.reply SET text = 'no'",
            "DELETE FROM okrtui.reply",
            "INSERT INTO okrtui.reaction (recognition_id, who, kind) VALUES (1, 'mei', 'x')",
            "DELETE FROM okrtui.reaction",
            "INSERT INTO okrtui.attendance (session_id, login, ready, seen) VALUES (1, 'mei', '', 1)",
        ]
    ) == []  # fmt: skip


def test_who_gave_a_card_cannot_take_from_it_what_others_did(store: Store) -> None:
    mei, bob = ctx(store), ctx(store, "bob")
    heroes.post(mei, ["bob"], "helped", Standard.CONTRIBUTION)
    heroes.hide(bob, "H1")
    heroes.reply(bob, "H1", "not that again")
    ctx(store, "mei", weeks=3 * MINUTE)
    tables = ("recipient", "reply", "recognition")
    assert Psql(store, "mei").allowed([f"DELETE FROM okrtui.{table}" for table in tables]) == []


def test_the_journal_takes_entries_at_its_end_only_and_keeps_its_salt(store: Store) -> None:
    from okrtui.rituals.week import updates

    mei, _ = ctx(store), ctx(store, "eve")
    updates.submit(mei, priorities=[("x", "")], pulse=4)
    objectives.add_objective(mei, "Halve the build")
    eve = Psql(store, "eve")
    entry = (
        "INSERT INTO okrtui_seen.activity (id, at, who, verb, ref, summary, changes, undoes, salt, digest, chain) "
        "VALUES ({}, 1, 'eve', 'x', '', '', '[]', NULL, '', '', '')"
    )
    assert eve.allowed([entry.format(number) for number in (99, 2**62, 0)]) == []
    undone = entry.format("okrtui.next_id('okrtui.activity')").replace("'eve', 'x'", "'mei', 'undo'")
    assert eve.refused(undone.replace("NULL", "1"))
    assert eve.refused("SELECT salt FROM okrtui.activity")
    assert eve("SELECT DISTINCT salt FROM okrtui_seen.activity WHERE verb = 'submitted update'") == [("",)]
    assert eve("SELECT 1 FROM okrtui_seen.activity WHERE verb = 'added' AND salt <> ''") == [(1,)]
    eve(entry.format("okrtui.next_id('okrtui.activity')"))


def test_only_who_leads_moves_a_session_and_asks(store: Store, tmp_path: Path) -> None:
    mei, bob = context_of(store, "mei", tmp_path), context_of(store, "bob", tmp_path)
    ctx(store, "eve")
    ref = retro.start(mei, "Friday").ref
    polls.ask(leading_to(mei, ref, Phase.GATHER), ref, PollKind.FIST)
    polls.answer(bob, ref, 4)
    store.run("INSERT INTO okrtui.card_group (id, session_id, name, version) VALUES (7, 1, 'x', 1)")
    store.run("INSERT INTO okrtui.topic (session_id, group_id, state, rounds, version) VALUES (1, 7, 'waiting', 0, 1)")
    eve = Psql(store, "eve")
    assert eve("SELECT number FROM okrtui_seen.answer") == [(None,)]
    assert "bob" not in str(eve("SELECT ballot FROM okrtui_seen.answer"))
    assert eve.allowed(
        [
            "SELECT ballot FROM okrtui.answer",
            "SELECT number FROM okrtui.answer",
            "INSERT INTO okrtui.answer (poll_id, ballot, number) VALUES (1, '@mei', 1)",
            "UPDATE okrtui.answer SET number = 1",
            "DELETE FROM okrtui.answer",
            "DELETE FROM okrtui_seen.answer",
            "UPDATE okrtui.poll SET is_open = 0",
            "INSERT INTO okrtui.poll (session_id, kind, minutes, is_open, version) VALUES (1, 'fist', 0, 1, 1)",
            "DELETE FROM okrtui.poll",
            "UPDATE okrtui.session SET phase = 'group'",
            "UPDATE okrtui.session SET concealed = 0",
            "UPDATE okrtui.session SET at_step = NULL",
            "UPDATE okrtui.session SET kind = 'brainstorm'",
            "UPDATE okrtui.session SET topic_id = 7",
            "UPDATE okrtui.topic SET state = 'done'",
            "UPDATE okrtui.topic SET rounds = 9",
            "UPDATE okrtui.session SET facilitator = 'eve'",
            "UPDATE okrtui.session SET facilitator = 'bob'",
            "UPDATE okrtui.agenda_item SET place = -1 WHERE phase = 'gather'",
            "DELETE FROM okrtui.agenda_item WHERE phase = 'gather'",
            "INSERT INTO okrtui.agenda_item (session_id, phase, title, minutes, skipped, place, version) "
            "VALUES (1, 'gather', 'x', 0, 0, -1, 1)",
            "UPDATE okrtui.attendance SET seen = 0 WHERE login = 'mei'",
        ]
    ) == []  # fmt: skip
    polls.show(mei, ref)
    assert eve("SELECT number FROM okrtui_seen.answer") == [(None,)], "of fewer than three nobody sees one"
    assert "bob" not in str(eve("SELECT ballot FROM okrtui_seen.answer"))
    assert Psql(store, "bob").refused("DELETE FROM okrtui_seen.answer WHERE ballot = '@bob'")  # it is shown
    later = context_of(store, "eve", tmp_path, minutes=2)
    assert eve.refused("UPDATE okrtui.session SET facilitator = 'bob'")
    assert facilitation.take_over(later, ref).facilitator == "eve"


def test_whose_answers_were_shown_is_not_asked_again_by_who_leads_either(store: Store, tmp_path: Path) -> None:
    """Who changed an answer between two looks would have told it: mei leads, and has psql."""
    mei = context_of(store, "mei", tmp_path)
    ref = sessions.start(mei, Kind.BRAINSTORM, "Halve the build", anonymous=True).ref
    polls.ask(mei, ref, PollKind.FIST)
    for number, login in enumerate(("mei", "bob", "ana"), 1):
        polls.answer(context_of(store, login, tmp_path), ref, number)
    polls.show(mei, ref)
    psql = Psql(store, "mei")
    again = ["UPDATE okrtui.poll SET is_open = 1", "UPDATE okrtui.poll SET kind = 'word', is_open = 2"]
    assert psql.allowed(again) == []
    assert psql("SELECT is_open FROM okrtui.poll") == [(0,)]


NAMELESS = (
    "INSERT INTO okrtui_seen.activity (id, at, who, verb, ref, summary, changes, undoes, salt, digest, chain) "
    "VALUES (okrtui.next_id('okrtui.activity'), {at}, '', '{verb}', '{ref}', '{summary}', '{changes}', {undoes}, "
    "'', '', '')"
)


def nameless(
    verb: str, ref: str, summary: str = "a card came", changes: str = "[]", at: str = "1", undoes: str = "NULL"
) -> str:
    return NAMELESS.format(verb=verb, ref=ref, summary=summary, changes=changes, at=at, undoes=undoes)


def test_under_no_name_the_journal_tells_of_anonymous_cards_and_notes_alone(store: Store, tmp_path: Path) -> None:
    mei = context_of(store, "mei", tmp_path)
    objectives.add_objective(mei, "Halve the build")
    named = sessions.start(mei, Kind.BRAINSTORM, "Named").ref
    masked = retro.start(mei, "Masked", anonymous=True).ref
    eve_ctx = context_of(store, "eve", tmp_path)
    eve = Psql(store, "eve")
    start = f"(SELECT started FROM okrtui.session WHERE id = {masked[1:]})"
    idea = '[{"after":{"text":"x"},"before":{"text":"y"},"id":1,"table":"idea"}]'
    assert eve.allowed(
        [
            nameless("dropped", "O1", "nobody wants it"),
            nameless("card", named),
            nameless("card", masked),  # at a time of its own
            nameless("card", masked, "mei wrote that", at=start),
            nameless("card", masked, changes=idea, at=start),
            nameless("noted", masked, "x", at=start),
            nameless("noted", masked, "x", idea, start),
            nameless("noted", masked, "x", idea.replace("}]", "},") + idea.replace("idea", "note")[1:], start),
            nameless("noted", masked, "x", idea.replace('"table":', '"table" : '), start),
            nameless("moved", masked, at=start),
            nameless("undo", "O1", "x", idea, start, "1"),
            nameless("", "", ""),
            nameless("", "", "", undoes="1"),
            nameless("", "", "x", undoes="1"),
        ]
    ) == []  # fmt: skip
    facilitation.move(mei, masked, Phase.GATHER)
    written = sessions.write_card(eve_ctx, masked, "cache layers")
    sessions.edit_card(eve_ctx, masked, written.id, "cache the layers")
    log.undo(eve_ctx)
    sessions.edit_card(eve_ctx, masked, written.id, "")
    log.undo(eve_ctx)
    facilitation.move(mei, masked, Phase.DISCUSS)
    note = discussion.write_note(eve_ctx, masked, "more disks")
    discussion.edit_note(eve_ctx, masked, note.id, "more and larger disks")
    log.undo(eve_ctx)
    heroes.post(eve_ctx, ["mei"], "helped", Standard.CONTRIBUTION)
    log.undo(eve_ctx)
    assert verify_journal(store).broken == () == verify_journal(store).strange
    assert store.sql("SELECT COUNT(*) > 8 FROM activity WHERE who = ''") == [(True,)]


def leading_to(at: Context, ref: str, phase: Phase) -> Context:
    facilitation.move(at, ref, phase)
    return at


def test_a_vote_is_nobody_elses_and_its_round_tells_no_totals(store: Store, tmp_path: Path) -> None:
    mei, bob = context_of(store, "mei", tmp_path), context_of(store, "bob", tmp_path)
    eve_ctx = context_of(store, "eve", tmp_path)
    ref = sessions.start(mei, Kind.BRAINSTORM, "Halve the build").ref
    facilitation.move(mei, ref, Phase.GATHER)
    card = sessions.write_card(bob, ref, "cache layers")
    eve = Psql(store, "eve")
    assert eve("SELECT text FROM okrtui_seen.card") == [("",)]
    assert eve.allowed(
        [
            "SELECT text FROM okrtui.card",
            "UPDATE okrtui.card SET text = 'x'",
            "UPDATE okrtui.card SET author = 'eve'",
            "UPDATE okrtui.card SET session_id = 2",
            "DELETE FROM okrtui.card",
            "INSERT INTO okrtui.card (session_id, text, author, entered_by, nonce, owner, tag, place, at, version) "
            "VALUES (1, 'x', 'bob', 'bob', '', '', '', 1, 1, 1)",
        ]
    ) == []  # fmt: skip
    facilitation.move(mei, ref, Phase.VOTE)
    (group,) = (each.id for each in sessions.view(bob, ref).groups)
    grouping.vote(bob, ref, group)
    assert eve("SELECT group_id, number FROM okrtui_seen.vote") == [(None, 1)]
    assert "bob" not in str(eve("SELECT ballot FROM okrtui_seen.vote"))
    on_it = f"INSERT INTO okrtui.vote (session_id, group_id, ballot, number) VALUES (1, {group}, '{{}}', 3)"
    meddling = [
        "SELECT ballot FROM okrtui.vote",
        "SELECT group_id FROM okrtui.vote",
        "UPDATE okrtui.vote SET number = 3",
        "UPDATE okrtui_seen.vote SET number = 3",
        "DELETE FROM okrtui.vote",
        "DELETE FROM okrtui_seen.vote",
        on_it.format("@bob"),
        on_it.format("1234"),
    ]
    assert eve.allowed(meddling) == []
    facilitation.move(mei, ref, Phase.GROUP)
    assert eve("SELECT group_id, number FROM okrtui_seen.vote") == [(None, 1)]
    assert eve.allowed([*meddling, "UPDATE okrtui_seen.vote SET group_id = NULL"]) == []
    facilitation.move(mei, ref, Phase.VOTE)
    assert grouping.finished(eve_ctx, ref) == (0, 1)
    grouping.vote(bob, ref, group), grouping.vote(bob, ref, group)
    assert grouping.finished(eve_ctx, ref) == (1, 1)
    assert grouping.vote(bob, ref, group, -1) == 2 and grouping.vote(bob, ref, group, -1) == 1
    grouping.vote(eve_ctx, ref, group)
    facilitation.move(mei, ref, Phase.SELECT)
    assert sessions.view(eve_ctx, ref).groups[0].votes == 2
    assert eve.allowed([*meddling, on_it.format("@eve"), "DELETE FROM okrtui.vote WHERE true"]) == []
    assert sessions.view(mei, ref).cards[0].text == card.text


def test_nobody_speaks_in_anothers_name_about_a_retro(store: Store, tmp_path: Path) -> None:
    mei, eve_ctx = context_of(store, "mei", tmp_path), context_of(store, "eve", tmp_path)
    objectives.add_objective(mei, "Halve the build")
    objectives.add_key_result(mei, "O1", "Minutes", start=20, target=10)
    ref = retro.start(mei, "The quarter", template="okr").ref
    facilitation.move(mei, ref, Phase.SCORE)
    discussion.write_note(mei, ref, "more disks")
    cycle_review.review_kr(mei, ref, "KR1.1", learned="disks are slow", verdict=Verdict.KEEP)
    eve = Psql(store, "eve")
    forged = [
        "UPDATE okrtui.note SET who = 'eve'",
        "INSERT INTO okrtui.note (session_id, kind, text, who, at, version) VALUES (1, 'note', 'x', 'mei', 1, 1)",
        "INSERT INTO okrtui.note (session_id, kind, text, at, version) VALUES (1, 'note', 'x', 1, 1)",
        "UPDATE okrtui.kr_review SET learned = 'nothing'",
        "DELETE FROM okrtui.kr_review",
        "INSERT INTO okrtui.kr_review (session_id, kr_id, learned, verdict, who, version) "
        "VALUES (1, 1, 'nothing', 'stop', 'mei', 1)",
    ]
    assert eve.allowed(forged) == []
    cycle_review.review_kr(eve_ctx, ref, "KR1.1", learned="they are not", verdict=Verdict.KEEP)
    assert eve.allowed(
        [
            "UPDATE okrtui.kr_review SET who = 'mei', verdict = 'stop'",
            "UPDATE okrtui.kr_review SET who = 'bob'",
            "UPDATE okrtui.kr_review SET who = 'mei', learned = 'nothing'",
        ]
    ) == []  # fmt: skip
    log.undo(eve_ctx)
    found = store.sql("SELECT learned, verdict, who FROM kr_review")
    assert found == [("disks are slow", Verdict.KEEP.value, "mei")]


def test_a_case_says_who_said_what_and_a_raised_hand_is_seen_by_two(store: Store) -> None:
    mei, bob, _ = ctx(store), ctx(store, "bob"), ctx(store, "eve")
    cases.open_case(mei, "opportunity", "lead the handover")
    cases.raise_hand(bob, "C1", "I would love to")
    cases.note(bob, "C1", "from January")
    eve, giver = Psql(store, "eve"), Psql(store, "mei")
    entry = "(case_id, kind, who, at, day, step, outcome, text) VALUES (1, 'note', 'mei', 1, '2026-11-23', 'x', '', '')"
    assert eve.allowed(
        [
            f"INSERT INTO okrtui.case_entry {entry}",
            "UPDATE okrtui.case_entry SET text = 'no'",
            "UPDATE okrtui.case_entry SET who = 'eve'",
            "DELETE FROM okrtui.case_entry",
            "UPDATE okrtui.practice_case SET opener = 'eve'",
            "UPDATE okrtui.practice_case SET title = 'mine'",
            "DELETE FROM okrtui.practice_case",
            "UPDATE okrtui.process SET text = ''",
            "DELETE FROM okrtui.process",
            "INSERT INTO okrtui.process (name, number, text, who, at, state, version) "
            "VALUES ('support', 1, '', 'mei', 1, 'active', 1)",
        ]
    ) == []  # fmt: skip
    hands = "SELECT COUNT(*) FROM okrtui.case_entry WHERE kind = 'hand'"
    told = "SELECT COUNT(*) FROM okrtui_seen.activity WHERE changes LIKE '%love%'"
    assert (eve(hands), eve(told)) == ([(0,)], [(0,)])
    assert eve("SELECT text FROM okrtui.case_entry") == [("from January",)]
    assert giver(hands) == [(1,)]
    cases.answer(mei, "C1", "bob", "gladly")
    assert (eve(hands), eve(told)) == ([(1,)], [(0,)])


def test_which_question_a_card_answers_is_its_authors_and_after_the_reveal_for_who_leads(
    store: Store, tmp_path: Path
) -> None:
    mei, bob = context_of(store, "mei", tmp_path), context_of(store, "bob", tmp_path)
    ctx(store, "eve")
    ref = sessions.start(mei, Kind.BRAINSTORM, "Halve", prompts=("Start", "Stop")).ref
    facilitation.move(mei, ref, Phase.GATHER)
    sessions.write_card(bob, ref, "pair #start")
    moved = "UPDATE okrtui.card SET tag = 'stop'"
    assert Psql(store, "eve").refused(moved) and Psql(store, "mei").refused(moved)
    facilitation.move(mei, ref, Phase.REVEAL)
    assert Psql(store, "eve").refused(moved) and Psql(store, "eve").refused("UPDATE okrtui.card SET is_read = 1")
    assert Psql(store, "mei").allowed([moved, "UPDATE okrtui.card SET is_read = 1"]) == [
        moved,
        "UPDATE okrtui.card SET is_read = 1",
    ]
    assert Psql(store, "mei").refused("UPDATE okrtui.card SET text = 'mine'")
    assert Psql(store, "bob").allowed(["UPDATE okrtui.card SET tag = 'start'"])
