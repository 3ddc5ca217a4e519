"""The hero board: thanks in public in three columns, newest first; on a narrow terminal one column with tabs."""

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from okrtui.commands.keys import BACK, key_of
from okrtui.errors import Refused
from okrtui.model.heroes import Recognition, Standard
from okrtui.model.journal import Activity
from okrtui.screens.base.host import READING
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.screens.heroes.commands import NO_CARD, HeroCommands
from okrtui.screens.heroes.queries import PAGE, PERIODS, BoardData, BoardQuery, board_markdown, read_board, read_on
from okrtui.text import clean
from okrtui.widgets.drawing.marks import QUIET
from okrtui.widgets.heroes.cards import TITLES, CardColumn
from okrtui.widgets.lists.card_list import CardList
from okrtui.widgets.week.summary import tabs

WIDE = 100
TABLES = {"recognition", "recipient", "reaction", "reply", "member", "membership", "team", "cycle"}
HINTS = {
    Standard.CONTRIBUTION: "Who helped you, or others?",
    Standard.HONOR: "Who earned recognition that all should hear of?",
    Standard.INCREMENT: "Who made the business grow?",
}


class HeroesScreen(RitualScreen):
    """Three columns and one quiet line; one ask fills them, older cards come as the cursor nears a column's end."""

    where = "heroes"
    POLL_SECONDS = 0.1
    DEFAULT_CSS = """
    HeroesScreen #tabs { display: none; height: 1; padding: 0 1; }
    HeroesScreen.-single #tabs { display: block; }
    HeroesScreen #board { layout: grid; grid-size: 3; grid-gutter: 0 1; height: 1fr; padding: 0 1; }
    HeroesScreen.-single #board { layout: vertical; }
    HeroesScreen.-single CardColumn { border-top: none; }
    HeroesScreen .-away { display: none; }
    HeroesScreen #nudge { display: none; height: 1; padding: 0 2; color: $text-muted; }
    HeroesScreen.-nudging #nudge { display: block; }
    HeroesScreen.-too-small #tabs, HeroesScreen.-too-small #board, HeroesScreen.-too-small #nudge { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.groups = (HeroCommands(self),)
        self.wanted = BoardQuery()
        self._shown: BoardQuery | None = None
        self.seen: BoardData | None = None
        self._whole: set[Standard] = set()
        """The columns of which the oldest card is loaded."""
        self._reading_on: set[Standard] = set()
        self._dismissed = False
        self._tab = Standard.CONTRIBUTION
        self._to_show = ""

    def compose_content(self) -> ComposeResult:
        """Lay out tabs, columns and the quiet line."""
        yield Static(id="tabs")
        with Container(id="board"):
            yield from (CardColumn(each) for each in Standard)
        yield Static(id="nudge")

    @property
    def columns(self) -> list[CardColumn]:
        """The three columns."""
        return list(self.query(CardColumn))

    @property
    def column(self) -> CardColumn | None:
        """The column that keys go to."""
        return next((each for each in self.columns if each.standard is self._tab), None)

    def card(self) -> Recognition | None:
        """Return the card under the cursor."""
        column = self.column
        return column.card if column else None

    def open_ref(self, ref: str) -> None:
        """Stand on a card."""
        self._to_show = ref

    # ---- showing ---------------------------------------------------------------------------

    def heading(self) -> str:
        """Say what is seen: the period, whose, and the filter."""
        wanted = self.wanted
        whose = "mine" if wanted.mine else wanted.team or "everyone"
        parts = [super().heading(), self.seen.span if self.seen else "", whose, clean(self.filter_text)]
        return " · ".join(part for part in parts if part)

    def concerns(self, activities: Sequence[Activity]) -> bool:
        """A new card, or one that went without a trace, writes no changes into the journal."""
        return any(not a.changes or TABLES & {str(change["table"]) for change in a.changes} for a in activities)

    async def load(self) -> None:
        """Read again as many cards as are there, and put them in place."""
        wanted = self.wanted
        same = wanted == self._shown
        have = {each.standard: len(each.cards) for each in self.columns} if same else {}
        limits = {each: max(PAGE, have.get(each, 0)) for each in Standard}
        seen = await self.ask(read_board, wanted, limits, not self._dismissed)
        if wanted != self.wanted:
            return  # something else was asked for meanwhile, and comes next
        self.seen, self._shown = seen, wanted
        self._whole = {each for each in Standard if len(seen.cards[each]) < limits[each]}
        self._lay_out()
        for column in self.columns:
            column.set_empty(self.with_keys(self._empty(column.standard)))
            column.show(seen.cards[column.standard], self.host.login, seen.week)
            if not same:
                column.action_first()
        self._show_nudge(seen.unthanked)
        if self._to_show:
            self._stand_on(self._to_show)

    def _stand_on(self, ref: str) -> None:
        self._to_show = ""
        for column in self.columns:
            if any(card.ref == ref for card in column.cards):
                column.stand_on(ref)
                self._go_to(column.standard)

    def _lay_out(self) -> None:
        """Show three columns where there is room for them, else the one the tabs name."""
        only = self.seen.only if self.seen else None
        single = self.size.width < WIDE or only is not None
        if only is not None:
            self._tab = only
        self.set_class(single, "-single")
        for column in self.columns:
            column.set_class(single and column.standard is not self._tab, "-away")
        if single:
            title, about = TITLES[self._tab]
            named = tabs([TITLES[each][0] for each in Standard], title) + Content.styled(f" {about}", QUIET)
            line = self.query_one("#tabs", Static)
            if line.content != named:
                line.update(named, layout=False)
        here = self.column
        if here is not None and self.focused is not here and not self.is_typing():
            self.set_focus(here)

    def on_resize(self, event: Resize) -> None:
        """Lay the columns out for the new size."""
        self._lay_out()

    def _empty(self, standard: Standard) -> str:
        if self.filter_text:
            return f"nothing matches “{clean(self.filter_text)}”; {BACK} shows everything"
        if self.wanted.mine or self.wanted.team:
            return f"No card here. {key_of('heroes.mine' if self.wanted.mine else 'heroes.team')} shows others."
        since = "" if self.wanted.period == "all" else f" this {self.wanted.period}"
        return f"{HINTS[standard]} No card yet{since}. {key_of('heroes.new')} writes the first."

    def _show_nudge(self, logins: Sequence[str]) -> None:
        shown = bool(logins) and not self._dismissed
        self.set_class(shown, "-nudging")
        if not shown:
            return
        most = 3 if self.size.width >= WIDE else 2
        *rest, last = [clean(login) for login in logins[:most]]
        names = f"{', '.join(rest)} and {last}" if rest else last
        keys = self.with_keys(f" · {key_of('heroes.new')} writes a card · {key_of('heroes.dismiss')} hides this")
        who = "them" if rest else last
        text = f"You worked with {names}; nobody has thanked {who} this quarter{keys}"
        if self.size.width < WIDE:
            text = f"Nobody has thanked {names} this quarter; you work together{keys}"
        line, content = self.query_one("#nudge", Static), Content.styled(text, QUIET)
        if line.content != content:
            line.update(content, layout=False)

    def why_not_dismiss(self) -> str | None:
        """There must be a line to hide."""
        return None if self.has_class("-nudging") else "there is nothing to hide"

    def do_dismiss(self) -> None:
        """Hide the quiet line until okrtui is left."""
        self._dismissed = True
        self.remove_class("-nudging")

    # ---- moving ----------------------------------------------------------------------------

    def do_left(self) -> None:
        """Go to the column or tab on the left."""
        self._across(-1)

    def do_right(self) -> None:
        """Go to the column or tab on the right."""
        self._across(1)

    def _across(self, step: int) -> None:
        order = list(Standard)
        index = order.index(self._tab) + step
        if 0 <= index < len(order):
            self._go_to(order[index])

    def _go_to(self, standard: Standard) -> None:
        self._tab = standard
        self._lay_out()

    def on_descendant_focus(self, event: object) -> None:
        """Follow the focus, which tab and the mouse move too."""
        if isinstance(self.focused, CardColumn):
            self._tab = self.focused.standard

    def on_card_list_near_end(self, event: CardList.NearEnd) -> None:
        """Read the next page of a column."""
        column = event.card_list
        if isinstance(column, CardColumn) and column.cards:
            standard = column.standard
            if standard not in self._whole and standard not in self._reading_on:
                self._reading_on.add(standard)
                self.run_worker(self._read_on(column), group="read on")

    async def _read_on(self, column: CardColumn) -> None:
        READING.set(True)  # this task only loads
        wanted, standard = self.wanted, column.standard
        try:
            below = column.cards[-1].id
            more = await self.ask(read_on, wanted, standard, below)
            if wanted == self.wanted and column.cards and column.cards[-1].id == below:
                if len(more) < PAGE:
                    self._whole.add(standard)
                column.show([*column.cards, *more], self.host.login, column.week)
        except Refused as refusal:
            self.show_message(str(refusal), "error")
        finally:
            self._reading_on.discard(standard)

    # ---- what is seen ----------------------------------------------------------------------

    def filter_changed(self, text: str) -> None:
        """Look for it on the whole board."""
        self.wanted = replace(self.wanted, text=text)
        self.reload_soon()

    async def do_period(self) -> None:
        """Show the quarter, all time, this week."""
        await self._want(period=PERIODS[(PERIODS.index(self.wanted.period) + 1) % len(PERIODS)])

    async def do_mine(self) -> None:
        """Show only cards by and about me, or everybody's."""
        await self._want(mine=not self.wanted.mine)

    def why_not_team(self) -> str | None:
        """There must be teams."""
        return (
            None
            if self.seen and self.seen.teams
            else f"there is no team yet; {key_of('go.people')} and {key_of('people.add-team')} make one"
        )

    async def do_team(self) -> None:
        """Show one team's cards, the next team's, everyone's."""
        ring = ["", *(self.seen.teams if self.seen else ())]
        here = ring.index(self.wanted.team) if self.wanted.team in ring else 0
        await self._want(team=ring[(here + 1) % len(ring)])

    async def _want(self, **changes: object) -> None:
        self.wanted = replace(self.wanted, **changes)  # type: ignore[arg-type]  # period, mine or team
        await self.reload()

    def why_not_open(self) -> str | None:
        """There must be a card."""
        return None if self.card() else NO_CARD

    def do_open(self) -> None:
        """Open the whole story."""
        if (card := self.card()) is not None:
            self.host.go("hero", card.ref)

    def posted(self, card: Recognition) -> None:
        """Stand on my new card."""
        self._stand_on(card.ref)

    async def markdown(self) -> str:
        """Return the board as it is filtered; hidden cards stay out of it."""
        return await self.ask(board_markdown, self.wanted)
