"""Objectives and key results: made, changed, found."""

import re

from okrtui.errors import Refused
from okrtui.model.frozen import replace
from okrtui.model.journal import Verb
from okrtui.model.okrs import (
    Cycle,
    KeyResult,
    KeyResultKind,
    KeyResultState,
    Milestone,
    Objective,
    ObjectiveKind,
    ObjectiveState,
)
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import cycles
from okrtui.rituals.people.members import assigned, join, required, team_id
from okrtui.rules.formatting import number
from okrtui.rules.okrs.measures import BINARY, MILESTONE, checked_weight, measured
from okrtui.rules.okrs.milestones import identified, weigh
from okrtui.storage.journal.writer import write
from okrtui.storage.repositories import okrs as rows
from okrtui.text import clean, clean_lines

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from collections.abc import Iterator

_OBJECTIVE_REF = re.compile(r"O(\d{1,9})", re.IGNORECASE)
_KEY_RESULT_REF = re.compile(r"KR(\d{1,9})\.(\d{1,9})", re.IGNORECASE)


# -- finding


def objective(ctx: Context, ref: str) -> Objective:
    """Return the objective called `ref` (`O3`). Raises Refused where it is no such ref or there is none."""
    match = _OBJECTIVE_REF.fullmatch(ref.strip())
    if match is None:
        raise Refused(f"“{clean(ref)}” isn't an objective; they are called like O3{_meant(ctx, ref)}")
    found = rows.objectives(ctx.store, number=int(match[1]))
    if not found:
        raise Refused(f"there is no objective O{int(match[1])}{_meant(ctx, ref) or '; see: okrtui okr list'}")
    return found[0]


def key_result(ctx: Context, ref: str) -> KeyResult:
    """Return the key result called `ref` (`KR3.2`). Raises Refused where it is no such ref or there is none."""
    match = _KEY_RESULT_REF.fullmatch(ref.strip())
    if match is None:
        raise Refused(f"“{clean(ref)}” isn't a key result; they are called like KR3.2{_meant(ctx, ref)}")
    found = rows.key_results(ctx.store, objective=int(match[1]), number=int(match[2]))
    if not found:
        named = f"KR{int(match[1])}.{int(match[2])}"
        raise Refused(f"there is no key result {named}{_meant(ctx, ref) or '; see: okrtui okr list'}")
    return found[0]


def _meant(ctx: Context, ref: str) -> str:
    """Return `; did you mean KR3.1 or KR3.2?` for a ref that is none."""
    from okrtui.rules.naming import did_you_mean  # only where something was mistyped

    refs = [o.ref for o in rows.objectives(ctx.store)], [kr.ref for kr in rows.key_results(ctx.store)]
    return did_you_mean(ref.strip().upper(), [*refs[0], *refs[1]])


def objectives(ctx: Context, cycle: str = "") -> tuple[Objective, ...]:
    """Return the objectives of the open cycles, and of the named one, by cycle and number."""
    names = {c.name for c in cycles.cycles(ctx) if c.state != "closed"} | ({cycle} if cycle else set())
    return rows.objectives(ctx.store, cycles_named=sorted(names))


def parents(ctx: Context, cycle: str = "") -> dict[str, str]:
    """Return the titles, by ref, of what an objective can contribute to: of the open cycles, and of the named one."""
    live = (ObjectiveState.ACTIVE, ObjectiveState.DRAFT)
    found: dict[str, str] = {}
    every = [o for o in objectives(ctx, cycle) if o.state in live]
    below = rows.key_results(ctx.store, cycles_named=sorted({o.cycle for o in every}))
    for o in every:
        found[o.ref] = o.title
        found |= {kr.ref: kr.title for kr in below if kr.objective == o.number and kr.state is KeyResultState.OPEN}
    return found


