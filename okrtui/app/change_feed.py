"""The change feed: what others wrote reaches the screen, and costs next to nothing while nobody writes."""

import asyncio
import time
from datetime import date
from typing import TYPE_CHECKING

from okrtui.app.storage_thread import StorageThread, changes_frame, frame_of
from okrtui.errors import Refused
from okrtui.storage.engine.change import Change

if TYPE_CHECKING:
    from okrtui.app.app import OkrApp

CERTAIN = 1.0
"""Seconds after which is asked even if the workspace says it was not touched."""
LONGEST = 2.0
"""Seconds that the feed rests at most, however long the last reading took."""


class ChangeFeed:
    """Looks what others did and tells the screen that is shown."""

    def __init__(self, app: "OkrApp", storage: StorageThread) -> None:
        self.app = app
        self._storage = storage
        self._polling = False
        self._tick: asyncio.TimerHandle | None = None
        self._look: asyncio.Task[None] | None = None
        self._seconds = 0.0
        self._looked = 0.0
        self._rests_until = 0.0
        """For as long as reading took, keys come first: a room in which all write leaves no time for them else."""
        self._day: date | None = None

    def set_pace(self) -> None:
        """Look as often as the screen asks; the timer is replaced only where the pace changed."""
        screen = self.app.ritual()
        seconds = screen.POLL_SECONDS if screen else 1.0
        if seconds != self._seconds:
            self.stop()
            self._seconds = seconds
            self._tick_soon()

    def _tick_soon(self) -> None:
        """A bare timer of the event loop: twenty of Textual's a second take longer than all else of an idle program."""
        self._tick = asyncio.get_running_loop().call_later(self._seconds, self.glance)

    def glance(self) -> None:
        """Look where something may have come; most of the time nothing has, and one number tells so."""
        self._tick_soon()
        if self._polling or time.monotonic() < self._rests_until:
            return
        heard = self._storage.heard()
        if heard in (None, Change.NEWS) or time.monotonic() - self._looked >= CERTAIN:
            self._look = asyncio.create_task(self.poll())
            self._look.add_done_callback(self._looked_there)
        elif heard is Change.PRESENCE and (screen := self.app.ritual()) is not None:
            screen.presence_changed()

    def _looked_there(self, look: "asyncio.Task[None]") -> None:
        if not look.cancelled() and (error := look.exception()) is not None:
            self.app.call_later(self._fail, error)

    def _fail(self, error: BaseException) -> None:
        """Let what went wrong end the program in the way of every other fault."""
        raise error

    def stop(self) -> None:
        """Look no more."""
        if self._tick is not None:
            self._tick.cancel()

    async def poll(self) -> None:
        """Read what came and tell the screen; what goes wrong is said there."""
        self.app.lifecycle.tell_drafts()
        if self._polling or self.app.is_asking:  # an ask is on the thread: the next tick will see everything
            return
        self._polling, begun = True, time.monotonic()
        screen = self.app.ritual()
        try:
            news, read = await self._storage.news_and(screen.read_delta() if screen is not None else None)
            self._looked = time.monotonic()
            day = self.app.clock().astimezone(self.app.frame.zone).date()
            turned = day != (self._day or day)
            if changes_frame(news) or turned:
                frame = await self._storage.run(frame_of)
                if frame != self.app.frame:
                    self.app.show_frame(frame)
            self._day = day
            if screen is not self.app.ritual():
                screen, read = self.app.ritual(), None
            if screen is None:
                return
            if read is not None and screen.apply_delta(read) and not turned:
                return
            if turned or (news and screen.concerns(news)):
                await screen.reload()
            elif self._storage.presence_changed:
                screen.presence_changed()
        except Refused as refusal:
            if screen := self.app.ritual():
                screen.show_message(str(refusal), "error")
        finally:
            now = time.monotonic()
            self._polling, self._rests_until = False, now + min(now - begun, LONGEST)
