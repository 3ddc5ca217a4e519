"""Objectives and key results: made, changed, found."""

import math
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
from okrtui.rules.okrs.milestones import identified, weigh
from okrtui.storage.journal.writer import write
from okrtui.storage.repositories import okrs as rows
from okrtui.text import clean, clean_lines

_OBJECTIVE_REF = re.compile(r"O(\d{1,9})", re.IGNORECASE)
_KEY_RESULT_REF = re.compile(r"KR(\d{1,9})\.(\d{1,9})", re.IGNORECASE)
LARGEST = 1e15
MILESTONE, BINARY = KeyResultKind.MILESTONE, KeyResultKind.BINARY


# -- finding


def objective(ctx: Context, ref: str) -> Objective:
    """Return the objective called `ref` (`O3`). Raises Refused where it is no such ref or there is none."""
    match = _OBJECTIVE_REF.fullmatch(ref.strip())
    if match is None:
        raise Refused(f"“{clean(ref)}” isn't an objective; they are called like O3{_meant(ctx, ref)}")
    found = rows.objectives(ctx.store, number=int(match[1]))
    if not found:
        raise Refused(f"there is no objective O{int(match[1])}{_meant(ctx, ref)}; see: okrtui okr list")
    return found[0]


def key_result(ctx: Context, ref: str) -> KeyResult:
    """Return the key result called `ref` (`KR3.2`). Raises Refused where it is no such ref or there is none."""
    match = _KEY_RESULT_REF.fullmatch(ref.strip())
    if match is None:
        raise Refused(f"“{clean(ref)}” isn't a key result; they are called like KR3.2{_meant(ctx, ref)}")
    found = rows.key_results(ctx.store, objective=int(match[1]), number=int(match[2]))
    if not found:
        named = f"KR{int(match[1])}.{int(match[2])}"
        raise Refused(f"there is no key result {named}{_meant(ctx, ref)}; see: okrtui okr list")
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
        above = objective(ctx, parent) if parent else None
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
            parent=above.ref if above else "",
            state=ObjectiveState.DRAFT if draft else ObjectiveState.ACTIVE,
        )
        ids = {"cycle_id": into.id, "team_id": team_id(ctx, team), "parent_id": above.id if above else None}
        row_id = rows.add_objective(writer, made, **ids)  # type: ignore[arg-type]  # one dictionary, three keywords
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


def measured(
    kind: KeyResultKind | None, start: float | None, target: float | None, milestones: tuple[Milestone, ...] = ()
) -> tuple[KeyResultKind, float, float]:
    """Return kind, start and target that fit together. Raises Refused where the numbers contradict the kind."""
    for given in (start, target):
        if given is not None and (not math.isfinite(given) or abs(given) > LARGEST):
            raise Refused(f"{number(given)} isn't a number to measure by; between -1e15 and 1e15")
    if milestones and kind not in (None, MILESTONE):
        raise Refused(f"milestones belong to a key result of kind milestone, not {kind}")
    if milestones:
        return MILESTONE, 0.0, weigh(milestones)
    if kind is MILESTONE:
        if target is None or target <= 0:
            raise Refused("a milestone key result needs its milestones, or how many there are as target")
        return kind, 0.0, target
    if kind is BINARY or (kind is None and target is None):
        return BINARY, 0.0, 1.0
    if target is None:
        raise Refused(f"a key result of kind {kind} needs a target")
    if kind in (KeyResultKind.STAY_ABOVE, KeyResultKind.STAY_BELOW):
        return kind, target if start is None else start, target
    first = 0.0 if start is None else start
    if first == target:
        raise Refused(f"start and target are both {number(target)}: nothing would be measured")
    fits = KeyResultKind.INCREASE if target > first else KeyResultKind.DECREASE
    if kind not in (None, fits):
        raise Refused(f"from {number(first)} to {number(target)} is no {kind}; leave the kind out or say {fits}")
    return fits, first, target


def checked_weight(weight: float) -> float:
    """Return a weight. Raises Refused unless it is above 0."""
    if not math.isfinite(weight) or not 0 < weight <= 1000:
        raise Refused(f"{number(weight)} isn't a weight; it is a number above 0, usually 1")
    return weight


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
            changes["parent_id"] = _parent_id(ctx, found, parent)
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
        if ctx.store.member:
            raise Refused(f"a server gives refs out once and for all, so {found.ref} stays; add it to {into.ref} anew")
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
    numbers = kr.start if start is None else start, kr.target if target is None else target
    found, first, goal = measured(kind_for, *numbers, steps)
    if found is not kr.kind and rows.has_checkins(ctx.store, kr.id):
        raise Refused(
            f"{kr.ref} has check-ins, so its kind is locked: a target of {number(goal)} would turn it to {found}"
        )
    changes: dict[str, object] = {"kind": found.value, "start": first, "target": goal}
    if asked["milestones"] or steps != kr.milestones:
        changes["milestones"] = rows.milestones_json(steps)
    return changes


def _parent_id(ctx: Context, child: Objective, parent: str) -> int | None:
    """Return the row id of the objective `child` shall contribute to. Raises Refused where that would make a circle."""
    if not parent.strip():
        return None
    above = objective(ctx, parent)
    step: Objective | None = above
    for _ in range(100):
        if step is None:
            return above.id
        if step.number == child.number:
            break
        step = objective(ctx, step.parent) if step.parent else None
    raise Refused(f"{child.ref} cannot contribute to {above.ref}: that would go round in a circle")


def _what(changes: dict[str, object]) -> str:
    names = {"team_id": "team", "parent_id": "parent", "dri": "DRI", "cycle_id": "cycle"}
    return ", ".join(names.get(name, name) for name in sorted(changes))
