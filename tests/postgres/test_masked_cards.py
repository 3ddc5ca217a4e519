"""Cards before the reveal, also nobody's: the server hides what okrtui hides, and shows me mine by a token of mine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.live import Kind, Phase
from okrtui.model.retro import PollKind
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.live import facilitation, grouping, polls, sessions
from okrtui.rituals.retro import retro
from okrtui.rules.live import phases
from okrtui.storage.engine.store import Store
from tests.postgres.psql import Psql
from tests.postgres.test_forging_live import context_of
from tests.workspaces import on_server


@pytest.fixture
def store() -> Iterator[Store]:
    made = on_server()
    yield made
    made.close()


def anonymous(store: Store, folder: Path) -> tuple[Context, Context, str]:
    """Return mei who leads, bob, and an anonymous brainstorm in its gathering."""
    mei, bob = context_of(store, "mei", folder), context_of(store, "bob", folder)
    ref = sessions.start(mei, Kind.BRAINSTORM, "Halve the build", anonymous=True).ref
    facilitation.move(mei, ref, Phase.GATHER)
    return mei, bob, ref


def test_nobody_reads_or_touches_an_anonymous_card_of_another(store: Store, tmp_path: Path) -> None:
    mei, bob, ref = anonymous(store, tmp_path)
    eve_ctx = context_of(store, "eve", tmp_path)
    card = sessions.write_card(bob, ref, "cache layers #build")
    sessions.write_card(eve_ctx, ref, "mine")
    eve = Psql(store, "eve")
    for psql in (eve, Psql(store, "bob"), Psql(store, "mei")):  # a login alone opens nothing
        assert psql("SELECT DISTINCT text, tag, owner FROM okrtui_seen.card") == [("", "", "")]
    assert eve("SELECT COUNT(*) FROM okrtui_seen.card") == [(2,)]
    meddling = [
        "SELECT owner FROM okrtui.card",
        "SELECT tag FROM okrtui.card",
        "SELECT xmin FROM okrtui.card",  # the transaction it came in, as that of other rows
        "SELECT xmin FROM okrtui.attendance",
        "SELECT xmin FROM okrtui.activity",
        "UPDATE okrtui.card SET text = 'x'",
        "UPDATE okrtui_seen.card SET text = 'x'",
        "DELETE FROM okrtui.card",
        "DELETE FROM okrtui_seen.card",
    ]
    assert eve.allowed(meddling) == []
    shown = [(c.text, c.mine) for c in sessions.view(eve_ctx, ref).cards if c.mine or c.text]
    assert shown == [("mine", True)]
    changed = sessions.edit_card(bob, ref, card.id, "cache every layer")
    assert [c.text for c in sessions.view(bob, ref).cards if c.mine] == [changed.text]
    facilitation.move(mei, ref, Phase.GROUP)
    assert eve("SELECT text FROM okrtui_seen.card ORDER BY text") == [("cache every layer",), ("mine",)]
    assert eve.allowed(meddling) == []
    log.undo(bob)
    assert eve("SELECT text FROM okrtui_seen.card ORDER BY text") == [("cache layers",), ("mine",)]
    log.undo(bob)
    assert eve("SELECT text FROM okrtui_seen.card") == [("mine",)]


def test_what_nobody_can_know_is_not_shown_by_guessing(store: Store, tmp_path: Path) -> None:
    mei, bob, ref = anonymous(store, tmp_path)
    sessions.write_card(bob, ref, "cache layers")
    named = sessions.start(mei, Kind.BRAINSTORM, "Aloud").ref
    facilitation.move(mei, named, Phase.GATHER)
    sessions.write_card(bob, named, "not yet")
    context_of(store, "eve", tmp_path)
    eve = Psql(store, "eve")
    for guess in ("", " ", "  ", "%", "@bob", "0" * 64, "x" * 64):
        eve(f"SELECT set_config('okrtui.mine', '{guess}', false)")
        assert eve("SELECT DISTINCT text FROM okrtui_seen.card") == [("",)]


def test_nobodys_votes_and_answers_are_left_alone(store: Store, tmp_path: Path) -> None:
    mei, bob = context_of(store, "mei", tmp_path), context_of(store, "bob", tmp_path)
    eve_ctx = context_of(store, "eve", tmp_path)
    ref = retro.start(mei, "Friday", anonymous=True).ref
    facilitation.move(mei, ref, Phase.GATHER)
    sessions.write_card(bob, ref, "flaky tests")
    polls.ask(mei, ref, PollKind.FIST)
    polls.answer(bob, ref, 4)
    eve, lead = Psql(store, "eve"), Psql(store, "mei")
    for psql in (eve, lead):
        assert psql("SELECT number FROM okrtui_seen.answer") == [(None,)]
        assert psql.allowed(["DELETE FROM okrtui.answer", "DELETE FROM okrtui_seen.answer"]) == []
    assert polls.answer(bob, ref, 3).mine == 3
    facilitation.move(mei, ref, Phase.VOTE)
    group = sessions.view(bob, ref).groups[0].id
    grouping.vote(bob, ref, group)
    for psql in (eve, lead):
        assert psql("SELECT group_id FROM okrtui_seen.vote") == [(None,)]
        assert psql.allowed(["DELETE FROM okrtui.vote", "UPDATE okrtui_seen.vote SET number = 3"]) == []
    grouping.vote(eve_ctx, ref, group)
    assert grouping.vote(bob, ref, group, -1) == 0
    polls.show(mei, ref)
    assert (polls.find(eve_ctx, ref).counts, polls.find(eve_ctx, ref).mine) == ((), None)
    assert eve("SELECT number FROM okrtui_seen.answer") == [(None,)], "one answer would be somebody's"
    facilitation.move(mei, ref, Phase.DISCUSS)
    polls.ask(mei, ref, PollKind.FIST)
    for ctx in (mei, bob, eve_ctx):
        polls.answer(ctx, ref, 3)
    polls.show(mei, ref)
    assert (polls.find(eve_ctx, ref).counts, polls.find(eve_ctx, ref).mine) == (((3, 3),), 3)
    assert eve("SELECT number FROM okrtui_seen.answer ORDER BY number") == [(3,), (3,), (3,), (None,)]
    polls.ask(mei, ref, PollKind.WORD, "How are you?")
    for ctx, word in ((mei, "calm"), (bob, "tired"), (eve_ctx, "glad")):
        polls.answer(ctx, ref, word)
        assert polls.find(ctx, ref).my_word == word
    for psql in (eve, lead):
        assert psql("SELECT DISTINCT word FROM okrtui_seen.answer") == [("",)], "nobody's before they are shown"
    polls.show(mei, ref)
    words = "SELECT word FROM okrtui_seen.answer WHERE word <> '' ORDER BY word"
    assert eve(words) == [("calm",), ("glad",), ("tired",)]
    assert polls.find(eve_ctx, ref).words == (("calm", 1), ("glad", 1), ("tired", 1))


@pytest.mark.parametrize("kind", Kind)
def test_server_and_okrtui_agree_on_what_is_hidden_in_each_step(store: Store, tmp_path: Path, kind: Kind) -> None:
    mei, eve_ctx = context_of(store, "mei", tmp_path), context_of(store, "eve", tmp_path)
    of = retro.start(mei, "Friday") if kind is Kind.RETRO else sessions.start(mei, kind, "Friday")
    facilitation.move(mei, of.ref, Phase.GATHER)
    sessions.write_card(mei, of.ref, "flaky tests")
    store.run("INSERT INTO okrtui.card_group (id, session_id, name, version) VALUES (7, 1, 'x', 1)")
    store.run("INSERT INTO okrtui.vote (session_id, group_id, ballot, number) VALUES (1, 7, '@mei', 1)")
    eve, seen = Psql(store, "eve"), set()
    if kind is Kind.RETRO:  # a discussion ahead of what is discussed, and a step that was taken off the agenda
        store.run("UPDATE okrtui.agenda_item SET place = -1 WHERE phase = 'decide'")
    steps = [(step.phase.value, step.id or None) for step in phases.steps(sessions.find(mei, of.ref))]
    steps += [(phase, None) for phase, _ in steps] + [(phase, 999) for phase, _ in steps]
    for phase, item in steps:
        store.run("UPDATE okrtui.session SET phase = ?, at_step = ?", (phase, item))
        now = sessions.find(eve_ctx, of.ref)
        hidden = phases.concealed(now)
        assert eve("SELECT text FROM okrtui_seen.card") == [("" if hidden else "flaky tests",)], (phase, item)
        assert [card.shown for card in sessions.view(eve_ctx, of.ref).cards] == [not hidden]
        assert eve("SELECT group_id FROM okrtui_seen.vote") == [(7 if phases.counted(now) else None,)], (phase, item)
        seen.add((hidden, phases.counted(now)))
    assert seen == {(True, False), (False, False), (False, True)}


def test_mine_stays_mine_after_a_cut_line_and_a_change_that_was_refused(store: Store, tmp_path: Path) -> None:
    _, bob, ref = anonymous(store, tmp_path)
    card = sessions.write_card(bob, ref, "cache layers")

    def mine() -> list[str]:
        return [card.text for card in sessions.view(bob, ref).cards if card.mine]

    assert mine() == ["cache layers"]
    store.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'bob'")
    assert mine() == ["cache layers"]
    bob.store.present("cards", ("0" * 64,))
    with pytest.raises(Refused, match="no further"), bob.store.transaction():
        assert mine() == ["cache layers"]
        raise Refused("no further")
    assert mine() == ["cache layers"]
    sessions.edit_card(bob, ref, card.id, "cache every layer")
    assert mine() == ["cache every layer"]
