"""What a whole week or cycle holds, read for documents: as it stood then, not as it stands today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from okrtui.errors import Refused
from okrtui.model.actions import Action, ActionStep
from okrtui.model.cases import Entry
from okrtui.model.okrs import Cycle, CycleStanding, CycleState
from okrtui.model.people import Member
from okrtui.model.week import Commitment, HealthMetric, PulsePoint, WeeklyUpdate
from okrtui.rituals.actions import actions
from okrtui.rituals.actions.week_history import ActionWeek, action_week
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import cycles, standings
from okrtui.rituals.people import members
from okrtui.rituals.people.joining import first_weeks
from okrtui.rituals.people.members import EVERYONE, ME
from okrtui.rituals.week.checkins import checked_week
from okrtui.rituals.week.overview import asked_and_given
from okrtui.rules.cases import requests
from okrtui.rules.cases.reading import CaseView
from okrtui.rules.okrs import progress
from okrtui.rules.okrs.foretold import Foretold, foretold
from okrtui.rules.weeks import monday, shift, sunday, week_of, weeks_between
from okrtui.storage.repositories import week as week_rows

HELD = 4
"""Cycles that a reader holds: weeks that follow one another lie in a few."""


@dataclass(frozen=True, slots=True)
class WeekReading:
    """All that a week's report says, for one circle of people.

    `cycles` are those of the week with the newest last, their standings and histories up to this week.
    `before` are the commitments of the week before, as they were settled; `silent` are members without an update.
    """

    week: str
    scope: str
    members: tuple[Member, ...]
    cycles: tuple[CycleStanding, ...]
    updates: tuple[WeeklyUpdate, ...]
    planned: tuple[Commitment, ...]
    before: tuple[Commitment, ...]
    health: tuple[HealthMetric, ...]
    pulse: tuple[PulsePoint, ...]
    silent: tuple[Member, ...]
    actions: ActionWeek
    asked: tuple[tuple[CaseView, str], ...]
    """What was asked of somebody in the week, and where it stood at its end."""
    decided: tuple[tuple[CaseView, Entry], ...]
    """The cases in which something was decided in the week, with what was."""
    offered: tuple[tuple[CaseView, date], ...]
    """What took hands at the end of the week, and until when; of no circle: it is open to all."""


@dataclass(frozen=True, slots=True)
class CycleReading:
    """All that a cycle's report says beside its thanks: how it stands, what was won, learned and felt up to `week`.

    `over` tells that nothing more is to come; what has not begun has neither wins nor what was learned. `foretold` is
    what the team's confidence said, None where too few gave one or it is not over.
    """

    standing: CycleStanding
    week: str
    over: bool
    wins: tuple[WeeklyUpdate, ...]
    learned: tuple[tuple[CaseView, Entry], ...]
    pulse: tuple[PulsePoint, ...]
    foretold: Foretold | None
    score: float | None
    """The mean score of what is scored, None before the cycle is closed."""

    @property
    def begun(self) -> bool:
        """Whether it is prepared no more."""
        return self.standing.cycle.state is not CycleState.PREPARATION


@dataclass(slots=True)
class ReportData:
    """Reads weeks one after the other and each cycle once."""

    ctx: Context
    cycles: tuple[Cycle, ...]
    names: dict[str, str]
    """Display names by login, also of those who left."""
    since: dict[str, str]
    """The first week of everybody who has one."""
    ended: dict[str, str]
    """The weeks in which key results and objectives were closed, by ref."""
    _standings: dict[str, CycleStanding] = field(default_factory=dict)
    _planned: dict[str, tuple[Commitment, ...]] = field(default_factory=dict)
    _actions: tuple[tuple[Action, ...], dict[int, tuple[ActionStep, ...]]] | None = None
    _cases: tuple[CaseView, ...] | None = None

    def standing(self, name: str) -> CycleStanding:
        """Return how a cycle stands today with its whole history. Raises Refused for an unknown one."""
        cycle = next((c for c in self.cycles if c.name == name), None) or cycles.find(self.ctx, name)
        found = self._standings.pop(cycle.name, None) or standings.cycle_standings(self.ctx, cycle.name)[0]
        self._standings[cycle.name] = found  # the newest last; ten years of cycles are not held at once
        if len(self._standings) > HELD:
            del self._standings[next(iter(self._standings))]
        return found

    def week(self, week: str | None = None, scope: str = EVERYONE) -> WeekReading:
        """Return a week (this one) of `me`, `everyone` or a team. Raises Refused for no week or an unknown team."""
        week, scope = checked_week(self.ctx, week), _scope(self.ctx, scope)
        circle = _circle(self.ctx, scope)
        logins = {member.login for member in circle}
        wide = scope == EVERYONE  # then those who left belong to it too
        said = tuple(u for u in week_rows.updates(self.ctx.store, week=week) if wide or u.who in logins)
        here = {u.who for u in said}
        return WeekReading(
            week=week,
            scope=scope,
            members=circle,
            cycles=tuple(of_circle(c, scope, logins) for c in self._cycles_of(week, scope, logins)),
            updates=said,
            planned=self._commitments(week, wide, logins),
            before=self._commitments(shift(week, -1), wide, logins),
            health=tuple(h for h in week_rows.health_metrics(self.ctx.store, week) if _concerns(h, scope, circle)),
            pulse=()
            if scope == ME
            else week_rows.pulse(self.ctx.store, shift(week, -1), week, None if wide else logins),
            silent=tuple(m for m in circle if m.login not in here and self.since.get(m.login, week) <= week),
            actions=self._actions_of(week, wide, logins),
            asked=asked_and_given(self.ctx, week, None if wide else logins),
            decided=self._decided(week, None if wide else logins),
            offered=self._offered(week),
        )

    def _commitments(self, week: str, wide: bool, logins: set[str]) -> tuple[Commitment, ...]:
        if week not in self._planned:  # weeks are read one after the other, each twice
            read = week_rows.commitments(self.ctx.store, week=week)
            self._planned = {**dict(list(self._planned.items())[-1:]), week: read}
        return tuple(c for c in self._planned[week] if wide or c.who in logins)

    def _actions_of(self, week: str, wide: bool, logins: set[str]) -> ActionWeek:
        if self._actions is None:
            every = actions.actions(self.ctx)
            self._actions = every, actions.histories(self.ctx, every)
        every, histories = self._actions
        return action_week([a for a in every if wide or a.dri in logins], histories, week, self.ctx.zone)

    def _every_case(self) -> tuple[CaseView, ...]:
        if self._cases is None:
            self._cases = tuple(
                sorted((*cases.open_to_all(self.ctx), *cases.past_to_all(self.ctx)), key=lambda each: each.case.id)
            )
        return self._cases

    def _decided(self, week: str, logins: set[str] | None) -> tuple[tuple[CaseView, Entry], ...]:
        first, last = monday(week), sunday(week)
        said = ((each, requests.decided_in(each, first, last)) for each in self._every_case())
        found = [(each, entry) for each, entry in said if entry is not None]
        circle = [(each, entry) for each, entry in found if logins is None or {each.case.opener, entry.who} & logins]
        return tuple(sorted(circle, key=lambda each: each[1].id))

    def learned(self, cycle: Cycle) -> tuple[tuple[CaseView, Entry], ...]:
        """Return the openings that ended in a cycle, with what was done and learned, in the order in which they did."""
        said = ((each, requests.learned_in(each, cycle.start, cycle.end)) for each in self._every_case())
        return tuple(sorted(((each, entry) for each, entry in said if entry is not None), key=lambda each: each[1].id))

    def _offered(self, week: str) -> tuple[tuple[CaseView, date], ...]:
        last = min(sunday(week), self.ctx.today)
        until = ((each, requests.hands_until(each, last)) for each in self._every_case())
        return tuple((each, day) for each, day in until if day is not None)

    def _cycles_of(self, week: str, scope: str, logins: set[str]) -> list[CycleStanding]:
        day, zone, chosen = standings.day_of(self.ctx, week), self.ctx.zone, cycles.of_week(self.cycles, week)
        if scope == EVERYONE:
            now = [self.standing(cycle.name) for cycle in chosen]
        else:
            team = "" if scope == ME else scope
            now = [standings.circle_standing(self.ctx, cycle, day, logins, team) for cycle in chosen]
        return now if week == self.ctx.week else [progress.then(each, day, zone, self.ended) for each in now]


def reader(ctx: Context) -> ReportData:
    """Return a reader of this workspace as it is now."""
    return ReportData(ctx, cycles.cycles(ctx), members.display_names(ctx), first_weeks(ctx), standings.ended(ctx))


def read_cycle(ctx: Context, name: str | None = None) -> CycleReading:
    """Return a cycle (the current one) as its report tells it. Raises Refused for an unknown one, or for none."""
    cycle, data = chosen_cycle(ctx, name), reader(ctx)
    found = data.standing(cycle.name)
    over = found.cycle.state is CycleState.CLOSED or ctx.today > cycle.end
    begun = found.cycle.state is not CycleState.PREPARATION
    return CycleReading(
        standing=found,
        week=min(ctx.week, week_of(cycle.end)),
        over=over,
        wins=tuple(update for update in updates_of(ctx, cycle) if update.wins) if begun else (),
        learned=data.learned(cycle) if begun else (),
        pulse=pulse_of(ctx, cycle),
        foretold=foretold(found) if over else None,
        score=progress.mean_score(found.objectives) if found.cycle.state is CycleState.CLOSED else None,
    )


def of_circle(cycle: CycleStanding, scope: str, logins: set[str]) -> CycleStanding:
    """Return the part of a cycle that a person or team answers for; the cycle's progress stays the whole's."""
    if scope == EVERYONE:
        return cycle
    found = []
    for each in cycle.objectives:
        whole = scope != ME and each.objective.team == scope
        mine = tuple(s for s in each.key_results if (s.kr.dri or each.objective.dri) in logins)
        krs = each.key_results if whole else mine
        if krs or whole or each.objective.dri in logins:
            found.append(replace(each, key_results=krs))
    return replace(cycle, objectives=tuple(found))


def _scope(ctx: Context, scope: str) -> str:
    """Return the scope with a team's name as it is written. Raises Refused for an unknown team."""
    if scope in (ME, EVERYONE):
        return scope
    wanted = members.team_id(ctx, scope)
    return next((team.name for team in members.teams(ctx) if team.id == wanted), EVERYONE)


