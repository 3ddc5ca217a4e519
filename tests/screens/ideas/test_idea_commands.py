"""What is done with an idea, without an app: a step, a rejection, a brainstorm with impossible numbers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.ideas import Idea, IdeaState
from okrtui.model.live import Session
from okrtui.rituals import ideas
from okrtui.rituals.live import sessions
from okrtui.screens.ideas.commands import IdeaCommands
from okrtui.storage.engine.store import Store
from tests.screens.fake_screen import FakeScreen
from tests.workspaces import ctx, workspace


class Pipeline(FakeScreen):
    """Ideas, with the cursor on the one that commands moved last."""

    where = "ideas"

    ref = ""

    def idea(self) -> Idea | None:
        return ideas.find(self.ctx, self.ref) if self.ctx and self.ref else None

    def running(self) -> Session | None:
        return sessions.running(self.ctx) if self.ctx else None

    def stand_on(self, ref: str) -> None:
        self.ref = ref


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = workspace(tmp_path)
    yield made
    made.close()


def test_where_there_is_no_idea_each_command_says_so() -> None:
    commands = IdeaCommands(Pipeline())
    names = ("advance", "retreat", "reject", "champion")
    assert {getattr(commands, f"why_not_{name}")() for name in names} == {"select an idea first"}
    assert commands.why_not_start() is None


async def test_an_idea_is_captured_brought_on_rejected_and_taken_up_again(store: Store) -> None:
    screen = Pipeline(ctx(store))
    commands = IdeaCommands(screen)
    screen.answers = [{"title": "Buy runners"}, {"note": "cheap"}, "too dear", {}]
    await commands.do_new()
    assert screen.ref == "I1" and commands.why_not_retreat() == "I1 is where ideas begin"
    await commands.do_advance()
    assert ideas.find(ctx(store), "I1").state is IdeaState.SHORTLISTED
    await commands.do_reject()
    assert ideas.find(ctx(store), "I1").reason == "too dear"
    assert commands.why_not_reject() == "I1 was rejected: too dear"
    assert (commands.why_not_advance() or "").startswith("I1 was rejected;")
    await commands.do_retreat()
    assert ideas.find(ctx(store), "I1").state is IdeaState.CAPTURED


async def test_a_brainstorm_is_started_once_and_not_with_impossible_numbers(store: Store) -> None:
    screen = Pipeline(ctx(store))
    commands = IdeaCommands(screen)
    screen.answers = [{"title": "x", "gather": "1.5"}, {"title": "Halve the build"}]
    with pytest.raises(Refused, match=r"1\.5 isn't a whole number"):
        await commands.do_start()
    assert sessions.sessions(ctx(store)) == ()
    await commands.do_start()
    assert screen.went == [("brainstorm", "S1")]
    assert (commands.why_not_start() or "").startswith("S1 runs")
