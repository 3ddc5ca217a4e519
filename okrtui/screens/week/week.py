"""This week: the four-square of a person, a team or everyone, who has checked in, help wanted and wins."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.content import Content
from textual.events import Resize

from okrtui.commands.keys import key_of
from okrtui.model.frozen import frozen
from okrtui.model.week import Commitment, HealthMetric, UpdateState
from okrtui.rules.weeks import shift
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.screens.week.commands import WeekCommands
from okrtui.text import clean
from okrtui.widgets.drawing.marks import QUIET, update_mark
from okrtui.widgets.heroes.hero_strip import TITLE, HeroStrip
from okrtui.widgets.lists.blocks import Block, block_rows, share, wanted_lines
from okrtui.widgets.lists.quadrant import Quadrant
from okrtui.widgets.lists.row_drawing import GUTTER
from okrtui.widgets.lists.row_list import Row, RowList, matching
from okrtui.widgets.week import rows as week_rows
from okrtui.widgets.week.summary import Summary, presence_line, pulse_line, tabs

if TYPE_CHECKING:  # rituals bring peewee, which first paint does not wait for
    from okrtui.rituals.context import Context
    from okrtui.rituals.week.overview import WeekView

ME, EVERYONE = "me", "everyone"
PRIORITIES, RESULTS, AHEAD, HEALTH, HELP, WINS = range(6)
TITLES = ("Priorities", "Key results", "Next four weeks", "Health", "Help wanted", "Wins")
IDS = ("priorities", "results", "ahead", "health", "help", "wins")
NO_MATCH = "nothing matches"
GAP = 2
DRAWN = 76  # cells from which the pulse is drawn and not only told
"""Cells between the two columns."""
FEW_ACTIONS = 2
"""So many open actions stand below the priorities at 24 lines."""
BANDS = (8, 1, 1)
"""How the three bands grow where all want more."""
LEAST = 4
"""Lines a band keeps where another one wants everything: its heading and three rows."""


@frozen
class WeekData:
    """What one ask brings: the week and the circles that I can look at."""

    view: "WeekView"
    scopes: tuple[str, ...]
    today: str
    day: date


def read_week(ctx: "Context", scope: str, week: str | None) -> WeekData:
    """Return the week of a circle; of my first team, else everyone, where `scope` is "" or there is none such now."""
    from okrtui.rituals.people import members
    from okrtui.rituals.week.overview import week_view

    scopes = members.circles(ctx)
    if scope not in scopes:
        scope = scopes[1]
    return WeekData(week_view(ctx, scope, week), scopes, ctx.week, ctx.today)


class WeekScreen(RitualScreen):
    """Six lists under two lines; one ask fills them all, and everything is updated in place."""

    where = "week"
    DEFAULT_CSS = """
    WeekScreen #squares {
        layout: grid; grid-size: 2; grid-gutter: 0 2; grid-rows: 3fr 1fr 1fr; grid-columns: 23fr 27fr;
        height: 1fr; padding: 0 1;
    }
    """
    BINDINGS = [
        Binding("h,left", "across(0)", "left", show=False, id="week.left"),
        Binding("l,right", "across(1)", "right", show=False, id="week.right"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.groups = (WeekCommands(self),)
        self.scope = ""
        self.week: str | None = None
        self.seen: WeekData | None = None
        self._rows: list[list[Row]] = [[] for _ in TITLES]
        self._bands: list[int] = []
        self._strip = 0
        """Lines that this week's heroes take."""
        self._another = ("", "")
        """The circle and week in the lists; another one begins at their tops."""

    def compose_content(self) -> ComposeResult:
        """Lay out the summary above the six lists."""
        yield Summary()
        yield Container(id="squares")
        yield HeroStrip()

    async def _make_squares(self) -> None:
        """Make the lists and give the first one the keys, once.

        Not before there is something to put in: six lists take as long to make as all the rest, and as long to paint.
        """
        if not self.squares:
            await self.query_one("#squares").mount_all(
                Quadrant(title, id=id) for title, id in zip(TITLES, IDS, strict=True)
            )
            if self.focused is None:
                self.set_focus(self.squares[0])

    @property
    def squares(self) -> list[Quadrant]:
        """The lists in their order, left and right in turns."""
        return list(self.query(Quadrant))

    # ---- showing ---------------------------------------------------------------------------

    async def load(self) -> None:
        """Read the week and show it."""
        scope, week = self.scope, self.week
        seen = await self.ask(read_week, scope, week)
        await self._make_squares()
        if (scope, week) == (self.scope, self.week):  # else another one was asked for meanwhile, and comes next
            self.seen, self.scope = seen, seen.view.scope
            self.show()

    def on_resize(self, event: Resize) -> None:
        """Lay the week out for the new size."""
        self.show()

    def filter_changed(self, text: str) -> None:
        """Keep the rows that contain `text`, in every list."""
        if self.seen is None:
            return
        for square, rows, empty in zip(self.squares, self._rows, self._empty(), strict=True):
            square.set_empty(NO_MATCH if text else empty)
            square.set_rows(matching(rows, text))

    def show(self) -> None:
        """Put what was read into the widgets."""
        if self.seen is None or not self.is_mounted:
            return
        view, squares = self.seen.view, self.squares
        if not squares:
            return
        self._show_summary(self.seen)
        self._strip = self._show_heroes(view)
        widths = self._widths()
        blocks = self._blocks(view, widths)
        inside = widths[1] - GUTTER - 1
        results = week_rows.key_result_rows(view.key_results, inside)
        needs = [wanted_lines(each, widths[index % 2]) for index, each in enumerate(blocks)]
        needs[RESULTS] = sum(row.height for row in results[:60])
        empty = self._empty()
        needs = [need or len(Content(empty[i]).wrap(widths[i % 2] - 2 * GUTTER)) for i, need in enumerate(needs)]
        heights = self._share(needs)
        results = week_rows.key_result_rows(view.key_results, inside, heights[0] - 1)
        asides = self._asides(view)
        for index, square in enumerate(squares):
            room = heights[index // 2] - 1
            rows = results if index == RESULTS else block_rows(blocks[index], widths[index % 2], room)
            self._rows[index] = rows
            square.set_empty(empty[index] if not self.filter_text else NO_MATCH)
            square.set_rows(matching(rows, self.filter_text))
            square.say(*asides[index])
            if self._another != (view.scope, view.week):
                square.action_first()
        self._another = (view.scope, view.week)

    def _show_heroes(self, view: "WeekView") -> int:
        """Show who was thanked below the lists, in as many lines as the terminal has to spare."""
        most = 2 if self.size.height < 30 else 4 if self.size.height < 45 else 6
        title = TITLE if self.week is None else f"Heroes of {view.week}"
        opens = self.with_keys(key_of("go.heroes"))
        return self.query_one(HeroStrip).show(view.heroes, max(20, self.size.width - 2), most, opens, title)

    def _widths(self) -> tuple[int, int]:
        """Return the widths of the two columns; key results need the wider one."""
        room = max(20, self.size.width - 2 - GAP)
        left = room * 23 // 50
        return left, room - left

    def _share(self, needs: Sequence[int]) -> list[int]:
        """Return the heights of the three bands, headings included, and lay them out."""
        bands = [1 + max(needs[left], needs[left + 1]) for left in (PRIORITIES, AHEAD, HELP)]
        heights = share(self.size.height - 4 - self._strip, bands, BANDS, LEAST)
        if (layout := [*heights, *self._widths()]) != self._bands:
            self._bands = layout
            squares = self.query_one("#squares")
            squares.styles.grid_rows = " ".join(map(str, heights))
            squares.styles.grid_columns = " ".join(map(str, self._widths()))
        return heights

    def _blocks(self, view: "WeekView", widths: tuple[int, int]) -> list[list[Block]]:
        names = week_rows.name_width([*(each.who for each in view.help), *(each.case.opener for each, _ in view.asked)])
        me, mine = self.host.login, view.scope == ME
        said = self.with_keys(f"nothing yet: {key_of('go.checkin', other=True)} checks in")
        owed = {} if mine or self.week else {each.member.login: each.state for each in view.presence}
        pending = week_rows.pending_blocks(view.priorities, owed, me, said)
        help = [week_rows.help_block(each.who, each.blocker, each.helpers, names, me) for each in view.help]
        return [
            [*pending, *week_rows.priority_blocks(view.priorities, me, mine=mine), *self._blocks_below(view)],
            [],
            week_rows.said_blocks(view.ahead),
            week_rows.health_blocks(view.health, widths[1] - GUTTER - 1),
            [*help, *week_rows.request_blocks(view.asked, names, me)],
            week_rows.said_blocks(view.wins),
        ]

    def _blocks_below(self, view: "WeekView") -> list[Block]:
        """Return what stands below the priorities: the first few open actions, where the others are, new ideas."""
        from okrtui.widgets.actions.rows import action_blocks

        if self.seen is None:
            return []
        most = FEW_ACTIONS if self.size.height < 30 else 3 * FEW_ACTIONS
        mine = view.scope == ME
        acts = action_blocks(view.actions, self.seen.day, most, self.with_keys(key_of("go.actions")), mine=mine)
        return [*acts, *week_rows.idea_blocks(view.ideas)]

    def _asides(self, view: "WeekView") -> list[tuple[Content, ...]]:
        """Return what stands at the right of the headings, and what does where that is too wide."""
        return [
            week_rows.priorities_aside(view.priorities),
            week_rows.key_results_aside(view.key_results),
            (Content.styled(f"{shift(view.week, 1)[5:]}–{shift(view.week, 4)[5:]}", QUIET),),
            *[(Content(),)] * 3,
        ]

    def _empty(self) -> list[str]:
        """Return the sentence of each list that says how it is filled in."""
        checkin = key_of("go.checkin", other=True)
        sentences = [
            f"No priorities yet. Press {checkin} to check in and commit to up to three.",
            f"No key results yet. Press {key_of('go.okrs')} for the OKRs, then {key_of('okrs.new')} to write one.",
            f"Nothing ahead yet. Press {checkin} and say what comes next.",
            f"No health metric yet. Press {key_of('week.new')} to add one to protect.",
            f"Nobody asked for help. Press {checkin} if you are blocked.",
            f"No wins yet. Press {checkin} to tell yours.",
        ]
        if self.week is not None:  # what a week gone by lacks is not filled any more
            return [each.partition(". ")[0].replace(" yet", "") + "." for each in sentences]
        return [self.with_keys(each) for each in sentences]

    def _show_summary(self, seen: WeekData) -> None:
        view, summary = seen.view, self.query_one(Summary)
        when = ""
        if view.week != seen.today:
            last = ", last week" if view.week == shift(seen.today, -1) else ""
            when = self.with_keys(f"{view.week}{last} · {key_of('week.today')} goes back")
        summary.top = (tabs(seen.scopes, view.scope), Content.styled(when, "$text-warning"))
        pulse = pulse_line(view.pulse, view.week, drawn=self.size.width >= DRAWN)
        states = [(each.member.login, each.state) for each in view.presence]
        summary.bottom = (presence_line(states, self.size.width - pulse.cell_length - 4), pulse)

    # ---- moving ----------------------------------------------------------------------------

    def action_across(self, column: int) -> None:
        """Go to the list beside this one."""
        squares = self.squares
        if self.focused in squares:
            index = squares.index(self.focused) // 2 * 2 + column
            if squares[index] is not self.focused:
                squares[index].enter(0)

    def on_quadrant_edge(self, event: Quadrant.Edge) -> None:
        """Go on to the list below or above."""
        squares = self.squares
        index = squares.index(event.quadrant) + 2 * event.step
        if 0 <= index < len(squares):
            squares[index].enter(event.step)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Open what is under the cursor."""
        index = self.squares.index(event.row_list) if event.row_list in self.squares else -1
        if index == RESULTS:
            self.host.go("okrs", event.key)
        elif index == PRIORITIES and event.key.startswith("A"):
            self.host.go("actions", event.key.removeprefix("A more"))
        elif index == PRIORITIES and event.key.startswith("I"):
            self.host.go("ideas", event.key)
        elif index == PRIORITIES and event.key == week_rows.MINE:
            self.host.go("checkin")
        elif index == PRIORITIES:
            self.action_run_command("week.open")
        elif index == HEALTH:
            self.action_run_command("week.health")
        elif index == HELP and event.key.endswith(week_rows.REQUEST):
            self.host.go("cases", event.key.removesuffix(week_rows.REQUEST))
        elif index in (AHEAD, HELP, WINS):
            self._read_person(event.key.rpartition(":")[0], index)

    def _read_person(self, login: str, index: int) -> None:
        """Show the whole text of which a row is a part."""
        from okrtui.widgets.forms.reader import Reader

        if self.seen is None:
            return
        view = self.seen.view
        texts = {AHEAD: dict(view.ahead), WINS: dict(view.wins)}.get(index)
        if texts is None:
            texts = {each.who: each.blocker + _asked(each.helpers) for each in view.help}
        names = {member.login: member.name for member in view.members}
        title = f"{TITLES[index]} · {names.get(login, login)} · {view.week}"
        self.app.push_screen(Reader(title, [Content(clean(line)) for line in texts.get(login, "").split("\n")]))

    # ---- circles and weeks -----------------------------------------------------------------

    async def do_scope(self) -> None:
        """Show the next circle of people."""
        if self.seen is not None:
            scopes = self.seen.scopes
            self.scope = scopes[(scopes.index(self.scope) + 1) % len(scopes)] if self.scope in scopes else ""
        await self.reload()

    async def do_previous(self) -> None:
        """Show the week before."""
        await self._go_to(-1)

    def why_not_next(self) -> str | None:
        """The present week is the last one."""
        return None if self.week else "this is the present week"

    async def do_next(self) -> None:
        """Show the week after."""
        await self._go_to(1)

    def why_not_today(self) -> str | None:
        """There is nothing to come back from."""
        return None if self.week else "this is the present week"

    async def do_today(self) -> None:
        """Show the present week."""
        self.week = None
        await self.reload()

    async def _go_to(self, by: int) -> None:
        if self.seen is None:
            return
        week = shift(self.week or self.seen.today, by)
        self.week = None if week >= self.seen.today else week
        await self.reload()

    def do_who(self) -> None:
        """List everybody's check-in."""
        from okrtui.widgets.forms.reader import Reader

        if self.seen is None:
            return
        view, lines = self.seen.view, list[Content]()
        for state in (UpdateState.OVERDUE, UpdateState.PENDING, UpdateState.MISSED, UpdateState.SUBMITTED):
            for each in view.presence:
                if each.state is state:
                    mark = update_mark(state).content
                    name = clean(f"{each.member.name} ({each.member.login})")
                    lines.append(mark + " " * (14 - mark.cell_length) + name)
        self.app.push_screen(Reader(f"Check-ins of {view.week}", lines or [Content("nobody yet")]))

    async def markdown(self) -> str:
        """Return the week's report of the circle that is shown."""
        from okrtui.sharing.pages.reports import week_report  # the reports bring rituals and storage

        return await self.ask(week_report, week=self.week, scope=self.scope or EVERYONE)

    # ---- what the commands are done to ------------------------------------------------------

    def _here(self, index: int) -> str | None:
        """Return the key of the row under the cursor of a list, None where the keys go elsewhere."""
        squares = self.squares
        return squares[index].cursor_key if squares and self.focused is squares[index] else None

    def priority(self) -> Commitment | None:
        """Return the priority under the cursor."""
        key, items = self._here(PRIORITIES), self.seen.view.priorities if self.seen else ()
        return next((each for each in items if f"c{each.id}" == key), None)

    def metric(self) -> HealthMetric | None:
        """Return the health metric under the cursor."""
        key = self._here(HEALTH)
        return next((each for each in self.metrics() if f"h{each.id}" == key), None)

    def metrics(self) -> Sequence[HealthMetric]:
        """Return the health metrics that are shown."""
        return self.seen.view.health if self.seen else ()

    def teams(self) -> Sequence[str]:
        """Return my teams, the one that is shown first."""
        mine = [each for each in self.seen.scopes if each not in (ME, EVERYONE)] if self.seen else []
        return sorted(mine, key=lambda team: team != self.scope)


def _asked(helpers: Sequence[str]) -> str:
    return f"\n\nasked: {', '.join(helpers)}" if helpers else ""
