"""The week's commands without an app: what they refuse, and what becomes of what they are done to."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from okrtui.model.week import Commitment, CommitmentState, HealthMetric
from okrtui.rituals.context import Context
from okrtui.rituals.week import health
from okrtui.screens.week.commands import WeekCommands
from okrtui.storage.engine.store import Store
from tests.screens.fake_screen import FakeScreen
from tests.screens.team import fresh, state_of
from tests.workspaces import ctx


class Rows(FakeScreen):
    """A week with the cursor on one row."""

    week: str | None = None

    def __init__(self, ctx: Context | None = None, who: str = "mei") -> None:
        super().__init__(ctx, who)
        self.at: Commitment | HealthMetric | None = None

    def priority(self) -> Commitment | None:
        return self.at if isinstance(self.at, Commitment) else None

    def metric(self) -> HealthMetric | None:
        return self.at if isinstance(self.at, HealthMetric) else None

    def metrics(self) -> Sequence[HealthMetric]:
        return health.metrics(self.ctx, self.ctx.week) if self.ctx else ()

    def teams(self) -> Sequence[str]:
        return ("Platform",)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = fresh(tmp_path)
    yield made
    made.close()


def test_where_nothing_is_under_the_cursor_each_command_says_so() -> None:
    commands = WeekCommands(Rows())
    assert commands.why_not_done() == commands.why_not_drop() == commands.why_not_open()
    assert commands.why_not_done() == "select a priority first"
    assert (commands.why_not_health() or "").startswith("there is no health metric yet;")
    assert commands.why_not_retire() == "select a health metric first"


async def test_a_priority_is_opened_dropped_and_only_by_who_committed_to_it(store: Store) -> None:
    screen = Rows(ctx(store))
    commands = WeekCommands(screen)
    screen.at = state_of(store, "Cache behind a flag")
    assert commands.why_not_done() is None
    screen.answers = ["drop", "no one asks"]
    await commands.do_open()
    dropped = state_of(store, "Cache behind a flag")
    assert (dropped.state, dropped.reason) == (CommitmentState.DROPPED, "no one asks")
    commands.screen = Rows(ctx(store, "bob"))
    commands.screen.at = dropped
    assert commands.why_not_done() == "this is mei's; only who committed to it settles it"


async def test_a_metric_is_recorded_and_retired_once_that_is_confirmed(store: Store) -> None:
    screen = Rows(ctx(store))
    commands = WeekCommands(screen)
    screen.at = screen.metrics()[0]
    screen.answers = [{"colour": "red"}, False, True]
    await commands.do_health()
    assert str(screen.metrics()[0].colour) == "red"
    await commands.do_retire()
    assert len(screen.metrics()) == 1
    await commands.do_retire()
    assert not screen.metrics()
    assert screen.asked[1:] == ["Stop showing “on-call load”?"] * 2


async def test_it_is_asked_which_metric_where_there_are_several_and_none_is_under_the_cursor(store: Store) -> None:
    health.add(ctx(store), "build time", "Platform")
    screen = Rows(ctx(store))
    screen.answers = [str(health.find(ctx(store), "build time").id), {"colour": "green"}]
    await WeekCommands(screen).do_health()
    assert screen.asked == ["Which health metric?", "build time · 2026-W48"]
    assert {each.name: str(each.colour) for each in screen.metrics()} == {
        "on-call load": "amber",
        "build time": "green",
    }
