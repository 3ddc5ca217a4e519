"""Anonymous means never stored: every byte of every file is searched for the people who wrote and voted.

Where a login may stand, and why it ties nobody to a card or vote:
- `member`, `attendance` and the entry `joined`: somebody was in the room. Entering writes them, a card or vote never
  does, so they do not stand beside what was written; the journal's entry of a card has no name, no id and the
  session's start as its time, and cards have drawn ids and, from the reveal on, a drawn order.
- Entries of what is done openly by name: moving on, grouping, naming, choosing; and the facilitator and champions.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.model.ideas import IdeaState
from okrtui.model.live import Phase
from okrtui.rituals import ideas
from okrtui.rituals.journal.log import log
from okrtui.rituals.live import facilitation, grouping, sessions
from okrtui.sharing.export.tree import export_tree
from okrtui.sharing.pages.brainstorm import brainstorm_page
from okrtui.storage.engine.store import Store
from okrtui.storage.open import open_store
from tests.rituals.live.test_sessions import Table
from tests.workspaces import address_of, columns

GHOSTS = ("ghost-ada", "ghost-bea", "ghost-cyd", "ghost-dov")
"""They write and vote from a shell and never open the session's room."""
GUESTS = ("guest-eve", "guest-fay", "guest-gus")
"""They sit in the room, say ready, group, and write and vote as well."""
OPENLY = {"joined", "grouped", "named", "moved", "started brainstorm", "chose idea", "brought idea"}
ALLOWED = {("member", "login"), ("member", "name"), ("attendance", "login"), ("session", "facilitator")}
CARDS = 5


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    let_in(made)
    yield made
    made.store.close()


def hold(table: Table) -> tuple[str, list[int]]:
    """Hold a whole anonymous session up to its choice; return its ref and the cards' ids in the order they came."""
    mei = table.ctx("mei")
    ref = table.start(anonymous=True)
    facilitation.move(mei, ref, Phase.GATHER)
    came = list[int]()
    for login in GUESTS:
        sessions.enter(table.ctx(login), ref)
    for turn in range(CARDS):
        for login in (*GHOSTS, *GUESTS):
            here = table.ctx(login, turn)
            sessions.typing(here, ref, True)
            card = sessions.write_card(here, ref, f"thought {len(came)} of a person #tag")
            sessions.typing(here, ref, turn % 2 == 0)
            came.append(card.id)
            if turn == 1:
                sessions.edit_card(here, ref, card.id, f"better thought {len(came)}")
            if turn == 2:
                sessions.edit_card(here, ref, card.id, "")
                came.pop()
    ideas.drop(table.ctx(GHOSTS[0]), "from any shell", who=GHOSTS[1])
    for login in GUESTS:
        sessions.ready(table.ctx(login), ref)
    facilitation.move(mei, ref, Phase.GROUP)
    found = sessions.view(table.ctx(GUESTS[0]), ref).cards
    grouping.group(table.ctx(GUESTS[0]), ref, {c.id: c.version for c in found[:4]}, "Some of it")
    sessions.write_card(table.ctx(GHOSTS[2]), ref, "a late one")
    facilitation.move(mei, ref, Phase.VOTE)
    for login in (*GHOSTS, *GUESTS):
        here = table.ctx(login)
        for group in sessions.view(here, ref).groups[:3]:
            grouping.vote(here, ref, group.id)
        grouping.vote(here, ref, sessions.view(here, ref).groups[0].id, -1)
    facilitation.move(mei, ref, Phase.SELECT)
    ideas.choose(mei, ref, sessions.view(mei, ref).groups[0].id)
    ideas.advance(mei, "I1", IdeaState.SHORTLISTED, "go")
    return ref, came


def let_in(table: Table) -> None:
    """Have everybody be known to the server, where there is one: that is no secret."""
    if table.store.member:
        from tests.postgres.files import begin

        address_of(table.store, *GHOSTS)
        begin(table.store)


def files(table: Table) -> dict[str, bytes]:
    """Return every file beside the workspace, whatever it is called, or all that a server keeps of it."""
    if table.store.member:
        from tests.postgres.files import kept

        return kept(table.store)
    return {path.name: path.read_bytes() for path in table.store.path.parent.rglob("*") if path.is_file()}


def bytes_kept(table: Table, ref: str) -> list[tuple[str, bytes]]:
    """Return all files of a workspace as they are in a session, and after its end."""
    other = open_store(table.store.address)  # so that the write-ahead log stays when it is folded in
    before = files(table)
    if not table.store.member:
        assert {"team.db", "team.db-wal"} <= before.keys() and before["team.db-wal"]
        table.store.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    facilitation.move(table.ctx("mei"), ref, Phase.CLOSED)
    after = files(table)
    other.close()
    return [*before.items(), *after.items()]


