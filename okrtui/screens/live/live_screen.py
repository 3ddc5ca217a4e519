"""The live session: one screen that shows whatever its phase is about, and the same to everybody at once."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize, ScreenResume, ScreenSuspend
from textual.timer import Timer

from okrtui.commands.catalogue import SCREENS
from okrtui.errors import Refused
from okrtui.model.journal import Activity
from okrtui.model.live import Phase, Session
from okrtui.screens.live.card_entry import HINT
from okrtui.screens.live.cards_commands import CardCommands
from okrtui.screens.live.facilitation_commands import FacilitationCommands
from okrtui.screens.live.keys import LiveKeys
from okrtui.screens.live.queries import Delta, Snapshot, read_on, read_room, read_running, read_session
from okrtui.text import clean, fit
from okrtui.widgets.lists.row_drawing import GUTTER
from okrtui.widgets.lists.row_list import matching
from okrtui.widgets.live.card_line import CardLine
from okrtui.widgets.live.clock import Clock
from okrtui.widgets.live.header import Question, Readiness, Steps
from okrtui.widgets.live.lists import LiveList, SizedList
from okrtui.widgets.live.phase_layouts import DOES
from okrtui.widgets.live.rows import roomy

if TYPE_CHECKING:  # rituals bring peewee, which first paint does not wait for
    from okrtui.rituals.context import Context

LOOK_EVERY = 1.0
"""Seconds between two looks at who is there."""
BEAT = 20.0
"""Seconds between two signs of life of whoever leads; others give them half as often."""


class LiveScreen(LiveKeys, CardCommands, FacilitationCommands):
    """Head, two lists and the line for cards; `faces` says what they hold in which phase."""

    POLL_SECONDS = 0.05
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    LiveScreen #head, LiveScreen Steps { height: 1; }
    LiveScreen #lists { height: 1fr; padding: 0 1; }
    LiveScreen #left { margin-right: 1; }
    LiveScreen CardLine { display: none; }
    LiveScreen.-writing CardLine { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._beats: Timer | None = None
        self._planned: Timer | None = None
        self._looked = 0.0
        self._beaten = 0
        self._entered = ""
        self._drawn: tuple[Phase, int | None] | None = None
        """Phase and agenda's step that the screen is laid out for."""
        self._widths: tuple[int, int] = (0, 0)
        self._written_for = ""
        """The name that the line's text is kept under."""

    def compose_content(self) -> ComposeResult:
        """Lay out head, lists and line."""
        with Horizontal(id="head"):
            yield Question(id="question")
            yield Clock(self.host.clock, id="clock")
            yield Readiness(id="readiness")
        yield Steps(id="steps")
        with Horizontal(id="lists"):
            yield LiveList("", id="left")
            yield LiveList("", id="right")
        yield CardLine(HINT)

    def heading(self) -> str:
        """Name the session."""
        return f"{SCREENS[self.where]} · {self.of.ref} {clean(self.of.title)}" if self.of else super().heading()

    def shows_session(self, of: Session) -> bool:
        """The one that is shown needs no banner; while an old one is read, the one that runs does."""
        return of.ref == self.ref

    # ---- coming and going ------------------------------------------------------------------

    def open_ref(self, ref: str) -> None:
        """Show this session."""
        if ref != self.ref:
            self._forget()
            self.ref = ref

    def _forget(self) -> None:
        self.keep_drafts()
        if self._entered:
            self.run_worker(self.go_out(self._entered), group="room")
        self._entered, self.seen, self._drawn, self.marked = "", None, None, frozenset()
        self._written_for = ""
        self.added, self._changing, self._offered, self._half = (), None, [], False
        if self.line is not None:
            self.line.put("")

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Give signs of life while the session is shown."""
        if self._beats is None:
            self._beats = self.set_interval(BEAT, self._beat)

    def on_screen_suspend(self, event: ScreenSuspend) -> None:
        """Leave the room where another screen is shown; a dialog or the projector's view is no leaving."""
        if self.app.current_mode == self.where:
            return
        if self._beats is not None:
            self._beats.stop()
            self._beats = None
        self.tell_done()
        self.keep_drafts()
        if self._entered:
            self.run_worker(self.go_out(self._entered), group="room")
            self._entered = ""

    def _beat(self) -> None:
        of = self.of
        if of is None or of.phase is Phase.CLOSED:
            return
        self._beaten += 1
        if of.facilitator == self.host.login or self._beaten % 2:
            self.run_worker(self.beat(of.ref), group="room")
        self.run_worker(self._look_around(), group="room")  # nobody writes that somebody has gone

    # ---- showing ---------------------------------------------------------------------------

    def concerns(self, activities: Sequence[Activity]) -> bool:
        """Return whether this session changed, or none is shown yet."""
        return not self.ref or any(each.ref in (self.ref, "") or each.ref.startswith("I") for each in activities)

    async def load(self) -> None:
        """Read the session and put it in place."""
        ref = self.ref
        self.turn += 1
        try:
            seen = await self.ask(read_session, self.kind, ref, self._entered != ref or not ref, self.seen)
        except Refused:
            self.ref = ""
            raise
        if ref != self.ref:
            return  # another one was asked for meanwhile, and comes next
        if seen is not None:
            self.ref = self._entered = seen.view.session.ref
        if seen != self.seen or seen is None:
            self.seen = seen
            self._tell_app()
            self.draw()

    def read_delta(self) -> "Callable[[Context, Sequence[Activity]], Delta | None]":
        """Return what reads the session in the same go as the news of it; of mere cards only those."""

        def read(ctx: "Context", news: Sequence[Activity]) -> Delta | None:
            seen, turn = self.seen, self.turn
            ours = [each for each in news if self.concerns((each,))]
            if seen is None or not ours or self._entered != seen.view.session.ref:
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
        if turn != self.turn or before is not self.seen:
            return False
        self.seen, self._looked = seen, time.monotonic()  # who is there was read, too
        if self._planned is not None:
            self._planned.stop()
            self._planned = None
        cards = seen.view.cards[len(before.view.cards) :]
        if self._drawn is None or any(card.mine for card in cards):
            self.draw()
            self.refresh_keys()
            return True
        if seen.view.room != before.view.room:
            self._draw_head(seen)
        self._fill_lists(seen, left=False)  # nothing of mine has changed
        self._show_present(seen)
        if not before.view.cards:
            self.refresh_keys()
        return True

    def presence_changed(self) -> None:
        """Look who is there, now and then: in a full room somebody gives a sign of life every second."""
        if self._planned is None:
            wait = self._looked + LOOK_EVERY - time.monotonic()
            if wait > 0:
                self._planned = self.set_timer(wait, self._look_now)
            else:
                self._look_now()

    def _look_now(self) -> None:
        """Read who is there; votes are given without the journal as well."""
        self._planned, self._looked = None, time.monotonic()
        if self.of is None or self.phase is Phase.VOTE:
            self.reload_soon()
        else:
            self.run_worker(self._look_around(), group="room")

    async def _look_around(self) -> None:
        """Show who is there, without reading all the cards: people who type say so every few seconds."""
        seen = self.seen
        if seen is None:
            return
        room = await self.read_or_none(read_room, seen.view.session)
        if room is not None and room != seen.view.room and self.seen is seen:
            self.seen = replace(seen, view=replace(seen.view, room=room))
            if self.phase is Phase.LOBBY:
                self.draw()
            else:
                self._draw_head(self.seen)
                self._show_present(self.seen)

    def _tell_app(self) -> None:
        """Have the other screens' banner follow, without waiting for the change feed: it does not tell of my own."""
        of, frame = self.of, self.host.frame
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

    def draw(self) -> None:
        """Show what is known."""
        if not self.is_mounted:
            return
        seen, face = self.seen, self.face
        if seen is None or face is None:
            self._draw_none()
            return
        of = seen.view.session
        self._draw_head(seen)
        ids = {card.id for card in seen.view.cards}
        self.marked &= ids
        self._place_lists()
        self._fill_lists(seen)
        if (of.phase, of.step_id) != self._drawn:
            self._enter_phase(seen)
        self._show_present(seen)

    def _draw_head(self, seen: Snapshot) -> None:
        of, room = seen.view.session, seen.view.room
        self.query_one("#question", Question).question = of.question
        self.query_one("#clock", Clock).count(of)
        self.query_one("#readiness", Readiness).count = (
            len(room.ready),
            len(room.people) if of.phase is not Phase.CLOSED else 0,
        )
        self.query_one("#steps", Steps).tell(seen.view)
        self.tell_lead(of)

    def _draw_none(self) -> None:
        self.right.add_class("-away")
        self.remove_class("-writing")
        self.left.name_it(SCREENS[self.where], "", "")
        self.left.set_empty(self.none)
        self.left.set_rows([])
        self.set_focus(self.left)

    def _place_lists(self) -> None:
        """Give the lists the widths that the phase wants."""
        face = self.face
        if face is None:
            return
        alone = face.right is None or (face.share == 50 and not self.is_wide())
        shares = (100, 0) if alone else (face.share, 100 - face.share)
        if shares != self._widths:
            self._widths = shares
            self.right.set_class(alone, "-away")
            self.left.styles.width = f"{shares[0]}fr"
            self.right.styles.width = f"{max(1, shares[1])}fr"
            if alone and self.focused is self.right:
                self.set_focus(self.left)

    def _fill_lists(self, seen: Snapshot, *, left: bool = True) -> None:
        face, hand, view = self.face, self.hand, seen.view
        if face is None:
            return
        is_new = (view.session.phase, view.session.step_id) != self._drawn
        alone = face.right is None or self.right.has_class("-away")
        sides = [(self.left, face.left, face.title, face.aside, face.empty)] if left or alone else []
        if face.right is not None and not alone:
            sides.append((self.right, face.right, face.right_title, face.right_aside, face.right_empty))
        for rows, draw, title, aside, empty in sides:
            width = rows.scrollable_content_region.width - GUTTER
            if width <= 0:
                continue
            rows.name_it(title(view, hand), aside(view, hand), "bold $foreground")
            if str(rows.empty) != empty:
                rows.set_empty(empty)
            shown = matching(draw(view, hand, width), self.filter_text)
            own = rows is self.left and bool(shown) and shown[-1].selectable  # my cards, and not what is promised
            ends = own or (rows is self.right and (rows.at_end or is_new))
            follows = face.writes and rows is not self.focused and ends
            rows.set_rows(roomy(shown, rows.scrollable_content_region.height) if follows else shown, to_end=follows)

    def _enter_phase(self, seen: Snapshot) -> None:
        """Lay out for another phase: nobody's half-typed card is taken away by it."""
        before, self._drawn = self._drawn, (seen.view.session.phase, seen.view.session.step_id)
        face, line = self.face, self.line
        if face is None or line is None:
            return
        self.marked = frozenset()
        line.hint = self.hint()
        if self._written_for not in ("", self.draft_name()):
            line.put("")  # what stands in it is kept under its own name
        self._written_for = self.draft_name()
        may = self.not_for_line() is None
        if may:
            self.take_up()
        else:
            self.keep_drafts()
            self.stop_change()
        half = self.half_typed()
        self.set_class(face.writes or face.shows_line or (may and bool(half)), "-writing")
        if not face.writes:
            self.left.action_first()
        if before is None:
            self.set_focus(line if face.writes else self.left)
        elif face.writes:
            self.set_focus(line)
        elif not (may and half and self.focused is line):
            self.set_focus(self.left)
        if before is not None and before != self._drawn:
            self._say_phase(half, may, face.writes)

    def _say_phase(self, half: str, may: bool, writes: bool) -> None:
        phase = self.phase
        if phase is None:
            return
        does = DOES[phase]
        if half and not writes:
            words = fit(clean(half), 24, pad=False)
            offer = "enter adds it" if may else "I puts it into the idea inbox"
            self.show_message(f"now: {phase}; your half-typed card “{words}” is kept, {offer}", "warn")
        elif half or phase is not Phase.LOBBY:
            self.show_message(f"now: {phase} · {does}")

    def _show_present(self, seen: Snapshot) -> None:
        for screen in self.app.screen_stack:
            show = getattr(screen, "show_session", None)
            if show is not None:
                show(seen)

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new size."""
        self._widths = (0, 0)
        if self.loaded or self.seen is not None:  # before that nobody knows yet whether there is a session
            self.draw()

    def on_sized_list_sized(self, event: SizedList.Sized) -> None:
        """Break the rows for the new width."""
        event.stop()
        if self.seen is not None:
            self._fill_lists(self.seen)

    def do_back(self) -> None:
        """Leave the card as it was, take the marks away, else what esc does everywhere."""
        if self.stop_change():
            self.show_message("the card is as it was")
        elif self.is_typing():
            face = self.face
            keeps = face is not None and (face.writes or face.shows_line)
            if not keeps and self.line is not None and not self.line.text:
                self.remove_class("-writing")
            self.set_focus(self.left)
        elif self.marked:
            self.marked = frozenset()
            self.draw()
        else:
            super().do_back()

    def filter_changed(self, text: str) -> None:
        """Keep the cards and groups that contain it."""
        if self.seen is not None:
            self._fill_lists(self.seen)
