"""How key results, objectives and cycles stand on a day: the formulas applied to what is stored."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from okrtui.errors import UnknownValue
from okrtui.model.journal import Verb
from okrtui.model.okrs import CheckIn, Cycle, CycleStanding, KeyResult, Objective, ObjectiveStanding, Standing
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import cycles
from okrtui.rituals.okrs.objectives import objective_of
from okrtui.rules.okrs import progress
from okrtui.rules.weeks import sunday, week_of
from okrtui.storage.repositories import okrs as rows
from okrtui.storage.repositories.week import checkins, latest_checkins


def day_of(ctx: Context, week: str | None) -> date:
    """Return the day a week is told as of: today while it runs, its last day when it is over."""
    return ctx.today if week is None or week >= ctx.week else sunday(week)


def ended(ctx: Context) -> dict[str, str]:
    """Return the weeks in which key results and objectives were closed, by ref."""
    from okrtui.storage.journal.entries import first_times  # what stands today is told without the journal

    zone = ctx.zone
    return {ref: week_of(at.astimezone(zone).date()) for ref, at in first_times(ctx.store, Verb.CLOSED).items()}


def cycle_standings(ctx: Context, name: str | None = None) -> tuple[CycleStanding, ...]:
    """Return the standing of one cycle, of every cycle (`all`), or of those that are open (None).

    Where None is asked and no cycle is open, the one that ended last. Raises Refused for an unknown name.
    """
    every = cycles.cycles(ctx)
    if name == "all":
        chosen = every
    elif name:
        chosen = (cycles.find(ctx, name),)
    else:
        chosen = tuple(c for c in every if c.state != "closed") or every[-1:]
    return _stand_whole(ctx, chosen)


def circle_standing(ctx: Context, cycle: Cycle, day: date, logins: Collection[str], team: str) -> CycleStanding:
    """Return how a cycle stands today, with the history of what a team or these people answer for.

    Of all else there is only what its progress on `day`, today or a day gone by, is reckoned from.
    """
    objectives = rows.objectives(ctx.store, cycles_named=[cycle.name])
    krs = rows.key_results(ctx.store, cycles_named=[cycle.name])
    above = {o.number: o for o in objectives}
    theirs = [
        kr.id
        for kr in krs
        if (kr.dri or above[kr.objective].dri) in logins or (team and above[kr.objective].team == team)
    ]
    newest = latest_checkins(ctx.store, cycle.name, week_of(day) if day < cycle.end else None)
    return _stand(ctx, (cycle,), objectives, krs, {**newest, **checkins(ctx.store, kr_ids=theirs)})[0]


def _stand_whole(ctx: Context, chosen: Iterable[Cycle]) -> tuple[CycleStanding, ...]:
    chosen = tuple(chosen)
    names = [cycle.name for cycle in chosen]
    if not names:
        return ()
    krs = rows.key_results(ctx.store, cycles_named=names)
    history = checkins(ctx.store, cycles_named=names)
    return _stand(ctx, chosen, rows.objectives(ctx.store, cycles_named=names), krs, history)


def _stand(
    ctx: Context,
    chosen: Iterable[Cycle],
    objectives: Iterable[Objective],
    krs: Iterable[KeyResult],
    history: Mapping[int, Sequence[CheckIn]],
) -> tuple[CycleStanding, ...]:
    by_objective: dict[int, list[KeyResult]] = {}
    for kr in krs:
        by_objective.setdefault(kr.objective, []).append(kr)
    today, zone = ctx.today, ctx.zone
    by_cycle: dict[str, list[Objective]] = {}
    for found in objectives:
        by_cycle.setdefault(found.cycle, []).append(found)
    result = []
    for cycle in chosen:
        standings = [
            progress.objective_standing(
                o,
                [
                    progress.standing(kr, history.get(kr.id, ()), cycle, today, zone)
                    for kr in by_objective.get(o.number, ())
                ],
            )
            for o in by_cycle.get(cycle.name, ())
        ]
        result.append(progress.cycle_standing(cycle, standings, today))
    return tuple(result)


def objective_standing(ctx: Context, objective: Objective) -> ObjectiveStanding:
    """Return the standing of one objective with its key results."""
    cycle = cycles.find(ctx, objective.cycle)
    krs = rows.key_results(ctx.store, objective=objective.number)
    history = checkins(ctx.store, kr_ids=[kr.id for kr in krs])
    return progress.objective_standing(
        objective, [progress.standing(kr, history.get(kr.id, ()), cycle, ctx.today, ctx.zone) for kr in krs]
    )


def standing(ctx: Context, kr: KeyResult) -> Standing:
    """Return the standing of one key result."""
    return standings(ctx, (kr,))[0]


def _cycle_of(kr: KeyResult, above: Mapping[int, Objective], by_name: Mapping[str, Cycle]) -> Cycle:
    """Return the cycle that a key result counts in. Raises UnknownValue where it or the objective cannot be read."""
    try:
        return by_name[above[kr.objective].cycle]
    except KeyError:
        raise UnknownValue(
            f"the objective or cycle of {kr.ref} has a value that this okrtui does not know; "
            "okrtui log --verify says which row was changed"
        ) from None


def standings(
    ctx: Context, krs: Iterable[KeyResult], day: date | None = None, *, then: bool = False
) -> tuple[Standing, ...]:
    """Return the standings of some key results, in their order, today or on a day gone by.

    `then` shows those that were closed later as open, and leaves out what was not there yet.
    """
    krs = tuple(krs)
    if not krs:
        return ()
    history = checkins(ctx.store, kr_ids=[kr.id for kr in krs])
    above = {o.number: o for o in rows.objectives(ctx.store, numbers={kr.objective for kr in krs})}
    by_name = {cycle.name: cycle for cycle in cycles.cycles(ctx)}
    today, zone = ctx.today, ctx.zone
    day = day or today
    if not then or day >= today:
        return tuple(
            progress.standing(kr, history.get(kr.id, ()), _cycle_of(kr, above, by_name), day, zone) for kr in krs
        )
    over = ended(ctx)
    stood = (
        progress.standing_then(
            kr, above[kr.objective], history.get(kr.id, ()), _cycle_of(kr, above, by_name), day, zone, over
        )
        for kr in krs
    )
    return tuple(each for each in stood if each is not None)


def history(ctx: Context, kr: KeyResult) -> tuple[CheckIn, ...]:
    """Return every check-in of a key result, superseded ones too, oldest week and lowest revision first."""
    return tuple(checkins(ctx.store, kr_ids=[kr.id], superseded=True).get(kr.id, ()))


def cycle_of(ctx: Context, kr: KeyResult) -> Cycle:
    """Return the cycle a key result belongs to."""
    return cycles.find(ctx, objective_of(ctx, kr).cycle)
