"""This week: the four-square of a person, a team or everyone; who has checked in; what is due."""

from collections.abc import Iterable
from dataclasses import dataclass

from okrtui.model import (
    Commitment,
    Cycle,
    HealthMetric,
    KeyResultState,
    Member,
    ObjectiveState,
    PulsePoint,
    Standing,
    UpdateState,
)
from okrtui.rituals import checkins, cycles, people, standings, updates
from okrtui.rituals.seat import Seat
from okrtui.rules.weeks import shift
from okrtui.storage import okrs as okr_rows
from okrtui.storage import weekly

DUE_WEEKDAY = 4
"""Friday (Monday is 0): until then a week's update is pending, from then on overdue."""
PULSE_WEEKS = 13


@dataclass(frozen=True, slots=True)
class Help:
    """Somebody is blocked: what by, and whom they named."""

    who: str
    blocker: str
    helpers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Presence:
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
    presence: tuple[Presence, ...]
    help: tuple[Help, ...]
    wins: tuple[tuple[str, str], ...]
    """(login, text)."""
    pulse: tuple[PulsePoint, ...]


ME, EVERYONE = "me", "everyone"


def week_view(seat: Seat, scope: str = EVERYONE, week: str | None = None) -> WeekView:
    """Return the week of `scope`: `me`, `everyone`, or a team's name. Raises Refused for an unknown team."""
    week = checkins.checked_week(seat, week)
    circle = _circle(seat, scope)
    logins = {m.login for m in circle}
    said = [u for u in weekly.updates(seat.store, week=week) if u.who in logins]
    planned = tuple(c for c in weekly.commitments(seat.store, week=week) if c.who in logins)
    cycle = cycles.current(seat)
    wide = None if scope == EVERYONE else sorted(logins)
    around = circle if scope != ME else _my_team(seat, circle)
    return WeekView(
        week=week,
        cycle=cycle,
        scope=scope,
        members=circle,
        priorities=planned,
        key_results=_key_results(seat, scope, logins),
        ahead=tuple((u.who, u.ahead) for u in said if u.ahead),
        health=tuple(h for h in weekly.health_metrics(seat.store, week) if _concerns(h, scope, circle)),
        presence=_presence(seat, around, week),
        help=help_wanted(seat, week, None if scope == EVERYONE else {m.login for m in around}),
        wins=tuple((u.who, u.wins) for u in said if u.wins),
        pulse=weekly.pulse(
            seat.store,
            shift(week, -PULSE_WEEKS + 1),
            week,
            wide if scope not in (ME, EVERYONE) else None if scope == EVERYONE else [m.login for m in around],
        ),
    )


def _circle(seat: Seat, scope: str) -> tuple[Member, ...]:
    if scope == ME:
        mine = people.me(seat)
        return (mine,) if mine else ()
    if scope == EVERYONE:
        return people.members(seat)
    people.team_id(seat, scope)
    return people.members(seat, team=scope)


def _my_team(seat: Seat, circle: tuple[Member, ...]) -> tuple[Member, ...]:
    """Return the members of my teams; everyone where I am in none."""
    teams = circle[0].teams if circle else ()
    if not teams:
        return people.members(seat)
    seen = {m.login: m for team in teams for m in people.members(seat, team=team)}
    return tuple(seen[login] for login in sorted(seen))


def _concerns(metric: HealthMetric, scope: str, circle: Iterable[Member]) -> bool:
    if scope == EVERYONE or not metric.team:
        return True
    return metric.team == scope or (scope == ME and any(metric.team in m.teams for m in circle))


def _key_results(seat: Seat, scope: str, logins: set[str]) -> tuple[Standing, ...]:
    if scope == ME:
        return checkins.my_key_results(seat)
    names = [c.name for c in cycles.cycles(seat) if c.state == "active"]
    live = {
        o.number: o for o in okr_rows.objectives(seat.store, cycles_named=names) if o.state is ObjectiveState.ACTIVE
    }
    wanted = [
        kr
        for kr in okr_rows.key_results(seat.store, cycles_named=names)
        if kr.state is KeyResultState.OPEN
        and kr.objective in live
        and (scope == EVERYONE or live[kr.objective].team == scope or (kr.dri or live[kr.objective].dri) in logins)
    ]
    return standings.standings(seat, wanted)


def help_wanted(seat: Seat, week: str, logins: set[str] | None = None) -> tuple[Help, ...]:
    """Return who is blocked in a week, of these people (all where None), in login order."""
    return tuple(
        Help(u.who, u.blocker, u.helpers)
        for u in weekly.updates(seat.store, week=week)
        if u.blocker and (logins is None or u.who in logins)
    )


def state_of(seat: Seat, week: str, submitted: bool) -> UpdateState:
    """Return where an update of `week` stands today: submitted, pending until Friday, overdue, then missed."""
    if submitted:
        return UpdateState.SUBMITTED
    if week < seat.week:
        return UpdateState.MISSED
    return UpdateState.OVERDUE if seat.today.weekday() >= DUE_WEEKDAY else UpdateState.PENDING


def _presence(seat: Seat, circle: Iterable[Member], week: str) -> tuple[Presence, ...]:
    done = {row[0] for row in seat.store.sql("SELECT DISTINCT who FROM weekly_update WHERE week = ?", (week,))}
    return tuple(Presence(m, state_of(seat, week, m.login in done)) for m in circle)


@dataclass(frozen=True, slots=True)
class Due:
    """What waits for me this week; empty when nothing does."""

    week: str
    update: UpdateState | None
    key_results: tuple[str, ...]
    commitments: int
    asked_by: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.update or self.key_results or self.commitments or self.asked_by)


def due(seat: Seat) -> Due:
    """Return what is due for me. Whoever is no member yet owes nothing."""
    week = seat.week
    if people.me(seat) is None:
        return Due(week, None, (), 0, ())
    mine = weekly.submitted_weeks(seat.store, seat.login, week)
    state = state_of(seat, week, week in mine)
    waiting = tuple(s.kr.ref for s in checkins.my_key_results(seat) if s.latest is None or s.latest.week < week)
    asked = tuple(h.who for h in help_wanted(seat, week) if seat.login in h.helpers and h.who != seat.login)
    return Due(
        week=week,
        update=None if state is UpdateState.SUBMITTED else state,
        key_results=waiting,
        commitments=len(updates.left_open(seat)),
        asked_by=asked,
    )
