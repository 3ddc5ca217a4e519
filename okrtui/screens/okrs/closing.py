"""The end of things: scoring and closing key results, objectives and cycles, cancelling, preparing what comes next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrtui.commands.keys import key_of
from okrtui.errors import Refused
from okrtui.model.okrs import CycleStanding, KeyResultState, ObjectiveKind, ObjectiveStanding, ObjectiveState, Standing
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import closing, objectives, standings
from okrtui.rituals.retro import cycle_review
from okrtui.rules.formatting import percent, plural, tenths
from okrtui.rules.okrs.foretold import foretold, foretold_text
from okrtui.rules.okrs.periods import following
from okrtui.rules.okrs.progress import closing_state, score_band, suggest_score, weighted
from okrtui.widgets.forms.fields import Field, Values, parse_number
from okrtui.widgets.forms.multi_select import MultiSelect, Pick
from okrtui.widgets.okrs.rows import key_result_mark, objective_mark, way_text

if TYPE_CHECKING:
    from okrtui.screens.base.command_group import CommandScreen


@dataclass(frozen=True, slots=True)
class Closing:
    """A key result and its objective's kind, as they stand before the score is given."""

    standing: Standing
    kind: ObjectiveKind


def _ending(ctx: Context, ref: str) -> Closing:
    kr = objectives.key_result(ctx, ref)
    return Closing(standings.standing(ctx, kr), objectives.objective_of(ctx, kr).kind)


async def close_key_result(screen: "CommandScreen", ref: str) -> bool:
    """Ask for the score and comment of a key result; return whether it was closed."""
    ending = await screen.ask(_ending, ref)
    s, kr = ending.standing, ending.standing.kr
    proposed = suggest_score(s.progress)
    context = [
        kr.title,
        f"{way_text(s)} · {percent(s.progress)} done, which suggests {tenths(proposed)} ({score_band(proposed)}).",
    ]
    if ending.kind is ObjectiveKind.ASPIRATIONAL:
        context.append("Its objective is aspirational: 0.7 is a success.")
    fields = [
        Field(
            "score",
            "Score",
            "number",
            tenths(proposed if kr.score is None else kr.score),
            help="0.0 to 1.0; yours to give, progress only suggests it",
            required=True,
        ),
        Field("comment", "Comment", "multiline", help="what was learned; shown in the report"),
    ]

    def read(ctx: Context) -> Values:
        found = objectives.key_result(ctx, ref)
        given = tenths(found.score)
        return {"score": given, "comment": found.comment, "state": found.state.value}

    def write(ctx: Context, values: Values) -> None:
        closing.close_key_result(ctx, ref, parse_number(values["score"]) or 0.0, values["comment"])

    def hints(values: Values) -> list[str]:
        score = parse_number(values["score"])
        return [] if score is None or not 0 <= score <= 1 else [f"{tenths(score)} is {score_band(score)}"]

    values = await screen.edit(
        f"Score and close {ref}",
        fields,
        read,
        write,
        draft=f"okrs.close.{ref}",
        hints=hints,
        context=context,
        whole=True,
    )
    return values is not None


async def close_objective(screen: "CommandScreen", found: ObjectiveStanding) -> bool:
    """Ask how an objective ended; return whether it was closed."""
    o = found.objective
    open_ = [s for s in found.key_results if s.kr.state is KeyResultState.OPEN]
    proposed = _proposed_end(found)
    fields = []
    if open_:
        fields.append(
            Field(
                "unscored",
                "Unscored",
                "choice",
                "leave",
                (("leave", "score them first"), ("take", "take what is suggested")),
                help=f"score each with {key_of('okrs.close')} on its row, or take what progress suggests",
            )
        )
    fields += [
        Field(
            "state",
            "It ended",
            "choice",
            proposed.value,
            (ObjectiveState.ACHIEVED, ObjectiveState.PARTIAL, ObjectiveState.MISSED),
            help=f"the scores say {proposed}",
        ),
        Field("comment", "Comment", "multiline", help="what was learned; shown in the report"),
    ]

    def read(ctx: Context) -> Values:
        now = objectives.objective(ctx, o.ref)
        return {"state": now.state.value, "comment": now.comment}

    def write(ctx: Context, values: Values) -> None:
        take = values.get("unscored") == "take"
        if open_ and not take:
            refs = ", ".join(s.kr.ref for s in open_)
            raise Refused(f"{refs} {plural(len(open_), 'has', 'have')} no score yet: give it, or take the suggested")
        closing.close_objective(ctx, o.ref, values["comment"], ObjectiveState(values["state"]), suggested=take)

    values = await screen.edit(
        f"Close {o.ref}",
        fields,
        read,
        write,
        draft=f"okrs.close.{o.ref}",
        context=[o.title, *map(_scored, found.key_results)],
        whole=True,
    )
    return values is not None


