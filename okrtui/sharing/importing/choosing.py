"""What a person takes of an import, leaves and changes before anything is written."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from okrtui.model.okrs import KeyResult, KeyResultKind, Milestone, Objective
from okrtui.rules.okrs.measures import checked_weight, measured
from okrtui.sharing.importing.plan import CyclePlan, ImportPlan, KeyResultPlan, ObjectivePlan
from okrtui.sharing.reader.document import evidence


@dataclass(frozen=True, slots=True)
class ImportProposal:
    """One objective or key result that an import would make or change; `key` is its place in the plan: `0/2/1`.

    `why` is the evidence by which the document was read so.
    """

    key: str
    cycle: str
    plan: ObjectivePlan | KeyResultPlan
    why: str

    @property
    def idle(self) -> bool:
        """Whether the thing itself is here already, just so."""
        if isinstance(self.plan, ObjectivePlan):
            return self.plan.have is not None and not self.plan.changes
        return self.plan.idle


def proposals(plan: ImportPlan) -> list[ImportProposal]:
    """Return every proposal of a plan in the document's order, key results below their objective."""
    objectives = {each.line: each for cycle in plan.document.cycles for each in cycle.objectives}
    key_results = {kr.line: kr for each in objectives.values() for kr in each.key_results}
    found = list[ImportProposal]()
    for at, cycle in enumerate(plan.cycles):
        for below, objective in enumerate(cycle.objectives):
            read = objectives.get(objective.line)
            found.append(ImportProposal(f"{at}/{below}", cycle.name, objective, evidence(read) if read else ""))
            for nth, kr in enumerate(objective.key_results):
                said = key_results.get(kr.line)
                found.append(ImportProposal(f"{at}/{below}/{nth}", cycle.name, kr, evidence(said) if said else ""))
    return found


def chosen(plan: ImportPlan, left: Collection[str], changed: Mapping[str, Objective | KeyResult]) -> ImportPlan:
    """Return a plan without what is `left` (by key; an objective takes what stands below it along) and with what a
    person has `changed` of what would be new.

    What is left of something that is there already stays as it is in the workspace.
    """
    cycles = tuple(
        replace(cycle, objectives=tuple(_objectives(f"{at}", cycle, left, changed)))
        for at, cycle in enumerate(plan.cycles)
    )
    cycles = tuple(cycle for cycle in cycles if cycle.objectives or cycle.close or cycle.cancelled)
    logins = {kr.wanted.dri for cycle in cycles for o in cycle.objectives for kr in o.key_results}
    logins |= {o.wanted.dri for cycle in cycles for o in cycle.objectives}
    logins |= {e.who for cycle in cycles for o in cycle.objectives for kr in o.key_results for e in kr.checkins}
    teams = {o.wanted.team for cycle in cycles for o in cycle.objectives}
    return replace(
        plan,
        cycles=cycles,
        people=tuple(who for who in plan.people if who in logins),
        teams=tuple(team for team in plan.teams if team in teams),
    )


def _objectives(
    at: str, cycle: CyclePlan, left: Collection[str], changed: Mapping[str, Objective | KeyResult]
) -> Iterator[ObjectivePlan]:
    for below, plan in enumerate(cycle.objectives):
        key = f"{at}/{below}"
        if key in left and plan.have is None:
            continue
        krs = tuple(
            _changed_key_result(kr, changed.get(f"{key}/{nth}"))
            for nth, kr in enumerate(plan.key_results)
            if f"{key}/{nth}" not in left
        )
        wanted = changed.get(key, plan.wanted)
        if isinstance(wanted, Objective):
            plan = replace(plan, wanted=wanted, key_results=krs)
        yield replace(plan, wanted=plan.have, changes=()) if key in left and plan.have else plan


def _changed_key_result(plan: KeyResultPlan, wanted: Objective | KeyResult | None) -> KeyResultPlan:
    if not isinstance(wanted, KeyResult):
        return plan
    same = (wanted.kind, wanted.milestones) == (plan.wanted.kind, plan.wanted.milestones)
    return replace(plan, wanted=wanted, checkins=plan.checkins if same else ())


def reworded_objective(o: Objective, title: str, dri: str, why: str, weight: float) -> Objective:
    """Return a proposed objective with what a person has written over it. Raises Refused for a weight that is none."""
    return replace(o, title=title, dri=dri, why=why, weight=checked_weight(weight))


def remeasured(
    kr: KeyResult,
    *,
    kind: KeyResultKind | None,
    start: float | None,
    target: float | None,
    milestones: tuple[Milestone, ...],
    **more: object,
) -> KeyResult:
    """Return a proposed key result with another measure, and `title`, `unit`, `dri`, `note`, `priority`, `weight` as
    given.

    `kind` is None where the numbers decide it. Raises Refused for numbers that measure nothing.
    """
    found, first, last = measured(kind, start, target, milestones)
    return replace(kr, kind=found, start=first, target=last, milestones=milestones, **more)  # type: ignore[arg-type]
