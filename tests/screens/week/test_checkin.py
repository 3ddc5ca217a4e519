"""The check-in screen, by keyboard, on a real workspace."""

import pytest

from okrtui.rituals.week import updates
from okrtui.screens.week.checkin import CheckinScreen
from tests.screens.team import said, text, until
from tests.screens.week.sheets import (
    SIZES,
    Opened,
    Week,
    begun,
    entry,
    go,
    opened,
    program,
    sheet,
    submitted,
    title,
    write,
)
from tests.workspaces import ctx

__all__ = ["opened"]


async def test_a_week_is_filled_in_from_top_to_bottom_and_submitted(opened: Opened) -> None:
    store, drafts = opened
    app = program(opened)
    async with app.run_test(size=(80, 24)) as pilot:
        here = await begun(pilot)
        assert here.here.endswith("/state") and "not submitted yet" in text(app)
        await pilot.press("d", "down", "c", "down")
        assert "second carry" in text(app) and here.here == "KR1.1/value"
        await write(pilot, "104")
        await pilot.press("down", "8", "down", "down")
        await write(pilot, "TLS next")
        await pilot.press("enter", "0")  # nothing stands there yet that = could keep
        await go(pilot, "KR1.3/value")
        await pilot.press("y")
        await go(pilot, "p1")
        assert here.values["p1"] == "Plan 迁移 KR1.2"
        await pilot.press("down")
        await write(pilot, "Cold start KR1.1")
        await go(pilot, "ahead")
        await write(pilot, "W49 load")
        await pilot.press("enter")
        await write(pilot, "W50 rest")
        await pilot.press("tab")
        await write(pilot, "root")
        await pilot.press("tab")
        await write(pilot, "bob, le")
        await pilot.press("right", "tab")
        await write(pilot, "shipped")
        await pilot.press("tab", "4")
        await submitted(pilot)
        assert "3 check-ins" in said(app) and drafts.kept == {} and not here.typing
        await pilot.press("g")
    now = ctx(store)
    assert entry(now, "KR1.1") == (104, 8, "TLS next") and entry(now, "KR1.2")[0] == 0 and entry(now, "KR1.3")[0] == 1
    update = updates.update_of(now)
    assert update is not None and update.ahead == "W49 load\nW50 rest" and update.helpers == ("bob", "lena")
    assert (update.blocker, update.wins, update.pulse) == ("root", "shipped", 4)
    assert [(each.text, each.kr, each.carries) for each in update.commitments] == [
        ("Plan 迁移", "KR1.2", 2),
        ("Cold start", "KR1.1", 0),
    ]
    assert [each.state for each in updates.commitments_of(now, week="2026-W47")] == ["done", "carried"]


@pytest.mark.parametrize("size", SIZES)
async def test_every_field_is_reached_in_both_directions_and_stays_in_sight(
    opened: Opened, size: tuple[int, int]
) -> None:
    app = program(opened)
    async with app.run_test(size=size) as pilot:
        here = await begun(pilot)
        seen = [here.here]
        for key in ("down", "up"):
            for _ in range(40):
                await pilot.press(key)
                if here.here == seen[-1]:
                    break
                seen.append(here.here)
                row = next(number for number, line in enumerate(here._lines) if line.has(here.here))
                assert here.scroll_offset.y <= row < here.scroll_offset.y + here.size.height
        assert len(set(seen)) == len(here._order) and seen[0] == seen[-1]


async def test_the_columns_line_up_whatever_the_script(opened: Opened) -> None:
    app = program(opened)
    async with app.run_test(size=(80, 24)) as pilot:
        here = await begun(pilot)
        strips = [here.render_line(y) for y in range(here.size.height)]
        lines = [line for strip in strips if "no entry" in (line := strip.text)]
        from rich.cells import cell_len

        assert len(lines) >= 2 and len({cell_len(line[: line.index("no entry")]) for line in lines}) == 1
        assert all(strip.cell_length == here.scrollable_content_region.width for strip in strips)


async def test_what_is_typed_is_a_draft_at_once_and_comes_back(opened: Opened) -> None:
    _store, drafts = opened
    app = program(opened)
    async with app.run_test() as pilot:
        await begun(pilot)
        await pilot.press("x")
        await write(pilot, "vendor left")
        await go(pilot, "KR1.1/value")
        await write(pilot, "10")
        await until(pilot, lambda: "draft saved 10:00" in title(app), "the draft")
        assert any("vendor left" in kept["fields"].values() for kept in drafts.kept.values())
        # no clean end: what is kept now is all that a killed program leaves
    again = program(opened)
    async with again.run_test() as pilot:
        here = await begun(pilot)
        await until(pilot, lambda: "is here again" in said(again), "the sentence")
        assert here.values["KR1.1/value"] == "10" and here.typing
        await pilot.press("escape", "D", "y")
        await until(pilot, lambda: not drafts.kept, "the draft's end")
        assert here.values["KR1.1/value"] == ""


async def test_esc_leaves_the_field_then_the_screen_and_the_draft_stays(opened: Opened) -> None:
    app = program(opened)
    async with app.run_test() as pilot:
        here = await begun(pilot)
        await go(pilot, "KR1.1/value")
        await write(pilot, "17q")
        await pilot.press("escape")
        assert not here.typing and isinstance(app.screen, CheckinScreen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Week), "the way back")
        await pilot.press("3")
        await until(pilot, lambda: isinstance(app.screen, CheckinScreen), "the sheet")
        assert sheet(app).values["KR1.1/value"] == "17q" and sheet(app).typing