def one(ctx: Context, ref: str) -> Objective | KeyResult:
    """Return the objective or key result with this ref. Raises Refused where there is none."""
    if is_key_result_ref(ref):
        return key_result(ctx, ref)
    if _OBJECTIVE_REF.fullmatch(ref.strip()) is None:
        told = f"“{clean(ref)}” is neither an objective nor a key result; they are called like O3 and KR3.2"
        raise Refused(f"{told}{_meant(ctx, ref)}")
    return objective(ctx, ref)


def is_key_result_ref(ref: str) -> bool:
    """Tell whether `ref` is shaped like a key result's."""
    return _KEY_RESULT_REF.fullmatch(ref.strip()) is not None


def objective_of(ctx: Context, kr: KeyResult) -> Objective:
    """Return the objective a key result belongs to."""
    return rows.objectives(ctx.store, number=kr.objective)[0]


def writable(ctx: Context, objective: Objective) -> Cycle:
    """Return the objective's cycle. Raises Refused where it is closed."""
    return cycles.open_only(cycles.find(ctx, objective.cycle))


# -- making


def add_objective(
    ctx: Context,
    title: str,
    *,
    cycle: str | None = None,
    dri: str | None = None,
    kind: ObjectiveKind = ObjectiveKind.COMMITTED,
    parent: str = "",
    why: str = "",
    team: str = "",
    weight: float = 1.0,
    draft: bool = False,
    number: int | None = None,
) -> Objective:
    """Make an objective and return it; active unless `draft`, its DRI is whoever makes it unless named ("" for nobody).

    `number` asks for a certain ref (an import keeps the document's); the next free one is taken where it is in use.
    """
    title = required(title, "the objective's title")
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        into = cycles.ensure(writer, ctx, cycle)
        above = aligned(ctx, parent)
        if number is None or rows.objectives(ctx.store, number=number):
            number = rows.next_objective_number(ctx.store)
        made = Objective(
            id=0,
            number=number,
            title=title,
            cycle=into.name,
            why=clean_lines(why),
            team=clean(team),
            dri=ctx.login if dri is None else assigned(writer, ctx, dri),
            kind=kind,
            weight=checked_weight(weight),
            parent=one(ctx, parent).ref if parent.strip() else "",
            state=ObjectiveState.DRAFT if draft else ObjectiveState.ACTIVE,
        )
        row_id = rows.add_objective(writer, made, cycle_id=into.id, team_id=team_id(ctx, team), **above)
        writer.describe(Verb.ADDED, made.ref, title)
    return replace(made, id=row_id)


def add_key_result(
    ctx: Context,
    objective_ref: str,
    title: str,
    *,
    start: float | None = None,
    target: float | None = None,
    kind: KeyResultKind | None = None,
    unit: str = "",
    dri: str | None = None,
    weight: float = 1.0,
    milestones: tuple[Milestone, ...] = (),
    priority: str = "",
    note: str = "",
    number: int | None = None,
) -> KeyResult:
    """Make a key result and return it; its kind follows from the numbers where none is named.

    Raises Refused for numbers that measure nothing or contradict the kind, an unknown objective or a closed cycle.
    """
    title = required(title, "the key result's title")
    steps = identified(_checked(milestones, target), ())
    kind, first, goal = measured(kind, start, target, steps)
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        above = objective(ctx, objective_ref)
        writable(ctx, above)
        taken = {kr.number for kr in rows.key_results(ctx.store, objective=above.number)}
        if number is None or number in taken:
            number = rows.next_key_result_number(ctx.store, above.id)
        made = KeyResult(
            id=0,
            number=number,
            objective=above.number,
            title=title,
            kind=kind,
            start=first,
            target=goal,
            unit=clean(unit),
            weight=checked_weight(weight),
            dri=ctx.login if dri is None else assigned(writer, ctx, dri),
            priority=clean(priority),
            note=clean_lines(note),
            milestones=steps,
        )
        row_id = rows.add_key_result(writer, made, objective_id=above.id)
        writer.describe(Verb.ADDED, made.ref, title)
    return replace(made, id=row_id)


