"""Office hours by keyboard, at both sizes: announced, booked, held, followed up; others see that a time is taken."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from okrtui.app.app import OkrApp
from okrtui.model.hours import BookingState, HoursState
from okrtui.rituals import hours
from okrtui.rituals.people import members
from okrtui.screens.hours.hours import HoursScreen
from okrtui.storage.engine.store import Store
from okrtui.storage.local.notes import PrivateNotes
from okrtui.widgets.forms.form import Form
from okrtui.widgets.forms.reader import Reader
from okrtui.widgets.lists.row_list import RowList
from tests.screens.team import THURSDAY, fresh, said, text, until
from tests.workspaces import MONDAY, ctx

SIZES = [(80, 24), (120, 36)]
TUESDAY = date(2026, 11, 24)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Bob hosts on Tuesdays; it is Monday."""
    made = fresh(tmp_path)
    hours.add(ctx(made, "bob"), 1, 14 * 60, 15 * 60, place="[b]Room[/b] 3")
    yield made
    made.close()


def program(store: Store, login: str, folder: Path, days: float = 0) -> OkrApp:
    notes = PrivateNotes(folder / login / "notes.json")
    now = MONDAY + timedelta(days=days)
    return OkrApp(str(store.path), login=login, person=login, clock=lambda: now, first="hours", notes=notes)


def here(app: OkrApp) -> HoursScreen:
    return next(each for each in reversed(app.screen_stack) if isinstance(each, HoursScreen))


def listed(app: OkrApp) -> RowList:
    return here(app).rows


@pytest.mark.parametrize("size", SIZES)
async def test_a_guest_books_a_slot_and_is_told_first_how_private_it_is(
    store: Store, tmp_path: Path, size: tuple[int, int]
) -> None:
    app = program(store, "mei", tmp_path)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Bob  Tue 14:00–15:00, 20 min each" in text(app), "the slots")
        assert "[b]Room[/b] 3" in text(app) and "free" in text(app)
        await pilot.press("+")
        await until(pilot, lambda: isinstance(app.screen, Form), "the form")
        shown = " ".join(text(app).split())
        assert "hidden in the file, not secret" in shown and "Tuesday 2026-11-24 14:00" in shown
        await pilot.press(*"flame graphs", "f2")
        await until(pilot, lambda: "B1 is booked" in said(app) and "B1 yours" in text(app), "the booking")
        assert listed(app).cursor_key == "B1" and "need: flame graphs" in text(app)
        assert here(app).why_not("hours.held") == "bob hosts B1, and says what became of it"
        await pilot.press("u")
        await until(pilot, lambda: "B1 yours" not in text(app) and "taken back" in said(app), "taken back")


async def test_others_see_taken_and_the_host_sees_the_need(store: Store, tmp_path: Path) -> None:
    hours.book(ctx(store, "mei"), "bob", TUESDAY, 14 * 60, "SECRET need")
    app = program(store, "ana", tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "taken" in text(app), "that it is taken")
        assert "SECRET" not in text(app) and "mei" not in text(app).split("\n", 1)[1].lower()
        assert here(app).why_not("hours.book") == "that slot is taken"
        page = await here(app).markdown()
        assert "Tuesday" in page and "SECRET" not in page
    app = program(store, "bob", tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "SECRET need" in text(app) and "Your office hours" in text(app), "the need")
        listed(app).move_to(next(row.key for row in listed(app).rows if row.key.startswith("slot ")))
        assert here(app).why_not("hours.book") == "these are your own office hours"


