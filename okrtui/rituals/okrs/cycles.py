"""Cycles: which one we are in, how one comes to be, and how it ends."""

from datetime import date

from okrtui.errors import Refused
from okrtui.model.frozen import replace
from okrtui.model.journal import Verb
from okrtui.model.okrs import Cycle, CycleState
from okrtui.rituals.context import Context
from okrtui.rituals.people.members import join, required
from okrtui.rules.formatting import plural
from okrtui.rules.weeks import cycle_name, monday, sunday, week_of
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


def choices(ctx: Context) -> tuple[str, ...]:
    """Return the cycles that work can go into: the open ones, and the one that follows the newest."""
    from okrtui.rules.okrs.periods import following, holding  # check-ins need no cycles to come

    every = cycles(ctx)
    names = [cycle.name for cycle in every if cycle.state is not CycleState.CLOSED]
    after = following(names[-1] if names else holding(ctx.today, every))
    return tuple(dict.fromkeys([*names, *([after] if after else [])]))


def find(ctx: Context, name: str) -> Cycle:
    """Return the cycle called `name`, or meant by `next` or `Q4`. Raises Refused with the cycles there are."""
    found = rows.cycle(ctx.store, cycle_name(name)) or rows.cycle(ctx.store, _meant(ctx, name))
    if found is None:
        from okrtui.rules.naming import did_you_mean

        names = [cycle.name for cycle in rows.cycles(ctx.store)]
        known = did_you_mean(name, names) or f" (there are: {', '.join(names[-4:]) or 'none yet'})"
        raise Refused(f"there is no cycle “{cycle_name(name)}”{known}")
    return as_of(found, ctx.today)


def _meant(ctx: Context, name: str) -> str:
    """Return the name of the cycle that words mean beside the one of today: `this`, `last`, `next`, `Q4`; else ""."""
    from okrtui.rules.okrs.periods import beside

    return beside(name, for_new_work(ctx))


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


def for_new_work(ctx: Context) -> str:
    """Return the name of the cycle that work goes into where nobody names one: never a side cycle's.

    It may not be there yet: then it is the period of today, of the kind that the newest cycle is named like.
    """
    from okrtui.rules.okrs.periods import holding, is_side

    every = cycles(ctx)
    inside = _working((cycle for cycle in every if not is_side(cycle)), ctx.today)
    return inside.name if inside else holding(ctx.today, every)


def ensure(writer: Writer, ctx: Context, name: str | None) -> Cycle:
    """Return the cycle to write into, open; the current one, or this quarter's, where `name` is None or "".

    A cycle named like a quarter comes to be at its first use, with the quarter's dates, where it is today's or the next
    one: others are slips. Raises Refused where it is closed, or where another name is not there yet.
    """
    name = cycle_name(name or for_new_work(ctx))
    found = rows.cycle(ctx.store, name)
    if found is None and (meant := _meant(ctx, name)):
        name, found = meant, rows.cycle(ctx.store, meant)
    if found is None:
        dates = days_of(ctx, name)
        if dates is None:
            from okrtui.rules.naming import did_you_mean

            near = did_you_mean(name, choices(ctx))
            told = f"{near} C" if near else "; c"
            raise Refused(
                f"there is no cycle “{name}”{told}ycles such as 2026-Q4, 2026-H2 or 2026-T3 are created automatically; "
                "add others with: okrtui cycle add NAME --start DAY --end DAY"
            )
        if not _is_next(ctx, name, dates):
            raise Refused(_far(ctx, name))
        state = CycleState.PREPARATION if dates[0] > ctx.today else CycleState.ACTIVE
        found = Cycle(rows.add_cycle(writer, name, *dates, state), name, *dates, state)
    return open_only(as_of(found, ctx.today))


def _is_next(ctx: Context, name: str, dates: tuple[date, date]) -> bool:
    """Tell whether a period that is not there yet holds today, follows the one that does, or one that is there."""
    from okrtui.rules.okrs.periods import period

    found = period(name)
    before = found.shifted(-1).name if found else ""
    lies = days_of(ctx, before) or dates
    return dates[0] <= ctx.today <= dates[1] or lies[0] <= ctx.today <= lies[1] or _is_there(ctx, before)


def _is_there(ctx: Context, name: str) -> bool:
    from okrtui.rules.okrs.periods import period

    return any(period(cycle.name) == period(name) for cycle in rows.cycles(ctx.store))


def _far(ctx: Context, name: str) -> str:
    """Return what to say of a period that is neither today's nor next."""
    from okrtui.rules.naming import did_you_mean
    from okrtui.rules.okrs.periods import following, holding

    here = holding(ctx.today, cycles(ctx))
    near = did_you_mean(name, [*choices(ctx), here, following(here)])
    first = f"{near} If not, make it" if near else "; make it"
    return f"there is no cycle “{name}”, and it is neither this one nor the next{first} first: okrtui cycle add {name}"


