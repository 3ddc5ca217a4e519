"""Whether the terminal is light or dark: asked of it (OSC 11), and heard from it while we are open (mode 2031)."""

import os
import re
import select
import sys
import termios
import time
from collections.abc import Mapping
from typing import Any

QUESTION = b"\x1b]11;?\x1b\\\x1b[c"
"""The background, and what every terminal answers: once that is here, nothing more will come."""
LISTEN, STOP_LISTENING = "\x1b[?2031h", "\x1b[?2031l"
LIMIT = 0.15
"""Seconds after which a terminal that says nothing is not waited for; loading takes longer than that anyway."""
_PATIENCE = 1.0
"""Seconds that the rest of an answer may take: nobody types `ESC ] 1`."""
_DEAF = ("", "dumb", "unknown", "linux", "cons25", "sun", "vt100", "vt220", "eterm")
"""Terminals that show what they do not understand, or could not answer."""
_HEX = r"[0-9a-fA-F]{1,4}"
_COLOUR = re.compile(rf"rgba?:({_HEX})/({_HEX})/({_HEX})(?:/{_HEX})?|#([0-9a-fA-F]{{6}})")
_ANSWER = re.compile(r"\x1b(?:\]11;([^\x07\x1b]*)(?:\x07|\x1b\\)|\[\?997;([12])n|\[\?[\d;]*(c))")
_BEGUN = re.compile(r"\x1b(?:\](?:1(?:1(?:;[^\x07\x1b]{0,40}\x1b?)?)?)?|\[(?:\?[\d;]{0,20})?)\Z")
"""What may become an answer: the rest of it is on its way."""


def is_light(colour: str) -> bool | None:
    """Return whether a colour as terminals tell it (`rgb:ffff/ffff/ffff`) is a light one, None where it is none."""
    match = _COLOUR.fullmatch(colour.strip())
    if match is None:
        return None
    parts = [match[4][at : at + 2] for at in (0, 2, 4)] if match[4] else [match[1], match[2], match[3]]
    red, green, blue = (int(part, 16) / float(16 ** len(part) - 1) for part in parts)
    return bool(0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5)


def may_be_answer(text: str) -> bool:
    """Tell whether a text begins with an answer, or is the beginning of one."""
    return bool(_ANSWER.match(text) or _BEGUN.match(text))


class BackgroundAnswers:
    """Takes a terminal's answers out of what is typed; `done` once it has answered what every terminal does."""

    def __init__(self) -> None:
        self.light: bool | None = None
        self.done = False
        self._held = ""
        self._since = 0.0

    def without(self, text: str) -> str:
        """Return a text without answers; what may be the beginning of one waits for its rest, or `rest`."""
        text, self._held = self._held + text, ""
        kept, at = "", 0
        for match in _ANSWER.finditer(text):
            kept += text[at : match.start()]
            at = match.end()
            self._take(match)
        kept += text[at:]
        if begun := _BEGUN.search(kept):
            kept, self._held = kept[: begun.start()], begun[0]
            self._since = time.monotonic()
        return kept

    def overdue(self) -> str:
        """Return what waited and was no answer, once its rest would be here: over a slow line it comes in pieces."""
        from textual.constants import ESCAPE_DELAY  # the question is asked before Textual is loaded

        patience = _PATIENCE if len(self._held) > len("\x1b[") else ESCAPE_DELAY
        return self.rest() if time.monotonic() - self._since >= patience else ""

    def rest(self) -> str:
        """Return what waited and was no answer."""
        held, self._held = self._held, ""
        return held

    def _take(self, match: re.Match[str]) -> None:
        if match[1] is not None:
            light = is_light(match[1])
            self.light = self.light if light is None else light
        elif match[2]:
            self.light = match[2] == "2"
        else:
            self.done = True


class BackgroundQuestion:
    """The question, asked while the program loads. What was typed meanwhile is `typed`, for whoever reads keys next.

    Until `give_back` the terminal shows nothing of what comes in: its answer would stand there. `before` are its modes.
    """

    def __init__(self, terminal: int, out: int) -> None:
        self._terminal, self._began = terminal, time.monotonic()
        self.typed = b""
        self.before: list[Any] = termios.tcgetattr(terminal)
        quiet = termios.tcgetattr(terminal)
        quiet[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(terminal, termios.TCSANOW, quiet)
        os.write(out, QUESTION)

    def answer(self, limit: float = LIMIT) -> bool | None:
        """Return whether the background is light, None where the terminal has not said by `limit` seconds after all."""
        until, said, answers = self._began + limit, b"", BackgroundAnswers()
        while not answers.done:
            if not select.select([self._terminal], [], [], max(0.0, until - time.monotonic()))[0]:
                break
            data = os.read(self._terminal, 4096)
            if not data:  # the terminal has gone
                break
            said, answers = said + data, BackgroundAnswers()  # read anew as a whole: an answer may come in pieces
            text = answers.without(said.decode("latin-1"))
            self.typed = (text + answers.rest()).encode("latin-1")
        return answers.light

    def give_back(self) -> None:
        """Give the terminal its modes back; again where that was done already, it changes nothing."""
        try:
            termios.tcsetattr(self._terminal, termios.TCSANOW, self.before)
        except termios.error:  # it has gone
            return


def ask(environ: Mapping[str, str] = os.environ) -> BackgroundQuestion | None:
    """Ask the terminal, None where it could not answer or would show the question."""
    term = environ.get("TERM", "").lower()
    if term in _DEAF or term.startswith(("linux", "vt", "sun")):
        return None
    stdin, stderr = sys.__stdin__, sys.__stderr__
    if stdin is None or stderr is None or not stdin.isatty() or not stderr.isatty():
        return None
    try:
        return BackgroundQuestion(stdin.fileno(), stderr.fileno())
    except (OSError, termios.error):
        return None
