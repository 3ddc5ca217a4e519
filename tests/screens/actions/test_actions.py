"""Action items on their screen, on a real workspace: made, edited, settled, read, copied, filtered by circle."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from okrtui.app.app import OkrApp
from okrtui.model.actions import ActionState
from okrtui.rituals.actions import actions
from okrtui.storage.engine.store import Store
from okrtui.widgets.sheet.sheet import Sheet
from tests.screens.team import fresh, program, rows, said, text, until
from tests.workspaces import ctx

TODAY = date(2026, 11, 26)
"""The Thursday on which the program runs."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Mei has one that is overdue and one that is not, bob of her team one, ana of another team one."""
    found = fresh(tmp_path)
    mei = ctx(found)
    actions.add(
        mei, "Write the [b]runbook[/b]", due=TODAY + timedelta(days=5), works="the on-call finds it", kr="KR1.1"
    )
    actions.add(mei, "Ask legal", due=TODAY - timedelta(days=2), topic="Licences")
    actions.add(mei, "Cache the layers", dri="bob", due=TODAY)
    actions.add(mei, "Find things", dri="ana", due=TODAY + timedelta(days=1))
    return found


def keys(app: OkrApp) -> list[str]:
    screen = app.ritual()
    return [row.key for row in rows(app).rows] if screen and screen.where == "actions" and screen.is_mounted else []


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_those_due_first_stand_in_front_and_a_late_one_says_so(store: Store, size: tuple[int, int]) -> None:
    app = program(store, first="actions")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: keys(app) == ["A2", "A3", "A1"], "my team's")
        shown = text(app)
        assert (
            "! overdue" in shown
            and "! 1 overdue" in shown
            and "! today" in shown
            and "Write the [b]runbook[/b]" in shown
        )
        assert "History" in shown, "what happened stands beside or below the list"
        await pilot.press("s")
        await until(pilot, lambda: keys(app) == ["A2", "A3", "A4", "A1"], "everyone's")
        await pilot.press("s")
        await until(pilot, lambda: keys(app) == ["A2", "A1"], "mine")
        await pilot.press("slash", *"legal", "enter")
        await until(pilot, lambda: keys(app) == ["A2"])
        await pilot.press("enter")
        await until(pilot, lambda: "overdue  by 2 days" in text(app) and "Licences" in text(app))
        assert "made" in text(app)


async def test_an_action_is_done_dropped_and_opened_again_and_undo_takes_it_back(store: Store) -> None:
    app = program(store, first="actions")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: keys(app) == ["A2", "A3", "A1"])
        await pilot.press("space")
        await until(pilot, lambda: keys(app) == ["A3", "A1"])
        assert "A2 is done" in said(app)
        await pilot.press("u")
        await until(pilot, lambda: keys(app) == ["A2", "A3", "A1"], "undone")
        rows(app).move_to("A2")
        await pilot.press("d")
        await until(pilot, lambda: "Drop A2" in text(app))
        await pilot.press(*"moot", "f2")
        await until(pilot, lambda: keys(app) == ["A3", "A1"])
        await pilot.press("a")
        await until(pilot, lambda: keys(app) == ["A3", "A1", "A2"], "dropped ones behind")
        rows(app).move_to("A2")
        await pilot.press("A")
        await until(pilot, lambda: actions.find(ctx(store), "A2").state is ActionState.OPEN)


async def test_an_action_is_made_and_edited_with_a_real_day(store: Store) -> None:
    app = program(store, first="actions")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: keys(app))
        await pilot.press("n")
        await until(pilot, lambda: "An action" in text(app) and "2026-12-03" in text(app), "due in a week")
        await pilot.press(*"Buy tea", "tab", "tab", *["backspace"] * 10, *"soon", "f2")
        await until(pilot, lambda: "“soon” isn't a day" in text(app))
        await pilot.press(*["backspace"] * 4, *"2026-11-27", "f2")
        await until(pilot, lambda: "A5" in keys(app) and rows(app).cursor_key == "A5")
        assert actions.find(ctx(store), "A5").dri == "mei"
        actions.edit(ctx(store, "bob"), "A5", text="Buy good tea")
        await until(pilot, lambda: "Buy good tea" in text(app), "others' changes come in")
        await pilot.press("e")
        await until(pilot, lambda: "Action A5" in text(app))
        actions.edit(ctx(store, "bob"), "A5", text="Buy very good tea")
        await pilot.press("end", *"!", "f2")
        await until(pilot, lambda: "Buy very good tea" in text(app) and "Buy good tea!" in text(app), "both are shown")


async def test_an_empty_list_names_the_keys_and_a_ref_leads_to_any_action(store: Store) -> None:
    for each in actions.open_actions(ctx(store)):
        actions.done(ctx(store), each.ref)
    app = program(store, first="actions")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "n makes one, s shows other people's" in text(app))
        await pilot.press("space")
        assert "select an action" in said(app)
        app.go("actions", "A4")
        await until(pilot, lambda: rows(app).cursor_key == "A4")
        markdown = await app.screen.markdown()  # type: ignore[attr-defined]
        assert "- [x] A4 **Ana" in markdown


async def test_my_open_actions_stand_in_my_checkin_and_are_settled_with_it(store: Store) -> None:
    app = program(store, first="checkin")
    async with app.run_test(size=(80, 40)) as pilot:
        await until(pilot, lambda: "Open actions" in text(app) and "Ask legal" in text(app))
        assert "! 11-24" in text(app) and "Cache the layers" not in text(app), "mine only, the late one marked"
        sheet = app.screen.query_one(Sheet)
        sheet.go_to("A2/state")
        await pilot.press("x")
        await pilot.press("f2")
        await until(pilot, lambda: "why is it dropped?" in text(app), "a reason is asked for")
        sheet.go_to("A2/state")
        await pilot.press("d")
        sheet.go_to("A1/state")
        await pilot.press("o", "f2")
        await until(pilot, lambda: actions.find(ctx(store), "A2").state is ActionState.DONE)
        assert [step.what for step in actions.history(ctx(store), "A1")] == ["made", "kept"]
        await until(pilot, lambda: "Ask legal" not in text(app), "what is done is gone")
        await pilot.press("u")
        await until(pilot, lambda: "Ask legal" in text(app), "one undo takes the whole sheet back")
        assert [step.what for step in actions.history(ctx(store), "A1")] == ["made"]


async def test_the_first_screen_shows_open_actions_below_the_priorities_and_leads_to_them(store: Store) -> None:
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "A2 overdue Ask legal" in text(app), "my team's, the late one in front")
        assert "2 more actions · 9" in text(app) and "Cache behind a" in text(app), "priorities keep their place"
        rows(app, "priorities").move_to("A2")
        await pilot.press("enter")
        await until(pilot, lambda: keys(app) and rows(app).cursor_key == "A2")
