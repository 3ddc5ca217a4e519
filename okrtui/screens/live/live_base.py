"""What all commands of a live session stand on."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, TypeVar

from okrtui.errors import Refused, Stale
from okrtui.model.live import Card, Group, Kind, Phase
from okrtui.model.retro import Poll
from okrtui.screens.base.host import READING
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.screens.live.state import LiveState
from okrtui.widgets.live.phase_layouts import PhaseLayout, Viewer

if TYPE_CHECKING:  # rituals bring peewee, which first paint does not wait for
    from collections.abc import Callable

    from okrtui.rituals.context import Context

P = ParamSpec("P")
T = TypeVar("T")


class LiveBase(RitualScreen):
    """The session that is shown, what I marked in it, and who I am in it.

    Each ritual says its `kind`, its `layouts`, what `enter` does in a phase, and what to say where `none` runs.
    """

    kind: ClassVar[Kind]
    layouts: ClassVar[Mapping[Phase, PhaseLayout]]
    none: ClassVar[str]
    enter_does: ClassVar[Mapping[Phase, str]] = {
        Phase.SELECT: "choose",
        Phase.GATHER: "rename",
        Phase.LOBBY: "ready",
        Phase.CLOSED: "cards",
    }

    def __init__(self) -> None:
        super().__init__()
        self.state = LiveState(self.none)

    @property
    def viewer(self) -> Viewer:
        """What is mine alone."""
        return self.state.viewer(self.is_wide())

    @property
    def layout_now(self) -> PhaseLayout | None:
        """What the present phase shows."""
        return self.layouts[self.state.phase] if self.state.phase else None

    def is_wide(self) -> bool:
        """Tell whether two lists of cards fit side by side."""
        return self.size.width >= 100

    if TYPE_CHECKING:  # whoever this is mixed into has it

        def row_key(self) -> str | None:
            """Return the key of the row under the cursor; the screen says which list that is."""

    def group_here(self) -> Group | None:
        """Return the group under the cursor, or the one whose card is under it."""
        return self.state.group_at(self.row_key())

    def card_here(self) -> Card | None:
        """Return the card under the cursor."""
        return self.state.card_at(self.row_key())

    def asked_now(self) -> Poll | None:
        """Return what the room is asked in this step: only a retro asks."""
        return None

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
