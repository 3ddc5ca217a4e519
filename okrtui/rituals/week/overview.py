"""This week: the four-square of a person, a team or everyone; who has checked in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrtui.model.actions import Action, ActionState
from okrtui.model.okrs import Cycle, KeyResultState, ObjectiveState, Standing
from okrtui.model.people import Member
from okrtui.model.week import Commitment, HealthMetric, PulsePoint, UpdateState
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import cycles, standings
from okrtui.rituals.people import members
from okrtui.rituals.people.joining import first_weeks
from okrtui.rituals.people.members import EVERYONE, ME
from okrtui.rituals.week import checkins
from okrtui.rituals.week.due import overdue
from okrtui.rules.weeks import monday, shift, sunday
from okrtui.storage.repositories import actions as action_rows
from okrtui.storage.repositories import due as due_rows
from okrtui.storage.repositories import okrs as okr_rows
from okrtui.storage.repositories import week as week_rows

if TYPE_CHECKING:
    from okrtui.model.heroes import Recognition
    from okrtui.rules.cases.reading import CaseView

PULSE_WEEKS = 13


@dataclass(frozen=True, slots=True)
class Help:
    """Somebody is blocked: what by, and whom they named."""

    who: str
    blocker: str
    helpers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UpdatePresence:
    """Where a member's update of a week stands: submitted, pending, overdue or missed."""

    member: Member
    state: UpdateState


@dataclass(frozen=True, slots=True)
class WeekView:
    """Everything the home screen and the weekly report show, for one week and one circle of people."""

    week: str
    cycle: Cycle | None
    scope: str
    members: tuple[Member, ...]
    priorities: tuple[Commitment, ...]
    key_results: tuple[Standing, ...]
    ahead: tuple[tuple[str, str], ...]
    """(login, text) of the next four weeks."""
    health: tuple[HealthMetric, ...]
    presence: tuple[UpdatePresence, ...]
    help: tuple[Help, ...]
    wins: tuple[tuple[str, str], ...]
    """(login, text)."""
    pulse: tuple[PulsePoint, ...]
    actions: tuple[Action, ...] = ()
    """Their open action items by the day they are due; none in a week gone by."""
    ideas: tuple[tuple[str, str], ...] = ()
    """(ref, title) of the ideas that somebody made me the champion of, in my own week."""
    heroes: "tuple[Recognition, ...]" = ()
    """The week's cards that everybody may read, by or about these people, newest first."""
    asked: "tuple[tuple[CaseView, str], ...]" = ()
    """What was asked of somebody in the week, by or of these people, and where it stood at its end or stands today."""


def week_view(ctx: Context, scope: str = EVERYONE, week: str | None = None) -> WeekView:
    """Return the week of `scope`: `me`, `everyone`, or a team's name. Raises Refused for an unknown team."""
    week = checkins.checked_week(ctx, week)
    scope = scope if scope in (ME, EVERYONE) else members.team_named(ctx, scope)
    circle = members.circle(ctx, scope)
    logins = {m.login for m in circle}
    said = [u for u in week_rows.updates(ctx.store, week=week) if u.who in logins]
    planned = tuple(c for c in week_rows.commitments(ctx.store, week=week) if c.who in logins)
    cycle = cycles.current(ctx)
    wide = None if scope == EVERYONE else sorted(logins)
    around = circle if scope != ME else _my_team(ctx, circle)
    return WeekView(
        week=week,
        cycle=cycle,
        scope=scope,
        members=circle,
        priorities=planned,
        key_results=_key_results(ctx, scope, logins, week),
        ahead=tuple((u.who, u.ahead) for u in said if u.ahead),
        health=tuple(h for h in week_rows.health_metrics(ctx.store, week) if _concerns(h, scope, circle)),
        presence=_presence(ctx, around, week),
        help=help_wanted(ctx, week, None if scope == EVERYONE else {m.login for m in around}),
        wins=tuple((u.who, u.wins) for u in said if u.wins),
        pulse=week_rows.pulse(
            ctx.store,
            shift(week, -PULSE_WEEKS + 1),
            week,
            wide if scope not in (ME, EVERYONE) else None if scope == EVERYONE else [m.login for m in around],
        ),
        actions=_open_actions(ctx, scope, logins) if week == ctx.week else (),
        ideas=due_rows.handed_ideas(ctx.store, ctx.login) if scope == ME and week == ctx.week else (),
        heroes=_heroes(ctx, week, None if scope == EVERYONE else {m.login for m in around}),
        asked=asked_and_given(ctx, week, None if scope == EVERYONE else {m.login for m in around}),
    )