async def test_what_is_wrong_is_told_below_its_field_and_the_focus_goes_there(opened: Opened) -> None:
    app = program(opened)
    async with app.run_test(size=(80, 24)) as pilot:
        here = await begun(pilot)
        await go(pilot, "KR1.1/value")
        await write(pilot, "viel")
        await pilot.press("tab")
        await write(pilot, "9")
        await go(pilot, "p1")
        await pilot.press("pageup", "pageup")
        assert "“viel” isn't a value" in text(app)
        await go(pilot, "p1")
        await write(pilot, "kept")
        await pilot.press("f2")
        await until(pilot, lambda: here.here == "KR1.1/value", "the focus")
        assert "“viel” isn't a value for KR1.1" in text(app) and here.values["p1"] == "kept"
        await pilot.press("ctrl+u", "9", "9")
        await pilot.press("tab")
        assert "isn't a value" not in text(app)


async def test_dropping_asks_for_a_reason(opened: Opened) -> None:
    app = program(opened)
    async with app.run_test() as pilot:
        here = await begun(pilot)
        await pilot.press("x", "f2")
        await until(pilot, lambda: here.here.endswith("/reason"), "the reason")
        assert "why is it dropped?" in text(app)


async def test_x_leads_to_the_reason_and_arrows_stay_at_the_choice(opened: Opened) -> None:
    app = program(opened)
    async with app.run_test() as pilot:
        here = await begun(pilot)
        await pilot.press("left")
        assert here.here.endswith("/state") and here.values[here.here] == "dropped"
        await pilot.press("d", "x")
        assert here.here.endswith("/reason")
        await write(pilot, "vendor left")
        await pilot.press("shift+tab", "d", "x")
        assert here.here.endswith("/state"), "the reason is there already"


async def test_letters_that_a_choice_does_not_know_lead_nowhere(opened: Opened) -> None:
    app = program(opened)
    async with app.run_test() as pilot:
        await begun(pilot)
        await pilot.press("q", "8")
        assert isinstance(app.screen, CheckinScreen) and app.is_running
        assert "d done" in said(app)


async def test_a_letter_for_what_is_chosen_already_says_so(opened: Opened) -> None:
    app = program(opened)
    async with app.run_test() as pilot:
        here = await begun(pilot)
        await pilot.press("c")
        assert here.values[here.here] == "carried"
        await pilot.press("c")
        await pilot.pause()
        assert "it is carried already" in said(app)


async def test_milestones_are_ticked_or_typed(opened: Opened) -> None:
    store, _ = opened
    app = program(opened)
    async with app.run_test(size=(120, 36)) as pilot:
        here = await begun(pilot)
        await go(pilot, "KR1.2/#2")
        await pilot.press("space")
        await until(pilot, lambda: here.values["KR1.2/value"] == "#2", "the value")
        await pilot.press("shift+tab", "shift+tab", "shift+tab", "shift+tab")
        assert here.here == "KR1.2/value"
        await pilot.press("ctrl+u")
        await write(pilot, "#1,#2")
        await until(pilot, lambda: here.values["KR1.2/#1"] == "✓", "the tick")
        await submitted(pilot)
    assert entry(ctx(store), "KR1.2")[0] == 2


async def test_several_pasted_lines_are_joined_in_one_row_and_kept_in_many(opened: Opened) -> None:
    from textual.events import Paste

    app = program(opened)
    async with app.run_test() as pilot:
        here = await begun(pilot)
        await go(pilot, "p1")
        here.post_message(Paste("one\ntwo\x1b[31m\tthree"))
        await until(pilot, lambda: "joined" in said(app), "the warning")
        assert here.values["p1"] == "one two[31m three"
        await go(pilot, "wins")
        here.post_message(Paste("a\r\nb"))
        await until(pilot, lambda: here.values["wins"] == "a\nb", "the lines")


async def test_refs_and_logins_are_completed(opened: Opened) -> None:
    app = program(opened)
    async with app.run_test(size=(120, 36)) as pilot:
        here = await begun(pilot)
        await go(pilot, "p1")
        await write(pilot, "cold kr1")
        assert "KR1.1 延迟" in text(app)
        await pilot.press("right")
        assert here.values["p1"].upper().endswith("KR1.1")
        await go(pilot, "helpers")
        await write(pilot, "zh")
        await pilot.press("right", "tab")
        assert here.values["helpers"] == "zhang" and "张伟" in text(app)


async def test_without_key_results_it_says_which_key_makes_one(opened: Opened) -> None:
    app = program(opened, login="lena")
    async with app.run_test() as pilot:
        await begun(pilot)
        assert "you own no open key results" in text(app) and "2 shows the OKRs" in text(app)


async def test_another_persons_key_result_can_be_asked_for(opened: Opened) -> None:
    app = program(opened, login="lena")
    async with app.run_test() as pilot:
        here = await begun(pilot)
        app.go("checkin", "KR1.1")
        await until(pilot, lambda: here.here == "KR1.1/value", "the key result")


async def test_the_editor_gets_the_field_and_gives_it_back(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    app = program(opened)
    async with app.run_test() as pilot:
        here = await begun(pilot)
        monkeypatch.setattr(app, "edit_text", lambda text, suffix=".md", keep=None: f"{text}x\ny")
        await go(pilot, "wins")
        await pilot.press("a", "f4")
        await until(pilot, lambda: here.values["wins"] == "ax\ny", "the text")
        await go(pilot, "pulse")
        await pilot.press("f4")
        await until(pilot, lambda: "pick with" in said(app), "the reason")


async def test_a_key_that_goes_elsewhere_is_not_said_to_do_nothing(opened: Opened) -> None:
    app = program(opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        sheet_screen = app.screen
        await pilot.press("escape", "4")
        await until(pilot, lambda: app.screen is not sheet_screen)
        app.go("checkin")
        await until(pilot, lambda: app.screen is sheet_screen)
        assert said(app) == ""
