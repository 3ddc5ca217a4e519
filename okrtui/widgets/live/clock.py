"""The countdown of a live session: each terminal counts by itself, and a tick repaints these few cells alone."""

from collections.abc import Callable
from datetime import datetime

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from okrtui.model.live import Session
from okrtui.rules.formatting import countdown
from okrtui.rules.live.phases import seconds_left
from okrtui.widgets.drawing.marks import QUIET, WARN

SOON = 60
"""Seconds before the end from which on the clock has the warning's colour."""


class Clock(Widget):
    """Shows what is left of a session's time box. Nothing ticks where none runs, is paused, or is over."""

    DEFAULT_CSS = """
    Clock { width: 14; height: 1; }
    """

    def __init__(self, now: Callable[[], datetime], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now
        self._of: Session | None = None
        self._tick: Timer | None = None
        self._said: Content | None = None

    def count(self, of: Session | None) -> None:
        """Count down this session's timer from now on."""
        self._of = of
        left = self.left()
        runs = bool(left) and of is not None and of.timer_left is None
        if runs and self._tick is None:
            self._tick = self.set_interval(1, self.tick)
        elif not runs and self._tick is not None:
            self._tick.stop()
            self._tick = None
        self._show()

    def left(self) -> int | None:
        """Return the seconds left, None where there is no timer."""
        of = self._of
        return None if of is None else seconds_left(of.timer_end, of.timer_left, self._now())

    def tick(self) -> None:
        """Count; at the end stay at it."""
        if self._tick is not None and not self.left():
            self._tick.stop()
            self._tick = None
        self._show()

    def _show(self) -> None:
        said = self.face()
        if self._said is None or not said.is_same(self._said):
            self._said = said
            self.refresh()

    def face(self) -> Content:
        """Return what the clock shows."""
        left, of = self.left(), self._of
        if left is None or of is None:
            return Content()
        if left == 0:
            return Content.styled(" TIMER OVER ", f"bold reverse {WARN}")
        text = countdown(left)
        if of.timer_left is not None:
            return Content.assemble((f"{text} ", QUIET), ("paused", WARN))
        return Content.styled(text, f"bold {WARN}" if left <= SOON else "bold")

    def render(self) -> Content:
        """Return the clock at the right end of its cells."""
        face = self.face()
        return Content(" " * max(0, self.size.width - face.cell_length)) + face
