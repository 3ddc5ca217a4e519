"""Cards are written while everybody writes: mine, others', for others, half typed, and none is lost."""

from pathlib import Path

import pytest
from textual.events import Paste

from okrtui.model.live import Phase
from okrtui.rituals.live import grouping, sessions
from okrtui.rituals.people import members
from okrtui.rules.live import promises
from okrtui.widgets.forms.dialogs import Confirm
from okrtui.widgets.live.card_line import CardLine
from okrtui.widgets.live.lists import LiveList
from tests.screens.live_room import SIZES, Room, joined, typed
from tests.screens.team import said, text, until


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


async def test_my_newest_card_is_in_sight_however_many_i_have(room: Room) -> None:
    room.start(Phase.GATHER, *[("bob", f"idea {number}") for number in range(30)])
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        assert "idea 29" in text(app) and "idea 0" not in text(app)
        await pilot.press(*typed("one more"), "enter")
        await until(pilot, lambda: "Mine (31)" in text(app) and screen.line is not None and not screen.line.text)
        assert "one more" in text(app)
        await pilot.press("escape", "home")
        room.do(sessions.write_card, room.ref, "from mei")
        await until(pilot, lambda: "Everyone: 32" in text(app))
        assert "idea 0" in text(app), "whoever reads what they wrote reads on"


@pytest.mark.parametrize("size", SIZES)
async def test_enter_adds_a_card_and_others_cards_are_only_counted(room: Room, size: tuple[int, int]) -> None:
    room.start(Phase.GATHER, ("bob", "buy faster runners"))
    app = room.app()
    async with app.run_test(size=size) as pilot:
        await joined(pilot)
        await pilot.press(*typed("run only what the diff reaches"), "enter")
        await until(pilot, lambda: "Everyone: 2 cards" in text(app))
        seen = text(app)
        assert "run only what the diff reaches" in seen and "buy faster runners" not in seen
        assert "concealed until the reveal" in seen and "▪▪" in seen
        assert isinstance(app.focused, CardLine) and app.focused.text == ""
        room.do(sessions.write_card, room.ref, "another", login="bob")
        await until(pilot, lambda: "Everyone: 3 cards" in text(app))
    assert "run only what the diff reaches" in room.texts()


COLUMNS = ("What slowed us?", "What helped?")


async def test_cards_stand_below_their_question_in_gather_reveal_and_group_and_tell_it_in_the_vote(room: Room) -> None:
    room.start(Phase.GATHER, ("bob", "reviews #what-slowed-us"), ("ana", "said without one"), prompts=COLUMNS)
    app = room.app()
    async with app.run_test(size=(120, 36)) as pilot:
        await joined(pilot, Phase.GATHER)
        assert "What slowed us? >" in text(app)
        await pilot.press("tab")
        await until(pilot, lambda: "What helped? >" in text(app))
        await pilot.press(*typed("the cache #docker"), "enter")
        await until(pilot, lambda: "■ What helped? (1)" in text(app) and "the cache #docker" in text(app))
        assert "reviews" not in text(app)
        room.move(Phase.REVEAL)
        await joined(pilot, Phase.REVEAL)
        seen = text(app)
        places = [seen.index(words) for words in ("■ What slowed us? (1)", "reviews", "■ What helped? (1)")]
        assert places == sorted(places) and "■ Without a question (1)" in seen
        cards = {card.id: card.version for card in room.view().cards if card.tag}
        room.do(grouping.group, room.ref, cards, "pace")
        await until(pilot, lambda: "reviews  What slowed us? bob" in text(app))
        room.move(Phase.VOTE)
        await joined(pilot, Phase.VOTE)
        assert "What slowed us? What helped?" in text(app)


async def test_an_open_session_shows_the_cards_of_others_as_they_come(room: Room) -> None:
    room.start(Phase.GATHER, concealed=False)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        room.do(sessions.write_card, room.ref, "buy runners", login="bob")
        await until(pilot, lambda: "buy runners" in text(app))


async def test_an_open_session_follows_the_newest_card_unless_somebody_reads_above_it(room: Room) -> None:
    """Also past the window's end; whoever went up to an older card keeps it before them, and half a line too."""
    room.start(Phase.GATHER, *(("ana", f"older {n}") for n in range(40)), concealed=False)
    app = room.app()
    async with app.run_test(size=(120, 36)) as pilot:
        await joined(pilot)
        right = app.screen.query_one("#right", LiveList)
        await pilot.press(*"half")
        room.do(sessions.write_card, room.ref, "the newest", login="bob")
        await until(pilot, lambda: "the newest" in text(app))
        before = right.scroll_offset.y
        room.do(sessions.write_card, room.ref, "one more", login="bob")
        await until(pilot, lambda: "one more" in text(app))
        assert right.scroll_offset.y == before > 0, "the room at the end takes it"
        right.action_move(-3)
        right.action_move(-3)
        kept = right.cursor_key
        room.do(sessions.write_card, room.ref, "the last", login="bob")
        await until(pilot, lambda: "Everyone: 43 cards" in text(app))
        assert right.cursor_key == kept and isinstance(app.focused, CardLine) and app.focused.text == "half"


