"""What a list is made of: rows, which of them a filter keeps, and how much of a drawn line differs from another."""

from collections.abc import Callable, Iterable

from textual.content import Content

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
