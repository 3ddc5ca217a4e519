"""Rows of wrapped text: as high as their text is at the width they are drawn with."""

from textual.content import Content

from okrtui.widgets.lists.blocks import Block, block_rows
from okrtui.widgets.lists.row_drawing import GUTTER


def test_a_text_that_just_fits_takes_one_line() -> None:
    width = 30
    blocks = [Block("a", Content("x" * (width - GUTTER))), Block("b", Content("short"))]
    assert [row.height for row in block_rows(blocks, width, 8)] == [1, 1]


def test_where_a_scroll_bar_comes_texts_are_measured_beside_it() -> None:
    width = 30
    blocks = [Block(str(n), Content("word " * 12)) for n in range(6)]
    rows = block_rows(blocks, width, 8)
    assert sum(row.height for row in rows) == 8
    for row in rows:
        drawn = row.line(width - GUTTER)
        assert isinstance(drawn, list) and all(line.cell_length <= width - GUTTER for line in drawn)
