"""What is due for me, as one quick answer: it imports little, because login scripts ask it."""

from collections import namedtuple  # a dataclass would cost a login half a millisecond more
from datetime import UTC, datetime, time, timedelta

from okrtui.rituals.context import Context
from okrtui.rules.weeks import monday
from okrtui.storage.repositories import due as rows

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from collections.abc import Collection, Iterator

    from okrtui.model.live import Round, Session

DUE_WEEKDAY = 4
"""Friday (Monday is 0): until then a week's update is pending, from then on overdue."""

SOON = 24 * 3600
"""Seconds ahead in which a booking is told."""

Due = namedtuple(
    "Due", "week update key_results commitments asked_by actions ideas sessions bookings cases rounds hands openings"
)
"""`update` is "", `pending` or `overdue`; `key_results` refs without a check-in this week; `commitments` a count of
earlier open ones; `asked_by` logins who named me as who can help; `actions` refs of my overdue ones; `ideas` refs of
those that somebody made me the champion of; `sessions` (kind, ref) of the live ones but for those in `rounds`;
`bookings` are `DueBooking`s; `cases` (ref, whether it is overdue) of those whose next step is mine; `rounds` (session,
round) of those whose phase lasts over days: whether it waits for me is told to nobody else; `hands` refs of my openings
in which a raised hand waits for my answer; `openings` refs of others' that want what I know."""
DueBooking = namedtuple("DueBooking", "ref other at waits_for")
"""A booking with `other` at a moment, which waits for its time (`time`), for me to say how it went (`outcome`), or, a
walk-in, for me to confirm it (`confirmation`)."""


def due(ctx: Context) -> Due:
    """Return what is due for me. Whoever is no member yet owes nothing."""
    week, today = ctx.week, ctx.today
    if not rows.is_member(ctx.store, ctx.login):
        return Due(week, "", (), 0, (), (), (), (), (), (), (), (), ())
    rounds = _rounds(ctx)
    lasting = {of.ref for of, _ in rounds}
    update = ""
    if not rows.has_submitted(ctx.store, ctx.login, week):
        update = "overdue" if overdue(ctx, {ctx.login}) else "pending"
    return Due(
        week=week,
        update=update,
        key_results=rows.unchecked(ctx.store, ctx.login, week, monday(week).isoformat(), today.isoformat()),
        commitments=rows.open_before(ctx.store, ctx.login, week),
        asked_by=rows.asking(ctx.store, ctx.login, week),
        actions=rows.overdue_actions(ctx.store, ctx.login, today.isoformat()),
        ideas=tuple(ref for ref, _ in rows.handed_ideas(ctx.store, ctx.login)),
        sessions=tuple(each for each in rows.running(ctx.store) if each[1] not in lasting),
        bookings=tuple(_bookings(ctx)),
        cases=_cases(ctx, today.isoformat()),
        rounds=rounds,
        hands=rows.hands(ctx.store, ctx.login),
        openings=_openings(ctx, today.isoformat()),
    )


def _rounds(ctx: Context) -> "tuple[tuple[Session, Round], ...]":
    if not rows.over_days(ctx.store):
        return ()
    from okrtui.rituals.live.rounds import over_days  # reads whole sessions: only where one lasts over days

    return over_days(ctx)


def overdue(ctx: Context, silent: "Collection[str]") -> "frozenset[str]":
    """Return whose update of this week is overdue, of those from whom none is in: who joined after Friday began owes it
    by the next one.
    """
    day = monday(ctx.week) + timedelta(days=DUE_WEEKDAY)
    if not silent or ctx.today < day:
        return frozenset()
    at = int(datetime.combine(day, time(), ctx.zone).timestamp())
    return frozenset(silent) - rows.came_since(ctx.store, at)


def _bookings(ctx: Context) -> "Iterator[DueBooking]":
    """Yield the bookings of today and tomorrow, and those of before that still wait for a word of mine."""
    now = int(ctx.now.timestamp())
    for number, host, guest, at, is_booked in rows.bookings(ctx.store, ctx.login, now + SOON):
        hosts = host == ctx.login
        if is_booked and at < now and not hosts:
            continue  # the host says what became of it
        waits = "confirmation" if not is_booked else "outcome" if at < now else "time"
        yield DueBooking(f"B{number}", guest if hosts else host, datetime.fromtimestamp(at, UTC), waits)


def _cases(ctx: Context, today: str) -> tuple[tuple[str, bool], ...]:
    found = rows.cases(ctx.store, ctx.login, today)
    if lapsed := rows.lapsed(ctx.store, today):
        from okrtui.rituals.cases.cases import waiting_for_me  # reads processes: only where silence has moved a case

        found = sorted([*found, *((day.isoformat(), number) for day, number in waiting_for_me(ctx, lapsed))])
    return tuple((f"C{number}", day < today) for day, number in found)


def _openings(ctx: Context, today: str) -> tuple[str, ...]:
    ids = rows.openings(ctx.store, ctx.login, today)
    if not ids:
        return ()
    from okrtui.rituals.cases.cases import (
        wanting_me,  # reads processes: only for who has skills, and where there are any
    )

    return tuple(each.case.ref for each in wanting_me(ctx, ids))
