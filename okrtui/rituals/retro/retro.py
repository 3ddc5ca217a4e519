"""The retro: a live session with an agenda. What only it needs; the rest is `live`, `leading` and `grouping`."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.live import AgendaItem, Kind, Phase, Session, View
from okrtui.model.okrs import Standing
from okrtui.model.retro import Facts, KrReview, RetroView
from okrtui.model.week import CommitmentState
from okrtui.rituals import heroes
from okrtui.rituals.actions import actions
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.live.topics import topics
from okrtui.rituals.okrs import cycles, standings
from okrtui.rituals.okrs.closing import suggested_score
from okrtui.rituals.people import members
from okrtui.rituals.people.agreements import agreements
from okrtui.rituals.people.members import EVERYONE
from okrtui.rituals.retro import agenda, radar
from okrtui.rituals.week.overview import week_view
from okrtui.rules.live import agenda as agenda_rules
from okrtui.rules.live import phases, rounds
from okrtui.rules.live.templates import BOX, OKR
from okrtui.rules.weeks import shift, week_of, weeks_between
from okrtui.storage.journal.writer import combined
from okrtui.storage.repositories import okrs as okr_rows
from okrtui.storage.repositories import retro as rows
from okrtui.storage.repositories import week as week_rows

LOOKS_BACK = timedelta(weeks=4)
"""How far a team's first retro looks back."""
SHOWS_FACTS = (Phase.STAGE, Phase.CLOSED)


def start(
    ctx: Context,
    title: str,
    *,
    template: str = "",
    question: str = "",
    team: str = "",
    cycle: str = "",
    box: int | None = BOX,
    anonymous: bool = False,
    concealed: bool = True,
    budget: int | None = None,
    most: int = phases.MOST_ON_ONE,
    topic_minutes: int = 5,
    items: Sequence[AgendaItem] | None = None,
    prompts: Sequence[str] | None = None,
    until: str = "",
) -> Session:
    """Start a retro in its lobby and return it; its agenda is the template's with the week's topics, unless given.

    Its questions are the template's, too, or `prompts`. Where no template is named it is that of the team's last retro.

    An OKR retro looks back on `cycle`, the current one where none is named; `until` are days of phases that last over
    days. Raises Refused for an agenda that cannot be, such days, an unknown template, team or cycle.
    """
    circle = members.team_named(ctx, team) if team.strip() else ""
    chosen = agenda.template(ctx, template or agenda.usual_template(ctx, circle))
    way = tuple(items) if items is not None else proposed_agenda(ctx, chosen.name, circle, box)
    if (reason := agenda_rules.why_not_agenda(way)) is not None:
        raise Refused(reason)
    if not cycle.strip() and (chosen.name == OKR or any(item.phase is Phase.SCORE for item in way)):
        cycle = _running_cycle(ctx)
    wanted = Session(
        id=0,
        key="",
        kind=Kind.RETRO,
        title=title,
        question=question or chosen.question,
        facilitator=ctx.login,
        phase=Phase.LOBBY,
        anonymous=anonymous,
        concealed=concealed,
        started=ctx.now,
        budget=budget,
        votes_per_group=most,
        agenda=way,
        template=chosen.name,
        prompts=chosen.prompts if prompts is None else tuple(prompts),
        team=circle,
        cycle=cycle,
        time_box=box or None,
        topic_minutes=topic_minutes,
        days=rounds.parsed(until, Kind.RETRO, ctx.today),
    )
    with combined(ctx.store, ctx.login, ctx.now) as writer:
        of = sessions.open_room(ctx, wanted)
        if any(item.who for item in way):
            agenda.use_proposals(ctx, of)
        writer.describe(Verb.STARTED_RETRO, of.ref, of.title)
    return of


def _running_cycle(ctx: Context) -> str:
    found = cycles.current(ctx)
    if found is None:
        raise Refused("there is no cycle to look back on yet; make an objective first: okrtui objective add TITLE")
    return found.name


def proposed_agenda(ctx: Context, template: str, team: str = "", box: int | None = None) -> tuple[AgendaItem, ...]:
    """Return the agenda that a template proposes, with the topics that wait for the next one.

    Where the template takes longer than `box` minutes its steps become shorter; topics come on top, as is said.
    """
    chosen = agenda.template(ctx, template)
    steps = agenda_rules.fit(chosen.items, box) if box and agenda_rules.minutes_of(chosen.items) > box else chosen.items
    return agenda.with_proposals(steps, agenda.proposed(ctx, team))