def asked_and_given(ctx: Context, week: str, logins: set[str] | None) -> "tuple[tuple[CaseView, str], ...]":
    """Return what was asked of somebody in a week, by or of these people, and where it stood at the week's end.

    It is `asked`, `given` or `declined`; what was withdrawn by then is left out.
    """
    from okrtui.rituals.cases import cases  # nor for cases
    from okrtui.rules.cases import requests

    last = min(sunday(week), ctx.today)
    stood = ((each, requests.state_on(each, last)) for each in cases.requests(ctx, monday(week), last, logins))
    return tuple((each, state) for each, state in stood if state != requests.WITHDRAWN)


def _heroes(ctx: Context, week: str, logins: set[str] | None) -> "tuple[Recognition, ...]":
    from okrtui.rituals import heroes  # `due` and other quick commands, which read weeks too, have no use for it

    return tuple(
        card
        for card in heroes.of_week(ctx, week)
        if logins is None or card.giver in logins or any(each.login in logins for each in card.recipients)
    )


def _open_actions(ctx: Context, scope: str, logins: set[str]) -> tuple[Action, ...]:
    found = action_rows.actions(ctx.store, state=ActionState.OPEN, dri=ctx.login if scope == ME else None)
    return found if scope == EVERYONE else tuple(each for each in found if each.dri in logins)


def _my_team(ctx: Context, circle: tuple[Member, ...]) -> tuple[Member, ...]:
    """Return the members of my teams; everyone where I am in none."""
    teams = circle[0].teams if circle else ()
    if not teams:
        return members.members(ctx)
    seen = {m.login: m for team in teams for m in members.members(ctx, team=team)}
    return tuple(seen[login] for login in sorted(seen))


def _concerns(metric: HealthMetric, scope: str, circle: Iterable[Member]) -> bool:
    if scope == EVERYONE or not metric.team:
        return True
    return metric.team == scope or (scope == ME and any(metric.team in m.teams for m in circle))


def _key_results(ctx: Context, scope: str, logins: set[str], week: str) -> tuple[Standing, ...]:
    """Return what is being worked on; in a week gone by what was, as it stood then."""
    past = week < ctx.week
    names = [cycle.name for cycle in cycles.of_week(cycles.cycles(ctx), week)]
    narrow = None if scope == EVERYONE else logins
    team = "" if scope in (ME, EVERYONE) else scope
    found = okr_rows.key_results(ctx.store, cycles_named=names, answering=narrow, or_team=team)
    above = okr_rows.objectives(ctx.store, numbers={kr.objective for kr in found})
    live = {o.number for o in above if _live(o.state, past)}
    states = (KeyResultState.OPEN, KeyResultState.CLOSED) if past else (KeyResultState.OPEN,)
    wanted = [kr for kr in found if kr.state in states and kr.objective in live]
    return standings.standings(ctx, wanted, standings.day_of(ctx, week), then=True)


def _live(state: ObjectiveState, past: bool) -> bool:
    if past:
        return state not in (ObjectiveState.DRAFT, ObjectiveState.CANCELLED)
    return state is ObjectiveState.ACTIVE


def help_wanted(ctx: Context, week: str, logins: set[str] | None = None) -> tuple[Help, ...]:
    """Return who is blocked in a week, of these people (all where None), in login order."""
    return tuple(
        Help(u.who, u.blocker, u.helpers)
        for u in week_rows.updates(ctx.store, week=week)
        if u.blocker and (logins is None or u.who in logins)
    )


def _presence(ctx: Context, circle: Iterable[Member], week: str) -> tuple[UpdatePresence, ...]:
    """Return how the updates of a week stand, of those who were there then."""
    done, people = week_rows.submitters(ctx.store, week), list(circle)
    silent = [m for m in people if m.login not in done]
    if silent and week < ctx.week:
        since = first_weeks(ctx)
        silent = [m for m in silent if since.get(m.login, week) <= week]
    late = overdue(ctx, {m.login for m in silent}) if week == ctx.week else frozenset()

    def state(login: str) -> UpdateState:
        if login in done:
            return UpdateState.SUBMITTED
        if week < ctx.week:
            return UpdateState.MISSED
        return UpdateState.OVERDUE if login in late else UpdateState.PENDING

    there = {*done, *(m.login for m in silent)}
    return tuple(UpdatePresence(m, state(m.login)) for m in people if m.login in there)
