"""What the OKR screen reads at once: cycles as they stand, and the names around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from okrtui.model.okrs import Cycle, CycleStanding
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import cycles, objectives, standings
from okrtui.rituals.people import members


@dataclass(frozen=True, slots=True)
class TreeView:
    """One load; `shown` is a cycle's name, `all`, or "" for the open ones, `parents` are titles by ref."""

    today: date
    shown: str
    cycles: tuple[CycleStanding, ...]
    every: tuple[Cycle, ...]
    teams: tuple[str, ...]
    names: dict[str, str]
    parents: dict[str, str]
    vision: str


def read_view(ctx: Context, shown: str, wanted: str) -> TreeView:
    """Return the cycles to show; the one that `wanted` lies in where it is not among those asked for.

    A cycle that somebody renamed or deleted meanwhile is no longer shown: the open ones are.
    """
    every = cycles.cycles(ctx)
    if shown not in ("all", *(cycle.name for cycle in every)):
        shown = ""
    found = standings.cycle_standings(ctx, shown or None)
    if wanted and not _holds(found, wanted):
        kr = objectives.is_key_result_ref(wanted)
        above = (
            objectives.objective_of(ctx, objectives.key_result(ctx, wanted))
            if kr
            else objectives.objective(ctx, wanted)
        )
        shown = above.cycle
        found = standings.cycle_standings(ctx, shown)
    titles = {o.objective.ref: o.objective.title for c in found for o in c.objectives}
    titles |= {s.kr.ref: s.kr.title for c in found for o in c.objectives for s in o.key_results}
    for ref in {o.objective.parent for c in found for o in c.objectives} - titles.keys() - {""}:
        titles[ref] = objectives.one(ctx, ref).title
    return TreeView(
        today=ctx.today,
        shown=shown,
        cycles=found,
        every=every,
        teams=tuple(team.name for team in members.teams(ctx)),
        names={m.login: m.name for m in members.members(ctx, left=True)},
        parents=titles,
        vision=ctx.workspace.vision,
    )


def _holds(found: Sequence[CycleStanding], ref: str) -> bool:
    return any(
        ref == o.objective.ref or any(ref == s.kr.ref for s in o.key_results) for c in found for o in c.objectives
    )
