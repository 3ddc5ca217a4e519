"""The screen of a live session as its command groups see it, without an app: on a real workspace, beside others."""

from collections.abc import Coroutine, Sequence
from typing import Any, ClassVar, cast

from textual.content import Content

from okrtui.model.actions import Action
from okrtui.model.live import Kind
from okrtui.rituals.context import Context
from okrtui.screens.live.delay import Delay
from okrtui.screens.live.queries import read_session
from okrtui.screens.live.state import LiveState
from okrtui.storage.open import open_store
from okrtui.widgets.live.card_line import CardLine
from tests.screens.fake_screen import FakeScreen
from tests.screens.live_room import Room
from tests.screens.small_app import FakeDrafts
from tests.workspaces import anybody


class FakeLive(FakeScreen):
    """What `login` sees of the room's session; `key` is the row under the cursor, `read` what was opened whole."""

    where: ClassVar[str] = "retro"

    def __init__(self, room: Room, login: str = "mei") -> None:
        store = open_store(room.place(login))
        super().__init__(Context(store, login, login.capitalize(), room.now, room.tokens(login), may_add=anybody))
        self.room, self.key = room, ""
        self.drafts = FakeDrafts()
        vars(self._host).update(clock=room.clock, drafts=self.drafts)
        self.line = CardLine()
        self.works: list[Coroutine[Any, Any, None]] = []
        self.read: list[str] = []
        self.steps = 0
        self.state, self.delay = LiveState("no session runs"), Delay(self)
        self.look()

    def look(self) -> None:
        """Read the session as it is now."""
        if self.room.ref and self.ctx is not None:
            self.state.seen = read_session(self.ctx, Kind.RETRO, self.room.ref, True)

    def on(self, kind: str, number: int = 0) -> None:
        """Stand on the first card, group, note … there is, or on a later one."""
        view, retro = self.state.view, self.state.retro
        assert view is not None
        found = {"card": view.cards, "group": view.groups, "item": view.session.agenda}
        if retro is not None:
            found |= {"note": retro.notes, "action": retro.actions}
        self.key = f"{kind} {cast(Any, found[kind])[number].id}"

    async def reload(self) -> None:
        await super().reload()
        self.look()

    async def work(self) -> None:
        """Let everything end that was begun beside the commands."""
        while self.works:
            await self.works.pop(0)

    def said(self) -> str:
        """Return what was said last."""
        return self.messages[-1][0] if self.messages else ""

    def run_worker(self, work: Coroutine[Any, Any, None], /, *, group: str = "default") -> None:
        self.works.append(work)

    def row_key(self) -> str | None:
        return self.key

    def stand_on(self, key: str) -> None:
        self.key = key

    def go_on(self) -> None:
        self.steps += 1

    def draw(self) -> None:
        """There is nothing to draw on."""

    def show_line(self) -> None:
        self.read.append("the line")

    def apply_delta(self, read: object) -> bool:
        return False

    def open_reader(self, title: str, lines: Sequence[Content]) -> None:
        self.read.append("\n".join([title, *(line.plain for line in lines)]))

    def action(self) -> Action | None:
        return self.state.action_at(self.key)

    def stand_on_action(self, ref: str) -> None:
        """The cursor stays."""
