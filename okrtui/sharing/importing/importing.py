"""Import: what a document would change, and doing it in one transaction that one undo takes back."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.okrs import Cycle, CycleState, ObjectiveStanding
from okrtui.rituals.context import Context
from okrtui.rituals.documents import report_data
from okrtui.rituals.documents.import_writes import as_one_change
from okrtui.rituals.documents.report_data import ReportData
from okrtui.rituals.okrs import cycles
from okrtui.rituals.okrs import objectives as okr_ritual
from okrtui.rituals.people import members
from okrtui.rules.weeks import cycle_name, quarter_dates, quarter_of
from okrtui.sharing.importing.foreign import Handles, foreign_objective
from okrtui.sharing.importing.match import absent, objective_plans, reordered
from okrtui.sharing.importing.pairing import likely_renames
from okrtui.sharing.importing.plan import CyclePlan, ImportPlan, document_of
from okrtui.sharing.importing.write import write_cycle
from okrtui.sharing.markdown.escape import one_line
from okrtui.sharing.okrs_file.reader import FileObjective, OkrsFile, at_line, is_okrs_file, read_okrs_file
from okrtui.sharing.reader.document import ReadCycle, ReadDocument
from okrtui.text import folded

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person says of how a document is to be read.

    `columns` are given for CSV and TSV: what the columns with these heads (folded) hold; a table without them is known
    by its head. `words` are my own for what documents say, see `in_known_words`. `prune` cancels what is not in
    okrtui's own file, `renamed` takes titles of others' documents that are nearly the same for the same.
    """

    columns: Mapping[str, str] | None = None
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    prune: bool = False
    renamed: bool = False


AS_IT_IS = ImportOptions()


def plan_import(ctx: Context, text: str, cycle: str | None = None, options: ImportOptions = AS_IT_IS) -> ImportPlan:
    """Return what importing a document would do; nothing is written.

    `cycle` is where a document goes that names no cycle or only one; of several it takes that one.
    Raises Refused with the line for what cannot be meant in okrtui's own document, and for a closed cycle.
    """
    _refuse_conflict(text)
    text = text.removeprefix("\ufeff")
    if is_okrs_file(text):
        return _plan_own(ctx, read_okrs_file(text), cycle, prune=options.prune)
    _refuse_data(text)
    from okrtui.sharing.importing.tabular import is_table, read_table

    if options.columns is not None or is_table(text):
        table = read_table(text, options.columns or {}, options.words)
        plan = _plan_foreign(ctx, table.document, cycle, renamed=options.renamed)
        return replace(plan, notes=(f"Columns: {'; '.join(table.columns)}.", *plan.notes))
    from okrtui.sharing.reader.reader import (
        read_document,  # it parses with markdown-it, which okrtui's own files need not
    )

    return _plan_foreign(ctx, read_document(text, options.words), cycle, renamed=options.renamed)


def apply_import(ctx: Context, plan: ImportPlan, progress: Callable[[int, int], None] | None = None) -> str:
    """Write what a plan says, all of it or nothing, and return what was done in one line.

    `progress` is told how many of all objectives are written; what it raises takes back what was.
    Raises Refused or Stale where the workspace has changed meanwhile, so that the plan no longer fits.
    """
    if plan.idle:
        return plan.summary()
    named = ", ".join(cycle.name for cycle in plan.cycles if not cycle.idle)
    may_add = ctx.may_add
    ctx = replace(ctx, may_add=lambda login: login in plan.people or may_add(login))  # the plan has said who is new
    with as_one_change(ctx, Verb.IMPORTED, named, plan.summary()):
        for team in plan.teams:
            members.add_team(ctx, team)
        whole, done = sum(len(cycle.objectives) for cycle in plan.cycles), count(1)
        for cycle in plan.cycles:
            write_cycle(ctx, cycle, lambda: progress(next(done), whole) if progress is not None else None)
    return plan.summary()


def _refuse_conflict(text: str) -> None:
    """Raise Refused where a merge of two versions has left its marks."""
    lines = text.splitlines()
    marks = [at for at, line in enumerate(lines, 1) if re.match(r"(?:<{7}|>{7})(?:\s|$)", line)]
    if marks and any(line.startswith("<<<<<<<") for line in lines):
        raise Refused(f"line {marks[0]}: a merge has left its conflict here; settle it first, nothing was read")


