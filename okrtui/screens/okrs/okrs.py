"""The OKR screen: cycle, objectives and key results as a tree, with everything one does to them."""

import asyncio
from collections.abc import Sequence
from functools import partial

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from okrtui.commands.keys import BACK, key_of, show_key
from okrtui.model.journal import Activity
from okrtui.model.okrs import Cycle, CycleStanding, CycleState, ObjectiveStanding, Standing
from okrtui.rules.okrs.filter import ME, OkrFilter, parse_filter
from okrtui.rules.okrs.periods import following
from okrtui.screens.base.command_group import Meaning
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.screens.okrs import closing, forms
from okrtui.screens.okrs.commands import NewOkrCommands, OkrCommands, closed
from okrtui.screens.okrs.learned import LearnedCommands
from okrtui.screens.okrs.moving import MovingCommands
from okrtui.screens.okrs.queries import TreeView, read_view
from okrtui.sharing.pages.outline import cycles_outline, key_result_outline, objective_outline
from okrtui.widgets.frame import FilterInput
from okrtui.widgets.lists.row_list import Row, RowList
from okrtui.widgets.okrs.tree import Node, OkrTree, cycle_key, detail

STATUS_FILTERS = ("", "risk", "off track", "on track", "stale")


def _after(values: Sequence[str], now: str) -> str:
    """Return the value after `now`, the first one after the last."""
    return values[(values.index(now) + 1) % len(values)] if now in values else values[0]


def _plain(line: Content, width: int) -> Content:
    return line


