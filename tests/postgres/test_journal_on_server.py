"""`log --verify` by a member: what who owns the database did past okrtui shows, also where words may not be read."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.model.heroes import Standard
from okrtui.rituals import heroes
from okrtui.rituals.context import Context
from okrtui.rituals.journal.verify import JournalVerdict, verify
from okrtui.rituals.okrs import objectives
from okrtui.rituals.week import checkins, updates
from okrtui.storage.engine.store import Record, Store
from okrtui.storage.journal.entries import WINDOW, entries
from okrtui.storage.local.last_seen import JournalCheckpoints
from okrtui.storage.schema import hash_chain
from tests.workspaces import ctx, on_server


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A workspace in which eve may not read all of the journal, and a copy of it beside it."""
    made = on_server()
    mei, bob, _ = ctx(made), ctx(made, "bob"), ctx(made, "eve")
    objectives.add_objective(mei, "Halve the build")
    objectives.add_key_result(mei, "O1", "Minutes", start=20, target=10)
    checkins.check_in(mei, "KR1.1", 18)
    updates.submit(bob, priorities=[("x", "")], pulse=4)
    heroes.post(mei, ["bob"], "a secret", Standard.CONTRIBUTION)
    heroes.hide(bob, "H1")
    objectives.edit_objective(bob, "O1", title="Halve the build time")
    made.run("CREATE TABLE public.kept AS TABLE okrtui.activity")
    yield made
    made.close()


def proof_of(me: Context, folder: Path) -> JournalVerdict:
    return verify(me, JournalCheckpoints(folder / "seen.json"))


def test_a_member_checks_all_seals_and_the_words_they_may_read(store: Store, tmp_path: Path) -> None:
    eve = proof_of(ctx(store, "eve"), tmp_path)
    entries = store.sql("SELECT COUNT(*) FROM activity")[0][0]
    assert eve.fine, eve.sentences()
    assert (eve.proof.entries, eve.proof.unread) == (entries, 3)
    assert f"({entries - 3} checked by their words, 3 that you may not read by their seal only)" in eve.summary()
    assert eve.data()["by_words"] == entries - 3 and eve.data()["by_seal"] == 3
    assert proof_of(ctx(store, "bob"), tmp_path).proof.unread == 0
    whole = proof_of(Context(store, "mei", "Mei", ctx(store).now), tmp_path)
    assert whole.fine and "by their words" not in whole.summary()


OF = {"checkin": "verb = 'checked in'", "update": "verb = 'submitted update'", "secret": "verb = 'thanked'"}
BLANK = "who = '', verb = '', ref = '', summary = '', changes = '[]', salt = ''"
LAST = "at, 'eve', verb, ref, summary, changes, undoes, salt, digest, chain FROM activity ORDER BY id DESC LIMIT 1"
DONE = {
    "words": ("UPDATE activity SET summary = 'x' WHERE {checkin}", "was changed"),
    "words, as if veiled": ("UPDATE activity SET salt = '', changes = '[]' WHERE {checkin}", "was changed"),
    "author": ("UPDATE activity SET who = 'bob' WHERE {checkin}", "was changed"),
    "emptied": (f"UPDATE activity SET {BLANK} WHERE {{checkin}}", "was emptied"),
    "an unread one's digest": ("UPDATE activity SET digest = repeat('0', 40) WHERE {secret}", "was changed"),
    "an unread one gone": ("DELETE FROM activity WHERE {update}", "is gone"),
    "an unread one moved": ("UPDATE activity SET id = 900 WHERE {secret}", "is gone"),
    "one put in": (f"INSERT INTO activity SELECT id + 1, {LAST}", "was changed"),
}


@pytest.mark.parametrize("deed", DONE)
def test_a_member_finds_what_the_databases_owner_did(store: Store, tmp_path: Path, deed: str) -> None:
    statement, found = DONE[deed]
    for name, which in OF.items():
        statement = statement.replace(f"{{{name}}}", which)
    store.run(statement.replace("activity", "okrtui.activity"))
    try:
        verdict = proof_of(ctx(store, "eve"), tmp_path)
    finally:
        as_it_was(store)
    assert not verdict.fine
    assert found in " ".join(verdict.sentences())


def test_a_member_finds_a_changed_row_and_a_history_written_anew(store: Store, tmp_path: Path) -> None:
    eve, box = ctx(store, "eve"), JournalCheckpoints(tmp_path / "seen.json")
    assert verify(eve, box).fine
    box.remember(eve.store, int(eve.now.timestamp()))
    store.run("UPDATE okrtui.checkin SET value = 11")
    assert "row 1 of checkin differs from the journal in value" in verify(eve, box).sentences()
    store.run("UPDATE okrtui.checkin SET value = 18")
    store.run("UPDATE okrtui.activity SET summary = 'x' WHERE verb = 'checked in'")
    hash_chain.seal_all(lambda statement: store.execute(statement.replace(" activity", " okrtui.activity")))
    verdict = verify(eve, box)
    as_it_was(store)
    assert not verdict.proof.broken and not verdict.seen.held
    assert verify(eve, box).fine


def as_it_was(store: Store) -> None:
    with store.transaction():
        store.run("DELETE FROM okrtui.activity")
        store.run("INSERT INTO okrtui.activity TABLE public.kept")


def test_what_a_member_learns_of_unread_entries_is_where_they_are(store: Store) -> None:
    eve = ctx(store, "eve").store
    touched = eve.unread(1, 99)
    assert frozenset({("recognition", 1), ("recipient", 1)}) in touched.values()
    rows = eve.sql("SELECT * FROM okrtui.unread(1, 99)")
    assert not [row for row in rows if "secret" in str(row) or "pulse" in str(row)]


def test_a_page_of_a_long_journal_judges_no_more_entries_than_it_may_show() -> None:
    """The view judges each row that it is asked for before it sorts them; `EXPLAIN` counts them."""
    made = on_server()
    columns = "id, at, who, verb, ref, summary, changes"
    long = f"INSERT INTO okrtui.activity ({columns}) SELECT g, g, 'bob', 'added', 'O1', '', '[]'"
    made.run(f"{long} FROM generate_series(100, 5000) g")
    eve, asked = ctx(made, "eve").store, list[str]()
    real = eve.rows

    def noted(query: object) -> list[Record]:
        asked.append(str(query))
        return real(query)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(eve, "rows", noted)
        assert [each.id for each in entries(eve, limit=50, with_changes=False)] == [*range(5000, 4950, -1)]
    (query,) = asked
    plan = "\n".join(row[0] for row in eve.sql(f"EXPLAIN ANALYZE {query}"))
    assert max(int(many) for many in re.findall(r"loops=(\d+)", plan)) <= WINDOW, plan
    made.close()