def open_only(cycle: Cycle) -> Cycle:
    """Return `cycle`. Raises Refused where it is closed: then it is read-only."""
    if cycle.state is CycleState.CLOSED:
        raise Refused(f"{cycle.name} is closed and read-only; nothing was changed")
    return cycle


def days_of(ctx: Context, name: str, first_month: int = 0) -> tuple[date, date] | None:
    """Return the days of a cycle that is named like a period, as those of its kind lie; None for other names."""
    from okrtui.rules.okrs.periods import dates, period

    wanted = period(name)
    return None if wanted is None else dates(wanted, rows.cycles(ctx.store), first_month)


def add_cycle(
    ctx: Context, name: str, start: date | None = None, end: date | None = None, *, first_month: int = 0
) -> Cycle:
    """Make a cycle; a period's name needs no days. A fiscal year's first one says in which month that begins.

    Raises Refused where it exists or ends before it starts.
    """
    name = cycle_name(required(name, "the cycle's name"))
    if not 0 <= first_month <= 12:
        raise Refused(f"there is no month {first_month}; months go from 1 to 12")
    known = days_of(ctx, name, first_month)
    first, last = start or (known and known[0]), end or (known and known[1])
    if first is None or last is None:
        if name.startswith("FY"):
            raise Refused(f"{name} needs the month in which your fiscal year begins (--first-month 4), or its days")
        raise Refused(f"“{name}” isn't a quarter, so it needs its first and last day (--start and --end)")
    state = _state(ctx, name, first, last)
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        _free(ctx, name)
        cycle_id = rows.add_cycle(writer, name, first, last, state)
        writer.describe(Verb.ADDED_CYCLE, name, f"{first} to {last}")
    return Cycle(cycle_id, name, first, last, state)


def _state(ctx: Context, name: str, first: date, last: date) -> CycleState:
    """Return the state of a cycle with these days. Raises Refused where it ends before it starts."""
    if last < first:
        raise Refused(f"{name} would end on {last}, before its start on {first}")
    return CycleState.PREPARATION if first > ctx.today else CycleState.ACTIVE


def _free(ctx: Context, name: str, besides: int = 0) -> None:
    found = rows.cycle(ctx.store, name)
    if found is not None and found.id != besides:
        raise Refused(f"there is a cycle {name} already")


def edit_cycle(
    ctx: Context,
    name: str,
    *,
    new_name: str | None = None,
    start: date | None = None,
    end: date | None = None,
    version: int | None = None,
) -> Cycle:
    """Change name, first or last day of a cycle and return it; what lies in it stays.

    Raises Refused where it is closed, or where check-ins of its weeks would lie outside of it.
    """
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        found = open_only(find(ctx, name))
        called = found.name if new_name is None else cycle_name(required(new_name, "the cycle's name"))
        _free(ctx, called, found.id)
        first, last = start or found.start, end or found.end
        _check_weeks(ctx, found, first, last)
        days = {"start_day": first.isoformat(), "end_day": last.isoformat()}
        writer.update("cycle", found.id, version, name=called, **days, state=_state(ctx, called, first, last).value)
        was = f"was {found.name}, " if called != found.name else ""
        writer.describe(Verb.CHANGED_CYCLE, called, f"{was}{first} to {last}")
    return find(ctx, called)


def _check_weeks(ctx: Context, cycle: Cycle, first: date, last: date) -> None:
    """Raise Refused where a cycle's new days leave out weeks that it has check-ins of."""
    from okrtui.storage.repositories.week import checkins  # days are seldom changed

    if first <= cycle.start and last >= cycle.end:
        return
    inside, kept = (week_of(cycle.start), week_of(cycle.end)), (week_of(first), week_of(last))
    weeks = {entry.week for found in checkins(ctx.store, cycles_named=[cycle.name]).values() for entry in found}
    out = sorted(week for week in weeks if inside[0] <= week <= inside[1] and not kept[0] <= week <= kept[1])
    if out:
        told = out[0] if len(out) == 1 else f"{out[0]} to {out[-1]}"
        raise Refused(f"{cycle.name} has check-ins of {told}, which {first} to {last} would leave out; keep these days")


def delete_cycle(ctx: Context, name: str) -> Cycle:
    """Delete a cycle in which nothing is, and return it. Raises Refused with what is in it."""
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        found = find(ctx, name)
        if inside := [o.ref for o in rows.objectives(ctx.store, cycles_named=[found.name])]:
            raise Refused(
                f"{', '.join(inside[:6])}{' …' if len(inside) > 6 else ''} {plural(len(inside), 'is', 'are')} in "
                f"{found.name}; move them first: okrtui objective move {inside[0]} CYCLE"
            )
        if rows.looked_back_on(ctx.store, found.id):
            raise Refused(f"a retro has looked back on {found.name}, so it stays")
        writer.remove("cycle", found.id)
        writer.describe(Verb.DELETED_CYCLE, found.name, f"{found.start} to {found.end}")
    return found
