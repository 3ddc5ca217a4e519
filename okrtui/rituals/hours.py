"""Office hours: a host's announced time each week, slots to book with a need, what came of it, what follows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from okrtui.errors import Refused
from okrtui.model.actions import Action, ActionState
from okrtui.model.hours import Booking, BookingState, HoursSlot, HoursState, HoursView, OfficeHours
from okrtui.model.journal import Verb
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.rituals.people.members import assigned, changing
from okrtui.rules import hours as rules
from okrtui.rules.formatting import clock, listed, named_day
from okrtui.rules.weeks import clock_text
from okrtui.storage.journal.writer import Writer
from okrtui.storage.repositories import hours as rows
from okrtui.text import clean, clean_lines

SLOT = 20
"""Minutes of a slot unless the host says otherwise."""
SHORTEST, LONGEST = 5, 240
FILE = "hidden in the file, not secret: okrtui shows it to you and {host} alone, but who can read {where} could look"
SERVER = "only you and {host} read it; the server's administrators could look"


def promise(ctx: Context, host: str) -> str:
    """Return how private what a guest writes to a host is, exactly: said before the first word of it."""
    return SERVER.format(host=host) if ctx.store.member else FILE.format(host=host, where=ctx.address)


# -- the times


def hours(ctx: Context, host: str | None = None) -> tuple[OfficeHours, ...]:
    """Return the office hours, paused ones too, by weekday and time; one host's where named."""
    return rows.hours(ctx.store, host=host)


def add(ctx: Context, weekday: int, start: int, until: int, *, slot: int = SLOT, place: str = "") -> OfficeHours:
    """Announce a time of mine each week and return it. Raises Refused where no slot fits, or I have such a time."""
    if not SHORTEST <= slot <= LONGEST:
        raise Refused(f"a slot of {slot} minutes is none; give it {SHORTEST} to {LONGEST}, like --slot 20")
    new = OfficeHours(0, ctx.login, weekday, start, until, slot, clean(place))
    if until - start < slot:
        raise Refused(f"no slot of {slot} minutes fits between {clock_text(start)} and {clock_text(until)}")
    with changing(ctx) as writer:
        for each in rows.hours(ctx.store, host=ctx.login):
            if each.weekday == weekday and each.start < until and start < each.until:
                raise Refused(f"{each.ref} is at that time already: {rules.pattern_text(each)}")
        hours_id = rows.add_hours(writer, new)
        writer.describe(Verb.ADDED_HOURS, f"OH{hours_id}", rules.pattern_text(new))
    return _found(ctx, f"OH{hours_id}")


def _found(ctx: Context, ref: str) -> OfficeHours:
    digits = ref.strip().upper().removeprefix("OH")
    found = rows.hours(ctx.store, hours_id=int(digits)) if digits.isdecimal() and len(digits) < 12 else ()
    if not found or found[0].state is HoursState.ENDED:
        raise Refused(f"there are no office hours {clean(ref)}; see: okrtui hours list")
    return found[0]


def set_state(ctx: Context, state: HoursState, ref: str = "") -> tuple[OfficeHours, ...]:
    """Pause, resume or end office hours of mine (all of them where none is named) and return those that changed.

    What is booked stays booked. Raises Refused for those of others, and where nothing would change.
    """
    with changing(ctx) as writer:
        wanted = (_found(ctx, ref),) if ref else rows.hours(ctx.store, host=ctx.login)
        if not wanted:
            raise Refused("you have no office hours; announce them with: okrtui hours add tue 14:00-15:00")
        if wanted[0].host != ctx.login:
            raise Refused(f"{wanted[0].ref} are {wanted[0].host}'s office hours; only they change them")
        changing_ = [each for each in wanted if each.state is not state]
        if not changing_:
            raise Refused(f"{listed(each.ref for each in wanted)}: {state} already")
        for each in changing_:
            writer.update("office_hours", each.id, state=state.value)
        refs = listed(each.ref for each in changing_)
        writer.describe(_STATES[state], refs, "; ".join(map(rules.pattern_text, changing_)))
    return tuple(replace(each, state=state) for each in changing_)


_STATES = {
    HoursState.ON: Verb.RESUMED_HOURS,
    HoursState.PAUSED: Verb.PAUSED_HOURS,
    HoursState.ENDED: Verb.ENDED_HOURS,
}


def slots(ctx: Context, host: str | None = None, *, days: int = rules.AHEAD) -> tuple[HoursSlot, ...]:
    """Return the slots from now on, free and taken, in the order of time; of others' I learn that they are taken."""
    since = ctx.now - timedelta(minutes=LONGEST)
    booked = rows.bookings(ctx.store, host=host, since=since, state=BookingState.BOOKED)
    found = rules.slots(rows.hours(ctx.store, host=host), booked, ctx.now, ctx.zone, days=days)
    return tuple(
        replace(each, booking=None) if each.booking and not each.booking.is_of(ctx.login) else each for each in found
    )


