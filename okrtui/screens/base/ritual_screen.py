"""What every ritual screen is: frame around the content, commands from the catalogue, loading in place.

How to write a screen
---------------------
* Declare screen and commands in a block of a file in `okrtui/commands`; `class MyScreen(RitualScreen)`
  has `where = "myscreen"`, and bindings, footer, `?`, palette follow. `okrs.new` calls `do_new(self)` (plain or
  async; async ones run in a worker, so they may wait for `ask` and `push_screen_wait`). While a command runs, its
  key is not taken twice.
* Commands that belong together are a CommandGroup with the same methods; `self.groups = (MyCommands(self),)` holds
  them. A command is looked for in the screen, its groups, the app's groups. What a key of two meanings does when is
  told in `self.meanings`.
* `why_not_new(self) -> str | None`: the reason why the command cannot be done now. It is said when the key is
  pressed and shown in help and palette. Must be cheap: no storage.
* `compose_content(self)` yields the widgets between title line and key line. Never hand data to a widget as `str`:
  `Content(text)`.
* `async def load(self)` reads with `await self.ask(fn, …)` (`fn(ctx, …)` on the storage thread) and updates the
  widgets in place, keeping cursor, scroll and half-typed text. It runs when the screen is shown, when it comes back,
  and when somebody else wrote something that `concerns(activities)` (default: anything).
* `await self.change(fn, …)` is for writing: asks, then loads again. `Refused` that escapes a command or `load` is
  said on the message line; catch it yourself only to do more.
* Asking, from an async command: `await self.fill(title, [Field(…)], save)` with `save(ctx, values)`, `self.ask_line`,
  `self.confirm`, `self.choose`. What is there already and may be changed by two people is asked for with `self.edit` or
  `self.edit_line`: who comes later sees both versions and chooses.
* `show_message(text, kind)`: one sentence until the next key; kind is info, done, warn or error. A key in it is
  spelled `{key_of("myscreen.new")}`, which becomes the person's own; other places that say keys ask `with_keys`.
* `filter_changed(text)` makes `/` work; `self.filter_text` is the present filter. `markdown()` makes `y` work
  (plain or async). `self.host.go(where, ref)` shows another screen: its `open_ref(ref)` is called before its next
  `load` (its widgets may not be there yet: use it there). `keep_drafts()` is called before leaving the program.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.css.query import NoMatches
from textual.events import DescendantBlur, DescendantFocus, Key, Resize, ScreenResume
from textual.widget import Widget
from textual.widgets import Static

from okrtui.commands.catalogue import EVERYWHERE, SCREENS, Command
from okrtui.commands.keys import key_of, show_key, shown_keys, types
from okrtui.errors import Refused
from okrtui.model.journal import Activity
from okrtui.rituals.context import Context
from okrtui.rules.formatting import count
from okrtui.screens.base.command_group import CommandGroup, Handler, Meanings, bindings_for, find_handler
from okrtui.screens.base.dialogs import DialogScreen
from okrtui.screens.base.filtering import FilterCommands
from okrtui.screens.base.host import Host, loading
from okrtui.screens.base.shared_reload import SharedReload
from okrtui.widgets.frame import FilterLine, KeysBar, MessageLine, TitleBar, clear_message_line, key_entries, parts
from okrtui.widgets.lists.row_list import RowList
from okrtui.widgets.live.banner import LiveBanner

if TYPE_CHECKING:
    from okrtui.model.live import Session  # few runs of the program have one

P = ParamSpec("P")
T = TypeVar("T")

SMALLEST = (60, 15)
NOTHING = "this does nothing on this screen"


class RitualScreen(DialogScreen):
    """Base of all ritual screens; the module's docstring says how to write one."""

    left_out: ClassVar[tuple[str, ...]] = ()
    """Ids of commands that stand in no key line here: others matter more."""
    POLL_SECONDS: ClassVar[float] = 1.0
    AUTO_FOCUS = "RowList"
    BINDINGS = bindings_for(EVERYWHERE)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "where" in cls.__dict__:
            cls.BINDINGS = [*bindings_for(cls.where), *cls.__dict__.get("BINDINGS", [])]
        super().__init_subclass__(**kwargs)

    def __init__(self) -> None:
        super().__init__()
        self.filter_text = ""
        self.loaded = False
        """Whether the first load has ended; keys that come before it wait for it a moment."""
        self.groups: tuple[CommandGroup[Any], ...] = ()
        self.meanings: Meanings = {}
        self._reloads = SharedReload(lambda: self.host.ready(), self._load_and_draw)
        self._doing: set[str] = set()
        self._bound: tuple[object, frozenset[str]] = self, frozenset()
        """Which keys do something while that has the focus."""
        self._filtering = FilterCommands(self, type(self).filter_changed is not RitualScreen.filter_changed)

    # ---- what screens override -------------------------------------------------------------

    def compose_content(self) -> ComposeResult:
        """Yield the widgets between title line and key line."""
        yield from ()

    async def load(self) -> None:
        """Read what the screen shows and put it into the widgets in place."""

    def filter_changed(self, text: str) -> None:
        """Show only what contains `text`; overriding this makes `/` work."""

    def markdown(self) -> str | Awaitable[str]:
        """Return what is shown as Markdown; overriding this makes `y` work."""
        return ""

    def open_ref(self, ref: str) -> None:
        """Show `ref`, because another screen sent the person here for it."""

    def concerns(self, activities: Sequence[Activity]) -> bool:
        """Return whether what others did concerns this screen."""
        return True

    def presence_changed(self) -> None:
        """Others wrote what the journal does not tell: who is there, ready, typing, has voted."""

    def read_delta(self) -> Callable[[Context, Sequence[Activity]], object] | None:
        """Return what reads, on the storage thread, what came; None where `load` does it in a go of its own."""
        return None

    def apply_delta(self, read: object) -> bool:
        """Show what `read_delta` read; False where it is old already, and `load` has to read again."""
        return False

    def keep_drafts(self) -> None:
        """Put half-written text into the drafts."""

    def footer_keys(self) -> list[tuple[str, str]]:
        """Return key and name of what matters now; the last one stands at the right end."""
        typing, pairs = self.is_typing(), list[tuple[str, str]]()
        for each in self.commands():
            keys = [key for key in each.keys if not (typing and types(key))]
            if each.footer and keys and each.id not in (f"go.{self.where}", *self.left_out):
                handler = self.handler(each)
                if handler is not None and handler.why_not() is None:
                    pairs.append((show_key(keys[0]), handler.name))
        return pairs

    # ---- what screens use ------------------------------------------------------------------

    async def ask(self, fn: Callable[Concatenate[Context, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn(ctx, …)` on the storage thread and return its result. Raises what it raises."""
        return await self.host.ask(fn, *args, **kwargs)

    async def change(self, fn: Callable[Concatenate[Context, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case that writes, then load the screen again."""
        result = await self.host.ask(fn, *args, **kwargs)
        await self.reload()
        return result

    def show_message(self, text: str, kind: str = "info") -> None:
        """Show one sentence in place of the keys until the next key; kind: info, done, warn, error."""
        for line in parts(self, MessageLine):
            line.show(self.with_keys(text), kind)
            clear_message_line(self, True)

    def clear_message(self) -> None:
        """Take the sentence away; the app calls this at every key."""
        clear_message_line(self, False)

    def is_typing(self) -> bool:
        """Return whether characters belong to a field now."""
        return self.focused is not None and self.focused.check_consume_key("a", "a")

    async def reload(self) -> None:
        """Load again; on return what was stored before the call is shown. Not from `load`, which it would wait for."""
        await self._reloads.run()

    @property
    def is_loading(self) -> bool:
        """Whether a load was asked for that has not ended."""
        return self._reloads.is_pending

    async def _load_and_draw(self) -> None:
        if self.loaded and not self.is_running:  # it was left while an earlier load ran
            return
        try:
            await self._load_or_say()
        except NoMatches:
            if parts(self, TitleBar):  # else the program ended while this was being read
                raise
        finally:
            self.loaded = True
        self.refresh_keys()

    async def _load_or_say(self) -> None:
        with loading():
            try:
                await self.load()
            except Refused as refusal:
                self.show_message(str(refusal), "error")
        if not self._reloads.is_outdated and self.why_not("app.filter") is None:
            await self._filtering.prepare()

    def reload_soon(self) -> None:
        """Load again without waiting for it."""
        self.run_worker(self.reload(), group="load")

    def refresh_keys(self) -> None:
        """Draw title and key line again."""
        for bar in parts(self, KeysBar):  # none before the first layout and while the program ends
            bar.note = f"/{self.filter_text}" if self.filter_text else ""
            bar.entries = key_entries(self.footer_keys())
        for title in parts(self, TitleBar):
            title.frame, title.state, title.heading = self.host.frame, self.host.state, self.heading()
        for banner in parts(self, LiveBanner):
            live = self.host.frame.live
            banner.tell(live if live and not self.shows_session(live) else None, self.join_key())

    def shows_session(self, of: "Session") -> bool:
        """Return whether this screen shows a running session already, so that no banner need tell of it."""
        return False

    def join_key(self) -> str:
        """Return the key that joins the live session here; in a field one that types nothing."""
        return self.with_keys(key_of("go.live", typing=self.is_typing()))

    def heading(self) -> str:
        """Return the screen's name for the title line."""
        return SCREENS.get(self.where, "") if self.where != "week" else ""

    def help_rows(self) -> list[tuple[str, str, str, str]]:
        """Return key, name, help and the reason why not ("" where it can be done) of every live command."""
        return [
            (" ".join(shown_keys(each)), each.name, each.help, self.with_keys(self.why_not(each.id) or ""))
            for each in self.commands()
        ]

    # ---- commands --------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        """Return every command that is live here, with the person's own keys."""
        return self.host.commands(self.where)

    def handler(self, command: Command) -> Handler | None:
        """Return what does a command here and now, None where nothing does."""
        return find_handler(command, self.holders(self.host), self.meanings)

    def holders(self, host: Host) -> tuple[object, ...]:
        """Return what has commands here, in the order in which they are looked for."""
        return (self, *self.groups, self._filtering, *host.groups)

    def why_not(self, id: str) -> str | None:
        """Return why the command cannot be done now, None where it can."""
        handler = self._find(id)
        return handler.why_not() if handler is not None else NOTHING

    def _find(self, id: str) -> Handler | None:
        command = next((each for each in self.commands() if each.id == id), None)
        return self.handler(command) if command is not None else None

    def action_run_command(self, id: str) -> None:
        """Do a command, or say why not."""
        handler, reason = self._find(id), self.why_not(id)
        if reason is not None or handler is None:
            self.show_message(reason or NOTHING, "warn")
        elif id not in self._doing:
            if inspect.iscoroutinefunction(handler.do):
                self._doing.add(id)
                # A worker, so that keys are still answered while storage or a dialog is waited for.
                self.run_worker(self._run(id, handler.do), group="command")
                return
            before = self.focused
            try:  # at once: the next key must find what this one did
                handler.do()
            except Refused as refusal:
                self.show_message(str(refusal), "error")
            if self.focused is before:  # else the focus that moves draws them
                self.refresh_keys()

    @property
    def is_busy(self) -> bool:
        """Whether a command runs or the first load does: a dialog or a row may come that the next key is for."""
        return bool(self._doing) or not self.loaded

    async def _run(self, id: str, handler: Callable[[], Awaitable[object]]) -> None:
        try:
            await handler()
        except Refused as refusal:
            self.show_message(str(refusal), "error")
        finally:
            self._doing.discard(id)
            self.refresh_keys()

    def on_filter_line_typed(self, event: FilterLine.Typed) -> None:
        """Filter as the person types."""
        event.stop()
        self.filter_text = event.text
        self.filter_changed(event.text)

    def on_filter_line_left(self, event: FilterLine.Left) -> None:
        """Give the focus back."""
        event.stop()
        self._filtering.leave()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Open the row, by the command `open`; Textual calls this beside the handler of a screen that has its own."""
        own = type(self).on_row_list_chosen is not RitualScreen.on_row_list_chosen
        if not own and self._find(f"{self.where}.open") is not None:
            self.action_run_command(f"{self.where}.open")

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Other keys may matter on another row."""
        if event.row_list is self.focused and type(self).on_row_list_moved is RitualScreen.on_row_list_moved:
            self.refresh_keys()

    def drop_filter(self) -> None:
        """Show everything again."""
        self.query_one(FilterLine).clear()
        self.filter_text = ""
        self.filter_changed("")
        self.refresh_keys()

    def why_not_copy(self) -> str | None:
        """Say so where a screen has no Markdown."""
        return "nothing to copy here" if type(self).markdown is RitualScreen.markdown else None

    async def do_copy(self) -> None:
        """Send what is shown as Markdown to the terminal."""
        text = self.markdown()
        if not isinstance(text, str):
            text = await text
        self.host.copy(text)
        lines = text.count("\n") + 1
        self.show_message(f"Markdown sent to the terminal ({count(lines, 'line')})", "done")

    def do_back(self) -> None:
        """Leave the field, else drop the filter, else go back one screen."""
        if self.is_typing():
            self.leave_field()
        elif self.filter_text:
            self.drop_filter()
        elif self.where == "week":
            self.show_message(f"this is the first screen; {key_of('app.quit')} leaves okrtui")
        else:
            self.host.go("")

    def leave_field(self) -> None:
        """Take the focus out of a field to the screen's list, or to nothing."""
        for widget in self._homes():
            if widget.focusable and not widget.check_consume_key("a", "a"):
                self.set_focus(widget)
                return
        self.set_focus(None)

    def _homes(self) -> Iterable[Widget]:
        return self.query(self.AUTO_FOCUS) if self.AUTO_FOCUS else ()

    # ---- Textual ---------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Lay out the frame around the content."""
        yield TitleBar()
        yield from self.compose_content()
        yield LiveBanner()
        yield Static(Content(f"okrtui needs a terminal of {SMALLEST[0]}×{SMALLEST[1]} or more"), classes="too-small")
        yield KeysBar()
        yield MessageLine()
        yield FilterLine()

    def on_mount(self) -> None:
        """Draw title and keys before anything is read."""
        self.refresh_keys()

    def on_key(self, event: Key) -> None:
        """Say so where a key does nothing: whoever pressed it wanted something."""
        place = self.focused, self.is_typing()  # a sheet keeps the focus from field to field
        if self._bound[0] != place:  # to gather them takes as long as to draw a row
            self._bound = place, frozenset(self.active_bindings)
        if event.key in self._bound[1]:
            if event.key == "enter" and isinstance(self.focused, RowList) and self.focused.cursor_key is None:
                self.show_message("there is nothing here to open yet")
            return
        if event.is_printable or event.key.removeprefix("f").isdigit():
            pressed = event.character or show_key(event.key)
            self.show_message(f"{pressed} does nothing here; {key_of('app.help')} shows the keys that do")

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Load: the screen is shown for the first time or again."""
        self.refresh_keys()
        self.reload_soon()

    def on_resize(self, event: Resize) -> None:
        """Say so when the terminal is too small to be of use."""
        width, height = event.size
        self.set_class(width < SMALLEST[0] or height < SMALLEST[1], "-too-small")

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Draw the keys anew: inside a field other keys matter."""
        self.refresh_keys()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Draw the keys anew where nothing has the focus now; else whatever got it does."""
        if self.focused is None:
            self.refresh_keys()
