"""Phases over days on the screen: until when, how many took part, and what is closed once the day has passed."""

from datetime import timedelta
from pathlib import Path

import pytest

from okrtui.model.live import Phase
from okrtui.rituals.live import rounds, sessions
from okrtui.screens.live.facilitation import Facilitation
from okrtui.screens.live.projector import BrainstormProjector
from okrtui.screens.live.voting import Voting
from okrtui.widgets.drawing.bigtype import LARGE, SMALL
from okrtui.widgets.forms.form import Form
from okrtui.widgets.live.projector import BigClock
from tests.screens.fake_live import FakeLive
from tests.screens.live_room import CARDS, Room, joined, typed
from tests.screens.team import said, text, until

SIZES = [(80, 24), (120, 36), (160, 45)]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


@pytest.mark.parametrize("size", SIZES)
async def test_the_day_and_how_many_have_written_stand_on_the_screen_and_large_on_the_projector(
    room: Room, size: tuple[int, int]
) -> None:
    room.start(Phase.GATHER, *CARDS, until="wed")
    app = room.app("mei")
    async with app.run_test(size=size) as pilot:
        await joined(pilot, Phase.GATHER)
        assert "until Wed 25 Nov" in text(app) and "written 3 of 3" in text(app)
        await pilot.press("escape", "p")
        await until(pilot, lambda: isinstance(app.screen, BrainstormProjector))
        assert "3 of 3 have written" in text(app)
        clock = app.screen.query_one(BigClock)
        drawn = clock.face().plain.split("\n")
        assert (
            len(drawn) in (1, SMALL, LARGE) and len(drawn) > (size[0] > 80) and max(map(len, drawn)) <= clock.size.width
        ), "no line of it is broken"


async def test_once_the_day_has_passed_nothing_is_written_and_what_was_typed_is_kept(room: Room) -> None:
    room.start(Phase.GATHER, until="wed")
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot, Phase.GATHER)
        await pilot.press(*typed("half a thought"))
        room.now += timedelta(days=3)
        await screen.reload()
        await until(pilot, lambda: "ended Wed 25 Nov" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "cards were taken until Wed 25 Nov" in said(app))
        assert "half a thought" in text(app) and room.texts() == []


async def test_who_leads_sets_the_days_by_a_key_and_goes_on_when_they_have_passed(room: Room) -> None:
    room.start(Phase.GATHER, ("bob", "one"))
    app = room.app("mei")
    async with app.run_test(size=(120, 36)) as pilot:
        await joined(pilot, Phase.GATHER)
        await pilot.press("escape", "semicolon")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press(*typed("fri"), "f2")
        await until(pilot, lambda: "until Fri 27 Nov" in text(app))
    mei = FakeLive(room)
    mei.answers = [False]
    await Facilitation(mei).do_next()
    assert mei.asked == ["Cards are taken until Fri 27 Nov, 1 of 2 have written. Move on to “reveal”?"]
    room.now += timedelta(days=5)
    mei = FakeLive(room)
    await Facilitation(mei).do_next()
    assert mei.state.phase is Phase.REVEAL and mei.asked == []


async def test_another_phases_day_can_be_set_once_one_has_passed(room: Room) -> None:
    room.start(Phase.GATHER, until="wed")
    room.now += timedelta(days=3)
    mei = FakeLive(room)
    mei.answers = [{"vote": "fri"}]
    await Facilitation(mei).do_until()
    assert [str(day) for _, day in room.view().session.days] == ["2026-11-25", "2026-11-27"]


def test_votes_of_paper_are_entered_after_the_day_and_mine_are_not(room: Room) -> None:
    room.start(Phase.VOTE, *CARDS, until="vote=wed")
    room.now += timedelta(days=3)
    mei, bob = FakeLive(room), FakeLive(room, "bob")
    for each in (mei, bob):
        each.on("group")
    assert str(Voting(bob).why_not_vote()).startswith("votes were taken until Wed 25 Nov")
    assert Voting(mei).why_not_proxy() is None


async def test_a_session_over_days_does_not_keep_another_one_from_being_held(room: Room) -> None:
    room.start(Phase.GATHER, until="fri")
    app = room.app("mei", first="ideas")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "led by mei" in text(app))
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, Form))
    room.do(rounds.set_days, room.ref, "none")
    assert room.do(sessions.find, room.ref).days == ()
