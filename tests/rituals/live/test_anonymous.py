"""What one did to one's own anonymous cards is taken back from one's own state, also by another process of theirs."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.live import Phase
from okrtui.rituals import ideas
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.live import facilitation, grouping, sessions
from okrtui.rituals.retro import discussion, retro
from okrtui.storage.local.own_writes import KEPT, SESSIONS, OwnWrites, Written
from tests.rituals.live.test_sessions import Table, to, versions


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    yield made
    made.store.close()


def gathering(table: Table) -> str:
    ref = table.start(anonymous=True, concealed=False)
    to(table, ref, Phase.GATHER)
    return ref


def said(table: Table, ref: str) -> list[str]:
    return sorted(card.text for card in sessions.view(table.ctx("mei"), ref).cards)


def kept(table: Table, login: str) -> Path:
    return table.folder / login / "tokens.written.json"


def test_undo_gives_an_anonymous_card_its_words_back_and_then_takes_it_away(table: Table) -> None:
    """Each `ctx` is a process of its own: what it knows is in the state directory."""
    ref = gathering(table)
    ideas.capture(table.ctx("bob"), "from before")
    card = sessions.write_card(table.ctx("bob"), ref, "cahce layers")
    sessions.write_card(table.ctx("mei"), ref, "hers")
    sessions.edit_card(table.ctx("bob"), ref, card.id, "cache layers")
    sessions.edit_card(table.ctx("bob"), ref, card.id, "cache all")
    told = [log.undo(table.ctx("bob"))]
    assert said(table, ref) == ["cache layers", "hers"]
    told.append(log.undo(table.ctx("bob")))
    assert said(table, ref) == ["cahce layers", "hers"]
    assert [c.id for c in sessions.view(table.ctx("bob"), ref).cards if c.mine] == [card.id]
    told.append(log.undo(table.ctx("bob")))
    assert said(table, ref) == ["hers"]
    assert log.undo(table.ctx("bob")).verb == "captured idea"
    assert [each.summary for each in told] == ["what your anonymous card says"] * 2 + ["your anonymous card"]
    entries = table.store.sql("SELECT who, summary, changes FROM activity WHERE verb = 'card'")
    assert {(row[0], row[2]) for row in entries} == {("", "[]")} and "cahce" not in str(entries)
    assert kept(table, "bob").stat().st_mode & 0o777 == 0o600
    assert json.loads(kept(table, "bob").read_bytes()) == []


def test_a_card_that_was_taken_away_comes_back_where_it_was(table: Table) -> None:
    ref = gathering(table)
    bob = table.ctx("bob")
    card = sessions.write_card(bob, ref, "cache #docker")
    sessions.write_card(table.ctx("mei"), ref, "runners")
    to(table, ref, Phase.VOTE)
    group = next(g.id for g in sessions.view(bob, ref).groups if g.name == "cache")
    grouping.vote(table.ctx("ana"), ref, group)
    to(table, ref, Phase.GROUP)
    sessions.edit_card(bob, ref, card.id, "")
    assert said(table, ref) == ["runners"]
    to(table, ref, Phase.GATHER)
    before = sessions.view(bob, ref)
    assert log.undo(table.ctx("bob")).summary == "that your anonymous card was taken away"
    assert sessions.with_new(bob, before) is None, "a card in a group is no new one"
    to(table, ref, Phase.GROUP)
    (back,) = (c for c in sessions.view(bob, ref).cards if c.mine)
    assert (back.id, back.text, back.tag, back.group) == (card.id, "cache", "docker", group)
    assert {g.name: g.given for g in sessions.view(table.ctx("ana"), ref).groups} == {"cache": 1, "runners": 0}
    sessions.edit_card(bob, ref, card.id, "")
    rest = sessions.view(table.ctx("mei"), ref).cards
    grouping.group(table.ctx("mei"), ref, {c.id: c.version for c in rest}, "others")
    log.undo(bob)
    log.undo(bob)
    assert said(table, ref) == ["runners"]


def test_a_card_comes_back_loose_where_its_group_was_merged(table: Table) -> None:
    ref = gathering(table)
    bob, mei = table.ctx("bob"), table.ctx("mei")
    card, other, third = (sessions.write_card(who, ref, text).id for who, text in ((bob, "a"), (mei, "b"), (mei, "c")))
    to(table, ref, Phase.GROUP)
    one = grouping.group(mei, ref, versions(table, ref, card, other), "one")
    two = grouping.group(mei, ref, versions(table, ref, third), "two")
    sessions.edit_card(bob, ref, card, "")
    grouping.merge(mei, ref, one, two)
    log.undo(bob)
    assert [c.text for c in sessions.view(mei, ref).loose] == ["a"]
    log.undo(mei)
    assert [(g.name, len(g.cards)) for g in sessions.view(mei, ref).groups] == [("one", 1), ("two", 1)]


def test_nobody_else_can_and_a_closed_session_is_forgotten(table: Table) -> None:
    ref = gathering(table)
    card = sessions.write_card(table.ctx("bob"), ref, "secret words")
    sessions.edit_card(table.ctx("bob"), ref, card.id, "plain words")
    with pytest.raises(Refused, match="you have nothing to undo"):
        log.undo(table.ctx("ana"))
    to(table, ref, Phase.VOTE)
    with pytest.raises(Refused, match="your card in S1 stays: cards are written in"):
        log.undo(table.ctx("bob"))
    assert "secret words" in kept(table, "bob").read_text()
    to(table, ref, Phase.CLOSED)
    with pytest.raises(Refused, match="your card in S1 stays"):
        log.undo(table.ctx("bob"))
    assert "secret words" not in kept(table, "bob").read_text()
    with pytest.raises(Refused, match="you have nothing to undo"):
        log.undo(table.ctx("bob"))


def test_a_note_of_an_anonymous_retro_is_taken_back_by_another_process(table: Table) -> None:
    ref = retro.start(table.ctx("mei"), "Friday", anonymous=True).ref
    facilitation.move(table.ctx("mei"), ref, Phase.STAGE)
    note = discussion.write_note(table.ctx("bob"), ref, "too loud")
    discussion.edit_note(table.ctx("bob"), ref, note.id, "much too loud")
    assert log.undo(table.ctx("bob")).summary == "your anonymous note"
    assert discussion.note(table.ctx("mei"), ref, note.id).text == "too loud"
    log.undo(table.ctx("bob"))
    with pytest.raises(Refused, match="has gone"):
        discussion.note(table.ctx("mei"), ref, note.id)
    ideas.capture(table.ctx("mei"), "hers")
    box = OwnWrites(kept(table, "bob"))
    key, hers = sessions.find(table.ctx("mei"), ref).key, table.store.sql("SELECT MAX(id) FROM activity")[0][0]
    for entry in (hers, hers + 99):  # a copy of the workspace went its own way
        box.add(Written(key, entry, "note", note.id, {}))
        with pytest.raises(Refused, match="no longer in the journal"):
            log.undo(table.ctx("bob"))
    assert [idea.title for idea in ideas.ideas(table.ctx("bob"))] == ["hers"] and box.every() == []


WRONG: dict[str, Callable[[Table, Written], Written]] = {
    "another's card": lambda table, mine: mine._replace(id=sessions.write_card(table.ctx("mei"), "S1", "hers").id),
    "a card that is gone": lambda table, mine: mine._replace(id=7),
    "no words": lambda table, mine: mine._replace(former={}),
    "no words to bring back": lambda table, mine: mine._replace(what="gone", former={"text": 7}),
    "a deed that is none": lambda table, mine: mine._replace(what="rm -rf", former={}),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_state_that_is_wrong_changes_nothing_and_is_forgotten(table: Table, what: str) -> None:
    ref = gathering(table)
    card = sessions.write_card(table.ctx("bob"), ref, "x")
    sessions.edit_card(table.ctx("bob"), ref, card.id, "y")
    box = OwnWrites(kept(table, "bob"))
    wrong = WRONG[what](table, box.every()[-1])
    box.drop(wrong.session)
    box.add(wrong)
    before = (said(table, ref), table.store.sql("SELECT id, title FROM idea"))
    with pytest.raises(Refused):
        log.undo(table.ctx("bob"))
    assert (said(table, ref), table.store.sql("SELECT id, title FROM idea")) == before
    assert box.every() == []


@pytest.mark.parametrize("text", ["", '{"cut', "[]", "{}", "[1, [2]]", '[["a", 1, "words", -1, {}]]', "[" * 9999, "\0"])
def test_a_damaged_file_is_as_none_and_begun_anew(table: Table, text: str) -> None:
    ref = gathering(table)
    kept(table, "bob").parent.mkdir()
    kept(table, "bob").write_text(text)
    with pytest.raises(Refused, match="you have nothing to"):
        log.undo(table.ctx("bob"))
    sessions.write_card(table.ctx("bob"), ref, "x")
    log.undo(table.ctx("bob"))
    assert said(table, ref) == []


def test_where_nothing_can_be_kept_cards_are_written_and_this_process_remembers(table: Table) -> None:
    ref = gathering(table)
    kept(table, "bob").mkdir(parents=True)
    bob = table.ctx("bob")
    card = sessions.write_card(bob, ref, "x")
    sessions.edit_card(bob, ref, card.id, "y")
    with pytest.raises(Refused, match="you have nothing to"):
        log.undo(table.ctx("bob"))
    log.undo(bob)
    assert said(table, ref) == ["x"]
    log.undo(bob)
    assert said(table, ref) == []
    with pytest.raises(Refused, match="you have nothing to"):
        log.undo(bob)


def test_only_the_last_things_are_kept(tmp_path: Path) -> None:
    box = OwnWrites(tmp_path / "me" / "written.json")
    for session in range(SESSIONS + 2):
        for number in range(3):
            box.add(Written(f"s{session}", 10 * session + number, "card", number, {}))
    assert sorted({each.session for each in box.every()}) == sorted(f"s{n}" for n in range(2, SESSIONS + 2))
    for number in range(KEPT + 5):
        box.add(Written("s9", 1000 + number, "card", number, {}))
    assert [each.entry for each in box.every() if each.session == "s9"] == list(range(1005, 1005 + KEPT))


def test_two_processes_of_one_person_keep_what_both_wrote(table: Table) -> None:
    ref = gathering(table)
    one, two = table.ctx("bob"), table.ctx("bob")
    both: list[Context] = [one, two]
    for number in range(4):
        sessions.write_card(both[number % 2], ref, str(number))
    for left in (["0", "1", "2"], ["0", "1"], ["0"], []):
        log.undo(two)
        assert said(table, ref) == left
