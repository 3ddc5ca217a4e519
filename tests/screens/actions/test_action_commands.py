"""What is done with an action item, without an app: what its state refuses, and what its history keeps."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.actions import Action
from okrtui.rituals.actions import actions
from okrtui.screens.actions.commands import ActionCommands
from okrtui.storage.engine.store import Store
from tests.screens.fake_screen import FakeScreen
from tests.workspaces import ctx, workspace


class Actions(FakeScreen):
    """Action items, with the cursor on the one that was made last."""

    ref = ""

    def action(self) -> Action | None:
        return actions.find(self.ctx, self.ref) if self.ctx and self.ref else None

    def stand_on_action(self, ref: str) -> None:
        self.ref = ref


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = workspace(tmp_path)
    yield made
    made.close()


def test_where_there_is_no_action_each_command_says_so() -> None:
    commands = ActionCommands(Actions())
    reasons = {getattr(commands, name)() for name in dir(commands) if name.startswith("why_not")}
    assert reasons == {"select an action first"}


async def test_an_action_is_kept_dropped_and_opened_again_and_its_history_tells_it(store: Store) -> None:
    screen = Actions(ctx(store))
    commands = ActionCommands(screen)
    screen.answers = [{"text": "Buy tea"}, {"note": "waits"}, "moot"]
    await commands.do_new()
    assert screen.ref == "A1" and commands.why_not_reopen() == "A1 is open"
    await commands.do_keep()
    assert commands.why_not_done() is None
    await commands.do_drop()
    assert all((why() or "").startswith("A1 is dropped;") for why in (commands.why_not_done, commands.why_not_keep))
    assert commands.why_not_reopen() is None
    await commands.do_reopen()
    await commands.do_done()
    steps = [step.what for step in actions.history(ctx(store), "A1")]
    assert steps == ["made", "kept", "dropped", "reopened", "done"]


async def test_an_action_has_one_dri_and_a_real_day(store: Store) -> None:
    screen = Actions(ctx(store))
    commands = ActionCommands(screen)
    screen.answers = [{"text": "x", "dri": "mei, bob"}, {"text": "x", "due": "soon"}, {"text": "x"}, {"due": "soon"}]
    for problem in ("exactly one DRI", "“soon” isn't a day"):
        with pytest.raises(Refused, match=problem):
            await commands.do_new()
    await commands.do_new()
    assert screen.ref == "A1" and actions.find(ctx(store), "A1").dri == "mei"
    with pytest.raises(Refused, match="“soon” isn't a day"):
        await commands.do_edit()