def _refuse_data(text: str) -> None:
    """Raise Refused where a document is JSON or YAML, which say OKRs in as many ways as there are programs."""
    lines = [line for line in text.splitlines() if line.strip()]
    keys = sum(re.match(r"\s*(?:- )?[a-z][a-z0-9_]*:(?:\s|$)", line) is not None for line in lines[:400])
    data = "YAML" if keys > 2 and keys * 2 > len(lines[:400]) and not re.search(r"^#{1,6} ", text, re.M) else ""
    if text.lstrip()[:1] in ("{", "["):
        with suppress(ValueError):
            json.loads(text)
            data = "JSON"
    if data:
        raise Refused(
            f"this is {data}, and okrtui reads Markdown: headings or lines such as “Objective: Grow” and "
            "“- KR1: signups from 10 to 20”, or a file of `okrtui export`"
        )


# -- where things go


@dataclass(frozen=True, slots=True)
class _Place:
    """A cycle to import into: its dates, and what is there already (`cycle` is None for a new one)."""

    name: str
    start: date
    end: date
    cycle: Cycle | None
    have: tuple[ObjectiveStanding, ...]

    @property
    def closed(self) -> bool:
        return self.cycle is not None and self.cycle.state is CycleState.CLOSED

    def plan(
        self,
        objectives: Iterable[FileObjective],
        week: str,
        *,
        own: bool,
        close: bool = False,
        by_ref: bool = True,
        renamed: bool = False,
    ) -> CyclePlan:
        plans = objective_plans(tuple(objectives), self.have, week, own, by_ref, renamed)
        new = self.cycle is None
        ends = close and not self.closed
        return CyclePlan(self.name, self.start if new else None, self.end if new else None, ends, plans)


def _place(ctx: Context, reader: ReportData, name: str, start: date | None = None, end: date | None = None) -> _Place:
    name = cycle_name(name)
    found = next((c for c in reader.cycles if folded(c.name) == folded(name)), None)
    if found is not None:
        return _Place(found.name, found.start, found.end, found, reader.standing(found.name).objectives)
    first, last = (start, end) if start and end else _dates(ctx, name)
    if last < first:
        raise Refused(f"{name} would end on {last}, before its start on {first}")
    return _Place(name, first, last, None, ())


def _dates(ctx: Context, name: str) -> tuple[date, date]:
    """Return the dates of a cycle that nobody dated: its period's, the year's in its name, else this period's.

    A quarter without its year (`Q2`) is this year's.
    """
    known = cycles.days_of(ctx, name) or cycles.days_of(ctx, f"{ctx.today.year}-{name}")
    if known is not None:
        return known
    year = _YEAR.search(name)
    if year is not None:
        return date(int(year[0]), 1, 1), date(int(year[0]), 12, 31)
    return quarter_dates(quarter_of(ctx.today)) or (ctx.today, ctx.today)


# -- okrtui's own documents


def _plan_own(ctx: Context, file: OkrsFile, cycle: str | None, *, prune: bool) -> ImportPlan:
    reader = report_data.reader(ctx)
    renamed = bool(cycle) and folded(cycle_name(cycle or "")) != folded(cycle_name(file.name))
    dates = (None, None) if renamed else (file.start, file.end)
    place = _place(ctx, reader, cycle or file.name or cycles.for_new_work(ctx), *dates)
    notes, refs = list[str](), _refs(file)
    objectives = [_checked(ctx, each, refs, notes) for each in file.objectives]
    mine = file.workspace in ("", ctx.workspace.uuid)
    if not mine:
        notes.append("Another workspace wrote this document, so its refs say nothing here; titles decide what is new.")
    close = file.state is CycleState.CLOSED and not renamed
    planned = place.plan(objectives, ctx.week, own=True, close=close, by_ref=mine)
    gone = absent(planned, place.have) if mine and place.cycle and not place.closed else []
    if prune:
        planned = replace(planned, cancelled=tuple(gone))
    else:
        notes += [f"{each.ref} {one_line(each.title)} is not in the file; it stays." for each in gone]
    if mine and reordered(planned):
        notes.append("The file has another order; okrtui keeps things by their refs, so the order stays.")
    if place.closed and not planned.idle:
        raise Refused(f"{place.name} is closed and read-only, and this document differs from it; nothing was changed")
    if place.cycle and not renamed and file.start and (file.start, file.end) != (place.start, place.end):
        notes.append(f"{place.name} stays {place.start} to {place.end}; the document’s dates are left aside.")
    return ImportPlan(
        cycles=(planned,),
        teams=_new_teams(ctx, objectives),
        people=_new_people(reader, objectives),
        notes=tuple(notes),
        left=file.left,
        document=document_of(file, place.name),
    )


