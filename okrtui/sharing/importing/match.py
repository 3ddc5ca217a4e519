"""What a document says beside what the workspace holds: which is which, and what differs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from okrtui.model.okrs import (
    CheckIn,
    KeyResult,
    KeyResultKind,
    KeyResultState,
    Objective,
    ObjectiveStanding,
    ObjectiveState,
    Standing,
)
from okrtui.rules.formatting import exact, number, tenths
from okrtui.rules.okrs.measures import LARGEST
from okrtui.rules.okrs.milestones import done_weight, identified
from okrtui.sharing.importing.pairing import moved_key_results, paired
from okrtui.sharing.importing.plan import CyclePlan, FieldChange, KeyResultPlan, ObjectivePlan
from okrtui.sharing.markdown.escape import one_line, safe_lines
from okrtui.sharing.okrs_file.reader import FileCheckIn, FileKeyResult, FileObjective, refuse_line
from okrtui.sharing.okrs_file.writer import measure, value_cell
from okrtui.text import folded

KEPT = ("dri", "why", "priority", "note")
"""What a foreign document may fill in where the workspace has nothing; it changes nothing that is there."""


def objective_plans(
    wanted: Sequence[FileObjective],
    have: Sequence[ObjectiveStanding],
    week: str,
    own: bool,
    by_ref: bool = True,
    renamed: bool = False,
) -> tuple[ObjectivePlan, ...]:
    """Return a plan for each objective of a cycle. `own`: the document is okrtui's, so what it leaves out is meant.

    `by_ref`: its refs are this workspace's, also of key results that it moves; else titles alone pair what is there
    with what is wanted, and with `renamed` titles that are nearly the same in the same place.
    """
    pairs = paired(
        wanted,
        have,
        ref=lambda each: each.objective.number,
        title=lambda each: each.objective.title,
        their_ref=lambda each: each.objective.number,
        their_title=lambda each: each.objective.title,
        by_ref=by_ref,
        renamed=renamed,
    )
    strays = moved_key_results(wanted, have) if by_ref else {}
    refs = {want.objective.ref: found.objective.ref for want, found in pairs if found}
    for want, found in pairs:
        for each, standing in _key_results(want, found, by_ref, renamed, strays):
            ref = each.stray or f"KR{want.objective.number}.{each.kr.number}"
            refs |= {ref: standing.kr.ref} if standing else {}
    return tuple(
        _objective(want, found, refs, week, own, by_ref=by_ref, renamed=renamed, strays=strays) for want, found in pairs
    )


def absent(plan: CyclePlan, have: Sequence[ObjectiveStanding]) -> list[Objective | KeyResult]:
    """Return every objective, and key result of others, that the document does not hold, but for those cancelled."""
    objectives = {o.have.ref for o in plan.objectives if o.have}
    there = {kr.have.ref for o in plan.objectives for kr in o.key_results if kr.have}
    gone: list[Objective | KeyResult] = []
    for each in have:
        krs = [standing.kr for standing in each.key_results if standing.kr.ref not in there]
        if each.objective.ref in objectives:
            gone += [kr for kr in krs if kr.state is not KeyResultState.CANCELLED]
        elif each.objective.state is not ObjectiveState.CANCELLED:
            gone.append(each.objective)
    return gone


def reordered(plan: CyclePlan) -> bool:
    """Return whether the document holds what is there in another order, which okrtui keeps none of."""
    numbers = [o.have.number for o in plan.objectives if o.have]
    below = [[kr.have.number for kr in o.key_results if kr.have and not kr.moves] for o in plan.objectives]
    return any(each != sorted(each) for each in (numbers, *below))


def _key_results(
    want: FileObjective,
    found: ObjectiveStanding | None,
    by_ref: bool,
    renamed: bool,
    strays: Mapping[str, Standing],
) -> list[tuple[FileKeyResult, Standing | None]]:
    """Return an objective's key results, each with what it is in the workspace."""
    pairs = paired(
        want.key_results,
        [each for each in found.key_results if each.kr.ref not in strays] if found else (),
        ref=lambda each: each.kr.number,
        title=lambda each: each.kr.title,
        their_ref=lambda each: each.kr.number,
        their_title=lambda each: each.kr.title,
        by_ref=by_ref,
        renamed=renamed,
    )
    return [(each, strays.get(each.stray, standing)) for each, standing in pairs]


