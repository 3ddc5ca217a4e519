"""`log --verify`: what was changed, removed, put in or moved behind okrtui's back shows; what okrtui does does not."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from okrtui.demo import make_sample
from okrtui.model.heroes import Standard
from okrtui.rituals import heroes
from okrtui.rituals.journal import log
from okrtui.rituals.journal.verify import JournalVerdict, compare_checkpoint, verify
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import members
from okrtui.rituals.week import checkins
from okrtui.storage.engine.store import Store
from okrtui.storage.local.last_seen import JournalCheckpoints
from okrtui.storage.maintenance import verify_rows
from okrtui.storage.open import open_store
from okrtui.storage.schema import hash_chain
from okrtui.storage.schema.hash_chain import ChainEntry, sealed
from tests.trust.hostile import path_of, run
from tests.workspaces import MONDAY, ctx, workspace

Raw = Callable[[sqlite3.Connection], object]
EMPTY = "who = '', verb = '', ref = '', summary = '', changes = '[]'"
PUT_IN = (
    "INSERT INTO activity (id, at, who, verb, ref, summary, changes) VALUES (?, 1, 'bob', 'added', 'O9', 'x', '[]')"
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose journal has a dozen entries, undo and redo among them."""
    folder = tmp_path_factory.mktemp("proof")
    store = workspace(folder)
    me = ctx(store)
    objectives.add_objective(me, "Make the proxy boring")
    objectives.add_key_result(me, "O1", "p99", start=180, target=90)
    for week in range(5):
        checkins.check_in(ctx(store, weeks=week), "KR1.1", str(150 - week), note=f"week {week}")
    log.undo(ctx(store, weeks=5))
    log.redo(ctx(store, weeks=5))
    objectives.edit_objective(me, "O1", title="Make the proxy very boring")
    log.undo(me)
    store.close()
    return path_of(folder)


def after(written: Path, folder: Path, *, raw: Raw) -> Path:
    """Return a copy of the workspace to which somebody did something with sqlite3."""
    path = folder / "team.db"
    with closing(sqlite3.connect(written)) as db:
        db.execute("VACUUM INTO ?", (str(path),))
    with closing(sqlite3.connect(path)) as db:
        raw(db)
        db.commit()
    return path


def proof_of(path: Path, box: JournalCheckpoints | None = None, *, newest: int = 0) -> JournalVerdict:
    """Return what the walk finds."""
    with closing(open_store(path)) as store:
        return verify(ctx(store), box or JournalCheckpoints(path.parent / "seen.json"), newest=newest)


def _swap(db: sqlite3.Connection) -> None:
    for old, new in ((4, 9999), (8, 4), (9999, 8)):
        db.execute("UPDATE activity SET id = ? WHERE id = ?", (new, old))


def _between(db: sqlite3.Connection) -> None:
    db.execute("UPDATE activity SET id = id + 1000 WHERE id >= 5")
    db.execute("UPDATE activity SET id = id - 999 WHERE id > 1000")
    db.execute(PUT_IN, (5,))


def _resealed(db: sqlite3.Connection) -> None:
    """Change an entry's words and its digest with them, but not the chain."""
    row = ChainEntry(*db.execute("SELECT id, at, 'eve', verb, ref, summary, changes, undoes, '', '', '' FROM activity "
                            "WHERE id = 5").fetchone())  # fmt: skip
    made = sealed(row, "")
    db.execute("UPDATE activity SET who = 'eve', salt = ?, digest = ? WHERE id = 5", (made.salt, made.digest))


