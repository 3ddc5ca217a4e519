"""A letter goes to any row in sight, in whichever list it is."""

from pathlib import Path

import pytest

from okrtui.screens.base.jump import JumpScreen
from okrtui.widgets.lists.quadrant import Quadrant
from tests.screens.small_app import said, shell
from tests.screens.team import fresh, program, text, until


async def test_each_row_in_sight_has_a_letter_that_goes_there(tmp_path: Path) -> None:
    store = fresh(tmp_path)
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Cache behind a flag" in text(app) and app.focused is not None)
        lists = [each for each in app.screen.query(Quadrant) if each.in_sight]
        assert len(lists) > 1, "the week has several lists"
        last = lists[-1]
        await pilot.press("apostrophe")
        await until(pilot, lambda: isinstance(app.screen, JumpScreen) and "goes to that row" in text(app))
        letters = last._drawing.letters
        letter = letters[last.in_sight[-1]]
        top = last.region.y + last.gutter.top
        assert (
            app.screen._compositor.render_strips()[top].text[last.content_region.x]
            == last._drawing.letters[last.in_sight[0]]
        )
        await pilot.press(letter)
        await until(pilot, lambda: app.focused is last)
        assert last.cursor_key == last.in_sight[-1]
        assert not any(each._drawing.letters for each in lists), "the letters are gone"
    store.close()


async def test_any_other_key_leaves_all_as_it_was(tmp_path: Path) -> None:
    store = fresh(tmp_path)
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Cache behind a flag" in text(app) and app.focused is not None)
        here, before = app.screen, app.focused
        await pilot.press("apostrophe", "escape")
        await until(pilot, lambda: app.screen is here)
        assert app.focused is before
        assert not any(each._drawing.letters for each in here.query(Quadrant))
    store.close()


@pytest.mark.usefixtures("quiet_frame")
async def test_without_rows_it_says_so() -> None:
    app = shell()
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("apostrophe")
        assert said(app) == " ! there is no row to jump to here"
