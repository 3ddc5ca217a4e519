"""What the terminal is and can: refused where it can't show us, told in UTF-8, kept safe from others' text."""

import io
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import ANSIToTruecolor, LineFilter

from okrtui.errors import Refused
from okrtui.text import FLAGS, UNSAFE

TRUECOLOR = 1 << 24
# A tab or line end inside a painted line would move the cursor, so on the way out they are unsafe too.
_UNSAFE = re.compile(f"({FLAGS})|[\t\n{UNSAFE}]")


@dataclass(frozen=True, slots=True)
class Look:
    """How colourful the terminal is: number of colours (0 for NO_COLOR), and whether its background is light."""

    colours: int
    light: bool


def check_terminal(environ: Mapping[str, str] = os.environ) -> None:
    """Raise Refused, with one sentence, where a full-screen program can't run.

    Keys are read from stdin and the picture goes to stderr; a stdout that leads elsewhere would
    swallow what is said at the end, so all three must be the terminal.
    """
    term = environ.get("TERM") or "unset"
    if term in ("unset", "dumb", "unknown"):
        raise Refused(f"this terminal (TERM={term}) can't show a full screen; `okrtui --help` lists the commands")
    for name, stream in (("stdin", sys.__stdin__), ("stdout", sys.__stdout__), ("stderr", sys.__stderr__)):
        if stream is None or stream.closed or not stream.isatty():
            raise Refused(f"{name} is not a terminal; `okrtui --help` lists the commands that need none")


def use_utf8() -> None:
    """Make stdout and stderr speak UTF-8 whatever the locale or PYTHONIOENCODING says."""
    for stream in (sys.__stdout__, sys.__stderr__):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def look(environ: Mapping[str, str] = os.environ) -> Look:
    """Return what the environment says about colours and background. Ask before an App is made: it removes NO_COLOR."""
    return Look(colours(environ), light_background(environ))


def colours(environ: Mapping[str, str] = os.environ) -> int:
    """Return how many colours may be used: 0 under NO_COLOR, else 16, 256 or 2**24.

    sshd hands TERM on but not COLORTERM, so 256 is what most people get.
    """
    term = environ.get("TERM", "").lower()
    if environ.get("NO_COLOR") or term == "dumb":
        return 0
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit") or term.endswith("-direct"):
        return TRUECOLOR
    return 256 if term.endswith("-256color") or "kitty" in term else 16


def light_background(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether COLORFGBG (`0;15`, `0;default;15`) names a light background; False where it says nothing."""
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return background == "7" or (background.isdecimal() and 9 <= int(background) <= 15)


class SafeFilter(LineFilter):
    """The last door before the terminal: no control, bidi or surrogate character and no link gets through.

    `before` is a filter of Textual's that is applied first: most lines are as they should be, and are looked at once.
    """

    def __init__(self, before: ANSIToTruecolor | None = None) -> None:
        super().__init__()
        self._before = before
        self._plain: dict[int, Style] = {}

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the line made safe; the very same list where it was safe already."""
        plain = self._plain
        for text, style, _ in segments:
            if style is not None and plain.get(id(style)) is not style and not self._is_plain(style):
                break
            if not (text.isascii() and text.isprintable()) and _UNSAFE.search(text):
                break
        else:
            return segments
        if self._before is not None:
            segments = self._before.apply(segments, background)
        for text, style, _ in segments:
            if _UNSAFE.search(text) or (style is not None and style.link is not None):
                return [_safe(segment) for segment in segments]
        return segments

    def _is_plain(self, style: Style) -> bool:
        """Tell whether a style goes through as it is, on any background; that is remembered while it is kept."""
        if style.link is not None or (self._before is not None and _is_changed(style)):
            return False
        if len(self._plain) > 8192:  # a style also holds what a click does: there is no end of them
            self._plain.clear()
        self._plain[id(style)] = style
        return True


def _is_changed(style: Style) -> bool:
    """Tell whether Textual's filter gives this style other colours: it is dim, or has colours of the terminal."""
    named = [colour for colour in (style.color, style.bgcolor) if colour is not None and colour.triplet is None]
    return bool(named or style.dim)


@lru_cache(8)
def safe_filters(textuals: tuple[LineFilter, ...]) -> tuple[LineFilter, ...]:
    """Return Textual's filters and the one that makes lines safe; the same each time: what is drawn is kept by it."""
    if len(textuals) == 1 and type(textuals[0]) is ANSIToTruecolor:
        return (SafeFilter(textuals[0]),)
    return (*textuals, SafeFilter())


def _safe(segment: Segment) -> Segment:
    text, style, control = segment
    if style is not None and style.link is not None:
        style = _without_link(style)
    return Segment(_UNSAFE.sub(_blank, text), style, control)


def _blank(match: re.Match[str]) -> str:
    """Blanks as wide as Rich took the character for, so that the rest of the line stays where it was laid out."""
    return match[1] or " " * cell_len(match[0])


@lru_cache(256)
def _without_link(style: Style) -> Style:
    return style.update_link(None)
