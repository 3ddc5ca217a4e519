"""Stand-ins for characters that some terminals, set up for Chinese, Japanese or Korean, draw two cells wide."""

import unicodedata
from functools import lru_cache

ASKED = "\x1b[2;1H·\x1b[6n"
"""Draws such a character in the second row and asks where the cursor is then: in its second column, or its third."""
ROW, NARROW = 1, 1
"""The row and the column of an answer, from 0, by a terminal that draws it in one cell."""
_DRAWN = {
    **dict.fromkeys("─━═╌╍┄┅┈┉▔▁▂▃", "-"),
    **dict.fromkeys("│┃║╎╏┆┇┊┋▏▎▍▌▐▕", "|"),
    **dict.fromkeys("█▉▊▋▇▆▅▄▀■▪◼▓▒", "#"),
    **dict.fromkeys("░□▫◻", ":"),
    **dict.fromkeys("·•∙⋅", "."),
    **dict.fromkeys("●◆★◉", "*"),
    **dict.fromkeys("○◇☆◯◎", "o"),
    **dict.fromkeys("▲△↑", "^"),
    **dict.fromkeys("▼▽↓", "v"),
    **dict.fromkeys("▶▷▸►→⇒", ">"),
    **dict.fromkeys("◀◁◂◄←⇐", "<"),
    **dict.fromkeys("–—―−‐", "-"),
    **dict.fromkeys("‘’´′", "'"),
    **dict.fromkeys("“”″", '"'),
    **{"…": "~", "×": "x", "÷": "/", "≤": "<", "≥": ">", "≠": "!", "≈": "=", "±": "~", "°": "o", "√": "v", "ß": "s"},
    **{"æ": "a", "Æ": "A", "ø": "o", "Ø": "O", "ð": "d", "Ð": "D", "þ": "p", "Þ": "P", "ł": "l", "đ": "d", "ı": "i"},
}


def narrow(text: str) -> str:
    """Return a text in which signs and accented letters of ambiguous width are others of one cell.

    Other letters, as those of Greek and Russian, stay: a row of them that is too wide is read, a row of `?` is not.
    """
    return "".join(map(_stand_in, text))


@lru_cache(4096)
def _stand_in(character: str) -> str:
    if unicodedata.east_asian_width(character) != "A" or unicodedata.combining(character):
        return character
    if "\u2500" <= character < "\u2580" and character not in _DRAWN:
        return "+"  # corners and crossings
    plain = _DRAWN.get(character) or unicodedata.normalize("NFKD", character)[:1]
    return plain if plain.isascii() else character if plain.isalpha() else "?"
