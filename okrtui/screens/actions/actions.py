"""The action items: those due first in front, mine, a team's or everyone's, the history beside them where it fits."""

from dataclasses import dataclass
from datetime import date, tzinfo

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from okrtui.commands.keys import BACK, key_of
from okrtui.model.actions import Action, ActionState, ActionStep
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.rituals.people.members import EVERYONE
from okrtui.screens.actions.commands import NO_ACTION, ActionCommands
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.sharing.pages.actions import actions_outline
from okrtui.widgets.actions.rows import action_rows, reading
from okrtui.widgets.forms.reader import Reader
from okrtui.widgets.lists.previewed import Previewed
from okrtui.widgets.lists.row_list import RowList, matching
from okrtui.widgets.week.summary import tabs


@dataclass(frozen=True, slots=True)
class Actions:
    """What one ask brings: a circle's actions with their histories, and the circles I can look at."""

    scope: str
    scopes: tuple[str, ...]
    actions: tuple[Action, ...]
    histories: dict[int, tuple[ActionStep, ...]]
    zone: tzinfo
    today: date


def read_actions(ctx: Context, scope: str, settled: bool) -> Actions:
    """Return a circle's actions; my first team's, else everyone's, where `scope` is "" or there is none such now."""
    scopes = members.circles(ctx)
    scope = scope if scope in scopes else scopes[1]
    found = actions.of_circle(ctx, scope, settled=settled)
    by_state = sorted(found, key=lambda each: each.state is not ActionState.OPEN)
    return Actions(scope, scopes, tuple(by_state), actions.histories(ctx, found), ctx.zone, ctx.today)


class ActionsScreen(RitualScreen):
    """One list under a line with the circles, and below it or beside it the action under the cursor."""

    where = "actions"
    DEFAULT_CSS = """
    ActionsScreen #circles { height: 1; padding: 0 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.seen: Actions | None = None
        self.scope = ""
        self.settled = False
        self._wanted = ""
        self.groups = (ActionCommands(self),)

    def compose_content(self) -> ComposeResult:
        """Lay out the circles, the list and what stands beside it."""
        yield Static(id="circles")
        yield Previewed(RowList(id="list"), wants=lambda: self.rows.lines)

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#list", RowList)

    def heading(self) -> str:
        """Say what is seen."""
        return super().heading() + (", done and dropped too" if self.settled else "")

    # ---- showing ---------------------------------------------------------------------------

    async def load(self) -> None:
        """Read the actions and put them in place."""
        asked = self.scope, self.settled
        seen = await self.ask(read_actions, *asked)
        if asked == (self.scope, self.settled):  # else another circle was asked for meanwhile, and comes next
            self.seen, self.scope = seen, seen.scope
            self.show()
            if self._wanted:
                await self._go_to(self._wanted)

    async def _go_to(self, ref: str) -> None:
        """Stand on an action, wherever it is."""
        self._wanted = ""
        if self.rows.move_to(ref):
            return
        if self.filter_text:
            self.drop_filter()
        if not self.rows.move_to(ref):
            self.scope, self.settled = EVERYONE, True
            self.seen = await self.ask(read_actions, self.scope, self.settled)
            self.show()
            if not self.rows.move_to(ref):
                self.show_message(f"there is no action {ref}", "warn")

    def show(self) -> None:
        """Draw the rows and what stands beside them."""
        seen = self.seen
        if seen is None or not self.is_mounted:
            return
        circles = tabs(seen.scopes, seen.scope)
        late = sum(each.overdue(seen.today) for each in seen.actions)
        if late:
            circles += Content.styled(f"  ! {late} overdue", "$text-error")
        line = self.query_one("#circles", Static)
        if line.content != circles:
            line.update(circles, layout=False)
        self.rows.set_empty(self.with_keys(self._empty(seen)))
        self.rows.set_rows(matching(action_rows(seen.actions, seen.today), self.filter_text))
        self._show_aside()
        self.refresh_keys()

    def _empty(self, seen: Actions) -> str:
        if self.filter_text:
            return f"No action here holds “{self.filter_text}”. {BACK} shows all of them."
        whose = "of yours " if seen.scope == "me" else "" if seen.scope == "everyone" else f"of {seen.scope} "
        new, scope = key_of("actions.new"), key_of("actions.scope")
        more = "" if self.settled else f", {key_of('actions.settled')} those that are done"
        return f"No action {whose}is open. {new} makes one, {scope} shows other people's{more}."

    def _show_aside(self) -> None:
        self.query_one(Previewed).tell(self._told())

    def _told(self) -> list[Content]:
        found, seen = self.action(), self.seen
        if found is None or seen is None:
            return []
        return reading(found, seen.histories.get(found.id, ()), seen.zone, seen.today)

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new size."""
        self.show()

    def filter_changed(self, text: str) -> None:
        """Keep the actions that hold all words."""
        self.show()

    def open_ref(self, ref: str) -> None:
        """Stand on the action called `ref`."""
        self._wanted = ref.upper()

    def stand_on_action(self, ref: str) -> None:
        """Stand on an action that was just made; one of somebody else is in a wider circle."""
        self._wanted = ref
        self.reload_soon()

    def action(self) -> Action | None:
        """Return the action under the cursor."""
        key = self.rows.cursor_key
        return next((each for each in self.seen.actions if each.ref == key), None) if self.seen else None

    # ---- commands --------------------------------------------------------------------------

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Tell of another action; other keys may matter on it."""
        self._show_aside()
        self.refresh_keys()

    def why_not_open(self) -> str | None:
        """There must be an action."""
        return None if self.action() else NO_ACTION

    def do_open(self) -> None:
        """Read the action and its history."""
        if (found := self.action()) is not None:
            self.app.push_screen(Reader(f"Action {found.ref}", self._told()))

    async def do_scope(self) -> None:
        """Show the next circle of people."""
        if self.seen is not None:
            scopes = self.seen.scopes
            self.scope = scopes[(scopes.index(self.scope) + 1) % len(scopes)] if self.scope in scopes else ""
        await self.reload()

    async def do_settled(self) -> None:
        """Show the done and dropped ones too, or the open ones only."""
        self.settled = not self.settled
        await self.reload()

    def why_not_source(self) -> str | None:
        """There must be a session that it comes from."""
        found = self.action()
        if found is None:
            return NO_ACTION
        return None if found.source else f"{found.ref} comes out of no session"

    def do_source(self) -> None:
        """Show the session that the action comes from."""
        if (found := self.action()) is not None:
            self.host.go("brainstorm", found.source)

    async def markdown(self) -> str:
        """Return the actions that are shown as a task list."""
        return await self.ask(actions_markdown, self.scope, self.settled, self.filter_text)


def actions_markdown(ctx: Context, scope: str, settled: bool, words: str) -> str:
    """Return a circle's actions that hold all words, as Markdown."""
    seen = read_actions(ctx, scope, settled)
    kept = {row.key for row in matching(action_rows(seen.actions, seen.today), words)}
    return actions_outline(ctx, [each for each in seen.actions if each.ref in kept])