class OkrsScreen(RitualScreen):
    """The tree and, below it, what the columns leave out of the row under the cursor."""

    where = "okrs"
    DEFAULT_CSS = """
    OkrsScreen #rule { height: 1; border-top: solid $border-blurred; }
    OkrsScreen #detail { height: 2; }
    OkrsScreen.-too-small #rule { display: none; }
    OkrsScreen.-too-small #detail { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.groups = (OkrCommands(self), NewOkrCommands(self), MovingCommands(self), LearnedCommands(self))
        self.meanings = {"close": (Meaning(lambda: isinstance(self.node, CycleStanding), self, "close_cycle"),)}
        self.outline = OkrTree(with_keys=self.with_keys)
        self.view: TreeView | None = None
        self.shown = ""
        """A cycle's name, `all`, or "" for the open ones."""
        self._wanted = ""
        self._to_top = False

    def compose_content(self) -> ComposeResult:
        """Lay out the tree above the detail."""
        yield RowList(id="tree")
        yield Static(id="rule")
        detail = RowList(id="detail")  # it repaints only what differs, which a Static does not
        detail.can_focus = False
        yield detail

    # ---- what is shown ---------------------------------------------------------------------

    @property
    def rows(self) -> RowList:
        """The list that shows the tree."""
        return self.query_one("#tree", RowList)

    @property
    def key(self) -> str | None:
        """The key of the row under the cursor."""
        return self.rows.cursor_key

    @property
    def node(self) -> Node | None:
        """What the cursor stands on."""
        return self.outline.node(self.key)

    @property
    def here(self) -> Standing | ObjectiveStanding | None:
        """What the cursor stands on, but for a cycle."""
        node = self.node
        return None if isinstance(node, CycleStanding) else node

    @property
    def around(self) -> ObjectiveStanding | None:
        """The objective under or above the cursor."""
        return self.outline.objective(self.key)

    @property
    def here_cycle(self) -> Cycle | None:
        """The cycle the cursor is in."""
        found = self.outline.cycle(self.key)
        return found.cycle if found else None

    def read_only(self) -> str | None:
        """Return why nothing may be changed, also before anything was read."""
        return "the workspace is still being read" if self.view is None else closed(self.here_cycle)

    async def load(self) -> None:
        """Read the cycles and put them into the tree in place."""
        wanted, self._wanted = self._wanted, ""
        asked, first = self.shown, self.view is None
        view = await self.ask(read_view, asked, wanted)
        if self.shown != asked:  # another cycle was picked meanwhile: this load is over, the next one comes
            return
        self.view, self.shown = view, view.shown
        self.outline.me, self.outline.today = self.host.login, view.today
        self.outline.parents, self.outline.names = view.parents, view.names
        self.outline.put(view.cycles)
        if first:
            self._fold_closed()
        self.show()
        if wanted:
            self.go_to(wanted)
        elif self._to_top:
            self.rows.action_first()
        self._to_top = False

    def _fold_closed(self) -> None:
        """Begin with the present cycle open and what is over or to come folded, where there are several."""
        if len(self.outline.cycles) > 1:
            for cycle in self.outline.cycles:
                if cycle.cycle.state is not CycleState.ACTIVE:
                    self.outline.fold(cycle_key(cycle.cycle.name), False)

    def show(self) -> None:
        """Draw the rows anew after folding or filtering."""
        rows = self.outline.rows()
        self.rows.set_empty(self.with_keys(self._empty()))
        self.rows.set_rows(rows)
        self.show_detail()
        self.refresh_keys()

    def _empty(self) -> str:
        if self.view is None:
            return ""
        if self.outline.filter:
            return f"Nothing matches: {self.outline.filter.told}. {BACK} shows everything again."
        return (
            f"No cycle yet. {key_of('okrs.new')} writes this quarter's first objective, {key_of('okrs.add-cycle')} "
            f"makes a cycle with other dates, {key_of('okrs.vision')} says where the team is going."
        )

    def show_detail(self) -> None:
        """Say of the row under the cursor what its columns leave out."""
        vision = self.view.vision if self.view else ""
        lines = detail(self.node, vision, self.outline.names, self.with_keys)
        rows = [Row(str(at), partial(_plain, line), selectable=False) for at, line in enumerate(lines)]
        self.query_one("#detail", RowList).set_rows(rows)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Show the row's detail."""
        if event.row_list.id == "tree":
            self.show_detail()

    def footer_keys(self) -> list[tuple[str, str]]:
        """Return the same keys on every row: redrawn at each move they would cost over a slow link, and flicker."""
        if self.is_typing() or self.read_only() or not self.outline.cycles:
            return super().footer_keys()
        shown = [each for each in self.commands() if each.footer and each.keys and each.id != "go.okrs"]
        return [(show_key(each.keys[0]), each.name) for each in shown]

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Open a key result's history; fold or unfold the others."""
        if isinstance(self.outline.node(event.key), Standing):
            self.host.go("keyresult", event.key)
        else:
            self.do_fold()

    def heading(self) -> str:
        """Return the screen's name, with the cycle where it is not the open ones, and what is filtered."""
        told = self.outline.filter.told.replace(f"DRI {ME}", "DRI me")
        return " · ".join(part for part in ("OKRs", self.shown, told) if part)

    def concerns(self, activities: Sequence[Activity]) -> bool:
        """Weekly updates and health readings show nowhere here."""
        tables = {str(change["table"]) for activity in activities for change in activity.changes}
        return bool(tables & {"cycle", "objective", "key_result", "checkin", "member", "team", "workspace"})

    def open_ref(self, ref: str) -> None:
        """Stand on an objective or key result, whichever cycle it is in."""
        self._wanted = ref

    def go_to(self, ref: str) -> None:
        """Put the cursor on a row, unfolding what hides it and dropping a filter that does."""
        if self.outline.node(ref) is None:
            return
        above = self.outline.above(ref)
        while above:
            self.outline.fold(above, True)
            above = self.outline.above(above)
        self.show()
        if not self.rows.move_to(ref) and self.outline.filter:
            self.drop_filter()
            self.go_to(ref)

    async def markdown(self) -> str:
        """Return the row under the cursor with what lies beneath it; what is filtered away stays away."""
        node, tree = self.node, self.outline
        if isinstance(node, Standing):
            return key_result_outline(node, node.history, tree.names)
        if isinstance(node, ObjectiveStanding):
            kept = {o.objective.ref: left for c in tree.cycles for o, left in tree.kept_in(c)}
            return objective_outline(node, kept.get(node.objective.ref, ()), tree.parents)
        shown = [node] if isinstance(node, CycleStanding) else tree.cycles

        def whole() -> str:
            return cycles_outline([(cycle, tree.kept_in(cycle)) for cycle in shown], tree.parents)

        return await asyncio.to_thread(whole)  # a company's cycle takes a tenth of a second

    def why_not_copy(self) -> str | None:
        """Say so on an empty screen."""
        return None if self.outline.cycles else f"nothing to copy yet: {key_of('okrs.new')} writes the first objective"

    # ---- folding ---------------------------------------------------------------------------

    def _fold(self, open_: bool) -> None:
        key = self.key
        if key is None:
            return
        if not open_ and (not self.outline.can_fold(key) or not self.outline.is_open(key)):
            above = self.outline.above(key)  # a second ← goes up, as in every tree
            if above:
                self.rows.move_to(above)
            return
        self.outline.fold(key, open_)
        self.show()

    def do_fold(self) -> None:
        """Fold or unfold the row; on a key result, its objective."""
        key = self.key
        if key is not None:
            self._fold(self.outline.can_fold(key) and not self.outline.is_open(key))

    def do_fold_in(self) -> None:
        """Fold the row, or go up to what it lies under."""
        self._fold(False)

    def do_fold_out(self) -> None:
        """Unfold the row."""
        self._fold(True)

    def do_fold_all(self) -> None:
        """Fold or unfold every objective."""
        before = self.key
        above = self.outline.objective(before)
        self.outline.fold_objectives()
        self.show()
        if above is not None and before != self.key:
            self.rows.move_to(above.objective.ref)

    # ---- filters ---------------------------------------------------------------------------

    def filter_changed(self, text: str) -> None:
        """Keep what matches, without reading anything again."""
        wanted = parse_filter(text)
        if wanted != self.outline.filter:
            self.outline.keep(wanted)
            self.show()

    def _filter_by(self, wanted: OkrFilter) -> None:
        self.filter_text = wanted.text
        self.query_one(FilterInput).value = wanted.text
        self.filter_changed(wanted.text)

    def do_mine(self) -> None:
        """Show only what I am DRI of, or everything again."""
        now = self.outline.filter
        self._filter_by(now.with_term("dri", "" if now.dri else ME))

    def why_not_team(self) -> str | None:
        """Say so where there are no teams."""
        return (
            None
            if self.view and self.view.teams
            else f"there are no teams yet; the people screen ({key_of('go.people')}) adds one"
        )

    def do_team(self) -> None:
        """Go through the teams, then everyone."""
        names = ("", *(self.view.teams if self.view else ()))
        self._filter_by(self.outline.filter.with_term("team", _after(names, self.outline.filter.team)))

    def do_status(self) -> None:
        """Go through the statuses, then all."""
        self._filter_by(self.outline.filter.with_term("status", _after(STATUS_FILTERS, self.outline.filter.status)))

    # ---- cycles ----------------------------------------------------------------------------

    async def show_cycle(self, name: str) -> None:
        """Show a cycle by its name, from its top."""
        self.shown, self._to_top = name, True
        await self.reload()

    def why_not_cycle(self) -> str | None:
        """Say so where there is none."""
        return (
            None
            if self.view and self.view.every
            else f"there is no cycle yet; {key_of('okrs.new')} writes the first objective"
        )

    why_not_earlier = why_not_cycle
    why_not_later = why_not_cycle

    async def do_cycle(self) -> None:
        """Pick a cycle to show."""
        assert self.view is not None
        options = [("", "the open cycles"), ("all", "all cycles")]
        options += [
            (c.name, f"{c.name}   {c.start} – {c.end}   {c.state}{', read-only' if c.state == 'closed' else ''}")
            for c in reversed(self.view.every)
        ]
        chosen = await self.choose("Show which cycle?", options, cursor=self.shown)
        if chosen is not None:
            await self.show_cycle(chosen)

    async def do_earlier(self) -> None:
        """Show the cycle before."""
        await self._step(-1)

    async def do_later(self) -> None:
        """Show the cycle after."""
        await self._step(1)

    async def _step(self, by: int) -> None:
        names = [c.name for c in self.view.every] if self.view else []
        here = self.outline.cycle(self.key)
        at = names.index(here.cycle.name) if here is not None and here.cycle.name in names else 0
        if not 0 <= at + by < len(names):
            self.show_message(
                "this is the first cycle there is"
                if by < 0
                else f"this is the last cycle; {key_of('okrs.add-cycle')} makes the next"
            )
            return
        await self.show_cycle(names[at + by])

    async def do_add_cycle(self) -> None:
        """Make a cycle."""
        last = self.view.every[-1].name if self.view and self.view.every else ""
        name = await forms.new_cycle(self, following(last) if last else "")
        if name:
            await self.show_cycle(name)
            self.show_message(f"{name} is there; {key_of('okrs.new')} writes its first objective", "done")

    def why_not_prepare(self) -> str | None:
        """Say so where there is nothing to copy."""
        here = self.outline.cycle(self.key)
        return None if here is not None and here.objectives else "there is nothing here to prepare the next cycle from"

    async def do_prepare(self) -> None:
        """Choose what to carry over to the next cycle."""
        here = self.outline.cycle(self.key)
        assert here is not None
        name = await closing.prepare(self, here)
        if name:
            await self.show_cycle(name)
            self.show_message(
                f"copied into {name} as drafts; {key_of('okrs.activate')} makes an objective active", "done"
            )

    async def do_vision(self) -> None:
        """Write the workspace's vision."""
        await forms.edit_vision(self)

    def do_values(self) -> None:
        """Show the values."""
        self.host.go("values")

    def why_not_close_cycle(self) -> str | None:
        """Say so where it is closed already."""
        return self.read_only()

    async def do_close_cycle(self) -> None:
        """Close the cycle on whose row the cursor stands."""
        node = self.node
        if isinstance(node, CycleStanding) and await closing.close_cycle(self, node):
            self.show_message(
                f"{node.cycle.name} is closed and read-only; {key_of('okrs.prepare')} prepares the next from it", "done"
            )
