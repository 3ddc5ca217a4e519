"""This week: complete at 80×24, in place when others write, settled and recorded by a key or two."""

import asyncio
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from okrtui.app.app import OkrApp
from okrtui.model.week import Health
from okrtui.rituals import ideas
from okrtui.rituals.week import health
from okrtui.screens.week.week import WeekScreen
from okrtui.storage.engine.store import Store
from okrtui.widgets.forms.form import Form
from okrtui.widgets.forms.reader import Reader
from okrtui.widgets.lists.quadrant import Quadrant
from tests.screens.team import DONE, DROPPED, OPEN, THURSDAY, fresh, program, rows, said, state_of, text, until
from tests.workspaces import ctx, workspace

SIZES = [(80, 24), (120, 36)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = fresh(tmp_path)
    yield made
    made.close()


def week(app: OkrApp) -> WeekScreen:
    screen = app.screen_stack[0]
    assert isinstance(screen, WeekScreen)
    return screen


async def shown(pilot: Pilot[int]) -> WeekScreen:
    """Return the screen once the week is read."""
    app = pilot.app
    assert isinstance(app, OkrApp)
    await until(pilot, lambda: week(app).seen is not None and week(app).focused is not None, "the week")
    return week(app)


async def test_an_idea_that_somebody_made_mine_stands_in_my_week_and_on_my_sheet(
    store: Store,
) -> None:
    ref = ideas.capture(ctx(store, "bob"), "cache the layers", champion="mei").ref
    app = program(store)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await shown(pilot)
        while screen.scope != "me":
            await pilot.press("s")
            await pilot.pause()
        await until(pilot, lambda: f"{ref} champion: you cache the layers" in text(app))
        await pilot.press("3")
        await until(pilot, lambda: "You are the champion of" in text(app) and "cache the layers" in text(app))


async def test_no_heading_is_cut_where_the_terminal_is_narrow(store: Store) -> None:
    app = program(store)
    async with app.run_test(size=(60, 20)) as pilot:
        screen = await shown(pilot)
        await until(pilot, lambda: "Checked in 1 of 2 · ○ pending bob" in text(app))
        heads = [square._border_title.plain for square in screen.squares if square._border_title]
        assert heads[0].startswith("Priorities ─") and heads[0].endswith(" 0 of 2")
        assert [head for head in heads if "…" in head] == []


@pytest.mark.parametrize("size", SIZES)
async def test_the_whole_week_of_my_team_is_seen_at_once(store: Store, size: tuple[int, int]) -> None:
    app = program(store)
    async with app.run_test(size=size) as pilot:
        await shown(pilot)
        seen = text(app)
    for part in (
        "▸Platform◂",
        "Checked in 1 of 2 · ○ pending bob",
        "Pulse shows from three answers",
        "Priorities",
        "0 of 2 done",
        "○ mei Cache behind a flag",
        "KR1.1",
        "p99 of the [b]edge",
        "▲ on track",
        "67 %",
        "▅▅▇",
        "Next four weeks",
        "W49 load test",
        "▲ on-call load",
        "amber (was red)",
        "root on staging → bob",
        "Found the leak [/] 🎉",
    ):
        assert part in seen, f"{part!r} is not in\n{seen}"
    assert "Launch" not in seen  # another team's


async def test_the_circle_goes_from_my_team_over_everyone_to_me(store: Store) -> None:
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        await pilot.press("s")
        await until(pilot, lambda: screen.scope == "everyone" and "▸everyone◂" in text(app))
        assert "Launch" in text(app) and "Checked in 2 of 3" in text(app)
        await pilot.press("s")
        await until(pilot, lambda: "▸me◂" in text(app))
        assert "○ Cache behind a flag" in text(app) and "Launch" not in text(app)


async def test_who_is_late_is_said_after_friday(store: Store) -> None:
    app = program(store, now=THURSDAY + timedelta(days=2))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        assert "! overdue bob" in text(app)
        await pilot.press("w")
        assert isinstance(app.screen, Reader)
        assert "overdue     Bob (bob)" in text(app) and "submitted   梅 Mei (mei)" in text(app)


async def test_keys_go_from_list_to_list(store: Store) -> None:
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)

        def here() -> tuple[str | None, str | None]:
            assert isinstance(screen.focused, Quadrant)
            return screen.focused.id, screen.focused.cursor_key

        assert here()[0] == "priorities"
        await pilot.press("l")
        assert here() == ("results", "KR1.1")
        await pilot.press("right", "j")  # nothing further right; below the last row lies the next list
        assert here()[0] == "health"
        await pilot.press("h", "j")
        assert here() == ("ahead", "mei:1")
        await pilot.press("down", "k")
        assert here() == ("ahead", "mei:1")
        await pilot.press("tab")
        assert here()[0] == "health"


async def test_space_settles_my_priority_and_opens_it_again(store: Store) -> None:
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("space")
        await until(pilot, lambda: "✓ mei" in text(app))
        assert state_of(store, "Cache behind a flag").state is DONE
        await pilot.press("space")
        await until(pilot, lambda: "✓ mei" not in text(app))
        assert state_of(store, "Cache behind a flag").state is OPEN
        await pilot.press("u")
        await until(pilot, lambda: "✓ mei" in text(app))