ATTACKS: dict[str, tuple[Raw, str]] = {
    "another's name": (lambda db: db.execute("UPDATE activity SET who = 'eve' WHERE id = 5"), "entry 5 was changed"),
    "another time": (lambda db: db.execute("UPDATE activity SET at = at + 1 WHERE id = 5"), "entry 5 was changed"),
    "another state after": (
        lambda db: db.execute("UPDATE activity SET changes = replace(changes, '150.0', '15.0') WHERE id = 4"),
        "entry 4 was changed",
    ),
    "what is no list of changes": (
        lambda db: db.execute("UPDATE activity SET changes = '{\"[/\": 1' WHERE id = 4"),
        "entry 4 was changed",
    ),
    "new words with a new digest": (_resealed, "entry 5 was changed"),
    "one removed": (lambda db: db.execute("DELETE FROM activity WHERE id = 5"), "entry 5 is gone"),
    "several removed": (
        lambda db: db.execute("DELETE FROM activity WHERE id BETWEEN 5 AND 7"),
        "entries 5–7 are gone",
    ),
    "the first removed": (lambda db: db.execute("DELETE FROM activity WHERE id = 1"), "entry 1 is gone"),
    "one put at the end": (lambda db: db.execute(PUT_IN, (13,)), "entry 13 was put in"),
    "one put between": (_between, "entry 5 was put in"),
    "two that changed places": (_swap, "entry 4 stands where another was (it was entry 8)"),
    "one emptied as if it were taken back": (
        lambda db: db.execute(f"UPDATE activity SET {EMPTY}, salt = '' WHERE id = 5"),
        "entry 5 was emptied",
    ),
    "a row changed": (
        lambda db: db.execute("UPDATE objective SET title = 'Mine' WHERE id = 1"),
        "row 1 of objective differs from the journal in title",
    ),
    "a row put in": (
        lambda db: db.execute("INSERT INTO team (id, name, version) VALUES (7, 'Mine', 1)"),
        "row 7 of team is there, and no entry tells of it",
    ),
    "a row removed": (
        lambda db: db.execute("DELETE FROM checkin WHERE id = 2"),
        "row 2 of checkin is gone, and the journal says otherwise",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_done_behind_okrtuis_back_is_named(attack: str, written: Path, tmp_path: Path) -> None:
    raw, says = ATTACKS[attack]
    path = after(written, tmp_path, raw=raw)
    sentences = proof_of(path).sentences()
    assert says in sentences
    assert len(sentences) <= 4, sentences
    said = run(path, "log", "--verify")
    assert said.code == 1 and says in said.out


def test_a_journal_as_okrtui_wrote_it_is_fine(written: Path, tmp_path: Path) -> None:
    path = after(written, tmp_path, raw=lambda db: None)
    said = run(path, "log", "--verify")
    assert (said.code, said.out) == (0, "12 entries: as okrtui wrote them\n")
    assert json.loads(run(path, "log", "--verify", "--json").out)["fine"] is True


def test_the_sample_teams_year_is_fine_and_agrees_with_every_row(tmp_path: Path) -> None:
    path = tmp_path / "sample.db"
    make_sample(path, login="mei", person="Mei", now=MONDAY, timezone="UTC").close()
    verdict = proof_of(path)
    assert verdict.sentences() == []
    assert verdict.proof.entries > 500


@pytest.mark.parametrize("attack", [None, *ATTACKS])
def test_large_entries_are_read_and_sealed_piece_by_piece_and_tell_the_same(
    attack: str | None, written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = after(written, tmp_path, raw=ATTACKS[attack][0] if attack else lambda db: None)
    at_once = proof_of(path)
    monkeypatch.setattr(verify_rows, "LARGE", 2)
    monkeypatch.setattr(hash_chain, "PIECE", 3)
    assert proof_of(path) == at_once
    assert at_once.fine is (attack is None)


def test_a_sample_is_of_the_newest_entries_and_their_rows_and_says_so(written: Path, tmp_path: Path) -> None:
    path = after(written, tmp_path, raw=lambda db: None)
    assert proof_of(path, newest=4).summary() == (
        "12 entries, the newest 4 of which were looked at: as okrtui wrote them"
    )
    assert proof_of(path, newest=12).summary() == "12 entries: as okrtui wrote them"
    for attack, shows in {
        "one put at the end": True,
        "one removed": False,
        "a row changed": True,
        "a row put in": False,
        "a row removed": False,
    }.items():
        (tmp_path / attack).mkdir()
        path = after(written, tmp_path / attack, raw=ATTACKS[attack][0])
        assert proof_of(path, newest=4).fine is not shows, attack


def test_a_thank_you_taken_back_without_trace_is_counted_and_nothing_more(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    me = ctx(store)
    members.edit_member(me, "bob", name="Bob")
    heroes.post(me, ["bob"], "He found the leak", Standard.CONTRIBUTION)
    heroes.reply(ctx(store, "bob"), "H1", "Thanks!")
    heroes.withdraw(me, "H1")
    objectives.add_objective(me, "Go on")
    store.close()
    verdict = proof_of(path_of(tmp_path))
    assert verdict.sentences() == []
    assert verdict.proof.taken_back >= 2
    assert b"leak" not in b"".join(each.read_bytes() for each in path_of(tmp_path).parent.iterdir())


@pytest.mark.parametrize(
    "kept",
    sorted((Path(__file__).parents[1] / "storage" / "schema" / "schemas").glob("v*.db")),
    ids=lambda path: path.stem,
)
def test_the_journal_of_an_older_schema_is_sealed_when_it_is_opened(kept: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(kept, tmp_path / "team.db"))
    verdict = proof_of(path)
    assert verdict.sentences() == [] and verdict.proof.entries > 3


def _rewrite(path: Path) -> None:
    """Rewrite the whole chain as okrtui would have written it: whoever can write the file can do that."""
    with closing(sqlite3.connect(path)) as db:
        before = ""
        for row in db.execute("SELECT * FROM activity ORDER BY id").fetchall():
            entry = ChainEntry(*row)
            made = sealed(entry._replace(who="eve") if entry.id == 5 else entry, before)
            before = made.chain
            db.execute("DELETE FROM activity WHERE id = ?", (made.id,))
            db.execute(f"INSERT INTO activity VALUES ({', '.join('?' * len(made))})", made)
        db.commit()


def test_a_rewritten_history_shows_for_everybody_who_had_seen_it(written: Path, tmp_path: Path) -> None:
    path = after(written, tmp_path, raw=lambda db: None)
    mine, others = JournalCheckpoints(tmp_path / "mine.json"), JournalCheckpoints(tmp_path / "others.json")
    with closing(open_store(path)) as store:
        assert compare_checkpoint(ctx(store), mine) == ""
    assert (tmp_path / "mine.json").stat().st_mode & 0o777 == 0o600
    _rewrite(path)
    assert proof_of(path, others).sentences() == []
    (sentence,) = proof_of(path, mine).sentences()
    assert sentence.startswith("entry 12 is not the one you had seen on 2026-11-23 10:00 UTC")
    with closing(open_store(path)) as store:
        assert "not the one you had seen" in compare_checkpoint(ctx(store, weeks=1), mine)
    assert proof_of(path, mine).sentences() == [sentence]  # what was seen is not replaced by what was rewritten


def test_newest_entries_that_were_cut_off_show_and_an_older_backup_can_be_accepted(
    written: Path, tmp_path: Path
) -> None:
    path = after(written, tmp_path, raw=lambda db: None)
    older = shutil.copy(path, tmp_path / "older.bak")
    assert run(path, "objective", "add", "Newer").code == 0
    assert run(path, "log").code == 0
    assert run(path, "restore", str(older)).code == 0
    said = run(path, "log", "--verify")
    assert said.code == 1 and "the journal ends at entry 12, and on" in said.out
    assert "not the one you had seen" in run(path, "log").err
    assert run(path, "log", "--verify", "--accept").code == 1  # it says once more what is taken as it is
    assert run(path, "log", "--verify").code == 0


def test_each_of_many_changes_keeps_the_chain_and_the_rows_together(tmp_path: Path) -> None:
    """Undo and redo of everything, back and forth, by two people."""
    store = workspace(tmp_path)
    for number in range(4):
        objectives.add_objective(ctx(store, "mei" if number % 2 else "bob"), f"Objective {number}")
    for who in ("mei", "bob"):
        for step in (log.undo, log.redo, log.undo, log.redo):
            step(ctx(store, who))
    store.close()
    assert proof_of(path_of(tmp_path)).sentences() == []


def test_a_program_that_was_open_remembers_what_it_saw(written: Path, tmp_path: Path) -> None:
    import asyncio

    from okrtui.app.storage_thread import StorageThread

    path = after(written, tmp_path, raw=lambda db: None)
    box = JournalCheckpoints(tmp_path / "seen.json")

    def opened() -> Store:
        return open_store(path)

    async def use_it() -> None:
        thread = StorageThread(opened, "mei", "Mei", lambda: MONDAY + timedelta(days=1), None, box)
        await thread.run(lambda ctx: objectives.add_objective(ctx, "Seen"))
        await thread.close()

    asyncio.run(use_it())
    with closing(open_store(path)) as store:
        seen = JournalCheckpoints(tmp_path / "seen.json").look(store)
    assert (seen.number, seen.held) == (13, True)
