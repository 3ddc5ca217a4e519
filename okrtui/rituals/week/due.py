"""What is due for me, as one quick answer: it imports little, because login scripts ask it."""

from collections import namedtuple  # a dataclass would cost a login half a millisecond more

from okrtui.rituals.context import Context
from okrtui.rules.weeks import monday
from okrtui.storage.repositories import due as rows

DUE_WEEKDAY = 4
"""Friday (Monday is 0): until then a week's update is pending, from then on overdue."""

Due = namedtuple("Due", "week update key_results commitments asked_by actions ideas sessions")
"""`update` is "", `pending` or `overdue`; `key_results` refs without a check-in this week; `commitments` a count of
earlier open ones; `asked_by` logins who named me as who can help; `actions` refs of my overdue ones; `ideas` refs of
those that somebody made me the champion of; `sessions` (kind, ref) of the live ones."""


def due(ctx: Context) -> Due:
    """Return what is due for me. Whoever is no member yet owes nothing."""
    week, today = ctx.week, ctx.today
    if not rows.is_member(ctx.store, ctx.login):
        return Due(week, "", (), 0, (), (), (), ())
    state = "overdue" if today.weekday() >= DUE_WEEKDAY else "pending"
    return Due(
        week=week,
        update="" if rows.has_submitted(ctx.store, ctx.login, week) else state,
        key_results=rows.unchecked(ctx.store, ctx.login, week, monday(week).isoformat(), today.isoformat()),
        commitments=rows.open_before(ctx.store, ctx.login, week),
        asked_by=rows.asking(ctx.store, ctx.login, week),
        actions=rows.overdue_actions(ctx.store, ctx.login, today.isoformat()),
        ideas=tuple(ref for ref, _ in rows.handed_ideas(ctx.store, ctx.login)),
        sessions=rows.running(ctx.store),
    )
