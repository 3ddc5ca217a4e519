"""The idea pipeline: states as columns or one list, steps with notes, how a brainstorm is started and found again."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from okrtui.app.app import OkrApp
from okrtui.model.ideas import Idea, IdeaState
from okrtui.model.live import Phase
from okrtui.rituals import ideas
from okrtui.rituals.okrs import objectives
from okrtui.screens.ideas.ideas import IdeasScreen
from okrtui.widgets.forms.form import Form
from okrtui.widgets.forms.reader import Reader
from tests.screens.live_room import SIZES, Room, joined, typed
from tests.screens.team import said, text, until


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(tmp_path)
    made.do(objectives.add_objective, "Make the proxy boring")
    made.do(objectives.add_key_result, "O1", "p99", start=180, target=90)
    return made


def pipeline(room: Room) -> None:
    """I1 is in research and stale, I2 captured, I3 rejected."""
    room.do(ideas.capture, "Bazel remote [b]execution", kr="KR1.1", champion="lena")
    for state in (IdeaState.SHORTLISTED, IdeaState.RESEARCH):
        room.do(ideas.advance, "I1", state, f"into {state}")
    room.now += timedelta(weeks=5)
    room.do(ideas.capture, "缓存层 everywhere")
    room.do(ideas.capture, "Rewrite it")
    room.do(ideas.advance, "I3", IdeaState.REJECTED, "no time")


def one(room: Room, ref: str) -> Idea:
    found = room.do(ideas.find, ref)
    assert isinstance(found, Idea)
    return found


async def screen_of(pilot: Pilot[int], app: OkrApp) -> IdeasScreen:
    await until(pilot, lambda: getattr(app.ritual(), "seen", None) is not None and app.current_mode == "ideas")
    screen = app.ritual()
    assert isinstance(screen, IdeasScreen)
    return screen


@pytest.mark.parametrize("size", SIZES)
async def test_ideas_stand_by_state_with_champion_key_result_and_a_mark_where_they_are_stale(
    room: Room, size: tuple[int, int]
) -> None:
    pipeline(room)
    app = room.app(first="ideas")
    async with app.run_test(size=size) as pilot:
        screen = await screen_of(pilot, app)
        await until(pilot, lambda: "Bazel remote" in text(app))
        seen = text(app)
        for part in ("[b]execution" if size[0] == 80 else "[b]", "lena", "KR1.1", "! stale", "缓存层", "Rewrite it"):
            assert part in seen, part
        assert screen.has_class("-wide") == (size[0] == 120)
        for state in ("research", "captured", "rejected"):
            assert state in seen.casefold()


async def test_an_empty_pipeline_says_which_key_fills_it(room: Room) -> None:
    app = room.app(first="ideas")
    async with app.run_test(size=(80, 24)) as pilot:
        await screen_of(pilot, app)
        await until(pilot, lambda: "No idea yet. n writes one down, s starts a brainstorm." in text(app))
        await pilot.press("greater_than_sign")
        assert "select an idea first" in said(app)


async def test_an_idea_goes_further_and_back_with_notes_and_is_read_with_its_way(room: Room) -> None:
    pipeline(room)
    app = room.app(first="ideas")
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await screen_of(pilot, app)
        await until(pilot, lambda: "Bazel" in text(app))
        screen.stand_on("I2")
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: isinstance(app.screen, Form))
        assert "I2: captured → shortlisted" in text(app)
        await pilot.press(*typed("looks good"), "f2")
        await until(pilot, lambda: "I2 is in shortlisted" in said(app))
        assert screen.idea() is not None and screen.idea().ref == "I2"  # type: ignore[union-attr]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader))
        assert "looks good" in text(app) and "History" in text(app)
        await pilot.press("escape", "less_than_sign")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press("f2")
        await until(pilot, lambda: one(room, "I2").state is IdeaState.CAPTURED)
        await pilot.press("less_than_sign")
        await until(pilot, lambda: "is where ideas begin" in said(app))


async def test_a_new_idea_and_its_champion(room: Room) -> None:
    app = room.app(first="ideas")
    async with app.run_test(size=(80, 24)) as pilot:
        await screen_of(pilot, app)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press(*typed("Buy runners"), "f2")
        await until(pilot, lambda: "I1 is captured" in said(app))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press("f2")
        await until(pilot, lambda: one(room, "I1").champion == "mei")


async def test_s_starts_a_brainstorm_and_opens_its_lobby(room: Room) -> None:
    app = room.app(first="ideas")
    async with app.run_test(size=(80, 24)) as pilot:
        await screen_of(pilot, app)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press(*typed("Halve the build"), "tab", *typed("How?"), "tab", "right", "tab")
        await pilot.press("tab", *typed("KR1.1"), "tab", "right")
        await pilot.press("f2")
        screen = await joined(pilot, Phase.LOBBY)
        of = screen.state.of
        assert of is not None
        assert (of.title, of.question, of.kr, of.anonymous, of.concealed) == (
            "Halve the build",
            "How?",
            "KR1.1",
            True,
            True,
        )
        assert dict(of.minutes) == {Phase.GATHER: 12, Phase.GROUP: 10, Phase.VOTE: 4}
        assert of.prompts == ("Alone", "In pairs", "In fours") and "■ In pairs" in text(app)
        await pilot.press("5")
        await until(pilot, lambda: "◉ Live: “How?”" in text(app))
        await pilot.press("s")
        assert "S1 runs" in said(app)
        await pilot.press("enter")
        await joined(pilot, Phase.LOBBY)


async def test_the_filter_finds_ideas_and_cards_that_nobody_chose_and_s_opens_old_sessions(room: Room) -> None:
    pipeline(room)
    room.start(Phase.CLOSED, ("bob", "warm pool of runners"), ("ana", "cache"))
    app = room.app(first="ideas")
    async with app.run_test(size=(80, 24)) as pilot:
        await screen_of(pilot, app)
        await until(pilot, lambda: "Bazel" in text(app))
        await pilot.press("slash", *typed("runners"), "enter")
        await until(pilot, lambda: "warm pool of runners" in text(app))
        assert "Bazel" not in text(app)
        await pilot.press("escape")
        await until(pilot, lambda: "Bazel" in text(app))
        await pilot.press("S")
        await until(pilot, lambda: "S1" in text(app) and len(app.screen_stack) == 2)
        await pilot.press("enter")
        await joined(pilot, Phase.CLOSED)


async def test_ideas_are_copied_as_markdown(room: Room) -> None:
    pipeline(room)
    app = room.app(first="ideas")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await screen_of(pilot, app)
        copied = await screen.markdown()
        assert "## Research" in copied and "champion lena" in copied and "\\[b]execution" in copied
