"""What a screen may ask of the app it lives in; the app fulfils it, tests may fake it."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeAlias, TypedDict, TypeVar

from okrtui.commands.catalogue import Command
from okrtui.errors import Refused
from okrtui.model.okrs import Source
from okrtui.rituals.context import Context
from okrtui.widgets.forms.fields import Values, parse_number
from okrtui.widgets.frame import Frame

P = ParamSpec("P")
T = TypeVar("T")

READING: ContextVar[bool] = ContextVar("reading", default=False)
"""True in a task that only loads: the title then says `loading…`, not `saving…`."""

Read: TypeAlias = Callable[[Context], Values]
"""Return all values as they are stored now."""
Write: TypeAlias = Callable[[Context, Values], object]
"""Store the values that changed."""


@contextmanager
def loading() -> Iterator[None]:
    """Have what is asked in the block count as loading."""
    token = READING.set(True)
    try:
        yield
    finally:
        READING.reset(token)


class Asking(TypedDict, total=False):
    """What a form is told besides its questions.

    With `draft`, a name like `okrs.new`, half-written text is kept under that name and offered again.
    """

    draft: str
    hints: Callable[[Values], Sequence[str]]
    context: Sequence[str]


def whole(values: Values, name: str, label: str) -> int | None:
    """Return a field's whole number, None for an empty one. Raises Refused for what is no whole number."""
    value = values[name].strip()
    number = parse_number(value) if value else None
    if value and (number is None or number != int(number)):
        raise Refused(f"{label}: {value} isn't a whole number")
    return None if number is None else int(number)


@dataclass(frozen=True, slots=True)
class Saved(Generic[T]):
    """What a form held when it was saved, and what was made of it."""

    values: Values
    made: T


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


class Sources(Protocol):
    """Commands of mine by workspace and key result."""

    def of(self, workspace: str) -> Mapping[str, Source]:
        """Return a workspace's, by ref. Raises Refused where the file cannot be trusted."""


class Notes(Protocol):
    """My own notes on bookings, by workspace and booking."""

    def of(self, workspace: str) -> Mapping[str, str]:
        """Return a workspace's, by ref. Raises Refused where they cannot be read."""

    def put(self, workspace: str, ref: str, text: str) -> None:
        """Keep a note, none for "". Raises Refused where it cannot be kept."""


class Host(Protocol):
    """The app as screens see it."""

    login: str
    person: str
    clock: Callable[[], datetime]
    frame: Frame
    state: str
    keymap: Mapping[str, str]
    rings: bool
    """Whether my terminal rings when the clock of a session that I lead or project is over."""

    @property
    def groups(self) -> Sequence[object]:
        """What holds the commands that are the same on every screen."""

    @property
    def drafts(self) -> Drafts | None:
        """Where half-written text is kept; None where there is no place for it."""

    @property
    def sources(self) -> Sources | None:
        """The commands that tell my key results' numbers; None where there is no place for them."""

    @property
    def notes(self) -> Notes | None:
        """My own notes on bookings; None where there is no place for them."""

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

    def edit_text(self, text: str, *, suffix: str = ".md", keep: Callable[[str], None] | None = None) -> str | None:
        """Hand `text` to $VISUAL or $EDITOR; None where it was left unchanged or no editor ran.

        `keep` gets what was saved there where the terminal goes away meanwhile; another thread may call it.
        """

    def commands(self, where: str) -> list[Command]:
        """Return the commands of screen `where` with the person's own keys."""

    def home_path(self) -> Path:
        """Return where files are written when a person names no folder."""
