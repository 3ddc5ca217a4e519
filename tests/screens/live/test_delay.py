"""What is said in an anonymous session waits for what others say: shown to me at once, stored with theirs."""

import asyncio
from pathlib import Path

import pytest
from textual.events import Paste

from okrtui.model.live import Phase
from okrtui.model.retro import PollKind
from okrtui.rituals.live import grouping, polls, sessions
from okrtui.rituals.retro import discussion, retro
from okrtui.rules.live import promises
from okrtui.screens.live.delay import Delay
from okrtui.widgets.forms.dialogs import Confirm
from tests.screens.live_room import Room, joined, typed
from tests.screens.team import said, text, until

CARDS = (("bob", "cache layers"), ("ana", "drop a job"), ("bob", "fewer tests"))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


class Gate:
    """Stands for the quarter of a minute: what waits goes in while it is open."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.waits = 0

    async def turn(self) -> None:
        self.waits += 1
        await self.open.wait()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    made = Gate()

    async def turn(delay: Delay, of: object, *, until_shown: bool = False) -> None:
        await made.turn()

    monkeypatch.setattr(Delay, "turn", turn)
    return made


def texts(room: Room) -> list[str]:
    """Return what the cards say, also where that is concealed."""
    return sorted(words for (words,) in room.do(lambda ctx: ctx.store.sql("SELECT text FROM card")))


def given(room: Room) -> int:
    """Return how many votes are stored."""
    return sum(number for _, _, number in room.do(lambda ctx: ctx.store.sql("SELECT 1, 1, number FROM vote")))


async def test_votes_show_to_me_at_once_and_go_in_together_later(room: Room, gate: Gate) -> None:
    room.start(Phase.VOTE, *CARDS, anonymous=True)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot, Phase.VOTE)
        await pilot.press("space", "space", "backspace", "space", "j", "space")
        await until(pilot, lambda: "●●○" in text(app) and "0 of 3 votes left" in text(app))
        await pilot.press("space")
        await until(pilot, lambda: "all 3 votes are given" in said(app))
        assert given(room) == 0 and gate.waits == 1
        gate.open.set()
        await until(pilot, lambda: given(room) == 3)
        assert "●●○" in text(app) and "0 of 3 votes left" in text(app), "and none counts twice"
        await until(pilot, lambda: not room.drafts["bob"].kept)


async def test_votes_that_waited_when_okrtui_was_left_go_in_the_next_time(room: Room, gate: Gate) -> None:
    room.start(Phase.VOTE, *CARDS, anonymous=True)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot, Phase.VOTE)
        await pilot.press("space", "space")
        await until(pilot, lambda: "●●○" in text(app))
    assert given(room) == 0
    gate.open.set()
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot, Phase.VOTE)
        await until(pilot, lambda: given(room) == 2)


async def test_votes_that_come_too_late_are_told(room: Room, gate: Gate) -> None:
    room.start(Phase.VOTE, *CARDS, anonymous=True)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot, Phase.VOTE)
        await pilot.press("space", "space")
        await until(pilot, lambda: gate.waits == 1)
        room.move(Phase.SELECT)
        await joined(pilot, Phase.SELECT)
        gate.open.set()
        await until(pilot, lambda: "2 votes of yours came too late" in said(app))
        assert given(room) == 0


async def test_changed_words_wait_and_are_kept_meanwhile(room: Room, gate: Gate) -> None:
    room.start(Phase.GATHER, *CARDS, anonymous=True)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        room.do(sessions.write_card, room.ref, "mine", login="bob")
        await until(pilot, lambda: "mine" in text(app))
        card = next(each for each in room.view("bob").cards if each.text == "mine")
        screen = await joined(pilot)
        screen.entry.change_card(card, "better")
        await until(pilot, lambda: gate.waits == 1 and room.drafts["bob"].kept)
        assert "better" not in texts(room)
        gate.open.set()
        await until(pilot, lambda: "better" in texts(room))
        await until(pilot, lambda: not room.drafts["bob"].kept)


async def test_several_pasted_lines_wait_each_by_itself(room: Room, gate: Gate) -> None:
    room.start(Phase.GATHER, anonymous=True)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        assert screen.line is not None
        screen.line.post_message(Paste("one\ntwo"))
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: gate.waits == 2)
        assert texts(room) == []
        gate.open.set()
        await until(pilot, lambda: texts(room) == ["one", "two"])


async def test_answers_notes_and_marks_wait_in_an_anonymous_retro(room: Room, gate: Gate) -> None:
    room.start_retro(anonymous=True)
    room.move(Phase.STAGE)
    room.do(polls.ask, room.ref, PollKind.FIST)
    app = room.app("bob", "retro")

    def stored() -> tuple[int, list[tuple[str, str]]]:
        found = room.do(retro.retro_view, room.ref, login="bob")
        return found.polls[-1].answered, [(note.text, note.kind.value) for note in found.notes]

    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot, Phase.STAGE)
        screen.lists.focus_left()
        await pilot.press("4", "3")
        await until(pilot, lambda: "yours is 3" in text(app))
        room.do(discussion.write_note, room.ref, "of ana", login="ana")
        screen.show_line()
        await pilot.press(*typed("we talk"), "enter")
        await until(pilot, lambda: gate.waits == 2)
        assert stored() == (0, [("of ana", "note")])
        gate.open.set()
        await until(pilot, lambda: stored() == (1, [("of ana", "note"), ("we talk", "note")]))
        assert room.do(polls.find, room.ref, login="bob").mine == 3


async def test_answers_to_many_questions_wait_each_by_itself(room: Room, gate: Gate) -> None:
    """Eight that came at once would be of one person."""
    room.start_retro(anonymous=True)
    room.move(Phase.STAGE)
    room.do(polls.ask, room.ref, PollKind.RADAR)
    app = room.app("bob", "retro")

    def stored() -> int:
        return sum(each.answered for each in room.view("bob").polls)

    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot, Phase.STAGE)
        screen.lists.focus_left()
        for number in range(1, 4):
            await pilot.press(str(number))
            await until(pilot, lambda: gate.waits == number)  # noqa: B023
        assert stored() == 0
        gate.open.set()
        await until(pilot, lambda: stored() == 3)
        await until(pilot, lambda: not room.drafts["bob"].kept)


async def test_who_leads_waits_for_what_others_said_or_goes_on_at_the_second_press(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promises, "BEAT", 10**9)
    room.start(Phase.VOTE, *CARDS, anonymous=True)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot, Phase.VOTE)
        await pilot.press("n")
        await until(pilot, lambda: "when what others have said is in" in said(app))
        assert room.view().session.phase is Phase.VOTE
        room.do(grouping.vote, room.ref, room.view().groups[0].id, login="bob")
        await pilot.press("n")
        await joined(pilot, Phase.SELECT)
        assert room.view().groups[0].votes == 1
