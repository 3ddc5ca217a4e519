"""The change feed: what others wrote reaches the screen, and costs next to nothing while nobody writes."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime

from okrtui.app.lifecycle import Lifecycle
from okrtui.app.storage_thread import StorageThread, changes_frame, frame_of
from okrtui.errors import Refused
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.storage.engine.change import Change
from okrtui.widgets.frame import Frame

CERTAIN = 1.0
"""Seconds after which is asked even if the workspace says it was not touched."""
LONGEST = 2.0
"""Seconds that the feed rests at most, however long the last reading took."""


class ChangeFeed(Lifecycle):
    """The part of the app that looks what others did."""

    _storage: StorageThread
    _open: asyncio.Event
    _asks: int
    clock: Callable[[], datetime]
    frame: Frame
    _polling = False
    _tick: asyncio.TimerHandle | None = None
    _look: "asyncio.Task[None] | None" = None
    _feed_seconds = 0.0
    _looked = 0.0
    _rests_until = 0.0
    """For as long as reading took, keys come first: else a room in which all write at once leaves no time for them."""
    _day = None

    def _set_feed(self) -> None:
        """Poll as often as the screen asks; the timer is replaced only where the pace changed."""
        screen = self.ritual()
        seconds = screen.POLL_SECONDS if screen else 1.0
        if seconds == self._feed_seconds or not self._open.is_set():
            return
        if self._tick is not None:
            self._tick.cancel()
        self._feed_seconds = seconds
        self._tick_soon()

    def _tick_soon(self) -> None:
        """A bare timer of the event loop: twenty of Textual's a second take longer than all else of an idle program."""
        self._tick = asyncio.get_running_loop().call_later(self._feed_seconds, self._glance)

    def _glance(self) -> None:
        """Look where something may have come; most of the time nothing has, and one number tells so."""
        self._tick_soon()
        if self._polling or time.monotonic() < self._rests_until:
            return
        heard = self._storage.heard()
        if heard in (None, Change.NEWS) or time.monotonic() - self._looked >= CERTAIN:
            self._look = asyncio.create_task(self._poll())
            self._look.add_done_callback(self._looked_there)
        elif heard is Change.PRESENCE and (screen := self.ritual()) is not None:
            screen.presence_changed()

    def _looked_there(self, look: "asyncio.Task[None]") -> None:
        if not look.cancelled() and (error := look.exception()) is not None:
            self.call_later(self._fail, error)

    def _fail(self, error: BaseException) -> None:
        """Let what went wrong end the program in the way of every other fault."""
        raise error

    async def on_unmount(self) -> None:
        """Stop looking."""
        if self._tick is not None:
            self._tick.cancel()

    async def _poll(self) -> None:
        self._tell_drafts()
        if self._polling or self._asks:  # an ask is on the thread: the next tick will see everything
            return
        self._polling, begun = True, time.monotonic()
        screen = self.ritual()
        try:
            news, read = await self._storage.news_and(screen.read_delta() if screen is not None else None)
            self._looked = time.monotonic()
            day = self.clock().date()
            if changes_frame(news) or day != (self._day or day):
                before, self.frame = self.frame, await self._storage.run(frame_of)
                if self.frame != before:
                    self._draw_frame()
            self._day = day
            if screen is not self.ritual():
                screen, read = self.ritual(), None
            if screen is None:
                return
            if read is not None and screen.apply_delta(read):
                return
            if news and screen.concerns(news):
                await screen.reload()
            elif self._storage.presence_changed:
                screen.presence_changed()
        except Refused as refusal:
            if screen := self.ritual():
                screen.show_message(str(refusal), "error")
        finally:
            now = time.monotonic()
            self._polling, self._rests_until = False, now + min(now - begun, LONGEST)

    def ritual(self) -> RitualScreen | None:
        """Return the ritual screen that is shown, also beneath a dialog."""
        return next((each for each in reversed(self.screen_stack) if isinstance(each, RitualScreen)), None)

    def _draw_frame(self) -> None:
        if screen := self.ritual():
            screen.refresh_keys()
