"""The projector's view: large, current, and nothing of whoever projects it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.strip import Strip

from okrtui.app.app import OkrApp
from okrtui.errors import Refused
from okrtui.model.live import Phase
from okrtui.rituals import ideas
from okrtui.rituals.live import facilitation, grouping, sessions
from okrtui.screens.live.live_screen import LiveScreen
from okrtui.screens.live.projector import PresentScreen
from okrtui.widgets.drawing.bigtype import LARGE, SMALL, big, big_line, can_draw, width_of
from okrtui.widgets.live.projector import BigClock
from okrtui.widgets.live.projector_list import ProjectorList
from tests.screens.live_room import SIZES, Room, joined, typed
from tests.screens.team import text, until

CARDS = [("mei", "cache the docker layers"), ("bob", "buy faster runners"), ("ana", "分割测试 🚀")]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


async def presented(pilot: Pilot[int], app: OkrApp) -> PresentScreen:
    screen = await joined(pilot)
    await pilot.press(*(["escape"] if screen.is_typing() else []), "p")
    await until(pilot, lambda: isinstance(app.screen, PresentScreen))
    assert isinstance(app.screen, PresentScreen)
    return app.screen


@pytest.mark.parametrize("size", SIZES)
async def test_the_question_is_large_and_how_to_join_stands_below(room: Room, size: tuple[int, int]) -> None:
    room.start(Phase.LOBBY, question="Halve the build?")
    app = room.app()
    async with app.run_test(size=size) as pilot:
        await presented(pilot, app)
        seen = text(app)
        assert big_line("HALVE", SMALL)[0].strip() in seen or big_line("HALVE", LARGE)[0].strip() in seen
        assert "join: okrtui, then b   ·   from any shell: okrtui idea" in seen
        room.do(sessions.enter, room.ref, login="bob")
        await until(pilot, lambda: "Here: bob, mei" in text(app))


@pytest.mark.parametrize("size", SIZES)
async def test_concealed_cards_drafts_and_my_own_are_not_shown(room: Room, size: tuple[int, int]) -> None:
    room.start(Phase.GATHER, *CARDS)
    app = room.app()
    async with app.run_test(size=size) as pilot:
        screen = await joined(pilot)
        await pilot.press(*typed("my secret draft"))
        assert "cache the docker layers" in text(app)
        await presented(pilot, app)
        seen = text(app)
        assert "3 ideas" in seen and "0 of 1 ready" in seen and "▪ ▪ ▪" in seen
        for hidden in ("cache the docker", "runners", "secret", "分割"):
            assert hidden not in seen
        room.do(sessions.write_card, room.ref, "one more", login="bob")
        await until(pilot, lambda: "4 ideas" in text(app))
        assert screen.state.of is not None


async def test_open_cards_stand_in_the_order_they_came_as_in_everybodys_list_and_the_newest_stays_in_sight(
    room: Room,
) -> None:
    room.start(Phase.GATHER, *[("bob", f"card {number}") for number in range(24)], concealed=False)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await presented(pilot, app)
        assert text(app).index("card 22") < text(app).index("card 23") and "card 0" not in text(app)
        room.do(sessions.write_card, room.ref, "one more", login="bob")
        await until(pilot, lambda: "one more" in text(app))
        await pilot.press("home")
        room.do(sessions.write_card, room.ref, "the last", login="bob")
        await until(pilot, lambda: "26 ideas" in text(app))
        assert "card 0" in text(app) and "the last" not in text(app)  # whoever scrolled back reads on
        assert isinstance(screen, PresentScreen)


async def test_a_card_that_comes_is_painted_alone_whatever_changes_beneath(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, draw = list[int](), ProjectorList.render_line

    def spy(shown: ProjectorList, y: int) -> Strip:
        drawn.append(y)
        return draw(shown, y)

    room.start(Phase.GATHER, *[("bob", f"card {number}") for number in range(24)], concealed=False)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await presented(pilot, app)
        room.do(sessions.write_card, room.ref, "this one may turn the page", login="bob")
        await until(pilot, lambda: "this one" in text(app) and "25 ideas" in text(app))
        await pilot.pause()
        monkeypatch.setattr(ProjectorList, "render_line", spy)
        room.do(sessions.write_card, room.ref, "one more", login="bob")
        await until(pilot, lambda: "one more" in text(app) and "26 ideas" in text(app))
        await pilot.pause()
        assert len(set(drawn)) == 1, drawn


async def test_revealed_cards_groups_and_results_are_shown_and_my_votes_are_not(room: Room) -> None:
    room.start(Phase.REVEAL, *CARDS)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await presented(pilot, app)
        for _, card in CARDS:
            assert card in text(app)
        await pilot.press("n")
        await until(pilot, lambda: "▸group◂" in text(app))
        cards = {card.id: card.version for card in room.view().cards[:2]}
        room.do(grouping.group, room.ref, cards, "Faster", login="bob")
        await until(pilot, lambda: "■ Faster  2 cards" in text(app))
        room.move(Phase.VOTE)
        await until(pilot, lambda: "▸vote◂" in text(app))
        group = next(each for each in room.view().groups if each.name == "Faster")
        for login in ("mei", "bob"):
            room.do(grouping.vote, room.ref, group.id, 1, login=login)
        await pilot.pause(0.3)
        assert "●" not in text(app) and "votes left" not in text(app) and "0 of" in text(app)
        room.move(Phase.SELECT)
        await until(pilot, lambda: "█" in text(app) and "  1   2 █" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not screen)


async def test_in_a_small_window_what_is_read_has_more_room_than_what_is_asked(room: Room) -> None:
    room.start(Phase.REVEAL, *CARDS, minutes=((Phase.REVEAL, 5),))
    app = room.app()
    async with app.run_test(size=(60, 15)) as pilot:
        await presented(pilot, app)
        await until(pilot, lambda: all(card in text(app) for _, card in CARDS))
        assert "05:00" in text(app) or big_line("05:00", SMALL)[0].strip() in text(app)


async def test_keys_lead_from_the_projector_and_say_why_not(room: Room) -> None:
    room.start(Phase.GATHER, minutes=((Phase.GATHER, 2),))
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await presented(pilot, app)
        clock = screen.query_one(BigClock)
        assert clock.left() == 120
        await pilot.press("plus")
        await until(pilot, lambda: clock.left() == 180)
        room.now += timedelta(minutes=4)
        clock.tick()
        await pilot.pause()
        assert large("OVER +1", text(app)), "a minute past its end"
    other = room.app("bob")
    async with other.run_test(size=(80, 24)) as pilot:
        await presented(pilot, other)
        await pilot.press("n")
        assert "mei leads S1" in text(other)
        await pilot.press("x")  # no key is dead
        await until(pilot, lambda: "esc leaves" in text(other) and "mei leads S1;" not in text(other))
        await pilot.press("j")
        await until(pilot, lambda: "join: okrtui" in text(other))


def large(words: str, seen: str) -> bool:
    """Tell whether a word stands there in large type of either size."""
    return any(big_line(words, rows)[0].rstrip() in seen for rows in (SMALL, LARGE))


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45), (240, 67)])
async def test_phase_clock_and_what_to_do_are_large_and_the_question_shrinks_after_the_gathering(
    room: Room, size: tuple[int, int]
) -> None:
    room.start(Phase.GATHER, *CARDS, question="Halve the build?", minutes=((Phase.GATHER, 8), (Phase.VOTE, 4)))
    app = room.app()
    async with app.run_test(size=size) as pilot:
        await presented(pilot, app)
        assert large("GATHER", text(app)) and large("08:00", text(app)) and large("HALVE", text(app))
        room.move(Phase.VOTE)
        await until(pilot, lambda: large("VOTE", text(app)) and large("04:00", text(app)))
        assert "Halve the build?" in text(app) and not large("HALVE", text(app))
        does = "Vote for what matters most to you"
        assert does in text(app) or " ".join(does)[:20] in text(app) or large("VOTE FOR", text(app))


async def test_cards_hang_below_their_question_side_by_side_with_their_authors_where_names_were_promised(
    room: Room,
) -> None:
    sides = (("bob", "for"), ("ana", "against"))
    cards = [(login, f"{login} says {n} #{tag}") for n in range(8) for login, tag in sides]
    room.start(Phase.REVEAL, *cards, prompts=("For", "Against"))
    app = room.app()
    async with app.run_test(size=(160, 45)) as pilot:
        await presented(pilot, app)
        (head,) = [line for line in text(app).split("\n") if "■ For (8)" in line]
        assert "■ Against (8)" in head
        rows = [line for line in text(app).split("\n") if "bob says" in line]
        assert re.search(r"says \d +bob\b(?! says)", text(app))
        assert len(rows) == 8 and all("ana says" in line and line.index("bob") < line.index("ana") for line in rows)
        room.move(Phase.CLOSED)
        room.start(Phase.REVEAL, *cards[:4], anonymous=True)
        await until(pilot, lambda: large("BOB SAYS 0", text(app)) and "4 ideas" in text(app))
        assert not re.search(r"says \d +(bob|ana)\b(?! says)", text(app)), "nobody is named"


async def test_winners_are_large_with_votes_champion_effort_and_impact(room: Room) -> None:
    room.start(Phase.VOTE, ("bob", "cache"), ("ana", "runners"))
    groups = {group.name: group.id for group in room.view().groups}
    room.do(grouping.vote, room.ref, groups["cache"])
    room.move(Phase.SELECT)
    app = room.app()
    async with app.run_test(size=(160, 45)) as pilot:
        await presented(pilot, app)
        assert large("CACHE", text(app)) and "1 vote" in text(app)
        room.do(ideas.choose, room.ref, groups["runners"], champion="ana", effort=1, impact=3)
        await until(pilot, lambda: large("RUNNERS", text(app)))
        seen = text(app)
        assert "ana carries it on   ·   effort small   ·   impact large" in seen and not large("CACHE", seen)
        row = next(line for line in seen.split("\n") if "I1  runners" in line and "→" not in line)
        assert "│" in row and "quick wins" in seen and "think twice" in seen


@pytest.mark.parametrize("kind", ["brainstorm", "retro"])
async def test_the_projector_goes_on_with_the_session_that_comes_next(room: Room, kind: str) -> None:
    room.start(Phase.GATHER, *CARDS)
    app = room.app("bob")
    async with app.run_test(size=(120, 36)) as pilot:
        first = await presented(pilot, app)
        room.move(Phase.CLOSED)
        await until(pilot, lambda: large("CLOSED", text(app)))
        if kind == "retro":
            room.start_retro(question="How was it?")
        else:
            room.start(question="How was it?")
        await until(pilot, lambda: isinstance(app.screen, PresentScreen) and large("HOW", text(app)))
        assert (app.screen is first) == (kind == "brainstorm") and large("LOBBY", text(app))


async def test_a_projector_does_not_lead_in_place_of_a_terminal_that_died(room: Room) -> None:
    room.start(Phase.GATHER, *CARDS)
    room.do(sessions.enter, room.ref, login="bob")
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await presented(pilot, app)
        beneath = app.ritual()
        assert isinstance(beneath, LiveScreen)

        async def later() -> None:
            room.now += timedelta(seconds=61)
            beneath.presence.beat()
            await app.workers.wait_for_complete()

        await later()
        with pytest.raises(Refused, match="mei is here"):  # she leads from the projector
            room.do(facilitation.take_over, room.ref, login="bob")
        room.move(Phase.GROUP)  # at another terminal of hers, which dies
        await until(pilot, lambda: "▸group◂" in text(app))
        await later()
        assert room.do(facilitation.take_over, room.ref, login="bob").facilitator == "bob"
        await until(pilot, lambda: "bob leads" in text(app))
        room.do(facilitation.hand_over, room.ref, "mei", login="bob")
        await until(pilot, lambda: "bob leads" not in text(app))
        await pilot.press("n")  # and now at this one
        await until(pilot, lambda: "▸vote◂" in text(app))
        await later()
        with pytest.raises(Refused, match="mei is here"):
            room.do(facilitation.take_over, room.ref, login="bob")
        assert app.screen is screen


def test_what_is_spaced_is_broken_between_words() -> None:
    lines = [line.plain.strip() for line in big("What shall we start, stop and continue?", 74, 4)]
    assert lines == ["W h a t   s h a l l   w e   s t a r t ,   s t o p   a n d", "c o n t i n u e ?"]
    assert len(big("What shall we start, stop and continue?", 74, 11)) == 11  # three lines of large type


def test_large_type_has_every_ascii_letter_and_digit_in_even_lines() -> None:
    for char in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:.,!?-'()/+%=\"&":
        assert can_draw(char)
        for rows in (SMALL, LARGE):
            lines = big_line(char, rows)
            assert len(lines) == rows
            assert len({len(line) for line in lines}) == 1, char
    assert len(big_line("AB", SMALL)[0]) == width_of("AB", SMALL)


@pytest.mark.parametrize("question", ["为什么构建这么慢？", "Wie halbieren wir den Gürtel?", "🚀", "x" * 300])
def test_what_has_no_large_letters_is_spaced_or_bold_and_never_too_wide(question: str) -> None:
    lines = big(question, 74, 9)
    assert lines and len(lines) <= 9
    assert all(line.cell_length <= 74 for line in lines)
    shown = "".join("".join(line.plain for line in lines).split())
    assert can_draw(question) or question.startswith("x") or shown == "".join(question.split())
