"""Textual's terminal driver, made to write little and to survive strange bytes and a terminal that goes away."""

import asyncio
import os
import selectors
import signal
from codecs import getincrementaldecoder
from collections.abc import Iterator
from types import FrameType
from typing import Any

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.events import CursorPosition
from textual.message import Message

from okrtui.terminal.background import LISTEN, STOP_LISTENING, BackgroundAnswers, may_be_answer
from okrtui.terminal.line.hook import hook
from okrtui.terminal.line.narrow import ASKED, NARROW, ROW

RESIZED = 0.3
"""Seconds after which Textual has painted a window of another size, where it is one."""
_CHUNK = 4096
_PATIENCE = 0.1  # seconds without input after which a lone ESC is the escape key and not the start of a sequence


class TerminalBackground(Message):
    """The terminal told, or changed, its background."""

    def __init__(self, light: bool) -> None:
        super().__init__()
        self.light = light


class SturdyDriver(LinuxDriver):
    """Give it to an App as `driver_class`.

    The stock driver decodes strictly, so that one Latin-1 byte on stdin kills the app, as does an
    escape sequence with an impossible number; and it reads an ended stdin over and over at full
    speed. Here such a byte becomes U+FFFD, such a sequence is dropped, and an ended stdin ends the
    reading: the hang-up guard notices that the terminal is gone. And it writes no more than differs.
    """

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._line = hook(app)
        self._worn: Any = getattr(app, "worn", None)
        """The app's WornTheme; other apps have none."""
        self._listens = False

    def repaint(self) -> None:
        """Paint all of the screen: what the terminal shows was written by somebody else."""
        self._forget()
        self._app.refresh(repaint=True, layout=True)

    def _forget(self) -> None:
        if self._line is not None:
            self._line.forget()

    def start_application_mode(self) -> None:
        """Begin, or go on after the terminal was given away; what a window of another size shows is open, too."""
        self._forget()
        self._loop = asyncio.get_running_loop()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._line is not None:
            self.write(ASKED)
        if self._worn is not None and self._worn.modes_before is not None:
            self.attrs_before = self._worn.modes_before  # by now it shows nothing of its input: it was asked something
            self._worn.modes_before = None
        self._listens = self._writer_thread is not None and self._worn is not None and self._worn.follows
        if self._listens:
            self.write(LISTEN)
        resized, loop = signal.getsignal(signal.SIGWINCH), self._loop

        def look_again(number: int) -> None:
            # Of two signals at once the later one is handled within the earlier, so the size told last is the older.
            if callable(resized):
                resized(number, None)
            # a window that has its old size again: Textual has nothing to do, though the terminal lost what it showed
            if self._line is None or self._line.lost:
                self.repaint()

        def forget_first(number: int, frame: FrameType | None) -> None:
            self._forget()
            if callable(resized):
                resized(number, frame)
            loop.call_soon_threadsafe(loop.call_later, RESIZED, look_again, number)

        signal.signal(signal.SIGWINCH, forget_first)

    def stop_application_mode(self) -> None:
        """Give the terminal away."""
        if self._listens:
            self.write(STOP_LISTENING)
        super().stop_application_mode()

    def run_input_thread(self) -> None:
        """Read keys until the app leaves or the terminal is gone."""
        keys = Keys(self._debug)
        if self._worn is not None:
            typed, self._worn.typed_ahead = self._worn.typed_ahead, b""
            for event in keys.feed(typed):
                self.process_message(event)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_PATIENCE):
                    data = self._read()
                    if not data:
                        break
                    for event in keys.feed(data):
                        if isinstance(event, CursorPosition):
                            self._hear_width(event)
                        else:
                            self.process_message(event)
                for event in keys.tick():
                    self.process_message(event)

    def _hear_width(self, event: CursorPosition) -> None:
        """Look where the cursor stood after a character that some terminals draw two cells wide."""
        if self._line is not None and event.y == ROW and event.x > NARROW:
            self._line.widen()
            self._loop.call_soon_threadsafe(self.repaint)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, _CHUNK)
        except OSError:  # EIO: the terminal hung up
            return b""


class Keys:
    """Bytes from a terminal to Textual's events, whatever the bytes are."""

    def __init__(self, debug: bool = False) -> None:
        self._debug = debug
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._parser = XTermParser(debug)
        self._answers = BackgroundAnswers()
        self._escape = False
        """Whether the last character was an ESC, which the parser has: it may begin an answer."""

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield the events in `data`; half a character or sequence waits for its rest."""
        text = self._decode(data)
        if self._escape and may_be_answer(f"\x1b{text}"):
            self._parser, text = XTermParser(self._debug), f"\x1b{text}"
        text = self._answers.without(text)
        if self._answers.light is not None:
            yield TerminalBackground(self._answers.light)
            self._answers.light = None
        yield from self._parsed(text)

    def _parsed(self, text: str) -> Iterator[Message]:
        self._escape = text[-1:] == "\x1b"
        # Character by character, so that what follows a broken sequence still arrives.
        for character in text:
            try:
                yield from self._parser.feed(character)
            except (ParseError, ValueError, OverflowError):  # a number that is none, or no character
                self._parser = XTermParser(self._debug)

    def tick(self) -> Iterator[Message]:
        """Yield what was waiting for more and has waited long enough: a lone escape key."""
        if held := self._answers.overdue():
            yield from self._parsed(held)
        for event in self._parser.tick():
            self._escape = False
            yield event