async def test_a_line_for_somebody_without_a_terminal_is_theirs(room: Room) -> None:
    room.start(Phase.GATHER)
    room.do(members.edit_member, "lena")
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        await pilot.press(*typed("@lena cache layers #docker"), "enter")
        await until(pilot, lambda: "Everyone: 1 card" in text(app))
    assert [(c.text, c.author, c.tag) for c in room.view("lena").cards] == [("cache layers", "lena", "docker")]


async def test_up_puts_my_last_card_into_the_line_and_what_was_half_typed_comes_back(room: Room) -> None:
    room.start(Phase.GATHER)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        await pilot.press(*typed("cach"), "enter", *typed("runners"), "enter")
        await until(pilot, lambda: "Mine (2)" in text(app))
        await pilot.press(*typed("half"), "up", "up")
        line = screen.query_one(CardLine)
        await until(pilot, lambda: line.text == "cach")
        await pilot.press("e", "enter")
        await until(pilot, lambda: "· cache" in text(app))
        assert line.text == "half"
        await pilot.press("up")
        await until(pilot, lambda: line.text == "runners")
        await pilot.press("escape")
        assert line.text == "half" and app.focused is line
        await pilot.press("up", "ctrl+u", "enter")
        await until(pilot, lambda: "Mine (1)" in text(app))
    assert room.texts() == ["cache"]


async def test_u_gives_my_anonymous_card_its_words_back(room: Room) -> None:
    room.start(Phase.GATHER, anonymous=True)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        await pilot.press(*typed("cach"), "enter")
        await until(pilot, lambda: "Mine (1)" in text(app))
        await pilot.press("up", "e", "enter")
        await until(pilot, lambda: "· cache" in text(app))
        await pilot.press("escape", "u")
        await until(pilot, lambda: "· cach " in text(app))
        assert "taken back: changed card S1 (what your anonymous card says)" in said(app)
    assert [card.text for card in room.view("bob").cards if card.mine] == ["cach"]


async def test_a_half_typed_card_survives_the_facilitators_moving_on_and_leaving_the_screen(room: Room) -> None:
    room.start(Phase.GATHER)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        await pilot.press(*typed("half a thou"))
        room.move(Phase.REVEAL)
        await joined(pilot, Phase.REVEAL)
        assert "your half-typed card “half a thou” is kept, enter adds it" in said(app)
        line = screen.query_one(CardLine)
        assert app.focused is line and line.text == "half a thou"
        await pilot.press(*typed("ght"))
        room.move(Phase.VOTE)
        await joined(pilot, Phase.VOTE)
        assert "half a thought” is kept" in said(app).replace("\n", " ") and not isinstance(app.focused, CardLine)
        assert "half a thought" in room.drafts["bob"].kept.values()
        room.move(Phase.GROUP)
        await joined(pilot, Phase.GROUP)
        await pilot.press("escape", "escape", "1")
        await until(pilot, lambda: app.current_mode == "week")
        await pilot.press("b")
        await joined(pilot, Phase.GROUP)
        await pilot.press("a")
        assert line.text == "half a thought"
        await pilot.press("enter")
        await until(pilot, lambda: room.texts() == ["half a thought"])
    assert not room.drafts["bob"].kept


async def test_several_pasted_lines_become_several_cards_only_when_asked(room: Room) -> None:
    room.start(Phase.GATHER)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        line = screen.query_one(CardLine)
        for answer in ("n", "y"):
            line.post_message(Paste("one\n\ntwo\x1b[31m\n三"))
            await until(pilot, lambda: isinstance(app.screen, Confirm))
            assert "3 lines were pasted" in text(app)
            await pilot.press(answer)
            await until(pilot, lambda: not isinstance(app.screen, Confirm))
            if answer == "n":
                await until(pilot, lambda: line.text == "one two[31m 三")
                await pilot.press("ctrl+u")
        await until(pilot, lambda: "Mine (3)" in text(app))
    assert room.texts() == ["one", "two[31m", "三"]


async def test_an_anonymous_card_waits_for_those_of_others_and_goes_in_with_the_reveal_at_the_latest(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promises, "BEAT", 10**9)
    room.start(Phase.GATHER, anonymous=True)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        await pilot.press(*typed("cache"), "enter", *typed("layers"), "enter")
        await until(pilot, lambda: "it goes in with those of others in" in text(app))
        assert room.texts() == [] and app.drafts is not None
        kept = app.drafts.get(f"brainstorm.card.{room.view('bob').session.key}")
        assert str(kept).split("\n") == ["cache", "layers"], "they are in my own state meanwhile"
        room.move(Phase.REVEAL)
        await until(pilot, lambda: sorted(room.texts()) == ["cache", "layers"])
        await until(pilot, lambda: "cache" in text(app))
