"""Mei's check-in on a real workspace, and how tests fill it in."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from okrtui.app.app import OkrApp
from okrtui.model.okrs import KeyResultKind, Milestone
from okrtui.model.week import CommitmentState
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.people import members
from okrtui.rituals.week import checkins, updates
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.screens.week.checkin import CheckinScreen
from okrtui.storage.engine.store import Store
from okrtui.storage.open import open_store
from okrtui.widgets.frame import TitleBar
from okrtui.widgets.sheet.sheet import Sheet
from tests.screens.small_app import FakeDrafts
from tests.screens.team import said, until
from tests.workspaces import MONDAY, address_of, ctx, workspace

SIZES = [(80, 24), (120, 36)]
Opened = tuple[Store, FakeDrafts]


class Week(RitualScreen):
    """Something to come from."""

    where = "week"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Mei's workspace on Monday of W48, and her drafts."""
    store = workspace(tmp_path, now=MONDAY - timedelta(weeks=6))
    earlier = ctx(store, weeks=-6)
    for login, name in (("bob", "Bob Ångström"), ("zhang", "张伟"), ("lena", "Léna 🚀")):
        members.edit_member(earlier, login, name=name)
    objectives.add_objective(earlier, "Make the [b]proxy boring", cycle="2026-Q4")
    objectives.add_key_result(earlier, "O1", "延迟 p99 of the [edge", start=180, target=90, unit="ms")
    objectives.add_key_result(earlier, "O1", "Tenants 🚚", milestones=(Milestone("账单"), Milestone("mail")))
    objectives.add_key_result(earlier, "O1", "Review", kind=KeyResultKind.BINARY)
    checkins.check_in(ctx(store, weeks=-1), "KR1.1", 122, confidence=7, note="edge pool is warm")
    updates.submit(ctx(store, weeks=-2), priorities=[("Plan 迁移", "KR1.2")])
    old = updates.left_open(ctx(store, weeks=-1))[0]
    carried = updates.Settle(old.id, CommitmentState.CARRIED)
    updates.submit(ctx(store, weeks=-1), priorities=[("Cache v2", "KR1.1")], settled=[carried], pulse=4)
    yield store, FakeDrafts()
    store.close()


def program(opened: Opened, *, now: Callable[[], datetime] = lambda: MONDAY, login: str = "mei") -> OkrApp:
    """Return the program, opening at the check-in."""
    store, drafts = opened
    return OkrApp(
        address_of(store, login).replace("LOGIN", login),
        login=login,
        person=login,
        clock=now,
        drafts=drafts,
        first="checkin",
        opener=open_store,
        screens={"week": Week},
    )


def sheet(app: OkrApp) -> Sheet:
    """Return the sheet."""
    assert isinstance(app.screen, CheckinScreen)
    return app.screen.sheet


async def begun(pilot: Pilot[int]) -> Sheet:
    """Wait until the sheet can be filled in."""
    app = pilot.app
    assert isinstance(app, OkrApp)
    await until(pilot, lambda: isinstance(app.screen, CheckinScreen) and app.screen.sheet_state, "the sheet")
    await pilot.pause()
    return sheet(app)


async def write(pilot: Pilot[int], words: str) -> None:
    """Type a text."""
    await pilot.press(*("space" if each == " " else each for each in words))


async def go(pilot: Pilot[int], key: str) -> None:
    """Go down to a field with the down key alone."""
    app = pilot.app
    assert isinstance(app, OkrApp)
    for _ in range(60):
        if sheet(app).here == key:
            return
        await pilot.press("tab")
    raise AssertionError(f"no field {key}")


async def submitted(pilot: Pilot[int]) -> None:
    """Submit and wait until it is stored."""
    app = pilot.app
    assert isinstance(app, OkrApp)
    await pilot.press("f2")
    await until(pilot, lambda: said(app).startswith("✓"), "the submit")


def title(app: OkrApp) -> str:
    """Return the title line."""
    return app.screen.query_one(TitleBar).render().plain


def entry(at: Context, ref: str) -> tuple[float, int | None, str]:
    """Return value, confidence and note of the latest check-in."""
    latest = standings.standing(at, objectives.key_result(at, ref)).latest
    assert latest is not None
    return latest.value, latest.confidence, latest.note
