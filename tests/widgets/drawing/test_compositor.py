"""A partial update writes what Textual's own would have written, and draws only the lines that it needs."""

import re
from collections.abc import Iterable

import pytest
from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from okrtui.widgets.drawing.compositor import PartialCompositor

MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")


class Lined(Widget):
    """Draws its own lines and remembers which."""

    DEFAULT_CSS = "Lined { width: 1fr; height: 1fr; border: round green; }"

    def __init__(self, letter: str) -> None:
        super().__init__()
        self.letter, self.drawn = letter, set[int]()

    def render_line(self, y: int) -> Strip:
        return Strip.blank(0).join([super().render_line(y)])

    def render(self) -> str:
        return "\n".join(self.letter * self.size.width for _ in range(self.size.height))

    def render_lines(self, crop: Region) -> list[Strip]:
        self.drawn.update(crop.line_range)
        return super().render_lines(crop)


class Painted(Screen[None]):
    """Widgets side by side, below each other and one over the others."""

    DEFAULT_CSS = """
    Painted { layers: below above; }
    Painted #over { layer: above; width: 9; height: 3; offset: 5 2; background: red; }
    Painted #top { height: 1; }
    """

    def __init__(self, compositor: Compositor) -> None:
        super().__init__()
        self._compositor = compositor

    def compose(self) -> ComposeResult:
        yield Static("a heading", id="top")
        with Horizontal():
            yield Lined("l")
            with Vertical():
                yield Lined("m")
                yield Lined("r")
        yield Static("over", id="over")


class Plain(App[None]):
    """Nothing of its own."""


def cells(update: ChopsUpdate) -> dict[tuple[int, int], str]:
    """Return what stands in each cell after an update, colours and all."""
    written: dict[tuple[int, int], str] = {}
    x = y = 0
    style = ""
    text = update.render_segments(Console(color_system="truecolor", force_terminal=True, width=60))
    for part in re.split(r"(\x1b\[[0-9;]*[A-Za-z])", text.replace("\n", "")):
        if move := MOVE.fullmatch(part):
            y, x = int(move[1]) - 1, int(move[2]) - 1
        elif part.startswith("\x1b"):
            style = "" if part == "\x1b[0m" else style + part
        else:
            for letter in part:
                written[x, y] = style + letter
                x += 1
    return written


DIRTY = [
    [Region(0, 0, 4, 1)],
    [Region(0, 0, 60, 1), Region(3, 17, 20, 1)],
    [Region(4, 1, 3, 5)],
    [Region(0, 3, 60, 1), Region(31, 9, 4, 2), Region(0, 19, 1, 1)],
    [Region(7, 3, 1, 1)],
    [Region(29, 5, 2, 8)],
    [Region(50, 15, 10, 5)],
]


@pytest.mark.parametrize("dirty", DIRTY, ids=str)
async def test_it_writes_what_textual_writes(dirty: Iterable[Region]) -> None:
    seen = []
    for compositor in (Compositor(), PartialCompositor()):
        app = Plain()
        async with app.run_test(size=(60, 20)) as pilot:
            await app.push_screen(Painted(compositor))
            await pilot.pause()
            compositor._dirty_regions.clear()
            compositor._dirty_regions.update(dirty)
            update = compositor.render_partial_update()
            assert update is not None
            seen.append(cells(update))
            assert compositor.render_partial_update() is None
    inside = {(x, y) for each in dirty for y in each.line_range for x in each.column_range if x < 60 and y < 20}
    assert inside <= seen[1].keys()
    assert {at: seen[0][at] for at in inside} == {at: seen[1][at] for at in inside}
    assert all(seen[0].get(at) == written for at, written in seen[1].items())


async def test_it_draws_only_the_lines_that_changed() -> None:
    painter, app = PartialCompositor(), Plain()
    async with app.run_test(size=(60, 20)) as pilot:
        await app.push_screen(Painted(painter))
        await pilot.pause()
        left, middle, right = app.screen.query(Lined)
        for each in (left, middle, right):
            each.drawn.clear()
        painter._dirty_regions.clear()
        painter._dirty_regions.update([Region(0, 0, 10, 1), Region(0, 18, 10, 1)])
        assert painter.render_partial_update() is not None
        assert (left.drawn, middle.drawn, right.drawn) == ({17}, set(), set())
