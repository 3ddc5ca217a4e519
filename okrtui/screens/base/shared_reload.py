"""Reading a screen anew for all who ask: one load at a time, and the one after it for whoever asked meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable


class SharedReload:
    """Awaits `ready` and then `load`, so often that each who asks gets a load that began after they did.

    Whoever asks while a load runs must not go on as if that one showed what they stored: it may have read before.
    """

    def __init__(self, ready: Callable[[], Awaitable[None]], load: Callable[[], Awaitable[None]]) -> None:
        self._ready, self._load = ready, load
        self._turn = asyncio.Lock()
        self._asked = self._began = self._answered = 0

    @property
    def is_pending(self) -> bool:
        """Whether somebody waits for a load."""
        return self._asked > self._answered

    @property
    def is_outdated(self) -> bool:
        """Whether somebody has asked since the newest load began: another one follows it."""
        return self._asked > self._began

    async def run(self) -> None:
        """Return once a load has ended that began after this call; not from within a load. Raises what `load` does."""
        self._asked += 1
        mine = self._asked
        async with self._turn:
            if mine <= self._answered:
                return
            await self._ready()
            self._began = self._asked
            await self._load()
            self._answered = self._began  # where it failed or was cancelled, whoever waits loads
