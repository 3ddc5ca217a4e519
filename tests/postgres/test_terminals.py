"""The program itself on a server: two people in two real terminals, and a server that goes away while one types."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from okrtui.rituals.okrs import objectives
from okrtui.storage.engine.store import Store
from tests.postgres.server import server
from tests.terminals import Terminal
from tests.workspaces import ctx, on_server

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store() -> Iterator[Store]:
    made = on_server()
    yield made
    made.close()


def terminal(store: Store, login: str, home: Path) -> Terminal:
    keep = {key: os.environ[key] for key in ("PATH",) if key in os.environ}
    env = {**keep, "HOME": str(home / login), "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    (home / login).mkdir()
    return Terminal([sys.executable, "-m", "okrtui", "-w", server().url(_name(store), login)], (80, 24), env)


def test_two_people_on_a_server_see_each_others_changes(store: Store, tmp_path: Path) -> None:
    objectives.add_objective(ctx(store), "Halve the build")
    ctx(store, "bob")
    with ExitStack() as stack:
        mei, bob = (stack.enter_context(terminal(store, login, tmp_path)) for login in ("mei", "bob"))
        for each in (mei, bob):
            each.wait_for("Priorities")
            each.write("2")
            each.wait_for("Halve the build")
        bob.write("n")
        bob.wait_for("Objective")
        bob.write("Search in half a second")
        bob.press("f2")
        mei.wait_for("Search in half a second")
        bob.write("5s")
        bob.wait_for("Start a brainstorm")
        bob.write("Cache more")
        bob.press("f2")
        bob.wait_for("bob leads")
        mei.wait_for("Live: brainstorm")
        mei.write("b")
        mei.wait_for("bob leads")
        bob.write("n")
        mei.wait_for("your idea")
        mei.write("layers per branch\r")
        mei.wait_for("Mine (1)")
        bob.wait_for("Everyone: 1 card")


def test_a_restart_of_the_server_costs_nothing_that_is_being_typed(store: Store, tmp_path: Path) -> None:
    objectives.add_objective(ctx(store), "Halve the build")
    with terminal(store, "mei", tmp_path) as mei:
        mei.wait_for("Priorities")
        mei.write("2")
        mei.wait_for("Halve the build")
        mei.write("n")
        mei.wait_for("Objective")
        mei.write("Search in half")
        mei.wait_for("Search in half")
        server().stop()
        try:
            mei.write(" a second")
            mei.wait_for("Search in half a second")
            mei.press("f2")
            mei.wait_for("does not answer")
            mei.wait_for("Search in half a second")
        finally:
            server().start()
        mei.press("f2")
        mei.wait_gone("does not answer")
        mei.wait_for("O2")
    titles = [row[0] for row in server().sql("SELECT title FROM okrtui.objective ORDER BY id", _name(store))]
    assert titles == ["Halve the build", "Search in half a second"]


def _name(store: Store) -> str:
    return str(store.sql("SELECT current_database()")[0][0])
