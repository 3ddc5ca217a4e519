"""Cost grows with what is asked: ten times the people cost ten times as much at most, counted and not timed."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.big import Size, big_workspace
from okrtui.config import identity
from okrtui.rituals.context import Context
from okrtui.rituals.documents import report_data
from okrtui.sharing.importing.importing import apply_import, plan_import
from okrtui.sharing.okrs_file.writer import written
from okrtui.storage.open import open_store
from tests.cost import Cost, cost

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FEW, MANY = 60, 600
LINEAR = 1.15 * MANY / FEW
"""A little more than so many times as much, for what a tree of pages adds."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, homes: Path) -> tuple[Path, ...]:
    """Return two workspaces of a quarter, of few people and of ten times as many."""
    folder = tmp_path_factory.mktemp("growth")
    return tuple(big_workspace(folder, Size(n, 1, teams=n // 4, cards=n), now=NOW) for n in (FEW, MANY))


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
    def brought(ctx: Context) -> tuple[Cost, Cost, Cost]:
        text = quarter(ctx)
        planned = cost(ctx.store, lambda: plan_import(ctx, text, "2027-Q1"))
        plan = plan_import(ctx, text, "2027-Q1")
        written = cost(ctx.store, lambda: apply_import(ctx, plan))
        again = cost(ctx.store, lambda: plan_import(ctx, text.replace("Raise", "Lift"), "2027-Q1"))
        return planned, written, again

    few, many = map(brought, sizes)
    assert [much.times(little) <= LINEAR for little, much in zip(few, many, strict=True)] == [True] * 3, (few, many)
