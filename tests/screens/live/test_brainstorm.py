"""A live session on the screen: who is there, who leads, its clock, its banner, and keys that say why they can't."""

import re
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from okrtui.model.live import Phase, PollKind
from okrtui.rituals.live import facilitation, polls, sessions
from okrtui.rituals.retro import retro
from okrtui.screens.live import live_screen, queries
from okrtui.widgets.forms.dialogs import Confirm
from okrtui.widgets.forms.form import Form
from okrtui.widgets.live.clock import OVERTIME, Clock
from tests.screens.live_room import CARDS, QUESTION, SIZES, Room, joined, typed
from tests.screens.team import said, text, until


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


async def test_nothing_is_said_of_a_session_before_it_was_looked_for(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.start(Phase.GATHER)
    looked, read = Event(), queries.read_session

    def slow(*args: object) -> object:
        assert looked.wait(60)
        return read(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(live_screen, "read_session", slow)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Brainstorm" in text(app))
        await pilot.pause()
        before = text(app)
        looked.set()
        await joined(pilot, Phase.GATHER)
        assert "No brainstorm" not in before


@pytest.mark.parametrize("size", SIZES)
async def test_the_lobby_says_who_is_there_and_what_anonymous_means_before_the_first_card(
    room: Room, size: tuple[int, int]
) -> None:
    room.start(anonymous=True)
    app = room.app("bob")
    async with app.run_test(size=size) as pilot:
        await joined(pilot)
        seen = " ".join(text(app).split())
        assert QUESTION in seen and "mei leads · anonymous" in seen and "Here (2)" in seen
        for part in ("Anonymous: who wrote a card", "never stored", "Concealed: cards are hidden", "file could look"):
            assert part in seen, part
        for phase in ("gather", "reveal", "group", "vote", "select"):
            assert phase in seen


@pytest.mark.parametrize("anonymous", [True, False])
async def test_who_comes_late_reads_what_is_promised_before_their_first_card(room: Room, anonymous: bool) -> None:
    room.start(Phase.GATHER, anonymous=anonymous)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        seen = " ".join(text(app).split())
        assert ("never stored" in seen) == anonymous and "until the reveal" in seen
        await pilot.press(*typed("cache"), "enter")
        await until(pilot, lambda: "Mine (1)" in text(app))
        assert "never stored" not in text(app)


async def test_who_leads_changes_title_and_question_of_a_running_session(room: Room) -> None:
    room.start(Phase.GATHER)
    app = room.app()
    async with app.run_test(size=(120, 36)) as pilot:
        await joined(pilot)
        await pilot.press("escape", "R")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press("home", *typed("Really: "), "f2")
        await until(pilot, lambda: not isinstance(app.screen, Form))
        await until(pilot, lambda: "Really: Halve the build" in text(app))
    assert room.do(sessions.find, room.ref).title == "Really: Halve the build"


async def test_whoever_is_gone_for_a_minute_can_be_relieved_by_t(room: Room) -> None:
    room.start(Phase.GATHER)
    room.now += timedelta(seconds=61)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        assert "mei (gone) leads" in text(app)
        await pilot.press("escape", "t")
        await until(pilot, lambda: "bob leads" in text(app))
        room.do(facilitation.hand_over, room.ref, "mei", login="bob")
        await until(pilot, lambda: "mei leads now" in text(app))
        room.do(facilitation.hand_over, room.ref, "bob")
        await until(pilot, lambda: "you lead now; n goes on" in text(app))


async def test_the_clock_ticks_alone_and_says_when_it_is_over(room: Room) -> None:
    room.start(Phase.GATHER, minutes=((Phase.GATHER, 2),))
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        clock = screen.query_one(Clock)
        assert "02:00" in text(app)
        room.now += timedelta(seconds=61)
        clock.tick()
        await pilot.pause()
        assert "00:59" in text(app)
        await pilot.press("escape", "plus")
        await until(pilot, lambda: "01:59" in text(app))
        await pilot.press("full_stop")
        await until(pilot, lambda: "paused" in text(app))
        await pilot.press("full_stop")
        await until(pilot, lambda: "paused" not in text(app))
        room.now += timedelta(minutes=5)
        clock.tick()
        await pilot.pause()
        assert "3 MIN OVER" in text(app) and clock._every == OVERTIME, "it goes on by minutes"
        await pilot.press("plus")
        await until(pilot, lambda: "01:00" in text(app) and clock._every == 1)
        room.now += timedelta(seconds=60)
        clock.tick()
        await pilot.pause()
        assert "TIMER OVER" in text(app)
        assert room.view().session.phase is Phase.GATHER


@pytest.mark.parametrize(
    ("login", "rings", "projects", "heard"),
    [
        ("mei", True, False, 1),
        ("mei", False, False, 0),
        ("bob", True, False, 0),
        ("bob", True, True, 1),
    ],
)
async def test_the_terminal_rings_once_where_that_is_asked_for_and_one_leads_or_projects(
    room: Room, monkeypatch: pytest.MonkeyPatch, login: str, rings: bool, projects: bool, heard: int
) -> None:
    room.start(Phase.GATHER, minutes=((Phase.GATHER, 1),))
    app, bells = room.app(login), list[str]()
    app.rings = rings
    monkeypatch.setattr(app, "bell", lambda: bells.append("rung"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot, Phase.GATHER)
        if projects:
            await pilot.press("escape", "p")
            await until(pilot, lambda: app.screen is not screen)
        for _ in range(3):
            room.now += timedelta(seconds=31)
            screen.query_one(Clock).tick()
            await pilot.pause()
        assert len(bells) == heard


async def test_others_readiness_and_coming_shows_without_a_journal_entry(room: Room) -> None:
    room.start(Phase.GATHER)
    room.do(sessions.enter, room.ref, login="bob")
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        assert "ready 0 of 2" in text(app)
        room.do(sessions.ready, room.ref, login="bob")
        await until(pilot, lambda: "ready 1 of 2" in text(app))
        await pilot.press("f2")
        await until(pilot, lambda: "✓ ready 2 of 2" in text(app))


async def test_a_facilitator_who_is_gone_shows_though_nobody_writes_it(room: Room) -> None:
    room.start(Phase.GATHER)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        assert "mei leads" in text(app)
        room.now += timedelta(seconds=61)
        screen.presence.beat()
        await until(pilot, lambda: "mei (gone) leads" in text(app))


async def test_the_filter_keeps_cards_that_hold_its_words(room: Room) -> None:
    room.start(Phase.GROUP, *CARDS)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        await pilot.press("slash", *typed("docker"), "enter")
        await until(pilot, lambda: len(screen.lists.left.rows) == 2)
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.lists.left.rows) == 4)


async def test_leaving_the_screen_leaves_the_room_and_a_dialog_does_not(room: Room) -> None:
    room.start(Phase.GROUP, *CARDS)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        await pilot.press("question_mark")
        await pilot.pause()
        assert "bob" in room.view().room.people
        await pilot.press("escape", "1")
        await until(pilot, lambda: "bob" not in room.view().room.people)


async def test_q_and_the_outermost_esc_ask_whoever_leads_and_a_word_typed_ahead_ends_nothing(room: Room) -> None:
    room.start(Phase.GROUP, *CARDS)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        await pilot.press(*typed("quarant"))
        await until(pilot, lambda: "You lead S1. Leave okrtui?" in text(app) or app.current_mode == "brainstorm")
        await until(pilot, lambda: not isinstance(app.screen, Confirm))
        assert app.is_running
        await pilot.press("escape")
        await until(pilot, lambda: "You lead S1. Leave its screen?" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: app.current_mode != "brainstorm")
    bob = room.app("bob")
    async with bob.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        await pilot.press("q")
        await until(pilot, lambda: not bob.is_running)


async def test_a_line_without_the_keys_does_not_look_like_a_field_and_f5_gives_a_minute_while_one_writes(
    room: Room,
) -> None:
    room.start(Phase.GATHER, minutes=((Phase.GATHER, 2),))
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        assert " > " in text(app)
        await pilot.press(*typed("half a card"), "f5")
        await until(pilot, lambda: "03:00" in text(app))
        await pilot.press("f6")
        await until(pilot, lambda: "paused" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "a writes a card · half-typed: half a card" in text(app))
        assert " > " not in text(app)


async def test_everybody_sees_the_banner_and_b_joins(room: Room) -> None:
    app = room.app("bob", first="week")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app._open.is_set())
        await pilot.press("b")
        assert "no live session runs now" in said(app)
        assert "Live" not in text(app)
        room.start(Phase.GATHER)
        await until(pilot, lambda: "◉ Live: brainstorm" in text(app))
        assert "by mei, gathering · b joins" in text(app)
        await pilot.press("4")
        await until(pilot, lambda: app.current_mode == "heroes" and "f9 joins" in text(app).casefold())
        await pilot.press("3")  # in a field `b` is a letter
        await until(pilot, lambda: app.current_mode == "checkin" and app.ritual().is_typing())  # type: ignore[union-attr]
        assert "F9 joins" in text(app)
        await pilot.press("f9")
        await joined(pilot, Phase.GATHER)
        await pilot.press("escape", "1")
        room.move(Phase.CLOSED)
        await until(pilot, lambda: "Live" not in text(app))


