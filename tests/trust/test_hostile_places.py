"""Hostile text at every place of the program: each screen, command, dialog and phase that the catalogue names."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Static

from okrtui.app.app import OkrApp
from okrtui.commands.catalogue import CATALOGUE, EVERYWHERE, SCREENS
from okrtui.model.live import Kind, Phase
from okrtui.rituals.live import facilitation, sessions
from okrtui.rituals.retro import retro
from okrtui.rules.live import phases
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.storage.engine.store import Store
from okrtui.storage.local.tokens import Tokens
from okrtui.storage.open import open_store
from tests.idle import comes_true
from tests.screens.small_app import FakeDrafts
from tests.trust.hostile import columns_of, filled, path_of, poison
from tests.trust.payloads import PAYLOADS, SOME, unsafe_in
from tests.workspaces import MONDAY, ctx

REFS = {"keyresult": "KR1.1", "hero": "H1", "story": "mei"}
"""What is opened on screens that show one thing."""
LEAVES = frozenset({"app.quit", "app.export"})
"""Commands that end the program or write files: tried elsewhere."""
BARS = ("grab", "scroll_up", "scroll_down")
"""What Textual's own scroll bars do."""
ROWS = len(SOME[::4])
"""So many rows every table of words has at least, one by one: the long run turns the texts on by so many."""


class Places:
    """Walks through the program and looks at everything that is painted."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self.pilot = pilot
        self.seen: set[str] = set()
        self.wrong: list[str] = []

    @property
    def app(self) -> OkrApp:
        app = self.pilot.app
        assert isinstance(app, OkrApp)
        return app

    async def walk(self, where: str) -> None:
        """Open a screen, and everything that can be done on it."""
        await self.open(where)
        self.look(where)
        for key in ("down", "G"):
            await self.pilot.press(key)
        self.look(f"{where}, further down")
        for command in CATALOGUE:
            here = command.where == where or (command.where == EVERYWHERE and where == "week")
            if here and command.id not in LEAVES and not command.id.startswith("go."):
                await self.do(where, command.id)
        await self.settled(lambda: not any(worker.is_running for worker in self.app.workers))

    async def open(self, where: str) -> None:
        """Show a screen, loaded, with its list in focus."""
        self.app.go(where, REFS.get(where, ""))
        await self.settled(lambda: self.app.ritual() is self.app.screen and self.at(where))

    def at(self, where: str) -> bool:
        """Tell whether a screen is shown and read."""
        screen = self.app.ritual()
        return screen is not None and screen.where == where and screen.loaded and not screen.is_loading

    async def settled(self, condition: object = None) -> None:
        """Let the program run until nothing is left to do, and `condition()` holds."""

        def settled() -> bool:
            ritual = self.app.ritual()
            idle = ritual is None or not (ritual.is_loading or self.app._asks)
            return idle and (condition is None or bool(condition()))  # type: ignore[operator]

        if not await comes_true(self.pilot, settled):
            self.wrong.append(f"{sorted(self.seen)[-1:]} did not settle; {self.app.screen} is shown")

    async def do(self, where: str, id: str) -> None:
        """Do a command, look at what it opened, try to save it empty, and leave it again."""
        ritual = self.app.ritual()
        if ritual is None or ritual.where != where or ritual is not self.app.screen:
            await self.open(where)
            ritual = self.app.ritual()
        assert isinstance(ritual, RitualScreen)
        reason = ritual.why_not(id)
        ritual.action_run_command(id)
        await self.settled()
        self.look(f"{where}: {id}")
        if reason is None and self.app.screen is not ritual:
            for key in ("tab", "f2"):
                await self.pilot.press(key)
            self.look(f"{where}: {id}, tried to save")
        for _ in range(6):
            if self.app.screen is self.app.ritual():
                break
            await self.pilot.press("escape")
            await self.settled()
        await self.settled()
        self.look(f"{where}: after {id}")

    def look(self, place: str) -> None:
        """Judge every line that is painted now."""
        self.seen.add(place)
        lines: list[Strip] = self.app.screen._compositor.render_strips()
        for line in lines:
            if unsafe_in(line.text):
                self.wrong.append(f"{place}: {unsafe_in(line.text)} in {line.text[:60]!r}")
            self.wrong += [f"{place}: {told}" for told in map(_acts, line) if told]


def _acts(segment: Segment) -> str:
    """Return what a click on a piece of the screen would do, "" where nothing."""
    style = segment.style
    if style is None:
        return ""
    clicks = [str(style.meta[name]) for name in style.meta if name.startswith("@") and style.meta[name] not in BARS]
    return f"{clicks} {style.link or ''} at {segment.text[:40]!r}" if clicks or style.link else ""


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with payloads in every column of words, and a brainstorm that runs."""
    folder = tmp_path_factory.mktemp("places")
    filled(folder, SOME[::4])
    assert poison(path_of(folder), int(os.environ.get("OKRTUI_TURN", "0")), ROWS) > 5 * len(PAYLOADS)
    return path_of(folder)


