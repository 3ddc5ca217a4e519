"""Draws docs/pictures from the sample team: every screen at two sizes, the same bytes for the same screens."""

import asyncio
import html
import os
import re
import sys
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from okrtui.app.app import OkrApp
from okrtui.demo import make_sample
from okrtui.demo.steps import SessionSteps
from okrtui.demo.story import read_story
from okrtui.model.live import Kind
from okrtui.rituals.context import Context
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.storage.open import open_store
from okrtui.text import cells

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
NOW = datetime(2026, 11, 19, 10, 42, tzinfo=UTC)
LOGIN, PERSON = "mei", "林美 Lin Mei"
SIZES = ((120, 36), (80, 24))
SHOTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "week": ("week", "", ()),
    "okrs": ("okrs", "", ()),
    "checkin": ("checkin", "", ()),
    "keyresult": ("keyresult", "KR7.1", ()),
    "heroes": ("heroes", "", ()),
    "hero": ("hero", "H20", ()),
    "practices": ("practices", "", ()),
    "story": ("story", "ana", ()),
    "values": ("values", "", ()),
    "value": ("value", "V1", ()),
    "hours": ("hours", "", ()),
    "ideas": ("ideas", "", ()),
    "brainstorm": ("brainstorm", "S2", ()),
    "retros": ("retros", "", ()),
    "retro": ("retro", "S3", ()),
    "people": ("people", "", ()),
    "journal": ("log", "", ()),
    "actions": ("actions", "", ()),
    "import": ("import", str(Path(__file__).parent / "plan.md"), ("j", "j")),
    "cases": ("cases", "", ()),
}
"""Picture name to the screen, the ref it is opened with, and keys to press then."""

RUNS = "retro"
"""The picture of a session that runs."""
TOUR = "tour"
"""The recording at the top of the README."""
CELL = 12.2
"""Width of a cell in the exported picture."""
_ID = re.compile(r"terminal-\d+")
_TEXT = re.compile(
    r'<text class="([^"]*)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" '
    r'(clip-path="[^"]*")>([^<]+)</text>'
)
_PIECE = re.compile("[^\u00a0]+(?:\u00a0[^\u00a0]+)*")
PATIENCE = 400
"""How often we look whether a screen has come to rest."""
LONG_ENOUGH = 4
"""So many times the same picture in a row: the screen rests."""


def settled_svg(svg: str) -> str:
    """Return an exported picture without what changes by chance, each text at its own cell.

    The exporter hashes the content into every id, counts characters where cells are meant, and leaves columns to
    runs of blanks, which viewers without its font draw too narrow.
    """

    def placed(match: re.Match[str]) -> str:
        name, x, y, clip, text = match.groups()
        plain = html.unescape(text)
        return "".join(
            f'<text class="{name}" x="{float(x) + cells(plain[: piece.start()]) * CELL:g}" y="{y}" '
            f'textLength="{cells(piece[0]) * CELL:g}" {clip}>{html.escape(piece[0])}</text>'
            for piece in _PIECE.finditer(plain)
        )

    lines = _TEXT.sub(placed, _ID.sub("okrtui", svg)).splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


async def at_rest(pilot: Pilot[int], app: OkrApp, where: str) -> str:
    """Return the picture of screen `where` once it no longer changes. Raises RuntimeError where it never rests."""
    last, same = "", 0
    for _ in range(PATIENCE):
        await pilot.pause(0.02)
        await pilot.pause()  # on a busy machine what was asked to be painted is not painted yet
        screen = app.screen
        here = isinstance(screen, RitualScreen) and screen.where == where and screen.loaded
        busy = any(not worker.is_finished for worker in app.workers)
        now = app.export_screenshot(title="okrtui") if here and not busy else ""
        same = same + 1 if now and now == last else 0
        if same == LONG_ENOUGH:
            return settled_svg(now)
        last = now
    raise RuntimeError(f"the screen {where} never came to rest")


async def draw(place: Path, folder: Path, size: tuple[int, int], names: list[str]) -> None:
    """Draw the pictures `names` at one size."""
    app = OkrApp(str(place), login=LOGIN, person=PERSON, clock=lambda: NOW, theme="dark")
    async with app.run_test(size=size) as pilot:
        await app.ready()
        for name in names:
            where, ref, keys = SHOTS[name]
            app.go(where, ref)
            picture = await at_rest(pilot, app, where)
            for key in keys:
                await pilot.press(key)
                picture = await at_rest(pilot, app, where)
            (folder / f"{name}-{size[0]}x{size[1]}.svg").write_text(picture, encoding="utf-8")


def discuss(place: Path) -> None:
    """Begin another retro and bring it to its discussion: a closed one shows less of what it is."""
    store = open_store(place)
    (raw,) = [each for each in read_story(LOGIN, PERSON).sessions if each["kind"] == Kind.RETRO]

    def ctx(login: str, at: datetime) -> Context:
        return Context(store, login, login, at)

    session = SessionSteps(raw, ctx, LOGIN)
    for step in takewhile(lambda step: step != ["next"], raw["steps"]):
        session.do(NOW, *step)
    store.close()


def main(names: list[str], folder: Path = FOLDER) -> None:
    """Draw the pictures `names`, all and the recording where none is named, into `folder`."""
    os.environ.pop("NO_COLOR", None)
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary:
        place = Path(temporary) / "acme.db"
        make_sample(place, login=LOGIN, person=PERSON, now=NOW).close()
        wanted = names or list(SHOTS)
        quiet = [name for name in wanted if name not in (RUNS, TOUR)]
        for size in SIZES if quiet else ():
            asyncio.run(draw(place, folder, size, quiet))
        if not names or TOUR in names:
            from tools.tour import record  # it draws with what is above

            (folder / f"{TOUR}.svg").write_text(asyncio.run(record(place)), encoding="utf-8")
        if RUNS in wanted:
            discuss(place)  # last: a session that runs shows on every screen
            for size in SIZES:
                asyncio.run(draw(place, folder, size, [RUNS]))


if __name__ == "__main__":
    main(sys.argv[1:])
