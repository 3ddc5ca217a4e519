"""A terminal that keeps every cell, its colours and attributes, and that measures characters as a test tells it to."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rich.cells import cell_len

_TOKEN = re.compile(
    r"\x1b\[([?<>=]?)([0-9;]*)([$ ]?[A-Za-z])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|([\r\n\v\b])|([^\x1b\r\n\v\b]+)"
)
_JOINED = "\u0300-\u036f\u093f\u20e3\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_CLUSTER = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|.(?:\u200d.|[{_JOINED}])*")
_SET = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 5: "blink", 7: "reverse", 8: "conceal", 9: "strike"}
_SET |= {6: "blink2", 21: "underline2", 53: "overline"}
_CLEAR = {
    22: {"bold", "dim"},
    23: {"italic"},
    24: {"underline", "underline2"},
    25: {"blink", "blink2"},
    27: {"reverse"},
}
_CLEAR |= {28: {"conceal"}, 29: {"strike"}, 55: {"overline"}}
_SEEN = {"underline", "underline2", "overline", "reverse", "strike"}


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell is drawn with."""

    fore: str = ""
    back: str = ""
    attributes: frozenset[str] = frozenset()


@dataclass(slots=True)
class Emulator:
    """`measure` gives the cells of a character with all that is joined to it; `tinted`: it erases in the background."""

    width: int
    height: int
    measure: Callable[[str], int] = cell_len
    tinted: bool = True
    cells: list[list[tuple[str, Look]]] = field(init=False)

    def __post_init__(self) -> None:
        """Begin empty."""
        self.cells = [self._blanks(Look()) for _ in range(self.height)]
        self._x = self._y = 0
        self._look = Look()
        self._margins = (0, self.height)

    _x: int = field(init=False, default=0)
    _y: int = field(init=False, default=0)
    _look: Look = field(init=False, default=Look())
    _margins: tuple[int, int] = field(init=False, default=(0, 0))

    def seen(self) -> list[list[tuple[str, Look]]]:
        """Return what a person sees: of a blank without lines that is its background."""
        return [[_seen(*cell) for cell in row] for row in self.cells]

    def wrong(self, other: "Emulator") -> list[tuple[int, int, tuple[str, Look], tuple[str, Look]]]:
        """Return the cells that do not look as on the other terminal: row, column, this one and that one."""
        rows = zip(self.seen(), other.seen(), strict=True)
        cells = ((y, x, *pair) for y, row in enumerate(rows) for x, pair in enumerate(zip(*row, strict=True)))
        return [each for each in cells if each[2] != each[3]]

    def feed(self, data: str) -> None:
        """Take what a program writes; AssertionError for what this terminal does not know."""
        at = 0
        for token in _TOKEN.finditer(data):
            assert token.start() == at, data[at : at + 20]
            at = token.end()
            private, numbers, code, control, text = token.groups()
            if text:
                self._write(text)
            elif control:
                self._control(control)
            elif code and not private:
                self._do(code, [int(each or 0) for each in numbers.split(";")])
        assert at == len(data), data[at : at + 20]

    def _control(self, control: str) -> None:
        if control == "\r":
            self._x = 0
        elif control == "\b":
            assert 0 < self._x < self.width  # behind the last column terminals do not agree
            self._x -= 1
        else:
            self._y = min(self._y + 1, self.height - 1)

    def _do(self, code: str, numbers: list[int]) -> None:
        first = numbers[0]
        erased = self._erased()
        if code == "m":
            self._wear(numbers)
        elif code == "H":
            self._y, self._x = max(first, 1) - 1, (max(numbers[1], 1) if len(numbers) > 1 else 1) - 1
            assert self._y < self.height and self._x < self.width, numbers
        elif code == "G":
            self._x = max(first, 1) - 1
            assert self._x < self.width, numbers
        elif code == "C":
            self._x += max(first, 1)
            assert self._x < self.width, numbers
        elif code == "D":
            assert self._x < self.width
            self._x -= first
            assert self._x >= 0, numbers
        elif code == "B":
            self._y += max(first, 1)
            assert self._y < self.height, numbers
        elif code == "K" and first == 0:
            self._blank(self._x, self.width, erased)
        elif code == "X":
            self._blank(self._x, min(self.width, self._x + max(first, 1)), erased)
        elif code == "J" and first == 2:
            self.cells = [self._blanks(erased) for _ in range(self.height)]
        elif code == "r":
            self._margins = (max(first, 1) - 1, numbers[1] if len(numbers) > 1 else self.height)
            self._x = self._y = 0
        elif code == "n":
            pass  # where the cursor is: nobody waits for an answer
        elif code in ("L", "M"):
            top, bottom = self._y, self._margins[1]
            assert self._margins[0] <= top < bottom
            into = [self._blanks(Look()) for _ in range(max(first, 1))]  # terminals differ in their colour
            kept = self.cells[top + len(into) : bottom] if code == "M" else self.cells[top : bottom - len(into)]
            self.cells[top:bottom] = [*kept, *into] if code == "M" else [*into, *kept]
        elif code != "c":  # a question of what terminal this is changes nothing
            raise AssertionError(f"unknown: {numbers} {code}")

    def _erased(self) -> Look:
        return Look(back=self._look.back) if self.tinted else Look()

    def _blanks(self, look: Look) -> list[tuple[str, Look]]:
        return [(" ", look)] * self.width

    def _blank(self, start: int, end: int, look: Look) -> None:
        for x in range(start, end):
            self._put(x, " ", 1, look)

    def _write(self, text: str) -> None:
        for found in _CLUSTER.finditer(text):
            cluster = found[0]
            width = self.measure(cluster)
            if not width:  # what would be joined to a character that was not written just before is nothing
                continue
            self._x = min(self._x, self.width - width)  # lines do not wrap
            self._put(self._x, cluster, width, self._look)
            self._x += width

    def _put(self, x: int, text: str, width: int, look: Look) -> None:
        row = self.cells[self._y]
        for at in range(x, x + width):  # the other half of a wide character that is hit becomes a blank
            left = right = at
            while left and not row[left][0]:
                left -= 1
            while right + 1 < self.width and not row[right + 1][0]:
                right += 1
            for part in range(left, right + 1 if right > left else left):
                row[part] = (" ", row[part][1])
        row[x : x + width] = [(text, look), *[("", look)] * (width - 1)]

    def _wear(self, numbers: list[int]) -> None:
        codes, look = list(numbers), self._look
        while codes:
            code = codes.pop(0)
            if code == 0:
                look = Look()
            elif code in _SET:
                look = replace(look, attributes=look.attributes | {_SET[code]})
            elif code in _CLEAR:
                look = replace(look, attributes=look.attributes - _CLEAR[code])
            elif code in (38, 48):
                size = 2 if codes[0] == 5 else 4
                colour, codes = ";".join(map(str, codes[:size])), codes[size:]
                look = replace(look, fore=colour) if code == 38 else replace(look, back=colour)
            elif code % 10 < 8 and code // 10 in (3, 4, 9, 10):
                colour = str(code % 10 + 8 * (code >= 90))
                look = replace(look, fore=colour) if code // 10 in (3, 9) else replace(look, back=colour)
            elif code in (39, 49):
                look = replace(look, fore="") if code == 39 else replace(look, back="")
            else:
                raise AssertionError(f"unknown attribute {code}")
        self._look = look


@lru_cache(100_000)
def _seen(text: str, look: Look) -> tuple[str, Look]:
    if text == " " and look.attributes == {"reverse"} and look.fore:
        return text, Look(back=look.fore)
    return (text, Look(back=look.back)) if text == " " and not look.attributes & _SEEN else (text, look)
