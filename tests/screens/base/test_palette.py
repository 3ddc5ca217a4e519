"""The palette goes to whatever has a ref, a title or a login, and shows it as the data that it is."""

from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import OptionList

from okrtui.model.live import Kind
from okrtui.rituals import ideas
from okrtui.rituals.actions import actions
from okrtui.rituals.documents import search_index
from okrtui.rituals.live import sessions
from tests.screens.okrs.okr_workspace import (
    OkrWorkspace,
    fill_workspace,
    shown,
    text_of,
    until,
)


@pytest.fixture
def place(tmp_path: Path) -> OkrWorkspace:
    fill_workspace(tmp_path / "w.db")
    found = OkrWorkspace(tmp_path / "w.db")
    found.other(ideas.capture, "Build [red]in[/] parts")
    found.other(actions.add, "Write the runbook")
    found.other(sessions.start, Kind.RETRO, "Friday")
    return found


async def offered(pilot: Pilot[int], words: str, first: str) -> list[str]:
    """Type into the palette and return what it offers once that begins with `first`."""
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette))
    await pilot.press(*words)

    def lines() -> list[str]:
        found = pilot.app.screen.query_one("CommandList", OptionList)
        return [str(found.get_option_at_index(n).prompt) for n in range(found.option_count)]

    await until(pilot, lambda: any(line.startswith(first) for line in lines()[:1]))
    return lines()


@pytest.mark.parametrize(
    ("words", "first", "where"),
    [
        ("kr3.1", "KR3.1", "keyresult"),
        ("O3", "O3", "okrs"),
        ("runbook", "A1", "actions"),
        ("in parts", "I1", "ideas"),
        ("friday", "S1", "retro"),
        ("mei", "mei", "people"),
    ],
)
async def test_it_goes_where_a_ref_or_a_title_is_seen(place: OkrWorkspace, words: str, first: str, where: str) -> None:
    app = place.app("okrs")
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot)
        await offered(pilot, words, first)
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == where)
        await until(pilot, lambda: first in text_of(pilot))


async def test_a_title_is_shown_as_it_is_and_a_whole_ref_comes_before_what_only_begins_so(place: OkrWorkspace) -> None:
    for number in range(2, 12):
        place.other(ideas.capture, f"Idea number {number}")
    app = place.app("okrs")
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot)
        lines = await offered(pilot, "i1", "I1 ")
        assert "Build [red]in[/] parts" in lines[0]
        assert any(line.startswith("I10 ") for line in lines), "what begins so comes after it, though it is newer"


def test_every_kind_of_place_is_there_once(place: OkrWorkspace) -> None:
    found = place.other(search_index.places)
    assert {each.what for each in found} == {"objective", "key result", "retro", "idea", "action", "value", "person"}
    assert len({each.ref for each in found}) == len(found)