def _objective(
    want: FileObjective,
    found: ObjectiveStanding | None,
    refs: Mapping[str, str],
    week: str,
    own: bool,
    *,
    by_ref: bool,
    renamed: bool,
    strays: Mapping[str, Standing],
) -> ObjectivePlan:
    have = found.objective if found else None
    plans = tuple(
        _key_result(each, standing, have, want.objective, week, own, renamed)
        for each, standing in _key_results(want, found, by_ref, renamed, strays)
    )
    if have is None:
        return ObjectivePlan(want.objective.number, want.objective, None, (), plans, want.line)
    there = replace(want.objective, parent=refs.get(want.objective.parent, want.objective.parent))
    changes = tuple(_differences(_objective_words(have), _objective_words(there), own, renamed))
    wanted = _kept(want.objective, changes, have)
    return ObjectivePlan(want.objective.number, wanted, have, changes, plans, want.line)


def _kept(want: Objective, changes: Iterable[FieldChange], have: Objective) -> Objective:
    """Return what is there with what changes, so that a foreign document empties nothing."""
    names = {"parent": "contributes to"}
    changed = {change.name for change in changes}
    fields = ("title", "why", "team", "dri", "kind", "weight", "parent", "state", "comment")
    return replace(have, **{name: getattr(want, name) for name in fields if names.get(name, name) in changed})


def _objective_words(o: Objective) -> dict[str, str]:
    return {
        "title": one_line(o.title),
        "why": safe_lines(o.why),
        "team": one_line(o.team),
        "dri": o.dri,
        "kind": str(o.kind),
        "weight": exact(o.weight),
        "contributes to": o.parent,
        "state": str(o.state),
        "comment": safe_lines(o.comment),
    }


def _key_result_words(kr: KeyResult) -> dict[str, str]:
    return {
        "title": one_line(kr.title),
        "measure": measure(kr),
        "milestones": ", ".join(f"{one_line(m.title)} ({exact(m.weight)})" for m in kr.milestones),
        "weight": exact(kr.weight),
        "dri": kr.dri,
        "priority": one_line(kr.priority),
        "note": safe_lines(kr.note),
        "state": str(kr.state),
        "score": tenths(kr.score),
        "comment": safe_lines(kr.comment),
    }


def _differences(before: dict[str, str], after: dict[str, str], own: bool, renamed: bool) -> Iterable[FieldChange]:
    for name, was in before.items():
        now = after[name]
        same = folded(was) == folded(now) if name == "team" else was == now
        if not same and (own or (name in KEPT and not was) or (renamed and name == "title")):
            yield FieldChange(name, was, now)


def _key_result(
    want: FileKeyResult,
    found: Standing | None,
    have: Objective | None,
    above: Objective,
    week: str,
    own: bool,
    renamed: bool,
) -> KeyResultPlan:
    kr = want.kr
    moves = found is not None and bool(want.stray) and found.kr.ref == want.stray
    for entry in want.checkins:
        _check(entry, kr, week)
    there = {entry.week: entry for entry in found.history} if found else {}
    now = found.kr if found else None
    rows, kept = _told_before(want, now, there)
    if own and kr.milestones:
        rows = _with_ticks(want, rows, now, week, there)
    if found is None:
        return KeyResultPlan(kr, None, (), rows, line=want.line)
    changes = tuple(_differences(_key_result_words(found.kr), _key_result_words(kr), own, renamed))
    if found.history and (kr.kind, kr.start) != (found.kr.kind, found.kr.start) and own:
        raise refuse_line(want.line, f"{found.kr.ref} has check-ins, so its kind and start are locked")
    entries = tuple(entry for entry in rows if own and not _same(entry, there.get(entry.week), kept))
    if entries and have is not None:
        _open(entries[0].line, have, above, found.kr, kr)
    merged = kr if own else replace(found.kr, **{c.name: getattr(kr, c.name) for c in changes})
    return KeyResultPlan(
        merged,
        found.kr,
        changes,
        entries,
        {e.week: there[e.week] for e in entries if e.week in there},
        moves,
        want.line,
    )


