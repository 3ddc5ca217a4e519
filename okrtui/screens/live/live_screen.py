"""The live session: one screen that shows whatever its phase is about, and the same to everybody at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Concatenate, ParamSpec, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import DescendantFocus, Resize, ScreenResume, ScreenSuspend

from okrtui.commands.catalogue import SCREENS
from okrtui.commands.keys import BACK, key_of
from okrtui.errors import Refused
from okrtui.model.journal import Activity
from okrtui.model.live import Kind, Phase, Session, View
from okrtui.rituals.context import Context
from okrtui.screens.base.command_group import Meaning, Meanings
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.screens.live.card_entry import HINT, CardEntry
from okrtui.screens.live.delay import Delay
from okrtui.screens.live.facilitation import Facilitation, Leaving, Moderation, Spotlight
from okrtui.screens.live.grouping import Grouping
from okrtui.screens.live.live_group import Sides
from okrtui.screens.live.polls import Polls
from okrtui.screens.live.presence import Presence
from okrtui.screens.live.projector import Presenting
from okrtui.screens.live.queries import Delta, read_session
from okrtui.screens.live.state import LiveState
from okrtui.screens.live.voting import Voting
from okrtui.sharing.pages.live import session_page
from okrtui.text import clean
from okrtui.widgets.forms.reader import Reader
from okrtui.widgets.frame import parts
from okrtui.widgets.lists.row_list import RowList
from okrtui.widgets.live.card_line import CardLine
from okrtui.widgets.live.clock import Clock
from okrtui.widgets.live.header import Question, Readiness, Steps
from okrtui.widgets.live.lists import SizedList, TwoLists
from okrtui.widgets.live.phase_layouts import PhaseLayout
from okrtui.widgets.live.poll_line import Asked

P = ParamSpec("P")
T = TypeVar("T")
WIDE = 100  # cells from which on two lists of cards fit side by side
GOES_ON = ("go on",)  # what whoever leads looks for first


class LiveScreen(RitualScreen):
    """Head, two lists and the line for cards; each ritual says what they hold in a phase, and what keys do there."""

    POLL_SECONDS = 0.05
    left_out = ("go.week", "go.okrs", "go.checkin", "go.heroes", "go.ideas", "go.people", "app.filter")
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    LiveScreen #head, LiveScreen Steps { height: 1; }
    LiveScreen CardLine { display: none; }
    LiveScreen.-writing CardLine { display: block; }
    """

    kind: ClassVar[Kind]
    layouts: ClassVar[Mapping[Phase, PhaseLayout]]
    none: ClassVar[str]
    first: ClassVar[Mapping[Phase, Sequence[str]]] = {}
    enter_does: ClassVar[Mapping[Phase, str]] = {
        Phase.SELECT: "choose",
        Phase.GATHER: "rename",
        Phase.LOBBY: "ready",
        Phase.CLOSED: "cards",
    }
    entry_class: ClassVar[type[CardEntry]] = CardEntry

    def __init__(self) -> None:
        super().__init__()
        self.state, self._lit = LiveState(self.none), ""
        self.presence, self.delay = Presence(self), Delay(self)
        self.entry, self.facilitation, leaving = self.entry_class(self), Facilitation(self), Leaving(self)
        self.grouping, voting = Grouping(self, self.entry), Voting(self)
        self.spotlight = Spotlight(self, self.presence_changed)
        self.polls = Polls(self, lambda: next(iter(parts(self, Asked)), None))
        others = (self.polls, Moderation(self), Presenting(self), Sides(self, lambda: self.lists))
        self.groups = (self.entry, self.grouping, voting, self.facilitation, self.spotlight, *others)
        self.meanings: Meanings = {
            "mark": (
                Meaning(lambda: self.state.phase is Phase.VOTE, voting, "vote"),
                Meaning(lambda: True, self.grouping),
            ),
            "quit": (Meaning(lambda: self.state.leads(), leaving),),
            "back": (Meaning(self._leaves_leading, leaving),),
        }

    def compose_content(self) -> ComposeResult:
        """Lay out head, lists and line."""
        with Horizontal(id="head"):
            yield Question(id="question")
            yield Clock(self.host.clock, id="clock")
            yield Readiness(id="readiness")
        yield Steps(id="steps")
        yield Asked()
        yield TwoLists()
        yield CardLine(HINT)

    @property
    def lists(self) -> TwoLists:
        """The two lists."""
        return self.query_one(TwoLists)

    @property
    def line(self) -> CardLine | None:
        """The line, None before it is there."""
        return next(iter(parts(self, CardLine)), None)

    @property
    def layout_now(self) -> PhaseLayout | None:
        """What the present phase shows."""
        return self.layouts[self.state.phase] if self.state.phase else None

    def row_key(self) -> str | None:
        """Return the key of the row under the cursor, in the list that has the keys."""
        return self.lists.row_key if self.is_mounted else None

    def heading(self) -> str:
        """Name the session."""
        of = self.state.of
        return f"{SCREENS[self.where]} · {of.ref} {clean(of.title)}" if of else super().heading()

    def shows_session(self, of: Session) -> bool:
        """The one that is shown needs no banner; while an old one is read, the one that runs does."""
        return of.ref == self.state.ref

    # ---- coming and going ------------------------------------------------------------------

    def open_ref(self, ref: str) -> None:
        """Show this session."""
        if ref != self.state.ref:
            self.entry.keep_line()
            self.presence.leave()
            self.state = LiveState(self.none, ref)
            if self.line is not None:
                self.line.put("")

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Give signs of life while the session is shown."""
        self.presence.begin()

    def on_screen_suspend(self, event: ScreenSuspend) -> None:
        """Leave the room where another screen is shown; a dialog or the projector's view is no leaving."""
        if self.app.current_mode != self.where:
            self.entry.tell_done()
            self.entry.keep_line()
            self.presence.end()

    def keep_drafts(self) -> None:
        """Keep what stands in the line."""
        self.entry.keep_line()

    async def change(self, fn: Callable[Concatenate[Context, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case that writes, then load the screen again; what comes of it is of this terminal."""
        with self.presence.here():
            return await super().change(fn, *args, **kwargs)

    def presence_changed(self) -> None:
        """Look who is there."""
        self.presence.changed()

    # ---- reading ---------------------------------------------------------------------------

    def concerns(self, activities: Sequence[Activity]) -> bool:
        """Return whether this session changed, or none is shown yet."""
        ref = self.state.ref
        return not ref or any(each.ref in (ref, "") or each.ref.startswith("I") for each in activities)

    async def load(self) -> None:
        """Read the session and put it in place."""
        state = self.state
        ref, enters = state.ref, state.entered != state.ref or not state.ref
        state.turn += 1
        try:
            seen = await self.ask(read_session, self.kind, ref, enters, state.seen)
        except Refused:
            self.state.ref = ""
            raise
        if state is not self.state:
            return  # another one was asked for meanwhile, and comes next
        if seen is not None:
            state.ref = state.entered = seen.view.session.ref
        if seen != state.seen or seen is None:
            self.presence.saw(state.of, seen.view.session if seen is not None else None)
            state.seen = seen
            self.presence.tell_app()
            self.draw()

    def read_delta(self) -> Callable[[Context, Sequence[Activity]], Delta | None]:
        """Return what reads the session in the same go as the news of it; of mere cards only those."""
        return lambda ctx, news: self.state.read_delta(ctx, [each for each in news if self.concerns((each,))])

    def apply_delta(self, read: object) -> bool:
        """Show the cards that came, unless something else was read meanwhile."""
        turn, before, seen = cast(Delta, read)
        state = self.state
        if turn != state.turn or before is not state.seen:
            return False
        state.seen = seen
        self.presence.looked()
        cards = seen.view.cards[len(before.view.cards) :]
        if state.drawn is None or any(card.mine for card in cards):
            self.draw()
            self.refresh_keys()
            return True
        if seen.view.room != before.view.room:
            self._draw_head(seen.view)
        self._fill_lists(left=False)  # nothing of mine has changed
        self._show_present()
        if not before.view.cards:
            self.refresh_keys()
        return True

    # ---- showing ---------------------------------------------------------------------------

    def draw(self) -> None:
        """Show what is known."""
        if not self.is_mounted:
            return
        view, layout, state = self.state.view, self.layout_now, self.state
        if view is None or layout is None:
            self.remove_class("-writing")
            self.lists.show_none(SCREENS[self.where], self.with_keys(self.none))
            return
        self._draw_head(view)
        self._lit = view.room.lit
        state.marked &= {card.id for card in view.cards}
        self.lists.place(layout, self.size.width >= WIDE)
        self._fill_lists()
        if state.here != state.drawn:
            before, state.drawn = state.drawn, state.here
            self._enter_phase(layout, is_first=before is None)
        self.entry.draw_line()
        self.polls.draw(typing=self.is_typing())
        self._show_present()

    def show_room(self) -> None:
        """Show who is there now."""
        if self.state.phase is Phase.LOBBY or (self.state.view is not None and self.state.view.room.lit != self._lit):
            self.draw()
        elif (view := self.state.view) is not None:
            self._draw_head(view)
            self._show_present()

    def _draw_head(self, view: View) -> None:
        of = view.session
        self.query_one(Question).question = of.question
        self.query_one(Clock).count(of, self.state.today)
        self.query_one(Readiness).count = self.state.readiness()
        self.query_one(Steps).tell(view)
        self.facilitation.tell_lead()

    def _fill_lists(self, *, left: bool = True) -> None:
        view, layout = self.state.view, self.layout_now
        if view is not None and layout is not None:
            viewer = self.state.viewer(self.size.width >= WIDE, self.with_keys, self.entry.prompt)
            fresh = self.state.here != self.state.drawn
            self.lists.show_rows(layout, view, viewer, self.filter_text, left=left, fresh=fresh)

    def _enter_phase(self, layout: PhaseLayout, *, is_first: bool) -> None:
        """Lay out for another phase: nobody's half-typed card is taken away by it."""
        self.state.marked = frozenset()
        half, may = self.entry.enter_phase()
        self.set_class(layout.writes or layout.shows_line or (may and bool(half)), "-writing")
        if not layout.writes:
            self.lists.left.action_first()
        if layout.writes:
            self.set_focus(self.line)
        elif is_first or not (may and half and self.focused is self.line):
            self.lists.focus_left()
        if not is_first:
            self.entry.say_phase(half, may, layout.writes)

    def _show_present(self) -> None:
        for screen in self.app.screen_stack:
            if (show := getattr(screen, "show_session", None)) is not None:
                show()

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new size."""
        if self.loaded or self.state.seen is not None:  # before that nobody knows yet whether there is a session
            self.draw()

    def on_sized_list_sized(self, event: SizedList.Sized) -> None:
        """Break the rows for the new width."""
        event.stop()
        self._fill_lists()

    def filter_changed(self, text: str) -> None:
        """Keep the cards and groups that contain it."""
        self._fill_lists()

    # ---- keys ------------------------------------------------------------------------------

    def footer_keys(self) -> list[tuple[str, str]]:
        """Return what matters in this phase; while a card is written, what the line's keys do."""
        if self.focused is self.line and self.line is not None:
            goes_on, keys = self._find(f"{self.where}.next"), self.entry.line_keys()
            if goes_on is not None and goes_on.why_not() is None:
                keys.insert(1, (key_of(".next", typing=True), goes_on.name))
            keys += [(key_of(".ready", typing=True), "ready"), (BACK, "leave the line")]
            return [(self.with_keys(each), name) for each, name in keys]
        pairs = super().footer_keys()
        first = [*GOES_ON, *(self.first.get(self.state.phase, ()) if self.state.phase else ())]
        pairs.sort(key=lambda pair: first.index(pair[1]) if pair[1] in first else len(first))
        return [("⌫" if key == "backspace" else key, name) for key, name in pairs]

    @on(CardLine.Said)
    def _hear_line(self, event: CardLine.Said) -> None:
        """Hand on what was done in the line."""
        event.stop()
        self.entry.hear(event)

    def on_clock_over(self, event: Clock.Over) -> None:
        """Ring where that is asked for."""
        self.presence.ring()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say whether digits answer from here."""
        self.polls.draw(typing=self.is_typing())

    def show_line(self) -> None:
        """Show the line and give it the keys."""
        self.add_class("-writing")
        if self.line is not None:
            self.set_focus(self.line)

    def open_reader(self, title: str, lines: Sequence[Content]) -> None:
        """Show something whole."""
        self.app.push_screen(Reader(title, lines))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Do what enter means here: choose, mark, vote, or change my card."""
        event.stop()
        self.action_run_command(f"{self.where}.{self.entered()}")

    def entered(self) -> str:
        """Return the name of the command that enter is here."""
        what = self.enter_does.get(self.state.phase, "mark") if self.state.phase else "ready"
        return "cards" if what == "choose" and self.state.not_leading() else what

    def stand_on(self, key: str) -> None:
        """Put the cursor on a row."""
        self.lists.stand_on(key)

    def go_on(self) -> None:
        """Put the cursor on the next row of the list that has the keys."""
        self.lists.focused.action_move(1)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Let the light go with the cursor."""
        event.stop()
        self.spotlight.follow()

    def _leaves_leading(self) -> bool:
        """Tell whether esc would leave the session that I lead."""
        return self.state.leads() and not (self.is_typing() or self.state.marked or self.filter_text)

    def do_back(self) -> None:
        """Leave the card as it was, take the marks away, else what esc does everywhere."""
        if self.entry.stop_change():
            self.show_message("the card is as it was")
        elif self.is_typing():
            keeps = (layout := self.layout_now) is not None and (layout.writes or layout.shows_line)
            if not keeps and self.line is not None and not self.line.text:
                self.remove_class("-writing")
            self.lists.focus_left()
        elif self.state.marked:
            self.state.marked = frozenset()
            self.draw()
        else:
            super().do_back()

    def why_not_filter(self) -> str | None:
        """There must be a session."""
        return self.state.no_session()

    why_not_copy = why_not_filter

    async def markdown(self) -> str:
        """Return the session as Markdown."""
        return await self.ask(session_page, self.state.ref)
