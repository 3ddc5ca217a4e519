"""Every change is in the journal and can be taken back unless something newer depends on it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from okrtui.errors import Refused
from okrtui.model.week import Health
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.journal.explain import MOST, explain
from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.week import checkins, health, updates
from okrtui.sharing.importing.importing import apply_import, plan_import
from okrtui.storage.journal import entries
from tests.workspaces import ctx, workspace


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Context]:
    store = workspace(tmp_path)
    here = ctx(store)
    objectives.add_objective(here, "Boring")
    objectives.add_key_result(here, "O1", "p99", start=180, target=90, unit="ms")
    yield here
    store.close()


def current(here: Context) -> float | None:
    return standings.standing(here, objectives.key_result(here, "KR1.1")).current


def test_every_change_says_who_and_what(mei: Context) -> None:
    checkins.check_in(ctx(mei.store, "bob"), "KR1.1", 104)
    newest = log.log(mei)[0]
    assert (newest.who, newest.verb, newest.ref) == ("bob", "checked in", "KR1.1")
    assert newest.changes[0]["before"] is None
    assert [e.verb for e in log.log(mei, who="bob")] == ["checked in", "joined"]
    assert [e.verb for e in log.log(mei, ref="KR1.1")] == ["checked in", "added"]


def test_of_an_entry_with_very_many_changes_the_first_are_told_and_how_many_more_there_are(mei: Context) -> None:
    objectives_of = "".join(f"# Objective: Number {n}\n- KR: from 0 to {n}\n\n" for n in range(1, 181))
    apply_import(mei, plan_import(mei, objectives_of))
    entry = log.log(mei, limit=1, with_changes=False)[0]
    assert (entry.verb, entry.changes) == ("imported", ())
    told = explain(mei, entry)
    assert (told[0].what, told[0].how) == ("objective", "new")
    assert len(told) == MOST + 1
    assert told[-1].what == f"and {len(log.log(mei, limit=1)[0].changes) - MOST} more"


def test_an_import_says_how_far_it_is_and_leaves_nothing_half_done_where_it_is_ended(mei: Context) -> None:
    document = "".join(f"# Objective: Number {n}\n- KR: from 0 to {n}\n\n" for n in range(1, 5))
    before, told = log.log(mei), list[tuple[int, int]]()

    def ended(done: int, whole: int) -> None:
        told.append((done, whole))
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply_import(mei, plan_import(mei, document), ended)
    assert told == [(1, 4), (2, 4), (3, 4)]
    assert log.log(mei) == before
    assert [each.title for each in objectives.objectives(mei)] == ["Boring"]


def test_a_page_of_the_journal_is_the_same_in_whatever_windows_it_is_read(
    mei: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(12):
        checkins.check_in(ctx(mei.store, "bob"), "KR1.1", 100 - n, note="odd" if n % 5 else "rare")
        health.add(mei, f"Metric {n}")
    asked: list[dict[str, Any]] = [
        {"limit": 3},
        {"limit": 40},
        {"limit": 4, "before": 9},
        {"limit": 2, "text": "metric 1"},
        {"limit": 2, "text": "nowhere"},
        {"limit": 5, "who": "bob"},
        {"limit": 5, "ref": "KR1.1"},
    ]
    whole = [log.log(mei, **each) for each in asked]
    assert [len(found) for found in whole] == [3, 28, 4, 2, 0, 5, 5]
    monkeypatch.setattr(entries, "WINDOW", 1)
    assert [log.log(mei, **each) for each in asked] == whole


def test_a_change_that_is_refused_leaves_no_trace(mei: Context) -> None:
    before = log.log(mei)
    with pytest.raises(Refused):
        updates.submit(ctx(mei.store, "bob"), priorities=[("a", "KR9.9")], wins="x")
    assert log.log(mei) == before


def test_a_change_that_changes_nothing_is_not_logged(mei: Context) -> None:
    before = len(log.log(mei))
    objectives.edit_objective(mei, "O1", title="Boring")
    assert len(log.log(mei)) == before


def test_undo_takes_back_my_changes_one_by_one_and_redo_brings_them_again(mei: Context) -> None:
    checkins.check_in(mei, "KR1.1", 150)
    checkins.check_in(mei, "KR1.1", 104)
    log.undo(mei)
    assert current(mei) == 150
    log.undo(mei)
    assert current(mei) is None
    log.redo(mei)
    assert current(mei) == 150
    log.redo(mei)
    assert current(mei) == 104
    with pytest.raises(Refused, match="you have nothing to redo"):
        log.redo(mei)


def test_redo_is_gone_after_a_new_change(mei: Context) -> None:
    checkins.check_in(mei, "KR1.1", 150)
    log.undo(mei)
    objectives.edit_objective(mei, "O1", title="Very boring")
    with pytest.raises(Refused, match="you have nothing to redo"):
        log.redo(mei)


def test_undo_is_mine_only(mei: Context) -> None:
    objectives.add_objective(ctx(mei.store, "bob"), "Bob's")
    assert log.undo(mei).ref == "KR1.1"
    assert objectives.objective(mei, "O2").title == "Bob's"
    with pytest.raises(Refused, match="you have nothing to undo"):
        log.undo(ctx(mei.store, "lena"))


def test_what_somebody_built_on_cannot_be_taken_back_and_the_reason_is_said(mei: Context) -> None:
    bob = ctx(mei.store, "bob")
    checkins.check_in(bob, "KR1.1", 150)
    with pytest.raises(Refused, match="something newer depends on it \\(checked in by bob\\)"):
        log.undo(mei)
    assert current(mei) == 150


def test_an_edit_somebody_changed_since_cannot_be_taken_back(mei: Context) -> None:
    objectives.edit_objective(mei, "O1", title="Mine")
    objectives.edit_objective(ctx(mei.store, "bob"), "O1", title="Bob's")
    with pytest.raises(Refused, match="changed by bob"):
        log.undo(mei)
    assert objectives.objective(mei, "O1").title == "Bob's"


def test_an_edit_of_another_field_does_not_stand_in_the_way(mei: Context) -> None:
    objectives.edit_objective(mei, "O1", title="Mine")
    objectives.edit_objective(ctx(mei.store, "bob"), "O1", why="because")
    log.undo(mei)
    found = objectives.objective(mei, "O1")
    assert (found.title, found.why) == ("Boring", "because")


def test_a_whole_update_is_taken_back_at_once(mei: Context) -> None:
    updates.submit(mei, priorities=[("a", ""), ("b", "KR1.1")], wins="x", pulse=3)
    log.undo(mei)
    assert updates.update_of(mei) is None
    assert updates.commitments_of(mei) == ()
    log.redo(mei)
    assert [c.text for c in updates.commitments_of(mei)] == ["a", "b"]


def test_joining_is_never_taken_back(mei: Context) -> None:
    bob = ctx(mei.store, "bob")
    health.add(bob, "on-call")
    health.read(bob, "on-call", Health.RED)
    log.undo(bob)
    log.undo(bob)
    with pytest.raises(Refused, match="you have nothing to"):
        log.undo(bob)
    assert health.metrics(mei) == ()


def test_what_nobody_may_see_is_in_no_log(mei: Context) -> None:
    updates.submit(mei, pulse=2, wins="x")
    entry = log.log(mei)[0]
    assert "pulse" not in str(entry)
    assert "pulse" not in str(log.undo(mei))


@pytest.mark.parametrize(
    ("table", "column"),
    [("objective", 'title" = title, "why'), ("objective", "nothing"), ("activity", "who"), ('objective" --', "title")],
)
def test_an_entry_that_names_what_is_not_there_is_not_taken_back(mei: Context, table: str, column: str) -> None:
    """Names become part of a statement, and who writes the file could write any."""
    objectives.edit_objective(mei, "O1", title="Boring at last")
    changes = [{"table": table, "id": 1, "before": {column: "x"}, "after": {column: "Boring at last"}}]
    mei.store.run("UPDATE activity SET changes = ? WHERE id = ?", (json.dumps(changes), log.log(mei)[0].id))
    with pytest.raises(Refused, match="not written by this okrtui"):
        log.undo(mei)
    assert objectives.objective(mei, "O1").title == "Boring at last"
