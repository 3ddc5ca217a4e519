"""The filter line of a ritual screen: opened, left, dropped, and made before it is first asked for."""

import asyncio
import contextlib
from typing import TYPE_CHECKING

from textual.widget import Widget

from okrtui.screens.base.command_group import CommandGroup
from okrtui.widgets.frame import FilterLine, parts

if TYPE_CHECKING:
    from okrtui.screens.base.ritual_screen import RitualScreen

PAINTED = 0.1  # seconds within which what was asked for is painted, where it is painted at all


class FilterCommands(CommandGroup["RitualScreen"]):
    """The command that opens the line, where the screen filters something at all."""

    def __init__(self, screen: "RitualScreen", filters: bool) -> None:
        super().__init__(screen)
        self._filters = filters
        self._before: Widget | None = None

    def why_not_filter(self) -> str | None:
        """Say so where there is nothing to filter."""
        return None if self._filters else "nothing to filter here"

    def do_filter(self) -> None:
        """Open the filter line."""
        screen = self.screen
        before = screen.focused
        screen.add_class("-filtering")
        if screen.query_one(FilterLine).open():
            self._before = before
        else:
            screen.remove_class("-filtering")

    def leave(self) -> None:
        """Give the focus back to what had it before the line."""
        self.screen.remove_class("-filtering")
        self.screen.set_focus(self._before)
        self.screen.refresh_keys()

    async def prepare(self) -> None:
        """Make the line's field, the first time after what was loaded is painted: that has waited long enough."""
        for line in parts(self.screen, FilterLine):
            if not line.prepared:
                painted = asyncio.Event()
                self.screen.call_after_refresh(painted.set)
                with contextlib.suppress(TimeoutError):  # nothing is painted of a screen that was left meanwhile
                    await asyncio.wait_for(painted.wait(), PAINTED)
                await line.prepare()
