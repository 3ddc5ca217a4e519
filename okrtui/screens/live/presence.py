"""Who is there in a live session, and that it runs: my signs of life, a look at the others', and the app's banner."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.timer import Timer

from okrtui.model.live import Phase, Session
from okrtui.rituals.live import sessions
from okrtui.screens.live.queries import read_or_none

if TYPE_CHECKING:
    from okrtui.screens.live.live_screen import LiveScreen

LOOK_EVERY, LOOK_SOON = 1.0, 0.1
"""Seconds between two looks at who is there, and where cards are read aloud: what is lit is followed by eye."""
READ = (Phase.REVEAL, Phase.GROUP, Phase.SELECT, Phase.DISCUSS)
BEAT = 20.0
"""Seconds between two signs of life of whoever leads; others give them half as often."""
DRAFT = 25.0
"""Seconds between two signs that a half-typed card is there still; never beside one of life, which bears a name."""


def _led(of: Session) -> tuple[object, ...]:
    """Return what only whoever leads changes as a session goes on."""
    return of.phase, of.step_id, of.topic, of.timer_end, of.timer_left


class Presence:
    """Keeps me in the room while `screen` is shown, and shows who else is."""

    def __init__(self, screen: "LiveScreen") -> None:
        self._screen = screen
        self._beats: Timer | None = None
        self._drafts: Timer | None = None
        self._planned: Timer | None = None
        self._looked = 0.0
        self._beaten = 0
        self._acts = 0
        self.led_elsewhere = False
        """Whether another terminal of mine was last seen leading: then this one, on a projector, is no sign of me."""

    def begin(self) -> None:
        """Give signs of life from now on."""
        if self._beats is None:
            self._beats = self._screen.set_interval(BEAT, self.beat)
            self._drafts = self._screen.set_interval(DRAFT, self._screen.entry.tell_draft)

    def end(self) -> None:
        """Give no more of them and leave the room."""
        for timer in (self._beats, self._drafts):
            if timer is not None:
                timer.stop()
        self._beats = self._drafts = None
        self.leave()

    def leave(self) -> None:
        """Leave the room; my cards stay."""
        state = self._screen.state
        if state.entered:
            self._screen.run_worker(self._tell(False, state.entered), group="room")
            state.entered = ""

    @contextmanager
    def here(self) -> Iterator[None]:
        """Have what changes in the block count as done at this terminal."""
        self._acts += 1
        try:
            yield
            self.led_elsewhere = False
        finally:
            self._acts -= 1

    def saw(self, before: Session | None, now: Session | None) -> None:
        """Take in what was read: where I lead and did not do it here, another terminal of mine did."""
        if now is None or before is None or before.id != now.id or self._acts:
            return
        led = _led(before) != _led(now)
        self.led_elsewhere |= led and now.facilitator == before.facilitator == self._screen.host.login

    @property
    def _projects(self) -> bool:
        """Whether the session stands in large type here."""
        return any(hasattr(each, "show_session") for each in self._screen.app.screen_stack)

    @property
    def _only_projects(self) -> bool:
        """Whether this is my projector while I lead at another terminal: that one may have died."""
        return self.led_elsewhere and self._projects

    def ring(self) -> None:
        """Ring my terminal where my config asks for it and I lead here, or project; on nobody else's."""
        if self._screen.host.rings and (self._screen.state.leads() or self._projects):
            self._screen.app.bell()

    def beat(self) -> None:
        """Give a sign of life, and look around: nobody writes that somebody has gone."""
        of = self._screen.state.of
        if of is None or of.phase is Phase.CLOSED:
            return
        self._beaten += 1
        if (self._screen.state.not_leading() is None or self._beaten % 2) and not self._only_projects:
            self._screen.run_worker(self._tell(True, of.ref), group="room")
        self._screen.run_worker(self._look(), group="room")

    async def _tell(self, is_here: bool, ref: str) -> None:
        await read_or_none(self._screen, sessions.enter if is_here else sessions.leave, ref)

    def changed(self) -> None:
        """Look who is there, now and then: in a full room somebody gives a sign of life every second."""
        if self._planned is None:
            every = LOOK_SOON if self._screen.state.phase in READ else LOOK_EVERY
            wait = self._looked + every - time.monotonic()
            if wait > 0:
                self._planned = self._screen.set_timer(wait, self._look_now)
            else:
                self._look_now()

    def looked(self) -> None:
        """Who is there was read with something else: the look that was planned is not needed."""
        self._looked = time.monotonic()
        if self._planned is not None:
            self._planned.stop()
            self._planned = None

    def _look_now(self) -> None:
        """Read who is there; votes and answers are given without the journal as well."""
        self.looked()
        if self._screen.state.phase in (None, Phase.VOTE) or self._screen.state.is_asked():
            self._screen.reload_soon()
        else:
            self._screen.run_worker(self._look(), group="room")

    async def _look(self) -> None:
        """Show who is there, without reading all the cards: people who type say so every few seconds."""
        state = self._screen.state
        seen = state.seen
        if seen is None:
            return
        room = await read_or_none(self._screen, sessions.room, seen.view.session)
        if room is not None and room != seen.view.room and state is self._screen.state and state.seen is seen:
            state.seen = replace(seen, view=replace(seen.view, room=room))
            self._screen.show_room()

    # ---- the other screens' banner ---------------------------------------------------------

    def tell_app(self) -> None:
        """Have the banner follow, without waiting for the change feed: it does not tell of my own."""
        of, host = self._screen.state.of, self._screen.host
        if of is not None and (host.frame.live is None or host.frame.live.id == of.id):
            now = None if of.phase is Phase.CLOSED else of
            if now != host.frame.live:
                host.frame = replace(host.frame, live=now)
                if now is None:
                    self._screen.run_worker(self._tell_of_another(), group="room")

    async def _tell_of_another(self) -> None:
        """Where this session is over, have the banner tell of another one that runs."""
        host = self._screen.host
        other = await read_or_none(self._screen, sessions.running)
        if other is not None and host.frame.live is None:
            host.frame = replace(host.frame, live=other)
            self._screen.refresh_keys()
