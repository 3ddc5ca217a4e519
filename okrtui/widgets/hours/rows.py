"""Office hours as rows: my bookings first, then each host's slots; what is others' says only that it is taken."""

from collections.abc import Callable, Sequence
from datetime import datetime

from textual.content import Content

from okrtui.model.actions import Action
from okrtui.model.hours import Booking, BookingState, HoursSlot, HoursState, HoursView, OfficeHours
from okrtui.rules.formatting import weekday_moment
from okrtui.rules.hours import pattern_text
from okrtui.text import clean, clean_lines
from okrtui.widgets.drawing.marks import ACCENT, GOOD, QUIET, WARN, Cell, columns
from okrtui.widgets.lists.rows import Row

WHEN = 20
"""Cells of a weekday, a day and a time: `Tue 2026-12-01 14:00`."""


def when(view: HoursView, at: datetime) -> str:
    """Return a moment with its weekday, short enough for a column."""
    return weekday_moment(at.astimezone(view.zone))


def slot_key(slot: HoursSlot) -> str:
    """Return the key of a free or taken slot's row."""
    return f"slot {slot.host} {int(slot.at.timestamp())}"


def waits_for(view: HoursView, booking: Booking) -> str:
    """Return what a booking waits for: `outcome`, `confirmation`, `time`, "" where it is settled."""
    if not booking.confirmed and booking.state is BookingState.HELD:
        return "confirmation"
    if booking.state is not BookingState.BOOKED:
        return ""
    return "outcome" if booking.at <= view.now else "time"


def hours_rows(view: HoursView) -> list[Row]:
    """Return my bookings, then each host's slots below a heading that tells when they have office hours."""
    rows = []
    if view.bookings:
        rows.append(_heading("mine", "Mine", ""))
        rows += [Row(each.ref, _booking_line(view, each), search=_text(view, each)) for each in view.bookings]
    for host in dict.fromkeys(each.host for each in view.hours):
        mine = [each for each in view.hours if each.host == host]
        told = " · ".join(filter(None, (_hours_text(each) for each in mine)))
        name = "Your office hours" if host == view.me else clean(view.names.get(host, "") or host)
        rows.append(_heading(f"host {host}", name, told))
        for slot in view.slots:
            if slot.host == host:
                search = f"{host} {name} {when(view, slot.at)} {slot.place} {'taken' if slot.taken else 'free'}"
                rows.append(Row(slot_key(slot), _slot_line(view, slot), search=search))
    return rows


def _hours_text(hours: OfficeHours) -> str:
    paused = " (paused)" if hours.state is HoursState.PAUSED else ""
    return f"{pattern_text(hours)}{f', {clean(hours.place)}' if hours.place else ''}{paused}"


def _heading(key: str, title: str, told: str) -> Row:
    text = Content.assemble((title, f"bold {ACCENT}"), (f"  {told}" if told else "", QUIET))
    return Row(key, lambda width: [Content(), text.truncate(width, ellipsis=True)], 2, selectable=False)


def _other(view: HoursView, booking: Booking) -> str:
    return booking.guest if booking.host == view.me else booking.host


_WAITS = {"outcome": "! what came of it?", "confirmation": "! to be confirmed", "time": ""}


def _said(view: HoursView, booking: Booking) -> str:
    """Return what a booking waits for from me, or its state where it waits for nothing."""
    waits = waits_for(view, booking)
    mine = booking.host == view.me if waits == "outcome" else booking.guest == view.me
    if waits == "confirmation" and not mine:
        return "not confirmed"
    return (_WAITS[waits] if mine or waits == "time" else "") if waits else booking.state.value


def _text(view: HoursView, booking: Booking) -> str:
    return f"{booking.ref} {_other(view, booking)} {when(view, booking.at)} {booking.need} {_said(view, booking)}"


def _booking_line(view: HoursView, booking: Booking) -> Callable[[int], Content]:
    said = _said(view, booking)
    other = clean(view.names.get(_other(view, booking), "") or _other(view, booking))
    arrow = "←" if booking.host == view.me else "→"

    def line(width: int) -> Content:
        cells = [
            Cell("●" if waits_for(view, booking) else "○", 1, GOOD if waits_for(view, booking) else QUIET),
            Cell(booking.ref, 4, QUIET),
            Cell(when(view, booking.at), WHEN),
            Cell(f"{arrow} {other}", 18),
            Cell(clean(booking.need)),
            Cell(said, 19, WARN if said.startswith("!") else QUIET),
        ]
        return columns(cells if said else cells[:-1], width)

    return line


def _slot_line(view: HoursView, slot: HoursSlot) -> Callable[[int], Content]:
    of = slot.booking
    if of is not None:
        who = clean(view.names.get(of.guest, "") or of.guest) if of.host == view.me else "yours"
        told, glyph, colour = f"{of.ref} {who}", "●", GOOD
    else:
        told, glyph, colour = ("taken", "–", QUIET) if slot.taken else ("free", "○", ACCENT)

    def line(width: int) -> Content:
        long = Cell(f"{slot.minutes} min", 7, QUIET)
        cells = [Cell(glyph, 1, colour), Cell("", 4), Cell(when(view, slot.at), WHEN), long]
        return columns([*cells, Cell(Content.styled(told, colour if of is None else ""))], width)

    return line


def booking_lines(view: HoursView, booking: Booking, note: str) -> list[Content]:
    """Return one booking to read: what is open from last time first, then the need, what came of it, my own note."""
    place = f" · {clean(booking.place)}" if booking.place else ""
    people = f"{clean(booking.host)} ← {clean(booking.guest)}"
    lines = [
        Content.assemble(
            (f"{booking.ref} ", QUIET), f"{when(view, booking.at)}, {booking.minutes} min · {people}{place}"
        )
    ]
    for action in view.last.get(booking.ref, ()):
        lines.append(_action_line(f"open since {action.source}: ", action))
    for label, text in (("need", booking.need), ("came of it", booking.outcome)):
        if text:
            lines.append(Content.assemble((f"{label}: ", QUIET), clean_lines(text)))
    lines += [_action_line("→ ", action) for action in view.made.get(booking.ref, ())]
    if cases := view.cases.get(booking.ref):
        lines.append(Content.assemble(("became ", QUIET), ", ".join(cases)))
    if note:
        lines.append(Content.assemble(("only yours: ", ACCENT), clean_lines(note)))
    return lines


def _action_line(lead: str, action: Action) -> Content:
    text = f"{action.ref} {clean(action.text)} ({clean(action.dri)}, due {action.due}, {action.state})"
    return Content.assemble((lead, WARN if lead.startswith("open") else QUIET), text)


def slot_lines(view: HoursView, slot: HoursSlot, how: Sequence[str]) -> list[Content]:
    """Return what a slot is; `how` says what can be done with it."""
    place = f" · {clean(slot.place)}" if slot.place else ""
    told = f"{when(view, slot.at)}, {slot.minutes} min with {clean(slot.host)}{place}"
    state = "taken by somebody; who and what for is theirs" if slot.taken else "free"
    return [Content(told), Content.styled(state, QUIET), *map(Content, how)]


def row_lines(view: HoursView, key: str) -> list[Content]:
    """Return what there is to say of a row, by its key; my own notes aside."""
    slot = next((each for each in view.slots if slot_key(each) == key), None)
    booking = slot.booking if slot else next((each for each in view.bookings if each.ref == key), None)
    if booking is not None:
        return booking_lines(view, booking, "")
    return slot_lines(view, slot, []) if slot else []
