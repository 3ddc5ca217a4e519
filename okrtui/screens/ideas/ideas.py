"""The ideas on their way, and above them the brainstorm that runs: columns by state, or one list."""

from dataclasses import dataclass
from datetime import UTC, tzinfo

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import DescendantFocus, Resize

from okrtui.commands.keys import key_of
from okrtui.model.ideas import Idea
from okrtui.model.live import Kind, Session
from okrtui.rituals import ideas
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.screens.base.host import loading
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.screens.ideas.commands import NO_IDEA, IdeaCommands
from okrtui.sharing.pages.ideas import ideas_page
from okrtui.text import clean
from okrtui.widgets.drawing.marks import QUIET
from okrtui.widgets.forms.reader import Reader
from okrtui.widgets.ideas.rows import (
    STATES,
    IdeaRow,
    closed_label,
    column_rows,
    found_row,
    list_rows,
    live_row,
    reading,
)
from okrtui.widgets.lists.previewed import Previewed
from okrtui.widgets.lists.quadrant import Quadrant
from okrtui.widgets.lists.row_drawing import GUTTER
from okrtui.widgets.lists.row_list import Row, RowList
from okrtui.widgets.live.lists import SizedList
from okrtui.widgets.live.rows import text_row

WIDE = 110
EMPTY = f"No idea yet. {key_of('ideas.new')} writes one down, {key_of('ideas.start')} starts a brainstorm."
EMPTY_COLUMN = 14
"""Cells that a state without ideas keeps: those with some have the rest."""
FOUND = 50
"""So many cards of ended sessions a filter shows at most."""


@dataclass(frozen=True, slots=True)
class Ideas:
    """What one ask brings; `found` are cards that nobody chose and that hold the filter's words."""

    ideas: tuple[IdeaRow, ...]
    running: Session | None
    found: tuple[tuple[str, str], ...]
    zone: tzinfo


def read_ideas(ctx: Context, words: str) -> Ideas:
    """Return the ideas that hold all words, and the session that runs."""
    wanted = words.split()
    shown = tuple(IdeaRow(each, ideas.is_stale(each, ctx)) for each in ideas.ideas(ctx, words=wanted))
    found = ideas.unchosen(ctx, wanted)[:FOUND] if wanted else ()
    return Ideas(shown, sessions.running(ctx, Kind.BRAINSTORM), found, ctx.zone)


