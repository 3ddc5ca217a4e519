"""Processes: the six that come with okrtui, and what a team makes of them; a running case keeps its version."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from okrtui.errors import Refused, UnknownValue
from okrtui.model.cases import Process, ProcessState
from okrtui.model.journal import Verb
from okrtui.rituals.cases.persons import why_not_kept
from okrtui.rituals.context import Context
from okrtui.rituals.people.members import changing
from okrtui.rules.cases.definition import read_process
from okrtui.rules.naming import did_you_mean
from okrtui.storage.journal.writer import Writer
from okrtui.storage.repositories import cases as rows
from okrtui.text import clean

_read = cache(read_process)
ORDER = ("support", "opportunity", "architecture", "proposal", "reward", "breach")
"""In which the ones that come with okrtui are listed; a team's own ones come behind."""


@cache
def built_in() -> dict[str, Process]:
    """Return the processes that come with okrtui, by name."""
    folder = Path(__file__).with_name("processes")
    found = {path.stem: _read(path.read_text(encoding="utf-8")) for path in folder.glob("*.toml")}
    return {name: found[name] for name in ORDER}


def processes(ctx: Context) -> tuple[Process, ...]:
    """Return the newest version of every process, those that come with okrtui first."""
    found = dict(built_in())
    for stored in rows.stored_processes(ctx.store):  # oldest first: the newest stays
        found[stored[1]] = _made(*stored)
    return tuple(found.values())


def find(ctx: Context, name: str, number: int | None = None) -> Process:
    """Return a process by its name, the newest version unless numbered. Raises Refused where there is none."""
    name = clean(name).casefold()
    stored = [_made(*each) for each in rows.stored_processes(ctx.store, name)]
    there = stored or ([built_in()[name]] if name in built_in() else [])
    found = [each for each in there if number in (None, each.number)]
    if found:
        return found[-1]
    if there:
        raise Refused(f"{name} has no version {number}; the newest is {there[-1].number}")
    known = [each.name for each in processes(ctx)]
    meant = did_you_mean(name, known)
    raise Refused(f"there is no process {name}{meant}; there are: {', '.join(known)}")


def usable(ctx: Context, name: str) -> Process:
    """Return a process by which a case can be opened now. Raises Refused where it is retired, or can't be kept."""
    found = find(ctx, name)
    if found.state is ProcessState.RETIRED:
        raise Refused(f"{found.name} is retired; okrtui process list tells which are in use")
    if reason := why_not_kept(ctx, found):
        raise Refused(reason)
    return found


def by_row(ctx: Context) -> dict[int, Process]:
    """Return every stored version by its row id: what cases run by."""
    return {stored[0]: _made(*stored) for stored in rows.stored_processes(ctx.store)}


def _made(row_id: int, name: str, number: int, text: str, state: ProcessState) -> Process:
    try:
        return replace(_read(text), id=row_id, number=number, state=state)
    except Refused as refused:
        raise UnknownValue(f"version {number} of the process {name} can't be read: {refused}") from None


def add(ctx: Context, text: str) -> Process:
    """Store a definition as the next version of its name and return it. Raises Refused with all that is wrong in it."""
    process = read_process(text)
    before = {each.name: each for each in processes(ctx)}.get(process.name)
    if before is not None and before.text == process.text and before.state is ProcessState.ACTIVE:
        raise Refused(f"{process.name} says exactly that already; nothing was changed")
    with changing(ctx) as writer:
        if before is not None and not before.id:
            rows.add_process(writer, before, ProcessState.ACTIVE)  # the version that came with okrtui stays the first
        rows.add_process(writer, process, ProcessState.ACTIVE)
        writer.describe(Verb.ADDED_PROCESS, process.name, process.title)
    return find(ctx, process.name)


def retire(ctx: Context, name: str) -> Process:
    """Take a process out of use and return it; cases that run by it go on. Raises Refused where it is already."""
    with changing(ctx) as writer:
        found = find(ctx, name)
        if found.state is ProcessState.RETIRED:
            raise Refused(f"{found.name} is retired already")
        if found.id:
            rows.retire_process(writer, found.id)
        else:
            rows.add_process(writer, found, ProcessState.RETIRED)
        writer.describe(Verb.RETIRED_PROCESS, found.name, found.title)
    return find(ctx, name)


def stored(writer: Writer, process: Process) -> Process:
    """Return a process with its row, made by the first case that runs by it; part of the change that opens it."""
    return process if process.id else replace(process, id=rows.add_process(writer, process, ProcessState.ACTIVE))


def running(ctx: Context) -> dict[str, int]:
    """Return how many cases run by each process, by its name."""
    return rows.running(ctx.store, ctx.today)
