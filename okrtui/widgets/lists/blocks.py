"""Rows whose text wraps where there is room for it: lead and tail in columns, the text between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from textual.content import Content

from okrtui.widgets.drawing.marks import READABLE
from okrtui.widgets.lists.row_drawing import GUTTER
from okrtui.widgets.lists.row_list import Row

MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Block:
    """What becomes a row: `lead` and `tail` keep their width, `body` takes the rest and wraps."""

    key: str
    body: Content
    lead: Content = field(default_factory=Content)
    tail: Content = field(default_factory=Content)
    search: str = ""

    def room(self, width: int) -> int:
        """Return the cells that are left for the body in a line of `width`."""
        taken = sum(part.cell_length + 1 for part in (self.lead, self.tail) if part)
        return max(4, width - taken)

    def lines(self, width: int) -> int:
        """Return how many lines the body takes."""
        room = self.room(width)
        return 1 if self.body.cell_length <= room else len(self.body.wrap(room))

    def draw(self, height: int, width: int) -> list[Content]:
        """Return the lines; what does not fit into `height` ends in an ellipsis."""
        room = self.room(width)
        lines = [self.body] if self.body.cell_length <= room else self.body.wrap(room)
        if height == 1:
            lines = [self.body]
        elif len(lines) > height:
            lines = [*lines[: height - 1], Content(" ").join(lines[height - 1 :])]
        lines = [line.rstrip() for line in lines]
        if lines[-1].cell_length > room:
            lines[-1] = lines[-1].truncate(room, ellipsis=True)
        first, *rest = lines
        head = self.lead + " " if self.lead else Content()
        if self.tail:
            first += " " * (room - first.cell_length + 1) + self.tail
        return [head + first, *(Content(" " * head.cell_length) + line for line in rest)]


def block_rows(blocks: Sequence[Block], width: int, height: int) -> list[Row]:
    """Return rows for a list of `width` and `height` cells: texts wrap as far as there is room."""
    width = min(width - GUTTER, READABLE)
    heights = [1] * len(blocks)
    spare = height - len(blocks)
    if spare > 0:
        wanted = [min(block.lines(width), MOST_LINES) for block in blocks]
        if sum(wanted) > height:  # the scroll bar will come, or is just kept away
            wanted = [min(block.lines(width - 1), MOST_LINES) for block in blocks]
        for lines in range(1, MOST_LINES):
            for index, most in enumerate(wanted):
                if spare > 0 and heights[index] == lines < most:
                    heights[index] += 1
                    spare -= 1
    return [
        Row(block.key, partial(block.draw, lines), lines, search=block.search)
        for block, lines in zip(blocks, heights, strict=True)
    ]


def wanted_lines(blocks: Sequence[Block], width: int, most: int = 60) -> int:
    """Return how many lines the blocks would take at `width`; beyond `most` nobody counts."""
    if len(blocks) >= most:
        return most
    return sum(min(block.lines(width - GUTTER - 1), MOST_LINES) for block in blocks)


def share(room: int, needs: Sequence[int], weights: Sequence[int], least: int) -> list[int]:
    """Return how many lines each band gets: its least, then in turns by weight until each has what it needs.

    What is left over is air: a line below each band, the rest below the last.
    """
    given = [min(need, least) for need in needs]
    left = room - sum(given)
    while left > 0 and any(have < need for have, need in zip(given, needs, strict=True)):
        for index, weight in enumerate(weights):
            more = min(weight, needs[index] - given[index], left)
            if more > 0:
                given[index] += more
                left -= more
    for index in range(len(given) - 1):
        air = 1 if left > 0 else 0
        given[index] += air
        left -= air
    given[-1] = max(1, given[-1] + left)
    return given
