"""An anonymous retro: no byte of any file, log, JSON or export ties somebody to a card, vote, note or answer.

What stands by name there is what is done in the open, as in an anonymous brainstorm: being in the room, leading,
grouping; and in a retro taking on an action, agreeing, and the topics that were put on the agenda through the week.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.model.live import Phase
from okrtui.model.retro import NoteKind, PollKind
from okrtui.rituals.actions import actions
from okrtui.rituals.journal import log
from okrtui.rituals.live import facilitation, grouping, polls, sessions
from okrtui.rituals.retro import agenda, discussion, retro
from tests.cli.test_main import Cli
from tests.live.test_anonymous import (
    ALLOWED,
    GHOSTS,
    GUESTS,
    OPENLY,
    bytes_kept,
    finds_what_is_there,
    let_in,
    names_in,
    places,
)
from tests.rituals.live.test_sessions import Table

DRI = "open-hal"
"""Who takes on an action, which is done in the open."""
BY_NAME = OPENLY | {"started retro", "changed the agenda", "asked", "showed", "went on to", "gave more time", "parked"}
BY_NAME |= {"added action", "agreed", "set the timer of", "undo"}
READ = (
    ("log",),
    ("log", "--json"),
    ("log", "--verify"),
    ("retro", "status", "S1"),
    ("retro", "status", "S1", "--json"),
    ("retro", "show", "S1"),
    ("retro", "list", "--json"),
    ("retro", "agenda", "S1", "--json"),
    ("retro", "agree", "--json"),
    ("action", "list", "--all", "--json"),
    ("action", "show", "A1", "--json"),
)
"""Whatever tells of it on the command line."""


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    let_in(made)
    yield made
    made.store.close()


def everybody_answers(table: Table, ref: str, kind: PollKind) -> None:
    polls.ask(table.ctx("mei"), ref, kind)
    for number, login in enumerate((*GHOSTS, *GUESTS)):
        polls.answer(table.ctx(login), ref, number % 2)
        polls.answer(table.ctx(login), ref, (number + 1) % 2)
    polls.show(table.ctx("mei"), ref)


def everybody_notes(table: Table, ref: str) -> None:
    """Write, better, mark, take away and undo notes, each by somebody."""
    every = (*GHOSTS, *GUESTS)
    for number, login in enumerate(every):
        note = discussion.write_note(table.ctx(login), ref, f"said the {number}. thing", tuple(NoteKind)[number % 3])
        assert note.who == ""
        other = table.ctx(every[number - 1])
        discussion.edit_note(other, ref, note.id, f"said the {number}. thing better")
        discussion.mark_note(other, ref, note.id, tuple(NoteKind)[(number + 1) % 3])
        if number % 3 == 0:
            discussion.edit_note(table.ctx(login), ref, note.id, "")
        elif number % 3 == 1:
            here = table.ctx(login)
            discussion.write_note(here, ref, "a slip")
            assert log.undo(here).summary == "your anonymous note"


def hold(table: Table) -> str:
    """Hold a whole anonymous retro up to its decisions and return its ref."""
    mei = table.ctx("mei")
    agenda.propose(mei, "who answers the pager")
    ref = retro.start(mei, "Friday", anonymous=True).ref
    for login in GUESTS:
        sessions.enter(table.ctx(login), ref)
    facilitation.move(mei, ref, Phase.STAGE)
    everybody_answers(table, ref, PollKind.FIST)
    facilitation.move(mei, ref, Phase.ITEM)
    everybody_notes(table, ref)
    facilitation.move(mei, ref, Phase.GATHER)
    for turn in range(3):
        for login in (*GHOSTS, *GUESTS):
            here = table.ctx(login, turn)
            sessions.typing(here, ref, True)
            card = sessions.write_card(here, ref, f"a thought of turn {turn} #stop")
            if turn == 1:
                sessions.edit_card(here, ref, card.id, "a better thought")
    log.undo(here)
    facilitation.move(mei, ref, Phase.GROUP)
    found = sessions.view(table.ctx(GUESTS[0]), ref).cards
    grouping.group(table.ctx(GUESTS[0]), ref, {c.id: c.version for c in found[:4]}, "Some of it")
    facilitation.move(mei, ref, Phase.VOTE)
    for login in (*GHOSTS, *GUESTS):
        for group in sessions.view(table.ctx(login), ref).groups[:3]:
            grouping.vote(table.ctx(login), ref, group.id)
    facilitation.move(mei, ref, Phase.DISCUSS)
    for _ in range(2):
        everybody_answers(table, ref, PollKind.MORE)
        discussion.more_time(mei, ref)
        everybody_notes(table, ref)
        discussion.next_topic(mei, ref)
    discussion.park_topic(mei, ref)
    facilitation.move(mei, ref, Phase.DECIDE)
    discussion.agree(mei, "no meetings on Wednesday", ref)
    actions.add(mei, "write it down", dri=DRI, source=ref)
    return ref


def test_whoever_only_writes_votes_notes_and_answers_is_in_no_byte_of_any_file(table: Table) -> None:
    ref = hold(table)
    kept = bytes_kept(table, ref)
    assert names_in(kept) == set()
    finds_what_is_there(table, kept, "said the 1. thing better", DRI)


def test_guests_stand_only_where_nothing_ties_them_to_what_was_said(table: Table) -> None:
    hold(table)
    for guest in GUESTS:
        allowed = ALLOWED | {("activity", column) for column in ("who", "ref", "summary", "changes")}
        assert places(table.store, guest) <= allowed
    start = int(table.ctx("mei").now.timestamp())
    assert table.store.sql("SELECT DISTINCT who, at FROM note") == [(None, start)]
    for who, verb, at, summary, changes in table.store.sql("SELECT who, verb, at, summary, changes FROM activity"):
        named = [login for login in GUESTS if login in f"{who} {summary} {changes}"]
        assert not named or verb in BY_NAME, (who, verb)
        touched = {change["table"] for change in json.loads(changes)}
        if touched & {"note", "answer", "vote"} or verb == "card":
            assert (who, at) == ("", start), (verb, summary)


def test_nobodys_answers_are_linked_with_their_votes_or_each_other(table: Table) -> None:
    hold(table)
    people = len(GHOSTS) + len(GUESTS)
    answers = [row[0] for row in table.store.sql("SELECT ballot FROM answer")]
    votes = {row[0] for row in table.store.sql("SELECT ballot FROM vote")}
    typing = {row[0] for row in table.store.sql("SELECT who FROM typing")}
    owners = {row[0] for row in table.store.sql("SELECT owner FROM card")}
    assert (len(answers), len(votes)) == (3 * people, people)
    assert len({*answers, *votes, *typing, *owners}) == len(answers) + len(votes) + len(typing) + len(owners)


def without_the_room(text: str) -> str:
    """Return what a command printed without who was there, which everybody sees."""
    if text.startswith("{"):
        return json.dumps({**json.loads(text), "room": None})
    return "\n".join(line for line in text.splitlines() if not line.strip().startswith("here: "))


def test_no_command_and_no_export_names_whoever_said_something(
    table: Table, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    ref, cli = hold(table), Cli(table.store.address, capsys)
    told = {words: cli(*words) for words in READ}
    facilitation.move(table.ctx("mei"), ref, Phase.CLOSED)
    told |= {(*words, "closed"): cli(*words) for words in READ}
    cli("export", str(tmp_path / "out"))
    cli("export", str(tmp_path / "whole.json"), "--format", "json")
    told |= {(path.name,): path.read_text(encoding="utf-8") for path in (tmp_path / "out").rglob("*.md")}
    told["whole",] = (tmp_path / "whole.json").read_text(encoding="utf-8")
    for words, text in told.items():
        assert text, words
        for ghost in GHOSTS:
            assert ghost not in text and ghost.capitalize() not in text, words
        if words[0] not in ("log", "whole"):  # those tell of every deed that was done by name
            assert not [guest for guest in GUESTS if guest in without_the_room(text)], words
    assert "said the 1. thing better" in told["retro", "show", "S1"] and DRI in told["retro", "show", "S1"]
