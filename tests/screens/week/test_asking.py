"""Out of the check-in sheet help is asked for with one key, and what is asked of me stands on it."""

from pathlib import Path

import pytest

from okrtui.rituals.cases import cases
from okrtui.storage.engine.store import Store
from tests.screens.team import fresh, program, said, text, until
from tests.workspaces import ctx


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Mei's update says that she is blocked and names bob."""
    return fresh(tmp_path)


async def test_a_blocker_with_a_helper_becomes_a_request_with_one_key(store: Store) -> None:
    app = program(store, first="checkin")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.ritual() is not None and app.ritual().loaded)  # type: ignore[union-attr]
        await pilot.press("a")
        await until(pilot, lambda: "C1 asks bob to answer by 2026-11-29" in said(app))
        made = cases.find(ctx(store), "C1").case
        assert (made.title, made.asked, made.text) == ("root on staging", "bob", "Out of my update of 2026-W48.")
        await pilot.press("a")
        await until(pilot, lambda: "C1 asks bob for that already" in said(app))
        await pilot.press("u")
        await until(pilot, lambda: "taken back" in said(app) and cases.open_cases(ctx(store)) == ())


async def test_without_a_blocker_the_key_says_what_it_needs_and_what_is_asked_of_me_is_shown(store: Store) -> None:
    cases.open_case(ctx(store), "support", "a review of [b]pool[/b]", asked="bob")
    app = program(store, "bob", first="checkin")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Asked of you" in text(app) and "C1     a review of [b]pool[/b]" in text(app))
        assert "due today" in text(app)
        await pilot.press("escape", "a")
        await until(pilot, lambda: "write what blocks you first" in said(app))
