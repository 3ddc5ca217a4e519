"""On a keyboard of another script the keys do what they do on a Latin one, and text stays text."""

import pytest

from okrtui.terminal.layouts import SHADOWS
from tests.screens.okrs.okr_workspace import OkrWorkspace, form, gone, shown, text_of, until


@pytest.mark.parametrize(("down", "up", "end"), [("о", "л", "П"), ("ξ", "κ", "Γ"), ("ח", "ל", "G"), ("ت", "ن", "G")])
async def test_commands_lie_on_the_same_keys(place: OkrWorkspace, down: str, up: str, end: str) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        await pilot.press("g")
        first = rows.cursor_key
        await pilot.press(down, down, up)
        assert rows.cursor_key == rows.rows[2].key != first  # above them all stands a heading
        await pilot.press(end)
        assert rows.cursor_key == rows.rows[-1].key


async def test_text_stays_as_it_is_typed(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("т")  # on the key of n
        shown_form = await form(pilot)
        await pilot.press(*"от")
        assert shown_form.values["title"] == "от"
        await pilot.press("escape")
        await gone(pilot)
        await pilot.press("ч")  # on that of x
        await form(pilot)
        assert "Export as Markdown" in text_of(pilot)
        await pilot.press("escape")
        await gone(pilot)
        await pilot.press("Ё")
        await until(pilot, lambda: "Ё does nothing here" in text_of(pilot))


def test_each_shadow_is_one_key() -> None:
    assert all(len(typed) == len(latin) == 1 and latin.isascii() for typed, latin in SHADOWS.items())
