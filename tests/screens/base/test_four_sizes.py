"""Every screen and dialog at four sizes: no word is cut beside empty cells, no row stretched over a wide terminal."""

import asyncio
import re
from pathlib import Path

import pytest
from textual.widget import Widget

from okrtui.text import cells
from okrtui.widgets.drawing.marks import READABLE
from okrtui.widgets.lists.row_drawing import GUTTER
from okrtui.widgets.lists.row_list import RowList
from okrtui.widgets.sheet.canvas import SheetCanvas
from tools.sizes import SIZES, sample, shown

ROOM = 6
"""So many empty cells beside a cut word would have held more of it; fewer are the air between columns."""
_CUT = re.compile(r"\S(?:\S| (?! ))*…(?!\S)")


def cut_beside_blanks(lines: list[str]) -> list[str]:
    """Return the texts of a list that are cut although empty cells stand beside them.

    A column may begin where the same column begins in other rows, however short the one before it is.
    """
    begins = [{cells(line[: each.start()]) for each in re.finditer(r"(?<!\S)\S", line)} for line in lines]
    found = []
    for at, line in enumerate(lines):
        for match in _CUT.finditer(line):
            before, after = line[: match.start()], line[match.end() :]
            left, right = len(before) - len(before.rstrip(" ")), len(after) - len(after.lstrip(" "))
            column = cells(before)
            aligned = any(column in others for other, others in enumerate(begins) if other != at)
            if right >= ROOM or (before.strip(" ▸") and left >= ROOM and not aligned):
                found.append(line)
    return found


def inside(widget: Widget, lines: list[str]) -> list[str]:
    """Return what a widget shows of the screen's lines."""
    region = widget.content_region
    return [_between(lines[y], region.x, region.right) for y in range(region.y, min(region.bottom, len(lines)))]


def _between(line: str, start: int, end: int) -> str:
    at, kept = 0, ""
    for sign in line:
        if start <= at < end:
            kept += sign
        at += cells(sign)
    return kept.removesuffix("▁").rstrip("▁▂▃▄▅▆▇█") if line[end - 1 : end] in "▁▂▃▄▅▆▇█" else kept


def test_the_check_finds_what_is_cut() -> None:
    assert cut_beside_blanks(["p99 late…      122"])
    assert cut_beside_blanks(["ana            Architecture, Sea…"])
    assert not cut_beside_blanks(["ana   Architecture, Sea…"])
    assert not cut_beside_blanks(["support       a reviewer for…", "architecture  why two queues"])


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_word_is_cut_beside_empty_cells(tmp_path: Path, size: tuple[int, int]) -> None:
    faults: list[str] = []
    seen = 0

    async def look() -> None:
        nonlocal seen
        async for name, app, lines in shown(sample(tmp_path), size):
            seen += bool(lines)
            for widget in app.screen.query(Widget):
                if isinstance(widget, RowList | SheetCanvas) and widget.is_on_screen:
                    mine = inside(widget, lines)
                    faults.extend(f"{name}: {line}" for line in cut_beside_blanks(mine))
                    if (
                        widget.id != "detail"
                        and max((cells(line.rstrip()) for line in mine), default=0) > READABLE + GUTTER
                    ):
                        faults.append(f"{name}: {widget.id} is stretched")

    asyncio.run(look())
    assert seen > 50
    assert not faults, "\n".join(dict.fromkeys(faults))
