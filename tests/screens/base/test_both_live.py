"""The forms of live sessions while another process changes the same thing or holds the lock: nothing is lost."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import okrtui.screens
from okrtui.model.live import Kind, Phase
from okrtui.model.retro import NoteKind
from okrtui.rituals import ideas
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, sessions
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import agreements, members
from okrtui.rituals.retro import agenda, discussion, retro
from okrtui.storage.engine.store import Store
from tests.screens.base.two_writers import (
    SIZE,
    Edit,
    Made,
    context_of,
    edited_by_both,
    made_in_the_end,
    program,
)
from tests.screens.other_process import OtherProcess
from tests.workspaces import MONDAY, workspace


def _ends(me: Context) -> None:
    """Close what runs, so that something else can be started."""
    running = sessions.running(me)
    assert running is not None
    facilitation.move(me, running.ref, Phase.CLOSED)


def _groups(me: Context) -> list[str]:
    return [group.name for group in sessions.view(me, "S1").groups]


def _group(me: Context, ref: str = "S1") -> str:
    return f"group {sessions.view(me, ref).groups[0].id}"


def _titled(me: Context) -> str:
    running = sessions.running(me)
    return running.title if running else ""


def _note(me: Context) -> str:
    return retro.retro_view(me, "S3").notes[0].text


def _votes(me: Context) -> None:
    facilitation.move(me, "S1", Phase.VOTE)


def _bob_voted(me: Context) -> bool:
    view = sessions.view(Context(me.store, "bob", "Bob", MONDAY), "S1")
    return view.votes_left < view.budget


def _chooses(me: Context) -> None:
    facilitation.move(me, "S1", Phase.SELECT)


def _discusses(me: Context) -> None:
    facilitation.move(me, "S3", Phase.GATHER)
    sessions.write_card(me, "S3", "flaky tests")
    facilitation.move(me, "S3", Phase.DISCUSS)
    discussion.write_note(me, "S3", "nobody owns it", NoteKind.NOTE)


def _scores(me: Context) -> None:
    facilitation.move(me, "S3", Phase.SCORE)


STEPS: tuple[Edit | Made, ...] = (
    Made(
        "brainstorm", "S1", "space g", {"text": "New"}, lambda me: "New" in _groups(me),
        row=lambda me: f"card {sessions.view(me, 'S1').cards[0].id}",
    ),
    Edit(
        "brainstorm", "S1", "e", "text", "Mine", "Theirs",
        "grouping.rename(me, 'S1', sessions.view(me, 'S1').groups[0].id, 'Theirs')",
        lambda me: _groups(me)[0], row=_group,
    ),
    Edit(
        "brainstorm", "S1", "R", "question", "Mine", "Theirs",
        "facilitation.rename_session(me, 'S1', question='Theirs')",
        lambda me: sessions.find(me, "S1").question, login="mei",
    ),
    Made(
        "brainstorm", "S1", "v", {"who": "bob"}, _bob_voted,
        row=_group, before=_votes,
    ),
    Made(
        "brainstorm", "S1", "enter", {"champion": "bob"}, lambda me: ideas.find(me, "I1").champion == "bob",
        row=_group, before=_chooses,
    ),
    Made("ideas", "", "s", {"title": "New"}, lambda me: _titled(me) == "New", before=_ends),
    Made("retros", "", "n", {"text": "New"}, lambda me: agenda.proposed(me)[0].text == "New", before=_ends),
    Made("retros", "", "W", {"text": "New"}, lambda me: agreements.agreements(me)[0].text == "New"),
    Made("retros", "", "s pagedown enter", {"title": "New"}, lambda me: _titled(me) == "New"),
    Made(
        "retro", "S3", "O", {"title": "New"}, lambda me: "New" in [one.title for one in sessions.find(me, "S3").agenda],
        row=lambda me: f"item {sessions.find(me, 'S3').agenda[0].id}",
    ),
    Edit(
        "retro", "S3", "e", "title", "Mine", "Theirs",
        "agenda.rename_item(me, 'S3', sessions.find(me, 'S3').agenda[0].id, 'Theirs')",
        lambda me: sessions.find(me, "S3").agenda[0].title, login="mei",
        row=lambda me: f"item {sessions.find(me, 'S3').agenda[0].id}",
    ),
    Made(
        "retro", "S3", "J", {"text": "New"}, lambda me: actions.find(me, "A1").text == "New", before=_discusses,
    ),
    Made("retro", "S3", "W", {"text": "Newer"}, lambda me: "Newer" in [a.text for a in agreements.agreements(me)]),
    Edit(
        "retro", "S3", "e", "text", "Mine", "Theirs",
        "discussion.edit_note(me, 'S3', retro.retro_view(me, 'S3').notes[0].id, 'Theirs')", _note,
        row=lambda me: f"note {retro.retro_view(me, 'S3').notes[0].id}",
    ),
    Edit(
        "retro", "S3", "S", "comment", "Mine", "Theirs",
        "cycle_review.review_kr(me, 'S3', 'KR1.1', score=0.3, comment='Theirs')",
        lambda me: retro.reviews(me, sessions.find(me, "S3"))[0].comment, login="mei",
        row=lambda me: "kr KR1.1", before=_scores,
    ),
)  # fmt: skip
"""Every form on the way from a brainstorm's groups to a retro's scores, in the order in which they can be opened."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A workspace with a brainstorm whose cards are being grouped."""
    made = workspace(tmp_path)
    me = context_of(made)
    members.edit_member(me, "bob", name="Bob")
    objectives.add_objective(me, "Make the proxy boring")
    objectives.add_key_result(me, "O1", "p99", start=180, target=90)
    sessions.start(me, Kind.BRAINSTORM, "Halve the build")
    facilitation.move(me, "S1", Phase.GATHER)
    for words in ("Cache more", "Run less"):
        sessions.write_card(me, "S1", words)
    facilitation.move(me, "S1", Phase.GROUP)
    yield made
    made.close()


@pytest.mark.long
async def test_a_sessions_forms_lose_nothing_to_others_or_to_a_lock(store: Store) -> None:
    app, box = program(store)
    async with app.run_test(size=SIZE) as pilot:
        with OtherProcess(store.path) as other:
            for each in STEPS:
                if isinstance(each, Edit):
                    await edited_by_both(pilot, other, box, store, each)
                else:
                    await made_in_the_end(pilot, other, box, store, each)


def test_every_form_that_stores_something_keeps_a_draft() -> None:
    """A form without one would lose its words where the program ends while it waits for the lock; `edit` has to."""
    asked = [
        (f"{path.name}:{node.lineno}", node.func.attr, {each.arg for each in node.keywords})
        for path in Path(okrtui.screens.__path__[0]).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    storing = [each for each in asked if each[1] == "fill" or (each[1] == "ask_line" and "save" in each[2])]
    assert len(storing) > 20
    without = [place.split(":")[0] for place, _, words in storing if "draft" not in words]
    assert without == ["log.py"], "a secret that is to be taken out must not be kept"
