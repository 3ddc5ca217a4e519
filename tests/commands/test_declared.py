"""Screens and commands are found where they are declared: nothing else has to know of a new one."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from okrtui.commands.catalogue import CATALOGUE, ENTRIES, EVERYWHERE, Command, ScreenEntry, command

DECLARED = """
dummy 99 -> dummy.DummyScreen
    Dummies
    go.dummy  ctrl+n  dummies  Go.
    poke      n  poke *   Poke the dummy.
"""
SCREEN = """
from okrtui.screens.base.ritual_screen import RitualScreen


class DummyScreen(RitualScreen):
    where = "dummy"

    def do_poke(self) -> None:
        self.show_message("ouch", "done")
"""
TRIED = """
import asyncio, sys
import okrtui.commands, okrtui.screens

okrtui.commands.__path__.append(sys.argv[1])
okrtui.screens.__path__.append(sys.argv[2])
from tests.screens.small_app import fake_frame, said, shell
from tests.screens.small_app import FakeStore
from okrtui.storage.journal import feed
import okrtui.app.app, okrtui.app.change_feed

okrtui.app.app.frame_of = okrtui.app.change_feed.frame_of = fake_frame
feed.poll, feed.mark_seen = FakeStore.poll, FakeStore.mark_seen


async def main():
    app = shell()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+n")
        await pilot.pause()
        assert app.ritual().where == "dummy", app.ritual()
        await pilot.press("n")
        await pilot.pause()
        assert "ouch" in said(app), said(app)
        assert "poke" in [name for _, name, _, _ in app.ritual().help_rows()]
        print("found")


asyncio.run(main())
"""


def test_a_new_screen_is_found_by_its_declaration_alone(tmp_path: Path) -> None:
    for file, text in (("commands/dummy.txt", DECLARED), ("screens/dummy.py", SCREEN)):
        (tmp_path / file).parent.mkdir()
        (tmp_path / file).write_text(text, encoding="utf-8")
    # an option before `-c`: a process that has imported everything would look for no declaration
    words = [sys.executable, "-u", "-c", TRIED, str(tmp_path / "commands"), str(tmp_path / "screens")]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.stdout.strip().endswith("found"), done.stdout + done.stderr


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.where)
def test_a_screen_is_what_its_declaration_says_and_something_leads_there(entry: ScreenEntry) -> None:
    module, _, name = entry.screen.rpartition(".")
    assert getattr(import_module(f"okrtui.screens.{module}"), name).where == entry.where
    if entry.go is None:
        source = Path(import_module("okrtui.screens").__path__[0])
        leads = any(f'go("{entry.where}"' in path.read_text(encoding="utf-8") for path in source.rglob("*.py"))
        assert leads or entry.where in ("brainstorm", "retro"), "nothing leads to it"  # to these go.live does
    else:
        assert (entry.go.id, entry.go.where) == (f"go.{entry.where}", EVERYWHERE)


def test_a_command_has_what_its_line_says_and_a_later_line_replaces_an_earlier_one() -> None:
    assert command("okrs.fold-in") == Command(
        "okrs.fold-in", ("left", "h"), "fold in", "Fold, or go up one level.", "okrs", False
    )
    assert command("retros.open").keys == () and command("app.help").footer and command("kr.tree").where == "keyresult"
    assert command("brainstorm.write").name == command("retro.write").name == "write"
    assert [each.id for each in CATALOGUE if each.where == "retro"][:2] == ["retro.write", "retro.mark"]


def test_every_command_stands_in_the_file_of_its_feature() -> None:
    assert len(ENTRIES) >= 15 and len(CATALOGUE) > 150
    assert [each.id for each in CATALOGUE if each.where == EVERYWHERE][:3] == ["go.week", "go.okrs", "go.checkin"]
