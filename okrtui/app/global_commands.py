"""What the commands do that are the same on every screen; a screen's own `do_…` of the same name goes first."""

import asyncio
import math
import random
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okrtui.commands.catalogue import ENTRIES
from okrtui.commands.keys import key_of
from okrtui.errors import Refused
from okrtui.rituals.context import Context
from okrtui.rules.formatting import count
from okrtui.rules.live.promises import wait
from okrtui.widgets.forms.fields import Field

if TYPE_CHECKING:
    from okrtui.app.app import OkrApp
    from okrtui.screens.base.ritual_screen import RitualScreen


class GlobalCommands:
    """Answers the catalogue's `everywhere` commands for the app."""

    def __init__(self, app: "OkrApp") -> None:
        self.app = app
        for each in ENTRIES:
            if each.go is not None:
                setattr(self, f"do_{each.go.method}", partial(app.go, each.where))

    def why_not_live(self) -> str | None:
        """There must be a session."""
        if not self.app.frame.workspace:
            return "the workspace is being opened; once more in a moment"
        if self.app.frame.live is not None:
            return None
        ideas, retros = f"on {key_of('go.ideas')}", f"on {key_of('go.retros')}"
        starts = f"{key_of('ideas.start')} {ideas} starts a brainstorm, {key_of('retros.start')} {retros} a retro"
        return f"no live session runs now; {starts}"

    def do_live(self) -> None:
        """Join the session that runs."""
        live, screen = self.app.frame.live, self.app.ritual()
        if live is None:
            return
        if screen is not None and self.app.current_mode == live.kind.value and screen.shows_session(live):
            screen.show_message(f"this is {live.ref}: you are in it")
        self.app.go(live.kind.value, live.ref)

    def do_theme(self) -> None:
        """Switch to the next look."""
        self.app.worn.next()

    def do_palette(self) -> None:
        """Open the palette, which says what it can find."""
        from textual.command import CommandPalette  # few open it, and it takes its time

        if not isinstance(self.app.screen, CommandPalette):
            self.app.push_screen(CommandPalette(placeholder="a command, or where to go: KR3.2, S4, a title, a person"))

    def do_help(self) -> None:
        """Show every command here, with reasons for those that cannot be done, and do the one that is chosen."""
        from okrtui.screens.base.help import HelpScreen

        if screen := self.app.ritual():
            self.app.push_screen(HelpScreen(screen), lambda id: screen.action_run_command(id) if id else None)

    def why_not_jump(self) -> str | None:
        """There must be rows."""
        from okrtui.screens.base.jump import rows_in_sight

        screen = self.app.ritual()
        return None if screen is not None and rows_in_sight(screen) else "there is no row to jump to here"

    def do_jump(self) -> None:
        """Go to a row by its letter."""
        from okrtui.screens.base.jump import JumpScreen

        if screen := self.app.ritual():
            self.app.push_screen(JumpScreen(screen))

    async def do_undo(self) -> None:
        """Take back my last change."""
        from okrtui.rituals.journal import log

        screen = self.app.ritual()
        of = await self.app.ask(log.anonymous_undo)
        seconds = wait(of, time.time(), random.SystemRandom().random()) if of is not None else 0.0
        if screen is None or seconds < 1:
            await asyncio.sleep(seconds)
            await self._replay("undo")
            return
        said = f"it is taken back with what others do in {math.ceil(seconds)} s; leave okrtui open until then"
        screen.show_message(said, "done")
        screen.run_worker(self._undo_later(screen, seconds), group="undo")

    async def _undo_later(self, screen: "RitualScreen", seconds: float) -> None:
        await asyncio.sleep(seconds)
        try:
            await self._replay("undo")
        except Refused as refusal:
            screen.show_message(str(refusal), "error")

    async def do_redo(self) -> None:
        """Redo what was undone last."""
        await self._replay("redo")

    async def _replay(self, what: str) -> None:
        from okrtui.rituals.journal import log

        screen = self.app.ritual()
        activity = await self.app.ask(getattr(log, what))
        if screen is not None:
            await screen.reload()
            did = f"{activity.verb} {activity.ref}" if activity.ref not in activity.summary else activity.verb
            screen.show_message(
                f"{'taken back' if what == 'undo' else 'done again'}: {did} ({activity.summary})", "done"
            )

    async def do_export(self) -> None:
        """Write the workspace as a tree of Markdown files into a folder that the person names."""
        screen = self.app.ritual()
        if screen is None:
            return
        home = self.app.home_path()
        field = Field("folder", "Folder", value="okrs", required=True, help="files of others in it are left alone")
        if saved := await screen.fill(
            "Export as Markdown", [field], lambda ctx, values: export_to(ctx, home, values["folder"])
        ):
            screen.show_message(saved.made, "done")


def export_to(ctx: Context, home: Path, name: str) -> str:
    """Export and return what was done as a sentence. Raises Refused where the folder cannot be written."""
    from okrtui import __version__
    from okrtui.config import exports_folder
    from okrtui.sharing.export.tree import export_tree  # Markdown is not needed until now
    from okrtui.storage.local.exports import ExportRecords

    folder = home / Path(name).expanduser()
    result: Any = export_tree(ctx, folder, records=ExportRecords(exports_folder, __version__))
    return f"{folder}: {count(len(result.written), 'file')} written, {len(result.unchanged)} unchanged"
