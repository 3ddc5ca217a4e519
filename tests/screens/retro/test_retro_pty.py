"""A whole retro in two real terminals, by keyboard alone: from the start form to what came out."""

from pathlib import Path

import pytest

from okrtui.rituals.actions import actions
from tests.screens.live.test_pty import terminal
from tests.screens.live_room import Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


@pytest.mark.long
def test_two_people_hold_a_whole_retro_by_keyboard(room: Room) -> None:
    with terminal(room, "mei") as mei, terminal(room, "bob") as bob:
        mei.wait_for("No brainstorm runs now")
        mei.write("6")
        mei.wait_for("No retro was held yet")
        mei.write("s")
        mei.wait_for("What kind of retro?")
        mei.press("enter")
        mei.wait_for("Start a retro")
        mei.press("f2")
        mei.wait_for("▸lobby◂")
        mei.wait_for("Set the stage")
        bob.wait_for("Live: retro")
        bob.write("b")
        bob.wait_for("▸lobby◂")
        mei.wait_for("Here (2)")
        mei.write("n")
        bob.wait_for("▸review◂")
        mei.write("n")
        bob.wait_for("▸stage◂")
        mei.write("F")
        bob.wait_for("press 0 to 5")
        bob.write("4")
        bob.wait_for("yours is 4")
        mei.wait_for("1 so far")
        mei.write("F")
        bob.wait_for("fewer than three answers")
        mei.write("n")
        bob.wait_for("Start >")
        bob.write("quiet Wednesdays\r")
        bob.wait_for("Mine (1)")
        bob.write("\tflaky tests\r")
        bob.wait_for("Mine (2)")
        mei.wait_for("Everyone: 2 cards")
        mei.press("f8")
        mei.wait_for("0 of 1 other is ready")
        mei.write("y")
        bob.wait_for("▸group◂")
        mei.wait_for("▸group◂")
        mei.write("n")
        bob.wait_for("3 of 3 votes left")
        bob.write("  ")
        bob.wait_for("1 of 3 votes left")
        mei.wait_for("▸vote◂")
        mei.write("n")
        mei.wait_for("2 of 2 still vote")
        mei.write("y")
        bob.wait_for("▸discuss◂")
        bob.write("anobody owns the suite\r")
        mei.wait_for("nobody owns the suite")
        mei.write("n")
        mei.wait_for("No topic is up")
        mei.write("n")
        mei.wait_for("▸decide◂")
        mei.wait_for("nobody owns the suite")
        mei.write("J")
        mei.wait_for("An action")
        mei.press("f2")
        bob.wait_for("Actions (1)")
        mei.wait_for("Actions (1)")
        mei.write("n")
        mei.wait_for("Close S1?")
        mei.write("y")
        bob.wait_for("What came out")
        bob.wait_for("nobody owns the suite")
    made = room.do(actions.actions)
    assert [(each.text, each.dri, each.source) for each in made] == [("nobody owns the suite", "mei", "S1")]