def _checked(milestones: tuple[Milestone, ...], target: float | None = None) -> tuple[Milestone, ...]:
    """Return milestones with words and weights that can be. Raises Refused, also where a `target` says otherwise."""
    if milestones and target is not None and abs(target - weigh(milestones)) > 1e-9:
        raise Refused(f"its milestones weigh {number(weigh(milestones))} in all, not {number(target)}: leave that out")
    return tuple(Milestone(required(m.title, "a milestone"), checked_weight(m.weight)) for m in milestones)


# -- changing


def edit_objective(
    ctx: Context,
    ref: str,
    *,
    title: str | None = None,
    why: str | None = None,
    team: str | None = None,
    dri: str | None = None,
    kind: ObjectiveKind | None = None,
    parent: str | None = None,
    weight: float | None = None,
    state: ObjectiveState | None = None,
    cycle: str | None = None,
    version: int | None = None,
) -> Objective:
    """Change what is given of an objective and return it as it is now. `version` refuses where somebody was faster.

    To another `cycle` it goes with its key results and all their check-ins.
    """
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        found = objective(ctx, ref)
        writable(ctx, found)
        changes: dict[str, object] = {}
        if title is not None:
            changes["title"] = required(title, "the objective's title")
        if why is not None:
            changes["why"] = clean_lines(why)
        if team is not None:
            changes["team_id"] = team_id(ctx, team)
        if dri is not None:
            changes["dri"] = assigned(writer, ctx, dri) or None
        if kind is not None:
            changes["kind"] = kind.value
        if parent is not None:
            changes |= aligned(ctx, parent, found)
        if weight is not None:
            changes["weight"] = checked_weight(weight)
        if state is not None:
            changes["state"] = state.value
        if cycle is not None:
            changes["cycle_id"] = cycles.ensure(writer, ctx, cycle).id
        writer.update("objective", found.id, version, **changes)
        writer.describe(Verb.CHANGED, found.ref, _what(changes))
    return objective(ctx, ref)


def edit_key_result(
    ctx: Context,
    ref: str,
    *,
    title: str | None = None,
    kind: KeyResultKind | None = None,
    start: float | None = None,
    target: float | None = None,
    unit: str | None = None,
    weight: float | None = None,
    dri: str | None = None,
    priority: str | None = None,
    note: str | None = None,
    milestones: tuple[Milestone, ...] | None = None,
    state: KeyResultState | None = None,
    version: int | None = None,
) -> KeyResult:
    """Change what is given of a key result and return it. Kind and start are locked after the first check-in."""
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        found = key_result(ctx, ref)
        writable(ctx, objective_of(ctx, found))
        changes = _measure_changes(ctx, found, kind, start, target, milestones)
        texts = {"title": title, "unit": unit, "priority": priority, "note": note}
        for name, value in texts.items():
            if value is not None:
                changes[name] = required(value, "the key result's title") if name == "title" else clean_lines(value)
        if weight is not None:
            changes["weight"] = checked_weight(weight)
        if dri is not None:
            changes["dri"] = assigned(writer, ctx, dri) or None
        if state is not None:
            changes["state"] = state.value
            if state is KeyResultState.OPEN and found.score is not None:
                changes["score"] = None  # a score belongs to what is closed; without one it is given anew
        writer.update("key_result", found.id, version, **changes)
        writer.describe(Verb.CHANGED, found.ref, _what(changes))
    return key_result(ctx, ref)


