"""The end of a cycle: scores and comments, closing, and preparing the next one."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.okrs import Cycle, CycleState, KeyResult, KeyResultState, Objective, ObjectiveState
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import cycles, standings
from okrtui.rituals.okrs.objectives import aligned, key_result, objective, objective_of, one, writable
from okrtui.rituals.people.members import join, present
from okrtui.rules.formatting import count, number, plural, tenths
from okrtui.rules.okrs.progress import closing_state, suggest_score, weighted
from okrtui.storage.journal.writer import Writer, write
from okrtui.storage.repositories import okrs as rows
from okrtui.text import clean_lines, folded

DRAFT = ObjectiveState.DRAFT
CLOSED = (ObjectiveState.ACHIEVED, ObjectiveState.PARTIAL, ObjectiveState.MISSED, ObjectiveState.CANCELLED)


def checked_score(score: float) -> float:
    """Return a score. Raises Refused unless it is 0.0 to 1.0 with one decimal."""
    if not 0 <= score <= 1 or abs(score * 10 - round(score * 10)) > 1e-9:
        raise Refused(f"{number(score)} isn't a score; it goes from 0.0 to 1.0 in steps of 0.1")
    return round(score, 1)


def suggested_score(ctx: Context, kr: KeyResult) -> float:
    """Return the score that a key result's progress suggests; its DRI gives the real one."""
    return suggest_score(standings.standing(ctx, kr).progress)


def close_key_result(ctx: Context, ref: str, score: float, comment: str = "") -> KeyResult:
    """Close a key result with its score and comment; again to correct them. Raises Refused in a closed cycle."""
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        kr = key_result(ctx, ref)
        writable(ctx, objective_of(ctx, kr))
        values = {"state": KeyResultState.CLOSED.value, "score": checked_score(score), "comment": clean_lines(comment)}
        writer.update("key_result", kr.id, **values)
        writer.describe(Verb.CLOSED, kr.ref, f"score {tenths(score)}")
    return key_result(ctx, ref)


def close_objective(
    ctx: Context, ref: str, comment: str = "", state: ObjectiveState | None = None, *, suggested: bool = False
) -> Objective:
    """Close an objective as achieved, partial, missed (by its key results' scores unless named) or cancelled.

    Raises Refused where key results are open still, unless `suggested` closes them with the score progress suggests,
    or the objective is being cancelled (then they are cancelled with it).
    """
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        found = objective(ctx, ref)
        writable(ctx, found)
        if found.state is ObjectiveState.DRAFT and state is not ObjectiveState.CANCELLED:
            raise Refused(f"{found.ref} is a draft; cancel it, or make it active and score it")
        _close_open_key_results(writer, ctx, found, state, suggested)
        ends = state or closing_state(objective_score(ctx, found) or 0.0)
        if ends not in CLOSED:
            raise Refused(f"an objective closes as achieved, partial, missed or cancelled, not as {ends}")
        writer.update("objective", found.id, state=ends.value, comment=clean_lines(comment) or found.comment)
        writer.describe(Verb.CLOSED, found.ref, ends.value)
    return objective(ctx, ref)


def objective_score(ctx: Context, found: Objective) -> float | None:
    """Return the weighted mean of an objective's key result scores, None where nothing is scored."""
    krs = rows.key_results(ctx.store, objective=found.number)
    scored = [(kr.weight, kr.score) for kr in krs if kr.score is not None and kr.state is not KeyResultState.CANCELLED]
    return weighted(scored) if scored else None


def _close_open_key_results(
    writer: Writer, ctx: Context, found: Objective, state: ObjectiveState | None, suggested: bool
) -> None:
    still = [kr for kr in rows.key_results(ctx.store, objective=found.number) if kr.state is KeyResultState.OPEN]
    if still and state is not ObjectiveState.CANCELLED and not suggested:
        refs = ", ".join(kr.ref for kr in still)
        raise Refused(f"{refs} {plural(len(still), 'has', 'have')} no score yet: okrtui kr close REF SCORE")
    for kr in still:
        if state is ObjectiveState.CANCELLED:
            writer.update("key_result", kr.id, state=KeyResultState.CANCELLED.value)
        else:
            score = suggested_score(ctx, kr)
            writer.update("key_result", kr.id, state=KeyResultState.CLOSED.value, score=score)


