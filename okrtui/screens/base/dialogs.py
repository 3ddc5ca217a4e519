"""How a screen asks a person: a form that keeps drafts, one line, yes or no, one of many."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar, TypeVar, Unpack, cast

from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from okrtui.commands.keys import key_of, with_keys
from okrtui.rituals.context import Context
from okrtui.screens.base.host import Asking, Host, Read, Saved, Write, loading
from okrtui.widgets.drawing.compositor import PartialCompositor
from okrtui.widgets.forms.fields import Field, Values

T = TypeVar("T")

UNCLEAR = f", or say how your team writes numbers: {key_of('go.okrs')}, then {key_of('okrs.vision')}"
BOX, BOX_EDGE = 76, 7
"""Cells of a dialog at most, and those of its border, padding, cursor and scrollbar."""


class DialogScreen(Screen[None]):
    """A screen that opens dialogs: every ritual screen. All of it only from a command: it waits for the person."""

    where: ClassVar[str] = ""
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As in every Screen, but a change of focus does not draw the whole screen, which takes half as long again."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = PartialCompositor()

    @property
    def host(self) -> Host:
        """The app."""
        return cast(Host, self.app)

    def with_keys(self, text: str) -> str:
        """Return a sentence with the keys that it names (`key_of("app.undo")`) as the person has them here."""
        return with_keys(text, self.where, self.host.commands)

    @abstractmethod
    async def reload(self) -> None:
        """Load the screen again; on return what was stored before the call is shown."""

    async def _form(
        self,
        title: str,
        fields: Sequence[Field],
        save: Callable[[Values], Awaitable[object]],
        *,
        draft: str = "",
        hints: Callable[[Values], Sequence[str]] | None = None,
        context: Sequence[str] = (),
    ) -> Values | None:
        """Ask for `fields`, `save` the values, load again; return them, or None where the person left."""
        from okrtui.widgets.forms.form import Form  # TextArea is 20 ms that first paint does not need

        drafts = self.host.drafts if draft else None
        kept = drafts.get(draft) if drafts is not None else None
        kept = kept if isinstance(kept, dict) else {}
        fields = [replace(field, help=self.with_keys(field.help)) for field in fields]
        filled = [
            replace(field, value=str(kept[field.name]), replaced=False, typed=True) if field.name in kept else field
            for field in fields
        ]
        form = Form(
            title,
            filled,
            context=[self.with_keys(line) for line in context],
            hints=hints,
            save=save,
            keep=partial(drafts.put, draft) if drafts is not None else None,
            edit=lambda text, keep: self.host.edit_text(text, keep=keep),
            notice="this is what you had begun to write" if kept else "",
            decimal=self.host.frame.decimal_sign,
            unclear=self.with_keys(UNCLEAR),
        )
        values = await self.app.push_screen_wait(form)
        if values is not None:
            if drafts is not None:
                drafts.drop(draft)
            await self.reload()
        return values

    async def fill(
        self, title: str, fields: Sequence[Field], save: Callable[[Context, Values], T], **more: Unpack[Asking]
    ) -> Saved[T] | None:
        """Ask for `fields` in a form and `save(ctx, values)` them; None where the person left.

        `save` may raise Refused: the form stays and says it. Only from a command (it waits for the person).
        """
        made: list[T] = []

        async def store(values: Values) -> None:
            made.append(await self.host.ask(save, values))

        values = await self._form(title, fields, store, **more)
        return None if values is None else Saved(values, made[-1])

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
        """Have the person edit what is there already; return the values, or None where they left.

        `read(ctx)` returns what is stored, which stands in the fields that propose nothing else. Where somebody else
        has changed it by the time it is saved, both versions are shown and the person chooses field by field.
        `write(ctx, values)` gets what changed (with `whole` all values, changed or not), in the transaction in which it
        was compared.
        """
        from okrtui.screens.base import conflicts  # as the form: not before first paint

        with loading():
            stored = await self.host.ask(read)
        drafts, draft = self.host.drafts, more.get("draft", "")
        base = conflicts.based_on(drafts, draft, stored)
        labels = {field.name: field.label for field in fields}

        async def save(values: Values) -> None:
            await conflicts.save_merged(self, base, values, labels, read, write, whole=whole)

        filled = [replace(field, value=field.value or stored.get(field.name, "")) for field in fields]
        values = await self._form(title, filled, save, **more)
        conflicts.settle_draft(drafts, draft)
        return values

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
        """Ask for one line and return it, None where the person left. A `save` that refuses leaves the line there."""

        def store(ctx: Context, values: Values) -> None:
            if save is not None:  # else the caller asks for more before anything is stored
                save(ctx, values["text"])

        field = Field("text", label, value=value, required=True, help=help, replaced=True)
        saved = await self.fill(title, [field], store, draft=draft)
        return None if saved is None else saved.values["text"]

    async def edit_line(
        self, title: str, label: str, read: Read, write: Write, *, draft: str, help: str = ""
    ) -> str | None:
        """Have one line (`text` in what `read` returns) edited as `edit` does; None where the person left."""
        values = await self.edit(title, [Field("text", label, required=True, help=help)], read, write, draft=draft)
        return None if values is None else values["text"]

    async def confirm(self, question: str, *, yes: str = "yes", no: str = "no", details: Sequence[str] = ()) -> bool:
        """Ask a yes-or-no question. Only from a command."""
        from okrtui.widgets.forms.dialogs import Confirm

        dialog = Confirm(question, yes=yes, no=no, details=[self.with_keys(line) for line in details])
        answer: bool = await self.app.push_screen_wait(dialog)
        return answer

    async def choose(self, title: str, options: Sequence[tuple[str, str]], *, cursor: str = "") -> str | None:
        """Let the person pick one of `options` (key, label); None where they left. Only from a command."""
        from okrtui.widgets.forms.dialogs import Choose, option_rows

        rows = option_rows(options, min(BOX, self.app.size.width) - BOX_EDGE)
        return await self.app.push_screen_wait(Choose(title, rows, cursor=cursor))
