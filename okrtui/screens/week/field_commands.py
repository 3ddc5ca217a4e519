"""What a key does to the focused field of the check-in sheet: its last value again, a state, the editor."""

from functools import partial
from typing import Protocol

from textual.message import Message

from okrtui.model.actions import ActionState
from okrtui.model.week import CommitmentState
from okrtui.rituals.okrs.objectives import is_key_result_ref
from okrtui.rituals.week import sheet_fields
from okrtui.rituals.week.sheet_draft import keep_draft
from okrtui.rituals.week.sheet_state import SheetState
from okrtui.screens.base.command_group import CommandGroup, CommandScreen
from okrtui.text import clean
from okrtui.widgets.sheet.sheet import Sheet
from okrtui.widgets.week.checkin_fields import is_action_field


class FieldScreen(CommandScreen, Protocol):
    """The screen with the sheet."""

    @property
    def sheet(self) -> Sheet:
        """The widget."""

    def typed_by_now(self) -> SheetState | None:
        """Return the sheet with everything that has been typed by now."""

    def post_message(self, message: Message) -> bool:
        """Have a change handled as a typed one."""


class FieldCommands(CommandGroup[FieldScreen]):
    """Filling in by one key."""

    @property
    def sheet(self) -> Sheet:
        """The widget."""
        return self.screen.sheet

    def do_editor(self) -> None:
        """Open the focused field in the person's editor."""
        key = self.sheet.here
        several = self.sheet.fields[key].kind == "text"
        text = self.screen.host.edit_text(self.sheet.values[key], keep=partial(self._keep_edited, key))
        if text is None:
            return
        self.sheet.put(key, text if several else clean(text))
        if not several and "\n" in text:
            self.screen.show_message("the lines were joined into one: this field has one row", "warn")
        self.screen.post_message(Sheet.Changed(key, self.sheet.values[key]))

    def _keep_edited(self, key: str, text: str) -> None:
        """Keep what the editor has saved of a field: the terminal has gone, and nothing is drawn any more."""
        self.sheet.values[key] = text if self.sheet.fields[key].kind == "text" else clean(text)
        drafts, state = self.screen.host.drafts, self.screen.typed_by_now()
        if drafts is not None and state is not None:
            keep_draft(drafts, state, self.screen.host.clock())

    def why_not_editor(self) -> str | None:
        """Say so where there is nothing to write."""
        field = self.sheet.fields.get(self.sheet.here)
        return None if field and field.kind in ("line", "text") else "pick with ← →"

    def do_unchanged(self) -> None:
        """Enter the last value again for the focused key result."""
        ref = self.sheet.here.partition("/")[0]
        self._set(sheet_fields.key(ref, "value"), "=")

    def why_not_unchanged(self) -> str | None:
        """Say so where no key result has the focus."""
        return None if is_key_result_ref(self.sheet.here.partition("/")[0]) else "go to a key result first"

    def do_done(self) -> None:
        """Mark the focused commitment done."""
        self._set(self.sheet.here, CommitmentState.DONE)

    def do_carry(self) -> None:
        """Carry the focused commitment into this week; leave an action open."""
        kept = is_action_field(self.sheet.here)  # an action stays open, it is not carried into a week
        self._set(self.sheet.here, ActionState.OPEN if kept else CommitmentState.CARRIED)

    def do_drop(self) -> None:
        """Drop the focused commitment."""
        self._set(self.sheet.here, CommitmentState.DROPPED)

    def why_not_done(self) -> str | None:
        """Say so where no commitment has the focus."""
        return (
            None if self.sheet.here.endswith("/state") else "go to one of last week's commitments or to an action first"
        )

    why_not_carry = why_not_drop = why_not_done

    def _set(self, key: str, value: str) -> None:
        self.sheet.put(key, str(value))
        self.screen.post_message(Sheet.Changed(key, str(value)))
