"""A breach from the first word to the end of its appeal: three people at their screens on a server, and one looks."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from okrtui.app.app import OkrApp
from okrtui.rituals.cases import cases
from okrtui.rituals.people import members
from okrtui.rituals.retro import discussion
from okrtui.storage.engine.store import Store
from tests.postgres.server import server
from tests.screens.team import THURSDAY, rows, said, text, until
from tests.terminals import Tmux
from tests.workspaces import ctx, on_server

PEOPLE = ("mei", "bob", "jing", "kim", "eve", "lena", "priya")


@pytest.fixture
def store() -> Iterator[Store]:
    """Bob says on Thursday that jing broke W1; lena and priya are the Leads."""
    made = on_server()
    mei = ctx(made)
    members.add_team(mei, "Leads")
    for login in PEOPLE:
        members.edit_member(mei, login, teams=("Leads",) * (login in ("lena", "priya")))
    discussion.agree(mei, "no deploy in the freeze", dri="lena")
    for login in PEOPLE:
        ctx(made, login, now=THURSDAY)
    bob = ctx(made, "bob", now=THURSDAY)
    cases.open_case(bob, "breach", "pushed [b]past[/b] it", about="jing", evidence="W1", happened=date(2026, 11, 25))
    yield made
    made.close()


def at_screen(store: Store, login: str) -> OkrApp:
    url = server().url(str(store.sql("SELECT current_database()")[0][0]), login)
    return OkrApp(url, login=login, person=login, clock=lambda: THURSDAY, first="cases")


def keys(app: OkrApp) -> list[str]:
    screen = app.ritual()
    there = screen is not None and screen.where == "cases" and screen.is_mounted
    return [row.key for row in rows(app).rows if row.selectable] if there else ["no screen yet"]


async def test_a_breach_is_heard_decided_appealed_against_and_heard_by_others(store: Store) -> None:
    jing, lena, priya, eve = (at_screen(store, login) for login in ("jing", "lena", "priya", "eve"))
    async with (
        jing.run_test(size=(80, 24)) as theirs,
        lena.run_test(size=(120, 36)) as decider,
        priya.run_test(size=(80, 24)) as hearer,
        eve.run_test(size=(80, 24)) as looker,
    ):
        await until(theirs, lambda: keys(jing) == ["C1"], "who is concerned sees it at once")
        await until(decider, lambda: keys(lena) == [], "it concerns nobody else yet")
        await until(hearer, lambda: keys(priya) == [])
        await until(looker, lambda: keys(eve) == [])
        await theirs.press("enter")
        await until(theirs, lambda: "W1 no deploy in the freeze (since 2026-11-23, seen to by lena)" in text(jing))
        shown = text(jing)
        assert (
            "bob opened it on 2026-11-26" in shown and "about jing" in shown and "seen by bob and jing alone" in shown
        )
        assert "pushed [b]past[/b] it" in shown, "words of others are words"
        await theirs.press("escape", "B")
        await until(theirs, lambda: "Who stands by you in C1" in text(jing))
        await theirs.press(*"kim", "f2")
        await until(theirs, lambda: "kim stands by you" in said(jing))
        await theirs.press("greater_than_sign")
        await until(theirs, lambda: "What happened, in your words?" in text(jing))
        await theirs.press("enter")
        await until(theirs, lambda: "C1 hear: said" in text(jing))
        await theirs.press(*"a rollback", "f2")

        await until(decider, lambda: keys(lena) == ["C1"], "it comes while the screen is open")
        await until(decider, lambda: "a rollback" in text(lena), "what jing said is read before anything is decided")
        await decider.press("greater_than_sign")
        await until(decider, lambda: "reminder: closed as reminder, with a last day" in text(lena))
        await decider.press("down", "down", "down", "enter")
        await until(decider, lambda: "C1 decide: reminder" in text(lena))
        await decider.press(*"announce it", "tab", "f2")
        await until(decider, lambda: "until is needed" in text(lena), "a consequence ends by itself")
        await decider.press(*"2026-12-20", "f2")
        await until(decider, lambda: "reminder, appeal until 2026-12-06" in said(lena))
        await until(hearer, lambda: keys(priya) == [], "one decides, and the others see it no more")

        await theirs.press("a")
        await until(theirs, lambda: keys(jing) == ["C1"] and "You may appeal" in text(jing))
        await theirs.press("A")
        await until(theirs, lambda: "Appeal in C1" in text(jing))
        await theirs.press(*"it was announced", "enter")
        await until(theirs, lambda: "C1 is heard again, by others" in said(jing))

        await until(hearer, lambda: keys(priya) == ["C1"])
        await until(theirs, lambda: keys(jing) == ["C1"] and "About you" in text(jing), "they see where it stands")
        await until(decider, lambda: keys(lena) == [], "not hers any more")
        await decider.press("right", "right")
        await until(decider, lambda: keys(lena) == ["C1"] and "Seen by those alone" in text(lena))
        assert "open to all◂" in text(lena), "and is not counted as open to all"
        await decider.press("greater_than_sign")
        await until(decider, lambda: "appeal is for team Leads" in said(lena), "who decided does not hear it")
        await decider.press("t")
        await until(decider, lambda: "appeal is for team Leads" in said(lena))

        await hearer.press("greater_than_sign")
        await until(hearer, lambda: "Was anything not seen" in text(priya))
        await hearer.press("down", "enter")
        await until(hearer, lambda: "C1 appeal: drop" in text(priya))
        await hearer.press(*"it was, lena missed it", "f2")
        await until(hearer, lambda: "C1: no action" in said(priya))
        await theirs.press("left", "left", "left")
        alone = "Seen by those alone whom it concerns  1"
        await until(theirs, lambda: alone in text(jing) and "no action" in text(jing), "to the left of the first")
        assert keys(jing) == ["C1"] and "▸decided◂" in text(jing)
        assert cases.find(ctx(store, "jing", now=THURSDAY), "C1").word == "no action"
        await looker.press("right", "right", "a")
        await until(
            looker, lambda: keys(eve) == [] and "▸open to all" in text(eve), "eve has seen nothing all the while"
        )
        await looker.press("right")
        await until(looker, lambda: "Nothing has been decided" in text(eve))


SCREEN = """
import sys
from datetime import UTC, datetime
from okrtui.app.app import OkrApp
now = datetime(2026, 11, 26, 10, tzinfo=UTC)
OkrApp(sys.argv[1], login=sys.argv[2], person=sys.argv[2], first="cases", clock=lambda: now).run()
"""


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
def test_in_three_terminals_under_three_roles(store: Store, tmp_path: Path, size: tuple[int, int]) -> None:
    def terminal(login: str) -> Tmux:
        (tmp_path / login).mkdir()
        env = {**os.environ, "HOME": str(tmp_path / login), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        url = server().url(str(store.sql("SELECT current_database()")[0][0]), login)
        return Tmux([sys.executable, "-c", SCREEN, url, login], size, env)

    with ExitStack() as stack:
        jing, lena, priya = (stack.enter_context(terminal(login)) for login in ("jing", "lena", "priya"))
        lena.wait_for("Nothing waits for you")
        priya.wait_for("Nothing waits for you")
        jing.wait_for("▸ hear jing")
        jing.send(">")
        jing.wait_for("What happened, in your words?")
        jing.send("Enter")
        jing.wait_for("C1 hear: said")
        jing.write("a rollback")
        jing.send("F2")
        jing.wait_for("C1: decide is for team Leads")
        lena.wait_for("▸ decide Leads")
        lena.send(">")
        lena.wait_for("What follows, until when")
        lena.write("talk")
        lena.send("Enter")
        lena.wait_for("C1 decide: talk")
        lena.write("a word between us")
        lena.send("Tab")
        lena.write("2026-12-01")
        lena.send("F2")
        lena.wait_for("C1: talk, appeal until 2026-12-06")
        priya.wait_for("Nothing waits for you")
        jing.send("a")
        jing.wait_for("You may appeal")
        jing.send("A")
        jing.wait_for("Appeal in C1")
        jing.write("it was announced")
        jing.send("Enter")
        jing.wait_for("C1 is heard again, by others")
        priya.wait_for("▸ appeal Leads")
        priya.send(">")
        priya.wait_for("Was anything not seen")
        priya.write("stands")
        priya.send("Enter")
        priya.wait_for("C1 appeal: it stands")
        priya.write("the freeze is for all")
        priya.send("F2")
        priya.wait_for("C1: talk")
        for each in (jing, lena, priya):
            each.send("q")
            assert each.wait_exit() == 0
    found = cases.find(ctx(store, "jing", now=THURSDAY), "C1")
    assert (found.word, found.case.ends) == ("talk", date(2026, 12, 1))
    assert [each.who for each in found.case.entries] == ["jing", "lena", "jing", "priya"]
