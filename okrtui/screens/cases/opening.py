"""Opening a case: by which process, then only what that process needs to know."""

from typing import TypeVar

from okrtui.model.cases import About, Process, ProcessState
from okrtui.rituals import heroes
from okrtui.rituals.cases import cases, processes
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.rules.cases import phrases, running
from okrtui.rules.cases.reading import CaseView
from okrtui.screens.base.command_group import CommandGroup
from okrtui.screens.cases.commands import CaseRows
from okrtui.text import clean
from okrtui.widgets.forms.fields import Field, Option, Values

S = TypeVar("S", bound=CaseRows)


def read_openable(ctx: Context) -> tuple[Process, ...]:
    """Return the processes by which a case can be opened here."""
    return tuple(
        each for each in processes.processes(ctx) if each.state is ProcessState.ACTIVE and each.about is About.WORK
    )


def read_ground(ctx: Context) -> tuple[list[Option], list[str]]:
    """Return the other members as (login, name), and the refs of the cycle's key results."""
    return [each for each in members.people(ctx) if each[0] != ctx.login], [ref for ref, _ in heroes.movable(ctx)]


def opening_fields(process: Process, people: list[Option], refs: list[str]) -> list[Field]:
    """Return the questions that a process needs to open a case."""
    asks = running.needs_asked(process)
    fields = [Field("title", "What it is", required=True, help="one sentence is enough")]
    if asks:
        fields.append(Field("asked", "Whom you ask", "member", options=tuple(people), required=True))
        fields.append(Field("by", "Needed by", help="a day like fri or 2026-12-04; may stay empty"))
    fields.append(Field("kr", "Key result", options=tuple(refs), help="what waits for it; may stay empty"))
    fields.append(Field("text", "More", "multiline", help="may stay empty"))
    return fields


def write_case(ctx: Context, process: str, values: Values) -> CaseView:
    """Open a case as the form says. Raises Refused for a day that is none."""
    more = {name: values.get(name, "") for name in ("text", "asked", "kr")}
    return cases.open_case(ctx, process, values["title"], by=cases.day(ctx, values.get("by")), **more)


class OpeningCommands(CommandGroup[S]):
    """The command that opens a case."""

    async def do_new(self) -> None:
        """Ask by which process, then what it is."""
        found = {each.name: each for each in await self.screen.ask(read_openable)}
        options = [(each.name, f"{each.name}: {clean(each.purpose)}") for each in found.values()]
        name = await self.screen.choose("What do you open?", options)
        if name is None:
            return
        people, refs = await self.screen.ask(read_ground)
        process = found[name]
        saved = await self.screen.fill(
            clean(process.title),
            opening_fields(process, people, refs),
            lambda ctx, values: write_case(ctx, name, values),
            draft=f"cases.new.{name}",
            context=[clean(phrases.steps(process))],
        )
        if saved:
            self.screen.show_message(f"{saved.made.case.ref}: {phrases.waiting(saved.made)}", "done")
            self.screen.stand_on_case(saved.made.case.ref)
