"""What goes over the line for a start, a screen, a dialog, a key, a scroll and a page: counted, with 256 colours."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot

from bench.big import Size, big_workspace
from bench.screens import my_key_result
from okrtui.app.app import OkrApp
from okrtui.commands.catalogue import CATALOGUE
from okrtui.config import identity
from okrtui.rituals.week import checkins
from okrtui.storage.open import open_store
from okrtui.widgets.lists.row_list import RowList
from tests.terminal.line.twin import Twin
from tests.workspaces import MONDAY, ctx

KB = 1024
START = {(120, 40): 10 * KB, (80, 24): 6 * KB}
SCREEN, DIALOG, PAGE, SCROLL, KEY = 9 * KB, 8 * KB, 4608, 1536, KB
"""A page is a list of which half a page or more moves on, by page down, home and the like: half a screen. A scroll is
what the cursor does that leaves the window.

Of the 2,453 to 3,798 bytes of a page among the OKRs and the people of this team, 1,229 to 2,011 are non-blank text as
we write it, before blanks, colours and moves; in five of eight cases that alone is over 1.5 KB. Whether moving rows
otherwise could save more is not tried."""
AROUND = 26
"""Bytes of an update's own: it is shown all at once, and the cursor is put down."""
TEAM = Size(members=60, quarters=2, teams=4, cards=120)
GO = {each.id: each.keys[0] for each in CATALOGUE if each.id.startswith("go.") and each.keys}
KEYS = ["j"] * 14 + [
    "tab",
    "j",
    "j",
    "k",
    "k",
    "left",
    "right",
    "space",
    "space",
    "pagedown",
    "ctrl+d",
    "pageup",
    "G",
    "k",
]
KEYS += ["k", "g"]
TABS = {("go.cases", "left"), ("go.cases", "right")}
"""Keys that show another tab."""
DIALOGS = {"help": "?", "palette": "ctrl+p", "theme": "T"}
FORMS = {"go.okrs": "n", "go.heroes": "n", "go.ideas": "n", "go.people": "n", "go.actions": "n"}


@dataclass
class Counter:
    """Counts what a step writes."""

    pilot: Pilot[int]
    twin: Twin

    async def settle(self) -> None:
        """Wait until nothing more is drawn."""
        before = -1
        while before != self.twin.updates or not getattr(self.pilot.app.screen, "loaded", True):
            before = self.twin.updates
            await self.pilot.pause(0.1)

    async def press(self, *keys: str) -> int:
        """Return the bytes that it takes to press keys."""
        before = self.twin.ours, self.twin.written
        await self.pilot.press(*keys)
        await self.settle()
        return self.twin.ours - before[0] + AROUND * (self.twin.written - before[1])

    def lines(self) -> dict[int, int]:
        """Return where the lists of the screen are scrolled to."""
        return {id(each): round(each.scroll_y) for each in self.pilot.app.screen.query(RowList)}

    def budget(self, before: dict[int, int]) -> int:
        """Return what a key may take that has moved the lists so far."""
        pages = {id(each): each.size.height for each in self.pilot.app.screen.query(RowList)}
        moved = [(abs(line - before[each]), pages[each]) for each, line in self.lines().items() if each in before]
        if any(by >= (page - 1) // 2 > 0 for by, page in moved):
            return PAGE
        return SCROLL if any(by for by, _ in moved) else KEY


def program(folder: Path) -> tuple[OkrApp, Twin]:
    """Return okrtui on a team of sixty, as one of them, and what it writes."""
    login, person = identity()
    path = big_workspace(folder, TEAM, now=MONDAY)
    app = OkrApp(str(path), login=login, person=person, clock=lambda: MONDAY, first="week")
    return app, Twin(app)


@pytest.mark.parametrize("size", START)
async def test_the_start(tmp_path: Path, size: tuple[int, int]) -> None:
    app, twin = program(tmp_path)
    async with app.run_test(size=size) as pilot:
        await Counter(pilot, twin).settle()
        assert twin.ours + AROUND * twin.written <= START[size]


@pytest.mark.long
async def test_every_screen_its_keys_and_what_others_change(tmp_path: Path) -> None:
    app, twin = program(tmp_path)
    wrong, kinds = list[tuple[str, str, int]](), set[int]()
    store, mine = open_store(Path(app.place)), my_key_result(Path(app.place))
    async with app.run_test(size=(120, 40)) as pilot:
        counter = Counter(pilot, twin)
        await counter.settle()
        for number, (screen, way) in enumerate(GO.items()):
            if screen == "go.week":
                continue
            if (took := await counter.press(way)) > SCREEN:
                wrong.append((screen, "", took))
            for key in KEYS:
                before = counter.lines()
                took, most = await counter.press(key), PAGE if (screen, key) in TABS else counter.budget(before)
                kinds.add(most)
                if took > most:
                    wrong.append((screen, key, took))
            before_bytes = twin.ours
            checkins.check_in(ctx(store, identity()[0]), mine, 40 + number, confidence=6)
            await pilot.pause(1.2)  # it looks each second
            await counter.settle()
            if twin.ours - before_bytes > KEY:
                wrong.append((screen, "a row that another changes", twin.ours - before_bytes))
            await counter.press("escape", "escape", "1")
        idle = twin.ours
        await pilot.pause(1.5)
        assert twin.ours == idle
    store.close()
    assert not wrong, wrong
    assert kinds == {KEY, SCROLL, PAGE}


@pytest.mark.long
async def test_every_dialog_and_a_key_in_it(tmp_path: Path) -> None:
    app, twin = program(tmp_path)
    wrong = list[tuple[str, str, int]]()
    async with app.run_test(size=(120, 40)) as pilot:
        counter = Counter(pilot, twin)
        await counter.settle()
        for name, key in [*DIALOGS.items(), *FORMS.items()]:
            await counter.press(GO.get(name, "1"))
            for each, most in ((key, DIALOG), ("x", PAGE), ("tab", KEY), ("escape", DIALOG)):
                if (took := await counter.press(each)) > most:
                    wrong.append((name, each, took))
            await counter.press("escape", "escape")
    assert wrong == []
