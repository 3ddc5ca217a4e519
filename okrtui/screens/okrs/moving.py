"""Moving objectives and key results, and changing the cycle that the cursor is in."""

from okrtui.commands.keys import UNDO
from okrtui.model.okrs import Cycle, ObjectiveStanding, Standing
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import cycles, objectives
from okrtui.screens.base.command_group import CommandGroup
from okrtui.screens.okrs.commands import OkrTreeScreen
from okrtui.screens.okrs.forms import a_day
from okrtui.widgets.forms.fields import Field, Values


class MovingCommands(CommandGroup[OkrTreeScreen]):
    """Where things lie: objectives in cycles, key results in objectives, cycles in time."""

    def why_not_move(self) -> str | None:
        """Say so where the cursor stands on nothing to move."""
        if reason := self.screen.read_only():
            return reason
        return None if self.screen.here else "an objective or key result is moved; move to one"

    async def do_move(self) -> None:
        """Move the objective to another cycle, or the key result to another objective."""
        here = self.screen.here
        if isinstance(here, Standing):
            every = await self.screen.ask(objectives.objectives)
            rows = [(o.ref, f"{o.ref} {o.title}") for o in every if o.number != here.kr.objective]
            if into := await self.screen.choose(f"Move {here.kr.ref} to", rows):
                moved = await self.screen.change(objectives.move_key_result, here.kr.ref, into)
                self.screen.go_to(moved.ref)
                self.screen.show_message(f"{here.kr.ref} is {moved.ref} now; {UNDO} takes it back", "done")
        elif isinstance(here, ObjectiveStanding):
            of = here.objective
            names = [name for name in await self.screen.ask(cycles.choices) if name != of.cycle]
            if into := await self.screen.choose(f"Move {of.ref} to", [(name, name) for name in names]):
                await self.screen.change(objectives.edit_objective, of.ref, cycle=into)
                self.screen.show_message(f"{of.ref} is in {into} now; {UNDO} takes it back", "done")

    def why_not_edit_cycle(self) -> str | None:
        """Say so where there is none, or it is read-only."""
        return self.screen.read_only() or (None if self.screen.here_cycle else "there is no cycle here")

    async def do_edit_cycle(self) -> None:
        """Change name and days of the cycle."""
        cycle = self.screen.here_cycle
        if cycle is None:
            return
        stored, name = _values(cycle), cycle.name
        fields = [
            Field("name", "Cycle", value=stored["name"], required=True, help="what it is called", replaced=True),
            Field("start", "First day", value=stored["start"], required=True, help="like 2026-10-01", replaced=True),
            Field("end", "Last day", value=stored["end"], required=True, help="it is part of the cycle", replaced=True),
        ]
        values = await self.screen.edit(
            name,
            fields,
            lambda ctx: _values(cycles.find(ctx, name)),
            lambda ctx, values: _edit(ctx, name, values),
            draft=f"okrs.cycle.{cycle.id}",
        )
        if values is not None and values["name"] != name:
            await self.screen.show_cycle(values["name"])

    why_not_delete_cycle = why_not_edit_cycle

    async def do_delete_cycle(self) -> None:
        """Delete the cycle, where nothing is in it."""
        if (cycle := self.screen.here_cycle) is not None:
            await self.screen.change(cycles.delete_cycle, cycle.name)
            self.screen.show_message(f"{cycle.name} is deleted; {UNDO} takes it back", "done")


def _values(cycle: Cycle) -> Values:
    return {"name": cycle.name, "start": cycle.start.isoformat(), "end": cycle.end.isoformat()}


def _edit(ctx: Context, name: str, values: Values) -> Cycle:
    start, end = a_day(ctx, values.get("start", "")), a_day(ctx, values.get("end", ""))
    return cycles.edit_cycle(ctx, name, new_name=values.get("name"), start=start, end=end)
