"""What the command groups of a live session stand on: state, cursor, and changes that come late."""

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from textual.content import Content

from okrtui.errors import Stale
from okrtui.model.live import Card, Group, Session
from okrtui.screens.base.command_group import CommandGroup, CommandScreen, there
from okrtui.screens.live.state import LiveState
from okrtui.widgets.live.card_line import CardLine
from okrtui.widgets.live.lists import TwoLists

if TYPE_CHECKING:
    from okrtui.screens.live.delay import Delay

NO_GROUP = "select a group first"


class LiveRoom(CommandScreen, Protocol):
    """The screen of a live session as its groups see it; LiveScreen says what each does, a test may fake it."""

    where: ClassVar[str]
    state: LiveState
    delay: "Delay"

    @property
    def line(self) -> CardLine | None: ...

    def show_line(self) -> None: ...

    def row_key(self) -> str | None: ...

    def stand_on(self, key: str) -> None: ...

    def go_on(self) -> None: ...

    def draw(self) -> None: ...

    def apply_delta(self, read: object) -> bool: ...

    def open_reader(self, title: str, lines: Sequence[Content]) -> None: ...

    def run_worker(self, work: Coroutine[Any, Any, None], /, *, group: str = "default") -> object: ...


class LiveGroup(CommandGroup[LiveRoom]):
    """Commands on one session."""

    @property
    def state(self) -> LiveState:
        """What the screen keeps of the session."""
        return self.screen.state

    @property
    def session(self) -> Session:
        """The session. Raises Refused where there is none."""
        return there(self.state.of, self.state.none)

    @property
    def ref(self) -> str:
        """The session's ref, "" where there is none."""
        return self.state.of.ref if self.state.of else ""

    def card_here(self) -> Card | None:
        """Return the card under the cursor."""
        return self.state.card_at(self.screen.row_key())

    def group_here(self) -> Group | None:
        """Return the group under the cursor, or the one whose card is under it."""
        return self.state.group_at(self.screen.row_key())

    async def try_change(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Change the session and show it; where somebody was quicker, say it and show the new state."""
        try:
            await self.screen.change(fn, *args, **kwargs)
        except Stale as stale:
            await self.screen.reload()
            self.screen.show_message(f"{stale}", "warn")
            return False
        return True


class Sides(LiveGroup):
    """Going between the two lists; `lists` gives them."""

    def __init__(self, screen: LiveRoom, lists: Callable[[], TwoLists]) -> None:
        super().__init__(screen)
        self._lists = lists

    def do_left(self) -> None:
        """Go to the list on the left."""
        self._lists().focus_left()

    def do_right(self) -> None:
        """Go to the list on the right."""
        self._lists().focus_right()