def _checked(ctx: Context, each: FileObjective, refs: Collection[str], notes: list[str]) -> FileObjective:
    """Return an objective whose people can be people and whose parent is somewhere: in the document, by its `refs`."""

    def login(line: int, who: str) -> str:
        return at_line(line, members.checked_login, who) if who else ""

    krs = tuple(
        replace(
            kr,
            kr=replace(kr.kr, dri=login(kr.line, kr.kr.dri)),
            checkins=tuple(replace(entry, who=login(entry.line, entry.who)) for entry in kr.checkins),
        )
        for kr in each.key_results
    )
    parent = each.objective.parent
    if parent and parent not in refs:
        try:
            okr_ritual.one(ctx, parent)
        except Refused:
            title = each.objective.title
            notes.append(f"{parent}, which “{title}” contributes to, is not in this workspace; that is left out.")
            parent = ""
    objective = replace(each.objective, dri=login(each.line, each.objective.dri), parent=parent)
    return replace(each, objective=objective, key_results=krs)


def _refs(file: OkrsFile) -> set[str]:
    """Return what a document calls its objectives and key results."""
    found = {each.objective.ref for each in file.objectives}
    krs = ((o.objective.number, each) for o in file.objectives for each in o.key_results)
    return found | {each.stray or f"KR{number}.{each.kr.number}" for number, each in krs}


# -- documents of others


def _plan_foreign(ctx: Context, read: ReadDocument, cycle: str | None, *, renamed: bool) -> ImportPlan:
    reader = report_data.reader(ctx)
    handles = Handles(reader.names)
    notes, planned, every = list[str](), list[CyclePlan](), list[FileObjective]()
    for name, found in _by_cycle(ctx, read, cycle).items():
        place = _place(ctx, reader, name, *(found[0].start, found[0].end) if not cycle else ())
        notes += _on_cycle(place, found[0], cycle)
        wanted = [
            foreign_objective(o, handles, ctx.week, place.start, place.end) for each in found for o in each.objectives
        ]
        plan = place.plan([o for o in wanted if o.objective.title], ctx.week, own=False, renamed=renamed)
        notes += likely_renames(plan, place.have)
        if place.closed and not plan.idle:
            notes.append(f"{place.name} is closed and read-only; what the document says of it is left aside.")
            continue
        planned.append(plan)
        every += wanted
    names = {o.dri for c in read.cycles for o in c.objectives}
    krs = [kr for cycle in read.cycles for o in cycle.objectives for kr in o.key_results]
    names |= {kr.dri for kr in krs}
    notes += [f"Line {kr.line}: {kr.doubt}; no number was taken." for kr in krs if kr.doubt]
    strange = sorted(name for name in names if handles.login(name) is None)
    notes += [f"“{name}” isn't a login; the name is kept in the text." for name in strange]
    return ImportPlan(tuple(planned), (), _new_people(reader, every), tuple(notes), read.left, read)


def _on_cycle(place: _Place, found: ReadCycle, cycle: str | None) -> list[str]:
    """Return what to say of where a document goes whose cycle is not told, or not its days."""
    if cycle:
        return []
    if not found.name:
        return [f"The document names no cycle; {place.name} was taken. --cycle chooses another."]
    if found.start is None and place.cycle is None:
        return [f"The document does not say when {place.name} begins and ends; {place.start} to {place.end} was taken."]
    return []


def _by_cycle(ctx: Context, read: ReadDocument, cycle: str | None) -> dict[str, list[ReadCycle]]:
    """Return the document's cycles by the name of where they go. Raises Refused where `cycle` is none of several."""
    named = {each.name for each in read.cycles if each.name}
    chosen = list(read.cycles)
    if cycle and len(named) > 1:
        chosen = [each for each in read.cycles if folded(each.name) == folded(cycle_name(cycle))]
        if not chosen:
            raise Refused(f"this document has no cycle {cycle_name(cycle)}; it has: {', '.join(sorted(named))}")
    found: dict[str, list[ReadCycle]] = {}
    for each in chosen:
        said = each.name if quarter_dates(f"2000-{each.name}") is None else f"{ctx.today.year}-{each.name}"
        found.setdefault(cycle_name(cycle or said or cycles.for_new_work(ctx)), []).append(each)
    return found


# -- who and what is new


def _new_teams(ctx: Context, objectives: Iterable[FileObjective]) -> tuple[str, ...]:
    known = {folded(team.name) for team in members.teams(ctx)}
    wanted = {folded(o.objective.team): o.objective.team for o in objectives if o.objective.team}
    return tuple(sorted(team for key, team in wanted.items() if key not in known))


def _new_people(reader: ReportData, objectives: Iterable[FileObjective]) -> tuple[str, ...]:
    found = set[str]()
    for each in objectives:
        found.add(each.objective.dri)
        for kr in each.key_results:
            found.add(kr.kr.dri)
            found.update(entry.who for entry in kr.checkins)
    return tuple(sorted(found - {""} - reader.names.keys()))
