"""How key results, objectives and cycles stand: the formulas applied to what is stored."""

from collections.abc import Iterable
from datetime import timedelta

from okrtui.model.okrs import CheckIn, Cycle, CycleStanding, KeyResult, Objective, ObjectiveStanding, Standing
from okrtui.rituals.context import Seat
from okrtui.rituals.okrs import cycles
from okrtui.rituals.okrs.objectives import objective_of
from okrtui.rules.okrs import progress
from okrtui.rules.weeks import monday
from okrtui.storage.repositories import okrs as rows
from okrtui.storage.repositories.week import checkins


def cycle_standings(seat: Seat, name: str | None = None) -> tuple[CycleStanding, ...]:
    """Return the standing of one cycle, of every cycle (`all`), or of those that are open (None).

    Where None is asked and no cycle is open, the one that ended last. Raises Refused for an unknown name.
    """
    every = cycles.cycles(seat)
    if name == "all":
        chosen = every
    elif name:
        chosen = (cycles.find(seat, name),)
    else:
        chosen = tuple(c for c in every if c.state != "closed") or every[-1:]
    return _stand(seat, chosen)


def _stand(seat: Seat, chosen: Iterable[Cycle]) -> tuple[CycleStanding, ...]:
    chosen = tuple(chosen)
    if not chosen:
        return ()
    names = [cycle.name for cycle in chosen]
    by_objective: dict[int, list[KeyResult]] = {}
    for kr in rows.key_results(seat.store, cycles_named=names):
        by_objective.setdefault(kr.objective, []).append(kr)
    history = checkins(seat.store, cycles_named=names)
    today = seat.today
    by_cycle: dict[str, list[Objective]] = {}
    for found in rows.objectives(seat.store, cycles_named=names):
        by_cycle.setdefault(found.cycle, []).append(found)
    result = []
    for cycle in chosen:
        standings = [
            progress.objective_standing(
                o,
                [progress.standing(kr, history.get(kr.id, ()), cycle, today) for kr in by_objective.get(o.number, ())],
            )
            for o in by_cycle.get(cycle.name, ())
        ]
        result.append(progress.cycle_standing(cycle, standings, today))
    return tuple(result)


def objective_standing(seat: Seat, objective: Objective) -> ObjectiveStanding:
    """Return the standing of one objective with its key results."""
    cycle = cycles.find(seat, objective.cycle)
    krs = rows.key_results(seat.store, objective=objective.number)
    history = checkins(seat.store, kr_ids=[kr.id for kr in krs])
    return progress.objective_standing(
        objective, [progress.standing(kr, history.get(kr.id, ()), cycle, seat.today) for kr in krs]
    )


def standing(seat: Seat, kr: KeyResult) -> Standing:
    """Return the standing of one key result."""
    return standings(seat, (kr,))[0]


def standings(seat: Seat, krs: Iterable[KeyResult], week: str | None = None) -> tuple[Standing, ...]:
    """Return the standings of some key results, in their order; as they were at the end of `week` where it is over."""
    krs = tuple(krs)
    if not krs:
        return ()
    history = checkins(seat.store, kr_ids=[kr.id for kr in krs])
    above = {o.number: o for o in rows.objectives(seat.store, numbers={kr.objective for kr in krs})}
    by_name = {cycle.name: cycle for cycle in cycles.cycles(seat)}
    today = seat.today
    if week is not None and week < seat.week:
        today = monday(week) + timedelta(days=6)
        history = {id: [entry for entry in entries if entry.week <= week] for id, entries in history.items()}
    return tuple(progress.standing(kr, history.get(kr.id, ()), by_name[above[kr.objective].cycle], today) for kr in krs)


def history(seat: Seat, kr: KeyResult) -> tuple[CheckIn, ...]:
    """Return every check-in of a key result, superseded ones too, oldest week and lowest revision first."""
    return tuple(checkins(seat.store, kr_ids=[kr.id], superseded=True).get(kr.id, ()))


def cycle_of(seat: Seat, kr: KeyResult) -> Cycle:
    """Return the cycle a key result belongs to."""
    return cycles.find(seat, objective_of(seat, kr).cycle)
