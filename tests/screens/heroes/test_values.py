"""Values by keyboard: written, kept, retired; holes in sight; their stories; named on a hero card."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.model.people import ValueState
from okrtui.rituals import heroes
from okrtui.rituals.people import values
from okrtui.screens.heroes.board import HeroesScreen
from okrtui.screens.heroes.values import ValueScreen, ValuesScreen
from okrtui.storage.engine.store import Store
from okrtui.widgets.forms.form import Form
from tests.screens.team import THURSDAY, fresh, program, said, text, until
from tests.workspaces import ctx

SIZES = [(80, 24), (120, 36)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = fresh(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("size", SIZES)
async def test_a_value_is_written_reworded_kept_and_retired_by_keyboard(store: Store, size: tuple[int, int]) -> None:
    app = program(store, first="okrs")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "O1" in text(app), "the tree")
        await pilot.press("V")
        await until(pilot, lambda: "No value yet" in text(app), "no value")
        screen = app.screen
        assert isinstance(screen, ValuesScreen) and screen.why_not_edit() == "select a value first"
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Form), "the form")
        await pilot.press(*"Open by default", "tab", "tab", *"+4w", "f2")
        await until(pilot, lambda: app.screen is screen and "kept by 梅 Mei until 2026-12-24" in text(app), "V1")
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, Form), "the form")
        await pilot.press("end", *", always", "f2")
        await until(pilot, lambda: app.screen is screen and "Open by default, always" in text(app), "other words")
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, Form), "the form")
        await pilot.press("ctrl+u", "f2")
        await until(pilot, lambda: app.screen is screen and "no keeper" in text(app), "nobody")
        assert "V1: no keeper" in said(app)
        await pilot.press("D")
        await until(pilot, lambda: "V1 is retired" in said(app), "the end")
        assert "retired" in text(app) and screen.why_not_keep() == "V1 was retired"
        await pilot.press("u")
        await until(pilot, lambda: values.find(ctx(store), "V1").state is ValueState.ACTIVE, "undone")


async def test_a_hero_card_names_its_value_and_the_value_tells_the_story(store: Store) -> None:
    values.add(ctx(store), "Open by [b]default[/b]")
    app = program(store, first="heroes")
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, HeroesScreen) and app.screen.seen is not None, "the board")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Form), "the form")
        await pilot.press(*"ana", "tab", *"Wrote it down", "tab", "tab", "tab", "tab", *"v1")
        await until(pilot, lambda: "V1 Open by [b]default[/b]" in text(app), "what it is, while it is typed")
        await pilot.press("f2")
        await until(pilot, lambda: "is on the board" in said(app), "the card")
        assert [card.value for card in heroes.board(ctx(store, now=THURSDAY))] == ["V1"]
        app.go("values", "V1")
        await until(pilot, lambda: isinstance(app.screen, ValuesScreen) and "! V1" in text(app), "the hole")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ValueScreen) and "Wrote it down" in text(app), "the story")
        assert "梅 Mei → Ana 🦊" in text(app) and "V1 Open by [b]default[/b] · no keeper" in text(app)
        assert isinstance(app.screen, ValueScreen)
        page = await app.screen.markdown()
        assert page.startswith("## V1 Open by \\[b]default") and "Wrote it down" in page
        await pilot.press("enter")
        await until(pilot, lambda: "shows V1" in text(app), "the card says it, too")


async def test_values_and_their_holes_stand_where_objectives_are_written(store: Store) -> None:
    values.add(ctx(store), "Open by default", keeper="bob")
    values.add(ctx(store), "Small steps")
    app = program(store, first="okrs")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "O1" in text(app), "the tree")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Form), "the form")
        shown = text(app)
        assert "Values: V1 Open by default · V2 Small steps" in shown and "V2 has no keeper" in shown
