"""Two processes change one thing while a form is open, and one holds the lock: nothing is overwritten, nothing lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from okrtui.app import OkrApp
from okrtui.live import Kind, Phase
from okrtui.recognition import Standard
from okrtui.rituals import actions, cycles, health, heroes, ideas, leading, live, okrs, people, standings, updates
from okrtui.rituals.seat import Seat
from okrtui.storage.drafts import DraftBox
from okrtui.storage.store import Store, open_store
from okrtui.storage.tokens import TokenBox
from okrtui.widgets.fields import Choice
from okrtui.widgets.form import Form
from okrtui.widgets.merge import Merge
from okrtui.widgets.rowlist import RowList
from tests.desk import MONDAY, seat, workspace
from tests.screens.elsewhere import Elsewhere
from tests.screens.team import text, until


@dataclass(frozen=True)
class Edit:
    """A form on something that is there: where, key, field, what I and what another process makes of it."""

    where: str
    ref: str
    key: str
    field: str
    mine: str
    theirs: str
    elsewhere: str
    stored: Callable[[Seat], str]
    login: str = "bob"
    also: tuple[tuple[str, str], ...] = ()
    """Other fields that have to be filled in."""


EDITS = {
    "objective": Edit(
        "okrs", "O1", "e", "title", "Mine", "Theirs", "okrs.edit_objective(me, 'O1', title='Theirs')",
        lambda me: okrs.objective(me, "O1").title,
    ),
    "key result": Edit(
        "okrs", "KR1.1", "e", "note", "Mine", "Theirs", "okrs.edit_key_result(me, 'KR1.1', note='Theirs')",
        lambda me: okrs.key_result(me, "KR1.1").note,
    ),
    "vision": Edit(
        "okrs", "O1", "v", "vision", "Mine", "Theirs", "people.describe_workspace(me, vision='Theirs')",
        lambda me: me.store.workspace().vision,
    ),
    "check-in": Edit(
        "okrs", "KR1.1", "c", "note", "Mine", "Theirs",
        "checkins.check_in(me, 'KR1.1', '99', note='Theirs', who='mei')",
        lambda me: standings.history(me, okrs.key_result(me, "KR1.1"))[-1].note,
        also=(("value", "88"),),
    ),
    "score of a key result": Edit(
        "okrs", "KR1.1", "d", "comment", "Mine", "Theirs", "closing.close_key_result(me, 'KR1.1', 0.5, 'Theirs')",
        lambda me: okrs.key_result(me, "KR1.1").comment,
    ),
    "end of an objective": Edit(
        "okrs", "O2", "d", "comment", "Mine", "Theirs",
        "closing.close_objective(me, 'O2', 'Theirs', okrs.ObjectiveState.MISSED)",
        lambda me: okrs.objective(me, "O2").comment,
    ),
    "member": Edit(
        "people", "bob", "e", "skills", "Mine", "Theirs", "people.edit_member(me, 'bob', skills='Theirs')",
        lambda me: people.member(me, "bob").skills,
    ),
    "health metric": Edit(
        "week", "", "r", "note", "Mine", "Theirs",
        "health.read(me, 'on-call load', health.Health.RED, 'Theirs')",
        lambda me: health.find(me, "on-call load").note,
    ),
    "practice": Edit(
        "hero", "H1", "b", "how", "Mine", "Theirs", "heroes.mark_practice(me, 'H1', '', 'Theirs')",
        lambda me: heroes.find(me, "H1").how,
    ),
    "own words": Edit(
        "hero", "H1", "o", "words", "Mine", "Theirs", "heroes.in_own_words(me, 'H1', 'Theirs')",
        lambda me: heroes.find(me, "H1").recipients[0].words, login="mei",
    ),
    "champion": Edit(
        "ideas", "I1", "a", "who", "bob", "ana", "ideas.champion(me, 'I1', 'ana')",
        lambda me: ideas.find(me, "I1").champion,
    ),
    "action": Edit(
        "actions", "A1", "e", "text", "Mine", "Theirs", "actions.edit(me, 'A1', text='Theirs')",
        lambda me: actions.find(me, "A1").text,
    ),
    "card": Edit(
        "brainstorm", "S1", "e", "text", "Mine", "Theirs",
        "live.edit_card(me, 'S1', live.view(me, 'S1').cards[0].id, 'Theirs')",
        lambda me: live.view(me, "S1").cards[0].text, login="mei",
    ),
}  # fmt: skip
"""Every form that edits what is there; a screen that calls `edit` or `edit_line` in a new place needs a line here."""

NEW: dict[str, tuple[str, str, str, dict[str, str], Callable[[Seat], object]]] = {
    "objective": ("okrs", "O1", "n", {"title": "New"}, lambda me: okrs.objective(me, "O3").title == "New"),
    "key result": (
        "okrs", "O1", "a", {"title": "New", "target": "7"}, lambda me: okrs.key_result(me, "KR1.2").title == "New",
    ),
    "cycle": ("okrs", "O1", "N", {"name": "2031-Q1"}, lambda me: cycles.find(me, "2031-Q1")),
    "member": ("people", "bob", "n", {"login": "zoe"}, lambda me: people.member(me, "zoe")),
    "team": ("people", "bob", "N", {"name": "New"}, lambda me: people.team_named(me, "New")),
    "metric": ("week", "", "n", {"name": "New"}, lambda me: health.find(me, "New")),
    "card": ("heroes", "", "n", {"who": "bob", "story": "New"}, lambda me: heroes.find(me, "H2").story == "New"),
    "reply": ("hero", "H1", "r", {"text": "New"}, lambda me: heroes.find(me, "H1").replies[-1].text == "New"),
    "idea": ("ideas", "I1", "n", {"title": "New"}, lambda me: ideas.find(me, "I2").title == "New"),
    "idea's step": ("ideas", "I1", ">", {"note": "New"}, lambda me: ideas.find(me, "I1").steps[-1].note == "New"),
    "rejection": ("ideas", "I1", "X", {"text": "New"}, lambda me: ideas.find(me, "I1").reason == "New"),
}  # fmt: skip
"""Forms that make something new: where, key, what is typed, how it is seen to be stored."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A workspace with one of everything that can be edited."""
    made = workspace(tmp_path)
    me = Seat(made, "mei", "Mei", MONDAY, TokenBox(made.path.parent / "mei" / "tokens.json"))
    for login in ("bob", "ana"):
        people.edit_member(me, login, name=login.capitalize())
    okrs.add_objective(me, "Make the proxy boring")
    okrs.add_key_result(me, "O1", "p99", start=180, target=90)
    okrs.add_objective(me, "Know what it costs")
    health.add(me, "on-call load")
    heroes.post(seat(made, "bob", now=MONDAY - timedelta(days=1)), ["mei"], "Found the leak", Standard.HONOR)
    ideas.capture(me, "Build it at night", text="", champion="")
    actions.add(me, "Write it down")
    updates.submit(me, priorities=[("Cache behind a flag", "")])
    live.start(me, Kind.BRAINSTORM, "Halve the build")
    leading.move(me, "S1", Phase.GATHER)
    live.write_card(me, "S1", "Cache more")
    yield made
    made.close()


