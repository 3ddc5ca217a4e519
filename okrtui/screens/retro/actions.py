"""The action items on a retro's screen: last time's are settled, new ones are made of notes."""

from datetime import date, tzinfo
from typing import Protocol

from okrtui.commands.keys import UNDO
from okrtui.model.actions import ActionStep
from okrtui.model.live import Phase
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.screens.actions.commands import ActionCommands, ActionRows, read_ground, write_action
from okrtui.screens.live.live_group import LiveRoom
from okrtui.text import clean, fit
from okrtui.widgets.actions.fields import action_fields
from okrtui.widgets.actions.rows import reading


def read_history(ctx: Context, ref: str) -> tuple[tuple[ActionStep, ...], tzinfo, date]:
    """Return everything that happened to an action, the workspace's timezone, and today."""
    return actions.history(ctx, ref), ctx.zone, ctx.today


class RetroRoom(LiveRoom, ActionRows, Protocol):
    """The screen of a retro: a live session's, with action items in its lists."""


class RetroActions(ActionCommands[RetroRoom]):
    """Commands on the action under the cursor, and making one of the note under it."""

    def why_not_done(self) -> str | None:
        """There must be a retro and an open action."""
        return self.screen.state.no_session() or super().why_not_done()

    why_not_keep = why_not_drop = why_not_done

    def why_not_make(self) -> str | None:
        """Actions must be wanted."""
        return self.screen.state.not_now("act")

    async def do_make(self) -> None:
        """Make an action of the note under the cursor, or of what the person writes."""
        state = self.screen.state
        note, of, retro = state.note_at(self.screen.row_key()), state.of, state.retro
        if of is None or retro is None:
            return
        group = note.group if note is not None else of.topic if of.phase is Phase.DISCUSS else None
        topic = next((each.group.name for each in retro.topics if each.group.id == group), "")
        people, _, due = await self.screen.ask(read_ground)
        dri = self.screen.host.login
        fields = action_fields({"text": note.text if note else "", "dri": dri, "due": due}, people)
        context = [f"about “{fit(clean(topic), 60, pad=False)}”"] if topic else []
        draft = f"retro.action.{of.id}{f'.{note.id}' if note is not None else ''}"
        saved = await self.screen.fill(
            "An action",
            fields,
            lambda ctx, values: write_action(ctx, values, of.ref, topic),
            draft=draft,
            context=context,
        )
        if saved:
            said = f"{saved.made.ref}: {clean(saved.made.dri)} by {saved.made.due}; {UNDO} takes it back"
            self.screen.show_message(said, "done")

    async def do_show_action(self) -> None:
        """Show an action whole, with its history."""
        if (found := self.screen.action()) is not None:
            steps, zone, today = await self.screen.ask(read_history, found.ref)
            self.screen.open_reader(found.ref, reading(found, steps, zone, today))
