"""The board in a real terminal: cards of another process at once, keys that cost little, ten thousand cards."""

import os
import sys
import time
from pathlib import Path

from okrtui.recognition import Standard
from okrtui.rituals import heroes
from okrtui.screens.hero_reading import PAGE, Wanted, read_board
from okrtui.storage.store import Store
from tests.desk import seat
from tests.harness import Terminal
from tests.screens.team import fresh
from tests.widgets.pty_bytes import OnPty

SCRIPT = """
import sys
from okrtui.app import OkrApp
from tests.desk import MONDAY
place = sys.argv[0].replace("run.py", "ws/team.db")
OkrApp(place, login="mei", person="mei", clock=lambda: MONDAY, first="heroes").run()
"""
TRIES = 12
PROMPT = 0.25
"""Seconds within which an open board shows what another process has written."""


def many(store: Store, count: int) -> None:
    """Put cards on the board in bulk: a ritual each would take half a minute."""
    week, at = seat(store).week, int(seat(store).now.timestamp())
    people, kinds = ("mei", "bob", "ana"), [each.value for each in Standard]
    with store.transaction():
        for n in range(count):
            giver, to = people[n % 3], people[(n + 1) % 3]
            store.run(
                "INSERT INTO recognition (giver, standard, story, evidence, at, week, withdrawn, reason, practice_when,"
                " practice_how, across, version) VALUES (?, ?, ?, ?, ?, ?, 0, '', '', '', ?, 1)",
                (
                    giver,
                    kinds[n % 7 % 3],
                    f"Story {n} of what changed for the team that waited",
                    f"PR {n}",
                    at,
                    week,
                    n % 2,
                ),
            )
            row = store.sql("SELECT MAX(id) FROM recognition")[0][0]
            store.run(
                "INSERT INTO recipient (recognition_id, login, hidden, words, version) VALUES (?, ?, 0, '', 1)",
                (row, to),
            )


def test_a_card_of_another_process_is_there_within_a_quarter_of_a_second(tmp_path: Path) -> None:
    store = fresh(tmp_path)
    script = tmp_path / "run.py"
    script.write_text(SCRIPT)
    command = [sys.executable, str(script)]
    with Terminal(command, (120, 36), {"PYTHONPATH": str(Path(__file__).parents[2]), "LANG": "C.UTF-8"}) as terminal:
        terminal.wait_for("writes the first")
        terminal.press("n")
        terminal.wait_for("Thank somebody")
        terminal.write("bob\tHalf a sto")
        terminal.wait_for("Half a sto")
        waits: list[float] = []
        while min(waits, default=1.0) > PROMPT and len(waits) < TRIES:  # the machine may be busy with other tests
            n = len(waits)
            heroes.post(seat(store, "ana"), ["bob"], f"Brand new {n}", Standard.HONOR)  # this process is the other one
            posted = time.monotonic()
            terminal.wait_until(lambda screen, n=n: f"Brand new {n}" in screen, what="the card")  # type: ignore[misc]
            waits.append(time.monotonic() - posted)
        crowded = os.getloadavg()[0] > 2 * (os.cpu_count() or 1)  # then it is the others whom we wait for
        assert min(waits) <= (4 * PROMPT if crowded else PROMPT), waits
        assert "Half a sto" in terminal.screen()
        terminal.press("esc")
        terminal.wait_gone("Thank somebody")
    store.close()


def test_keys_cost_little_and_idling_nothing_among_ten_thousand_cards(tmp_path: Path) -> None:
    store = fresh(tmp_path)
    many(store, 10_000)
    store.close()
    script = tmp_path / "run.py"
    script.write_text(SCRIPT)
    with OnPty(script) as terminal:
        terminal.read_until(b"of what changed")
        moves = sorted(len(terminal.press(b"j")) for _ in range(3))
        assert moves[1] <= 1500, moves  # one of them may scroll
        assert len(terminal.press(b"+", "♥".encode())) <= 1000
        run = len(terminal.press(b"j" * 40))  # scrolls, and reads the next page
        assert run / 40 <= 1500, run


def test_ten_thousand_cards_are_read_and_filtered_within_a_tenth_of_a_second(tmp_path: Path) -> None:
    store = fresh(tmp_path)
    many(store, 10_000)
    limits = dict.fromkeys(Standard, PAGE)
    for wanted in (
        Wanted(),
        Wanted("all"),
        Wanted("all", "person:bob"),
        Wanted("all", "standard:honor team:Platform"),
        Wanted("all", "Story 999"),
        Wanted("all", "nothing like this"),
    ):
        times = []
        for _ in range(3):
            begun = time.process_time()
            read_board(seat(store), wanted, limits, True)
            times.append(time.process_time() - begun)
        assert min(times) <= 0.1, (wanted, times)
    store.close()
