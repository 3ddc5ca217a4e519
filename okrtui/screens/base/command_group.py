"""Commands that belong together, in an object that a screen or the app holds, and the one way a command is found."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Protocol, TypeAlias, TypeVar, Unpack

from textual.binding import Binding, BindingType

from okrtui.commands.catalogue import CATALOGUE
from okrtui.commands.command import Command
from okrtui.errors import Refused
from okrtui.rituals.context import Context
from okrtui.screens.base.host import Asking, Host, Read, Saved, Write
from okrtui.widgets.forms.fields import Field, Values

if TYPE_CHECKING:
    from textual.app import App

P = ParamSpec("P")
T = TypeVar("T")


class CommandScreen(Protocol):
    """What every group may ask of the screen it belongs to; RitualScreen says what each does, a test may fake it."""

    @property
    def app(self) -> "App[object]": ...

    @property
    def host(self) -> Host: ...

    async def ask(self, fn: Callable[Concatenate[Context, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T: ...

    async def change(self, fn: Callable[Concatenate[Context, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T: ...

    async def reload(self) -> None: ...

    def reload_soon(self) -> None: ...

    def refresh_keys(self) -> None: ...

    def show_message(self, text: str, kind: str = "info") -> None: ...

    def with_keys(self, text: str) -> str: ...

    async def fill(
        self, title: str, fields: Sequence[Field], save: Callable[[Context, Values], T], **more: Unpack[Asking]
    ) -> Saved[T] | None: ...

    async def edit(
        self,
        title: str,
        fields: Sequence[Field],
        read: Read,
        write: Write,
        *,
        whole: bool = False,
        **more: Unpack[Asking],
    ) -> Values | None: ...

    async def ask_line(
        self,
        title: str,
        label: str,
        value: str = "",
        save: Callable[[Context, str], object] | None = None,
        *,
        help: str = "",
        draft: str = "",
    ) -> str | None: ...

    async def edit_line(
        self, title: str, label: str, read: Read, write: Write, *, draft: str, help: str = ""
    ) -> str | None: ...

    async def confirm(
        self, question: str, *, yes: str = "yes", no: str = "no", details: Sequence[str] = ()
    ) -> bool: ...

    async def choose(self, title: str, options: Sequence[tuple[str, str]], *, cursor: str = "") -> str | None: ...


S = TypeVar("S")


class CommandGroup(Generic[S]):
    """Commands of one kind: `do_x` does a command, `why_not_x` says why it cannot be done now.

    `S` is what the group needs of its screen: CommandScreen, or a protocol of the group's own that adds to it what
    lies under the cursor and the like. So a group can be tried without an app.
    """

    def __init__(self, screen: S) -> None:
        self.screen = screen


def bindings_for(where: str) -> list[BindingType]:
    """Return Textual bindings for the catalogue's commands of `where`; the palette's key belongs to the app."""
    return [
        Binding(",".join(each.keys), f"run_command({each.id!r})", each.name, id=each.id, show=False)
        for each in CATALOGUE
        if each.where == where and each.keys and each.id != "app.palette"
    ]


def there(found: T | None, otherwise: str) -> T:
    """Return what a command is about. Raises Refused with what is said `otherwise`: it may have gone meanwhile."""
    if found is None:
        raise Refused(otherwise)
    return found


@dataclass(frozen=True, slots=True)
class Meaning:
    """What does a command while `applies()`: the first one that applies goes before all else.

    The deed is the same in each, and called the same; what differs is what it is done to.
    """

    applies: Callable[[], bool]
    group: object
    method: str = ""
    """The last part of `do_…` in the group, where it is called differently there than the command."""


Meanings: TypeAlias = Mapping[str, Sequence[Meaning]]
"""By a command's method: what it means when."""


@dataclass(frozen=True, slots=True)
class Handler:
    """What does a command now, and what says why it cannot."""

    do: Callable[[], Any]
    reason: Callable[[], str | None] | None
    name: str

    def why_not(self) -> str | None:
        """Return why the command cannot be done now, None where it can."""
        return self.reason() if self.reason is not None else None


def find_handler(command: Command, holders: Iterable[object], meanings: Meanings) -> Handler | None:
    """Return what does a command now, None where nothing does.

    A meaning that applies comes first, then the first of `holders` (screen, its groups, the app's groups) that has a
    `do_…` for it. The reason is of the same object or of one before it: a screen may say why not of the app's commands.
    """
    for meaning in meanings.get(command.method, ()):
        if meaning.applies():
            method = meaning.method or command.method
            do, reason = getattr(meaning.group, f"do_{method}"), getattr(meaning.group, f"why_not_{method}", None)
            return Handler(do, reason, command.name)
    reason = None
    for holder in holders:
        reason = reason or getattr(holder, f"why_not_{command.method}", None)
        if (do := getattr(holder, f"do_{command.method}", None)) is not None:
            return Handler(do, reason, command.name)
    return None
