"""When a program under test is idle: asked of its event loop, not guessed from how much it computes."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

from textual._context import active_app
from textual.pilot import Pilot

HELD_UP = 0.5
"""Seconds that a job on another thread may take; one that takes longer waits for something, such as a lock."""

PATIENCE = 15.0
"""Seconds that something may take to come true; much, because tests share two cores."""

_jobs: set[asyncio.Future[Any]] = set()


def count_jobs(
    run: Callable[..., "asyncio.Future[Any]"],
) -> Callable[..., "asyncio.Future[Any]"]:
    """Return `run_in_executor` that remembers what is under way."""

    def run_counted(
        loop: asyncio.BaseEventLoop, executor: Executor | None, fn: Callable[..., Any], *args: Any
    ) -> "asyncio.Future[Any]":
        job = run(loop, executor, fn, *args)
        _jobs.add(job)
        job.add_done_callback(_jobs.discard)
        return job

    return run_counted


async def comes_true(pilot: Pilot[Any], condition: Callable[[], object]) -> bool:
    """Let the program run until it is idle and `condition()` holds; False where it never does."""
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE
    while loop.time() < end:
        await pilot.pause()
        if condition():
            return True
        await asyncio.sleep(0.005)  # idle is soon reached: what it waits for may be another process, or a timer
    return False


async def wait_for_idle(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Return when nothing is ready to run, no job is on the storage thread, no key waits and nothing is to be painted.

    Textual's own sleeps at least 20 ms, twice a key, and takes a process for busy that only computes slowly: it made
    up more than half of the suite's time. At most `max_sleep` seconds, as there.
    """
    loop: Any = asyncio.get_running_loop()
    end = loop.time() + max_sleep
    while loop.time() < end:
        await _nothing_ready(loop)
        jobs = {each for each in _jobs if each.get_loop() is loop}
        if jobs:
            done, _ = await asyncio.wait(jobs, timeout=HELD_UP, return_when=asyncio.FIRST_COMPLETED)
            if not done:
                return
        elif _held_by_a_timer():
            await asyncio.sleep(0.002)
        elif not _paints(loop):
            return


def _held_by_a_timer() -> bool:
    """Tell whether a new size, or a key for the form that the one before it opens, waits for a timer of a moment."""
    app = active_app.get()
    keys = getattr(app, "_keys", None)
    return app._resize_event is not None or (keys is not None and keys._busy)


async def _nothing_ready(loop: Any) -> None:
    rounds = 0
    while rounds < 2:  # the first may only have fetched what timers and other threads have for the second
        await asyncio.sleep(0)
        rounds = 0 if loop._ready else rounds + 1


def _paints(loop: Any) -> bool:
    """Paint now what a timer would paint within a sixtieth of a second; tell whether that set anything going."""
    if (app := active_app.get()).screen_stack:
        app.screen._on_timer_update()
    return bool(loop._ready)
