"""The board in a real terminal: cards of another process at once, keys that cost little, ten thousand cards."""

import sqlite3
import sys
from pathlib import Path

import pytest

from okrtui.model.heroes import Standard
from okrtui.rituals import heroes
from okrtui.screens.heroes.board import HeroesScreen
from okrtui.screens.heroes.queries import PAGE, BoardQuery, read_board
from okrtui.storage.engine.store import Store
from tests.screens.team import fresh
from tests.terminals import Terminal
from tests.widgets.pty_bytes import OnPty
from tests.workspaces import ctx

SCRIPT = """
import sys
from okrtui.app.app import OkrApp
from tests.workspaces import MONDAY
place = sys.argv[0].replace("run.py", "ws/team.db")
OkrApp(place, login="mei", person="mei", clock=lambda: MONDAY, first="heroes").run()
"""
STEPS, STATEMENTS = 1_000_000, 40
"""What a page of ten thousand cards may cost: steps of SQLite's machine, and statements whatever the number of cards.

A hundredth of a second, or two; `make bench` has the figures.
"""


KEY = 2500
"""Bytes that a key may cost in a list that scrolls with every third: a column of 38 by 35 cells is 5,000."""


def many(store: Store, count: int) -> None:
    """Put cards on the board in bulk: a ritual each would take half a minute."""
    week, at = ctx(store).week, int(ctx(store).now.timestamp())
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


def test_a_card_of_another_process_comes_by_itself_while_one_writes(tmp_path: Path) -> None:
    """No key is pressed for it, and nothing of a half-written card is lost; `make bench` measures how soon it comes."""
    assert HeroesScreen.POLL_SECONDS <= 0.1
    store = fresh(tmp_path)
    script = tmp_path / "run.py"
    script.write_text(SCRIPT)
    command = [sys.executable, str(script)]
    with Terminal(command, (120, 36), {"PYTHONPATH": str(Path(__file__).parents[3]), "LANG": "C.UTF-8"}) as terminal:
        terminal.wait_for("writes the first")
        terminal.press("n")
        terminal.wait_for("Thank somebody")
        terminal.write("bob\tHalf a sto")
        terminal.wait_for("Half a sto")
        for n in range(3):
            heroes.post(ctx(store, "ana"), ["bob"], f"Brand new {n}", Standard.HONOR)  # this process is the other one
            terminal.wait_for(f"Brand new {n}")
        assert "Half a sto" in terminal.screen()
        terminal.press("esc")
        terminal.wait_gone("Thank somebody")
    store.close()


@pytest.mark.long
def test_keys_cost_little_and_idling_nothing_among_ten_thousand_cards(tmp_path: Path) -> None:
    store = fresh(tmp_path)
    many(store, 10_000)
    store.close()
    script = tmp_path / "run.py"
    script.write_text(SCRIPT)
    with OnPty(script) as terminal:
        terminal.read_until(b"of what changed")
        moves = [len(terminal.press(b"j")) for _ in range(12)]  # one key at a time: how many share a paint is chance
        assert sorted(moves)[6] <= 1000, moves
        assert sum(moves[6:]) / 6 <= KEY, moves  # every third scrolls, and nothing else does
        assert len(terminal.press(b"+", "♥".encode())) <= 1000
        runs = [len(terminal.press(b"j" * 40)) for _ in range(4)]  # they read the next pages
        assert max(runs) / 40 <= KEY, runs  # painted one by one where the machine is slow, together where it is not


def test_what_a_page_costs_does_not_grow_with_the_cards(tmp_path: Path) -> None:
    """Counted, not timed: the steps of SQLite's machine among ten thousand cards; statements as among a thousand."""
    store = fresh(tmp_path)
    many(store, 1000)
    few = [cost(store, wanted)[1] for wanted in PAGES]
    many(store, 9000)
    for wanted, before in zip(PAGES, few, strict=True):
        steps, statements = cost(store, wanted)
        assert steps <= STEPS, (wanted, steps)
        assert statements <= min(STATEMENTS, before + len(Standard) * 2), (wanted, before, statements)
    store.close()


PAGES = (
    BoardQuery(),
    BoardQuery("all"),
    BoardQuery("all", "person:bob"),
    BoardQuery("all", "standard:honor team:Platform"),
    BoardQuery("all", "Story 999"),
    BoardQuery("all", "nothing like this"),
)


def cost(store: Store, wanted: BoardQuery) -> tuple[int, int]:
    """Return the machine steps, to the thousand, and the statements that it takes to read a board."""
    steps = statements = 0

    def stepped() -> int:
        nonlocal steps
        steps += 1000
        return 0

    def stated(_: str) -> None:
        nonlocal statements
        statements += 1

    connection: sqlite3.Connection = store.db.connection()  # type: ignore[no-untyped-call]
    connection.set_progress_handler(stepped, 1000)
    connection.set_trace_callback(stated)
    try:
        read_board(ctx(store), wanted, dict.fromkeys(Standard, PAGE), True)
    finally:
        connection.set_progress_handler(None, 0)
        connection.set_trace_callback(None)
    return steps, statements
