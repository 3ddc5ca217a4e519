"""The cases: what waits for me, what I asked, what is open to all, what was decided, and how it is decided."""

from textual.app import ComposeResult
from textual.events import Resize
from textual.widgets import Static

from okrtui.commands.keys import BACK
from okrtui.errors import Refused
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rules.cases.reading import CaseView
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.screens.cases.commands import NO_CASE, CaseCommands, OpeningCommands
from okrtui.screens.cases.tabs import (
    DECIDED,
    EVERY,
    FIRST,
    HOURS,
    KEPT,
    PAGE,
    TABS,
    TabbedCases,
    Wanted,
    read_tab,
)
from okrtui.sharing.pages.cases import cases_outline
from okrtui.widgets.forms.reader import Reader
from okrtui.widgets.lists.previewed import Previewed
from okrtui.widgets.lists.row_list import RowList, matching
from okrtui.widgets.week.summary import tabs

NEAR = 20
"""So many rows before the end of those that are held others are read."""


class CasesScreen(RitualScreen):
    """One list under a line of tabs, and below it (beside it, where it is wide) what the cursor is on."""

    where = "cases"
    DEFAULT_CSS = """
    CasesScreen #tabs { height: 1; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.seen: TabbedCases | None = None
        self.tab = FIRST
        self.settled = False
        self._skip = 0
        """So many of the cases that are over are not held any more, or not yet: one has scrolled past them."""
        self._wanted = ""
        self.groups = (CaseCommands(self), OpeningCommands(self))

    def compose_content(self) -> ComposeResult:
        """Lay out the tabs, the list and what tells of the row under the cursor."""
        yield Static(id="tabs")
        yield Previewed(RowList(id="list"), wants=lambda: self.rows.lines, least=5)

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#list", RowList)

    def heading(self) -> str:
        """Say what is seen."""
        return super().heading() + (", those that are over too" if self.settled else "")

    # ---- showing ---------------------------------------------------------------------------

    async def load(self) -> None:
        """Read the tab and put it in place."""
        asked = self.tab, self.wanted
        seen = await self.ask(read_tab, *asked)
        if asked == (self.tab, self.wanted):  # else something else was asked for meanwhile, and comes next
            self.seen = seen
            self.show()
            if self._wanted and self.is_mounted:  # else the first size comes still, and it is looked for then
                await self._go_to(self._wanted)

    async def _go_to(self, ref: str) -> None:
        """Stand on a case, in whichever tab it is."""
        self._wanted = ""
        if self.rows.move_to(ref):
            return
        if self.filter_text:
            self.drop_filter()
            if self.rows.move_to(ref):
                return
        try:
            before = await self.ask(cases.past_before, ref)
        except Refused:
            self.show_message(f"there is no case {ref}", "warn")
            return
        self.tab, self._skip = (EVERY, 0) if before is None else (DECIDED, max(0, before - PAGE))
        self.seen = await self.ask(read_tab, self.tab, self.wanted)
        self.show()
        self.rows.move_to(ref)

    def show(self) -> None:
        """Draw the tabs, the rows and what tells of one."""
        seen = self.seen
        if seen is None or not self.is_mounted:
            return
        names = {each.name: f"{each.name} {seen.counts[each.name]}".removesuffix(" 0") for each in TABS}
        line, said = self.query_one("#tabs", Static), tabs(list(names.values()), names[seen.tab])
        if line.content != said:
            line.update(said, layout=False)
        filtered = f"No row here holds “{self.filter_text}”. {BACK} shows all of them."
        self.rows.set_empty(self.with_keys(filtered if self.filter_text else seen.page.empty))
        self.rows.set_rows(matching(seen.page.rows, self.filter_text))
        self._show_aside()
        self.refresh_keys()

    def _show_aside(self) -> None:
        key, seen, told = self.rows.cursor_key, self.seen, self.query_one(Previewed)
        page = seen.page if key and seen is not None else None
        told.tell([] if page is None or not key else page.reading(key) if told.beside else page.preview(key))

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new size."""
        self.show()
        if self._wanted:
            self.reload_soon()

    def filter_changed(self, text: str) -> None:
        """Keep the rows that hold all words, and look for them among all that are over."""
        self._skip = 0
        self.show()
        if self.settled or self.tab == DECIDED:
            self.reload_soon()

    @property
    def wanted(self) -> Wanted:
        """What of the tab is to be seen now."""
        return Wanted(self.settled, self._skip, tuple(self.filter_text.split()))

    def open_ref(self, ref: str) -> None:
        """Stand on the case called `ref`."""
        self._wanted = ref.upper()

    def stand_on_case(self, ref: str) -> None:
        """Stand on a case that was just opened."""
        self._wanted = ref
        self.reload_soon()

    def case(self) -> CaseView | None:
        """Return the case under the cursor."""
        return self.seen.page.cases.get(self.rows.cursor_key or "") if self.seen else None

    # ---- commands --------------------------------------------------------------------------

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Tell of another row, on which other keys may matter, and read on where the held ones come to an end."""
        self._show_aside()
        self.refresh_keys()
        over = self.seen.page.over if self.seen is not None else ()
        if event.key not in over or event.key != self.rows.cursor_key:
            return
        at = over.index(event.key)
        if at >= len(over) - NEAR and len(over) > KEPT - PAGE:
            self._skip += PAGE
            self.reload_soon()
        elif at < NEAR and self._skip:
            self._skip = max(0, self._skip - PAGE)
            self.reload_soon()

    def why_not_open(self) -> str | None:
        """There must be a row."""
        return None if self.rows.cursor_key else NO_CASE

    def do_open(self) -> None:
        """Read what there is to say about the row; a slot or booking where it can be booked and settled."""
        if (key := self.rows.cursor_key) and self.tab == HOURS:
            self.host.go("hours", key)
        elif (key := self.rows.cursor_key) and self.seen is not None:
            kind = "Case" if self.case() else "Process"
            self.app.push_screen(Reader(f"{kind} {key}", self.seen.page.reading(key)))

    async def do_left(self) -> None:
        """Show the tab before."""
        await self._turn(-1)

    async def do_right(self) -> None:
        """Show the tab after."""
        await self._turn(1)

    async def _turn(self, by: int) -> None:
        names = [each.name for each in TABS]
        self.tab, self._skip = names[(names.index(self.tab) + by) % len(names)], 0
        await self.reload()

    async def do_settled(self) -> None:
        """Show those that are over too, or the open ones only."""
        self.settled, self._skip = not self.settled, 0
        await self.reload()

    def why_not_serves(self) -> str | None:
        """There must be a key result that waits."""
        found = self.case()
        if found is None:
            return NO_CASE
        return None if found.case.kr else f"no key result waits for {found.case.ref}"

    def do_serves(self) -> None:
        """Show the key result that waits for the case."""
        if (found := self.case()) is not None:
            self.host.go("keyresult", found.case.kr)

    def do_hours(self) -> None:
        """Show office hours."""
        self.host.go("hours")

    async def markdown(self) -> str:
        """Return the cases that are shown as a list."""
        return await self.ask(cases_markdown, self.tab, self.wanted)


def cases_markdown(ctx: Context, tab: str, wanted: Wanted) -> str:
    """Return what a tab shows, as Markdown."""
    page = read_tab(ctx, tab, wanted).page
    kept = [row.key for row in matching(page.rows, " ".join(wanted.words)) if row.selectable]
    shown = [page.cases[key] for key in kept if key in page.cases]
    return cases_outline(ctx, [each for each in shown if not each.process.private])  # of a person nothing is handed on
