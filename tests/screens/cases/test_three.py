"""Three people at their screens take a question to the Architecture and a request through all of its steps."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from okrtui.app.app import OkrApp
from okrtui.rituals.cases import cases
from okrtui.rituals.people import members
from okrtui.storage.engine.store import Store
from tests.screens.team import fresh, program, rows, said, text, until
from tests.terminals import Tmux
from tests.workspaces import ctx

SCREEN = """
import sys
from datetime import UTC, datetime
from okrtui.app.app import OkrApp
now = datetime(2026, 11, 26, 10, tzinfo=UTC)
OkrApp(sys.argv[1], login=sys.argv[2], person=sys.argv[2], first="cases", clock=lambda: now).run()
"""
SIZES = [(80, 24), (120, 36)]
IDS = ["80x24", "120x36"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Bob is the Architecture."""
    made = fresh(tmp_path)
    mei = ctx(made)
    members.add_team(mei, "Architecture")
    members.edit_member(mei, "bob", teams=("Architecture",))
    yield made
    made.close()


def at(app: OkrApp) -> str | None:
    """Return the key of the row under the cursor of the cases."""
    screen = app.ritual()
    return rows(app).cursor_key if screen is not None and screen.where == "cases" and screen.is_mounted else None


@pytest.mark.parametrize("size", SIZES, ids=IDS)
async def test_a_question_is_raised_taken_advised_on_and_decided(store: Store, size: tuple[int, int]) -> None:
    mei, bob, ana = (program(store, login, first="cases") for login in ("mei", "bob", "ana"))
    async with mei.run_test(size=size) as hers, bob.run_test(size=size) as his, ana.run_test(size=size) as anas:
        await until(hers, lambda: "Nothing waits for you" in text(mei))
        await hers.press("n")
        await until(hers, lambda: "What do you open?" in text(mei))
        await hers.press(*"architecture", "enter")
        await until(hers, lambda: "Architecture question" in text(mei))
        await hers.press(*"one cache, or two?", "f2")
        await until(hers, lambda: "C1: triage is for team Architecture" in said(mei))
        await until(his, lambda: at(bob) == "C1", "it comes to bob by itself")
        await his.press("t")
        await until(his, lambda: "C1: advice is for bob" in said(bob))
        await until(anas, lambda: at(ana) == "C1" and "▸ advice bob" in text(ana), "open to all")
        await anas.press("w", *"two are faster", "f2")
        await until(anas, lambda: "C1 has your advice" in said(ana))
        await until(his, lambda: "two are faster" in text(bob))
        await his.press("greater_than_sign")
        await until(his, lambda: "C1 advice:" in text(bob))
        await his.press("enter")
        await until(his, lambda: "C1 advice: to decision" in text(bob))
        await his.press("f2")
        await until(his, lambda: "C1: decide is for bob" in said(bob))
        await his.press("greater_than_sign")
        await until(his, lambda: "C1 decide:" in text(bob))
        await his.press("enter")
        await until(his, lambda: "C1 decide: accept" in text(bob))
        await his.press("f2")
        await until(his, lambda: "Because" in text(bob) and "C1 decide: accept" in text(bob), "it needs a reason")
        await his.press(*"one: cheaper", "f2")
        await until(his, lambda: "C1: accepted" in said(bob))
        for pilot, app in ((hers, mei), (anas, ana)):
            await until(pilot, lambda app=app: at(app) is None)  # type: ignore[misc]
            await pilot.press("left", "left", "left")
            await until(pilot, lambda app=app: at(app) == "C1" and "accepted" in text(app))  # type: ignore[misc]


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.parametrize("size", SIZES, ids=IDS)
def test_in_three_terminals_a_request_is_passed_on_given_and_confirmed(
    store: Store, tmp_path: Path, size: tuple[int, int]
) -> None:
    def terminal(login: str) -> Tmux:
        (tmp_path / login).mkdir()
        env = {**os.environ, "HOME": str(tmp_path / login), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        return Tmux([sys.executable, "-c", SCREEN, store.address, login], size, env)

    with ExitStack() as stack:
        mei, bob, ana = (stack.enter_context(terminal(login)) for login in ("mei", "bob", "ana"))
        mei.wait_for("Nothing waits for you")
        mei.send("n")
        mei.wait_for("What do you open?")
        mei.write("support")
        mei.send("Enter")
        mei.wait_for("Whom you ask")
        for words in ("a reviewer for the pool", "bob", "+3d"):
            mei.write(words)
            mei.send("Tab")
        mei.send("F2")
        mei.wait_for("C1: answer is for bob")
        bob.wait_for("▸ answer bob")
        bob.send("p")
        bob.wait_for("C1 answer: pass on")
        bob.write("ana")
        bob.send("Tab")
        bob.write("knows the pool")
        bob.send("F2")
        bob.wait_for("C1: answer is for ana")
        ana.wait_for("▸ answer ana")
        for step, word in (("answer", "yes"), ("give", "given")):
            ana.send(">")
            ana.wait_for(f"C1 {step}:")
            ana.send("Enter")
            ana.wait_for(f"C1 {step}: {word}")
            ana.send("F2")
            ana.wait_for("C1: give is for ana" if step == "answer" else "C1: confirm is for mei")
        mei.wait_for("▸ confirm mei")
        mei.send(">")
        mei.wait_for("Did it help?")
        mei.send("Enter")
        mei.wait_for("C1 confirm: helped")
        mei.send("F2")
        mei.wait_for("C1: helped")
        for terminal_ in (bob, ana):
            terminal_.wait_for("Nothing waits for you")
        for each in (mei, bob, ana):
            each.send("q")
            assert each.wait_exit() == 0
    found = cases.find(ctx(store), "C1")
    assert (found.word, [each.who for each in found.case.entries]) == ("helped", ["bob", "ana", "ana", "mei"])