async def test_a_priority_is_dropped_with_a_reason(store: Store) -> None:
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "drop it, with a reason" in text(app))
        await pilot.press(*"drop", "enter")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press(*"no one", "space", *"asks", "f2")
        await until(pilot, lambda: "✗ mei" in text(app))
        dropped = state_of(store, "Cache behind a flag")
        assert (dropped.state, dropped.reason) == (DROPPED, "no one asks")


async def test_health_gets_its_colour_in_a_form(store: Store) -> None:
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Form))
        assert "▸▲ amber◂" in text(app)  # what it was is chosen already
        await pilot.press("right", "tab", "ctrl+u", *"pages", "f2")  # what was noted is there to be changed
        await until(pilot, lambda: "■ on-call load red" in text(app))
    found = health.find(ctx(store), "on-call load")
    assert (found.colour, found.note) == (Health.RED, "pages")


async def test_a_health_metric_is_added_and_retired(store: Store) -> None:
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press(*"build", "f2")
        await until(pilot, lambda: "build" in text(app) and "no colour yet" in text(app))
        assert health.find(ctx(store), "build").team == "Platform"
        await pilot.press("l", "j")
        rows(app, "health").move_to(f"h{health.find(ctx(store), 'build').id}")
        await pilot.press("R")
        await until(pilot, lambda: "Stop showing" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: "build" not in text(app))


async def test_weeks_gone_by_are_read_as_they_were(store: Store) -> None:
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        await pilot.press("right_square_bracket")
        assert said(app) == "! this is the present week"
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "2026-W47, last week · t goes back" in text(app))
        seen = text(app)
        assert "Old work" in seen and "■ on-call load red" in seen and "44 %" in seen and "✗ missed mei" in seen
        assert "Nobody asked for help." in seen and "Press" not in seen
        await pilot.press("t")
        await until(pilot, lambda: screen.week is None and "67 %" in text(app))


async def test_a_filter_narrows_every_list(store: Store) -> None:
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("slash", *"cache", "enter")
        await until(pilot, lambda: len(rows(app, "priorities").rows) == 1)
        assert len(rows(app, "results").rows) == 0 and "nothing matches" in text(app)
        await pilot.press("escape")
        await until(pilot, lambda: len(rows(app, "results").rows) == 1)


async def test_the_whole_text_of_a_row_can_be_read(store: Store) -> None:
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        rows(app, "help").focus()
        await pilot.press("enter")
        assert isinstance(app.screen, Reader)
        assert "Help wanted · 梅 Mei · 2026-W48" in text(app) and "asked: bob" in text(app)


async def test_enter_on_a_key_result_goes_to_the_okrs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        went: list[tuple[str, str]] = []
        monkeypatch.setattr(app, "go", lambda where, ref="": went.append((where, ref)))
        await pilot.press("l", "enter")
        await until(pilot, lambda: went)
        assert went == [("okrs", "KR1.1")]


async def test_what_another_process_wrote_comes_in_place(store: Store) -> None:
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("j")
        before = rows(app, "priorities").cursor_key
        other = await asyncio.create_subprocess_exec(sys.executable, "-c", ELSEWHERE, str(store.path))
        assert await other.wait() == 0
        await until(pilot, lambda: "Checked in 2 of 2 ✓ everyone" in text(app), "bob's check-in")
        assert "○ bob From elsewhere" in text(app)
        assert rows(app, "priorities").cursor_key == before and rows(app, "priorities").has_focus


ELSEWHERE = """
import sys
from okrtui.rituals.week import updates
from okrtui.storage.open import open_store
from tests.workspaces import MONDAY, ctx
updates.submit(ctx(open_store(sys.argv[1]), "bob"), priorities=[("From elsewhere", "")], pulse=4)
"""


async def test_an_empty_week_says_which_keys_fill_it(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        seen = text(app)
    store.close()
    for part in ("No priorities yet. Press c", "Press 2 for", "Press n to add", "No wins yet. Press c to tell yours."):
        assert part in seen, f"{part!r} is not in\n{seen}"


async def test_copy_sends_the_report_of_what_is_shown(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        sent: list[str] = []
        monkeypatch.setattr(app, "copy", sent.append)
        await pilot.press("y")
        await until(pilot, lambda: sent)
        assert "Platform" in sent[0] and "Cache behind a flag" in sent[0] and "Launch" not in sent[0]


@pytest.mark.parametrize(("zone", "offset"), [("America/Los_Angeles", 8), ("Pacific/Auckland", -13)])
async def test_title_and_body_turn_with_the_workspaces_midnight(store: Store, zone: str, offset: int) -> None:
    """Not with that of UTC."""
    store.run("UPDATE workspace SET timezone = ?", (zone,))
    midnight = datetime(2026, 11, 30, tzinfo=UTC) + timedelta(hours=offset)
    now = [midnight - timedelta(minutes=1)]
    app = OkrApp(store.address, login="mei", person="Mei", clock=lambda: now[0], first="week")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        await app.feed.poll()
        assert app.frame.week == "2026-W48" and screen.seen is not None and screen.seen.view.week == "2026-W48"
        now[0] = midnight + timedelta(seconds=1)
        await until(pilot, lambda: screen.seen and screen.seen.view.week == "2026-W49", "the new week")
        assert "2026-W49" in text(app) and app.frame.week == "2026-W49"
