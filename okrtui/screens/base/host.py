"""What a screen may ask of the app it lives in; the app fulfils it, tests may fake it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from okrtui.commands.catalogue import Command
from okrtui.rituals.context import Context
from okrtui.widgets.frame import Frame

P = ParamSpec("P")
T = TypeVar("T")

READING: ContextVar[bool] = ContextVar("reading", default=False)
"""True in a task that only loads: the title then says `loading…`, not `saving…`."""


class Drafts(Protocol):
    """Half-written text in my own state directory; every call returns at once."""

    def put(self, key: str, value: Any) -> None:
        """Keep `value` under `key`."""

    def get(self, key: str) -> Any:
        """Return what is kept under `key`, None where there is nothing."""

    def drop(self, key: str) -> None:
        """Forget `key`."""

    def flush(self) -> object:
        """Write what is not written yet."""


class Host(Protocol):
    """The app as screens see it."""

    login: str
    person: str
    clock: Callable[[], datetime]
    frame: Frame
    state: str
    keymap: Mapping[str, str]

    @property
    def groups(self) -> Sequence[object]:
        """What holds the commands that are the same on every screen."""

    @property
    def drafts(self) -> Drafts | None:
        """Where half-written text is kept; None where there is no place for it."""

    def ask(self, fn: Callable[Concatenate[Context, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """Run `fn(ctx, …)` on the storage thread and return its result."""

    async def ready(self) -> None:
        """Return once the workspace is open."""

    def go(self, where: str, ref: str = "") -> None:
        """Show screen `where`, with `ref` (a key result, a login …) handed to its `open_ref`."""

    def show_state(self, state: str) -> None:
        """Write `saved`, `draft saved 10:42` and the like into the title line."""

    def copy(self, text: str) -> None:
        """Send `text` to the terminal's clipboard."""

    def edit_text(self, text: str, *, suffix: str = ".md") -> str | None:
        """Hand `text` to $VISUAL or $EDITOR; None where it was left unchanged or no editor ran."""

    def commands(self, where: str) -> list[Command]:
        """Return the commands of screen `where` with the person's own keys."""

    def home_path(self) -> Path:
        """Return where files are written when a person names no folder."""