def close_cycle(ctx: Context, name: str, *, unscored: bool = False) -> Cycle:
    """Close a cycle: from then on it is read-only. Raises Refused while objectives are open, unless `unscored`."""
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        cycle = cycles.open_only(cycles.find(ctx, name))
        still = [o.ref for o in rows.objectives(ctx.store, cycles_named=[cycle.name]) if o.state not in CLOSED]
        if still and not unscored:
            listed = ", ".join(still[:6]) + (" …" if len(still) > 6 else "")
            raise Refused(
                f"{listed} still open in {cycle.name}; close each (okrtui objective close REF) or add --unscored"
            )
        writer.update("cycle", cycle.id, state=CycleState.CLOSED.value)
        writer.describe(Verb.CLOSED_CYCLE, cycle.name, f"{cycle.start} to {cycle.end}")
    return cycles.find(ctx, name)


def prepare(ctx: Context, source: str, target: str, refs: Collection[str]) -> tuple[Objective, ...]:
    """Copy chosen objectives and key results of a cycle into another as drafts, without check-ins, and return them.

    `refs` name objectives and key results; a key result brings its objective along, an objective alone comes empty.
    What is there already by its title is filled and not made twice. A copy contributes to its parent's copy, or to the
    parent where that is of neither cycle; it has no DRI where theirs has left.
    """
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        old = cycles.find(ctx, source)
        new = cycles.ensure(writer, ctx, target)
        if new.name == old.name:
            raise Refused(f"{new.name} cannot be prepared from itself")
        wanted = {ref.upper() for ref in refs}
        there = {(folded(o.title), o.team): o for o in rows.objectives(ctx.store, cycles_named=[new.name])}
        every = rows.objectives(ctx.store, cycles_named=[old.name])
        copies = {o.ref: there[folded(o.title), o.team] for o in every if (folded(o.title), o.team) in there}
        made, left, added = [], set(wanted), 0
        for found in every:
            krs = [kr for kr in rows.key_results(ctx.store, objective=found.number) if kr.ref in wanted]
            left -= {found.ref, *(kr.ref for kr in krs)}
            if krs or found.ref in wanted:
                added += found.ref not in copies
                copies[found.ref] = copies.get(found.ref) or _copy(writer, ctx, found, new)
                added += _fill(writer, ctx, copies[found.ref], krs)
                made.append(found)
        if not made:
            raise Refused(f"nothing of {old.name} was chosen; name objectives and key results like O1 KR1.2")
        if left:
            raise Refused(
                f"there is no {', '.join(sorted(left))} in {old.name}; see: okrtui okr list --cycle {old.name}"
            )
        for found in made:
            above = _parent(ctx, found.parent, copies, (old.name, new.name))
            if above and not copies[found.ref].parent:
                writer.update("objective", copies[found.ref].id, **aligned(ctx, above))
        writer.describe(Verb.PREPARED, new.name, f"{count(added, 'piece')} from {old.name}")
    return tuple(objective(ctx, copies[found.ref].ref) for found in made)


def _parent(ctx: Context, ref: str, copies: Mapping[str, Objective], besides: tuple[str, str]) -> str:
    """Return the ref of what a copied parent became; itself where it is of another cycle, like a year's; else "".

    The copy of a key result that was left out is the objective it would be in.
    """
    if not ref:
        return ""
    found = one(ctx, ref)
    above = found if isinstance(found, Objective) else objective_of(ctx, found)
    copy = copies.get(above.ref)
    if copy is None:
        return "" if above.cycle in besides else ref
    if isinstance(found, Objective):
        return copy.ref
    krs = rows.key_results(ctx.store, objective=copy.number)
    return next((kr.ref for kr in krs if folded(kr.title) == folded(found.title)), copy.ref)


def _copy(writer: Writer, ctx: Context, old: Objective, new: Cycle) -> Objective:
    number = rows.next_objective_number(ctx.store)
    dri = present(ctx, old.dri)
    fresh = replace(old, number=number, cycle=new.name, dri=dri, state=DRAFT, comment="", parent="", version=1)
    team_id = rows.team_id(ctx.store, old.id)
    return replace(fresh, id=rows.add_objective(writer, fresh, cycle_id=new.id, team_id=team_id))


def _fill(writer: Writer, ctx: Context, into: Objective, krs: list[KeyResult]) -> int:
    """Copy those key results that an objective has not got yet, and return how many."""
    have = {folded(kr.title) for kr in rows.key_results(ctx.store, objective=into.number)}
    fresh = [kr for kr in krs if folded(kr.title) not in have]
    for kr in fresh:
        steps = tuple(replace(m, done=False) for m in kr.milestones)
        number, dri = rows.next_key_result_number(ctx.store, into.id), present(ctx, kr.dri)
        reset = {"state": KeyResultState.OPEN, "score": None, "comment": "", "version": 1}
        copy = replace(kr, number=number, objective=into.number, dri=dri, milestones=steps, **reset)  # type: ignore[arg-type]  # one dictionary, four fields
        rows.add_key_result(writer, copy, objective_id=into.id)
    return len(fresh)