async def test_who_closes_a_session_is_told_of_another_one_that_runs(room: Room) -> None:
    room.do(retro.start, "Friday")
    room.start(Phase.SELECT, ("bob", "cache"))
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot, Phase.SELECT)
        await pilot.press("n")
        await until(pilot, lambda: "Close S2?" in text(app))
        await pilot.press("y")
        await joined(pilot, Phase.CLOSED)
        await until(pilot, lambda: "◉ Live: retro" in text(app))


async def test_an_anonymous_session_names_nobody_on_a_card(room: Room) -> None:
    room.start(Phase.GROUP, ("bob", "cache"), ("ana", "runners"), anonymous=True)
    app = room.app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await joined(pilot)
        assert {card.author for card in screen.state.view.cards} == {""}  # type: ignore[union-attr]
        body = "\n".join(text(app).split("\n")[3:-1])
        assert "cache" in body and "bob" not in body and "ana" not in body


async def test_the_room_is_asked_in_a_brainstorm_digits_answer_and_everybody_sees_what_came(room: Room) -> None:
    room.start(Phase.VOTE, *CARDS)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        room.do(polls.ask, room.ref, PollKind.YES_NO, "Do we vote again?")
        await until(
            pilot, lambda: "Do we vote again? press 1: yes, 0: no" in text(app) and "you are asked" in text(app)
        )
        await pilot.press("3")
        await until(pilot, lambda: "you are asked “Do we vote again?”" in text(app))
        await pilot.press("1")
        await until(pilot, lambda: "Do we vote again? yours is yes · 1 answer so far" in text(app))
        await pilot.press("p")
        await until(pilot, lambda: "press 1: yes, 0: no" in text(app) and "yours" not in text(app))
        for login in ("mei", "ana"):
            room.do(polls.answer, room.ref, "no", login=login)
        room.do(polls.show, room.ref)
        await until(pilot, lambda: "Do we vote again?  3 answers" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "yes ×1" in re.sub("█+", "", text(app)) and "no ×2" in re.sub("█+", "", text(app)))
        room.move(Phase.SELECT)
        await until(pilot, lambda: screen.state.phase is Phase.SELECT and "Do we vote again?" not in text(app))


async def test_who_leads_asks_in_own_words_and_shows_the_answers_from_the_projector(room: Room) -> None:
    room.start(Phase.REVEAL, *CARDS)
    app = room.app("mei")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        await pilot.press("Q")
        await until(pilot, lambda: "Ask the room" in text(app))
        assert "radar" not in text(app)
        await pilot.press(*typed("Is it clear?"), "f2")
        await until(pilot, lambda: "Is it clear? press 1: yes, 0: no" in text(app))
        for login in ("bob", "ana", "mei"):
            room.do(polls.answer, room.ref, 1, login=login)
        await pilot.press("p")
        await until(pilot, lambda: "press 1: yes, 0: no" in text(app))
        await pilot.press("F")
        await until(pilot, lambda: "Is it clear?  3 answers" in text(app))
