"""Every screen stands on the terminal as Textual drew it, whatever keys lead there."""

import asyncio
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

from okrtui.commands.catalogue import CATALOGUE
from tests.screens.team import fresh, program
from tests.terminal.line.twin import Twin

GO = [command.keys[0] for command in CATALOGUE if command.id.startswith("go.") and command.keys]
LOOK = ["down", "G", "tab", "enter", "escape", "question_mark", "escape"]
SAFE = ["down", "up", "j", "k", "G", "g", "tab", "enter", "escape", "n", "a", "s", "w", "space", "question_mark"]
SAFE += ["left", "right", "slash", "backspace", "p", "ctrl+p", "pagedown", "pageup", "m", "f2", "u", *GO]


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)


@pytest.mark.long
async def test_every_screen_and_its_dialogs(tmp_path: Path) -> None:
    store = fresh(tmp_path)
    app = program(store)
    twin = Twin(app)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in GO:
            await press(pilot, key, *LOOK)
        await press(pilot, "ctrl+p", "o", "k", "r", "escape")
        await pilot.resize_terminal(70, 20)
        await press(pilot, GO[0], "down")
        await pilot.resize_terminal(120, 40)
        await press(pilot, "down", GO[1], "n", "x", "tab")
        await pilot.pause()
    store.close()
    assert twin.updates > 100
    assert twin.ours < twin.textuals / 4


@settings(max_examples=3, deadline=None, phases=[Phase.generate])
@given(st.lists(st.sampled_from(SAFE), min_size=10, max_size=20), st.sampled_from(["standard", "256", "truecolor"]))
def test_any_walk(keys: list[str], colours: str) -> None:
    async def walk() -> None:
        with TemporaryDirectory() as folder, closing(fresh(Path(folder))) as store:
            app = program(store)
            Twin(app, colours, tinted=colours != "256")
            async with app.run_test(size=(80, 24)) as pilot:
                await press(pilot, *keys)

    asyncio.run(walk())
