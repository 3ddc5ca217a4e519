"""Cost grows with what is asked: ten times the people cost ten times as much at most, counted and not timed."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.big import Size, big_workspace
from okrtui.config import identity
from okrtui.rituals.context import Context
from okrtui.rituals.documents import report_data
from okrtui.rituals.documents.responsibilities import responsibilities
from okrtui.rituals.journal.log import log, undo
from okrtui.rituals.okrs.standings import cycle_standings
from okrtui.rituals.week.due import due
from okrtui.rituals.week.overview import week_view
from okrtui.sharing.importing.importing import apply_import, plan_import
from okrtui.sharing.okrs_file.writer import written
from okrtui.sharing.pages.reports import week_report
from okrtui.storage.maintenance.verify import verify_journal
from okrtui.storage.open import open_store
from tests.cost import Cost, cost, held

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FEW, MANY = 60, 600
LINEAR = 1.15 * MANY / FEW
"""A little more than so many times as much, for what a tree of pages adds."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, homes: Path) -> tuple[Path, ...]:
    """Return two workspaces of a quarter, of few people and of ten times as many."""
    folder = tmp_path_factory.mktemp("growth")
    size = Size(quarters=1, journal=True)
    return tuple(big_workspace(folder, replace(size, members=n, teams=n // 4, cards=n), now=NOW) for n in (FEW, MANY))


@pytest.fixture
def sizes(made: tuple[Path, ...], tmp_path: Path) -> Iterator[tuple[Context, Context]]:
    """Give both, to be read and written."""
    copies = [shutil.copy(path, tmp_path / path.name) for path in made]
    contexts = [Context(open_store(path), *identity(), NOW) for path in copies]
    yield contexts[0], contexts[1]
    for each in contexts:
        each.store.close()


def quarter(ctx: Context) -> str:
    """Return a document with the objectives and key results of the quarter that is there, without check-ins."""
    whole = written(report_data.reader(ctx).standing("2026-Q4"), "")
    return "\n".join(line for line in whole.split("\n") if not line.startswith("|"))


@pytest.mark.long
def test_an_import_grows_with_what_it_brings(sizes: tuple[Context, Context]) -> None:
    def brought(ctx: Context) -> tuple[Cost, ...]:
        text = quarter(ctx)
        planned = cost(ctx.store, lambda: plan_import(ctx, text, "2027-Q1"))
        plan = plan_import(ctx, text, "2027-Q1")
        written = cost(ctx.store, lambda: apply_import(ctx, plan))
        again = cost(ctx.store, lambda: plan_import(ctx, text.replace("Raise", "Lift"), "2027-Q1"))
        undone = cost(ctx.store, lambda: undo(ctx))
        return planned, written, again, undone

    few, many = map(brought, sizes)
    assert [much.times(little) <= LINEAR for little, much in zip(few, many, strict=True)] == [True] * 4, (few, many)


@pytest.mark.long
def test_checking_the_journal_grows_with_it_and_holds_no_more_of_a_long_one(sizes: tuple[Context, Context]) -> None:
    few, many = (cost(ctx.store, lambda ctx=ctx: verify_journal(ctx.store)) for ctx in sizes)  # type: ignore[misc]
    assert many.times(few) <= LINEAR
    little, much = (held(lambda ctx=ctx: verify_journal(ctx.store)) for ctx in sizes)  # type: ignore[misc]
    assert much < 2 * little


def test_a_sample_of_the_journal_costs_the_same_among_many(sizes: tuple[Context, Context]) -> None:
    few, many = (
        cost(ctx.store, lambda ctx=ctx: verify_journal(ctx.store, newest=200))  # type: ignore[misc]
        for ctx in sizes
    )
    assert many.times(few) < 2


def test_a_teams_report_reads_the_history_of_the_team_alone(sizes: tuple[Context, Context]) -> None:
    _, many = sizes
    whole, team = (
        cost(many.store, lambda scope=scope: week_report(many, None, scope))  # type: ignore[misc]
        for scope in ("everyone", "Team 07")
    )
    assert team.calls < whole.calls / 2
    assert team.statements <= whole.statements + 6


def test_reports_and_lists_grow_with_the_people_and_ask_as_often_for_many_as_for_few(
    sizes: tuple[Context, Context],
) -> None:
    jobs: dict[str, Callable[[Context], object]] = {
        "report week": week_report,
        "report of a team": lambda ctx: week_report(ctx, None, "Team 01"),
        "week": week_view,
        "okr list": cycle_standings,
        "people": responsibilities,
        "log": lambda ctx: log(ctx, limit=50, with_changes=False),
    }
    for name, job in jobs.items():
        few, many = (cost(ctx.store, lambda ctx=ctx: job(ctx)) for ctx in sizes)  # type: ignore[misc] # noqa: B023
        assert many.times(few) <= LINEAR, name
        assert many.statements == few.statements <= 60, name


def test_what_is_due_for_me_asks_and_reads_as_little_among_many(sizes: tuple[Context, Context]) -> None:
    friday = (replace(ctx, now=datetime(2026, 11, 20, 12, tzinfo=UTC)) for ctx in sizes)
    few, many = (cost(ctx.store, lambda ctx=ctx: due(ctx)) for ctx in friday)  # type: ignore[misc]
    assert many.calls < 1.5 * few.calls and many.statements == few.statements
    assert many.steps < LINEAR * few.steps  # whoever asks me for help is looked for among the week's updates
