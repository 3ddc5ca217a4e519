"""Two processes change one thing while a form is open, and one holds the lock: nothing is overwritten, nothing lost."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from okrtui.model.heroes import Standard
from okrtui.model.live import Kind, Phase
from okrtui.rituals import heroes, ideas
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, sessions
from okrtui.rituals.okrs import cycles, objectives, standings
from okrtui.rituals.people import members
from okrtui.rituals.week import health, updates
from okrtui.storage.engine.store import Store
from okrtui.storage.local.tokens import Tokens
from okrtui.widgets.forms.merge import Merge
from tests.screens.base.two_writers import (
    SIZE,
    Edit,
    Made,
    edited_by_both,
    look,
    made_in_the_end,
    opened,
    program,
    write,
)
from tests.screens.other_process import OtherProcess
from tests.screens.team import until
from tests.workspaces import MONDAY, anybody, ctx, workspace

EDITS = {
    "objective": Edit(
        "okrs", "O1", "e", "title", "Mine", "Theirs", "objectives.edit_objective(me, 'O1', title='Theirs')",
        lambda me: objectives.objective(me, "O1").title,
    ),
    "key result": Edit(
        "okrs", "KR1.1", "e", "note", "Mine", "Theirs", "objectives.edit_key_result(me, 'KR1.1', note='Theirs')",
        lambda me: objectives.key_result(me, "KR1.1").note,
    ),
    "vision": Edit(
        "okrs", "O1", "v", "vision", "Mine", "Theirs", "members.describe_workspace(me, vision='Theirs')",
        lambda me: me.store.workspace().vision,
    ),
    "check-in": Edit(
        "okrs", "KR1.1", "c", "note", "Mine", "Theirs",
        "checkins.check_in(me, 'KR1.1', '99', note='Theirs', who='mei')",
        lambda me: standings.history(me, objectives.key_result(me, "KR1.1"))[-1].note,
        also=(("value", "88"),),
    ),
    "score of a key result": Edit(
        "okrs", "KR1.1", "d", "comment", "Mine", "Theirs", "closing.close_key_result(me, 'KR1.1', 0.5, 'Theirs')",
        lambda me: objectives.key_result(me, "KR1.1").comment,
    ),
    "end of an objective": Edit(
        "okrs", "O2", "d", "comment", "Mine", "Theirs",
        "closing.close_objective(me, 'O2', 'Theirs', objectives.ObjectiveState.MISSED)",
        lambda me: objectives.objective(me, "O2").comment,
    ),
    "member": Edit(
        "people", "bob", "e", "skills", "Mine", "Theirs", "members.edit_member(me, 'bob', skills='Theirs')",
        lambda me: members.member(me, "bob").skills,
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
        "sessions.edit_card(me, 'S1', sessions.view(me, 'S1').cards[0].id, 'Theirs')",
        lambda me: sessions.view(me, "S1").cards[0].text, login="mei",
        row=lambda me: f"card {sessions.view(me, 'S1').cards[0].id}",
    ),
}  # fmt: skip
"""Every form that edits what is there; a screen that calls `edit` or `edit_line` in a new place needs a line here."""

NEW = {
    "objective": Made("okrs", "O1", "n", {"title": "New"}, lambda me: objectives.objective(me, "O3").title == "New"),
    "key result": Made(
        "okrs", "O1", "a", {"target": "7", "title": "New"}, lambda me: objectives.key_result(me, "KR1.2").title == "New"
    ),
    "cycle": Made("okrs", "O1", "N", {"name": "2031-Q1"}, lambda me: cycles.find(me, "2031-Q1")),
    "member": Made("people", "bob", "n", {"login": "zoe"}, lambda me: members.member(me, "zoe")),
    "team": Made("people", "bob", "N", {"name": "New"}, lambda me: members.team_named(me, "New")),
    "metric": Made("week", "", "n", {"name": "New"}, lambda me: health.find(me, "New")),
    "dropped priority": Made(
        "week", "", "d", {"text": "New"}, lambda me: updates.commitments_of(me)[0].reason == "New"
    ),
    "card": Made("heroes", "", "n", {"who": "bob", "story": "New"}, lambda me: heroes.find(me, "H3").story == "New"),
    "reply": Made("hero", "H1", "r", {"text": "New"}, lambda me: heroes.find(me, "H1").replies[-1].text == "New"),
    "withdrawal": Made("hero", "H2", "w", {"text": "New"}, lambda me: heroes.find(me, "H2").reason == "New"),
    "idea": Made("ideas", "I1", "n", {"title": "New"}, lambda me: ideas.find(me, "I2").title == "New"),
    "idea's step": Made("ideas", "I1", ">", {"note": "New"}, lambda me: ideas.find(me, "I1").steps[-1].note == "New"),
    "rejection": Made("ideas", "I1", "X", {"text": "New"}, lambda me: ideas.find(me, "I1").reason == "New"),
    "action": Made("actions", "A1", "n", {"text": "New"}, lambda me: actions.find(me, "A2").text == "New"),
    "action kept": Made("actions", "A1", "=", {"note": "New"}, lambda me: actions.history(me, "A1")[-1].note == "New"),
    "action dropped": Made("actions", "A1", "d", {"text": "New"}, lambda me: actions.find(me, "A1").reason == "New"),
}  # fmt: skip
"""Every form that makes or ends something, those of live sessions apart: they are in `test_both_live`."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A workspace with one of everything that can be edited."""
    made = workspace(tmp_path)
    me = Context(made, "mei", "Mei", MONDAY, Tokens(made.path.parent / "mei" / "tokens.json"), may_add=anybody)
    for login in ("bob", "ana"):
        members.edit_member(me, login, name=login.capitalize())
    objectives.add_objective(me, "Make the proxy boring")
    objectives.add_key_result(me, "O1", "p99", start=180, target=90)
    objectives.add_objective(me, "Know what it costs")
    health.add(me, "on-call load")
    yesterday = MONDAY - timedelta(days=1)
    heroes.post(ctx(made, "bob", now=yesterday), ["mei"], "Found the leak", Standard.HONOR)
    heroes.post(ctx(made, "mei", now=yesterday), ["bob"], "Told us of the leak", Standard.HONOR)
    ideas.capture(me, "Build it at night", text="", champion="")
    actions.add(me, "Write it down")
    updates.submit(me, priorities=[("Cache behind a flag", "")])
    sessions.start(me, Kind.BRAINSTORM, "Halve the build")
    facilitation.move(me, "S1", Phase.GATHER)
    sessions.write_card(me, "S1", "Cache more")
    yield made
    made.close()


@pytest.mark.long
async def test_who_comes_later_sees_both_and_chooses_and_nothing_is_lost_meanwhile(store: Store) -> None:
    app, box = program(store)
    async with app.run_test(size=SIZE) as pilot:
        with OtherProcess(store.path) as other:
            for name, each in EDITS.items():
                await edited_by_both(pilot, other, box, store, each, turns_back=name == "member")


@pytest.mark.long
async def test_theirs_can_be_taken_and_a_form_that_makes_something_waits_for_the_lock(store: Store) -> None:
    app, box = program(store)
    async with app.run_test(size=SIZE) as pilot:
        with OtherProcess(store.path) as other:
            each = EDITS["member"]
            form = await opened(pilot, store, each)
            await write(pilot, form, {each.name: each.mine})
            other.run(each.elsewhere)
            await pilot.press("f2")
            await until(pilot, lambda: isinstance(app.screen, Merge), "both versions")
            await pilot.press("t", "f2")
            await until(pilot, lambda: app.screen is app.ritual(), "the end of the form")
            assert look(store, each.stored) == each.theirs
            for name, made in NEW.items():
                await made_in_the_end(pilot, other, box, store, made, stubborn=name == "objective")
