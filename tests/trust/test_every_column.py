"""Each column of each table changed behind okrtui's back: `--verify` tells it, or SECURITY.md says what stays out."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.model.heroes import Reaction
from okrtui.model.ideas import IdeaState
from okrtui.model.live import Kind, Phase
from okrtui.model.retro import PollKind
from okrtui.rituals import heroes, hours, ideas, origins
from okrtui.rituals.actions import actions
from okrtui.rituals.cases import cases
from okrtui.rituals.live import facilitation, grouping, polls, sessions
from okrtui.rituals.people import members
from okrtui.rituals.retro import agenda, discussion, retro
from okrtui.storage.engine.store import Store
from okrtui.storage.maintenance.verify import verify_journal
from okrtui.storage.open import open_store
from okrtui.storage.tables import TOLD
from tests.trust.hostile import filled
from tests.workspaces import ctx

OUT = {
    "version": "counts changes, so that two people who edit at once are noticed",
    "answer.ballot": "whose an answer is, is told to nobody",
    "vote.ballot": "whose a vote is, is told to nobody",
    "answer.id": "a number that nobody sees",
    "vote.id": "a number that nobody sees",
    "card.place": "where a card stands, which is drawn at the reveal",
    "attendance": "who is there at the moment, without an entry",
    "typing": "that somebody types at the moment, without an entry",
    "migration": "which steps the tables were made by; a wrong one is refused at opening",
}
"""What stays out, as `column`, `table.column` or `table`, and why."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A workspace that holds a row of each kind, written by okrtui."""
    folder = tmp_path_factory.mktemp("every")
    with closing(open_store(filled(folder, ("one", "two", "three")))) as made:
        me, bob, ana = (ctx(made, login) for login in ("mei", "m1", "m2"))
        members.add_team(me, "Platform")
        members.edit_member(bob, "m1", teams=("Platform",))
        heroes.react(me, "H1", next(iter(Reaction)))
        ideas.advance(me, "I1", IdeaState.SHORTLISTED, "soon")
        ref = retro.start(me, "Named").ref
        facilitation.move(me, ref, Phase.STAGE)
        polls.ask(me, ref, PollKind.FIST)
        for each, number in ((me, 1), (bob, 4), (ana, 4)):
            polls.answer(each, ref, number)
        polls.show(me, ref)
        agenda.add_item(me, ref, "And you?", 2, asks=PollKind.RADAR)
        polls.ask(me, ref, PollKind.WORD, "How are you?")
        for each, word in ((me, "calm"), (bob, "tired"), (ana, "glad")):
            polls.answer(each, ref, word)
        polls.ask(me, ref, PollKind.RADAR)
        facilitation.move(me, ref, Phase.GATHER)
        for words in ("flaky tests #stop", "pair >KR1.1"):
            sessions.write_card(bob, ref, words)
        facilitation.move(me, ref, Phase.VOTE)
        for each in (me, bob):
            grouping.vote(each, ref, sessions.view(me, ref).groups[0].id)
        facilitation.move(me, ref, Phase.DISCUSS)
        discussion.write_note(bob, ref, "nobody owns it")
        actions.add(me, "write it", source=ref)
        discussion.next_topic(me, ref)
        asked = cases.open_case(me, "support", "a reviewer", asked="m1")
        cases.go(bob, asked.case.ref, "yes", "today")
        hours.follow_up(bob, "B1", "read the log together")
        origins.open_case(me, "I1", "support", "a second look", asked="m1")
        origins.open_case(bob, "B1", "support", "what I came for", asked="mei", agreed=True)
        yield made


def columns(store: Store) -> Iterator[tuple[str, str]]:
    """Yield each column of each table."""
    for (table,) in store.sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"):
        for row in store.sql(f"PRAGMA table_info({table})"):
            yield table, row[1]


