"""Text from other people is data: the one door that makes it safe, in and out, and measures it in cells."""

import os
import re

# Everything that can steer a terminal or reorder a line: C0 and C1 controls (tab and newline are
# handled apart), DEL, bidi marks, embeddings, overrides and isolates, invisible operators, the
# byte order mark, interlinear anchors, musical and shorthand format controls, tag characters (text
# that nobody sees) and lone surrogates. ZWJ and ZWNJ stay: emoji families and Persian need them.
UNSAFE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e007f"
)
FLAGS = (
    "\U0001f3f4\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|"
    "\U000e0077\U000e006c\U000e0073)\U000e007f"
)
"""England, Scotland, Wales: the only tag characters that mean something; a pattern that keeps what it finds."""
_UNSAFE = f"({FLAGS})|[{UNSAFE}]"
_LINE_ENDS = "\r\n|[\r\x0b\x0c\x85\u2028\u2029]"
_SPACES = r"[ \t\n\u00a0]+"
"""Patterns as text: `re` keeps what it compiled, and a quick command that prints plain words compiles none."""
LONGEST = 20_000

_SIGNS = str.maketrans(
    dict(zip("０１２３４５６７８９．，＋％＃＝", "0123456789.,+%#=", strict=True))
    | dict.fromkeys("−–﹣－", "-")
    | dict.fromkeys("\u00a0\u202f\u2009\u3000", " ")
)


def half_width(text: str) -> str:
    """Return a number or week as typed, with plain digits and signs: `１２％` of a Chinese keyboard is `12%`."""
    return text.translate(_SIGNS).strip()


def clean(text: str, *, limit: int = LONGEST) -> str:
    """Return `text` as one safe line in NFC: line ends and tabs become spaces, controls are dropped.

    Runs of blanks shrink to one space and the ends are trimmed. Longer than `limit` characters is cut.
    """
    if text.isascii() and text.isprintable() and "  " not in text:  # most text; an export cleans a million pieces
        return text.strip()[:limit].rstrip()
    flat = re.sub(_SPACES, " ", re.sub(_LINE_ENDS, "\n", composed(text)))
    return re.sub(_UNSAFE, r"\1", flat).strip()[:limit].rstrip()


def clean_lines(text: str, *, limit: int = LONGEST) -> str:
    """Return `text` in NFC with its lines kept and everything unsafe dropped; lines and the whole are right-trimmed."""
    if text.isascii() and text.isprintable():
        return text.rstrip()[:limit].rstrip()
    safe = re.sub(_UNSAFE, r"\1", re.sub(_LINE_ENDS, "\n", composed(text)).replace("\t", "    "))
    return "\n".join(line.rstrip() for line in safe.strip("\n").split("\n"))[:limit].rstrip()


def composed(text: str) -> str:
    """Return `text` in NFC: systems spell ü in one character or in two, and both are the same to whoever reads."""
    if text.isascii():
        return text
    import unicodedata  # quick commands print plain words

    return unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """Return what of `text` is compared where case and spelling in Unicode do not matter: in searches and names."""
    return text.lower() if text.isascii() else composed(composed(text).casefold())


def terminal_width() -> int:
    """Return the width of the terminal in cells, 80 where there is none; `COLUMNS` overrules it."""
    told = os.environ.get("COLUMNS", "")
    try:
        return int(told) if told.isdecimal() and int(told) else os.get_terminal_size(1).columns or 80
    except OSError:
        return 80


def cells(text: str) -> int:
    """Return how many terminal cells `text` takes: CJK and emoji count two, joiners none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # only where something is laid out: the quick commands print plain lines

    return cell_len(text)


def fit(text: str, width: int, *, pad: bool = True) -> str:
    """Return `text` cut to `width` cells, with an ellipsis where something was lost, padded unless told not to."""
    if width <= 0:
        return ""
    have = cells(text)
    if have > width:
        from rich.cells import set_cell_size

        text = set_cell_size(text, width - 1).rstrip() + "…"
        have = cells(text)
    return text + " " * (width - have) if pad else text


def account_name(login: str, gecos: str) -> str:
    """Return what the person is called who has an account, by what the system notes of it; else the login."""
    return gecos.split(",")[0].replace("&", login.capitalize()).strip() or login
