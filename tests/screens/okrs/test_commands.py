"""Objectives, key results and check-ins are written where the tree shows them, and nobody overwrites anybody."""

import pytest

from okrtui.model.okrs import KeyResultKind, Status
from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.people import members
from okrtui.rituals.week import checkins
from okrtui.widgets.forms.merge import Merge
from tests.screens.okrs.okr_workspace import (
    OkrWorkspace,
    context,
    form,
    gone,
    hints,
    notice,
    sentence,
    shown,
    text_of,
    type_over,
    until,
)


async def test_an_objective_is_written_towards_the_vision_with_gentle_hints(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        await pilot.press("n")
        await form(pilot)
        assert "Vision: Ship on Fridays [bold]calmly[/]" in context(pilot) and "Calm beats fast" not in context(pilot)
        await pilot.press(*"Maintain", "space", "x")
        assert "read like a KPI" in hints(pilot)
        await type_over(pilot, "title", "Builds are quick")
        assert hints(pilot) == ""
        await type_over(pilot, "parent", "O9")
        await pilot.press("f2")
        await until(pilot, lambda: "there is no objective O9" in notice(pilot))
        await type_over(pilot, "parent", "O2")
        await pilot.press("f2")
        await gone(pilot)
        await until(pilot, lambda: rows.cursor_key == "O5")
        made = place.other(objectives.objective, "O5")
        assert (made.title, made.parent, made.dri, made.cycle) == ("Builds are quick", "O2", "mei", "2026-Q4")


async def test_a_key_result_is_added_below_its_objective_and_left_text_is_offered_again(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR2.1")
        await pilot.press("a")
        await form(pilot)
        assert "O2 Nobody thinks about us" in context(pilot)
        await pilot.press(*"Docs")
        assert "reads like a task" in hints(pilot)
        await pilot.press("escape")
        await gone(pilot)
        await pilot.press("a")
        shown_form = await form(pilot)
        assert shown_form.values["title"] == "Docs" and "had begun" in notice(pilot)
        await type_over(pilot, "target", "-5")
        await pilot.press("f2")
        await gone(pilot)
        await until(pilot, lambda: rows.cursor_key == "KR2.2")
        made = place.other(objectives.key_result, "KR2.2")
        assert (made.kind, made.target) == (KeyResultKind.DECREASE, -5)
        assert not {key for key in place.drafts.kept if "okrs.add" in key}


async def test_a_form_asks_only_what_the_kind_needs(place: OkrWorkspace) -> None:
    measured = {
        "from the numbers": {"start", "target", "unit"},
        "increase": {"start", "target", "unit"},
        "stay above": {"target", "unit"},
        "milestone": {"target", "unit", "milestones"},
        "binary": set[str](),
    }
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("O2")
        await pilot.press("a")
        dialog = await form(pilot)
        await pilot.press(*"Docs", "tab")
        for kind, wanted in measured.items():
            await until(pilot, lambda kind=kind: f"▸{kind}◂" in text_of(pilot))  # type: ignore[misc]
            asked = {row.field.name for row in dialog.question_rows if row.display}
            assert asked & {"start", "target", "unit", "milestones"} == wanted, kind
            assert "binary" in text_of(pilot), "all kinds are seen at once"
            await pilot.press(*["right"] * (2 if kind in ("increase", "stay above") else 1))


async def test_kind_and_start_are_locked_after_the_first_check_in_and_the_form_says_why(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.1")
        await pilot.press("e")
        shown_form = await form(pilot)
        assert "Kind (decrease) and start (180 ms) are locked: check-ins since 2026-W44" in context(pilot)
        assert not {"kind", "start"} & shown_form.values.keys()
        await type_over(pilot, "target", "200")
        await pilot.press("f2")
        await until(pilot, lambda: "its kind is locked" in notice(pilot))
        await type_over(pilot, "target", "80")
        await pilot.press("f2")
        await gone(pilot)
        assert place.other(objectives.key_result, "KR3.1").target == 80
        assert place.other(objectives.key_result, "KR3.1").note == "at the balancer"


async def test_who_changed_it_meanwhile_and_i_are_both_shown_and_i_choose(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("O3")
        await pilot.press("e")
        await form(pilot)
        await type_over(pilot, "title", "Mine")
        place.other(objectives.edit_objective, "O3", title="Theirs", why="theirs too")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Merge))
        assert "Theirs" in text_of(pilot) and "Mine" in text_of(pilot) and "theirs too" in text_of(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "nothing was saved yet" in notice(pilot))
        assert place.other(objectives.objective, "O3").title == "Theirs"
        assert any(key.endswith("/okrs.edit.O3") and kept["title"] == "Mine" for key, kept in place.drafts.kept.items())
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Merge))
        await pilot.press("f2")
        await gone(pilot)
        found = place.other(objectives.objective, "O3")
        assert (found.title, found.why) == ("Mine", "theirs too"), "what only they changed is kept as theirs"
        assert not place.drafts.kept


