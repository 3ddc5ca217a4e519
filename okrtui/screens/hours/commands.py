"""What can be done with office hours: announce, book, say what became of it, make actions, note for oneself."""

import asyncio
from datetime import timedelta
from typing import Protocol

from okrtui.commands.keys import UNDO
from okrtui.model.hours import Booking, BookingState, HoursSlot, HoursState, OfficeHours
from okrtui.rituals import hours
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.rules.hours import pattern_text
from okrtui.rules.weeks import WEEKDAYS, parse_times
from okrtui.screens.base.case_form import open_case
from okrtui.screens.base.command_group import CommandGroup, CommandScreen, there
from okrtui.screens.base.host import whole
from okrtui.widgets.forms.fields import Field, Values

NO_BOOKING = "select a booking of yours first"
NO_SLOT = "select a free slot first"


class HoursListScreen(CommandScreen, Protocol):
    """A screen that shows slots and bookings."""

    notes: dict[str, str]

    def booking(self) -> Booking | None:
        """Return the booking that commands are for."""

    def slot(self) -> HoursSlot | None:
        """Return the slot under the cursor."""

    def stand_on(self, ref: str) -> None:
        """Stand on a booking, once it is there."""


class HoursCommands(CommandGroup[HoursListScreen]):
    """Commands on the slot or booking that the screen names."""

    # ---- the host's times --------------------------------------------------------------------

    async def do_new(self) -> None:
        """Announce a time of mine each week."""
        days = tuple((str(at), name[:3].capitalize()) for at, name in enumerate(WEEKDAYS))
        fields = [
            Field("day", "Day", "choice", "1", days, "each week"),
            Field("times", "Time", value="14:00-15:00", required=True, replaced=True, help="from and to"),
            Field("slot", "Slot", "number", str(hours.SLOT), help="minutes for one guest"),
            Field("place", "Place", help="a room, a link; everybody reads it"),
        ]

        def save(ctx: Context, typed: Values) -> OfficeHours:
            start, until = parse_times(typed["times"])
            slot = whole(typed, "slot", "minutes of a slot") or hours.SLOT
            return hours.add(ctx, int(typed["day"]), start, until, slot=slot, place=typed["place"])

        if saved := await self.screen.fill("Your office hours", fields, save, draft="hours.new"):
            self.screen.show_message(f"{saved.made.ref}: {pattern_text(saved.made)}; {UNDO} takes it back", "done")

    async def do_pause(self) -> None:
        """Pause office hours of mine, or offer slots again."""
        if (mine := await self._mine("Pause which, or offer slots again?")) is not None:
            state = HoursState.ON if mine.state is HoursState.PAUSED else HoursState.PAUSED
            await self.screen.change(hours.set_state, state, mine.ref)
            told = "paused; what is booked stays" if state is HoursState.PAUSED else "on again"
            self.screen.show_message(f"{mine.ref} is {told}", "done")

    async def do_end(self) -> None:
        """End office hours of mine for good."""
        if (mine := await self._mine("End which?")) is not None:
            await self.screen.change(hours.set_state, HoursState.ENDED, mine.ref)
            self.screen.show_message(f"{mine.ref} has ended; what is booked stays; {UNDO} takes it back", "done")

    async def _mine(self, question: str) -> OfficeHours | None:
        """Return office hours of mine, asking where there are several; say so where there are none."""
        login = self.screen.host.login
        mine = await self.screen.ask(hours.hours, login)
        if not mine:
            self.screen.show_message("you have no office hours to pause or end", "warn")
            return None
        if len(mine) == 1:
            return mine[0]
        ref = await self.screen.choose(question, [(e.ref, f"{e.ref}  {pattern_text(e)}  {e.state}") for e in mine])
        return next((each for each in mine if each.ref == ref), None)

    # ---- the guest ---------------------------------------------------------------------------

    def why_not_book(self) -> str | None:
        """There must be a free slot of somebody else."""
        slot = self.screen.slot()
        if slot is None:
            return NO_SLOT
        if slot.host == self.screen.host.login:
            return "these are your own office hours"
        return "that slot is taken" if slot.taken else None

    async def do_book(self) -> None:
        """Take the slot."""
        slot = there(self.screen.slot(), NO_SLOT)
        promise, when = await self.screen.ask(_about, slot)
        context = [
            f"{when}, {slot.minutes} min" + (f", {slot.place}" if slot.place else ""),
            f"What you write is {promise}.",
        ]

        def save(ctx: Context, typed: Values) -> Booking:
            local = slot.at.astimezone(ctx.zone)
            return hours.book(ctx, slot.host, local.date(), local.hour * 60 + local.minute, typed["need"])

        field = Field(
            "need", "Need", "multiline", help="what you come for, so that they can think about it; may be empty"
        )
        title = f"A slot with {slot.host}"
        if saved := await self.screen.fill(title, [field], save, draft=f"hours.book.{slot.host}", context=context):
            self.screen.stand_on(saved.made.ref)
            await self.screen.reload()
            self.screen.show_message(f"{saved.made.ref} is booked; {UNDO} takes it back", "done")

    def why_not_confirm(self) -> str | None:
        """There must be a walk-in of mine that is not confirmed."""
        of = self.screen.booking()
        if of is None:
            return NO_BOOKING
        if of.confirmed:
            return f"there is nothing to confirm about {of.ref}"
        return None if of.guest == self.screen.host.login else f"{of.guest} was the guest, and confirms it"

    async def do_confirm(self) -> None:
        """Say that I was there."""
        of = there(self.screen.booking(), NO_BOOKING)
        await self.screen.change(hours.confirm, of.ref)
        self.screen.show_message(f"{of.ref} is confirmed", "done")

    # ---- what becomes of it ------------------------------------------------------------------

    def why_not_held(self) -> str | None:
        """Only the host says it, once it has begun."""
        of = self.screen.booking()
        if of is None:
            return NO_BOOKING
        if of.host != self.screen.host.login:
            return f"{of.host} hosts {of.ref}, and says what became of it"
        if of.state is not BookingState.BOOKED:
            return f"{of.ref} is {of.state} already"
        return f"{of.ref} has not begun" if of.at > self.screen.host.clock() else None

    why_not_missed = why_not_held

    async def do_held(self) -> None:
        """Say that it took place, and what came of it."""
        of = there(self.screen.booking(), NO_BOOKING)

        def save(ctx: Context, typed: Values) -> Booking:
            return hours.held(ctx, of.ref, typed["outcome"])

        field = Field("outcome", "Came of it", "multiline", help=f"you and {of.guest} read it; may be empty")
        if await self.screen.fill(f"{of.ref} was held", [field], save, draft=f"hours.held.{of.id}", context=[of.need]):
            self.screen.show_message(f"{of.ref} was held", "done")

    async def do_missed(self) -> None:
        """Say that the guest did not come."""
        of = there(self.screen.booking(), NO_BOOKING)
        await self.screen.change(hours.missed, of.ref)
        self.screen.show_message(f"{of.ref} was missed; {UNDO} takes it back", "done")

    def why_not_cancel(self) -> str | None:
        """It must not be over."""
        of = self.screen.booking()
        if of is None:
            return NO_BOOKING
        doubted = not of.confirmed and of.guest == self.screen.host.login
        return None if of.state is BookingState.BOOKED or doubted else f"{of.ref} is {of.state} already"

    async def do_cancel(self) -> None:
        """Call it off."""
        of = there(self.screen.booking(), NO_BOOKING)
        await self.screen.change(hours.cancel, of.ref)
        self.screen.show_message(f"{of.ref} is cancelled; {UNDO} takes it back", "done")

    async def do_walk_in(self) -> None:
        """Note who came unannounced."""
        me = self.screen.host.login
        people = tuple(each for each in await self.screen.ask(members.people) if each[0] != me)

        def save(ctx: Context, typed: Values) -> Booking:
            return hours.walk_in(ctx, typed["who"], typed["need"])

        fields = [
            Field("who", "Who came", "member", options=people, required=True, help="they confirm it"),
            Field("need", "Need", "multiline", help="what for; you and they read it"),
        ]
        if saved := await self.screen.fill("A walk-in, just now", fields, save, draft="hours.walk-in"):
            self.screen.stand_on(saved.made.ref)
            await self.screen.reload()
            self.screen.show_message(f"{saved.made.ref} is noted; {saved.made.guest} confirms it", "done")

    # ---- what follows ------------------------------------------------------------------------

    def why_not_action(self) -> str | None:
        """There must be a booking of mine."""
        return None if self.screen.booking() else NO_BOOKING

    why_not_note = why_not_action

    async def do_action(self) -> None:
        """Make an action item out of it."""
        of = there(self.screen.booking(), NO_BOOKING)
        people = tuple(await self.screen.ask(members.people))
        due = (self.screen.host.clock() + timedelta(days=7)).date().isoformat()

        def save(ctx: Context, typed: Values) -> str:
            day = actions.day(ctx, typed["due"])
            return hours.follow_up(ctx, of.ref, typed["text"], dri=typed["dri"], due=day).ref

        fields = [
            Field("text", "What to do", required=True, help="everybody reads it; that it came out of this, you two"),
            Field("dri", "DRI", "member", self.screen.host.login, people, "who sees to it"),
            Field("due", "Due", value=due, help="like 2026-12-01, fri or +3d", replaced=True),
        ]
        if saved := await self.screen.fill(f"An action out of {of.ref}", fields, save, draft=f"hours.action.{of.id}"):
            self.screen.show_message(f"{saved.made} is open; you both see it first next time", "done")

    why_not_case = why_not_action

    async def do_case(self) -> None:
        """Make a case of the need, with the yes of whose it is."""
        await open_case(self.screen, there(self.screen.booking(), NO_BOOKING).ref)

    async def do_note(self) -> None:
        """Write my own private note."""
        of, notes = there(self.screen.booking(), NO_BOOKING), self.screen.host.notes
        if notes is None:
            self.screen.show_message("there is no place of your own to keep it", "warn")
            return
        workspace = await self.screen.ask(_workspace)

        def save(ctx: Context, typed: Values) -> None:
            notes.put(workspace, of.ref, typed["note"])

        help = "in your own files, never in the workspace; empty: no note"
        field = Field("note", "Only yours", "multiline", self.screen.notes.get(of.ref, ""), help=help)
        if await self.screen.fill(f"Your note on {of.ref}", [field], save, draft=f"hours.note.{of.id}"):
            self.screen.notes = dict(await asyncio.to_thread(notes.of, workspace))
            await self.screen.reload()
            self.screen.show_message("it is in your own files", "done")


def _about(ctx: Context, slot: HoursSlot) -> tuple[str, str]:
    """Return what is promised to a guest of a slot, and when it is."""
    return hours.promise(ctx, slot.host), hours.when(ctx, slot.at)


def _workspace(ctx: Context) -> str:
    return ctx.workspace.uuid