def program(store: Store) -> tuple[OkrApp, DraftBox]:
    """Return the program as mei runs it, with drafts on disk, and these."""
    box = DraftBox(store.path.parent / "mei" / "drafts.json")
    tokens = TokenBox(store.path.parent / "mei" / "tokens.json")
    app = OkrApp(str(store.path), login="mei", person="Mei", clock=lambda: MONDAY, drafts=box, tokens=tokens)
    return app, box


async def opened(pilot: Pilot[int], where: str, ref: str, key: str) -> Form:
    """Go to a thing and open a form on it."""
    app = pilot.app
    assert isinstance(app, OkrApp)
    app.go(where, ref)
    await until(pilot, lambda: app.screen is app.ritual() and _loaded(app, where))
    if ref and where in ("okrs", "people"):
        await until(pilot, lambda: ref in (app.ritual().query(RowList).first().cursor_key or ""), ref)  # type: ignore[union-attr]
    if where == "brainstorm":
        await pilot.press("escape", "down")
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, Form), f"the form of {key} on {where} {ref}")
    assert isinstance(app.screen, Form)
    return app.screen


def _loaded(app: OkrApp, where: str) -> bool:
    screen = app.ritual()
    return screen is not None and screen.where == where and screen.loaded and not screen._busy_loading


