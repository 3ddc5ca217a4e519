"""Opening a case: by which process, then only what that process needs to know; also out of something else."""

from collections.abc import Sequence

from okrtui.commands.keys import key_of
from okrtui.model.cases import About, Process, ProcessState
from okrtui.rituals import heroes, origins
from okrtui.rituals.cases import cases, processes
from okrtui.rituals.cases.cases import OpeningWords
from okrtui.rituals.context import Context
from okrtui.rituals.origins import Origin
from okrtui.rituals.people import members
from okrtui.rules.cases import phrases, running
from okrtui.rules.cases.reading import CaseView
from okrtui.screens.base.command_group import CommandScreen
from okrtui.text import clean
from okrtui.widgets.forms.fields import Field, Option, Values


def read_openable(ctx: Context) -> tuple[Process, ...]:
    """Return the processes by which a case can be opened here."""
    return tuple(
        each for each in processes.processes(ctx) if each.state is ProcessState.ACTIVE and each.about is About.WORK
    )


def read_ground(ctx: Context) -> tuple[list[Option], list[str]]:
    """Return the other members as (login, name), and the refs of the cycle's key results."""
    return [each for each in members.people(ctx) if each[0] != ctx.login], [ref for ref, _ in heroes.movable(ctx)]


def opening_fields(
    process: Process, people: Sequence[Option], refs: Sequence[str], origin: Origin | None = None
) -> list[Field]:
    """Return the questions that a process needs to open a case, with the words of what it comes out of."""
    asks = running.needs_asked(process)
    title, text = (clean(origin.title), origin.text) if origin else ("", "")
    fields = [Field("title", "What it is", value=title, required=True, help="one sentence is enough")]
    if asks:
        fields.append(Field("asked", "Whom you ask", "member", options=tuple(people), required=True))
        fields.append(Field("by", "Needed by", help="a day like fri or 2026-12-04; may stay empty"))
    fields.append(Field("kr", "Key result", options=tuple(refs), help="what waits for it; may stay empty"))
    fields.append(Field("text", "More", "multiline", value=text, help="may stay empty"))
    if origin and origin.guest:
        guest, answers = clean(origin.guest), (("no", "no"), ("yes", "yes"))
        fields.append(Field("agreed", f"{guest} agrees", "choice", "no", answers, "everybody reads a case"))
    return fields


def write_case(ctx: Context, process: str, values: Values, origin: Origin | None = None) -> CaseView:
    """Open a case as the form says. Raises Refused for a day that is none, and without the yes of whose need it is."""
    more: OpeningWords = {
        "text": values.get("text", ""),
        "asked": values.get("asked", ""),
        "kr": values.get("kr", ""),
        "by": cases.day(ctx, values.get("by")),
    }
    if origin is None:
        return cases.open_case(ctx, process, values["title"], **more)
    return origins.open_case(ctx, origin.ref, process, values["title"], agreed=values.get("agreed") == "yes", **more)


async def open_case(screen: CommandScreen, ref: str = "") -> CaseView | None:
    """Ask by which process, then what it is, and open a case; None where the person left.

    `ref` names what it comes out of, whose words the form begins with.
    """
    origin = await screen.ask(origins.find, ref) if ref else None
    found = {each.name: each for each in await screen.ask(read_openable)}
    options = [(each.name, f"{each.name}: {clean(each.purpose)}") for each in found.values()]
    first = next((each.name for each in found.values() if each.page == "decision"), "") if ref else ""
    name = await screen.choose(
        f"What becomes of {origin.ref}?" if origin else "What do you open?", options, cursor=first
    )
    if name is None:
        return None
    people, refs = await screen.ask(read_ground)
    process = found[name]
    saved = await screen.fill(
        clean(process.title),
        opening_fields(process, people, refs, origin),
        lambda ctx, values: write_case(ctx, name, values, origin),
        draft=f"cases.new.{name}.{ref}" if ref else f"cases.new.{name}",
        context=[clean(phrases.steps(process)), *([f"Out of {origin.ref}; you find it there, too."] if origin else [])],
    )
    if saved is None:
        return None
    made = saved.made
    leads = f"; {key_of('go.cases')} shows it" if ref else ""
    screen.show_message(f"{made.case.ref}: {phrases.waiting(made)}{leads}", "done")
    return made
