"""Text being typed: a cursor that steps over whole graphemes, edits, and lines broken by cells. No widget."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import split_graphemes

_WORD = re.compile(r"\w+|[^\w\s]+")


@lru_cache(maxsize=512)
def graphemes(text: str) -> tuple[tuple[int, int, int], ...]:
    """Return (start, end, cells) of every grapheme; an emoji family is one, and so is a line end, of no cells."""
    spans: list[tuple[int, int, int]] = []
    for number, line in enumerate(text.split("\n")):
        at = spans[-1][1] if spans else 0
        if number:
            spans.append((at, at + 1, 0))
            at += 1
        spans += [(at + start, at + end, width) for start, end, width in split_graphemes(line)[0]]
    return tuple(spans)


@lru_cache(maxsize=512)
def broken(text: str, width: int) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of the lines that `text` takes in `width` cells, broken after blanks where there are any.

    Line ends are in no line; blanks at a break stay at the end of the upper one.
    """
    lines: list[tuple[int, int]] = []
    start = used = 0
    after_blank = 0
    width = max(2, width)
    for first, last, takes in graphemes(text):
        if text[first] == "\n":
            lines.append((start, first))
            start, used, after_blank = last, 0, last
            continue
        # One blank may hang over: the field has a cell for the cursor there.
        while start < first and used + takes > width + (text[first] == " "):
            cut = after_blank if start < after_blank < first else first
            lines.append((start, cut))
            start = cut
            used = sum(cells for _, _, cells in graphemes(text[start:first]))
        used += takes
        if text[first] == " ":
            after_blank = last
    return (*lines, (start, len(text)))


@dataclass(slots=True)
class Editing:
    """One text and where in it the next character goes."""

    text: str = ""
    cursor: int = 0

    def insert(self, text: str) -> None:
        """Put `text` at the cursor."""
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)

    def remove_to(self, place: int) -> None:
        """Remove what lies between cursor and `place`."""
        first, last = sorted((self.cursor, place))
        self.text = self.text[:first] + self.text[last:]
        self.cursor = first

    @property
    def before(self) -> int:
        """The place one grapheme to the left."""
        return next((start for start, end, _ in reversed(graphemes(self.text)) if start < self.cursor), 0)

    @property
    def after(self) -> int:
        """The place one grapheme to the right."""
        return next((end for _, end, _ in graphemes(self.text) if end > self.cursor), len(self.text))

    @property
    def word_before(self) -> int:
        """The start of the word to the left."""
        return max((m.start() for m in _WORD.finditer(self.text) if m.start() < self.cursor), default=0)

    @property
    def word_after(self) -> int:
        """The end of the word to the right."""
        return next((m.end() for m in _WORD.finditer(self.text) if m.end() > self.cursor), len(self.text))

    @property
    def line_start(self) -> int:
        """The start of the line that the cursor is in."""
        return self.text.rfind("\n", 0, self.cursor) + 1

    @property
    def line_end(self) -> int:
        """The end of the line that the cursor is in."""
        found = self.text.find("\n", self.cursor)
        return len(self.text) if found < 0 else found

    def row(self, width: int) -> tuple[int, int]:
        """Return which of the `broken` lines the cursor is in, and its cell in there."""
        lines = broken(self.text, width)
        number = max(n for n, (start, _) in enumerate(lines) if start <= self.cursor)
        start = lines[number][0]
        return number, sum(cells for _, _, cells in graphemes(self.text[start : self.cursor]))

    def to_row(self, number: int, cell: int, width: int) -> bool:
        """Put the cursor into a broken line, as near to `cell` as it goes; False where there is no such line."""
        lines = broken(self.text, width)
        if not 0 <= number < len(lines):
            return False
        start, end = lines[number]
        place, used = start, 0
        for _first, last, takes in graphemes(self.text[start:end]):
            if used + takes > cell:
                break
            place, used = start + last, used + takes
        # The end of a line that was broken is the start of the next one: stay in this one.
        if place == end and number + 1 < len(lines) and lines[number + 1][0] == end:
            place = max(start, end - 1)
        self.cursor = place
        return True


_MOVES = {
    "left": "before",
    "right": "after",
    "ctrl+left": "word_before",
    "ctrl+right": "word_after",
    "home": "line_start",
    "end": "line_end",
    "ctrl+a": "line_start",
    "ctrl+e": "line_end",
}
_REMOVES = {
    "backspace": "before",
    "delete": "after",
    "ctrl+w": "word_before",
    "ctrl+backspace": "word_before",
    "ctrl+u": "line_start",
    "ctrl+k": "line_end",
}


def edit_key(editing: Editing, key: str) -> bool:
    """Do what `key` does to a text; False where it does nothing."""
    before = (editing.text, editing.cursor)
    if key in _MOVES:
        editing.cursor = getattr(editing, _MOVES[key])
    elif key in _REMOVES:
        editing.remove_to(getattr(editing, _REMOVES[key]))
    else:
        return False
    return before != (editing.text, editing.cursor) or key not in ("left", "right")