@pytest.mark.parametrize("size", SIZES)
async def test_a_host_says_what_came_of_it_makes_an_action_and_keeps_a_note(
    store: Store, tmp_path: Path, size: tuple[int, int]
) -> None:
    hours.book(ctx(store, "mei"), "bob", TUESDAY, 14 * 60, "a reviewer")
    app = program(store, "bob", tmp_path, days=2)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "! what came of it?" in text(app), "what waits")
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, Form), "the form")
        await pilot.press(*"tired zebra", "f2")
        await until(pilot, lambda: "only yours: tired zebra" in text(app), "the note")
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Form), "the form")
        await pilot.press(*"Ask Ana", "f2")
        await until(pilot, lambda: "A1 Ask Ana" in text(app), "the action")
        await pilot.press(">")
        await until(pilot, lambda: isinstance(app.screen, Form), "the form")
        await pilot.press(*"on Friday", "f2")
        await until(pilot, lambda: "B1 was held" in said(app), "held")
        assert hours.find(ctx(store, "mei"), "B1").outcome == "on Friday"
        await pilot.press("A")
        await until(pilot, lambda: any(row.key == "B1" for row in listed(app).rows), "those that are over")
        listed(app).move_to("B1")
        await until(pilot, lambda: "came of it: on Friday" in text(app), "what is over")
    later = ctx(store, "mei", weeks=1)
    hours.book(later, "bob", TUESDAY + timedelta(days=14), 14 * 60)
    app = program(store, "mei", tmp_path, days=7)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "open since B1: A1 Ask Ana" in text(app), "last time first")
        assert "zebra" not in text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader), "all of it")


async def test_times_are_announced_paused_and_ended_and_walk_ins_noted_by_keyboard(
    store: Store, tmp_path: Path
) -> None:
    app = program(store, "ana", tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Bob" in text(app), "the slots")
        await pilot.press("p")
        await until(pilot, lambda: "you have no office hours to pause" in said(app), "the reason")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Form), "the form")
        await pilot.press("t", "tab", *"9-10", "f2")
        await until(pilot, lambda: "Your office hours  Thu 09:00–10:00" in text(app), "mine")
        await pilot.press("p")
        await until(pilot, lambda: "(paused)" in text(app), "paused")
        await pilot.press("p")
        await until(pilot, lambda: "OH2 is on again" in said(app), "on again")
        await pilot.press("D")
        await until(pilot, lambda: "OH2 has ended" in said(app), "the end")
        assert [each.state for each in hours.hours(ctx(store))] == [HoursState.ON]
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, Form), "the form")
        await pilot.press(*"mei", "tab", *"a question", "f2")
        await until(pilot, lambda: "not confirmed" in text(app), "the walk-in")
        assert here(app).why_not("hours.confirm") == "mei was the guest, and confirms it"
    app = program(store, "mei", tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "! to be confirmed" in text(app), "what waits")
        await pilot.press("c")
        await until(pilot, lambda: "B1 is confirmed" in said(app), "confirmed")
        found = hours.find(ctx(store, now=THURSDAY), "B1")
        assert found.confirmed and found.state is BookingState.HELD


@pytest.mark.parametrize("size", SIZES)
async def test_a_need_becomes_a_case_with_the_yes_of_whose_it_is(
    store: Store, tmp_path: Path, size: tuple[int, int]
) -> None:
    hours.book(ctx(store, "ana"), "bob", TUESDAY, 14 * 60, "one [b]cache[/b], or two?")
    members.add_team(ctx(store), "Architecture")
    members.edit_member(ctx(store), "mei", teams=("Architecture",))
    app = program(store, "bob", tmp_path, 1)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "B1" in text(app))
        listed(app).move_to("B1")
        await pilot.press("C")
        await until(pilot, lambda: "What becomes of B1?" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "ana agrees" in text(app) and "one [b]cache[/b], or two?" in text(app))
        await pilot.press("f2")
        await until(pilot, lambda: "without their yes" in text(app))
        await pilot.press("tab", "tab", "tab", "right", "f2")
        await until(pilot, lambda: "C1: triage is for team Architecture" in said(app))
        await until(pilot, lambda: "became C1" in text(app))
    ana = program(store, "ana", tmp_path, 1)
    async with ana.run_test(size=size) as pilot:
        await until(pilot, lambda: "B1" in text(ana))
        listed(ana).move_to("B1")
        await until(pilot, lambda: "became C1" in text(ana), "the guest sees it, too")
        await pilot.press("C")
        await until(pilot, lambda: "What becomes of B1?" in text(ana))
        await pilot.press("enter")
        await until(pilot, lambda: "What it is" in text(ana))
        assert "agrees" not in text(ana), "it is hers"