def program(path: Path) -> OkrApp:
    """Return the program as mei runs it; nobody's editor is started."""
    tokens = Tokens(path.parent / "tokens.json")
    app = OkrApp(str(path), login="mei", person="Mei", clock=lambda: MONDAY, drafts=FakeDrafts(), tokens=tokens)
    app.edit_text = lambda text, *, suffix=".md", keep=None: None  # type: ignore[method-assign]
    app.copy = lambda text: None  # type: ignore[method-assign]
    return app


def copied(path: Path, folder: Path) -> Path:
    """Return a copy of a workspace that may be changed."""
    copy = folder / "team.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("VACUUM INTO ?", (str(copy),))
    return copy


def test_there_are_enough_texts_and_every_table_of_words_holds_some(poisoned: Path) -> None:
    assert len(set(PAYLOADS)) >= 200
    with closing(sqlite3.connect(poisoned)) as db:
        empty = [table for table in columns_of(db) if not db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchall()]
    assert not empty, "fill these in tests/trust/hostile.py, so that their texts are tried"


@pytest.mark.long
@pytest.mark.parametrize("where", SCREENS)
async def test_every_screen_and_everything_that_can_be_done_there_is_inert(
    where: str, poisoned: Path, tmp_path: Path
) -> None:
    app = program(copied(poisoned, tmp_path))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        places = Places(pilot)
        await places.walk(where)
        assert not places.wrong, places.wrong[:5]
        assert len(places.seen) > 2
    assert app.return_code in (0, None) and app._exception is None


@pytest.mark.long
async def test_every_phase_of_every_session_is_inert_on_the_projector_too(poisoned: Path, tmp_path: Path) -> None:
    path = copied(poisoned, tmp_path)
    app = program(path)
    async with app.run_test(size=(100, 40)) as pilot:
        places = Places(pilot)
        with closing(open_store(path)) as store:
            for kind in [
                each for each in Kind if each.value in SCREENS
            ]:  # a kind has a screen of its name, or none yet
                for phase in phases.ORDER[kind][:-1]:
                    facilitation.move(ctx(store), _session(store, kind), phase)
                    await places.open(kind.value)
                    places.look(f"{kind} {phase}")
                    await places.do(kind.value, f"{kind.value}.present")
        assert not places.wrong, places.wrong[:5]
        assert f"{Kind.BRAINSTORM}: brainstorm.present" in places.seen


def _session(store: Store, kind: Kind) -> str:
    """Return the session of a kind that runs; another one is closed before, and this one started with hostile words."""
    of = sessions.running(ctx(store))
    if of is not None and of.kind is not kind:
        facilitation.move(ctx(store), of.ref, Phase.CLOSED)
        of = None
    if of is None:
        of = retro.start(ctx(store), SOME[0], template="okr", question=SOME[20])
        poison(store.path)
    return of.ref


async def test_the_walk_would_see_what_is_not_inert(poisoned: Path, tmp_path: Path) -> None:
    """With the last address_of open, and a text that is read as markup, it complains: so its silence says something."""
    app = program(copied(poisoned, tmp_path))
    app.get_line_filters = lambda: ()  # type: ignore[method-assign]
    async with app.run_test(size=(100, 40)) as pilot:
        places = Places(pilot)
        await places.open("okrs")
        app.screen.mount(Static("[@click=app.quit]quit[/] \x1b[31m"), before=0)
        await places.settled()
        places.look("here")
        assert any("app.quit" in wrong for wrong in places.wrong)
        assert any("U+001B" in wrong for wrong in places.wrong)
