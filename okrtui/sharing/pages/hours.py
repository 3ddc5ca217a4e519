"""Office hours as Markdown: when and where, never who comes for what."""

from okrtui.model.hours import HoursState
from okrtui.rituals import hours
from okrtui.rituals.context import Context
from okrtui.rules.weeks import WEEKDAYS, clock_text
from okrtui.sharing.markdown.escape import cell, inline, table
from okrtui.sharing.pages.heroes import names_of


def hours_page(ctx: Context) -> str:
    """Return everybody's office hours by weekday and time, "" where there are none: times, no bookings."""
    names = names_of(ctx)
    rows = [
        (
            WEEKDAYS[each.weekday].capitalize(),
            f"{clock_text(each.start)}–{clock_text(each.until)}",
            names(each.host),
            f"{each.slot} min",
            cell(each.place) + (" (paused)" if each.state is HoursState.PAUSED else ""),
        )
        for each in hours.hours(ctx)
    ]
    if not rows:
        return ""
    zone = f"Times are those of {inline(ctx.workspace.timezone)}. Book with `okrtui book LOGIN DAY TIME`."
    head = [f"# {inline(ctx.workspace.name)}: office hours", zone]
    return "\n\n".join([*head, table(("day", "time", "host", "a slot", "place"), rows)]) + "\n"
