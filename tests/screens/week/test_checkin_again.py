"""The check-in screen a second time: corrections, others' entries, refusals, other weeks."""

from datetime import timedelta

from okrtui.rituals.okrs import cycles, objectives, standings
from okrtui.rituals.week import checkins, updates
from okrtui.screens.week.checkin import CheckinScreen
from okrtui.widgets.forms.merge import Merge
from tests.screens.team import said, text, until
from tests.screens.week.sheets import (
    Opened,
    begun,
    entry,
    go,
    opened,
    program,
    submitted,
    title,
    write,
)
from tests.workspaces import MONDAY, ctx

__all__ = ["opened"]


async def test_the_same_week_can_be_corrected_and_says_what_was_submitted(opened: Opened) -> None:
    store, _ = opened
    checkins.check_in(ctx(store), "KR1.1", 104, confidence=8)
    updates.submit(ctx(store), priorities=[("One", "")], wins="w", pulse=4)
    app = program(opened)
    async with app.run_test(size=(120, 36)) as pilot:
        here = await begun(pilot)
        assert not here.typing and "submitted Mon 10:00, revision 1" in text(app)
        assert here.values["KR1.1/value"] == "104" and here.values["pulse"] == "4"
        await pilot.press("enter")
        await go(pilot, "KR1.1/value")
        await pilot.press("backspace", "1")
        assert "changed since" in text(app)
        await submitted(pilot)
        assert "revision 2" in text(app)
        await submitted(pilot)
        assert "nothing has changed" in said(app)
    history = standings.history(ctx(store), objectives.key_result(ctx(store), "KR1.1"))
    assert [(each.value, each.revision) for each in history if each.week == "2026-W48"] == [(104, 1), (101, 2)]
    update = updates.update_of(ctx(store))
    assert update is not None and update.revision == 1


async def test_what_others_enter_is_shown_and_my_text_stays(opened: Opened) -> None:
    store, _ = opened
    app = program(opened)
    async with app.run_test() as pilot:
        here = await begun(pilot)
        await go(pilot, "KR1.1/value")
        await write(pilot, "10")
        checkins.check_in(ctx(store, "bob"), "KR1.1", 104)
        await until(pilot, lambda: "bob entered 104 at 10:00" in text(app), "bob's entry")
        await pilot.press("3")
        assert here.values["KR1.1/value"] == "103" and here.here == "KR1.1/value"


async def test_a_refused_save_keeps_the_text_and_the_draft(opened: Opened) -> None:
    store, drafts = opened
    app = program(opened)
    async with app.run_test() as pilot:
        here = await begun(pilot)
        await go(pilot, "KR1.1/value")
        await write(pilot, "103")
        store.sql("UPDATE cycle SET state = 'closed'")
        await pilot.press("f2")
        await until(pilot, lambda: "closed and read-only" in text(app), "the refusal")
        assert here.values["KR1.1/value"] == "103" and here.here == "KR1.1/value" and drafts.kept
    assert cycles.cycles(ctx(store))[0].state == "closed"


async def test_last_weeks_sheet_can_be_opened_and_filled_in_late(opened: Opened) -> None:
    app = program(opened)
    async with app.run_test() as pilot:
        here = await begun(pilot)
        await pilot.press("escape", "left_square_bracket")
        await until(pilot, lambda: "the sheet of 2026-W47" in text(app), "last week")
        assert "Check-in of 2026-W47" in title(app)
        assert here.values["p1"] == "Cache v2 KR1.1"
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "not submitted yet" in text(app), "this week")


async def test_midnight_on_sunday_does_not_move_a_sheet_that_is_being_filled_in(opened: Opened) -> None:
    now = [MONDAY + timedelta(days=6, hours=13, minutes=59)]
    app = program(opened, now=lambda: now[0])
    async with app.run_test() as pilot:
        here = await begun(pilot)
        await go(pilot, "wins")
        await write(pilot, "late")
        now[0] += timedelta(minutes=2)
        assert isinstance(app.screen, CheckinScreen)
        await app.screen.reload()
        assert "Check-in of 2026-W48" in title(app) and here.values["wins"] == "late"


async def test_an_entry_of_somebody_else_for_the_same_week_is_shown_beside_mine_and_i_choose(opened: Opened) -> None:
    store, drafts = opened
    checkins.check_in(ctx(store), "KR1.1", 120, confidence=8, note="the pool is warm")
    app = program(opened)
    async with app.run_test() as pilot:
        here = await begun(pilot)
        await go(pilot, "KR1.1/value")
        await pilot.press("ctrl+u", "9")
        checkins.check_in(ctx(store, "bob"), "KR1.1", 104, confidence=6, note="measured at night")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Merge), "both entries")
        assert "bob entered KR1.1 for 2026-W48" in text(app)
        for words in (
            "theirs   104",
            "mine     9",
            "theirs   6",
            "mine     8",
            "measured at night",
            "the pool is warm",
        ):
            assert words in text(app), words
        await pilot.press("escape")
        await until(pilot, lambda: "what you typed is still here" in said(app), "the way back")
        assert entry(ctx(store), "KR1.1") == (104, 6, "measured at night")
        (draft,) = drafts.kept.values()
        assert draft["fields"]["KR1.1/value"] == "9" and draft["fields"]["KR1.1/note"] == "the pool is warm"
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Merge), "both entries again")
        await pilot.press("f2")
        await until(pilot, lambda: said(app).startswith("✓"), "the submit")
        assert here.values["KR1.1/value"] == "9" and drafts.kept == {}
    history = standings.history(ctx(store), objectives.key_result(ctx(store), "KR1.1"))
    assert [(each.value, each.who, each.note) for each in history if each.week == "2026-W48"] == [
        (120, "mei", "the pool is warm"),
        (104, "bob", "measured at night"),
        (9, "mei", "the pool is warm"),
    ]


async def test_what_was_typed_days_ago_or_left_alone_overwrites_nobody_either(opened: Opened) -> None:
    store, drafts = opened
    checkins.check_in(ctx(store), "KR1.3", "no")
    app = program(opened)
    async with app.run_test() as pilot:
        await begun(pilot)
        await go(pilot, "KR1.1/value")
        await pilot.press("9")
    for ref, value in (("KR1.1", "104"), ("KR1.3", "yes")):
        checkins.check_in(ctx(store, "bob"), ref, value)
    again = program(opened)
    async with again.run_test() as pilot:
        here = await begun(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(again.screen, Merge), "both entries")
        assert isinstance(again.screen, Merge)
        assert [each.name for each in again.screen.differences] == ["KR1.1/value"], "nothing was typed elsewhere"
        await pilot.press("t", "f2")
        await until(pilot, lambda: "theirs stays as it is" in said(again), "what became of it")
        assert here.values["KR1.1/value"] == "" and drafts.kept == {}
    assert entry(ctx(store), "KR1.1")[0] == 104 and entry(ctx(store), "KR1.3")[0] == 1
