"""The countdown of a live session: each terminal counts by itself, and a tick repaints these few cells alone."""

from collections.abc import Callable
from datetime import date, datetime

from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from okrtui.model.live import Session
from okrtui.rules.formatting import countdown, weekday_day
from okrtui.rules.live.phases import minutes_over, seconds_left
from okrtui.rules.live.rounds import until
from okrtui.widgets.drawing.marks import QUIET, WARN

SOON = 60
"""Seconds before the end from which on the clock has the warning's colour."""


OVERTIME = 60
"""Seconds between two looks at a clock that is over: it tells whole minutes."""


class Clock(Widget):
    """Shows what is left of a session's time box, and by how many minutes it is over. Else nothing ticks."""

    DEFAULT_CSS = """
    Clock { width: 16; height: 1; }
    """

    class Over(Message):
        """The time is up, this moment."""

    def __init__(self, now: Callable[[], datetime], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now
        self._of: Session | None = None
        self._today: date | None = None
        self._tick: Timer | None = None
        self._every = 0
        self._said: Content | None = None

    def count(self, of: Session | None, today: date | None = None) -> None:
        """Count down this session's timer from now on; where its phase lasts over days, tell the day."""
        self._of, self._today = of, today
        self._pace()
        self._show()

    def _pace(self) -> None:
        """Tick each second while the clock runs, each minute once it is over, else never."""
        left, of = self.left(), self._of
        every = 0 if left is None or of is None or of.timer_left is not None else 1 if left else OVERTIME
        if every == self._every:
            return
        if self._tick is not None:
            self._tick.stop()
        self._every, self._tick = every, self.set_interval(every, self.tick) if every else None

    def left(self) -> int | None:
        """Return the seconds left, None where there is no timer."""
        of = self._of
        return None if of is None else seconds_left(of.timer_end, of.timer_left, self._now())

    def day(self) -> tuple[str, bool]:
        """Return until when a phase lasts over days and whether that is over, "" where it lasts over none."""
        last = until(self._of) if self._of is not None else None
        if last is None:
            return "", False
        is_over = self._today is not None and self._today > last
        return f"{'ended' if is_over else 'until'} {weekday_day(last)}", is_over

    def over(self) -> int:
        """Return by how many whole minutes the time is over."""
        of = self._of
        return minutes_over(of.timer_end, of.timer_left, self._now()) if of is not None else 0

    def tick(self) -> None:
        """Count, down to the end and up from there."""
        ran = self._every == 1
        self._pace()
        if ran and self._every == OVERTIME:
            self.post_message(self.Over())
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
            words, is_over = self.day()
            return Content.styled(words, f"bold {WARN}" if is_over else "bold")
        if left == 0:
            over = self.over()
            return Content.styled(f" {over} MIN OVER " if over else " TIMER OVER ", f"bold reverse {WARN}")
        text = countdown(left)
        if of.timer_left is not None:
            return Content.assemble((f"{text} ", QUIET), ("paused", WARN))
        return Content.styled(text, f"bold {WARN}" if left <= SOON else "bold")

    def render(self) -> Content:
        """Return the clock at the right end of its cells."""
        face = self.face()
        return Content(" " * max(0, self.size.width - face.cell_length)) + face