async def write(pilot: Pilot[int], form: Form, name: str, words: str) -> None:
    """Replace what stands in a field."""
    box: Any = next(row.box for row in form.question_rows if row.field.name == name)
    box.focus()
    if isinstance(box, Input):
        box.value = words
    elif isinstance(box, TextArea):
        box.text = words
    else:
        assert isinstance(box, Choice)
        box.value = words
    await pilot.pause()


def drafted(box: DraftBox, words: str) -> bool:
    """Tell whether some draft holds the words."""
    kept = box.keys()
    return any(words in str(box.get(key)) for key in kept if not key.endswith(".base"))


def look(store: Store, what: Callable[[Seat], Any]) -> Any:
    """Return what is stored now, read by a connection of its own."""
    other = open_store(store.path)
    try:
        return what(Seat(other, "mei", "Mei", MONDAY, TokenBox(store.path.parent / "mei" / "tokens.json")))
    finally:
        other.close()


async def released(pilot: Pilot[int], other: Elsewhere, box: DraftBox, words: str, *, stubborn: bool = False) -> None:
    """Press F2 while somebody holds the lock: it says so, the words are a draft; then the lock is given back."""
    app = pilot.app
    assert isinstance(app, OkrApp)
    other.holds()
    await pilot.press("f2")
    await until(pilot, lambda: app.state == "workspace busy, saving…", "that the workspace is busy")
    assert drafted(box, words)
    if stubborn:
        form = app.screen
        await pilot.press("escape", "f2", "escape")
        assert app.screen is form and "this is being saved" in text(app)
    other.lets_go()
    await until(pilot, lambda: app.screen is app.ritual(), "the end of the form")


async def test_who_comes_later_sees_both_and_chooses_and_nothing_is_lost_meanwhile(store: Store) -> None:
    app, box = program(store)
    async with app.run_test(size=(110, 34)) as pilot:
        with Elsewhere(store.path) as other:
            for name, each in EDITS.items():
                form = await opened(pilot, each.where, each.ref, each.key)
                for field, words in ((each.field, each.mine), *each.also):
                    await write(pilot, form, field, words)
                other.does(each.elsewhere, each.login)
                await pilot.press("f2")
                await until(pilot, lambda: isinstance(app.screen, Merge), f"both versions of the {name}")
                assert each.mine in text(app) and each.theirs in text(app), name
                await pilot.press("escape")
                await until(pilot, lambda form=form: app.screen is form, "the form")  # type: ignore[misc]
                assert look(store, each.stored) == each.theirs, name
                assert drafted(box, each.mine), name
                await pilot.press("f2")
                await until(pilot, lambda: isinstance(app.screen, Merge), f"both versions of the {name} again")
                await released(pilot, other, box, each.mine)
                assert look(store, each.stored) == each.mine, name
                assert not drafted(box, each.mine), name


async def test_theirs_can_be_taken_and_a_form_that_makes_something_waits_for_the_lock(store: Store) -> None:
    app, box = program(store)
    async with app.run_test(size=(110, 34)) as pilot:
        with Elsewhere(store.path) as other:
            each = EDITS["member"]
            form = await opened(pilot, each.where, each.ref, each.key)
            await write(pilot, form, each.field, each.mine)
            other.does(each.elsewhere)
            await pilot.press("f2")
            await until(pilot, lambda: isinstance(app.screen, Merge), "both versions")
            await pilot.press("t", "f2")
            await until(pilot, lambda: app.screen is app.ritual(), "the end of the form")
            assert look(store, each.stored) == each.theirs
            for name, (where, ref, key, typed, stored) in NEW.items():
                form = await opened(pilot, where, ref, key)
                for field, words in typed.items():
                    await write(pilot, form, field, words)
                await released(pilot, other, box, list(typed.values())[-1], stubborn=True)
                assert look(store, stored), name
