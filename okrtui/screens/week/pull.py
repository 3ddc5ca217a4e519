"""The check-in sheet's numbers from my own sources: run beside the screen, put into the draft, submitted by me."""

import asyncio
from typing import Protocol

from okrtui.rituals.week.pull import Outcome, Pulled, fill, read_all
from okrtui.rituals.week.sheet_state import SheetState
from okrtui.screens.base.command_group import CommandGroup, CommandScreen
from okrtui.text import clean

NO_SOURCES = "no key result here has a source of yours: okrtui source set KR1.1 -- COMMAND"


class SheetScreen(CommandScreen, Protocol):
    """The screen with the sheet."""

    sheet_state: SheetState | None

    @property
    def is_running(self) -> bool:
        """Whether somebody waits still."""

    def typed_by_now(self) -> SheetState | None:
        """Return the sheet with everything that has been typed by now."""

    def show_sheet(self) -> None:
        """Draw the sheet."""

    def keep_drafts(self) -> None:
        """Keep what is on it."""


class PullCommands(CommandGroup[SheetScreen]):
    """Fetching numbers."""

    _running = False

    def why_not_pull(self) -> str | None:
        """Numbers are of now: a past week's sheet takes none."""
        state = self.screen.sheet_state
        if self._running:
            return "the numbers are being fetched"
        if state is None or self.screen.host.sources is None:
            return "you have no config that says where numbers come from"
        return None if state.data.week == state.data.this_week else "sources tell the number of now, not of a week ago"

    async def do_pull(self) -> None:
        """Run my sources for the key results of the sheet and put what they say into it."""
        screen, state, sources = self.screen, self.screen.sheet_state, self.screen.host.sources
        if state is None or sources is None:
            return
        here = {standing.kr.ref for standing in state.data.key_results}
        every = await asyncio.to_thread(sources.of, state.data.workspace)
        found = [source for ref, source in every.items() if ref in here]
        if not found:
            screen.show_message(NO_SOURCES, "warn")
            return
        screen.show_message(f"fetching {', '.join(each.ref for each in found)} …")
        self._running = True
        try:
            readings = await asyncio.to_thread(lambda: tuple(read_all(found, lambda: not screen.is_running)))
        finally:
            self._running = False
        now = screen.typed_by_now()  # somebody may have typed, or gone to another week
        if now is None or now.data.week != now.data.this_week:
            return
        done = fill(now, readings)
        screen.show_sheet()
        screen.keep_drafts()
        bad = any(each.outcome in (Outcome.NONE, Outcome.KEPT) for each in done)
        screen.show_message("; ".join(map(_told, done)), "warn" if bad else "done")


def _told(done: Pulled) -> str:
    ref, value = done.reading.ref, clean(done.reading.value)
    return {
        Outcome.DRAFTED: f"{ref} {value}",
        Outcome.UNCHANGED: f"{ref} {value}, unchanged",
        Outcome.KEPT: f"{ref} {value}, not taken: {done.why}",
        Outcome.NONE: f"{ref} no value: {done.why}",
    }[done.outcome]