def rounds(store: Store) -> Iterator[dict[str, str]]:
    """Yield columns to change at once, one a table: what hangs on another table's row comes alone."""
    every: dict[str, list[str]] = {}
    for table, column in columns(store):
        every.setdefault(table, []).append(column)
    alone = [{table: column} for table in ("vote", "answer") for column in every.pop(table)]
    most = max(map(len, every.values()))
    yield from ({table: names[at] for table, names in every.items() if at < len(names)} for at in range(most))
    yield from alone


def untold(store: Store, changed: dict[str, str]) -> Iterator[str]:
    """Yield which of the columns, changed in their table's last row, are not told; it is all taken back."""
    store.run("PRAGMA foreign_keys = OFF")
    store.run("PRAGMA ignore_check_constraints = ON")  # whoever writes the file can turn both off
    before = []
    for table, column in changed.items():
        for number, was in store.sql(f'SELECT rowid, "{column}" FROM {table} ORDER BY rowid DESC LIMIT 1'):
            other = f"{was}x" if isinstance(was, str) else (was or 0) + 1000003
            store.run(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (other, number))
            is_number = column == "id" or (table, column) == ("migration", "version")
            before.append((table, column, was, other if is_number else number))
    proof = verify_journal(store)
    for table, column, was, number in before:
        store.run(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (was, number))
        hung = {"vote": "votes", "answer": "answers"}.get(table)
        told = proof.broken if table == "activity" else [e for e in proof.strange if hung in (None, e.what)]
        if not [e for e in told if hung or table in ("activity", getattr(e, "table", ""))]:
            yield f"{table}.{column}"


def test_each_column_is_told_or_named(store: Store) -> None:
    proof = verify_journal(store)
    assert not proof.broken and not proof.strange
    empty = {table for table, _ in columns(store) if not store.sql(f"SELECT 1 FROM {table} LIMIT 1")}
    assert empty <= {"typing"}
    quiet = [each for changed in rounds(store) for each in untold(store, changed)]
    named = [each for each in quiet if {each, *each.split(".")} & set(OUT)]
    assert [each for each in quiet if each not in named] == []
    assert {name for name in OUT if not any(name in (each, *each.split(".")) for each in named)} <= {"typing"}
    assert verify_journal(store) == proof


def test_a_row_put_in_or_taken_away_is_told(store: Store) -> None:
    for table in TOLD:
        last, *rest = store.sql(f"SELECT * FROM {table} ORDER BY id DESC LIMIT 1")[0]
        if table == "workspace":
            continue
        store.run("PRAGMA foreign_keys = OFF")
        store.run(f"DELETE FROM {table} WHERE id = ?", (last,))
        assert verify_journal(store).strange, table
        store.run(f"INSERT INTO {table} VALUES ({', '.join('?' * (len(rest) + 1))})", (last, *rest))
        assert not verify_journal(store).strange, table


def test_what_is_out_is_named_for_people() -> None:
    said = (Path(__file__).parents[2] / "SECURITY.md").read_text()
    for words in ("whose a vote or an answer is", "who is there", "anonymous cards", "the order of cards"):
        assert words in said, words


def test_a_session_votes_again_and_again(store: Store, tmp_path: Path) -> None:
    me = ctx(store)
    ref = sessions.start(me, Kind.BRAINSTORM, "Again").ref
    facilitation.move(me, ref, Phase.GATHER)
    sessions.write_card(me, ref, "one")
    for phase in (Phase.VOTE, Phase.SELECT, Phase.VOTE):
        facilitation.move(me, ref, phase)
        grouping.vote(me, ref, sessions.view(me, ref).groups[0].id) if phase is Phase.VOTE else None
        assert not verify_journal(store).strange
    facilitation.move(me, ref, Phase.CLOSED)
    store.run("UPDATE vote SET number = 3 WHERE session_id = ?", (int(ref[1:]),))
    assert [each.what for each in verify_journal(store).strange] == ["votes"]
    store.run("UPDATE vote SET number = 2 WHERE session_id = ?", (int(ref[1:]),))
