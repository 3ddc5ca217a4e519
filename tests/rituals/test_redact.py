"""A secret that was pasted is taken out of rows, journal and file; that it was done stays told, and verify knows it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.heroes import Standard
from okrtui.rituals import heroes
from okrtui.rituals.journal import log
from okrtui.rituals.journal.redact import redact
from okrtui.rituals.okrs import objectives
from okrtui.rituals.week import checkins, updates
from okrtui.storage.engine.store import Store
from okrtui.storage.maintenance.verify import verify_journal
from tests.workspaces import ctx, workspace

SECRET = 'hunter2 "quoted" \\ 测试%_'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = workspace(tmp_path)
    yield made
    made.close()


def kept(store: Store) -> str:
    """Return all that the workspace holds, and in a file its bytes beside it."""
    tables = store.sql("SELECT * FROM checkin"), store.sql("SELECT summary, changes FROM activity")
    rows = store.sql("SELECT story FROM recognition"), store.sql("SELECT ahead, helpers FROM weekly_update")
    return repr((tables, rows))


def fill(store: Store) -> None:
    mei, bob = ctx(store), ctx(store, "bob")
    objectives.add_objective(mei, "Make the proxy boring")
    objectives.add_key_result(mei, "O1", "p99", start=180, target=90, dri="bob")
    checkins.check_in(bob, "KR1.1", "150", note=f"token {SECRET}, sorry")
    updates.submit(bob, priorities=[(f"rotate {SECRET}", "")], ahead=f"rotate {SECRET}")
    heroes.post(bob, ["mei"], f"she found {SECRET}", Standard.CONTRIBUTION)


def test_its_author_takes_it_out_everywhere(store: Store, tmp_path: Path) -> None:
    fill(store)
    bob = ctx(store, "bob")
    with pytest.raises(Refused, match="stand nowhere"):
        redact(bob, "hunter3")
    with pytest.raises(Refused, match="at least 4"):
        redact(bob, "hun")
    done = redact(bob, SECRET)
    assert "hunter2" not in kept(store)
    entry = log.log(bob, limit=1)[0]
    assert (entry.who, entry.verb, entry.ref, entry.summary) == ("bob", "redacted", "KR1.1", done.summary)
    assert entry.id == done.entry
    assert "token [redacted], sorry" in kept(store)
    proof = verify_journal(store)
    assert (proof.broken, proof.strange, proof.redacted) == ((), (), 2)
    if not store.member:
        beside = [each.read_bytes() for each in store.path.parent.iterdir() if each.name.startswith("team.db")]
        assert not any(b"hunter2" in each for each in beside), "also not in free pages and in the log"
    with pytest.raises(Refused, match=r"you have nothing to undo|H1"):
        for _ in range(5):
            log.undo(bob)
    assert "hunter2" not in kept(store)


def test_only_where_it_was_said(store: Store) -> None:
    fill(store)
    bob = ctx(store, "bob")
    redact(bob, "hunter2", ["kr1.1"])
    assert not [row for row in store.sql("SELECT note FROM checkin") if "hunter2" in row[0]]
    assert "hunter2" in kept(store)


def test_what_another_wrote_is_for_an_administrator(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    checkins.check_in(ctx(store, "eve"), "KR1.1", "149", note=SECRET)
    eve = ctx(store, "eve")
    monkeypatch.setattr(os, "getuid", lambda: store.path.stat().st_uid + 1 if not store.member else 0)
    with pytest.raises(Refused, match="too: an administrator of the workspace takes them out"):
        redact(eve, "hunter2")
    assert "hunter2" in kept(store)
    monkeypatch.undo()
    if not store.member:
        redact(ctx(store), "hunter2")
        assert "hunter2" not in kept(store) and not verify_journal(store).broken


def test_okrtuis_own_words_stay(store: Store) -> None:
    fill(store)
    mei = ctx(store)
    objectives.add_objective(mei, "keep active people active")
    redact(mei, "active", ["O2"])
    assert objectives.objective(mei, "O2").title == "keep [redacted] people [redacted]"
    states = json.loads(store.sql("SELECT changes FROM activity WHERE ref = 'O2' ORDER BY id LIMIT 1")[0][0])
    assert states[0]["after"]["state"] == "active"
    assert not verify_journal(store).strange


def test_what_was_changed_afterwards_is_told(store: Store) -> None:
    fill(store)
    redact(ctx(store, "bob"), SECRET)
    if store.member:
        return
    store.run("UPDATE activity SET summary = 'another' WHERE ref = 'KR1.1' AND verb = 'checked in'")
    assert [each.what for each in verify_journal(store).broken] == ["changed"]
