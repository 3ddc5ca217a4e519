"""Draws all screens and dialogs of the sample team at four sizes, as SVG and as lines, to look at: FOLDER [NAME…]."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot
from textual.screen import ModalScreen

from okrtui.app.app import OkrApp
from okrtui.demo import make_sample
from okrtui.screens.base.ritual_screen import RitualScreen
from tools.screenshots import LOGIN, LONG_ENOUGH, NOW, PERSON, SHOTS, discuss, settled_svg

SIZES = ((60, 20), (80, 24), (120, 36), (200, 50))
DIALOGS = (
    "week: r n w ?|okrs: n N v p C ?|okrs O7: e a d M X|okrs KR7.1: c e d X M|keyresult KR7.1: c e d|heroes: n r b P|"
    "values: n w e D|ideas: n s > a X S|actions: n e d|cases: n > w|hours: n|people: n e R M N|retros: s n W|log: X"
)
"""Screen, the ref it is opened with, and keys of which each opens a dialog."""
PATIENCE = 600
"""How often we look whether a screen has come to rest."""


def lines_of(app: OkrApp) -> list[str]:
    """Return what is on the screen, row by row, as plain text."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


async def _rest(pilot: Pilot[int], app: OkrApp, where: str) -> list[str]:
    """Return the lines of screen `where`, or of the dialog above it with "", once they no longer change; [] for none.

    Raises RuntimeError where the screen never comes to rest.
    """
    last, same = list[str](), 0
    for _ in range(PATIENCE):
        await pilot.pause(0.01)
        screen = app.screen
        if where:
            here = isinstance(screen, RitualScreen) and screen.where == where and screen.loaded
            here = here and all(worker.is_finished for worker in app.workers)
        else:
            here = isinstance(screen, ModalScreen) or all(worker.is_finished for worker in app.workers)
        now = lines_of(app) if here else []
        same = same + 1 if now and now == last else 0
        if same == LONG_ENOUGH:
            return now if where or isinstance(screen, ModalScreen) else []
        last = now
    if where:
        raise RuntimeError(f"the screen {where} never came to rest")
    return []


async def shown(
    place: Path, size: tuple[int, int], names: Sequence[str] = ()
) -> AsyncIterator[tuple[str, OkrApp, list[str]]]:
    """Yield name, app and lines of each screen and dialog at one size; of those in `names` where some are given.

    The lines are empty where a key opens no dialog.
    """
    app = OkrApp(str(place), login=LOGIN, person=PERSON, clock=lambda: NOW, theme="dark")
    async with app.run_test(size=size) as pilot:
        await app.ready()
        for name, (where, ref, keys) in SHOTS.items():
            if not names or name in names:
                app.go(where, ref)
                lines = await _rest(pilot, app, where)
                for key in keys:
                    await pilot.press(key)
                    lines = await _rest(pilot, app, where)
                yield name, app, lines
        for block in DIALOGS.split("|"):
            place_of, _, pressed = block.partition(":")
            where, _, ref = place_of.partition(" ")
            for key in pressed.split():
                name = f"{where}{ref and '-'}{ref}+{key}"
                if names and name not in names:
                    continue
                app.go(where, ref)
                await _rest(pilot, app, where)
                await pilot.press({"?": "question_mark", ">": "greater_than_sign"}.get(key, key))
                yield name, app, await _rest(pilot, app, "")
                while isinstance(app.screen, ModalScreen):
                    app.screen.dismiss(None)  # a worker waits for the answer
                    await pilot.pause()


async def draw(place: Path, folder: Path, size: tuple[int, int], names: Sequence[str]) -> None:
    """Write what `shown` yields, as `name-WxH.svg` and `.txt`."""
    async for name, app, lines in shown(place, size, names):
        if not lines:
            sys.stderr.write(f"{name} opens nothing at {size[0]}x{size[1]}\n")
            continue
        stem = folder / f"{name}-{size[0]}x{size[1]}".replace("?", "help").replace(">", "next")
        stem.with_suffix(".svg").write_text(settled_svg(app.export_screenshot()), encoding="utf-8")
        stem.with_suffix(".txt").write_text("\n".join(map(str.rstrip, lines)) + "\n", encoding="utf-8")


def sample(folder: Path) -> Path:
    """Return a workspace of the sample team, with a retro that is being discussed."""
    place = folder / "acme.db"
    make_sample(place, login=LOGIN, person=PERSON, now=NOW).close()
    discuss(place)
    return place


def main(folder: Path, names: Sequence[str]) -> None:
    """Draw the screens and dialogs `names`, all where none is named, into `folder`."""
    os.environ.pop("NO_COLOR", None)
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary:
        place = sample(Path(temporary))
        for size in SIZES:
            asyncio.run(draw(place, folder, size, names))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