# -- bookings


def when(ctx: Context, at: datetime) -> str:
    """Return a moment as the workspace's clock shows it: `Tuesday 2026-12-01 14:00`."""
    local = at.astimezone(ctx.zone)
    return f"{named_day(local.date())} {clock_text(local.hour * 60 + local.minute)}"


def find(ctx: Context, ref: str) -> Booking:
    """Return a booking of which I am host or guest. Raises Refused for all others, without a word about them."""
    digits = ref.strip().upper().removeprefix("B")
    found = rows.bookings(ctx.store, booking_id=int(digits)) if digits.isdecimal() and len(digits) < 12 else ()
    if not found or not found[0].is_of(ctx.login):
        raise Refused(f"there is no booking {clean(ref)} of yours; see: okrtui booking list")
    return found[0]


def mine(ctx: Context, *, past: bool = False) -> tuple[Booking, ...]:
    """Return the bookings that I give or take and that are still open, with `past` all of them, by time."""
    found = rows.bookings(ctx.store, of=ctx.login)
    return tuple(each for each in found if past or each.state is BookingState.BOOKED or not each.confirmed)


def book(ctx: Context, host: str, day: date, minute: int, need: str = "") -> Booking:
    """Take a slot of a host on a day, at a minute of it, and return the booking. Raises Refused where none is free."""
    with changing(ctx) as writer:
        host = members.member(ctx, host).login
        if host == ctx.login:
            raise Refused("these are your own office hours; who comes unannounced: okrtui booking walk-in LOGIN")
        offered = rows.hours(ctx.store, host=host)
        if not offered:
            raise Refused(f"{host} has no office hours; see: okrtui hours list")
        free = [each for each in slots(ctx, host) if not each.taken]
        at = rules.moment_of(day, minute, ctx.zone)
        slot = next((each for each in free if each.at == at), None)
        if slot is None:
            raise Refused(_why_not(ctx, host, offered, free, day, minute))
        booking = Booking(0, host, ctx.login, slot.at, slot.minutes, slot.place, clean_lines(need))
        booking_id = rows.add_booking(writer, booking)
        writer.describe(Verb.BOOKED, f"B{booking_id}", when(ctx, slot.at))
    return find(ctx, f"B{booking_id}")


def _why_not(
    ctx: Context, host: str, offered: Sequence[OfficeHours], free: Sequence[HoursSlot], day: date, minute: int
) -> str:
    """Return why a time cannot be booked, and which can."""
    if all(each.state is HoursState.PAUSED for each in offered):
        return f"{host}'s office hours are paused"
    said = f"{host} has no free slot on {named_day(day)} at {clock_text(minute)}"
    if not free:
        return f"{said}, nor any other in the next {rules.AHEAD} days"
    near = sorted(free, key=lambda each: abs((each.at.astimezone(ctx.zone).date() - day).days))[:3]
    first = sorted(near, key=lambda each: each.at)[0].at.astimezone(ctx.zone)
    times = listed([when(ctx, each.at) for each in sorted(near, key=lambda each: each.at)])
    return f"{said}; free: {times}. Like: okrtui book {host} {first.date()} {clock(first)}"


def walk_in(ctx: Context, guest: str, need: str = "") -> Booking:
    """Note that somebody came unannounced just now and return it; the guest confirms it."""
    with changing(ctx) as writer:
        login = assigned(writer, ctx, guest)
        if not login or login == ctx.login:
            raise Refused("who came? name them by login, like: okrtui booking walk-in bob")
        running = [each for each in rows.hours(ctx.store, host=ctx.login) if each.state is HoursState.ON]
        at = ctx.now.replace(second=0, microsecond=0)
        there = {each.at for each in rows.bookings(ctx.store, host=ctx.login, since=at)}
        while at in there:  # two who came in the same minute
            at += timedelta(seconds=1)
        booking = Booking(
            0,
            ctx.login,
            login,
            at,
            running[0].slot if running else SLOT,
            need=clean_lines(need),
            walk_in=True,
            confirmed=False,
            state=BookingState.HELD,
        )
        booking_id = rows.add_booking(writer, booking)
        writer.describe(Verb.WALKED_IN, f"B{booking_id}", when(ctx, at))
    return find(ctx, f"B{booking_id}")


def held(ctx: Context, ref: str, outcome: str = "") -> Booking:
    """Say, as its host, that it took place and what came of it; return it."""
    return _settle(ctx, ref, BookingState.HELD, Verb.HELD_BOOKING, outcome=clean_lines(outcome))


