"""Keys in order: each is done with before the next is looked at, however fast they come.

Over a slow link many keys arrive in one packet. Textual hands each to the widget that has the focus when it arrives,
while a key before it may be on its way up to the binding that moves the focus or opens a form: `n` and a title typed
at once would run the title's letters as commands, and what follows a tab would land in the field before it.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual.events import Key, Paste

from okrtui.terminal.layouts import meant

if TYPE_CHECKING:
    from textual.app import App
    from textual.dom import DOMNode

PATIENCE = 2.0
"""Seconds from a command's key on in which it may open a form that the next keys are for; then they go on without."""
STUCK = 3.0
"""Seconds after which keys go on whatever became of the one before: its widget may have gone while it was handled."""
LOOK_AGAIN = 0.01


class KeyQueue:
    """Takes the app's keys and gives them on one by one.

    `handle` is what the app does with a key; `opening` tells whether another form or screen is about to have the keys.
    """

    def __init__(
        self, app: "App[Any]", handle: Callable[[Key | Paste], Awaitable[None]], opening: Callable[[], bool]
    ) -> None:
        self._app, self._handle, self._opening = app, handle, opening
        self._waiting: deque[Key | Paste] = deque()
        self._turn = 0
        self._busy = False
        self._was_opening = False

    async def take(self, event: Key | Paste) -> None:
        """Handle a key now, or after those before it."""
        if self._busy:
            self._waiting.append(event)
        else:
            await self._do(event)

    async def _do(self, event: Key | Paste) -> None:
        self._busy = True
        event = meant(event, self._app) if isinstance(event, Key) else event
        self._turn += 1
        turn = self._turn
        target = self._app.focused or self._app.screen
        way: list[DOMNode] = [target, *target.ancestors]
        await self._handle(event)
        self._app.set_timer(STUCK, lambda: self._next(turn))
        await self._follow(turn, way)

    async def _follow(self, turn: int, way: "list[DOMNode]") -> None:
        """Walk the way a key bubbles: each node gets a callback behind it, so at the top the key is done with."""
        while way:
            node = way.pop(0)
            if node.call_later(self._follow, turn, way):
                return
        # Only the key that began a command waits for it: a long one must not slow down what is typed meanwhile.
        await self._settle(turn, 0 if self._was_opening else PATIENCE)

    async def _settle(self, turn: int, patience: float) -> None:
        """Wait a moment where a command is about to open a form."""
        if self._over(turn):
            return
        if patience > 0 and self._opening():
            self._app.set_timer(LOOK_AGAIN, lambda: self._settle(turn, patience - LOOK_AGAIN))
        else:
            await self._next(turn)

    def _over(self, turn: int) -> bool:
        """Tell whether it is another key's turn by now, or the program ends and has no screen any more."""
        return turn != self._turn or not self._busy or not self._app.screen_stack

    async def _next(self, turn: int) -> None:
        if self._over(turn):
            return
        self._busy = False
        self._was_opening = self._opening()
        if self._waiting:
            await self._do(self._waiting.popleft())