def _told_before(
    want: FileKeyResult, now: KeyResult | None, there: Mapping[str, CheckIn]
) -> tuple[tuple[FileCheckIn, ...], frozenset[str]]:
    """Return a key result's rows with positions in the file's milestones, and the weeks whose value is the stored one.

    An older file counts the milestones of its day: what it says of an entry is compared as that entry would say it.
    """
    if now is None:
        return want.checkins, frozenset()
    places = {m.id: at for at, m in enumerate(identified(want.kr.milestones, now.milestones))}
    rows, kept = [], set[str]()
    for entry in want.checkins:
        stored = there.get(entry.week)
        if stored is not None and _value_is(entry, now, stored):
            kept.add(entry.week)
            entry = replace(
                entry, value=stored.value, done=tuple(sorted(places[id] for id in stored.done if id in places))
            )
        rows.append(entry)
    return tuple(rows), frozenset(kept)


def _value_is(entry: FileCheckIn, now: KeyResult, stored: CheckIn) -> bool:
    """Tell whether a row's value is what an export says of the stored entry, with today's milestones or those then."""
    if not now.milestones:
        return entry.value == stored.value
    then = replace(now, milestones=stored.milestones or now.milestones)
    return entry.cell in (value_cell(now, stored), value_cell(then, stored), exact(stored.value))


def _with_ticks(
    want: FileKeyResult, rows: tuple[FileCheckIn, ...], now: KeyResult | None, week: str, there: Mapping[str, CheckIn]
) -> tuple[FileCheckIn, ...]:
    """Return a key result's rows, and this week's check-in where the boxes say something else than is stored.

    Of a new key result a box that is not ticked says nothing: a row may tell of it.
    """
    steps = want.kr.milestones
    ticks = {at for at, step in enumerate(steps) if step.done}
    latest = rows[-1] if rows else None
    said = set(latest.done) if latest else set[int]()
    if now is None:
        ticks |= said
    else:
        stored = {m.id for m in now.milestones if m.done}
        if ticks == {at for at, m in enumerate(identified(steps, now.milestones)) if m.id in stored}:
            taken = ticks - said and latest and latest.week in there and set(there[latest.week].done) == stored
            return rows[:-1] if taken else rows
    if ticks == said:
        return rows
    done = tuple(sorted(ticks))
    value = done_weight(steps, [steps[at].id for at in done])
    if latest and latest.week == week:
        return (*rows[:-1], replace(latest, value=value, done=done, cell="", of=None))
    return (*rows, FileCheckIn(week, value, done, None, None, None, "", want.line))


def _same(entry: FileCheckIn, there: CheckIn | None, kept: Collection[str]) -> bool:
    if there is None or entry.note is None:  # None: the boxes say something else than is stored
        return False
    if entry.week not in kept or not entry.cell:
        return False
    said = (entry.confidence, entry.status, entry.note, entry.who or there.who)
    return said == (there.confidence, there.status, safe_lines(there.note), there.who)


def _check(entry: FileCheckIn, kr: KeyResult, week: str) -> None:
    if entry.week > week:
        raise refuse_line(entry.line, f"{entry.week} has not begun yet; this is {week}")
    if not abs(entry.value) <= LARGEST:
        raise refuse_line(entry.line, f"{number(entry.value)} isn't a value; between -1e15 and 1e15")
    if kr.kind is KeyResultKind.BINARY and entry.value not in (0, 1):
        shown = exact(entry.value)
        raise refuse_line(entry.line, f"“{one_line(kr.title)}” is done or not: yes or no, not {shown}")


def _open(line: int, have: Objective, want: Objective, kr: KeyResult, wanted: KeyResult) -> None:
    """Refuse new check-ins where the workspace and the document both say that none are taken any more."""
    if ObjectiveState.ACTIVE not in (have.state, want.state):
        state = "a draft" if have.state is ObjectiveState.DRAFT else have.state
        raise refuse_line(line, f"{have.ref} is {state}; it takes no check-ins")
    if KeyResultState.OPEN not in (kr.state, wanted.state):
        raise refuse_line(line, f"{kr.ref} is {kr.state}; it takes no more check-ins")