async def test_a_draft_from_days_ago_does_not_silently_overwrite(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("O3")
        await pilot.press("e")
        await form(pilot)
        await type_over(pilot, "why", "mine")
        await pilot.press("escape")
        await gone(pilot)
        place.other(objectives.edit_objective, "O3", title="Theirs")
        await pilot.press("e")
        await form(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Merge))
        await pilot.press("f2")
        await gone(pilot)
        found = place.other(objectives.objective, "O3")
        assert (found.title, found.why) == ("Theirs", "mine")


async def test_the_why_is_written_in_the_editor(place: OkrWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    app = place.app()
    monkeypatch.setattr(app, "edit_text", lambda text, suffix=".md", keep=None: f"{text}\nand more")
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("O3")
        await pilot.press("E")
        await until(pilot, lambda: "the why of O3 is saved" in sentence(pilot))
        assert place.other(objectives.objective, "O3").why == "pages at night\nand more"


async def test_checking_in_right_here(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        await pilot.press("c")
        assert sentence(pilot) == " ! a key result is checked in; move to one"
        rows.move_to("KR3.1")
        await pilot.press("c")
        await form(pilot)
        assert "Last: 2026-W46 mei, 106 ms, confidence 7 – corrected to the p99" in context(pilot)
        await pilot.press("x")
        await pilot.press("f2")
        await until(pilot, lambda: "“x” isn't a value for KR3.1" in notice(pilot))
        await type_over(pilot, "value", "=")
        assert "82 % done, 52 % expected, pace 1.6×: ▲ on track suggested" in hints(pilot)
        await type_over(pilot, "confidence", "11")
        await pilot.press("f2")
        await until(pilot, lambda: "11 isn't a confidence" in notice(pilot))
        await type_over(pilot, "confidence", "9")
        await pilot.press("tab")
        await pilot.press(*"ok", "tab", "right", "right", "enter")
        await gone(pilot)
        now = place.other(standings.standing, place.other(objectives.key_result, "KR3.1"))
        assert now.latest is not None and now.latest.week == "2026-W47"
        assert (now.current, now.confidence, now.latest.note, now.status) == (106, 9, "ok", Status.AT_RISK)


async def test_milestones_are_named_where_they_are_checked_in(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.3")
        await pilot.press("c")
        await form(pilot)
        assert "○ #2 Ten tenants" in context(pilot)
        await pilot.press("number_sign", "1", "comma", "number_sign", "3", "f2")
        await gone(pilot)
        assert [m.done for m in place.other(objectives.key_result, "KR3.3").milestones] == [True, False, True]


async def test_vision_and_values_are_edited(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("v")
        await type_over(pilot, "vision", "Calm")
        await pilot.press("f2")
        await gone(pilot)
        assert place.other(lambda ctx: ctx.store.workspace().vision) == "Calm"


async def test_a_form_reads_numbers_as_the_workspace_writes_them(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("O3")
        await pilot.press("a")
        await form(pilot)
        await type_over(pilot, "title", "Users")
        await type_over(pilot, "target", "1,500")
        await pilot.press("f2")
        await until(pilot, lambda: "may be 1500 or 1.5" in text_of(pilot))
        assert "or say how your team writes numbers: 2, then v" in " ".join(text_of(pilot).split())
        await pilot.press("escape")
        await gone(pilot)
        await pilot.press("v")
        await type_over(pilot, "numbers", "")
        await pilot.press("right", "right", "f2")
        await gone(pilot)
        assert place.other(lambda ctx: ctx.decimal_sign) == ","
        await until(pilot, lambda: app.frame.decimal_sign == ",")
        await pilot.press("a")
        await form(pilot)
        await pilot.press("f2")
        await gone(pilot)
        made = place.other(objectives.key_result, "KR3.4")
        assert (made.title, made.target) == ("Users", 1.5)


async def test_a_number_that_nobody_touched_is_not_read_anew(place: OkrWorkspace) -> None:
    place.other(members.describe_workspace, decimal_sign=",")
    place.other(objectives.edit_key_result, "KR3.1", target=90.125)
    place.other(checkins.check_in, "KR3.1", 100.125, login="mei")
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.1")
        await pilot.press("e")
        await type_over(pilot, "title", "Users")
        await pilot.press("f2")
        await gone(pilot)
        assert place.other(objectives.key_result, "KR3.1").target == 90.125
        await pilot.press("c")
        await type_over(pilot, "note", "again")
        await pilot.press("f2")
        await gone(pilot)
        (*_, latest) = place.other(lambda ctx: standings.history(ctx, objectives.key_result(ctx, "KR3.1")))
        assert (latest.value, latest.note) == (100.125, "again")


async def test_an_objective_contributes_to_a_key_result(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("O3")
        await pilot.press("e")
        await type_over(pilot, "parent", "KR2.1")
        await pilot.press("f2")
        await gone(pilot)
        await until(pilot, lambda: "↑ KR2.1 主干构建时间 down" in text_of(pilot))
        assert place.other(objectives.objective, "O3").parent == "KR2.1"
