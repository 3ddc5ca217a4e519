"""Since when somebody is one of the team: nobody owes a week's update of before they came."""

from okrtui.rituals.context import Context
from okrtui.rules.weeks import week_of
from okrtui.storage.journal.entries import joined_times
from okrtui.storage.repositories import week as week_rows


def first_weeks(ctx: Context) -> dict[str, str]:
    """Return each member's first week: of their first update, or the one in which they joined if that was earlier."""
    first, zone = week_rows.first_weeks(ctx.store), ctx.zone
    for login, at in joined_times(ctx.store).items():
        week = week_of(at.astimezone(zone).date())
        first[login] = min(first.get(login, week), week)
    return first