def names_in(kept: list[tuple[str, bytes]]) -> set[tuple[str, str]]:
    """Return (file, ghost) of every ghost whose name is in a file."""
    return {
        (name, ghost)
        for name, content in kept
        for ghost in GHOSTS
        if ghost.encode() in content or ghost.capitalize().encode() in content
    }


def places(store: Store, needle: str) -> set[tuple[str, str]]:
    """Return (table, column) of every value that holds the text, tables that come some day included."""
    holds = "SELECT 1 FROM {} WHERE instr(CAST({} AS TEXT), ?) > 0 LIMIT 1"
    return {each for each in columns(store) if store.sql(holds.format(*each), (needle,))}


def test_whoever_only_writes_and_votes_is_in_no_byte_of_any_file(table: Table) -> None:
    ref, _ = hold(table)
    kept = bytes_kept(table, ref)
    assert names_in(kept) == set()
    finds_what_is_there(table, kept, "a person", "guest-eve")


def finds_what_is_there(table: Table, kept: list[tuple[str, bytes]], *words: str) -> None:
    """Check that words which are no secret are found in every kind of file."""
    kinds = {"dump", "base", "log"} if table.store.member else {"team.db", "team.db-wal"}
    for each in words:
        assert kinds <= {name.partition("/")[0] for name, content in kept if each.encode() in content}, each


def test_guests_stand_only_where_nothing_ties_them_to_a_card_or_vote(table: Table) -> None:
    hold(table)
    for guest in GUESTS:
        allowed = ALLOWED | {("activity", column) for column in ("who", "ref", "summary", "changes")}
        assert places(table.store, guest) <= allowed
    for who, verb, summary, changes in table.store.sql("SELECT who, verb, summary, changes FROM activity"):
        named = [login for login in (*GHOSTS, *GUESTS) if login in f"{who} {summary} {changes}"]
        assert not named or verb in OPENLY, (who, verb)
        assert not [login for login in named if login in GHOSTS]


def test_the_journal_the_log_and_the_export_name_no_author(table: Table, tmp_path: Path) -> None:
    ref, _ = hold(table)
    facilitation.move(table.ctx("mei"), ref, Phase.CLOSED)
    export_tree(table.ctx("mei"), tmp_path / "out")
    told = [path.read_text(encoding="utf-8") for path in (tmp_path / "out").rglob("*.md")]
    told += [brainstorm_page(table.ctx(login), ref) for login in ("mei", GHOSTS[0], GUESTS[0])]
    assert told[-1] == told[-2] == told[-3], "the page is another for whoever wrote a card"
    told += [json.dumps([str(entry) for entry in log(table.ctx("mei"), who=ghost)]) for ghost in GHOSTS]
    entries = log(table.ctx("mei"), limit=500)
    told.append(json.dumps([str(entry) for entry in entries if entry.verb not in OPENLY]))
    for login in (*GHOSTS, *GUESTS):
        assert not [text for text in told if login in text]


def test_no_id_order_or_time_puts_a_card_beside_a_name(table: Table) -> None:
    ref, came = hold(table)
    start = int(table.ctx("mei").now.timestamp())
    assert table.store.sql("SELECT DISTINCT at FROM card") == [(start,)]
    entries = table.store.sql("SELECT at, who, changes FROM activity WHERE verb = 'card'")
    assert set(entries) == {(start, "", "[]")}
    stored = [row[0] for row in table.store.sql("SELECT id FROM card ORDER BY id")]
    placed = [row[0] for row in table.store.sql("SELECT id FROM card ORDER BY place, id")]
    for order in (stored, placed):
        assert [card_id for card_id in order if card_id in came] != came
    joined = {row[0] for row in table.store.sql("SELECT ref FROM activity WHERE verb = 'joined'")}
    assert joined == {"@mei", *(f"@{guest}" for guest in GUESTS)}, "writing or voting made somebody a member"
    assert sessions.find(table.ctx("mei"), ref).anonymous


def test_votes_of_one_person_are_linked_with_nothing_else(table: Table) -> None:
    hold(table)
    ballots = {row[0] for row in table.store.sql("SELECT DISTINCT ballot FROM vote")}
    owners = [row[0] for row in table.store.sql("SELECT owner FROM card")]
    typing = {row[0] for row in table.store.sql("SELECT who FROM typing")}
    assert len(ballots) == len(GHOSTS) + len(GUESTS) and len(set(owners)) == len(owners)
    assert not ballots & {*owners, *typing} and not typing & set(owners)
