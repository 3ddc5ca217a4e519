"""Opening a case: by which process, then only what that process needs to know; also out of something else."""

from collections.abc import Sequence

from okrtui.commands.keys import key_of
from okrtui.model.cases import About, Process, ProcessState
from okrtui.rituals import heroes, origins
from okrtui.rituals.cases import cases, persons, processes
from okrtui.rituals.cases.cases import OpeningWords
from okrtui.rituals.context import Context
from okrtui.rituals.origins import Origin
from okrtui.rituals.people import agreements, members
from okrtui.rules.cases import person, phrases, running
from okrtui.rules.cases.reading import CaseView
from okrtui.screens.base.command_group import CommandScreen
from okrtui.text import clean, fit
from okrtui.widgets.forms.fields import Field, Option, Values


def read_openable(ctx: Context, *, work_only: bool = False) -> tuple[tuple[Process, str], ...]:
    """Return the processes in use, with why none can be opened by one here; with `work_only` those about work."""
    active = (each for each in processes.processes(ctx) if each.state is ProcessState.ACTIVE)
    kept = (each for each in active if each.about is About.WORK or not work_only)
    return tuple((each, persons.why_not_kept(ctx, each)) for each in kept)


def read_ground(ctx: Context) -> tuple[list[Option], list[str]]:
    """Return the other members as (login, name), and the refs of the cycle's key results."""
    return [each for each in members.people(ctx) if each[0] != ctx.login], [ref for ref, _ in heroes.movable(ctx)]


def read_promise(ctx: Context, process: Process) -> tuple[str, list[Option]]:
    """Return how private a case of a process is here, "" where all read it, and the agreements that may be broken."""
    return persons.promise(ctx, process), [(each.ref, clean(each.text)) for each in agreements.agreements(ctx)]


def person_fields(process: Process, people: Sequence[Option], held: Sequence[Option]) -> list[Field]:
    """Return the questions about a person; those who hear it need no more."""
    help = person.GRANTED if process.needs == person.HERO else "one sentence; they read it at once, with your name"
    fields = [
        Field("title", "What it is", required=True, help=help),
        Field("about", "About", "member", options=tuple(people), required=True),
    ]
    if process.needs == person.HERO:
        fields.append(Field("evidence", "Hero cards", required=True, help="that thank them, like H12, H14"))
    else:
        first = held[0][0] if held else ""
        options = tuple((ref, f"{ref} {text}") for ref, text in held)
        fields.append(Field("evidence", "Agreement", "choice", first, options, required=True))
        fields.append(Field("happened", "Happened", help="a day like 2026-12-04; today where empty"))
    fields.append(Field("text", "More", "multiline", help="may stay empty"))
    return fields


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
        "about": values.get("about", ""),
        "evidence": values.get("evidence", ""),
        "by": cases.day(ctx, values.get("by")),
        "happened": cases.day(ctx, values.get("happened")),
    }
    if origin is None:
        return cases.open_case(ctx, process, values["title"], **more)
    return origins.open_case(ctx, origin.ref, process, values["title"], agreed=values.get("agreed") == "yes", **more)


async def open_case(screen: CommandScreen, ref: str = "") -> CaseView | None:
    """Ask by which process, then what it is, and open a case; None where the person left.

    `ref` names what it comes out of, whose words the form begins with.
    """
    origin = await screen.ask(origins.find, ref) if ref else None
    found = {each.name: (each, why_not) for each, why_not in await screen.ask(read_openable, work_only=bool(ref))}
    options = [(each.name, f"{each.name}: {clean(each.purpose)}") for each, _ in found.values()]
    first = next((each.name for each, _ in found.values() if each.page == "decision"), "") if ref else ""
    called = ""
    if origin:  # a card or group has no ref that people know
        called = origin.ref if origin.ref == ref else f"“{fit(clean(origin.title), 40, pad=False)}”"
    name = await screen.choose(
        f"What becomes of {called}?" if called else "What do you open?",
        options,
        cursor=first,
    )
    if name is None:
        return None
    process, why_not = found[name]
    if why_not:
        screen.show_message(why_not, "warn")
        return None
    people, refs = await screen.ask(read_ground)
    promise, held = await screen.ask(read_promise, process)
    private = person_fields(process, people, held) if process.private else None
    out_of = [f"Out of {origin.ref}; you find it there, too."] if origin else []
    saved = await screen.fill(
        clean(process.title),
        private or opening_fields(process, people, refs, origin),
        lambda ctx, values: write_case(ctx, name, values, origin),
        draft=f"cases.new.{name}.{ref}" if ref else f"cases.new.{name}",
        context=[*([clean(promise)] if promise else []), clean(phrases.steps(process)), *out_of],
    )
    if saved is None:
        return None
    made = saved.made
    leads = f"; {key_of('go.cases')} shows it" if ref else ""
    seen = f"; {phrases.seen_by(made)}" if made.process.private else ""
    screen.show_message(f"{made.case.ref}: {phrases.waiting(made)}{leads}{seen}", "done")
    return made
