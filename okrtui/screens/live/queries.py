"""What a live session's screen reads in one go, and what all its commands stand on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, TypeAlias, TypeVar

from okrtui.errors import Refused, Stale
from okrtui.model.live import Group, Kind, Phase, Room, Session, View
from okrtui.model.retro import Poll, RetroView
from okrtui.screens.base.host import READING
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.widgets.live.phase_layouts import PhaseLayout, Viewer
from okrtui.widgets.live.rows import key_id

if TYPE_CHECKING:  # rituals bring peewee, which first paint does not wait for
    from collections.abc import Callable

    from okrtui.rituals.context import Context

Delta: TypeAlias = tuple[int, "Snapshot", "Snapshot"]
"""When it was read, what was shown then, and the same with the cards that came."""
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A session as I see it, and how many have finished voting."""

    view: View
    finished: int
    voters: int
    retro: RetroView | None = None
    """What a retro has beside it."""
    today: date | None = None


def read_session(ctx: "Context", kind: Kind, ref: str, enter: bool, before: Snapshot | None = None) -> Snapshot | None:
    """Return the session called `ref`, the one that runs for "", None where there is none; go in first where asked.

    `before` is how it was seen a while ago: what has not changed since is not read again.
    """
    from okrtui.rituals.live import grouping, sessions

    if not ref:
        now = sessions.running(ctx, kind)
        if now is None:
            return None
        ref = now.ref
    of = sessions.find(ctx, ref)
    if enter and of.phase is not Phase.CLOSED:
        sessions.enter(ctx, ref)
    known = before.view if before else None
    more = _retro(ctx, ref, known) if of.kind is Kind.RETRO else None
    view = more.view if more else sessions.view_of(ctx, of, known)
    finished, voters = grouping.finished(ctx, ref, view) if of.phase is Phase.VOTE else (0, 0)
    return Snapshot(view, finished, voters, more, ctx.today if more else None)


def read_on(ctx: "Context", seen: Snapshot) -> Snapshot | None:
    """Return the session with the cards that came, None where it has to be read as a whole."""
    from okrtui.rituals.live import sessions

    view = sessions.with_new(ctx, seen.view)
    if view is None:
        return None
    return replace(seen, view=view, retro=replace(seen.retro, view=view) if seen.retro else None)


def _retro(ctx: "Context", ref: str, before: View | None) -> RetroView:
    from okrtui.rituals.retro import retro  # a brainstorm has no use for it

    return retro.retro_view(ctx, ref, before)


def read_room(ctx: "Context", of: Session) -> Room:
    """Return who is there now."""
    from okrtui.rituals.live import sessions

    return sessions.room(ctx, of)


def read_running(ctx: "Context") -> Session | None:
    """Return the session that runs now, of whichever kind."""
    from okrtui.rituals.live import sessions

    return sessions.running(ctx)


class LiveBase(RitualScreen):
    """The session that is shown, what I marked in it, and who I am in it.

    Each ritual says its `kind`, its `faces`, what `enter` does in a phase, and what to say where `none` runs.
    """

    kind: ClassVar[Kind]
    faces: ClassVar[Mapping[Phase, PhaseLayout]]
    none: ClassVar[str]
    enter_does: ClassVar[Mapping[Phase, str]] = {
        Phase.SELECT: "choose",
        Phase.GATHER: "rename",
        Phase.LOBBY: "ready",
        Phase.CLOSED: "cards",
    }

    def __init__(self) -> None:
        super().__init__()
        self.ref = ""
        self.seen: Snapshot | None = None
        self.marked: frozenset[int] = frozenset()
        self.added: tuple[int, ...] = ()
        self.turn = 0
        """Grows with each reading of the whole: what was read before it is old."""

    @property
    def view(self) -> View | None:
        """The session as I see it now."""
        return self.seen.view if self.seen else None

    @property
    def of(self) -> Session | None:
        """The session."""
        return self.seen.view.session if self.seen else None

    @property
    def phase(self) -> Phase | None:
        """Where the session is."""
        return self.of.phase if self.of else None

    @property
    def face(self) -> PhaseLayout | None:
        """What the present phase shows."""
        return self.faces[self.of.phase] if self.of else None

    @property
    def hand(self) -> Viewer:
        """What is mine alone."""
        seen = self.seen
        counts = (seen.finished, seen.voters) if seen else (0, 0)
        more = (seen.retro, seen.today) if seen else (None, None)
        return Viewer(self.host.login, self.marked, self.is_wide(), *counts, self.added, *more)

    def is_wide(self) -> bool:
        """Tell whether two lists of cards fit side by side."""
        return self.size.width >= 100

    if TYPE_CHECKING:  # whoever this is mixed into has it

        def row_key(self) -> str | None:
            """Return the key of the row under the cursor; the screen says which list that is."""

    def group_here(self) -> Group | None:
        """Return the group under the cursor, or the one whose card is under it."""
        view, key = self.view, self.row_key()
        if view is None:
            return None
        group_id, card_id = key_id(key, "group"), key_id(key, "card")
        if card_id is not None:
            group_id = next((card.group for card in view.cards if card.id == card_id), None)
        return next((group for group in view.groups if group.id == group_id), None)

    def asked_now(self) -> Poll | None:
        """Return what the room is asked in this step: only a retro asks."""
        return None

    # ---- why not ---------------------------------------------------------------------------

    def no_session(self) -> str | None:
        """Return why nothing can be done where there is no session."""
        return None if self.of else self.none

    def not_leading(self) -> str | None:
        """Return why I cannot lead."""
        of = self.of
        if of is None:
            return self.no_session()
        if of.phase is Phase.CLOSED:
            return f"{of.ref} is closed"
        if of.facilitator != self.host.login:
            return f"{of.facilitator} leads {of.ref}; t takes over when they are gone for a minute"
        return None

    def not_now(self, deed: str) -> str | None:
        """Return why a deed (`write`, `group`, `vote`, `choose`) is not allowed in this phase."""
        from okrtui.rules.live import phases

        return phases.why_not(deed, self.of.phase, self.of.kind) if self.of else self.no_session()

    # ---- doing -----------------------------------------------------------------------------

    async def read(self, fn: "Callable[Concatenate[Context, P], T]", /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask what the title line need not speak of as saved."""
        token = READING.set(True)
        try:
            return await self.ask(fn, *args, **kwargs)
        finally:
            READING.reset(token)

    async def read_or_none(
        self, fn: "Callable[Concatenate[Context, P], T]", /, *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """Tell or ask the room something; what is refused is left alone."""
        try:
            return await self.read(fn, *args, **kwargs)
        except Refused:
            return None

    async def try_change(self, fn: "Callable[..., Any]", *args: Any, **kwargs: Any) -> bool:
        """Change the session and show it; where somebody was quicker, say it and show the new state."""
        try:
            await self.change(fn, *args, **kwargs)
        except Stale as stale:
            await self.reload()
            self.show_message(f"{stale}", "warn")
            return False
        return True
