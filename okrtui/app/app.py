"""The TUI's shell: one storage thread, the change feed, which screen is shown, and a clean end whatever happens."""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, TypeVar, cast

from textual import on
from textual.app import App
from textual.binding import Binding
from textual.command import Provider
from textual.driver import Driver
from textual.events import Event, Key, Paste
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from okrtui.app.change_feed import ChangeFeed
from okrtui.app.global_commands import GlobalCommands
from okrtui.app.lifecycle import Lifecycle
from okrtui.app.new_members import run_asking
from okrtui.app.storage_thread import StorageThread, frame_of, open_place
from okrtui.app.themes import NAMES, SIXTEEN
from okrtui.app.workspace_drafts import WorkspaceDrafts, uuid_of
from okrtui.app.worn_theme import WornTheme
from okrtui.commands.catalogue import ENTRIES
from okrtui.commands.command import Command
from okrtui.commands.keys import commands_for
from okrtui.errors import NoWorkspace, Refused
from okrtui.rituals.context import Context
from okrtui.screens.base.host import READING, Drafts
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.terminal.capabilities import safe_filters
from okrtui.terminal.key_queue import KeyQueue
from okrtui.terminal.machine import settle_memory
from okrtui.widgets.frame import Frame, TitleBar

if TYPE_CHECKING:
    from okrtui.screens.base.firstrun import Founding
    from okrtui.storage.engine.store import Store
    from okrtui.storage.local.last_seen import JournalCheckpoints
    from okrtui.storage.local.notes import PrivateNotes
    from okrtui.storage.local.sources import OwnSources
    from okrtui.storage.local.tokens import Tokens
    from okrtui.terminal.background import BackgroundQuestion
    from okrtui.terminal.driver import TerminalBackground

P = ParamSpec("P")
T = TypeVar("T")

NO_KEY = "no_key"
"""What a command without a key is mapped to: no keyboard sends it. Textual would take nothing for the default."""
SLOW = 0.3
"""Seconds after which a person is told that something still runs."""
SETTLED = 2.0
"""Seconds after which what is in memory is what stays there."""


def _lazily(screen: str) -> Callable[[], Screen[Any]]:
    """Return a factory that imports the screen when it is first shown: start-up time is a budget."""

    def make() -> Screen[Any]:
        from importlib import import_module

        module, _, name = screen.rpartition(".")
        return cast("Screen[Any]", getattr(import_module(f"okrtui.screens.{module}"), name)())

    return make


def _provider() -> type[Provider]:
    from okrtui.app.palette import CommandsProvider

    return CommandsProvider


def _places_provider() -> type[Provider]:
    from okrtui.app.palette import PlacesProvider

    return PlacesProvider


