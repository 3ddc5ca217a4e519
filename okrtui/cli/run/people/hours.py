"""Commands about office hours: announced, booked, held; what others booked is only told to be taken."""

import sys
from argparse import Namespace

from okrtui.cli.output import asking
from okrtui.cli.output.json_retro import action_shape
from okrtui.cli.output.listing import arranged
from okrtui.cli.output.printing import note as say_beside
from okrtui.cli.output.printing import say, say_json, say_table, shape
from okrtui.errors import Refused
from okrtui.model.hours import Booking, HoursSlot, HoursState, OfficeHours
from okrtui.rituals import hours as ritual
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.rules.formatting import count, listed
from okrtui.rules.hours import pattern_text
from okrtui.rules.weeks import WEEKDAYS, clock_text, parse_day, parse_time, parse_times, parse_weekday
from okrtui.text import clean, clean_lines


def show_list(args: Namespace, ctx: Context) -> None:
    """List office hours, or the slots of one host."""
    if args.login:
        _show_slots(args, ctx)
        return
    keys = {"host": lambda each: each.host, "day": lambda each: (each.weekday, each.start)}
    found = arranged(ritual.hours(ctx), args, keys)
    if args.json:
        say_json([_hours_shape(each) for each in found])
        return
    none = "Nobody has office hours yet. Announce yours: okrtui hours add tue 14:00-15:00"
    rows = [(e.ref, e.host, pattern_text(e), e.place, "" if e.state is HoursState.ON else e.state.value) for e in found]
    say_table(rows, wide=(3,), empty=none)


def _hours_shape(of: OfficeHours) -> dict[str, object]:
    times = {"weekday": WEEKDAYS[of.weekday], "from": clock_text(of.start), "to": clock_text(of.until)}
    return {**shape("ref host", of), **times, **shape("slot place state", of)}


def _show_slots(args: Namespace, ctx: Context) -> None:
    host = members.member(ctx, args.login).login
    if not 1 <= args.days <= 366:
        raise Refused(f"--days {args.days} shows nothing; give 1 to 366")
    found = ritual.slots(ctx, host, days=args.days)
    if args.json:
        say_json([_slot_shape(each, ctx) for each in found])
        return
    rows = [(ritual.when(ctx, e.at), f"{e.minutes} min", _slot_text(e, ctx), e.place) for e in found]
    empty = f"{host} offers no slot in the next {count(args.days, 'day')}: okrtui hours list"
    say_table(rows, wide=(2, 3), empty=empty)


def _slot_text(slot: HoursSlot, ctx: Context) -> str:
    of = slot.booking
    if of is None:
        return "taken" if slot.taken else "free"
    who = of.guest if of.host == ctx.login else "yours"
    return f"{of.ref} {who}" + (f": {clean(of.need)}" if of.need else "")


def _slot_shape(slot: HoursSlot, ctx: Context) -> dict[str, object]:
    booking = _shape(slot.booking, ctx) if slot.booking else None
    local = slot.at.astimezone(ctx.zone)
    return {"host": slot.host, "at": local, **shape("minutes place taken", slot), "booking": booking}


def _shape(of: Booking, ctx: Context) -> dict[str, object]:
    local = of.at.astimezone(ctx.zone)
    return {
        **shape("ref host guest", of),
        "at": local,
        **shape("minutes place state need outcome walk_in confirmed", of),
    }


def add(args: Namespace, ctx: Context) -> None:
    """Announce a time each week."""
    start, until = parse_times(clean(args.times))
    weekday = parse_weekday(clean(args.day))
    say(ritual.add(ctx, weekday, start, until, slot=args.slot, place=args.place or "").ref)


def pause(args: Namespace, ctx: Context) -> None:
    """Offer no slots for a while."""
    _set(args, ctx, HoursState.PAUSED, "paused")


def resume(args: Namespace, ctx: Context) -> None:
    """Offer slots again."""
    _set(args, ctx, HoursState.ON, "on again")


def end(args: Namespace, ctx: Context) -> None:
    """End office hours."""
    _set(args, ctx, HoursState.ENDED, "ended")


def _set(args: Namespace, ctx: Context, state: HoursState, said: str) -> None:
    changed = ritual.set_state(ctx, state, args.ref or "")
    say(f"{listed(each.ref for each in changed)}: {said}")


