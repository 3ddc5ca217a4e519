"""A person who mapped commands to other keys reads their own keys in every sentence, and those keys do it."""

from pathlib import Path

import pytest

from okrtui.model.live import Phase
from okrtui.rituals.live import sessions
from okrtui.screens.live.projector import PresentScreen
from tests.screens.live_room import CARDS, Room, joined
from tests.screens.team import said, text, until

OWN = {
    "app.undo": "z,f12",
    "app.palette": "f10",
    "app.back": "f11",
    "go.checkin": "f6",
    "go.live": "",
    "okrs.new": "insert",
    "brainstorm.group": "B",
    "brainstorm.mark": "x",
    "brainstorm.next": "f5",
    "brainstorm.present": "Y",
    "brainstorm.minute": "ampersand",
}


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


async def test_empty_lists_and_the_banner_say_the_persons_keys(room: Room) -> None:
    room.start(Phase.LOBBY)
    app = room.app(first="week", keymap=OWN)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "No wins yet" in text(app))
        assert "No wins yet. Press F6 to tell yours." in text(app)
        assert "F10 “join” joins" in text(app)  # it has no key now, and the palette is elsewhere
        await pilot.press("b")
        await until(pilot, lambda: said(app).startswith("b does nothing here"))


async def test_what_was_done_is_taken_back_by_the_key_that_the_message_says(room: Room) -> None:
    room.start(Phase.GROUP, *CARDS)
    app = room.app(keymap=OWN)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await joined(pilot, Phase.GROUP)
        await until(pilot, lambda: "x marks cards, B groups them" in text(app))
        await pilot.press("x", "j", "x", "B", *"pair")
        await pilot.press("f2")
        await until(pilot, lambda: "is a group; z takes it back" in said(app), "the group")
        await pilot.press("z")
        await until(pilot, lambda: screen.state.view is not None and not screen.state.view.groups, "undo")


async def test_the_projector_has_the_persons_keys_and_tells_the_room_everybodys(room: Room) -> None:
    room.start(Phase.GATHER, *CARDS)
    app = room.app(keymap=OWN)
    async with app.run_test(size=(120, 36)) as pilot:
        await joined(pilot, Phase.GATHER)
        await pilot.press("f11", "Y")
        await until(pilot, lambda: isinstance(app.screen, PresentScreen), "the projector")
        assert "join: okrtui, then b" in text(app)  # the others have keys of their own
        await pilot.press("w")
        await until(pilot, lambda: "F5 N o go · & . clock · F ask · r ready · j k scroll · F11 leaves" in text(app))
        await pilot.press("ampersand")
        await until(pilot, lambda: room.do(sessions.find, room.ref).timer_end is not None, "a minute")
        await pilot.press("n")
        await until(pilot, lambda: "F5 N o go" in text(app), "n does nothing now")
        await pilot.press("f5")
        await until(pilot, lambda: room.do(sessions.find, room.ref).phase is not Phase.GATHER, "the next phase")
        await pilot.press("Y")
        await until(pilot, lambda: not isinstance(app.screen, PresentScreen), "the session")


async def test_the_footer_of_the_card_line_and_the_help_say_the_persons_keys(room: Room) -> None:
    room.start(Phase.GATHER, *CARDS)
    app = room.app(keymap=OWN)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await joined(pilot, Phase.GATHER)
        await until(pilot, lambda: "F11 leave the line" in text(app) and "F5 go on" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: said(app) == "an empty card is no card; F2 says that you are ready")
        rows = {name: (keys, reason) for keys, name, _, reason in screen.help_rows()}
        assert rows["group"][0] == "B" and rows["undo"][0] == "z F12" and rows["join"][0] == ""
        await pilot.press("f10")
        await until(pilot, lambda: type(app.screen).__name__ == "CommandPalette", "the palette")
