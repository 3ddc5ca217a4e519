"""Milestones through a life: ticked, reworded, put before and taken away, in every front; history stays true."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.model.okrs import KeyResult, Milestone
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.okrs.standings import history, standing
from okrtui.rituals.week import checkins, sheet_fields
from okrtui.rituals.week.overview import week_view
from okrtui.rituals.week.sheet import sheet, submit_sheet
from okrtui.rules.formatting import percent
from okrtui.rules.okrs.values import entry_text, value_text
from okrtui.sharing.importing.importing import apply_import, plan_import
from okrtui.sharing.okrs_file.writer import written
from tests.workspaces import ctx, workspace


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Context]:
    store = workspace(tmp_path)
    here = ctx(store)
    objectives.add_objective(here, "Boring")
    objectives.add_key_result(here, "O1", "m", milestones=steps("alpha", "beta", "gamma"))
    checkins.check_in(ctx(store, weeks=-1), "KR1.1", "#1,#3")
    yield here
    store.close()


def steps(*titles: str) -> tuple[Milestone, ...]:
    return tuple(Milestone(title) for title in titles)


def boxes(ctx: Context) -> str:
    return " ".join(f"{m.title}{'✓' if m.done else ''}" for m in now(ctx).milestones)


def now(ctx: Context) -> KeyResult:
    return objectives.key_result(ctx, "KR1.1")


def told(ctx: Context) -> str:
    s = standing(ctx, now(ctx))
    return f"{value_text(s.kr, s.current)} · {percent(s.progress)}"


def then(ctx: Context) -> list[str]:
    return [entry_text(now(ctx), entry) for entry in history(ctx, now(ctx))]


def edit(ctx: Context, *titles: str) -> None:
    objectives.edit_key_result(ctx, "KR1.1", milestones=steps(*titles))


def test_ticks_follow_their_milestone_through_edits_and_history_keeps_what_was_true(mei: Context) -> None:
    assert (boxes(mei), told(mei)) == ("alpha✓ beta gamma✓", "2 of 3 · 67 %")
    edit(mei, "zero", "alpha", "beta", "gamma")
    assert (boxes(mei), told(mei), then(mei)) == ("zero alpha✓ beta gamma✓", "2 of 4 · 50 %", ["2 of 3"])
    (before,) = week_view(mei, week="2026-W47").key_results
    assert (value_text(before.kr, before.current), percent(before.progress)) == ("2 of 3", "67 %")
    edit(mei, "gamma")
    assert (boxes(mei), told(mei)) == ("gamma✓", "1 of 1 · 100 %")
    assert checkins.check_in(mei, "KR1.1", "=").value == 1 and then(mei) == ["2 of 3", "1 of 1"]
    edit(mei, "delta", "gamma")
    assert (boxes(mei), told(mei)) == ("delta gamma✓", "1 of 2 · 50 %"), (
        "a new one is not ticked by an older one's tick"
    )
    log.undo(mei)
    assert boxes(mei) == "gamma✓"


def test_weighted_milestones_are_counted_in_one_way(mei: Context) -> None:
    weighted = (Milestone("a", 1), Milestone("b", 2), Milestone("c", 3))
    ref = objectives.add_key_result(mei, "O1", "w", milestones=weighted).ref
    for value, week in (("#1", "2026-W46"), ("#1,#2", "2026-W47"), ("#3", "2026-W48")):
        checkins.check_in(mei, ref, value, week=week)
    kr = objectives.key_result(mei, ref)
    assert [entry_text(kr, each) for each in history(mei, kr)] == ["1 of 3", "2 of 3", "1 of 3"]
    s = standing(mei, kr)
    assert (value_text(s.kr, s.current), percent(s.progress)) == ("1 of 3", "50 %")


def test_the_sheet_ticks_what_is_there_now_and_stores_nothing_by_itself(mei: Context) -> None:
    checkins.check_in(mei, "KR1.1", "#1,#3")
    edit(mei, "zero", "alpha", "gamma")
    assert sheet_fields.base_values(sheet(mei))["KR1.1/value"] == "#2,#3"
    assert submit_sheet(mei, {"wins": "x"}).checked_in == ()
    submit_sheet(mei, {"KR1.1/value": "#1,#2"})
    assert boxes(mei) == "zero✓ alpha✓ gamma" and then(mei)[-1] == "2 of 3"


def test_an_import_takes_the_files_boxes_and_tells_nothing_anew(mei: Context) -> None:
    def file() -> str:
        return written(standings.cycle_standings(mei)[0])

    def take(text: str) -> str:
        return apply_import(mei, plan_import(mei, text))

    before = file()
    earlier = before.replace("- [x] alpha", "- [ ] zero\n- [x] alpha")
    assert take(earlier) == "changed: 1 key result"
    assert (boxes(mei), told(mei), then(mei)) == ("zero alpha✓ beta gamma✓", "2 of 4 · 50 %", ["2 of 3"])
    assert take(earlier) == "nothing changed" and take(file()) == "nothing changed"
    checkins.check_in(mei, "KR1.1", confidence=None, value="=", note="on our way")
    assert take(file().replace("- [ ] beta", "- [x] beta")) == "changed: 1 check-in"
    assert boxes(mei) == "zero alpha✓ beta✓ gamma✓"
    assert history(mei, now(mei))[-1].note == "on our way", "the boxes say nothing of the note"
    assert take(file().replace("- [x] gamma", "- [ ] gamma")) == "changed: 1 check-in"
    assert boxes(mei) == "zero alpha✓ beta✓ gamma"


def test_history_of_other_milestones_survives_export_and_import(mei: Context, tmp_path: Path) -> None:
    edit(mei, "zero", "alpha")
    text = written(standings.cycle_standings(mei)[0])
    assert "| 2026-W47 | 2 of 3 #2 |" in " ".join(text.split())
    other = ctx(workspace(tmp_path / "other"))
    apply_import(other, plan_import(other, text))
    assert written(standings.cycle_standings(other)[0]) == text and then(other) == ["2 of 3"]
    assert (boxes(other), told(other)) == ("zero alpha✓", "1 of 2 · 50 %")
    other.store.close()