def ics(args: Namespace, ctx: Context) -> None:
    """Print a calendar as the standard wants it, line ends and all."""
    from okrtui.sharing.export.calendar import calendar

    text = calendar(ctx, members.member(ctx, args.login).login if args.login else ctx.login)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def book(args: Namespace, ctx: Context) -> None:
    """Take a slot."""
    day, minute = parse_day(clean(args.day), ctx.today), parse_time(clean(args.time))
    host = members.member(ctx, args.login).login
    promise = ritual.promise(ctx, host)
    need = asking.words(args.need, "what do you come for", promise) if args.need else ""
    made = ritual.book(ctx, host, day, minute, need)
    say(f"{made.ref}  {ritual.when(ctx, made.at)}, {made.minutes} min with {host}" + _at(made.place))
    if need:
        say_beside(f"what you come for is {promise}")
        asking.tell_exposed(args.need, private=True)
    _say_last_time(ctx, made)


def _at(place: str) -> str:
    return f", {clean(place)}" if place else ""


def _say_last_time(ctx: Context, of: Booking) -> None:
    for action in ritual.last_time(ctx, of):
        say(f"    open since {action.source}: {action.ref} {clean(action.text)} ({action.dri}, due {action.due})")


def bookings(args: Namespace, ctx: Context) -> None:
    """List my bookings."""
    found = arranged(
        ritual.mine(ctx, past=args.all or bool(args.since)),
        args,
        {"newest": lambda each: each.at, "host": lambda each: each.host},
        today=ctx.today,
        day=lambda each: each.at.astimezone(ctx.zone).date(),
    )
    if args.json:
        say_json([_shape(each, ctx) for each in found])
        return
    rows = [(e.ref, ritual.when(ctx, e.at), f"{e.host} ← {e.guest}", _state(e), clean(e.need)) for e in found]
    say_table(rows, wide=(4,), empty="You have no open booking. Who has time: okrtui hours list")


def _state(of: Booking) -> str:
    return of.state.value if of.confirmed else f"{of.state}, to be confirmed"


def show_one(args: Namespace, ctx: Context) -> None:
    """Show a booking, what is open from last time first."""
    found = ritual.find(ctx, args.ref)
    mine, cases = ritual.follow_ups(ctx, [found]), ritual.cases_of(ctx, [found]).get(found.ref, ())
    if args.json:
        before = [action_shape(each) for each in ritual.last_time(ctx, found)]
        say_json(
            {
                **_shape(found, ctx),
                "open_from_before": before,
                "actions": [action_shape(each) for each in mine],
                "cases": [*cases],
            }
        )
        return
    say(
        f"{found.ref}  {ritual.when(ctx, found.at)}, {found.minutes} min  {found.host} ← {found.guest}  {_state(found)}"
    )
    _say_last_time(ctx, found)
    for label, text in (("need", found.need), ("place", found.place), ("came of it", found.outcome)):
        if text:
            say(f"    {label}: {clean(text)}")
    for action in mine:
        say(f"    {action.ref} {clean(action.text)} ({action.dri}, due {action.due}, {action.state})")
    if cases:
        say(f"    led to: {', '.join(cases)}")


def held(args: Namespace, ctx: Context) -> None:
    """Say that it took place."""
    say(f"{ritual.held(ctx, args.ref, args.outcome or '').ref} was held")


def missed(args: Namespace, ctx: Context) -> None:
    """Say that the guest did not come."""
    say(f"{ritual.missed(ctx, args.ref).ref} was missed")


def cancel(args: Namespace, ctx: Context) -> None:
    """Call it off."""
    say(f"{ritual.cancel(ctx, args.ref).ref} is cancelled")


def walk_in(args: Namespace, ctx: Context) -> None:
    """Note who came unannounced."""
    made = ritual.walk_in(ctx, args.login, args.need or "")
    say(f"{made.ref}  {made.guest} confirms it with: okrtui booking confirm {made.ref}")


def confirm(args: Namespace, ctx: Context) -> None:
    """Say that I was there."""
    say(f"{ritual.confirm(ctx, args.ref).ref} is confirmed")


def follow_up(args: Namespace, ctx: Context) -> None:
    """Make an action item out of a booking."""
    say(ritual.follow_up(ctx, args.ref, args.text, dri=args.dri or "", due=actions.day(ctx, args.due)).ref)


def note(args: Namespace, ctx: Context) -> None:
    """Read or write my private note."""
    from okrtui.config import state_folder
    from okrtui.storage.local.notes import PrivateNotes

    found, notes = ritual.find(ctx, args.ref), PrivateNotes(lambda: state_folder() / "notes.json")
    uuid = ctx.workspace.uuid
    if args.text is None:
        say(notes.of(uuid).get(found.ref) or f"no note of yours on {found.ref} yet")
        return
    notes.put(uuid, found.ref, clean_lines(args.text).strip())
    say(f"your note on {found.ref} is in your own files" if args.text.strip() else f"your note on {found.ref} is gone")