class OkrApp(App[int]):
    """The program in a terminal. Everything from outside (place, person, clock, drafts, config) is an argument."""

    CSS_PATH = "okrtui.tcss"
    TITLE = "okrtui"
    AUTO_FOCUS = None
    SUSPENDED_SCREEN_CLASS = "-beneath"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {_provider, _places_provider}
    BINDINGS = [
        Binding("ctrl+q,ctrl+c", "quit", show=False, priority=True, system=True),
        Binding("ctrl+z", "pause", show=False, priority=True, system=True),
        Binding("ctrl+l", "repaint", show=False, priority=True, system=True),
        Binding("ctrl+p", "command_palette", show=False, id="app.palette"),
    ]
    DEFAULT_MODE = "week"
    RITUALS: ClassVar[dict[str, Callable[[], Screen[Any]]]] = {each.where: _lazily(each.screen) for each in ENTRIES}

    def __init__(
        self,
        place: str,
        *,
        login: str,
        person: str,
        clock: Callable[[], datetime],
        drafts: Drafts | None = None,
        tokens: "Tokens | None" = None,
        sources: "OwnSources | None" = None,
        notes: "PrivateNotes | None" = None,
        seen: "JournalCheckpoints | None" = None,
        theme: str = "dark",
        question: "BackgroundQuestion | None" = None,
        keymap: Mapping[str, str] | None = None,
        rings: bool = False,
        opener: "Callable[[str], Store]" = open_place,
        found: "Callable[[str, Founding], Store] | None" = None,
        crash_file: Path | None = None,
        timezone: str = "UTC",
        first: str = "week",
        screens: Mapping[str, Callable[[], Screen[Any]]] | None = None,
        notice: str = "",
    ) -> None:
        # Told before the start, so that NO_COLOR means no colour codes at all and not shades of grey.
        super().__init__(ansi_color=True if NAMES.get(theme) == SIXTEEN else None)
        self.place, self.login, self.person, self.clock = place, login, person, clock
        self.keymap: Mapping[str, str] = keymap or {}
        self.frame = Frame(who=person)
        self.state = ""
        self.animation_level = "none"
        self._drafts = drafts
        self.sources, self.notes, self.rings = sources, notes, rings
        self._own: Drafts | None = None
        self._found, self._timezone, self._first = found, timezone, first
        self._crash_file, self._notice = crash_file, notice
        self._storage = StorageThread(lambda: opener(place), login, person, clock, tokens, seen)
        self.lifecycle = Lifecycle(self, drafts)
        self.feed = ChangeFeed(self, self._storage)
        self.global_commands = GlobalCommands(self)
        self.groups = (self.global_commands, self.lifecycle)
        self._open = asyncio.Event()
        self._keys = KeyQueue(self, self._handle_key, self._opening)
        self._asks = 0
        self._begun = False
        self._trail: list[str] = ["week"]
        self._commands: dict[str, list[Command]] = {}
        self._rituals = {**self.RITUALS, **(screens or {})}
        self.worn = WornTheme(self, theme, question)
        self.set_keymap({id: keys.strip() or NO_KEY for id, keys in self.keymap.items()})

    def on_terminal_background(self, event: "TerminalBackground") -> None:
        """Follow the terminal from light to dark and back."""
        self.worn.turn(light=event.light)

    # ---- storage ---------------------------------------------------------------------------

    async def ask(self, fn: Callable[Concatenate[Context, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn(ctx, …)` on the storage thread and return its result. Raises what it raises."""
        reading = READING.get()
        self._asks += 1
        slow = self.set_interval(SLOW, lambda: self._still_running(reading))
        try:
            result = await run_asking(self, self._storage, lambda ctx: fn(ctx, *args, **kwargs))
        except BaseException:
            self.show_state("")
            raise
        finally:
            slow.stop()
            self._asks -= 1
        if not reading:
            self.show_state("saved")
        elif self.state in ("loading…",):
            self.show_state("")
        return result

    def _still_running(self, reading: bool) -> None:
        self.show_state("workspace busy, saving…" if self._storage.waiting else "loading…" if reading else "saving…")

    def show_state(self, state: str) -> None:
        """Write `saved`, `saving…` and the like into the title line."""
        self.state = state
        for screen in self.screen_stack:
            for title in screen.query(TitleBar):
                title.state = state

    def show_frame(self, frame: Frame) -> None:
        """Have the title line say `frame`."""
        self.frame = frame
        if screen := self.ritual():
            screen.refresh_keys()
        if (follow := getattr(self.screen, "follow", None)) is not None:  # a projector
            follow(frame.live)

    @property
    def is_asking(self) -> bool:
        """Whether a screen waits for the storage thread."""
        return self._asks > 0

    async def idle(self) -> None:
        """Return when nothing is being stored."""
        await self._storage.run(lambda ctx: None)

    async def ready(self) -> None:
        """Return once the workspace is open; the first screen asks as soon as it is painted, and need not wait more."""
        self._begin_once()
        await self._open.wait()

    @property
    def drafts(self) -> Drafts | None:
        """Where half-written text is kept, once it is known for which workspace."""
        return self._own

    # ---- start -----------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[Any]:
        """Return the first ritual: an empty screen beneath it would be laid out for nothing."""
        return self._rituals[self.DEFAULT_MODE]()

    def on_mount(self) -> None:
        """Open the workspace once something is painted: peewee's import would hold the first paint up."""
        for name, make in self._rituals.items():  # only now: as a mode the first screen would be styled twice
            self.add_mode(name, make)
        # Whichever comes first: a key typed ahead may open a dialog before the first refresh is over.
        self.call_after_refresh(self._begin_once)
        self.set_timer(SLOW, self._begin_once)
        self.set_timer(SETTLED, settle_memory)

    def _begin_once(self) -> None:
        if not self._begun:
            self._begun = True
            self.run_worker(self._begin(), name="begin")

    async def _begin(self) -> None:
        try:
            self.frame = await self._storage.run(frame_of)
        except NoWorkspace as missing:
            if not await self._first_run(missing):
                return
        except Refused as refusal:
            self.lifecycle.end(1, str(refusal))
            return
        self.login, self.person = self._storage.login, self._storage.person  # a server knows people by its own names
        if self._drafts is not None:
            self._own = WorkspaceDrafts(self._drafts, await self._storage.run(uuid_of))
        self._open.set()
        self.feed.set_pace()
        self.show_frame(self.frame)
        if self._first != "week":
            self.go(self._first)
        if self._notice and (screen := self.ritual()):
            screen.show_message(self._notice, "warn")

    async def _first_run(self, missing: NoWorkspace) -> bool:
        """Ask the three things a new workspace needs and make it; return whether there is one now."""
        from okrtui.screens.base.firstrun import FirstRunScreen

        if self._found is None:
            self.lifecycle.end(1, str(missing))
            return False
        make = self._found

        async def found(founding: "Founding") -> None:
            await self._storage.adopt(partial(make, self.place, founding))
            self.person = self._storage.person = founding.person or self.person
            self.frame = await self._storage.run(frame_of)

        if await self.push_screen_wait(FirstRunScreen(self.place, self.person, self._timezone, found)) is None:
            self.lifecycle.end(0)
            return False
        return True

    # ---- moving about ----------------------------------------------------------------------

    def go(self, where: str, ref: str = "") -> None:
        """Show screen `where` ("" is the one before), handing it `ref`. Unknown ones raise KeyError."""
        if not where:
            self._trail = self._trail[:-1] or ["week"]
            where = self._trail[-1]
        elif self._trail[-1:] != [where]:
            self._trail = [*self._trail[-20:], where]
        if self.state.startswith("draft"):
            self.show_state("")  # it was the other screen's
        self.switch_mode(where)
        screen = self.ritual()
        if ref and screen is not None:
            screen.open_ref(ref)
            screen.reload_soon()
        if self._open.is_set():
            self.feed.set_pace()

    def ritual(self) -> RitualScreen | None:
        """Return the ritual screen that is shown, also beneath a dialog."""
        return next((each for each in reversed(self.screen_stack) if isinstance(each, RitualScreen)), None)

    def commands(self, where: str) -> list[Command]:
        """Return the commands of screen `where` with the person's own keys."""
        if where not in self._commands:
            self._commands[where] = commands_for(where, self.keymap)
        return self._commands[where]

    def action_command_palette(self) -> None:
        """Open the palette where nothing else has the key."""
        self.global_commands.do_palette()

    # ---- the terminal ----------------------------------------------------------------------

    def get_driver_class(self) -> type[Driver]:
        """Return the driver for a terminal."""
        from okrtui.terminal.driver import SturdyDriver

        return SturdyDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters and ours, which lets nothing unsafe reach the terminal."""
        return safe_filters(tuple(super().get_line_filters()))

    def get_theme(self, theme_name: str) -> Theme | None:
        """Return a theme by its name, at once: it is asked for with each line that is drawn."""
        return self._registered_themes.get(theme_name) or super().get_theme(theme_name)

    async def on_event(self, event: Event) -> None:
        """Hand keys on one by one."""
        if isinstance(event, (Key, Paste)) and not event.is_forwarded:
            await self._keys.take(event)
        else:
            await super().on_event(event)

    async def _handle_key(self, event: Key | Paste) -> None:
        """Take the last sentence away at every key, before the key does anything."""
        if isinstance(event, Key) and isinstance(self.screen, RitualScreen):
            self.screen.clear_message()
        await super().on_event(event)

    def _opening(self) -> bool:
        """Tell whether the next key may be for another screen or field than those that are there now.

        So it is until the screen that is shown has its fields, and while it is busy with what a key asked for. What
        waits for another process's lock opens nothing soon: what is typed meanwhile must not wait with it.
        """
        if not self.screen.is_mounted:
            return True
        return bool(getattr(self.screen, "is_busy", False)) and not self._storage.waiting

    def copy(self, text: str) -> None:
        """Send `text` to the terminal's clipboard by OSC 52, through tmux or GNU screen where we are inside."""
        from okrtui.terminal.editor import clipboard_code

        if self._driver is not None:
            self._driver.write(clipboard_code(text, tmux="TMUX" in os.environ, screen="STY" in os.environ))

    def edit_text(self, text: str, *, suffix: str = ".md", keep: Callable[[str], None] | None = None) -> str | None:
        """Hand `text` to $VISUAL or $EDITOR; None where it was left unchanged. Raises Refused where none runs.

        `keep` gets what was saved there where the terminal goes away meanwhile.
        """
        return self.lifecycle.edit(text, suffix, keep)

    def home_path(self) -> Path:
        """Return where files are written when a person names no folder."""
        return Path.cwd()

    # ---- the end ---------------------------------------------------------------------------

    async def action_quit(self) -> None:
        """Keep drafts and end."""
        self.lifecycle.do_quit()

    async def action_pause(self) -> None:
        """Keep drafts and go to the background."""
        await self.lifecycle.pause()

    def action_repaint(self) -> None:
        """Paint all of the screen: another program has written over it."""
        repaint = getattr(self._driver, "repaint", self.paint_again)  # a test's terminal has none
        repaint()

    @on(Driver.SignalResume)
    def paint_again(self) -> None:
        """After `fg` the screen is empty, and Textual would go on painting what changes only."""
        self.refresh(repaint=True, layout=True)

    async def on_unmount(self) -> None:
        """Look no more and close the workspace."""
        self.feed.stop()
        await self._storage.close()

    def _fatal_error(self) -> None:
        """Replace Textual's crash report, which prints local variables: people's text, raw escape codes included."""
        from rich.text import Text

        from okrtui.crash import write_crash

        self.lifecycle.keep_drafts()
        self.panic(Text(write_crash(self._crash_file)))
