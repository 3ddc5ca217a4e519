"""Phases that last over days: until when, how many have taken part, and whether I have. Nothing must run for it."""

from okrtui.model.journal import Verb
from okrtui.model.live import Phase, Round, Session, View
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.live.facilitation import as_facilitator
from okrtui.rituals.people.members import EVERYONE, circle
from okrtui.rules.formatting import weekday_day
from okrtui.rules.live import rounds as rules
from okrtui.storage.repositories.live import polls as poll_rows
from okrtui.storage.repositories.live import rounds as rows
from okrtui.storage.repositories.live.sessions import stored_days


def set_days(ctx: Context, ref: str, text: str) -> Session:
    """Have phases of a session last to the end of a day, as `fri` or `gather=fri, vote=4 Dec`; "" takes that back.

    A day without a phase is that of the present one, of gather before that. The clock of the present phase stops where
    it lasts over days. Raises Refused for who does not lead, and for days that cannot be.
    """
    with as_facilitator(ctx, ref) as (writer, of):
        phase = of.phase if of.phase in rules.of_kind(of.kind) else Phase.GATHER
        days = rules.parsed(text, of.kind, ctx.today, phase, of.days)
        if days == of.days:
            return of
        lasts = dict(days).get(of.phase)
        ends = {"timer_end": None, "timer_left": None} if lasts else {}
        writer.update("session", of.id, days=stored_days(days), **ends)
        said = ", ".join(f"{each} until {weekday_day(day)}" for each, day in days)
        writer.describe(Verb.SET_THE_TIMER_OF, of.ref, said or "by the clock")
    return sessions.find(ctx, ref)


def round_of(ctx: Context, of: Session, seen: View | None = None) -> Round | None:
    """Return how a phase that lasts over days stands for me, None where the present one does not.

    `seen` is the session as I see it, where it was just read. Who has not taken part is nowhere told.
    """
    day = rules.until(of)
    if day is None:
        return None
    ready = rows.said_ready(ctx.store, of)
    took = ready | (rows.authors(ctx.store, of.id) if of.phase is Phase.GATHER else frozenset())
    done = max(len(took), rows.ballots(ctx.store, of.id) if of.phase is Phase.VOTE else 0)
    people = {member.login for member in circle(ctx, of.team or EVERYONE)} | took
    mine = ctx.login in took or ((ctx.tokens is not None or not of.anonymous) and _mine(ctx, of, seen))
    return Round(of.phase, day, rules.over(of, ctx.today), done, max(len(people), done), mine)


def _mine(ctx: Context, of: Session, seen: View | None) -> bool:
    """Tell whether I have taken part: written, voted, or answered all that is asked."""
    if of.phase is Phase.STAGE:
        asked = [each for each in poll_rows.polls(ctx.store, of.id, sessions.answer_ballots(ctx, of)) if each.open]
        return all(each.mine is not None for each in asked)
    view = seen or sessions.view_of(ctx, of)
    return view.votes_left < view.budget if of.phase is Phase.VOTE else any(card.mine for card in view.cards)


def over_days(ctx: Context) -> tuple[tuple[Session, Round], ...]:
    """Return the sessions whose present phase lasts over days, newest first, with how that stands for me."""
    found = [sessions.find(ctx, f"S{number}") for number in rows.over_days(ctx.store)]
    stands = [(of, round_of(ctx, of)) for of in found]
    return tuple((of, each) for of, each in stands if each is not None)
