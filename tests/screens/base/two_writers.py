"""A form that is open while another process changes the same thing, or holds the lock: how tests open and fill it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from okrtui.app.app import OkrApp
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.screens.live.live_screen import LiveScreen
from okrtui.storage.engine.store import Store
from okrtui.storage.local.drafts import DraftBox
from okrtui.storage.local.tokens import Tokens
from okrtui.storage.open import open_store
from okrtui.widgets.forms.fields import Choice
from okrtui.widgets.forms.form import Form
from okrtui.widgets.forms.merge import Merge
from okrtui.widgets.lists.row_list import RowList
from tests.screens.other_process import OtherProcess
from tests.screens.team import text, until
from tests.workspaces import MONDAY, anybody

SIZE = (80, 30)


@dataclass(frozen=True)
class Edit:
    """A form on something that is there: where, keys, the field's name, what I and what another process makes of it."""

    where: str
    ref: str
    keys: str
    name: str
    mine: str
    theirs: str
    elsewhere: str
    stored: Callable[[Context], str]
    login: str = "bob"
    also: tuple[tuple[str, str], ...] = ()
    """Other fields that have to be filled in."""
    row: Callable[[Context], str] | None = None
    """The row of a live session that the cursor has to stand on."""
    before: Callable[[Context], object] = field(default=lambda me: None)
    """What has to happen first."""


@dataclass(frozen=True)
class Made:
    """A form that makes something: where, keys (apart by spaces), what is typed, how it is seen to be stored."""

    where: str
    ref: str
    keys: str
    typed: dict[str, str]
    stored: Callable[[Context], object]
    row: Callable[[Context], str] | None = None
    before: Callable[[Context], object] = field(default=lambda me: None)


def context_of(store: Store) -> Context:
    """Return mei's ctx, with her tokens."""
    return Context(store, "mei", "Mei", MONDAY, Tokens(store.path.parent / "mei" / "tokens.json"), may_add=anybody)


def program(store: Store) -> tuple[OkrApp, DraftBox]:
    """Return the program as mei runs it, with drafts on disk, and these."""
    box = DraftBox(store.path.parent / "mei" / "drafts.json")
    tokens = Tokens(store.path.parent / "mei" / "tokens.json")
    app = OkrApp(str(store.path), login="mei", person="Mei", clock=lambda: MONDAY, drafts=box, tokens=tokens)
    return app, box


async def opened(pilot: Pilot[int], store: Store, each: Edit | Made) -> Form:
    """Go to a thing and open a form on it."""
    app = pilot.app
    assert isinstance(app, OkrApp)
    look(store, each.before)
    app.go(each.where, each.ref)
    await until(pilot, lambda: app.screen is app.ritual() and _loaded(app, each.where))
    screen = app.ritual()
    if isinstance(screen, LiveScreen):
        phase = look(store, lambda me: sessions.find(me, each.ref).phase)
        there = (each.ref, phase)
        await until(pilot, lambda: (screen.state.ref, screen.state.phase) == there, f"{there}")
        row = str(look(store, each.row) if each.row else screen.row_key())
        await until(pilot, lambda: _stands_on(screen, row), row)
    elif each.ref and each.where in ("okrs", "people", "actions"):
        await until(pilot, lambda: each.ref in (app.ritual().query(RowList).first().cursor_key or ""), each.ref)  # type: ignore[union-attr]
    await pilot.press(*each.keys.split())
    await until(pilot, lambda: isinstance(app.screen, Form), f"the form of {each.keys} on {each.where} {each.ref}")
    assert isinstance(app.screen, Form)
    return app.screen


def _stands_on(screen: LiveScreen, row: str) -> bool:
    screen.leave_field()
    screen.lists.stand_on(row)
    return screen.row_key() == row


def _loaded(app: OkrApp, where: str) -> bool:
    screen = app.ritual()
    return screen is not None and screen.where == where and screen.loaded and not screen.is_loading


async def write(pilot: Pilot[int], form: Form, typed: dict[str, str]) -> None:
    """Replace what stands in fields."""
    for name, words in typed.items():
        box: Any = next(row.box for row in form.question_rows if row.field.name == name)
        box.focus()
        if isinstance(box, Input):
            box.value = words
        elif isinstance(box, TextArea):
            box.text = words
        else:
            assert isinstance(box, Choice)
            box.value = words
        await pilot.pause(0)


def drafted(box: DraftBox, words: str) -> bool:
    """Tell whether some draft holds the words."""
    kept = box.keys()
    return any(words in str(box.get(key)) for key in kept if not key.endswith(".base"))


def look(store: Store, what: Callable[[Context], Any]) -> Any:
    """Return what is stored now, read by a connection of its own."""
    other = open_store(store.path)
    try:
        return what(context_of(other))
    finally:
        other.close()


async def released(
    pilot: Pilot[int], other: OtherProcess, box: DraftBox, words: str, *, stubborn: bool = False
) -> None:
    """Press F2 while somebody holds the lock: it says so, the words are a draft; then the lock is given back."""
    app = pilot.app
    assert isinstance(app, OkrApp)
    other.hold_lock()
    await pilot.press("f2")
    await until(pilot, lambda: app.state == "workspace busy, saving…", "that the workspace is busy")
    assert drafted(box, words)
    if stubborn:
        form = app.screen
        await pilot.press("escape", "f2", "escape")
        assert app.screen is form and "this is being saved" in text(app)
    other.release_lock()
    await until(pilot, lambda: app.screen is app.ritual(), "the end of the form")


async def edited_by_both(
    pilot: Pilot[int], other: OtherProcess, box: DraftBox, store: Store, each: Edit, *, turns_back: bool = False
) -> None:
    """Save what somebody else saved first: both are shown, theirs stands meanwhile, mine is stored once it is chosen.

    The lock is held as it is. With `turns_back` I go back to the form before, and nothing of mine is lost.
    """
    app = pilot.app
    assert isinstance(app, OkrApp)
    form = await opened(pilot, store, each)
    await write(pilot, form, {each.name: each.mine, **dict(each.also)})
    other.run(each.elsewhere, each.login)
    for back in (True, False) if turns_back else (False,):
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Merge), f"both versions of {each.name} on {each.where}")
        assert each.mine in text(app) and each.theirs in text(app)
        assert look(store, each.stored) == each.theirs
        assert drafted(box, each.mine)
        if back:
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is form, "the form")
    await released(pilot, other, box, each.mine)
    assert look(store, each.stored) == each.mine
    assert not drafted(box, each.mine)


async def made_in_the_end(
    pilot: Pilot[int], other: OtherProcess, box: DraftBox, store: Store, each: Made, *, stubborn: bool = False
) -> None:
    """Save something new while somebody holds the lock: the words are a draft until it is stored."""
    form = await opened(pilot, store, each)
    await write(pilot, form, each.typed)
    words = list(each.typed.values())[-1]
    await released(pilot, other, box, words, stubborn=stubborn)
    assert look(store, each.stored)
    assert not drafted(box, words)
