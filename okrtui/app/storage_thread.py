"""The one thread that talks to storage: opens the workspace, runs use cases one after the other, reads the feed."""

import asyncio
import contextlib
from collections.abc import Callable, Container, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from okrtui.errors import Refused
from okrtui.model.journal import Activity, Verb
from okrtui.rituals.context import Context, who_is
from okrtui.rules.weeks import quarter_dates, quarter_of, week_of, weeks_between
from okrtui.storage.engine.change import looking
from okrtui.widgets.frame import Frame

if TYPE_CHECKING:
    from okrtui.model.live import Session
    from okrtui.storage.engine.change import Change
    from okrtui.storage.engine.store import Store
    from okrtui.storage.local.last_seen import JournalCheckpoints
    from okrtui.storage.local.tokens import Tokens

T = TypeVar("T")
News: TypeAlias = tuple[tuple[Activity, ...], T | None]


REMEMBER = timedelta(minutes=5)
"""How often it is kept which entry of the journal I have seen last."""
PATIENCE = 600.0
"""Seconds an entry waits for its turn to be stored; meanwhile the title says so and one goes on typing."""


def open_place(place: str) -> "Store":
    """Open the workspace at `place`; runs on the storage thread, which is where peewee is first imported."""
    from okrtui.storage.open import open_store

    return open_store(place, patience=PATIENCE)


class StorageThread:
    """Everything here is awaited on the event loop and done on the thread."""

    def __init__(
        self,
        opener: "Callable[[], Store]",
        login: str,
        person: str,
        clock: Callable[[], datetime],
        tokens: "Tokens | None" = None,
        seen: "JournalCheckpoints | None" = None,
    ) -> None:
        self._opener, self.login, self.person, self.clock = opener, login, person, clock
        self._tokens, self._seen = tokens, seen
        self._remembered: datetime | None = None
        self.presence_changed = False
        self._store: Store | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="storage")

    @property
    def waiting(self) -> bool:
        """Whether a write waits for another process now."""
        return self._store is not None and self._store.waiting

    async def run(self, job: Callable[[Context], T], new: Container[str] = ()) -> T:
        """Run `job` with a fresh context; opens the workspace first where it is not open. Raises what `job` raises.

        `new` are people who become members where the job names them.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: self._do(job, new))

    def _do(self, job: Callable[[Context], T], new: Container[str]) -> T:
        with looking():
            return job(self._ctx(new))

    def _ctx(self, new: Container[str] = ()) -> Context:
        store = self._store
        if store is None:
            store = self._opener()
            self.login, self.person = who_is(store, self.login, self.person)
            self._take(store)
        return Context(store, self.login, self.person, self.clock(), self._tokens, new.__contains__)

    async def adopt(self, make: "Callable[[], Store]") -> None:
        """Use the store that `make` returns."""
        await asyncio.get_running_loop().run_in_executor(self._thread, lambda: self._take(make()))

    def _take(self, store: "Store") -> "Store":
        from okrtui.storage.journal.feed import mark_seen

        mark_seen(store)  # before any screen reads: else the first look at the feed brings the whole journal
        self._store = store
        return store

    def heard(self) -> "Change | None":
        """Tell, without going to the thread, what has come since the last `news`; None where nothing is open yet."""
        return self._store.heard() if self._store is not None else None

    async def news(self) -> tuple[Activity, ...]:
        """Return what was written since the last call; `presence_changed` tells of writes beside the journal, too."""
        return await self.run(self._look)

    async def news_and(self, then: "Callable[[Context, tuple[Activity, ...]], T] | None") -> "News[T]":
        """Return what was written since the last call, and what `then` reads of it in the same go (None for none)."""
        return await self.run(lambda ctx: self._look_and(ctx, then))

    def _look_and(self, ctx: Context, then: "Callable[[Context, tuple[Activity, ...]], T] | None") -> "News[T]":
        news = self._look(ctx)
        return news, then(ctx, news) if then is not None and news else None

    def _look(self, ctx: Context) -> tuple[Activity, ...]:
        from okrtui.storage.journal.feed import poll

        news = poll(ctx.store)
        self.presence_changed = ctx.store.presence_changed
        if self._remembered is None or (news and ctx.now - self._remembered > REMEMBER):
            self._remember(ctx)
        return news

    def _remember(self, ctx: Context) -> None:
        """Keep in my own state which entry is the newest: a journal that is rewritten later shows by it."""
        if self._seen is not None:
            self._seen.remember(ctx.store, int(ctx.now.timestamp()))
        self._remembered = ctx.now

    async def close(self) -> None:
        """Close the workspace; a thread that hangs in a lock is not waited for longer than a second."""
        store = self._store
        if store is not None:
            with contextlib.suppress(asyncio.TimeoutError, Refused):
                await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(self._thread, self._leave), 1.0)
            self._store = None
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _leave(self) -> None:
        ctx = self._ctx()
        try:
            self._remember(ctx)
        finally:
            ctx.store.close()


CARDS = {Verb.CARD, Verb.CHANGED_CARD, Verb.GROUPED, Verb.SPLIT, Verb.NAMED, Verb.MERGED}
CARDS |= {Verb.HID_CARD, Verb.CORRECTED_CARD, Verb.READ_CARD, Verb.PUT_BACK_CARD, Verb.MOVED_CARD}
"""What becomes of a live session's cards: it comes many times a second, and the title line says nothing of it."""


def changes_frame(news: Iterable[Activity]) -> bool:
    """Tell whether the title line may say something else after `news`."""
    return any(each.verb not in CARDS for each in news)


def frame_of(ctx: Context) -> Frame:
    """Return what the title line says; weeks are counted from the cycle's first, or the quarter's where there is none.

    Raises NoWorkspace or Refused where the workspace cannot be read.
    """
    from okrtui.rituals.okrs.cycles import current

    workspace = ctx.store.workspace()
    cycle = current(ctx)
    dates = (cycle.start, cycle.end) if cycle else quarter_dates(quarter_of(ctx.today))
    place = ""
    if dates is not None and dates[0] <= ctx.today <= dates[1]:
        first, last = (week_of(day) for day in dates)
        place = f"week {weeks_between(first, ctx.week) + 1} of {weeks_between(first, last) + 1}"
    return Frame(workspace.name, ctx.week, place, ctx.name, _live(ctx), ctx.zone, workspace.decimal_sign)


def _live(ctx: Context) -> "Session | None":
    from okrtui.storage.repositories.live.running import live_session_exists

    if not live_session_exists(ctx.store):
        return None
    from okrtui.rituals.live import sessions

    return sessions.running(ctx)