def missed(ctx: Context, ref: str) -> Booking:
    """Say, as its host, that the guest did not come; return it."""
    return _settle(ctx, ref, BookingState.MISSED, Verb.MISSED_BOOKING)


def cancel(ctx: Context, ref: str) -> Booking:
    """Call off a booking that has not taken place, or a walk-in that I as its guest know nothing of; return it."""
    with changing(ctx) as writer:
        found = find(ctx, ref)
        doubted = found.walk_in and not found.confirmed and found.guest == ctx.login
        if found.state is not BookingState.BOOKED and not doubted:
            raise Refused(f"{found.ref} is {found.state} already")
        writer.update("booking", found.id, state=BookingState.CANCELLED.value, **({"confirmed": 1} if doubted else {}))
        writer.describe(Verb.CANCELLED_BOOKING, found.ref, when(ctx, found.at))
    return find(ctx, ref)


def confirm(ctx: Context, ref: str) -> Booking:
    """Say, as its guest, that a walk-in was so; return it."""
    with changing(ctx) as writer:
        found = find(ctx, ref)
        if found.guest != ctx.login:
            raise Refused(f"{found.guest} was the guest of {found.ref}, and confirms it")
        if found.confirmed:
            raise Refused(f"there is nothing to confirm about {found.ref}")
        writer.update("booking", found.id, confirmed=1)
        writer.describe(Verb.CONFIRMED_BOOKING, found.ref, when(ctx, found.at))
    return find(ctx, ref)


def _settle(ctx: Context, ref: str, state: BookingState, verb: Verb, **more: object) -> Booking:
    with changing(ctx) as writer:
        found = find(ctx, ref)
        if found.host != ctx.login:
            raise Refused(f"{found.host} hosts {found.ref}, and says what became of it; you can cancel it")
        if found.state is not BookingState.BOOKED:
            raise Refused(f"{found.ref} is {found.state} already")
        if found.at > ctx.now:
            raise Refused(f"{found.ref} begins on {when(ctx, found.at)}; until then it can be cancelled")
        writer.update("booking", found.id, state=state.value, **more)
        writer.describe(verb, found.ref, when(ctx, found.at))
    return find(ctx, ref)


def view(ctx: Context, *, past: bool = False) -> HoursView:
    """Return what I see of office hours, with `past` my bookings that are over too."""
    own = mine(ctx, past=past)
    return HoursView(
        hours=hours(ctx),
        slots=slots(ctx),
        bookings=own,
        last={each.ref: last_time(ctx, each) for each in own},
        made={each.ref: follow_ups(ctx, [each]) for each in own},
        cases=cases_of(ctx, own),
        names=members.display_names(ctx),
        zone=ctx.zone,
        now=ctx.now,
        me=ctx.login,
    )


# -- what follows


def follow_up(ctx: Context, ref: str, text: str, *, dri: str = "", due: date | None = None) -> Action:
    """Make an action item that comes out of a booking of mine and return it; others do not see where it is from."""
    found = find(ctx, ref)

    def tie(writer: Writer, action_id: int) -> None:
        rows.add_follow_up(writer, found.id, action_id)

    return replace(actions.add(ctx, text, dri=dri, due=due, tie=tie), source=found.ref)


def follow_ups(ctx: Context, bookings: Sequence[Booking]) -> tuple[Action, ...]:
    """Return the action items that came out of bookings of mine, oldest first, each with its booking as source."""
    ids = [each.id for each in bookings if each.is_of(ctx.login)]
    found = rows.follow_ups(ctx.store, ids) if ids else []
    return tuple(replace(actions.find(ctx, f"A{action}"), source=f"B{booking}") for booking, action in found)


def cases_of(ctx: Context, bookings: Sequence[Booking]) -> dict[str, tuple[str, ...]]:
    """Return the refs of the cases that came out of bookings of mine, by the booking's ref, oldest first."""
    ids = [each.id for each in bookings if each.is_of(ctx.login)]
    found = dict[str, tuple[str, ...]]()
    for booking, case in rows.cases_of(ctx.store, ids) if ids else ():
        found[f"B{booking}"] = (*found.get(f"B{booking}", ()), f"C{case}")
    return found


def last_time(ctx: Context, booking: Booking) -> tuple[Action, ...]:
    """Return what is open still from earlier times of the same two: it is looked at first."""
    pair = {booking.host, booking.guest}
    before = [
        each
        for each in rows.bookings(ctx.store, of=ctx.login)
        if {each.host, each.guest} == pair and (each.at, each.id) < (booking.at, booking.id)
    ]
    return tuple(each for each in follow_ups(ctx, before) if each.state is ActionState.OPEN)
