"""Pens: what a cell looks like, as a number, and the shortest codes from one look to the next."""

from functools import lru_cache
from typing import NamedTuple

from rich.color import Color, ColorSystem
from rich.style import Style

_ON = {"bold": "1", "dim": "2", "italic": "3", "underline": "4", "blink": "5", "blink2": "6", "reverse": "7"}
_ON |= {"conceal": "8", "strike": "9", "underline2": "21", "frame": "51", "encircle": "52", "overline": "53"}
"""By Rich's name of an attribute: what switches it on."""
_OFF = (
    (0b11, "22"),
    (0b100, "23"),
    (0b1000001000, "24"),
    (0b110000, "25"),
    (1 << 6, "27"),
    (1 << 7, "28"),
    (1 << 8, "29"),
    (0b110000000000, "54"),
    (1 << 12, "55"),
)
"""What switches off all attributes of these bits at once."""
_ON_BLANKS = 0b1111101001000
"""The attributes that are seen on a blank: lines, reverse, strike, frames. Without them only its background is."""

_REVERSE = 1 << list(_ON).index("reverse")
"""Alone on a blank it is the foreground as background, which takes one change of colour and not two of attributes."""


class Pen(NamedTuple):
    """The codes of foreground and background, and a bit for each attribute; a blank's foreground is "": any."""

    foreground: str
    background: str
    bits: int


DEFAULT = Pen("39", "49", 0)


class Pens:
    """Numbers the pens of one terminal, which has so many colours."""

    def __init__(self, colours: ColorSystem) -> None:
        self._colours = colours
        self._pens: list[Pen] = []
        self._numbers: dict[Pen, int] = {}
        self._styled: dict[int, tuple[Style | None, tuple[int, int]]] = {}
        self._ways: dict[tuple[int, int], tuple[str, int]] = {}
        self._joined: dict[tuple[int, int], int] = {}
        self.default, self.blank = self.of(None)

    def of(self, style: Style | None) -> tuple[int, int]:
        """Return the pen of a style, and that of a blank in it."""
        found = self._styled.get(id(style))  # styles are kept and come again; to compare them takes longer
        if found is None or found[0] is not style:
            if len(self._styled) > 8192:  # a style also holds what a click does: there is no end of them
                self._styled.clear()
            found = self._styled[id(style)] = style, self._look(style)
        return found[1]

    def erases(self, number: int, tinted: bool) -> bool:
        """Tell whether erasing leaves what this pen draws as a blank; `tinted`: it erases in the current background."""
        pen = self._pens[number]
        return not pen.bits & _ON_BLANKS and (tinted or pen.background == DEFAULT.background)

    def order(self, number: int) -> tuple[str, int, str]:
        """Return what to sort pens by, so that little changes from one to the next."""
        pen = self._pens[number]
        return pen.background, pen.bits, pen.foreground

    def join(self, one: int, other: int) -> int:
        """Return the pen that draws as both do, where one is of blanks on the background of the other; else -1."""
        if one == other:
            return one
        found = self._joined.get((one, other))
        if found is None:
            found = self._joined[one, other] = self._join(one, other)
        return found

    def way(self, old: int, new: int) -> tuple[str, int]:
        """Return the codes that turn pen `old` (-1: unknown) so that it draws as `new`, and the pen there is then."""
        found = self._ways.get((old, new))
        if found is None:
            before, after = None if old < 0 else self._pens[old], self._pens[new]
            if not after.foreground:
                bits, front = (before.bits & ~_ON_BLANKS, before.foreground) if before else (0, DEFAULT.foreground)
                after = Pen(front, after.background, bits)
            found = self._ways[old, new] = codes(before, after), self._number(after)
        return found

    def _join(self, one: int, other: int) -> int:
        blank, drawn = (one, other) if not self._pens[one].foreground else (other, one)
        (front, back, _), pen = self._pens[blank], self._pens[drawn]
        return drawn if not front and back == pen.background and not pen.bits & _ON_BLANKS else -1

    def _look(self, style: Style | None) -> tuple[int, int]:
        if style is None:
            pen = DEFAULT
        else:
            front, back = self._colour(style.color, True), self._colour(style.bgcolor, False)
            pen = Pen(front, back, sum(1 << at for at, name in enumerate(_ON) if getattr(style, name)))
        number = self._number(pen)
        if pen.bits == _REVERSE and pen.foreground != DEFAULT.foreground:
            return number, self._number(Pen("", _as_background(pen.foreground), 0))
        return number, number if pen.bits & _ON_BLANKS else self._number(Pen("", pen.background, 0))

    def _colour(self, colour: Color | None, foreground: bool) -> str:
        if colour is None:
            return DEFAULT.foreground if foreground else DEFAULT.background
        return ";".join(colour.downgrade(self._colours).get_ansi_codes(foreground))

    def _number(self, pen: Pen) -> int:
        number = self._numbers.setdefault(pen, len(self._pens))
        if number == len(self._pens):
            self._pens.append(pen)
        return number


@lru_cache(4096)
def codes(before: Pen | None, after: Pen) -> str:
    """Return the shortest sequence that changes one pen to another; "" where they are the same."""
    if before == after:
        return ""
    parts = ["0", *_on(after.bits), *_fresh(DEFAULT, after)]
    if before is not None:
        kept = before.bits
        changed = []
        for group, off in _OFF:
            if kept & group & ~after.bits:
                changed.append(off)
                kept &= ~group
        change = [*changed, *_on(after.bits & ~kept), *_fresh(before, after)]
        parts = min(parts, change, key=lambda each: len(";".join(each)))
    return f"\x1b[{';'.join(parts)}m" if parts != ["0"] else "\x1b[m"


def _as_background(foreground: str) -> str:
    number, *more = foreground.split(";")
    return ";".join([str(int(number) + 10), *more])


def _on(bits: int) -> list[str]:
    return [code for at, code in enumerate(_ON.values()) if bits & 1 << at]


def _fresh(before: Pen, after: Pen) -> list[str]:
    return [new for old, new in zip(before[:2], after[:2], strict=True) if old != new]
