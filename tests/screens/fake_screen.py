"""A screen that is none: what a command group asks of its screen, without an app, on a store or on nothing at all."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import ClassVar, Concatenate, ParamSpec, TypeVar, Unpack, cast

from textual.app import App

from okrtui.commands.keys import commands_for, with_keys
from okrtui.rituals.context import Context
from okrtui.screens.base.host import Asking, Host, Read, Saved, Write
from okrtui.widgets.forms.fields import Field, Values
from okrtui.widgets.frame import Frame

P = ParamSpec("P")
T = TypeVar("T")


class FakeScreen:
    """Runs what it is asked for with `ctx`, and answers questions with what the test lays into `answers`.

    An answer is what a form's fields are filled with (the other ones stay as proposed), a line, True or False, the key
    that is chosen; None leaves. What was asked, said and gone to is kept.
    """

    where: ClassVar[str] = "week"

    def __init__(self, ctx: Context | None = None, login: str = "mei") -> None:
        self.ctx = ctx
        self.answers: list[object] = []
        self.asked: list[str] = []
        self.messages: list[tuple[str, str]] = []
        self.went: list[tuple[str, str]] = []
        self.pushed: list[object] = []
        self.loads = 0
        frame = Frame(ctx.store.workspace().name if ctx else "Acme", ctx.week if ctx else "2026-W48", who=login)
        me = ctx.login if ctx else login
        self._host = SimpleNamespace(login=me, frame=frame, drafts=None, go=self._go, clock=self._clock)

    def _go(self, where: str, ref: str = "") -> None:
        self.went.append((where, ref))

    def _clock(self) -> datetime:
        assert self.ctx is not None, "this screen has no clock"
        return self.ctx.now

    def _answer(self, title: str) -> object:
        self.asked.append(title)
        assert self.answers, f"nobody answers “{title}”"
        return self.answers.pop(0)

    @property
    def app(self) -> App[object]:
        """Where other dialogs are pushed: they are kept in `pushed`, and answered as the others."""
        return cast("App[object]", SimpleNamespace(push_screen=self.pushed.append, push_screen_wait=self._wait))

    async def _wait(self, dialog: object) -> object:
        self.pushed.append(dialog)
        return self._answer(type(dialog).__name__)

    @property
    def host(self) -> Host:
        return cast(Host, self._host)

    async def ask(self, fn: Callable[Concatenate[Context, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        assert self.ctx is not None, "this screen has no store"
        return fn(self.ctx, *args, **kwargs)

    async def change(self, fn: Callable[Concatenate[Context, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        result = await self.ask(fn, *args, **kwargs)
        await self.reload()
        return result

    async def reload(self) -> None:
        self.loads += 1

    def reload_soon(self) -> None:
        self.loads += 1

    def refresh_keys(self) -> None:
        """There are no keys to draw."""

    def show_message(self, text: str, kind: str = "info") -> None:
        self.messages.append((self.with_keys(text), kind))

    def with_keys(self, text: str) -> str:
        return with_keys(text, self.where, commands_for)

    def told(self, reason: str | None) -> str:
        """Return a reason as a person reads it, "" for none."""
        return self.with_keys(reason or "")

    async def fill(
        self, title: str, fields: Sequence[Field], save: Callable[[Context, Values], T], **more: Unpack[Asking]
    ) -> Saved[T] | None:
        answer = self._answer(title)
        if answer is None:
            return None
        values = {field.name: field.value for field in fields} | cast(Values, answer)
        saved = Saved(values, await self.ask(save, values))
        await self.reload()
        return saved

    async def edit(
        self,
        title: str,
        fields: Sequence[Field],
        read: Read,
        write: Write,
        *,
        whole: bool = False,
        **more: Unpack[Asking],
    ) -> Values | None:
        stored = await self.ask(read)
        filled = [replace(field, value=field.value or stored.get(field.name, "")) for field in fields]

        def save(ctx: Context, values: Values) -> None:
            write(ctx, {name: each for name, each in values.items() if whole or each != stored.get(name)})

        saved = await self.fill(title, filled, save)
        return saved.values if saved else None

    async def ask_line(
        self,
        title: str,
        label: str,
        value: str = "",
        save: Callable[[Context, str], object] | None = None,
        *,
        help: str = "",
        draft: str = "",
    ) -> str | None:
        answer = cast("str | None", self._answer(title))
        if answer is not None and save is not None:
            await self.ask(save, answer)
            await self.reload()
        return answer

    async def edit_line(
        self, title: str, label: str, read: Read, write: Write, *, draft: str, help: str = ""
    ) -> str | None:
        answer = cast("str | None", self._answer(title))
        if answer is not None:
            await self.ask(write, {"text": answer})
        return answer

    async def confirm(self, question: str, *, yes: str = "yes", no: str = "no", details: Sequence[str] = ()) -> bool:
        return cast(bool, self._answer(question))

    async def choose(self, title: str, options: Sequence[tuple[str, str]], *, cursor: str = "") -> str | None:
        answer = cast("str | None", self._answer(title))
        assert answer is None or answer in dict(options), f"{answer} is not offered"
        return answer
