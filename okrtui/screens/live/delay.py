"""In an anonymous session what people say waits for what others say, so that nothing comes when its author typed."""

import asyncio
import contextlib
import math
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from okrtui.errors import Refused
from okrtui.model.live import Phase, Session
from okrtui.rules.live.promises import settles, wait

if TYPE_CHECKING:
    from okrtui.screens.live.live_group import LiveRoom


class Delay:
    """Lets what was said go in at a drawn moment after each quarter of a minute; what waits lies in my own state."""

    def __init__(self, screen: "LiveRoom") -> None:
        self._screen = screen
        self._shown = asyncio.Event()
        """Set from the reveal on: what still waits to be hidden among others' cards goes in."""
        self.kept_by: list[Callable[[], None]] = []
        """What takes up again what is kept in my own state."""
        self._hurry: asyncio.Event | None = None
        """While whoever leads waits: what ends that."""

    async def turn(self, of: Session | None, *, until_shown: bool = False) -> None:
        """Wait until what is said in a session goes in; `until_shown` no longer than to the reveal."""
        seconds = wait(of, time.time(), random.SystemRandom().random()) if of is not None else 0.0
        if seconds >= 1:
            said = f"kept: it goes in with those of others in {math.ceil(seconds)} s; leave okrtui open until then"
            self._screen.show_message(said, "done")
        if until_shown and seconds and not self._shown.is_set():
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._shown.wait(), seconds)
        elif seconds:
            await asyncio.sleep(seconds)

    def enter_phase(self, is_shown: bool) -> None:
        """Take in whether the cards are revealed, and let go in what waited when okrtui was left."""
        (self._shown.set if is_shown else self._shown.clear)()
        for take_up in self.kept_by:
            take_up()

    async def settled(self, of: Session, then: Callable[[], Awaitable[object]], to: Phase | None = None) -> None:
        """Do `then` once what people have said has come in: a session goes on `to` a phase, or answers are shown.

        Asked again meanwhile it is done at once. It is left where the session has gone on by itself.
        """
        if self._hurry is not None:
            self._hurry.set()
            return
        seconds = settles(of, time.time(), to)
        if seconds < 1:
            await asyncio.sleep(seconds)
            await then()
            return
        said = f"in {math.ceil(seconds)} s, when what others have said is in; once more does it at once"
        self._screen.show_message(said, "done")
        self._hurry = asyncio.Event()
        self._screen.run_worker(self._later(of, seconds, self._hurry, then), group="lead")

    async def _later(
        self, of: Session, seconds: float, hurry: asyncio.Event, then: Callable[[], Awaitable[object]]
    ) -> None:
        try:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(hurry.wait(), seconds)
        finally:
            self._hurry = None
        now = self._screen.state.of
        if now is None or (now.id, now.phase, now.step_id) != (of.id, of.phase, of.step_id):
            return
        try:
            await then()
        except Refused as refusal:
            self._screen.show_message(str(refusal), "error")

    # ---- what waits, in my own state -------------------------------------------------------

    def keep(self, name: str, what: Mapping[int, object]) -> None:
        """Keep what waits (votes by group, answers by question); nothing is kept where there is none."""
        if (drafts := self._screen.host.drafts) is not None:
            if what:
                drafts.put(name, {str(key): str(value) for key, value in what.items()})
            else:
                drafts.drop(name)

    def kept(self, name: str) -> dict[int, str]:
        """Return what is kept, as text."""
        drafts = self._screen.host.drafts
        found = drafts.get(name) if drafts is not None else None
        if not isinstance(found, Mapping):
            return {}
        try:
            return {int(key): str(value) for key, value in found.items()}
        except ValueError:  # written by hand
            return {}
