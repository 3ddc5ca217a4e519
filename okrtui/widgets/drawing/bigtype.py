"""Large type for the projector: letters of blocks, three rows high or five; other scripts as spaced letters."""

from functools import lru_cache

from textual.content import Content

from okrtui.text import cells, clean
from okrtui.widgets.drawing.text_buffer import graphemes
from okrtui.widgets.drawing.wrapping import wrapped

_FONT = """
A .#. #.# ### #.# #.#|B ##. #.# ##. #.# ##.|C .## #.. #.. #.. .##|D ##. #.# #.# #.# ##.|E ### #.. ##. #.. ###
F ### #.. ##. #.. #..|G .## #.. #.# #.# .##|H #.# #.# ### #.# #.#|I ### .#. .#. .#. ###|J ..# ..# ..# #.# .#.
K #.# #.# ##. #.# #.#|L #.. #.. #.. #.. ###|M #...# ##.## #.#.# #...# #...#|N #..# ##.# #.## #..# #..#
O .#. #.# #.# #.# .#.|P ##. #.# ##. #.. #..|Q .#. #.# #.# .#. ..#|R ##. #.# ##. #.# #.#|S .## #.. .#. ..# ##.
T ### .#. .#. .#. .#.|U #.# #.# #.# #.# ###|V #.# #.# #.# #.# .#.|W #...# #...# #.#.# ##.## #...#
X #.# #.# .#. #.# #.#|Y #.# #.# .#. .#. .#.|Z ### ..# .#. #.. ###|0 ### #.# #.# #.# ###|1 .#. ##. .#. .#. ###
2 ##. ..# .#. #.. ###|3 ##. ..# .#. ..# ##.|4 #.# #.# ### ..# ..#|5 ### #.. ##. ..# ##.|6 .## #.. ### #.# ###
7 ### ..# .#. .#. .#.|8 ### #.# ### #.# ###|9 ### #.# ### ..# ##.|: . # . # .|. . . . . #|, .. .. .. .# #.
! # # # . #|? ##. ..# .#. ... .#.|- ... ... ### ... ...|' # # . . .|( .# #. #. #. .#|) #. .# .# .# #.
/ ..# ..# .#. #.. #..|+ ... .#. ### .#. ...|% #.# ..# .#. #.. #.#|= ... ### ... ### ...|" #.# #.# ... ... ...
& .#. #.# .#. #.# .##|# .#.#. ##### .#.#. ##### .#.#.|; .# .. .# .# #.|* ... #.# .#. #.# ...|_ ... ... ... ... ###
> #.. .#. ..# .#. #..|< ..# .#. #.. .#. ..#|$ .## ##. .#. .## ##.|@ .##. #..# #.## #... .###
"""
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "."})
_HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
SMALL, LARGE = 3, 5
"""Rows that a line of large type takes, in either size."""


@lru_cache(maxsize=1)
def _glyphs() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {" ": ("..",) * 5}
    for line in _FONT.strip().split("\n"):
        for part in line.split("|"):
            name, *rows = part.split(" ")
            found[name] = tuple(rows)
    return found


def can_draw(text: str) -> bool:
    """Tell whether every character has a letter of blocks."""
    return all(char in _glyphs() for char in _folded(text))


def _folded(text: str) -> str:
    return clean(text).translate(_SAME).upper()


def width_of(text: str, rows: int = SMALL) -> int:
    """Return the cells that a text takes in large type."""
    pixels = sum(len(_glyphs()[char][0]) + 1 for char in _folded(text))
    return max(0, pixels - 1) * (1 if rows == SMALL else 2)


def big_line(text: str, rows: int = SMALL) -> list[str]:
    """Return one line of large type as `rows` lines of blocks; the text must be one that `can_draw`."""
    pixels = [".".join(_glyphs()[char][y] for char in _folded(text)) for y in range(5)]
    if rows == LARGE:
        return ["".join("██" if pixel == "#" else "  " for pixel in line) for line in pixels]
    pixels.append("." * len(pixels[0]))
    pairs = [(pixels[y], pixels[y + 1]) for y in (0, 2, 4)]
    return ["".join(_HALVES[int(a == "#"), int(b == "#")] for a, b in zip(*pair, strict=True)) for pair in pairs]


def _broken(text: str, width: int, rows: int) -> list[str]:
    """Return the text in lines that fit in large type; [] where a word does not."""
    lines: list[str] = []
    for word in clean(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, rows) <= width:
            lines[-1] = longer
        elif width_of(word, rows) <= width:
            lines.append(word)
        else:
            return []
    return lines


def _spaced(text: str, width: int) -> list[str]:
    """Return the text in lines of spaced letters, broken between words alone; [] where a word is too wide.

    A script that writes no blanks is broken between any two of its characters, as it always is.
    """
    lines: list[str] = []
    for word in text.split(" "):
        letters = [word[start:end] for start, end, _ in graphemes(word)]
        parts = letters if any(cells(each) > 1 for each in letters) else [" ".join(letters)]
        for at, part in enumerate(parts):
            longer = f"{lines[-1]}{' ' if at else '   '}{part}" if lines else part
            if lines and cells(longer) <= width:
                lines[-1] = longer
            elif cells(part) <= width:
                lines.append(part)
            else:
                return []
    return lines


def big(text: str, width: int, height: int, style: str = "bold") -> list[Content]:
    """Return a text as large as it goes into `width` × `height`, centred; spaced or plain bold where it does not."""
    text = clean(text)
    if can_draw(text):
        for rows in (LARGE, SMALL):
            lines = _broken(text, width, rows)
            if lines and len(lines) * (rows + 1) - 1 <= height:
                drawn = list[Content]()
                for line in lines:
                    blank = " " * ((width - width_of(line, rows)) // 2)
                    drawn += [Content()] if drawn else []
                    drawn += [Content.styled(blank + part.rstrip(), style) for part in big_line(line, rows)]
                return drawn
    lines = _spaced(text, width)
    if not lines or len(lines) > height:
        lines = wrapped(text, width, max(1, height))
    return [Content.styled(" " * max(0, (width - cells(line)) // 2) + line, style) for line in lines]


def large(text: str, width: int, style: str = "bold") -> list[Content]:
    """Return a text in small large type from the left, with air between its lines; [] where it cannot be drawn so."""
    text = clean(text)
    drawn = list[Content]()
    for line in _broken(text, width, SMALL) if can_draw(text) else ():
        drawn += [Content()] if drawn else []
        drawn += [Content.styled(part.rstrip(), style) for part in big_line(line, SMALL)]
    return drawn
