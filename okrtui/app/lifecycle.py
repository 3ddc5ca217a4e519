"""How the program leaves: drafts are kept or said to be lost, and ctrl+z gives the shell back, holding nobody up."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from okrtui.screens.base.host import Drafts

if TYPE_CHECKING:
    from okrtui.app.app import OkrApp
    from okrtui.terminal.editor import EditorSession

PAUSE = 1.0
"""Seconds that ctrl+z waits for what is being stored: a process stopped while it writes stops everybody's writing."""


class Lifecycle:
    """Ends and pauses the app, and says what is wrong with the drafts."""

    def __init__(self, app: "OkrApp", drafts: Drafts | None) -> None:
        self.app = app
        self._drafts = drafts
        self._told = ""
        self._warned = False
        self._editing: EditorSession | None = None
        self.parting = ""
        """Why the program ended by itself, for whoever restores the screen to print."""

    def edit(self, text: str, suffix: str, keep: Callable[[str], None] | None) -> str | None:
        """Hand `text` to the person's editor; see `edit_text` of the app."""
        from okrtui.terminal.editor import edit

        return edit(text, suffix=suffix, suspended=self.suspended, keep=keep, began=self._edits)

    def _edits(self, editing: "EditorSession | None") -> None:
        self._editing = editing

    def keep_editing(self) -> None:
        """Put what an editor has saved into the drafts: the terminal has gone. Any thread may call it."""
        if self._editing is not None:
            self._editing.keep()

    def keep_drafts(self) -> None:
        """Have every screen put its half-written text into the drafts, and write them."""
        for stack in self.app._screen_stacks.values():
            for screen in stack:
                keep = getattr(screen, "keep_drafts", None)
                if keep is not None and screen.is_mounted:
                    keep()
        if self._drafts is not None:
            self._drafts.flush()

    def do_quit(self) -> None:
        """Keep drafts and end; where they cannot be kept, say so and stay until it is asked a second time."""
        self.keep_drafts()
        screen = self.app.ritual()
        if getattr(self._drafts, "failing", False) and not self._warned and screen is not None:
            self._warned = True
            screen.show_message(
                f"{getattr(self._drafts, 'problem', '')}; quit once more to lose what you typed", "error"
            )
            return
        self._leave(0)

    def end(self, code: int, message: str = "") -> None:
        """Keep drafts and leave with exit code `code`; `message` is for whoever restores the screen to print."""
        self.keep_drafts()
        self._leave(code, message)

    def _leave(self, code: int, message: str = "") -> None:
        self.parting = message  # Textual's own way cuts it at the terminal's width
        self.app.exit(code, return_code=code)

    @contextlib.contextmanager
    def suspended(self) -> Iterator[None]:
        """Give the terminal away for as long as the block runs, and take it back however that ends."""
        failed: BaseException | None = None
        with self.app.suspend():  # Textual takes the terminal back only where the block ends well
            try:
                yield
            except BaseException as error:
                failed = error
        self.app.refresh(repaint=True, layout=True)
        if failed is not None:
            raise failed

    async def pause(self) -> None:
        """Keep drafts and go to the background, between two writes and never within one."""
        self.keep_drafts()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.app.idle(), PAUSE)
            self.app.action_suspend_process()
            return
        if screen := self.app.ritual():
            screen.show_message("something is being stored still; ctrl+z once more in a moment", "warn")

    def tell_drafts(self) -> None:
        """Say once what is wrong with the drafts, on whatever screen: a `draft saved` in the title was too early."""
        problem = str(getattr(self._drafts, "problem", ""))
        if problem != self._told:
            self._told = problem
            if getattr(self._drafts, "failing", False):
                self.app.show_state("draft not saved")
            if problem and (screen := self.app.ritual()):
                screen.show_message(problem, "error")
