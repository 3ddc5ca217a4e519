"""Responsibilities from the person's side: who is DRI of what, what has none, what looks like the same work twice."""

from dataclasses import dataclass

from okrtui.model.cases import Case
from okrtui.model.hours import OfficeHours
from okrtui.model.ideas import IdeaState
from okrtui.model.okrs import KeyResultState, ObjectiveStanding, ObjectiveState, Standing
from okrtui.model.people import Member, MemberState, Value
from okrtui.rituals import hours, ideas
from okrtui.rituals.actions import actions
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import standings
from okrtui.rituals.people import members, values
from okrtui.rules.okrs.hints import same_work
from okrtui.rules.values import unkept

ENDED = (IdeaState.ADOPTED, IdeaState.REJECTED)


@dataclass(frozen=True, slots=True)
class Answers:
    """What one person is DRI of in the open cycles."""

    member: Member
    objectives: tuple[ObjectiveStanding, ...]
    key_results: tuple[Standing, ...]
    values: tuple[Value, ...] = ()
    """What they keep alive."""
    hours: tuple[OfficeHours, ...] = ()
    """When they are the host of office hours."""


@dataclass(frozen=True, slots=True)
class Responsibilities:
    """`unowned` are (ref, title) without a DRI, or of an open action, idea or case that waits for somebody who left.

    `unkept` are values without a keeper.

    `twice` are pairs of (ref, title) that share most of their words.
    """

    people: tuple[Answers, ...]
    unowned: tuple[tuple[str, str], ...]
    twice: tuple[tuple[tuple[str, str], tuple[str, str]], ...]
    unkept: tuple[tuple[str, str], ...] = ()
    empty_teams: tuple[str, ...] = ()
    """Names of the teams in which nobody is."""


def still_of(ctx: Context, login: str) -> tuple[str, ...]:
    """Return the refs of what waits for a person: what they are DRI of, their actions, values, ideas and cases.

    For who has left: all of it has to be given to somebody else.
    """
    mine = next((each for each in responsibilities(ctx).people if each.member.login == login), None)
    return (
        *(each.objective.ref for each in (mine.objectives if mine else ())),
        *(each.kr.ref for each in (mine.key_results if mine else ())),
        *(each.ref for each in actions.open_actions(ctx, dri=login)),
        *(each.ref for each in values.values(ctx) if each.keeper == login),
        *(each.ref for each in ideas.ideas(ctx) if each.champion == login and each.state not in ENDED),
        *(each.case.ref for each in cases.open_cases(ctx) if login in _hands(each.case)),
    )


def _hands(of: Case) -> tuple[str, ...]:
    """Return who holds a case in their hands."""
    return of.asked, of.dri, of.holder, of.chosen


def responsibilities(ctx: Context) -> Responsibilities:
    """Return who answers for what in the open cycles, people in login order; who left only while they are DRI still."""
    live = [
        o
        for c in standings.cycle_standings(ctx)
        if c.cycle.state != "closed"
        for o in c.objectives
        if o.objective.state in (ObjectiveState.ACTIVE, ObjectiveState.DRAFT)
    ]
    measured = [s for o in live for s in o.key_results if s.kr.state is KeyResultState.OPEN]
    titles = {o.objective.ref: o.objective.title for o in live} | {s.kr.ref: s.kr.title for s in measured}
    unowned = [(o.objective.ref, o.objective.title) for o in live if not o.objective.dri]
    unowned += [(s.kr.ref, s.kr.title) for s in measured if not s.kr.dri]
    everyone = members.members(ctx, left=True)
    gone = {m.login for m in everyone if m.state is MemberState.LEFT}
    unowned += [(a.ref, f"{a.text} ({a.dri} left)") for a in actions.open_actions(ctx) if a.dri in gone]
    for idea in ideas.ideas(ctx) if gone else ():
        if idea.champion in gone and idea.state not in ENDED:
            unowned.append((idea.ref, f"{idea.title} ({idea.champion} left)"))
    for each in cases.open_to_all(ctx) if gone else ():
        if each.waits_for in gone:
            unowned.append((each.case.ref, f"{each.case.title} ({each.waits_for} left)"))
    pairs = same_work([(s.kr.ref, s.kr.title) for s in measured])
    owned: dict[str, tuple[list[ObjectiveStanding], list[Standing]]] = {}
    for o in live:
        owned.setdefault(o.objective.dri, ([], []))[0].append(o)
    for s in measured:
        owned.setdefault(s.kr.dri, ([], []))[1].append(s)
    held, offered = values.values(ctx), hours.hours(ctx)
    filled = {team for m in everyone if m.state is MemberState.ACTIVE for team in m.teams}
    return Responsibilities(
        people=tuple(
            Answers(
                m,
                tuple(owned[m.login][0]) if m.login in owned else (),
                tuple(owned[m.login][1]) if m.login in owned else (),
                tuple(each for each in held if each.kept_by(ctx.today) == m.login),
                tuple(each for each in offered if each.host == m.login),
            )
            for m in everyone
            if m.state is MemberState.ACTIVE or m.login in owned
        ),
        unowned=tuple(unowned),
        twice=tuple(((a, titles[a]), (b, titles[b])) for a, b in pairs),
        unkept=tuple((each.ref, each.text) for each in unkept(held, ctx.today)),
        empty_teams=tuple(team.name for team in members.teams(ctx) if team.name not in filled),
    )
