"""What a tab of the cases asks the workspace: as often whatever there is, since a server answers each over its line."""

from datetime import UTC, datetime
from pathlib import Path

from bench.cases import many_cases
from okrtui.rituals.context import Context
from okrtui.screens.cases.tabs import TABS, read_tab
from tests.cost import cost

MOST = 20
"""Statements, with those that begin and end a reading."""


def asked(path: Path, still: int, over: int) -> dict[str, int]:
    """Return how many statements each tab takes with so many cases that are open and over."""
    store = many_cases(path, "mei", still, over)
    me = Context(store, "mei", "Mei", datetime.now(UTC))
    found = {tab.name: cost(store, lambda tab=tab: read_tab(me, tab.name)).statements for tab in TABS}  # type: ignore[misc]
    store.close()
    return found


def test_a_tab_asks_as_often_whatever_there_is(tmp_path: Path) -> None:
    few, many = asked(tmp_path / "few.db", 20, 60), asked(tmp_path / "many.db", 200, 600)
    assert few == many and max(many.values()) <= MOST, many