def move_key_result(ctx: Context, ref: str, objective_ref: str, *, version: int | None = None) -> KeyResult:
    """Move a key result to another objective, with its check-ins; return it with the ref that it has there."""
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        found, into = key_result(ctx, ref), objective(ctx, objective_ref)
        writable(ctx, objective_of(ctx, found))
        writable(ctx, into)
        if into.number == found.objective:
            raise Refused(f"{found.ref} is in {into.ref} already")
        if found.ref in _chain(ctx, into.ref):
            raise Refused(f"{found.ref} cannot go into {into.ref}, which contributes to it: change that first")
        place = rows.next_key_result_number(ctx.store, into.id)
        writer.update("key_result", found.id, version, objective_id=into.id, number=place)
        moved = replace(found, objective=into.number, number=place)
        writer.describe(Verb.CHANGED, moved.ref, f"was {found.ref}")
    return key_result(ctx, moved.ref)


def _measure_changes(
    ctx: Context,
    kr: KeyResult,
    kind: KeyResultKind | None,
    start: float | None,
    target: float | None,
    milestones: tuple[Milestone, ...] | None,
) -> dict[str, object]:
    asked = {
        "kind": kind is not None and kind is not kr.kind,
        "start": start is not None and start != kr.start,
        "target": target is not None and target != kr.target,
        "milestones": milestones is not None
        and [(m.title, m.weight) for m in milestones] != [(m.title, m.weight) for m in kr.milestones],
    }
    if not any(asked.values()):
        return {}
    if (asked["kind"] or asked["start"]) and rows.has_checkins(ctx.store, kr.id):
        locked = "kind" if asked["kind"] else "start"
        raise Refused(f"{kr.ref} has check-ins, so its {locked} is locked; close it and add a new key result")
    steps = kr.milestones
    if milestones is not None and asked["milestones"]:
        steps = identified(_checked(milestones), kr.milestones, rows.used_ids(ctx.store, kr.id))
    wanted = kind or (MILESTONE if steps else kr.kind)
    if kind is not None and kind is not MILESTONE:
        steps = ()
    follows = kind is None and wanted in (KeyResultKind.INCREASE, KeyResultKind.DECREASE)
    kind_for = None if follows else wanted  # the direction follows from the numbers
    numbers = start, target
    if not steps and wanted is not BINARY:
        numbers = kr.start if start is None else start, kr.target if target is None else target
    elif steps and not asked["milestones"]:
        _checked(steps, target)
    found, first, goal = measured(kind_for, *numbers, steps)
    if found is not kr.kind and rows.has_checkins(ctx.store, kr.id):
        raise Refused(
            f"{kr.ref} has check-ins, so its kind is locked: a target of {number(goal)} would turn it to {found}"
        )
    changes: dict[str, object] = {"kind": found.value, "start": first, "target": goal}
    if asked["milestones"] or steps != kr.milestones:
        changes["milestones"] = rows.milestones_json(steps)
    return changes


def aligned(ctx: Context, parent: str, child: Objective | None = None) -> dict[str, int | None]:
    """Return the columns that say what an objective contributes to: an objective, a key result, or "" for nothing.

    Raises Refused where that would make a circle with `child`.
    """
    ids: dict[str, int | None] = {"parent_id": None, "parent_kr_id": None}
    if not parent.strip():
        return ids
    above = one(ctx, parent)
    if child is not None and child.ref in _chain(ctx, above.ref):
        raise Refused(f"{child.ref} cannot contribute to {above.ref}: that would go round in a circle")
    ids["parent_id" if isinstance(above, Objective) else "parent_kr_id"] = above.id
    return ids


def _chain(ctx: Context, ref: str) -> "Iterator[str]":
    """Yield a ref and what it contributes to, step by step; a key result belongs to its objective."""
    for _ in range(200):  # rows of an older okrtui may go round
        if not ref:
            return
        yield ref
        above = one(ctx, ref)
        ref = above.parent if isinstance(above, Objective) else f"O{above.objective}"


def _what(changes: dict[str, object]) -> str:
    names = {"team_id": "team", "parent_id": "parent", "parent_kr_id": "", "dri": "DRI", "cycle_id": "cycle"}
    return ", ".join(filter(None, (names.get(name, name) for name in sorted(changes))))
