"""Cycles: which one we are in, how one comes to be, and how it ends."""

from datetime import date

from okrtui.errors import Refused
from okrtui.model.frozen import replace
from okrtui.model.journal import Verb
from okrtui.model.okrs import Cycle, CycleState
from okrtui.rituals.context import Context
from okrtui.rituals.people.members import join, required
from okrtui.rules.weeks import cycle_name, monday, quarter_dates, quarter_of, sunday
from okrtui.storage.journal.writer import Writer, write
from okrtui.storage.repositories import okrs as rows

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from collections.abc import Iterable


QUARTER = 91
"""Days of a quarter, about: neither a week beside it nor a whole year around it is what a team works in."""


def as_of(cycle: Cycle, today: date) -> Cycle:
    """Return the cycle with the state it has on a day: preparation ends by itself when its first day comes."""
    if cycle.state is CycleState.PREPARATION and cycle.start <= today:
        return replace(cycle, state=CycleState.ACTIVE)
    return cycle


def cycles(ctx: Context) -> tuple[Cycle, ...]:
    """Return all cycles, oldest first."""
    today = ctx.today
    return tuple(as_of(cycle, today) for cycle in rows.cycles(ctx.store))


def find(ctx: Context, name: str) -> Cycle:
    """Return the cycle called `name`. Raises Refused with the cycles there are."""
    found = rows.cycle(ctx.store, cycle_name(name))
    if found is None:
        known = ", ".join(cycle.name for cycle in rows.cycles(ctx.store)[-4:]) or "none yet"
        raise Refused(f"there is no cycle “{cycle_name(name)}” (there are: {known})")
    return as_of(found, ctx.today)


def current(ctx: Context) -> Cycle | None:
    """Return the cycle the team works in: open and holding today, else the newest begun, else None."""
    every, today = cycles(ctx), ctx.today
    if inside := _working(every, today):
        return inside
    begun = [c for c in every if c.start <= today]
    still_open = [c for c in begun if c.state is not CycleState.CLOSED]
    candidates = still_open or begun or every
    return candidates[-1] if candidates else None


def _working(every: "Iterable[Cycle]", today: date) -> Cycle | None:
    """Return the open cycle that holds today; of several the one whose length is nearest to a quarter's."""
    inside = [c for c in every if c.state is not CycleState.CLOSED and c.start <= today <= c.end]

    def far(cycle: Cycle) -> float:
        days = ((cycle.end - cycle.start).days + 1) / QUARTER
        return max(days, 1 / days)

    return min(reversed(inside), key=far, default=None)


def of_week(every: "Iterable[Cycle]", week: str) -> tuple[Cycle, ...]:
    """Return the cycles that share a day with a week."""
    return tuple(cycle for cycle in every if cycle.start <= sunday(week) and cycle.end >= monday(week))


def ensure(writer: Writer, ctx: Context, name: str | None) -> Cycle:
    """Return the cycle to write into, open; the current one, or this quarter's, where `name` is None or "".

    A cycle named like a quarter comes to be at its first use, with the quarter's dates. Raises Refused where it is
    closed, or where a name that is no quarter is not there yet.
    """
    if not name:
        today = ctx.today
        inside = _working(cycles(ctx), today)
        name = inside.name if inside else quarter_of(today)
    name = cycle_name(name)
    found = rows.cycle(ctx.store, name)
    if found is None:
        dates = quarter_dates(name)
        if dates is None:
            raise Refused(
                f"there is no cycle “{name}”; one named like 2026-Q4 comes by itself, "
                f"others with: okrtui cycle add NAME --start DAY --end DAY"
            )
        state = CycleState.PREPARATION if dates[0] > ctx.today else CycleState.ACTIVE
        found = Cycle(rows.add_cycle(writer, name, *dates, state), name, *dates, state)
    return open_only(as_of(found, ctx.today))


def open_only(cycle: Cycle) -> Cycle:
    """Return `cycle`. Raises Refused where it is closed: then it is read-only."""
    if cycle.state is CycleState.CLOSED:
        raise Refused(f"{cycle.name} is closed and read-only; nothing was changed")
    return cycle


def add_cycle(ctx: Context, name: str, start: date | None = None, end: date | None = None) -> Cycle:
    """Make a cycle; a quarter's name needs no dates. Raises Refused where it exists or ends before it starts."""
    name = cycle_name(required(name, "the cycle's name"))
    quarter = quarter_dates(name)
    first, last = start or (quarter and quarter[0]), end or (quarter and quarter[1])
    if first is None or last is None:
        raise Refused(f"“{name}” is no quarter, so it needs its first and last day (--start and --end)")
    if last < first:
        raise Refused(f"{name} would end on {last}, before its start on {first}")
    state = CycleState.PREPARATION if first > ctx.today else CycleState.ACTIVE
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        if rows.cycle(ctx.store, name):
            raise Refused(f"there is a cycle {name} already")
        cycle_id = rows.add_cycle(writer, name, first, last, state)
        writer.describe(Verb.ADDED_CYCLE, name, f"{first} to {last}")
    return Cycle(cycle_id, name, first, last, state)
