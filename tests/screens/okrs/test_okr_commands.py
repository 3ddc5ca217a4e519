"""What is done to objectives and key results, without an app: what each state refuses, and why."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.model.okrs import Cycle, CycleStanding, ObjectiveStanding, ObjectiveState, Standing
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import objectives, standings
from okrtui.screens.okrs.commands import NewOkrCommands, OkrCommands, closed
from okrtui.storage.open import open_store
from tests.screens.fake_screen import FakeScreen
from tests.screens.okrs.okr_workspace import NOW, fill_workspace
from tests.workspaces import anybody


class Tree(FakeScreen):
    """A tree with the cursor on the row of one ref, as the workspace is now."""

    where = "okrs"

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.ref = ""
        self.went_to = ""

    def _cycles(self) -> tuple[CycleStanding, ...]:
        assert self.ctx is not None
        return standings.cycle_standings(self.ctx, "all")

    @property
    def around(self) -> ObjectiveStanding | None:
        ref = self.ref.replace("KR", "O").partition(".")[0]
        return next((o for each in self._cycles() for o in each.objectives if o.objective.ref == ref), None)

    @property
    def here(self) -> Standing | ObjectiveStanding | None:
        above = self.around
        if above is None or "." not in self.ref:
            return above
        return next(each for each in above.key_results if each.kr.ref == self.ref)

    @property
    def here_cycle(self) -> Cycle | None:
        above = self.around
        name = above.objective.cycle if above else "2026-Q4"
        return next(each.cycle for each in self._cycles() if each.cycle.name == name)

    def read_only(self) -> str | None:
        return closed(self.here_cycle)

    def go_to(self, ref: str) -> None:
        self.went_to = ref

    async def show_cycle(self, name: str) -> None:
        self.went_to = name


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Tree]:
    fill_workspace(tmp_path / "w.db")
    store = open_store(str(tmp_path / "w.db"))
    yield Tree(Context(store, "mei", "Mei", NOW, may_add=anybody))
    store.close()


REFUSED = [
    ("", "check", "a key result is checked in; move to one"),
    ("O3", "check", "a key result is checked in; move to one"),
    ("KR4.1", "check", "O4 is a draft;"),
    ("KR1.1", "check", "2026-Q3 is closed and read-only"),
    ("KR1.1", "edit", "2026-Q3 is closed and read-only"),
    ("", "edit", "an objective or key result is edited; move to one"),
    ("", "write", "an objective or key result is edited; move to one"),
    ("O4", "close", "O4 is a draft;"),
    ("O3", "activate", "O3 is active already"),
    ("KR3.1", "activate", "KR3.1 is open already"),
    ("O1", "cancel", "2026-Q3 is closed and read-only"),
]


@pytest.mark.parametrize(("ref", "what", "reason"), REFUSED)
def test_each_command_says_what_it_does_not_take(tree: Tree, ref: str, what: str, reason: str) -> None:
    tree.ref = ref
    assert (getattr(OkrCommands(tree), f"why_not_{what}")() or "").startswith(reason)


@pytest.mark.parametrize("what", ["check", "edit", "write", "close", "cancel"])
def test_an_open_key_result_takes_each(tree: Tree, what: str) -> None:
    tree.ref = "KR3.1"
    assert getattr(OkrCommands(tree), f"why_not_{what}")() is None


def test_new_ones_need_an_open_cycle_and_an_objective(tree: Tree) -> None:
    commands = NewOkrCommands(tree)
    assert commands.why_not_new() is None
    assert (commands.why_not_add() or "").startswith("a key result belongs to an objective; move to one")
    tree.ref = "KR3.1"
    assert commands.why_not_add() is None
    tree.ref = "O1"
    assert commands.why_not_new() == commands.why_not_add() == "2026-Q3 is closed and read-only"


async def test_a_draft_is_made_active_and_what_is_cancelled_opened_again(tree: Tree) -> None:
    commands = OkrCommands(tree)
    assert tree.ctx is not None
    tree.ref = "O4"
    await commands.do_activate()
    assert tree.messages == [("O4 is active", "done")]
    assert objectives.objective(tree.ctx, "O4").state is ObjectiveState.ACTIVE
    tree.ref, tree.answers = "KR3.2", [True]
    await commands.do_cancel()
    assert commands.why_not_cancel() == "KR3.2 is cancelled already"
    assert (commands.why_not_close() or "").startswith("KR3.2 is cancelled;")
    assert commands.why_not_check() == "KR3.2 is cancelled; it takes no more check-ins"
    await commands.do_activate()
    assert commands.why_not_check() is None
