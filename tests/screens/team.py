"""A small team with a week behind it on a real workspace, and the program on it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from okrtui.app.app import OkrApp
from okrtui.model.week import Commitment, CommitmentState, Health
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import members
from okrtui.rituals.week import checkins, health, updates
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.storage.engine.store import Store
from okrtui.storage.open import open_store
from okrtui.widgets.frame import MessageLine
from okrtui.widgets.lists.row_list import RowList
from tests.idle import comes_true
from tests.workspaces import MONDAY, ctx, lay_copy

THURSDAY = MONDAY + timedelta(days=3)


def team(store: Store) -> None:
    """Fill the workspace: mei and bob in Platform, ana in Search; ana and mei have checked in, bob has not."""
    mei, bob, ana = (ctx(store, login) for login in ("mei", "bob", "ana"))
    for name in ("Platform", "Search"):
        members.add_team(mei, name)
    for login, name, of in (("mei", "梅 Mei", "Platform"), ("bob", "Bob", "Platform"), ("ana", "Ana 🦊", "Search")):
        members.edit_member(mei, login, name=name, teams=(of,))
    objectives.add_objective(mei, "Make the proxy boring", team="Platform")
    objectives.add_key_result(mei, "O1", "p99 of the [b]edge", start=180, target=90, unit="ms")
    objectives.add_objective(ana, "Find things", team="Search")
    objectives.add_key_result(ana, "O2", "answers within 1 s", start=0, target=100, unit="%")
    for weeks, value, sure in ((-2, 160, 5), (-1, 140, 6), (0, 120, 8)):
        checkins.check_in(ctx(store, weeks=weeks), "KR1.1", value, confidence=sure)
    checkins.check_in(ana, "KR2.1", 10, confidence=2)
    updates.submit(
        mei,
        priorities=[("Cache behind a flag", "KR1.1"), ("三人にインタビューする", "")],
        ahead="W49 load test\nW50 migration",
        blocker="root on staging",
        helpers=["bob"],
        wins="Found the leak [/] 🎉",
        pulse=4,
    )
    updates.submit(ana, priorities=[("Launch", "KR2.1")], pulse=3)
    updates.submit(ctx(store, "bob", weeks=-1), priorities=[("Old work", "")], pulse=5)
    health.add(mei, "on-call load", "Platform")
    health.read(ctx(store, weeks=-1), "on-call load", Health.RED)
    health.read(mei, "on-call load", Health.AMBER, "two pages a night")
    assert bob.week == "2026-W48"


def program(store: Store, login: str = "mei", *, now: datetime = THURSDAY, first: str = "week") -> OkrApp:
    """Return the program as `login` sees it."""
    return OkrApp(str(store.path), login=login, person=login, clock=lambda: now, first=first)


async def until(pilot: Pilot[int], condition: Callable[[], object], what: str = "it") -> None:
    """Let the program run until `condition()` is true; AssertionError where it never is."""
    if not await comes_true(pilot, condition):
        raise AssertionError(f"{what} did not come true; the screen was:\n{text(pilot.app)}")


def text(app: object) -> str:
    """Return what is on the screen, line by line."""
    assert isinstance(app, OkrApp)
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def said(app: OkrApp) -> str:
    """Return the sentence on the message line; "" where a screen is being made and has none yet."""
    return "".join(str(line.content).strip() for line in app.screen.query(MessageLine))


def rows(app: OkrApp, id: str = "") -> RowList:
    """Return a list of the screen that is shown, or of the one beneath a dialog."""
    screen = next(each for each in reversed(app.screen_stack) if isinstance(each, RitualScreen))
    return screen.query_one(f"#{id}", RowList) if id else screen.query_one(RowList)


def state_of(store: Store, text: str) -> Commitment:
    """Return the stored commitment that says `text`."""
    from okrtui.storage.repositories.week import commitments

    return next(each for each in commitments(store) if each.text == text)


OPEN, DONE, DROPPED = CommitmentState.OPEN, CommitmentState.DONE, CommitmentState.DROPPED


def fresh(folder: Path) -> Store:
    """Return a filled workspace."""
    path = folder / "ws" / "team.db"
    lay_copy(_fill, path)
    return open_store(path)


def _fill(path: Path) -> None:
    early = MONDAY - timedelta(weeks=4)
    store = members.make_workspace(path, name="Acme", timezone="UTC", login="mei", person="Mei", now=early)
    team(store)
    store.close()