class IdeasScreen(RitualScreen):
    """A list of what is live or found, and the pipeline below it."""

    where = "ideas"
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    IdeasScreen #live { height: auto; max-height: 8; display: none; padding: 0 1; border: none; }
    IdeasScreen.-live #live { display: block; }
    IdeasScreen #all { padding: 0 1; border: none; }
    IdeasScreen #columns { height: 1fr; padding: 0 1; display: none; }
    IdeasScreen #columns Quadrant { width: 1fr; margin-right: 1; }
    IdeasScreen.-wide #columns { display: block; }
    IdeasScreen.-wide #all { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.groups = (IdeaCommands(self),)
        self.seen: Ideas | None = None
        self._to_show = ""

    def compose_content(self) -> ComposeResult:
        """Lay out the live row, the list and the columns."""
        yield Quadrant("", id="live")
        states = [SizedList(state.value.capitalize(), id=f"state-{state.value}") for state in STATES]
        yield Previewed(Quadrant("", id="all"), Horizontal(*states, id="columns"), wants=self._lines, beside=False)

    def _lines(self) -> int:
        """Return how many lines the ideas take where they are listed, or the longest column."""
        wide = self.has_class("-wide")
        return max(1 + each.lines for each in self._columns) if wide else self.query_one("#all", RowList).lines

    def open_ref(self, ref: str) -> None:
        """Stand on an idea."""
        self._to_show = ref

    def heading(self) -> str:
        """Say what is seen."""
        return super().heading() + (f" · {clean(self.filter_text)}" if self.filter_text else "")

    def shows_session(self, of: Session) -> bool:
        """A brainstorm that runs stands above the ideas."""
        return of.kind is Kind.BRAINSTORM

    # ---- showing ---------------------------------------------------------------------------

    async def load(self) -> None:
        """Read the ideas and put them in place."""
        words = self.filter_text
        seen = await self.ask(read_ideas, words)
        if words == self.filter_text:
            self.seen = seen
            self.draw()

    def draw(self) -> None:
        """Show what is known, as columns where they fit."""
        seen = self.seen
        if seen is None or not self.is_mounted:
            return
        self.set_class(self.size.width >= WIDE, "-wide")
        top = [live_row(seen.running, seen.running.facilitator == self.host.login)] if seen.running else []
        top += self._found_rows(seen)
        self.set_class(bool(top), "-live")
        self.query_one("#live", RowList).set_rows(top)
        if self.has_class("-wide"):
            for state, column in zip(STATES, self._columns, strict=True):
                there = [each for each in seen.ideas if each.idea.state is state]
                width = column.scrollable_content_region.width - GUTTER
                if width > 0:
                    column.set_rows(column_rows(there, width))
                column.styles.width = "1fr" if there else EMPTY_COLUMN
                column.say(Content.styled(str(len(there)), QUIET) if there else "")
        else:
            every = self.query_one("#all", RowList)
            every.set_empty(
                f"no idea matches “{clean(self.filter_text)}”" if self.filter_text else self.with_keys(EMPTY)
            )
            every.set_rows(list_rows(seen.ideas))
        self._focus_list()
        if self._to_show:
            self.stand_on(self._to_show)
        self._tell()

    def _tell(self) -> None:
        """Say more of the idea under the cursor where there is room."""
        shown, seen = self._shown(), self.seen
        told = reading(shown, seen.zone) if shown is not None and seen is not None else []
        self.query_one(Previewed).tell(told)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Tell of another idea; other keys may matter on it."""
        self._tell()
        self.refresh_keys()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Tell of the idea under the cursor of another column."""
        self._tell()

    def _found_rows(self, seen: Ideas) -> list[Row]:
        if not seen.found:
            return []
        head = text_row("found", Content.styled("In ended sessions, not chosen:", QUIET), heading=True)
        return [head, *(found_row(number, ref, text) for number, (ref, text) in enumerate(seen.found))]

    @property
    def _columns(self) -> list[SizedList]:
        return list(self.query(SizedList))

    @property
    def _lists(self) -> list[RowList]:
        """The lists that are seen, in the order of reading."""
        live = [self.query_one("#live", RowList)] if self.has_class("-live") else []
        return [*live, *(self._columns if self.has_class("-wide") else [self.query_one("#all", RowList)])]

    def _focus_list(self) -> None:
        here = self.focused
        if self.is_typing() or (here in self._lists and isinstance(here, RowList) and here.cursor_key is not None):
            return
        full = [each for each in self._lists if each.cursor_key is not None]
        self.set_focus((full or self._lists)[0])

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new size."""
        self.draw()

    def on_sized_list_sized(self, event: SizedList.Sized) -> None:
        """Break the columns' rows for their width."""
        event.stop()
        self.draw()

    def stand_on(self, ref: str) -> None:
        """Stand on an idea."""
        self._to_show = ref
        for each in self._lists:
            if each.move_to(ref):
                self._to_show = ""
                self.set_focus(each)
                return

    # ---- what is under the cursor ----------------------------------------------------------

    def _key(self) -> str:
        return (self.focused.cursor_key or "") if isinstance(self.focused, RowList) else ""

    def idea(self) -> Idea | None:
        """Return the idea under the cursor."""
        shown = self._shown()
        return shown.idea if shown else None

    def _shown(self) -> IdeaRow | None:
        key = self._key()
        return next((each for each in self.seen.ideas if each.idea.ref == key), None) if self.seen else None

    def running(self) -> Session | None:
        """Return the session that runs."""
        return self.seen.running if self.seen else None

    # ---- commands --------------------------------------------------------------------------

    def why_not_open(self) -> str | None:
        """There must be something."""
        return None if self._key() else NO_IDEA

    def do_open(self) -> None:
        """Join the session, read the idea, or open the session that a found card lies in."""
        key, shown = self._key(), self._shown()
        if shown is not None and self.seen is not None:
            self.app.push_screen(Reader(f"Idea {shown.idea.ref}", reading(shown, self.seen.zone)))
        elif key:
            self.host.go("brainstorm", key.split()[-1])

    async def do_sessions(self) -> None:
        """Choose a session to look at."""
        with loading():
            found = await self.ask(sessions.sessions, Kind.BRAINSTORM)
        if not found:
            self.show_message(f"there was no session yet; {key_of('ideas.start')} starts one")
            return
        zone = self.seen.zone if self.seen else UTC
        chosen = await self.choose("Sessions", [(each.ref, closed_label(each, zone)) for each in found])
        if chosen:
            self.host.go("brainstorm", chosen)

    def on_quadrant_edge(self, event: Quadrant.Edge) -> None:
        """Above the first idea stands what is live."""
        event.stop()
        live = self.query_one("#live", RowList)
        if event.step < 0 and self.has_class("-live"):
            self.set_focus(live)
        elif event.step > 0 and event.quadrant is live:
            self.set_focus(next((each for each in self._lists[1:] if each.cursor_key is not None), live))

    def do_left(self) -> None:
        """Go to the list before."""
        self._across(-1)

    def do_right(self) -> None:
        """Go to the list after."""
        self._across(1)

    def _across(self, step: int) -> None:
        lists = [each for each in self._lists if each.cursor_key is not None]
        if self.focused in lists:
            place = lists.index(self.focused) + step
            self.set_focus(lists[min(max(place, 0), len(lists) - 1)])

    def filter_changed(self, text: str) -> None:
        """Look for it among the ideas, and among the cards of ended sessions."""
        self.reload_soon()

    async def markdown(self) -> str:
        """Return the ideas as Markdown."""
        return await self.ask(ideas_page, self.filter_text.split())
