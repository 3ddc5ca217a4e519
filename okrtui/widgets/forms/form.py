"""The one form: everything that asks a person for more than a key is a list of fields in this dialog."""

import re
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus, Key, Mount
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from okrtui.errors import Refused, TwoReadings
from okrtui.rules.formatting import exact, parse_number
from okrtui.rules.naming import candidates, did_you_mean, parts
from okrtui.text import clean, clean_lines, fit
from okrtui.widgets.forms.fields import Choice, Field, FieldInput, Values
from okrtui.widgets.forms.unbound import tell_unbound

_FLAGS = r" \(--[^)]*\)"
_COMMAND = r"(?:; [^;]*|: )(?:okrtui [a-z]|--[a-z]).*$"


def without_commands(text: str) -> str:
    """Return a refusal without what to type in a shell: who fills in a form is not in one."""
    return re.sub(_COMMAND, "", re.sub(_FLAGS, "", text))


class FieldRow(Horizontal):
    """Label and field of one question, and its sentence below."""

    def __init__(self, field: Field, decimal: str = "", unclear: str = "") -> None:
        super().__init__()
        self.field, self.decimal, self.unclear = field, decimal, unclear
        self.sentence = Static(classes="form--sentence")
        self.box = self._widget()

    def _widget(self) -> Widget:
        field = self.field
        if field.kind == "choice":
            return Choice(field.pairs(), field.value)
        if field.kind == "multiline":
            area = TextArea(clean_lines(field.value), compact=True, soft_wrap=True, tab_behavior="focus")
            area.cursor_blink = False
            area.highlight_cursor_line = False
            return area
        names = [value for value, _ in field.pairs()]
        replaced = field.replaced or field.kind in ("member", "number") or bool(names and field.kind == "text")
        several = field.kind == "members"
        return FieldInput(field.value, suggestions=names, several=several, select_on_focus=replaced)

    def compose(self) -> ComposeResult:
        """Lay out the label beside field and sentence."""
        mark = "*" if self.field.required else ""
        yield Static(Content.assemble(clean(self.field.label), (mark, "$text-accent")), classes="form--label")
        with Widget(classes="form--right"):
            yield self.box
            yield self.sentence

    @property
    def value(self) -> str:
        """What stands in the field, made safe."""
        if isinstance(self.box, TextArea):
            return clean_lines(self.box.text)
        return clean(self.box.value) if isinstance(self.box, Input | Choice) else ""

    def put(self, text: str) -> None:
        """Replace what stands in the field."""
        if isinstance(self.box, TextArea):
            self.box.text = text
        elif isinstance(self.box, Input):
            self.box.value = clean(text)
            self.box.cursor_position = len(self.box.value)

    def problem(self) -> str:
        """Return what is wrong with the value in one sentence, "" where nothing is."""
        value = self.value
        if self.field.required and not value:
            return f"{clean(self.field.label).lower()} is needed"
        try:
            self.number()
        except TwoReadings as doubt:
            return f"{doubt}{self.unclear}"
        except Refused as refusal:
            return str(refusal)
        return ""

    def number(self) -> str:
        """Return the value, a number in plain digits whatever separators it has. Raises Refused where it is none."""
        text = self.value
        own = text == self.field.value and not self.field.typed  # okrtui's own, with its point
        return text if self.field.kind != "number" or not text or own else exact(parse_number(text, self.decimal))

    def explain(self, error: str, focused: bool) -> None:
        """Show the error, else the help while the field has the focus."""
        text = error or ((self._people() or self.field.help) if focused else "")
        self.sentence.set_class(bool(error), "error")
        self.sentence.update(Content(f"✗ {error}" if error else clean(text)))
        self.sentence.display = bool(text)

    def _people(self) -> str:
        """Return who may be meant by what stands in a field for people, "" where that is clear."""
        if not self.field.kind.startswith("member") or not (typed := parts(self.value)[-1:]):
            return ""
        people = self.field.pairs()
        found = candidates(typed[0], people)
        if not found:
            return f"there is nobody called {typed[0]}{did_you_mean(typed[0], [login for login, _ in people])}"
        told = [login if login == name else f"{login} {name}" for login, name in found[:6]]
        return "" if told == typed else " · ".join(told)


