"""What a list is made of: rows, which of them a filter keeps, and how much of a drawn line differs from another."""

from collections.abc import Callable, Iterable

from textual.content import Content
from textual.strip import Strip

from okrtui.model.frozen import frozen
from okrtui.text import folded


@frozen
class Row:
    """One entry of a list.

    `line` is given the width in cells and returns what is drawn: a Content, or a list, one for each line of `height`.
    A row that is not `selectable` is a heading: the cursor passes it. `search` is the text that a filter looks at.
    """

    key: str
    line: Callable[[int], Content | list[Content]]
    height: int = 1
    selectable: bool = True
    search: str = ""


def matching(rows: Iterable[Row], query: str) -> list[Row]:
    """Return the selectable rows whose `search` holds every word of `query`, below their headings; all for no query."""
    words = folded(query).split()
    if not words:
        return list(rows)
    kept: list[Row] = []
    headings: list[Row] = []
    open_headings = True
    for row in rows:
        if not row.selectable:
            headings = [*headings, row] if open_headings else [row]
            open_headings = True
            continue
        open_headings = False
        text = folded(row.search)
        if all(word in text for word in words):
            kept.extend((*headings, row))
            headings = []
    return kept


def changed_width(old: Strip | None, new: Strip, width: int) -> int:
    """Return how many cells from the left must be repainted to turn `old` into `new`; 0 where they are the same."""
    if old is None:
        return width
    if old is new or old == new:
        return 0
    before, after = list(old), list(new)
    same = 0
    while before and after and before[-1] == after[-1]:
        same += after.pop().cell_length
        before.pop()
    if before and after and before[-1].style == after[-1].style:
        same += min(len(segment.text) - len(segment.text.rstrip(" ")) for segment in (before[-1], after[-1]))
    return max(1, width - same)
