"""A document before it is imported, by keyboard: read, taken, left, changed and written as one change."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from okrtui.app.app import OkrApp
from okrtui.errors import Refused
from okrtui.model.okrs import KeyResultKind
from okrtui.rituals.journal.log import log
from okrtui.rituals.okrs import objectives
from okrtui.storage.engine.store import Store
from tests.screens.team import fresh, program, rows, said, text, until
from tests.workspaces import ctx

DOCUMENT = """Hello all.

# OKRs Q1 2027

## Objective: Grow

- KR1: Signups from 100 to 200
- KR2: p99 latency below 300 ms
- whatever

## Objective: Rest

- KR1: Fewer pages
"""
ALL = ["0/0", "0/0/0", "0/0/1", "0/1", "0/1/0"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "plan.md").write_text(DOCUMENT)
    (tmp_path / "plan.csv").write_text("Objective,Key result,Owner\nGrow,Win 3 deals,zed\n")
    (tmp_path / "odd.csv").write_text("Aim,Numbers\nGrow,Win 3 deals\n")
    return fresh(tmp_path)


def keys(app: OkrApp) -> list[str]:
    return [row.key for row in rows(app).rows if row.selectable and "/" in row.key]


async def read(pilot: Pilot[Any], path: Path) -> None:
    """Name a document on the screen."""
    await pilot.press("o")
    await until(pilot, lambda: "a path, like" in text(pilot.app))
    await pilot.press(*str(path), "f2")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_each_proposal_is_told_with_its_evidence_and_what_was_left_stands_below(
    store: Store, tmp_path: Path, size: tuple[int, int]
) -> None:
    app = program(store, first="import")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "o names a document" in text(app))
        await read(pilot, tmp_path / "none.md")
        await until(pilot, lambda: "cannot be read" in text(app), "the line stays with the reason")
        await pilot.press("escape")
        await read(pilot, tmp_path / "plan.md")
        await until(pilot, lambda: keys(app) == ALL)
        shown = text(app)
        assert "5 of 5 taken" in shown and "from 100 to 200" in shown
        assert "Not understood, and left out: 1 line" in shown and "Prose, left out: 1 line" in shown
        await pilot.press("j", "j")
        await until(pilot, lambda: "line 8: labelled “KR2”; the title says stay below 300 ms" in text(app))
        assert "new: stay below 300 ms" in text(app)
        await pilot.press("G", "space")
        assert "proposes nothing" in said(app)


async def test_what_is_left_and_changed_is_written_so_as_one_change(store: Store, tmp_path: Path) -> None:
    app = program(store, first="import")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "o names a document" in text(app))
        await read(pilot, tmp_path / "plan.md")
        await until(pilot, lambda: keys(app) == ALL)
        await pilot.press("j", "space", "j", "j", "space")
        await until(pilot, lambda: "2 of 5 taken" in text(app), "an objective is left with all below it")
        rows(app).move_to("0/0/1")
        await pilot.press("e")
        await until(pilot, lambda: "Proposed key result" in text(app))
        await pilot.press(*["tab"] * 2, *["backspace"] * 3, *"250", "f2")
        await until(pilot, lambda: "stay below 250 ms" in text(app))
        await pilot.press("f2")
        await until(pilot, lambda: "Import new: 1 objective, 1 key result?" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: "imported: new: 1 objective, 1 key result" in said(app))
        mei = ctx(store)
        kr = objectives.key_result(mei, "KR3.1")
        assert (kr.title, kr.kind, kr.target) == ("p99 latency below 300 ms", KeyResultKind.STAY_BELOW, 250)
        with pytest.raises(Refused, match=r"KR3\.2"):
            objectives.key_result(mei, "KR3.2")
        assert log(mei, limit=1)[0].verb == "imported"


async def test_what_is_here_already_is_said_and_a_change_of_it_can_be_left(store: Store, tmp_path: Path) -> None:
    app = program(store, first="import")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "o names a document" in text(app))
        await read(pilot, tmp_path / "plan.csv")
        await until(pilot, lambda: "zed is nobody the workspace knows yet" in text(app))
        assert "“Owner” as DRI" in text(app)
        await pilot.press("a")
        await until(pilot, lambda: "0 of 2 taken" in text(app))
        await pilot.press("f2")
        assert "nothing is taken" in said(app)
        await pilot.press("a", "f2")
        await until(pilot, lambda: "zed would become a member" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: "0 of 0 taken" in text(app))
        await pilot.press("g", "space")
        await until(pilot, lambda: "it is here already" in said(app))
        await pilot.press("e")
        assert "is there already: edit it on its screen" in said(app)


async def test_a_table_whose_heads_say_nothing_is_asked_about(store: Store, tmp_path: Path) -> None:
    app = program(store, first="import")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "o names a document" in text(app))
        await read(pilot, tmp_path / "odd.csv")
        await until(pilot, lambda: "Which column holds the key results?" in text(app))
        await pilot.press(*"numbers", "enter")
        await until(pilot, lambda: "Which column holds the objectives?" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: keys(app) == ["0/0", "0/0/0"])
        assert "“Aim” as objective; “Numbers” as key result" in text(app)
