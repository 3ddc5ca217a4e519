"""What the commands do that are the same on every screen; a screen's own `do_…` of the same name goes first."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from textual.app import App

from okrtui.app.themes import next_theme
from okrtui.rituals.context import Context
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.widgets.forms.fields import Field, Values
from okrtui.widgets.frame import Frame

P = ParamSpec("P")
T = TypeVar("T")


class GlobalCommands(App[int]):
    """The part of the app that answers the catalogue's `everywhere` commands."""

    frame: Frame

    if TYPE_CHECKING:  # whoever this is mixed into has it

        def go(self, where: str, ref: str = "") -> None:
            """Show screen `where`."""

        def ask(self, fn: Callable[Concatenate[Context, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
            """Run `fn(ctx, …)` on the storage thread."""

        def ritual(self) -> RitualScreen | None:
            """Return the ritual screen that is shown."""

        def home_path(self) -> Path:
            """Return where files are written when a person names no folder."""

    def do_week(self) -> None:
        """Show this week."""
        self.go("week")

    def do_okrs(self) -> None:
        """Show the OKRs."""
        self.go("okrs")

    def do_checkin(self) -> None:
        """Show my check-in."""
        self.go("checkin")

    def do_heroes(self) -> None:
        """Show the hero board."""
        self.go("heroes")

    def do_ideas(self) -> None:
        """Show the ideas and the session that runs."""
        self.go("ideas")

    def why_not_live(self) -> str | None:
        """There must be a session."""
        if not self.frame.workspace:
            return "the workspace is being opened; once more in a moment"
        return None if self.frame.live is not None else "no live session runs now; s starts one on 5 and 6"

    def do_live(self) -> None:
        """Join the session that runs."""
        live, screen = self.frame.live, self.ritual()
        if live is None:
            return
        if screen is not None and self.current_mode == live.kind.value and screen.shows_session(live):
            screen.show_message(f"this is {live.ref}: you are in it")
        self.go(live.kind.value, live.ref)

    def do_retros(self) -> None:
        """Show the retros, the next one's topics and what was agreed."""
        self.go("retros")

    def do_log(self) -> None:
        """Show the journal."""
        self.go("log")

    def do_people(self) -> None:
        """Show who is responsible for what."""
        self.go("people")

    def do_actions(self) -> None:
        """Show the action items."""
        self.go("actions")

    def do_theme(self) -> None:
        """Switch to the next look."""
        self.ansi_color = None  # from now on as the theme says
        self.theme = next_theme(self.theme)

    def do_palette(self) -> None:
        """Open the palette."""
        self.action_command_palette()

    def action_command_palette(self) -> None:
        """Open the palette, which says what it can find."""
        from textual.command import CommandPalette  # few open it, and it takes its time

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder="a command, or where to go: KR3.2, S4, a title, a person"))

    def do_help(self) -> None:
        """Show every key that does something here, with reasons for those that cannot."""
        from okrtui.screens.base.help import HelpScreen

        if screen := self.ritual():
            self.push_screen(HelpScreen(screen.heading() or "This week", screen.help_rows()))

    async def do_undo(self) -> None:
        """Take back my last change."""
        await self._replay("undo")

    async def do_redo(self) -> None:
        """Do again what was taken back last."""
        await self._replay("redo")

    async def _replay(self, what: str) -> None:
        from okrtui.rituals.journal import log

        screen = self.ritual()
        activity = await self.ask(getattr(log, what))
        if screen is not None:
            await screen.reload()
            did = f"{activity.verb} {activity.ref}" if activity.ref not in activity.summary else activity.verb
            screen.show_message(
                f"{'taken back' if what == 'undo' else 'done again'}: {did} ({activity.summary})", "done"
            )

    async def do_export(self) -> None:
        """Write the workspace as a tree of Markdown files into a folder that the person names."""
        screen = self.ritual()
        if screen is None:
            return
        told: list[str] = []

        async def save(values: Values) -> None:
            told.append(await self.ask(export_to, self.home_path(), values["folder"]))

        field = Field("folder", "Folder", value="okrs", required=True, help="files of others in it are left alone")
        if await screen.fill("Export as Markdown", [field], save) is not None:
            screen.show_message(told[-1], "done")


def export_to(ctx: Context, home: Path, name: str) -> str:
    """Export and return what was done as a sentence. Raises Refused where the folder cannot be written."""
    from okrtui.sharing.export.tree import export_tree  # Markdown is not needed until now

    folder = home / Path(name).expanduser()
    result: Any = export_tree(ctx, folder)
    return f"{folder}: {len(result.written)} files written, {len(result.unchanged)} unchanged"
