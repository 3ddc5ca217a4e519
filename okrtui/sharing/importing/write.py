"""Writing what an import plan says, through the rituals; the caller holds the transaction."""

from collections.abc import Callable
from dataclasses import replace

from okrtui.model.okrs import CheckIn, KeyResultState, Milestone, Objective, ObjectiveState
from okrtui.rituals.context import Context
from okrtui.rituals.documents.import_writes import (
    Restored,
    restore_check_ins,
    restore_key_result_end,
    restore_objective_end,
)
from okrtui.rituals.okrs import closing, cycles, objectives
from okrtui.rules.okrs.milestones import as_then, ticked
from okrtui.sharing.importing.plan import ENDS, CyclePlan, KeyResultPlan, ObjectivePlan
from okrtui.sharing.okrs_file.reader import FileCheckIn

_GONE = "Not in the document that was imported."
MEASURE = frozenset({"measure", "milestones"})


def write_cycle(ctx: Context, plan: CyclePlan, written_one: Callable[[], object]) -> None:
    """Write one cycle of a plan: objectives and key results, then check-ins, then how things ended.

    `written_one` is called after each objective.
    """
    if plan.idle:
        return
    if plan.start is not None:
        cycles.add_cycle(ctx, plan.name, plan.start, plan.end)
    refs: dict[str, str] = {}
    written: list[tuple[str, ObjectivePlan]] = []
    last: list[Callable[[], object]] = []
    for each in plan.objectives:
        ref = _objective(ctx, plan.name, each)
        written.append((ref, each))
        if each.number:
            refs[f"O{each.number}"] = ref
        for kr in each.key_results:
            made = _key_result(ctx, ref, kr, last)
            if kr.wanted.number:
                refs[f"KR{each.number}.{kr.wanted.number}"] = made
            if kr.have is not None:
                refs.setdefault(kr.have.ref, made)  # it may have moved
        _end_objective(ctx, ref, each, last)
        written_one()
    for ref, each in written:
        _parent(ctx, ref, each, refs)
    for gone in plan.cancelled:
        if isinstance(gone, Objective):
            closing.close_objective(ctx, gone.ref, _GONE, ObjectiveState.CANCELLED)
        else:
            restore_key_result_end(ctx, gone.ref, KeyResultState.CANCELLED, None, _GONE)
    for end in last:
        end()
    if plan.close:
        closing.close_cycle(ctx, plan.name, unscored=True)


def _objective(ctx: Context, cycle: str, plan: ObjectivePlan) -> str:
    """Make or change an objective, all but its end, and return its ref."""
    o = plan.wanted
    if plan.have is None:
        made = objectives.add_objective(
            ctx,
            o.title,
            cycle=cycle,
            dri=o.dri,
            kind=o.kind,
            why=o.why,
            team=o.team,
            weight=o.weight,
            number=o.number or None,
        )
        return made.ref
    if {change.name for change in plan.changes} - ENDS - {"contributes to"}:
        objectives.edit_objective(
            ctx,
            plan.have.ref,
            title=o.title,
            why=o.why,
            team=o.team,
            dri=o.dri,
            kind=o.kind,
            weight=o.weight,
            version=plan.have.version,
        )
    return plan.have.ref


def _parent(ctx: Context, ref: str, plan: ObjectivePlan, refs: dict[str, str]) -> None:
    """Let an objective contribute to its parent, which may be as new as itself."""
    parent = plan.wanted.parent
    wanted = parent if plan.have is None else any(change.name == "contributes to" for change in plan.changes)
    if wanted:
        objectives.edit_objective(ctx, ref, parent=refs.get(parent, parent))


def _key_result(ctx: Context, objective: str, plan: KeyResultPlan, last: list[Callable[[], object]]) -> str:
    """Make or change a key result with its check-ins and return its ref; its end is left for last."""
    kr = plan.wanted
    if plan.have is None:
        made = objectives.add_key_result(
            ctx,
            objective,
            kr.title,
            start=kr.start,
            target=kr.target,
            kind=kr.kind,
            unit=kr.unit,
            dri=kr.dri,
            weight=kr.weight,
            milestones=kr.milestones,
            priority=kr.priority,
            note=kr.note,
            number=kr.number or None,
        )
        ref = made.ref
        ends = kr.state is not KeyResultState.OPEN or kr.score is not None or bool(kr.comment)
    else:
        if plan.moves:
            plan = replace(plan, have=objectives.move_key_result(ctx, plan.have.ref, objective))
        ref = plan.have.ref if plan.have else ""
        _change_key_result(ctx, plan)
        ends = any(change.name in ENDS for change in plan.changes)
    _check_ins(ctx, ref, plan)
    if ends:
        last.append(lambda: restore_key_result_end(ctx, ref, kr.state, kr.score, kr.comment))
    return ref


def _change_key_result(ctx: Context, plan: KeyResultPlan) -> None:
    names, kr, have = {change.name for change in plan.changes}, plan.wanted, plan.have
    if have is None or not names - ENDS:
        return
    measured = bool(names & MEASURE)
    objectives.edit_key_result(
        ctx,
        have.ref,
        title=kr.title,
        kind=kr.kind if measured else None,
        start=kr.start if measured else None,
        target=kr.target if measured else None,
        milestones=kr.milestones if measured and kr.milestones else None,
        unit=kr.unit,
        weight=kr.weight,
        dri=kr.dri,
        priority=kr.priority,
        note=kr.note,
        version=have.version,
    )


def _check_ins(ctx: Context, ref: str, plan: KeyResultPlan) -> None:
    """Enter a plan's check-ins; the milestones they name by position are those that are stored by now."""
    if not plan.checkins:
        return
    steps = objectives.key_result(ctx, ref).milestones
    restore_check_ins(ctx, ref, [_check_in(ctx, ref, steps, entry) for entry in plan.checkins])


def _check_in(ctx: Context, ref: str, steps: tuple[Milestone, ...], entry: FileCheckIn) -> Restored:
    done = tuple(steps[at].id for at in entry.done if at < len(steps))
    made = CheckIn(
        id=0,
        kr=ref,
        week=entry.week,
        value=entry.value,
        confidence=entry.confidence,
        note=entry.note or "",
        who=entry.who,
        entered_by=ctx.login,
        at=ctx.now,
        status=entry.status,
        done=done,
        via=entry.via,
        milestones=ticked(steps, done) if entry.of is None else as_then(steps, done, entry.value, entry.of),
    )
    return made, ("confidence", "note", "status") if entry.note is None else ()


def _end_objective(ctx: Context, ref: str, plan: ObjectivePlan, last: list[Callable[[], object]]) -> None:
    o = plan.wanted
    new = plan.have is None and (o.state is not ObjectiveState.ACTIVE or bool(o.comment))
    if new or any(change.name in ENDS for change in plan.changes):
        last.append(lambda: restore_objective_end(ctx, ref, o.state, o.comment))
