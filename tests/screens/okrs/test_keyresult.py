"""A key result's history: its way, every note, what was corrected, and the commands on it."""

from itertools import pairwise

import pytest
from textual.widgets import Static

from okrtui.rituals.journal import log
from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.week import checkins
from okrtui.rituals.week.sheet import submit_sheet
from okrtui.screens.okrs.keyresult import KeyResultScreen, expected_points
from okrtui.widgets.lists.row_list import RowList
from tests.screens.okrs.okr_workspace import (
    SIZES,
    OkrWorkspace,
    form,
    gone,
    sentence,
    shown,
    text_of,
    until,
)
from tests.screens.small_app import title


@pytest.mark.parametrize("size", SIZES)
async def test_enter_opens_a_key_results_whole_history(place: OkrWorkspace, size: tuple[int, int]) -> None:
    app = place.app()
    async with app.run_test(size=size) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.1")
        await pilot.press("enter")
        entries = await shown(pilot, "entries")
        await until(pilot, lambda: len(entries.rows) == 5 and "pace 1.6×" in text_of(pilot))
        text = text_of(pilot)
        assert "KR3.1 p99 latency" in text and "▲ on track" in text
        assert "180 → 90 ms · DRI mei · 2026-Q4 · O3 Make [red]the proxy[/] boring" in text
        assert "82 %  now 106 ms, expected 133 ms  pace 1.6×  confidence 7" in text
        assert "at the balancer" in text
        assert "180 ms ┤" in text and "90 ms ┤" in text and "conf." in text and "W53" in text
        newest = next(line for line in text.splitlines() if "2026-W46" in line)
        assert "106 ms" in newest and "李梅" in newest
        assert "(entered by Bob Łukasz)" in " ".join(text.split())
        assert "corrected: the mean" in text, "what was corrected stays readable"
        await pilot.press("escape")
        await until(pilot, lambda: "OKRs" in title(app))
        assert rows.cursor_key == "KR3.1"


async def test_it_says_where_the_key_result_may_end(place: OkrWorkspace) -> None:
    for week, value in (("2026-W41", 172), ("2026-W42", 165), ("2026-W43", 150)):
        place.other(checkins.check_in, "KR3.1", value, week=week)
    app = place.app()
    async with app.run_test(size=(120, 36)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.1")
        await pilot.press("enter")
        await shown(pilot, "entries")
        await until(pilot, lambda: "8 of 10 runs end between" in text_of(pilot))
        assert "target 90 ms: " in text_of(pilot) and "weekly changes, 7 weeks ahead)" in text_of(pilot)
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: "weeks ahead" not in text_of(pilot))
        assert "8 of 10 runs end between" in text_of(pilot)


async def test_the_filter_keeps_the_notes_that_hold_the_words(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.1")
        await pilot.press("enter")
        entries = await shown(pilot, "entries")
        await until(pilot, lambda: len(entries.rows) == 5)
        await pilot.press("slash", *"pool", "enter")
        assert [row.key for row in entries.rows if row.selectable] == ["2026-W45 1"]


async def test_milestones_stand_there_with_ticks(place: OkrWorkspace) -> None:
    place.other(checkins.check_in, "KR3.3", "#1", confidence=5)
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.3")
        await pilot.press("enter")
        await shown(pilot, "entries")
        await until(pilot, lambda: "✓ #1 Plan" in text_of(pilot) and "○ #3 The rest  weight 3" in text_of(pilot))
        await until(pilot, lambda: "now 1 of 3" in text_of(pilot))


async def test_checking_in_adds_an_entry_in_place(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.2")
        await pilot.press("enter")
        entries = await shown(pilot, "entries")
        await until(pilot, lambda: "not checked in yet" in text_of(pilot))
        assert "No check-in yet" in text_of(pilot)
        await pilot.press("c")
        await form(pilot)
        await pilot.press(*"96.5", "f2")
        await gone(pilot)
        await until(pilot, lambda: entries.cursor_key == "2026-W47 1")
        assert "now 96.5 %" in text_of(pilot) and "KR3.2 is checked in" in sentence(pilot)


async def test_another_key_result_replaces_the_one_before(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        app.go("keyresult", "KR3.1")
        await until(pilot, lambda: "p99 latency" in str(app.screen.query_one("#head", Static).content))
        await pilot.press("o")
        rows = await shown(pilot)
        await until(pilot, lambda: rows.cursor_key == "KR3.1")
        app.go("keyresult", "KR1.1")
        await until(pilot, lambda: "Cost on a dashboard" in str(app.screen.query_one("#head", Static).content))
        assert "● 0.9 green" in text_of(pilot) and "“four have no tags”" in text_of(pilot)
        await pilot.press("e")
        assert sentence(pilot) == " ! 2026-Q3 is closed and read-only"
        await pilot.press("o")
        await until(pilot, lambda: rows.cursor_key == "KR1.1")
        assert "OKRs · 2026-Q3" in title(app), "the tree shows the cycle it lies in"


async def test_a_ref_that_is_none_is_a_sentence(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        app.go("keyresult", "KR9.9")
        await until(pilot, lambda: "there is no key result KR9.9" in sentence(pilot))


async def test_it_is_copied_as_markdown(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        app.go("keyresult", "KR3.1")
        await until(pilot, lambda: any(rows.rows for rows in app.screen.query("#entries").results(RowList)))
        screen = app.screen
        assert isinstance(screen, KeyResultScreen)
        text = await screen.markdown()
        assert "| 2026-W46 | 106 ms | 7 | 李梅 | corrected to the p99 |" in text
        assert "the mean" not in text


def test_what_is_expected_begins_at_the_start_and_ends_at_the_target(place: OkrWorkspace) -> None:
    kr = place.other(objectives.key_result, "KR3.1")
    points = expected_points(place.other(standings.standing, kr), place.other(standings.cycle_of, kr))
    assert points[0] == ("2026-W40", 180) and points[-1] == ("2026-W53", 90) and len(points) == 14
    assert all(a[1] > b[1] for a, b in pairwise(points))


async def test_a_sheet_that_somebody_hands_in_shows_here(place: OkrWorkspace) -> None:
    place.other(objectives.add_objective, "Other", cycle="2026-Q4", login="mei")
    place.other(objectives.add_key_result, "O5", "Pages", start=9, target=3, login="mei")
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        app.go("keyresult", "KR3.1")
        entries = await shown(pilot, "entries")
        await until(pilot, lambda: len(entries.rows) == 5)
        await app.feed.poll()
        place.other(submit_sheet, {"KR3.1/value": "99", "KR5.1/value": "7", "wins": "faster"}, login="mei")
        await app.feed.poll()
        await until(pilot, lambda: "99 ms" in text_of(pilot))
        place.other(log.undo, login="mei")
        await app.feed.poll()
        await until(pilot, lambda: "99 ms" not in text_of(pilot))


async def test_unchanged_means_unchanged_also_behind_the_number_that_stands_there(place: OkrWorkspace) -> None:
    place.other(checkins.check_in, "KR3.1", 104, confidence=7, login="mei")
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        app.go("keyresult", "KR3.1")
        await shown(pilot, "entries")
        await until(pilot, lambda: "104 ms" in text_of(pilot))
        await pilot.press("c")
        await form(pilot)
        await pilot.press("equals_sign", "f2")
        await gone(pilot)
        entry = place.other(standings.history, place.other(objectives.key_result, "KR3.1"))[-1]
        assert (entry.value, entry.revision) == (104, 2)