def _proposed_end(found: ObjectiveStanding) -> ObjectiveState:
    counted = [s for s in found.key_results if s.kr.state is not KeyResultState.CANCELLED]
    scores = [(s.kr.weight, suggest_score(s.progress) if s.kr.score is None else s.kr.score) for s in counted]
    return closing_state(weighted(scores))


def _scored(s: Standing) -> str:
    if s.kr.state is KeyResultState.OPEN:
        return f"○ {s.kr.ref}  suggested {tenths(suggest_score(s.progress))}  {s.kr.title}"
    mark = key_result_mark(s)
    return f"{mark.glyph} {s.kr.ref}  {mark.word}  {s.kr.title}"


async def close_cycle(screen: "CommandScreen", cycle: CycleStanding) -> bool:
    """Ask whether a cycle shall be closed, listing what has no score; return whether it was."""
    still = [o for o in cycle.objectives if o.objective.state in (ObjectiveState.ACTIVE, ObjectiveState.DRAFT)]
    details = ["It becomes read-only: its objectives, key results and check-ins can no longer be changed."]
    if still:
        details.append("Not closed yet, they stay without a score:")
        details += [_unscored(o) for o in still[:8]] + ([f"… and {len(still) - 8} more"] if len(still) > 8 else [])
    else:
        details.append("Everything in it is scored.")
    if told := foretold(cycle):
        details.append(foretold_text(told))
    name = cycle.cycle.name
    if not await screen.confirm(f"Close {name}?", yes=f"close {name}", no="leave it open", details=details):
        return False
    await screen.change(closing.close_cycle, name, unscored=True)
    return True


def _unscored(o: ObjectiveStanding) -> str:
    refs = [s.kr.ref for s in o.key_results if s.kr.state is KeyResultState.OPEN]
    said = "draft" if o.objective.state is ObjectiveState.DRAFT else ", ".join(refs) or "no open key results"
    return f"  {o.objective.ref}  {o.objective.title}  ({said})"


async def cancel(screen: "CommandScreen", node: ObjectiveStanding | Standing) -> bool:
    """Ask whether an objective or key result shall be cancelled; return whether it was."""
    if isinstance(node, Standing):
        ref, title = node.kr.ref, node.kr.title
        details = [title, "It no longer counts; its check-ins stay readable."]
    else:
        ref, title = node.objective.ref, node.objective.title
        details = [title, "Its open key results are cancelled with it; their check-ins stay readable."]
    if not await screen.confirm(f"Cancel {ref}?", yes=f"cancel {ref}", no="keep it", details=details):
        return False
    if isinstance(node, Standing):
        await screen.change(objectives.edit_key_result, ref, state=KeyResultState.CANCELLED)
    else:
        await screen.change(closing.close_objective, ref, "", ObjectiveState.CANCELLED)
    return True


async def activate(screen: "CommandScreen", node: ObjectiveStanding | Standing) -> str:
    """Make a draft active, or a closed or cancelled one open again; return what was done in words."""
    if isinstance(node, Standing):
        await screen.change(objectives.edit_key_result, node.kr.ref, state=KeyResultState.OPEN)
        return f"{node.kr.ref} is open again"
    o = node.objective
    await screen.change(objectives.edit_objective, o.ref, state=ObjectiveState.ACTIVE)
    return f"{o.ref} is active" if o.state is ObjectiveState.DRAFT else f"{o.ref} is active again"


async def prepare(screen: "CommandScreen", cycle: CycleStanding) -> str:
    """Have the person choose what to carry over to another cycle; return that cycle's name, "" where they left."""
    name = cycle.cycle.name
    target = await screen.ask_line(
        f"Prepare from {name}",
        "Into cycle",
        following(name),
        help=f"quarters are created automatically; {key_of('okrs.add-cycle')} adds others",
    )
    if not target:
        return ""
    picks = [pick for o in cycle.objectives for pick in _picks(o)]
    proposed = await screen.ask(cycle_review.proposed_refs, name)
    refs = await screen.app.push_screen_wait(MultiSelect(f"Carry over to {target}, as drafts", picks, proposed))
    if refs is None:
        return ""
    made = await screen.change(closing.prepare, name, target, refs)
    return made[0].cycle


def _picks(o: ObjectiveStanding) -> list[Pick]:
    ref, draft = o.objective.ref, o.objective.state is ObjectiveState.DRAFT
    rows = [Pick(ref, f"{ref} {o.objective.title}", note=objective_mark(o).content)]
    for s in o.key_results:
        rows.append(Pick(s.kr.ref, f"{s.kr.ref} {s.kr.title}", ref, "" if draft else key_result_mark(s).content))
    return rows
