"""Office hours: my bookings, everybody's slots, and of a booking what is open from last time, its need, my own note."""

import asyncio
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize

from okrtui.commands.keys import BACK, key_of
from okrtui.errors import Refused
from okrtui.model.hours import Booking, HoursSlot, HoursView
from okrtui.model.journal import Activity
from okrtui.rituals import hours
from okrtui.rituals.context import Context
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.screens.hours.commands import HoursCommands
from okrtui.sharing.pages.hours import hours_page
from okrtui.widgets.forms.reader import Reader
from okrtui.widgets.hours.rows import booking_lines, hours_rows, slot_key, slot_lines
from okrtui.widgets.lists.previewed import Previewed
from okrtui.widgets.lists.row_list import RowList, matching

TABLES = frozenset({"office_hours", "booking", "follow_up", "action", "member"})


class HoursScreen(RitualScreen):
    """One list, and below it (beside it, where it is wide) what the cursor is on."""

    where = "hours"

    def __init__(self) -> None:
        super().__init__()
        self.view: HoursView | None = None
        self.notes: dict[str, str] = {}
        self.past = False
        self._wanted = ""
        self.groups = (HoursCommands(self),)

    def compose_content(self) -> ComposeResult:
        """Lay out the list and what tells of the row under the cursor."""
        yield Previewed(RowList(id="list"), wants=lambda: self.rows.lines, least=6)

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#list", RowList)

    def booking(self) -> Booking | None:
        """Return the booking of mine under the cursor, also where its slot is."""
        if self.view is None:
            return None
        slot, key = self.slot(), self.rows.cursor_key
        return slot.booking if slot else next((each for each in self.view.bookings if each.ref == key), None)

    def slot(self) -> HoursSlot | None:
        """Return the slot under the cursor."""
        key = self.rows.cursor_key
        return next((each for each in self.view.slots if slot_key(each) == key), None) if self.view else None

    def open_ref(self, ref: str) -> None:
        """Stand on a booking, or on a slot by its row's key."""
        self._wanted = ref if ref.startswith("slot ") else ref.upper()

    def stand_on(self, ref: str) -> None:
        """Stand on a booking that was just made, once it is there."""
        self._wanted = ref

    def concerns(self, activities: Sequence[Activity]) -> bool:
        """Hours and bookings matter, also those of which only the ref may be known, and actions out of them."""
        tables = {str(change["table"]) for each in activities for change in each.changes}
        return bool(tables & TABLES) or any(each.ref.startswith("B") for each in activities)

    def heading(self) -> str:
        """Say what is seen."""
        return super().heading() + (", those that are over too" if self.past else "")

    async def load(self) -> None:
        """Read hours, bookings and my own notes."""
        past = self.past
        view = await self.ask(hours.view, past=past)
        notes, workspace = self.host.notes, await self.ask(_uuid)
        said = ""
        if notes is not None:
            try:
                self.notes = dict(await asyncio.to_thread(notes.of, workspace))
            except Refused as refusal:
                said = str(refusal)
        if past == self.past:
            self.view = view
            self.show()
        if said:
            self.show_message(said, "warn")

    def show(self) -> None:
        """Draw the rows and what tells of one."""
        view = self.view
        if view is None or not self.is_mounted:
            return
        filtered = f"No slot and no booking here holds “{self.filter_text}”. {BACK} shows all of them."
        none = f"Nobody has office hours yet. {key_of('hours.new')} announces yours."
        self.rows.set_empty(self.with_keys(filtered if self.filter_text else none))
        self.rows.set_rows(matching(hours_rows(view), self.filter_text))
        if self._wanted:
            self.rows.move_to(self._wanted)
            self._wanted = ""
        self._show_aside()
        self.refresh_keys()

    def lines(self) -> list[Content]:
        """Return what there is to say of the row under the cursor."""
        view, booking, slot = self.view, self.booking(), self.slot()
        if view is None:
            return []
        if booking is not None:
            return booking_lines(view, booking, self.notes.get(booking.ref, ""))
        if slot is not None:
            can = not slot.taken and slot.host != self.host.login
            return slot_lines(view, slot, [self.with_keys(f"{key_of('hours.book')} books it")] if can else [])
        return []

    def _show_aside(self) -> None:
        self.query_one(Previewed).tell(self.lines())

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new size."""
        self.show()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Tell of another row; other keys may matter on it."""
        self._show_aside()
        self.refresh_keys()

    def filter_changed(self, text: str) -> None:
        """Keep the rows that hold every word."""
        self.show()

    def why_not_open(self) -> str | None:
        """There must be a row."""
        return None if self.rows.cursor_key else "there is nothing to open"

    def do_open(self) -> None:
        """Read all there is to say of the row."""
        booking, slot = self.booking(), self.slot()
        title = f"Booking {booking.ref}" if booking else f"Office hours of {slot.host}" if slot else "Office hours"
        self.app.push_screen(Reader(title, self.lines()))

    async def do_past(self) -> None:
        """Show the bookings that are over too, or the open ones only."""
        self.past = not self.past
        await self.reload()

    async def markdown(self) -> str:
        """Return everybody's times; bookings are copied nowhere."""
        return await self.ask(hours_page)


def _uuid(ctx: Context) -> str:
    return ctx.workspace.uuid
