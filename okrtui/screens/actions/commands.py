"""What can be done with an action item: make, edit, done, drop, keep, open again."""

from typing import Protocol, TypeVar

from okrtui.commands.keys import UNDO, key_of
from okrtui.model.actions import Action, ActionState
from okrtui.rituals import heroes
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.screens.base.command_group import CommandGroup, CommandScreen, there
from okrtui.text import clean
from okrtui.widgets.actions.fields import action_fields, action_values
from okrtui.widgets.forms.fields import Field, Option, Values

NO_ACTION = "select an action first"


def read_ground(ctx: Context) -> tuple[list[Option], list[str], str]:
    """Return the members as (login, name), refs of the cycle's key results, the day an action is due unless said."""
    return members.people(ctx), [ref for ref, _ in heroes.movable(ctx)], (ctx.today + actions.DUE_IN).isoformat()


def write_action(ctx: Context, values: Values, source: str = "", topic: str = "") -> Action:
    """Make an action of what the form says, perhaps out of a session. Raises Refused for a day that is none."""
    dri, works, kr = (values.get(name, "") for name in ("dri", "works", "kr"))
    due = actions.day(ctx, values["due"])
    return actions.add(ctx, values["text"], dri=dri, due=due, source=source, topic=topic, kr=kr, works=works)


def edit_action(ctx: Context, ref: str, values: Values) -> Action:
    """Change of an action what is among the values."""
    return actions.edit(
        ctx,
        ref,
        text=values.get("text"),
        dri=values.get("dri"),
        due=actions.day(ctx, values["due"]) if "due" in values else None,
        works=values.get("works"),
    )


class ActionRows(CommandScreen, Protocol):
    """A screen with action items in a list."""

    def action(self) -> Action | None:
        """Return the action that commands are for."""

    def stand_on_action(self, ref: str) -> None:
        """Stand on an action that was just made."""


S = TypeVar("S", bound=ActionRows)


class ActionCommands(CommandGroup[S]):
    """Commands on the action that the screen names."""

    # ---- one step --------------------------------------------------------------------------

    def why_not_done(self) -> str | None:
        """There must be an open action."""
        found = self.screen.action()
        if found is None:
            return NO_ACTION
        return (
            None
            if found.state is ActionState.OPEN
            else f"{found.ref} is {found.state}; {key_of('actions.reopen')} opens it again"
        )

    why_not_drop = why_not_keep = why_not_done

    async def do_done(self) -> None:
        """Say that the action is done."""
        if (found := self.screen.action()) is not None:
            await self.screen.change(actions.done, found.ref)
            self.screen.show_message(f"{found.ref} is done; {UNDO} takes it back", "done")

    async def do_drop(self) -> None:
        """Give the action up and say why."""
        found = there(self.screen.action(), NO_ACTION)

        def save(ctx: Context, reason: str) -> None:
            actions.drop(ctx, found.ref, reason)

        help = f"{clean(found.text)}: one sentence on why it is dropped"
        draft = f"actions.drop.{found.id}"
        if await self.screen.ask_line(f"Drop {found.ref}", "Why", save=save, help=help, draft=draft):
            self.screen.show_message(f"{found.ref} is dropped; {UNDO} takes it back", "done")

    async def do_keep(self) -> None:
        """Say that the action was looked at and stays open, with a note if there is one."""
        found = there(self.screen.action(), NO_ACTION)

        def save(ctx: Context, values: Values) -> None:
            actions.keep(ctx, found.ref, values["note"])

        field = Field("note", "Note", help="where it stands; may stay empty")
        draft, context = f"actions.keep.{found.id}", [clean(found.text)]
        if await self.screen.fill(f"Keep {found.ref}", [field], save, draft=draft, context=context):
            self.screen.show_message(f"{found.ref} stays open; its history says that it was looked at", "done")

    def why_not_reopen(self) -> str | None:
        """There must be one that is settled."""
        found = self.screen.action()
        if found is None:
            return NO_ACTION
        return f"{found.ref} is open" if found.state is ActionState.OPEN else None

    async def do_reopen(self) -> None:
        """Open the action again."""
        if (found := self.screen.action()) is not None:
            await self.screen.change(actions.reopen, found.ref)
            self.screen.show_message(f"{found.ref} is open again", "done")

    # ---- its words -------------------------------------------------------------------------

    async def do_new(self) -> None:
        """Make an action."""
        people, refs, due = await self.screen.ask(read_ground)
        fields = action_fields({"dri": self.screen.host.login, "due": due}, people, refs)
        if saved := await self.screen.fill("An action", fields, write_action, draft="actions.new"):
            self.screen.show_message(f"{saved.made.ref} is made: {saved.made.dri}, due {saved.made.due}", "done")
            self.screen.stand_on_action(saved.made.ref)

    def why_not_edit(self) -> str | None:
        """There must be an action."""
        return None if self.screen.action() else NO_ACTION

    async def do_edit(self) -> None:
        """Edit text, DRI, day and how we will see that it worked."""
        found = there(self.screen.action(), NO_ACTION)
        people, _, _ = await self.screen.ask(read_ground)
        await self.screen.edit(
            f"Action {found.ref}",
            action_fields({}, people),
            lambda ctx: action_values(actions.find(ctx, found.ref)),
            lambda ctx, values: edit_action(ctx, found.ref, values),
            draft=f"actions.edit.{found.id}",
        )
