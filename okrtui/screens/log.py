"""The journal: who changed what and when, newest first, as far back as one scrolls."""

from dataclasses import dataclass
from datetime import UTC, date, tzinfo

from textual.app import ComposeResult

from okrtui.errors import Refused
from okrtui.model.journal import Activity
from okrtui.rituals.context import Context
from okrtui.rituals.journal.explain import explain
from okrtui.rituals.journal.log import log
from okrtui.rituals.journal.redact import redact
from okrtui.screens.base.host import READING, loading
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.sharing.pages.outline import journal_outline
from okrtui.widgets.forms.fields import Field
from okrtui.widgets.forms.reader import Reader
from okrtui.widgets.journal.rows import detail, entry_rows
from okrtui.widgets.lists.row_list import RowList

PAGE = 100
NEAR = 30
"""So many rows before the end the next page is read."""
KEPT = 3 * PAGE
"""Entries that stay while new ones come in at the top: a program that is left open for weeks holds no more."""


@dataclass(frozen=True, slots=True)
class LogQuery:
    """What is to be seen: entries that hold `text`, only `who`'s where named."""

    text: str = ""
    who: str | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """A stretch of the journal and what is needed to date it."""

    entries: tuple[Activity, ...]
    zone: tzinfo
    today: date


def read_page(ctx: Context, wanted: LogQuery, before: int | None = None) -> LogPage:
    """Return the newest entries, or those below id `before`."""
    found = log(ctx, limit=PAGE, who=wanted.who, before=before, text=wanted.text, with_changes=False)
    return LogPage(found, ctx.zone, ctx.today)


class LogScreen(RitualScreen):
    """One list; new entries come in at its top, older ones from storage as the cursor nears its end."""

    where = "log"

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Activity] = []
        self.mine = False
        self.zone: tzinfo = UTC
        self.today = date.min
        self._shown: LogQuery | None = None
        self._whole = False
        """Whether the oldest entry is loaded."""
        self._reading_on = False
        self._following = True
        """Whether the person is at the top, where what is new comes into sight."""
        self._above = 0
        """How many entries came in above while the person was reading further down; they are read at the top."""

    def compose_content(self) -> ComposeResult:
        """Lay out the list."""
        yield RowList()

    def heading(self) -> str:
        """Say what is seen."""
        above = f" · {self._above}{'+' * (self._above >= PAGE)} new above" if self._above else ""
        return super().heading() + (" · mine" if self.mine else "") + above

    @property
    def wanted(self) -> LogQuery:
        """What is to be seen now."""
        return LogQuery(self.filter_text, self.host.login if self.mine else None)

    async def load(self) -> None:
        """Read the newest entries and put those that are new above the ones that are there."""
        wanted = self.wanted
        page = await self.ask(read_page, wanted)
        if wanted != self.wanted:
            return  # something else was asked for meanwhile, and comes next
        self.zone, self.today = page.zone, page.today
        newest = self.entries[0].id if self.entries else 0
        fresh = [each for each in page.entries if each.id > newest]
        if wanted == self._shown and not self._following:
            self._above = len(fresh)
        elif wanted != self._shown or len(fresh) == len(page.entries):  # nothing in common: there may be a gap
            self.entries, self._whole, self._shown = list(page.entries), len(page.entries) < PAGE, wanted
            self._following, self._above = True, 0
        else:
            self._whole = self._whole and len(fresh) + len(self.entries) <= KEPT
            self.entries = [*fresh, *self.entries][:KEPT]
        self._show()

    def _show(self) -> None:
        rows = self.query_one(RowList)
        rows.set_empty(
            "nothing matches" if self.filter_text else "You have changed nothing yet." if self.mine else "Nothing yet."
        )
        here = rows.cursor_key
        rows.set_rows(entry_rows(self.entries, self.zone, self.today))
        if self._following and here is not None and here != rows.cursor_key:  # its entry is no longer held
            rows.move_to(str(self.entries[0].id) if self.entries else "")
        if self._following:  # elsewhere the rows under one's eyes stay, and a slow link is not sent a page
            rows.scroll_to(y=0, animate=False, force=True)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Follow what is new at the top only; read on when the end comes near."""
        if event.key != self.query_one(RowList).cursor_key:
            return  # it has moved on since
        self._following = not self.entries or event.key == str(self.entries[0].id)
        if self._following and self._above:
            self._above = 0
            self.refresh_keys()
            self.reload_soon()
        if self._whole or self._reading_on or event.key is None or len(self.entries) < PAGE:
            return
        if int(event.key) <= self.entries[-NEAR].id:
            self._reading_on = True
            self.run_worker(self._read_on(), group="read on")

    async def _read_on(self) -> None:
        """Read the page below the oldest entry that is there."""
        READING.set(True)  # this task only loads
        try:
            wanted = self.wanted
            page = await self.ask(read_page, wanted, self.entries[-1].id)
            if wanted == self._shown:
                known = self.entries[-1].id
                self.entries += [each for each in page.entries if each.id < known]
                self._whole = len(page.entries) < PAGE
                self._show()
        except Refused as refusal:
            self.show_message(str(refusal), "error")
        finally:
            self._reading_on = False

    def filter_changed(self, text: str) -> None:
        """Look for `text` in the whole journal."""
        self.reload_soon()

    async def markdown(self) -> str:
        """Return the entries that are loaded, as they are shown."""
        return journal_outline(self.entries, self.zone)

    def why_not_copy(self) -> str | None:
        """There must be an entry."""
        return None if self.entries else "there is no entry to copy"

    async def do_mine(self) -> None:
        """Show only my changes, or everyone's again."""
        self.mine = not self.mine
        await self.reload()

    def why_not_open(self) -> str | None:
        """There must be an entry."""
        return None if self.query_one(RowList).cursor_key else "there is no entry to open"

    async def do_open(self) -> None:
        """Show what the entry under the cursor changed, before and after."""
        key = self.query_one(RowList).cursor_key
        entry = next((each for each in self.entries if str(each.id) == key), None)
        if entry is None:
            return
        with loading():
            changed = await self.ask(explain, entry)
        things = [(each.what, each.how, each.parts) for each in changed]
        self.app.push_screen(Reader(f"Journal entry {entry.id}", detail(entry, self.zone, things)))

    async def do_redact(self) -> None:
        """Ask for words and take them out for good; say what may hold them still. Nothing of it is kept as a draft."""
        help = "wherever they stand; that you did it stays told, and undo does not bring them back"
        field = Field("words", "Words", required=True, help=help)
        if saved := await self.fill("Redact", [field], lambda ctx, values: redact(ctx, values["words"])):
            left = saved.made.left
            self.show_message("; ".join([f"taken out: {saved.made.summary}", *left]), "warn" if left else "done")
