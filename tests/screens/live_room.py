"""A live session on a real workspace, other people in it, and the program as one of them sees it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from okrtui.app.app import OkrApp
from okrtui.model.live import Kind, Phase
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, sessions
from okrtui.rituals.retro import retro
from okrtui.screens.live.live_screen import LiveScreen
from okrtui.storage.local.tokens import Tokens
from okrtui.storage.open import open_store
from tests.screens.small_app import FakeDrafts
from tests.screens.team import until
from tests.workspaces import MONDAY, address_of, anybody, workspace

SIZES = [(80, 24), (120, 36)]
QUESTION = "How do we halve [b]the build[/]?"
CARDS = [
    ("mei", "cache the docker layers"),
    ("bob", "docker layers cache per branch"),
    ("bob", "buy faster runners"),
    ("ana", "分割测试 🚀"),
]


class Room:
    """mei leads; everybody acts through a connection of their own, as other processes would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = workspace(folder)
        self.drafts: dict[str, FakeDrafts] = {}
        self.now = MONDAY
        self.ref = ""
        self.store.close()

    def place(self, login: str) -> str:
        """Return where somebody's program finds the workspace."""
        return address_of(self.store, login).replace("LOGIN", login)

    def clock(self) -> datetime:
        return self.now

    def tokens(self, login: str) -> Tokens:
        return Tokens(self.folder / login / "tokens.json")

    def do(self, fn: Callable[..., Any], *args: Any, login: str = "mei", **more: Any) -> Any:
        """Run a use case as `login` in another process would."""
        store = open_store(self.place(login))
        try:
            return fn(
                Context(store, login, login.capitalize(), self.now, self.tokens(login), may_add=anybody), *args, **more
            )
        finally:
            store.close()

    def start(self, phase: Phase = Phase.LOBBY, *cards: tuple[str, str], **more: Any) -> str:
        """Start a session with cards by (login, text) and bring it to a phase."""
        more.setdefault("question", QUESTION)
        self.ref = self.do(sessions.start, Kind.BRAINSTORM, "Halve the build", **more).ref
        if phase is not Phase.LOBBY:
            self.move(Phase.GATHER)
        for login, text in cards:
            self.do(sessions.write_card, self.ref, text, login=login)
        if phase is not Phase.LOBBY:
            self.move(phase)
        return self.ref

    def start_retro(self, **more: Any) -> str:
        """Start a retro in its lobby."""
        self.ref = self.do(retro.start, "Friday retro", **more).ref
        return self.ref

    def move(self, phase: Phase) -> None:
        self.do(facilitation.move, self.ref, phase)

    def view(self, login: str = "mei") -> Any:
        return self.do(sessions.view, self.ref, login=login)

    def texts(self) -> list[str]:
        return sorted(card.text for card in self.do(sessions.view, self.ref).cards)

    def app(self, login: str = "mei", first: str = "brainstorm", keymap: Mapping[str, str] | None = None) -> OkrApp:
        """Return the program as `login` sees it."""
        drafts = self.drafts.setdefault(login, FakeDrafts())
        return OkrApp(
            self.place(login),
            login=login,
            person=login,
            clock=self.clock,
            first=first,
            drafts=drafts,
            tokens=self.tokens(login),
            keymap=keymap,
        )


async def joined(pilot: Pilot[int], phase: Phase | None = None) -> LiveScreen:
    """Wait until the session's screen shows it, in a phase where one is named."""
    app = pilot.app
    assert isinstance(app, OkrApp)

    def there() -> bool:
        screen = app.ritual()
        return isinstance(screen, LiveScreen) and screen.state.phase in ([phase] if phase else [*Phase])

    await until(pilot, there, f"the session{f' in {phase}' if phase else ''}")
    screen = app.ritual()
    assert isinstance(screen, LiveScreen)
    await pilot.pause()
    return screen


def typed(text: str) -> list[str]:
    """Return the keys that type a text."""
    names = {" ": "space", "@": "at", "#": "number_sign", ">": "greater_than_sign"}
    return [names.get(char, char) for char in text]
