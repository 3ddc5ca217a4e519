"""The retro of a cycle's end: key result by key result a score, what we learned, and what becomes of it."""

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.live import Phase, Session
from okrtui.model.okrs import Cycle
from okrtui.model.retro import KrReview, Verdict
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.okrs import closing, cycles
from okrtui.rituals.okrs.objectives import key_result, objective_of
from okrtui.rituals.people.members import join
from okrtui.rituals.retro import retro
from okrtui.rules.formatting import tenths
from okrtui.rules.live import phases
from okrtui.storage.journal.writer import combined
from okrtui.storage.repositories import okrs as okr_rows
from okrtui.storage.repositories import retro as rows
from okrtui.text import clean_lines


def _scoring(ctx: Context, ref: str) -> Session:
    of = sessions.find(ctx, ref)
    if not of.cycle:
        raise Refused(f"{of.ref} looks back on no cycle; an OKR retro does")
    if of.phase is Phase.CLOSED:
        raise Refused(f"{of.ref} is closed")
    return of


def review_kr(
    ctx: Context,
    ref: str,
    kr: str,
    *,
    score: float | None = None,
    comment: str = "",
    learned: str = "",
    verdict: Verdict | None = None,
) -> KrReview:
    """Say what a key result came to, in one change, and return it: its score closes it, with its DRI's comment.

    Raises Refused outside of the phase for it, for a key result of another cycle, or for no score.
    """
    of = _scoring(ctx, ref)
    phases.check("score", of.phase, of.kind)
    with combined(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        found = key_result(ctx, kr)
        if objective_of(ctx, found).cycle != of.cycle:
            raise Refused(f"{found.ref} is not of {of.cycle}")
        if score is not None:
            closing.close_key_result(ctx, found.ref, score, comment)
        rows.set_review(writer, of.id, found.id, clean_lines(learned), verdict)
        said = [f"score {tenths(score)}"] if score is not None else []
        writer.describe(Verb.LOOKED_BACK_ON, found.ref, ", ".join([*said, *([verdict.value] if verdict else [])]))
    return next(each for each in retro.reviews(ctx, of) if each.kr == found.ref)


def close_cycle(ctx: Context, ref: str) -> Cycle:
    """Close the cycle that a retro looks back on, its objectives by their key results' scores; return the cycle.

    Raises Refused while a key result has no score, and where the cycle is closed already.
    """
    of = _scoring(ctx, ref)
    cycles.open_only(cycles.find(ctx, of.cycle))
    with combined(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        for found in okr_rows.objectives(ctx.store, cycles_named=[of.cycle]):
            if found.state == "active":
                closing.close_objective(ctx, found.ref, found.comment)
        done = closing.close_cycle(ctx, of.cycle)
        writer.describe(Verb.CLOSED_CYCLE, done.name, f"in {of.ref}")
    return done


def proposed_refs(ctx: Context, cycle: str) -> tuple[str, ...]:
    """Return the key results that a cycle's retro said go on, kept or changed: the next one's proposal."""
    verdicts = rows.verdicts(ctx.store, cycles.find(ctx, cycle).name)
    return tuple(ref for ref, verdict in verdicts.items() if verdict is not Verdict.STOP)