def _circle(ctx: Context, scope: str) -> tuple[Member, ...]:
    if scope == ME:
        mine = members.me(ctx)
        return (mine,) if mine else ()
    return members.members(ctx, team=None if scope == EVERYONE else scope)


def _concerns(metric: HealthMetric, scope: str, circle: Iterable[Member]) -> bool:
    if scope == EVERYONE or not metric.team:
        return True
    return metric.team == scope or (scope == ME and any(metric.team in m.teams for m in circle))


def _weeks(ctx: Context, times: Mapping[str, datetime]) -> dict[str, str]:
    """Return the week of each time, in the workspace's zone."""
    zone = ctx.zone
    return {name: week_of(at.astimezone(zone).date()) for name, at in times.items()}


def written_weeks(ctx: Context) -> tuple[str, ...]:
    """Return the weeks up to this one that hold anything, oldest first."""
    return tuple(sorted(week for week in week_rows.written_weeks(ctx.store) if week <= ctx.week))


def updates_of(ctx: Context, cycle: Cycle) -> tuple[WeeklyUpdate, ...]:
    """Return the weekly updates of a cycle's weeks, oldest first."""
    first = week_of(cycle.start)
    weeks = [shift(first, by) for by in range(weeks_between(first, min(week_of(cycle.end), ctx.week)) + 1)]
    return tuple(update for week in weeks for update in week_rows.updates(ctx.store, week=week))


def pulse_of(ctx: Context, cycle: Cycle) -> tuple[PulsePoint, ...]:
    """Return everyone's mean pulse of a cycle's weeks, oldest first."""
    return week_rows.pulse(ctx.store, week_of(cycle.start), week_of(cycle.end))


def chosen_cycle(ctx: Context, name: str | None = None) -> Cycle:
    """Return the cycle called `name`, the team's current one where None. Raises Refused where there is none."""
    found = cycles.find(ctx, name) if name else cycles.current(ctx)
    if found is None:
        raise Refused("there is no cycle yet; make an objective first: okrtui objective add TITLE")
    return found
