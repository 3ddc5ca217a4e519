"""Two people in two real terminals: a card typed in one is read in the other, and a half-typed one is never lost."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.model.live import Phase
from okrtui.rituals.live import sessions
from tests.screens.live_room import Room
from tests.terminals import Terminal

ROOT = Path(__file__).parents[3]
SCRIPT = """
import sys
from pathlib import Path
from okrtui.app.run import run_tui
from okrtui.storage.local.drafts import DraftBox
from okrtui.storage.local.tokens import Tokens
from tests.workspaces import MONDAY
place, login, folder = sys.argv[1:]
sys.exit(run_tui(
    place, login=login, person=login, clock=lambda: MONDAY, first="brainstorm",
    drafts=DraftBox(Path(folder) / "drafts.json"), tokens=Tokens(Path(folder) / "tokens.json"),
))
"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    yield Room(tmp_path)


def terminal(room: Room, login: str, size: tuple[int, int] = (80, 24)) -> Terminal:
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    env = {**keep, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "LANG": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none"}
    script = room.folder / "run.py"
    if not script.exists():  # another terminal may be reading it just now, and an empty program ends at once
        script.write_text(SCRIPT)
    return Terminal([sys.executable, str(script), room.place(login), login, str(room.folder / login)], size, env)


def test_a_card_typed_in_one_terminal_appears_in_the_other(room: Room) -> None:
    room.start(Phase.GATHER, concealed=False)
    with terminal(room, "mei") as mei, terminal(room, "bob") as bob:
        for each in (mei, bob):
            each.wait_for("▸gather◂")
            each.wait_for("your idea")
        mei.wait_for("of 2")
        bob.write("缓存 docker layers")
        mei.settle(0.2)
        assert "docker" not in mei.screen()
        bob.press("enter")
        mei.wait_for("docker layers")
        mei.wait_for("Everyone: 1 card")


def test_a_half_typed_card_survives_the_phase_and_a_killed_terminal(room: Room) -> None:
    room.start(Phase.GATHER)
    with terminal(room, "bob") as bob:
        bob.wait_for("your idea")
        bob.write("half a thought")
        bob.wait_for("half a thought")
        room.move(Phase.REVEAL)
        bob.wait_for("▸reveal◂")
        assert "half a thought" in bob.wait_for("is kept, enter adds it")
        bob.hang_up()
        bob.wait_dead()
    with terminal(room, "bob") as bob:
        bob.wait_for("▸reveal◂")
        bob.wait_for("half a thought")
        bob.press("a", "enter")
        bob.wait_for("Cards (1)")
    assert room.texts() == ["half a thought"]


@pytest.mark.long
def test_a_tick_repaints_the_clock_and_a_typed_character_its_line(room: Room) -> None:
    room.start(Phase.GATHER)
    with terminal(room, "bob", (120, 40)) as bob:
        bob.wait_for("your idea")
        bob.settle(1.0)
        typed = [bob.bytes_during(lambda: bob.press("b")) for _ in range(4)]
        assert max(typed[1:]) <= 1000, typed
        room.do(sessions.write_card, room.ref, "from mei")
        bob.wait_for("Everyone: 1 card")
        bob.settle(0.5)
        assert bob.bytes_during(lambda: time.sleep(3)) == 0, "the clock stands still here: nothing may be painted"


def test_keys_that_come_in_one_packet_each_count(room: Room) -> None:
    room.start(Phase.VOTE, ("bob", "cache"), ("ana", "runners"))
    with terminal(room, "bob") as bob:
        bob.wait_for("3 of 3 votes left")
        bob.write("  ")
        bob.wait_for("●●○")
        bob.write(" \x7f")
        bob.wait_until(lambda screen: "●●○" in screen and "1 of 3 votes left" in screen)