LOW, BOX = 30, 76
"""Lines below which there is no room for background above the questions; cells of the dialog."""


class Form(ModalScreen[Values | None]):
    """A dialog of fields. Dismissed with the values, or None when the person left.

    `save` may refuse (raise Refused): the sentence is shown and the form stays. `keep` gets the values at every
    change, for the draft. `hints` returns gentle sentences for the values; they never hold anything up. `decimal` is
    the workspace's sign before decimals, `unclear` what to say where it is "" and a number may be two.
    """

    AUTO_FOCUS = "FieldInput, Choice, TextArea"
    BINDINGS = [
        Binding("f2", "save", "save", priority=True),
        Binding("f4", "editor", "editor", priority=True),
        Binding("escape", "leave", "leave", priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]
    DEFAULT_CSS = """
    FieldRow { height: auto; width: 1fr; }
    FieldRow .form--label { width: 14; color: $text-muted; }
    FieldRow:focus-within .form--label { color: $text-accent; }
    FieldRow .form--right { height: auto; width: 1fr; layout: vertical; }
    FieldRow TextArea { height: auto; min-height: 2; max-height: 6; border: none; padding: 0; background: $surface; }
    FieldRow TextArea:focus { background: $panel; border: none; }
    FieldRow .form--sentence { height: auto; color: $text-muted; display: none; }
    FieldRow .form--sentence.error { color: $text-error; }
    Form .form--context { height: auto; color: $text-muted; margin-bottom: 1; }
    Form .form--hints { height: auto; margin-top: 1; color: $text-warning; display: none; }
    Form .form--notice { height: auto; margin-top: 1; display: none; }
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        context: Sequence[str] = (),
        hints: Callable[[Values], Sequence[str]] | None = None,
        save: Callable[[Values], Awaitable[object]] | None = None,
        keep: Callable[[Values], None] | None = None,
        edit: Callable[[str, Callable[[str], None]], str | None] | None = None,
        notice: str = "",
        decimal: str = "",
        unclear: str = "",
    ) -> None:
        super().__init__()
        self.heading = title
        self.context = ["\n".join(map(clean, line.split("\n"))) for line in context if line.strip()]
        self.question_rows = [FieldRow(field, decimal, unclear) for field in fields]
        self._hints, self._save, self._keep, self._edit = hints, save, keep, edit
        self._first_notice = notice
        self._saving = False

    def compose(self) -> ComposeResult:
        """Lay out context, fields, hints and notice in one dialog."""
        with VerticalScroll(classes="dialog", can_focus=False) as box:
            box.border_title = Content(clean(self.heading))
            box.border_subtitle = Content("F2 save · F4 editor · esc leaves" + (", text is kept" if self._keep else ""))
            if self.context:
                yield Static(self._background(), classes="form--context")
            yield from self.question_rows
            yield Static(classes="form--hints")
            yield Static(classes="form--notice")

    def _background(self) -> Content:
        """Return what is said above the fields; of several lines that belong together the first, where it is low."""
        if self.app.size.height >= LOW:
            return Content("\n".join(self.context))
        room = max(20, min(self.app.size.width, BOX) - 4)
        cut = [fit(each.split("\n")[0], room, pad=False) if "\n" in each else each for each in self.context]
        return Content("\n".join(cut))

    @property
    def values(self) -> Values:
        """What stands in the fields now, in those that are not asked what stood there first."""
        return {row.field.name: row.value if row.display else row.field.value for row in self.question_rows}

    def _ask(self) -> None:
        """Show the questions that what stands in the others asks for."""
        values = {row.field.name: row.value for row in self.question_rows}
        for row in self.question_rows:
            if row.field.asked is not None:
                row.display = row.field.asked(values)

    @property
    def plain_values(self) -> Values:
        """The same with numbers in plain digits, where they are numbers."""
        return {row.field.name: row.value if row.problem() else row.number() for row in self.question_rows}

    @property
    def is_busy(self) -> bool:
        """Whether it is being stored and about to close: the next key is for what stands beneath it."""
        return self._saving

    def tell(self, text: str, kind: str = "error") -> None:
        """Show one sentence below the fields; "" takes it away."""
        notice = self.query_one(".form--notice", Static)
        notice.update(Content(clean(text)))
        notice.set_class(kind == "error", "error")
        notice.display = bool(text)

    def on_key(self, event: Key) -> None:
        """Say so where a key does nothing."""
        tell_unbound(self, event)

    def on_mount(self, event: Mount) -> None:
        """Show what is asked, and hints for what stands there already."""
        self._ask()
        self._show_hints()
        self.tell(self._first_notice, "info")

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Show the help of the field that is filled in now."""
        for row in self.question_rows:
            row.explain(row.problem() if row.has_class("-wrong") else "", row.box is event.widget)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the draft and look at the hints again."""
        self._changed()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep the draft and look at the hints again."""
        self._changed()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep the draft and look at the hints again."""
        self._changed()

    def on_field_input_joined(self, event: FieldInput.Joined) -> None:
        """Say what became of several pasted lines."""
        self.tell(f"{event.lines} pasted lines were joined into one; F4 opens the field in your editor", "info")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field; from the last one save."""
        self._next(event.input)

    def on_choice_submitted(self, event: Choice.Submitted) -> None:
        """Go to the next field; from the last one save."""
        self._next(event.choice)

    def _next(self, widget: Widget) -> None:
        if widget is self.question_rows[-1].box:
            self.action_save()
        else:
            self.focus_next()

    def _changed(self) -> None:
        if self.is_mounted and self._keep is not None and not self._saving:
            self._keep(self.values)
        self._ask()
        for row in self.question_rows:
            mended = row.has_class("-wrong") and not row.problem()
            row.set_class(row.has_class("-wrong") and not mended, "-wrong")
            if mended or (row.field.kind.startswith("member") and row.box.has_focus):
                row.explain("", row.box.has_focus)
        self._show_hints()

    def _show_hints(self) -> None:
        hints = list(self._hints(self.plain_values)) if self._hints else []
        box = self.query_one(".form--hints", Static)
        text = "\n".join(f"· {clean(hint)}" for hint in hints[:3])
        if str(box.content) != text:
            box.update(Content(text))
            box.display = bool(text)

    def action_leave(self) -> None:
        """Leave; what was typed is a draft. Not while it is being stored: it will be, and nobody would be told."""
        if self._saving:
            self.tell("this is being saved; the form closes as soon as it is stored", "info")
        else:
            self.dismiss(None)

    def action_save(self) -> None:
        """Check and save; what is wrong is said at its field."""
        wrong = [row for row in self.question_rows if row.display and row.problem()]
        for row in self.question_rows:
            row.set_class(row in wrong, "-wrong")
            row.explain(row.problem(), row.box.has_focus)
        if wrong:
            wrong[0].box.focus()
        elif not self._saving:
            self._saving = True
            self.run_worker(self._finish(), group="save")

    async def _finish(self) -> None:
        values = self.plain_values
        try:
            if self._save is not None:
                await self._save(values)
        except Refused as refusal:
            self._saving = False
            self.tell(without_commands(str(refusal)))
            return
        except BaseException:
            self._saving = False
            raise
        self.dismiss(values)  # saving until it is gone: esc must not leave it a second time

    def _keep_edited(self, name: str, text: str) -> None:
        """Keep what the editor has saved of a field as a draft: the terminal has gone, and nothing is drawn."""
        if self._keep is not None:
            self._keep({**self.values, name: text})

    def action_editor(self) -> None:
        """Open the field in the person's editor."""
        row = next((row for row in self.question_rows if row.box.has_focus), None)
        if row is None or row.field.kind == "choice" or self._edit is None:
            return
        try:
            text = self._edit(row.value, partial(self._keep_edited, row.field.name))
        except Refused as refusal:
            self.tell(str(refusal))
            return
        if text is not None:
            row.put(text)
            if row.field.kind != "multiline" and "\n" in text:
                self.tell("the lines were joined into one: this field has one row", "info")
