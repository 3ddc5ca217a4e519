"""What can be done with an idea, and how a brainstorm is started."""

from typing import Protocol

from okrtui.commands.keys import UNDO, key_of
from okrtui.model.ideas import Idea, IdeaState
from okrtui.model.live import Session
from okrtui.rituals import heroes, ideas
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.rules.live import phases
from okrtui.rules.live.rounds import until
from okrtui.screens.base.brainstorm_form import start_brainstorm, start_fields
from okrtui.screens.base.case_form import open_case
from okrtui.screens.base.command_group import CommandGroup, CommandScreen, there
from okrtui.text import clean
from okrtui.widgets.forms.fields import Field, Option, Values

NO_IDEA = "select an idea first"


def read_ground(ctx: Context) -> tuple[list[Option], list[str]]:
    """Return the members as (login, name) and the refs of the cycle's key results."""
    return members.people(ctx), [ref for ref, _ in heroes.movable(ctx)]


class IdeaScreen(CommandScreen, Protocol):
    """A screen that shows ideas."""

    def idea(self) -> Idea | None:
        """Return the idea that commands are for."""

    def running(self) -> Session | None:
        """Return the session that runs."""

    def stand_on(self, ref: str) -> None:
        """Put the cursor on an idea."""


class IdeaCommands(CommandGroup[IdeaScreen]):
    """Commands on the idea that the screen names."""

    # ---- a step ----------------------------------------------------------------------------

    def why_not_advance(self) -> str | None:
        """There must be a next state."""
        idea = self.screen.idea()
        if idea is None:
            return NO_IDEA
        if idea.state is IdeaState.REJECTED:
            return f"{idea.ref} was rejected; {key_of('ideas.retreat')} takes it up again"
        return f"{idea.ref} is adopted: there is nothing further" if idea.state is IdeaState.ADOPTED else None

    def why_not_retreat(self) -> str | None:
        """There must be a state before."""
        idea = self.screen.idea()
        if idea is None:
            return NO_IDEA
        return f"{idea.ref} is where ideas begin" if idea.state is IdeaState.CAPTURED else None

    async def do_advance(self) -> None:
        """Bring the idea to its next state."""
        await self._step(1)

    async def do_retreat(self) -> None:
        """Bring the idea back; a rejected one to where it begins again."""
        await self._step(-1)

    async def _step(self, by: int) -> None:
        idea = there(self.screen.idea(), NO_IDEA)
        order = phases.IDEA_ORDER
        to = order[order.index(idea.state) + by] if idea.state in order else IdeaState.CAPTURED

        def save(ctx: Context, values: Values) -> None:
            ideas.advance(ctx, idea.ref, to, values["note"])

        field = Field("note", "Note", help="what was learned or decided; it stays with the step, may be empty")
        title = f"{idea.ref}: {idea.state} → {to}"
        if await self.screen.fill(title, [field], save, draft=f"ideas.step.{idea.id}", context=[clean(idea.title)]):
            self.screen.show_message(f"{idea.ref} is in {to}; {UNDO} takes it back", "done")
            self.screen.stand_on(idea.ref)

    def why_not_reject(self) -> str | None:
        """There must be an idea that is not rejected."""
        idea = self.screen.idea()
        if idea is None:
            return NO_IDEA
        return f"{idea.ref} was rejected: {idea.reason}" if idea.state is IdeaState.REJECTED else None

    async def do_reject(self) -> None:
        """Reject the idea with a reason."""
        idea = there(self.screen.idea(), NO_IDEA)
        help = "it stays readable with this reason"

        def save(ctx: Context, reason: str) -> None:
            ideas.advance(ctx, idea.ref, IdeaState.REJECTED, reason)

        draft = f"ideas.reject.{idea.id}"
        if await self.screen.ask_line(f"Reject {idea.ref}", "Why", save=save, help=help, draft=draft):
            self.screen.show_message(f"{idea.ref} is rejected; {UNDO} takes it back", "done")

    def why_not_champion(self) -> str | None:
        """There must be an idea."""
        return None if self.screen.idea() else NO_IDEA

    async def do_champion(self) -> None:
        """Give the idea a champion."""
        idea = there(self.screen.idea(), NO_IDEA)
        people, _ = await self.screen.ask(read_ground)

        help = "who takes it on; empty: nobody; → completes"
        await self.screen.edit(
            f"Champion of {idea.ref}",
            [Field("who", "Champion", "member", idea.champion or self.screen.host.login, tuple(people), help)],
            lambda ctx: {"who": ideas.find(ctx, idea.ref).champion},
            lambda ctx, values: ideas.champion(ctx, idea.ref, values["who"]),
            draft=f"ideas.champion.{idea.id}",
            context=[clean(idea.title)],
        )

    def why_not_case(self) -> str | None:
        """There must be an idea."""
        return None if self.screen.idea() else NO_IDEA

    async def do_case(self) -> None:
        """Make the idea a case."""
        await open_case(self.screen, there(self.screen.idea(), NO_IDEA).ref)

    # ---- new -------------------------------------------------------------------------------

    async def do_new(self) -> None:
        """Put an idea into the inbox."""
        people, refs = await self.screen.ask(read_ground)

        def save(ctx: Context, values: Values) -> Idea:
            more = {name: values[name] for name in ("text", "kr", "champion")}
            return ideas.capture(ctx, values["title"], **more)

        fields = [
            Field("title", "Idea", required=True, help="in a sentence"),
            Field("text", "More", "multiline", help="what is behind it; tab goes on"),
            Field("kr", "Key result", options=tuple(refs), help="the one it serves, if any; → completes"),
            Field("champion", "Champion", "member", options=tuple(people), help="who takes it on; may stay empty"),
        ]
        if saved := await self.screen.fill("An idea", fields, save, draft="ideas.new"):
            ref = saved.made.ref
            self.screen.show_message(f"{ref} is captured; {key_of('ideas.advance')} brings it further", "done")
            self.screen.stand_on(ref)

    def why_not_start(self) -> str | None:
        """One session at a time: two would split the room, but for one that lasts over days."""
        now = self.screen.running()
        return f"{now.ref} runs: enter on it joins" if now is not None and until(now) is None else None

    async def do_start(self) -> None:
        """Start a brainstorm and go into its lobby."""
        _, refs = await self.screen.ask(read_ground)
        title, fields = "Start a brainstorm", start_fields(refs)
        if saved := await self.screen.fill(title, fields, start_brainstorm, draft="brainstorm.start"):
            self.screen.host.go("brainstorm", saved.made.ref)
