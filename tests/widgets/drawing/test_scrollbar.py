"""A list's scroll bar: only the cells that look different are painted, and all of them in other colours."""

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.strip import Strip

from okrtui.widgets.drawing.scrollbar import Bar
from okrtui.widgets.lists.row_list import Row, RowList


class Listing(App[None]):
    def compose(self) -> ComposeResult:
        yield RowList(rows(100))


def rows(count: int) -> list[Row]:
    return [Row(str(number), lambda width: Content("row")) for number in range(count)]


async def test_a_row_that_comes_paints_the_cells_of_the_bar_that_look_different(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    painted, paint = set[int](), Bar.render_line

    def spy(bar: Bar, y: int) -> Strip:
        painted.add(y)
        return paint(bar, y)

    app = Listing()
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.pause()
        bar, listing = app.query_one(RowList).vertical_scrollbar, app.query_one(RowList)
        before = [bar.render_line(y).text for y in range(20)]
        monkeypatch.setattr(Bar, "render_line", spy)
        listing.set_rows(rows(130))
        listing.action_page(2)
        await pilot.pause()
        seen = set(painted)
        monkeypatch.undo()
        after = [bar.render_line(y).text for y in range(20)]
        changed = {y for y in range(20) if before[y] != after[y]}
        assert changed and changed <= seen and len(seen) < 12
        monkeypatch.setattr(Bar, "render_line", spy)
        painted.clear()
        listing.styles.scrollbar_color = "red"
        await pilot.pause()
        assert painted == set(range(20))