def retro_view(ctx: Context, ref: str, before: View | None = None) -> RetroView:
    """Return a retro as I see it now; only what its present step brings up is read, and what differs from `before`."""
    of = sessions.find(ctx, ref)
    if of.kind is not Kind.RETRO:
        raise Refused(f"{of.ref} is a {of.kind}, not a retro")
    found = sessions.view_of(ctx, of, before)
    return RetroView(
        view=found,
        actions=actions.to_review(ctx, ref) if of.phase is Phase.REVIEW else actions.actions(ctx, source=ref),
        topics=topics(ctx, of, found.groups) if phases.counted(of) else (),
        notes=rows.notes(ctx.store, of.id),
        agreements=agreements(ctx, retired=True),
        reviews=reviews(ctx, of) if of.phase in (Phase.SCORE, Phase.CLOSED, Phase.DECIDE) and of.cycle else (),
        facts=facts(ctx, of) if of.phase in SHOWS_FACTS else None,
        overdue=cases.overdue(ctx, of.team) if of.phase is Phase.REVIEW else (),
        radar=radar.radar(ctx, of.team) if any(each.radar for each in found.polls) else (),
        over=agenda_rules.over(of),
    )


# -- the facts


def facts(ctx: Context, of: Session) -> Facts:
    """Return what the period held that a retro looks back on: its cycle, or the weeks since the one before."""
    since, until = period(ctx, of)
    first, last = week_of(since), week_of(until)
    weeks = [shift(first, by) for by in range(weeks_between(first, last) + 1)]
    circle = members.members(ctx, team=of.team or None)
    logins = {member.login for member in circle}
    said = [c for week in weeks for c in week_rows.commitments(ctx.store, week=week) if not of.team or c.who in logins]
    thanked = [
        card
        for week in weeks
        for card in heroes.of_week(ctx, week)
        if not of.team or card.giver in logins or any(each.login in logins for each in card.recipients)
    ]
    return Facts(
        since=since,
        until=until,
        key_results=_standings(ctx, of, last),
        committed=len(said),
        done=sum(c.state is CommitmentState.DONE for c in said),
        heroes=tuple(thanked),
        pulse=week_rows.pulse(ctx.store, first, last, sorted(logins) if of.team else None),
    )


def _standings(ctx: Context, of: Session, week: str) -> tuple[Standing, ...]:
    if of.cycle:
        found = okr_rows.key_results(ctx.store, cycles_named=[of.cycle])
        return standings.standings(ctx, [kr for kr in found if kr.state != "cancelled"], _held(ctx, of))
    return week_view(ctx, of.team or EVERYONE, week).key_results


def period(ctx: Context, of: Session) -> tuple[date, date]:
    """Return first and last day of what a retro looks back on."""
    ends = _held(ctx, of)
    if of.cycle:
        cycle = cycles.find(ctx, of.cycle)
        return cycle.start, max(cycle.start, min(cycle.end, ends))
    before = rows.last_closed(ctx.store, of.id, of.team)
    return (_day(ctx, before) if before else ends - LOOKS_BACK), ends


def _held(ctx: Context, of: Session) -> date:
    """Return the day on which a retro looks back: a cycle that has ended by then is told as of its end."""
    return _day(ctx, of.closed or of.started)


def _day(ctx: Context, at: datetime) -> date:
    return at.astimezone(ctx.zone).date()


# -- the key results of a cycle's end


def reviews(ctx: Context, of: Session) -> tuple[KrReview, ...]:
    """Return the cycle's key results as the retro goes through them, with what it has said of each so far."""
    said = rows.reviews(ctx.store, of.id)
    krs = [kr for kr in okr_rows.key_results(ctx.store, cycles_named=[of.cycle]) if kr.state != "cancelled"]
    above = {o.number: o for o in okr_rows.objectives(ctx.store, numbers={kr.objective for kr in krs})}
    found = []
    for stand in standings.standings(ctx, krs):
        kr = stand.kr
        learned, verdict = said.get(kr.id, ("", None))
        found.append(
            KrReview(
                kr=kr.ref,
                title=kr.title,
                dri=kr.dri or above[kr.objective].dri,
                progress=stand.progress,
                suggested=suggested_score(ctx, kr),
                score=kr.score,
                comment=kr.comment,
                learned=learned,
                verdict=verdict,
            )
        )
    return tuple(found)
