"""The live session: one screen that shows whatever its phase is about, and the same to everybody at once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize, ScreenResume, ScreenSuspend

from okrtui.commands.catalogue import SCREENS
from okrtui.errors import Refused
from okrtui.model.journal import Activity
from okrtui.model.live import Phase, Session
from okrtui.screens.live.card_entry import HINT, Writing
from okrtui.screens.live.cards_commands import CardCommands
from okrtui.screens.live.facilitation_commands import FacilitationCommands
from okrtui.screens.live.presence import Presence
from okrtui.screens.live.queries import Delta, Snapshot, read_on, read_running, read_session
from okrtui.screens.live.state import LiveState
from okrtui.text import clean, fit
from okrtui.widgets.lists.quadrant import Quadrant
from okrtui.widgets.lists.row_list import RowList
from okrtui.widgets.live.card_line import CardLine
from okrtui.widgets.live.clock import Clock
from okrtui.widgets.live.header import Question, Readiness, Steps
from okrtui.widgets.live.lists import SizedList, TwoLists
from okrtui.widgets.live.phase_layouts import DOES, PhaseLayout

if TYPE_CHECKING:  # rituals bring peewee, which first paint does not wait for
    from okrtui.rituals.context import Context


class LiveScreen(Writing, CardCommands, FacilitationCommands):
    """Head, two lists and the line for cards; `layouts` says what they hold in which phase."""

    POLL_SECONDS = 0.05
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    LiveScreen #head, LiveScreen Steps { height: 1; }
    LiveScreen CardLine { display: none; }
    LiveScreen.-writing CardLine { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.presence = Presence(self)

    def compose_content(self) -> ComposeResult:
        """Lay out head, lists and line."""
        with Horizontal(id="head"):
            yield Question(id="question")
            yield Clock(self.host.clock, id="clock")
            yield Readiness(id="readiness")
        yield Steps(id="steps")
        yield TwoLists()
        yield CardLine(HINT)

    @property
    def lists(self) -> TwoLists:
        """The two lists."""
        return self.query_one(TwoLists)

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
            self.keep_drafts()
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
            self.tell_done()
            self.keep_drafts()
            self.presence.end()

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
            state.seen = seen
            self._tell_app()
            self.draw()

    def read_delta(self) -> "Callable[[Context, Sequence[Activity]], Delta | None]":
        """Return what reads the session in the same go as the news of it; of mere cards only those."""

        def read(ctx: "Context", news: Sequence[Activity]) -> Delta | None:
            state = self.state
            seen, turn = state.seen, state.turn
            ours = [each for each in news if self.concerns((each,))]
            if seen is None or not ours or state.entered != seen.view.session.ref:
                return None
            of = seen.view.session
            if all(each.verb == "card" and each.ref == of.ref for each in ours):
                more = read_on(ctx, seen)
                if more is not None:
                    return turn, seen, more
            return None

        return read

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
            self._draw_head(seen)
        self._fill_lists(left=False)  # nothing of mine has changed
        self._show_present(seen)
        if not before.view.cards:
            self.refresh_keys()
        return True

    def _tell_app(self) -> None:
        """Have the other screens' banner follow, without waiting for the change feed: it does not tell of my own."""
        of, frame = self.state.of, self.host.frame
        if of is not None and (frame.live is None or frame.live.id == of.id):
            now = None if of.phase is Phase.CLOSED else of
            if now != frame.live:
                self.host.frame = replace(frame, live=now)
                if now is None:
                    self.run_worker(self._tell_of_another(), group="room")

    async def _tell_of_another(self) -> None:
        """Where this session is over, have the banner tell of another one that runs."""
        other = await self.read_or_none(read_running)
        if other is not None and self.host.frame.live is None:
            self.host.frame = replace(self.host.frame, live=other)
            self.refresh_keys()

    # ---- showing ---------------------------------------------------------------------------

    def draw(self) -> None:
        """Show what is known."""
        if not self.is_mounted:
            return
        seen, layout, state = self.state.seen, self.layout_now, self.state
        if seen is None or layout is None:
            self.remove_class("-writing")
            self.lists.show_none(SCREENS[self.where], self.none)
            return
        self._draw_head(seen)
        state.marked &= {card.id for card in seen.view.cards}
        self.lists.place(layout, self.is_wide())
        self._fill_lists()
        now = (seen.view.session.phase, seen.view.session.step_id)
        if now != state.drawn:
            before, state.drawn = state.drawn, now
            self._enter_phase(layout, is_first=before is None)
        self._show_present(seen)

    def show_room(self, seen: Snapshot) -> None:
        """Show who is there now."""
        if self.state.phase is Phase.LOBBY:
            self.draw()
        else:
            self._draw_head(seen)
            self._show_present(seen)

    def _draw_head(self, seen: Snapshot) -> None:
        of, room = seen.view.session, seen.view.room
        self.query_one(Question).question = of.question
        self.query_one(Clock).count(of)
        people = len(room.people) if of.phase is not Phase.CLOSED else 0
        self.query_one(Readiness).count = (len(room.ready), people)
        self.query_one(Steps).tell(seen.view)
        self.tell_lead(of)

    def _fill_lists(self, *, left: bool = True) -> None:
        view, layout = self.state.view, self.layout_now
        if view is not None and layout is not None:
            fresh = (view.session.phase, view.session.step_id) != self.state.drawn
            self.lists.show_rows(layout, view, self.viewer, self.filter_text, left=left, fresh=fresh)

    def _enter_phase(self, layout: PhaseLayout, *, is_first: bool) -> None:
        """Lay out for another phase: nobody's half-typed card is taken away by it."""
        line, state = self.line, self.state
        if line is None:
            return
        state.marked = frozenset()
        line.hint = self.hint()
        if state.written_for not in ("", self.draft_name()):
            line.put("")  # what stands in it is kept under its own name
        state.written_for = self.draft_name()
        may = self.not_for_line() is None
        if may:
            self.take_up()
        else:
            self.keep_drafts()
            self.stop_change()
        half = self.half_typed()
        self.set_class(layout.writes or layout.shows_line or (may and bool(half)), "-writing")
        if not layout.writes:
            self.lists.left.action_first()
        if layout.writes:
            self.set_focus(line)
        elif is_first or not (may and half and self.focused is line):
            self.lists.focus_left()
        if not is_first:
            self._say_phase(half, may, layout.writes)

    def _say_phase(self, half: str, may: bool, writes: bool) -> None:
        phase = self.state.phase
        if phase is None:
            return
        if half and not writes:
            words = fit(clean(half), 24, pad=False)
            offer = "enter adds it" if may else "I puts it into the idea inbox"
            self.show_message(f"now: {phase}; your half-typed card “{words}” is kept, {offer}", "warn")
        elif half or phase is not Phase.LOBBY:
            self.show_message(f"now: {phase} · {DOES[phase]}")

    def _show_present(self, seen: Snapshot) -> None:
        for screen in self.app.screen_stack:
            show = getattr(screen, "show_session", None)
            if show is not None:
                show(seen)

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
            leads = [("F8", self.next_name())] if self.state.not_leading() is None else []
            keys = self.line_keys()
            return [*keys[:1], *leads, *keys[1:], ("F2", "ready"), ("esc", "leave the line")]
        pairs = [pair for pair in super().footer_keys() if pair[0] not in ("1", "2", "3", "4", "5", "8", "/")]
        first = ("next phase", "next step", *self.first_keys())
        pairs.sort(
            key=lambda pair: first.index(pair[1]) if pair[1] in first else len(first)
        )  # who leads looks for it first
        names = self.key_names()
        return [("⌫" if key == "backspace" else key, names.get(name, name)) for key, name in pairs]

    def first_keys(self) -> tuple[str, ...]:
        """Return the names of the commands that matter most in this phase."""
        return ()

    def next_name(self) -> str:
        """Return what going on means here."""
        return "next phase"

    def line_keys(self) -> list[tuple[str, str]]:
        """Return what the line's own keys do."""
        return [("enter", "add"), ("↑", "edit last")]

    def key_names(self) -> dict[str, str]:
        """Return what commands of two meanings are called in this phase."""
        return {"mark, vote": "vote" if self.state.phase is Phase.VOTE else "mark"}

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Do what enter means here: choose, mark, vote, or change my card."""
        event.stop()
        self.action_run_command(f"{self.where}.{self.entered()}")

    def entered(self) -> str:
        """Return the name of the command that enter is here."""
        what = self.enter_does.get(self.state.phase, "mark") if self.state.phase else "ready"
        return "cards" if what == "choose" and self.state.not_leading() else what

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Other keys may matter on another row."""
        if event.row_list is self.focused:
            self.refresh_keys()

    def on_quadrant_edge(self, event: Quadrant.Edge) -> None:
        """A list's end is an end."""
        event.stop()

    def do_left(self) -> None:
        """Go to the list on the left."""
        self.lists.focus_left()

    def do_right(self) -> None:
        """Go to the list on the right."""
        self.lists.focus_right()

    def do_back(self) -> None:
        """Leave the card as it was, take the marks away, else what esc does everywhere."""
        if self.stop_change():
            self.show_message("the card is as it was")
        elif self.is_typing():
            layout = self.layout_now
            keeps = layout is not None and (layout.writes or layout.shows_line)
            if not keeps and self.line is not None and not self.line.text:
                self.remove_class("-writing")
            self.lists.focus_left()
        elif self.state.marked:
            self.state.marked = frozenset()
            self.draw()
        else:
            super().do_back()

    def why_not_filter(self) -> str | None:
        """There must be rows."""
        return self.state.no_session()

    def why_not_copy(self) -> str | None:
        """There must be a session."""
        return self.state.no_session()

    async def markdown(self) -> str:
        """Return the session as Markdown."""
        return await self.ask(session_markdown, self.state.ref)


def session_markdown(ctx: "Context", ref: str) -> str:
    """Return the session's page."""
    from okrtui.sharing.pages.session import session_page

    return session_page(ctx, ref)
