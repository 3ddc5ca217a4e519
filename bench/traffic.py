"""Bytes on the line, with 256 colours: start, screens, dialogs, keys and rows, beside what Textual itself writes.

Beside them what it takes of a processor, which is to be no more than where Textual writes.
"""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bench.processes import okrtui
from bench.rawpty import EndedError, RawPty, during_all, settle_all
from bench.screens import DOWN, opened
from bench.table import Line
from okrtui.commands.catalogue import CATALOGUE, SCREENS

KB = 1024
START, START_SMALL, SCREEN, DIALOG, PAGE, SCROLL, KEY, IDLE = 10 * KB, 6 * KB, 9 * KB, 8 * KB, 4608, 1536, KB, 0
CPU = 1.1
"""How often the processor time may be taken that it is where Textual writes."""
ESCAPE = b"\x1b"
DIALOGS = {"help": b"?", "the palette": b"\x10", "a new objective": b"2n", "a card for the hero board": b"4n"}
BEFORE, SCROLLED = 26, 14
"""Steps down a list that are not counted, and those that are: they go beyond its window."""
PAGES = (b"\x1b[6~", b"\x1b[6~", b"\x1b[5~")
"""Two pages down and one up."""
TIME = "processor time of all that"
Change = Callable[[], list[str]]
"""The words after `okrtui` that make another process change one row, others each time."""


def traffic(workspace: Path, env: Mapping[str, str], change: Change) -> list[Line]:
    """Return what okrtui writes for each, beside its own bytes where it writes what Textual paints."""
    plain, ours = (_all(workspace, {**env, "OKRTUI_DRIVER": driver}, change) for driver in ("plain", ""))
    took, before = ours.pop(TIME)[0], plain.pop(TIME)[0]
    return [
        *(
            Line(what, f"{count:,} bytes", f"{plain[what][0]:,} as Textual paints it", count, limit, "bytes")
            for what, (count, limit) in ours.items()
        ),
        Line(TIME, f"{took} ms", f"{before} ms where Textual writes", took / before, CPU, "×"),
    ]


def _all(workspace: Path, env: Mapping[str, str], change: Change) -> dict[str, tuple[int, int]]:
    found = dict[str, tuple[int, int]]()
    for size, limit in (((120, 40), START), ((80, 24), START_SMALL)):
        with RawPty([*okrtui(), "-w", str(workspace)], env, size) as pty:
            _settle(pty)
            found[f"start at {size[0]}×{size[1]}"] = len(pty.output), limit
            if size == (120, 40):
                found |= _ways(pty)
                took = pty.cpu()
    with opened(workspace, env) as screens:
        ptys = [pty for _, pty in screens]
        before = sum(pty.cpu() for pty in ptys)
        for name, pty in screens:
            found[f"{name}: a step of the cursor"] = _dearest(pty, [DOWN] * 3), KEY
            _dearest(pty, [DOWN] * BEFORE)
            found[f"{name}: a list that scrolls"] = _dearest(pty, [DOWN] * SCROLLED), SCROLL
            found[f"{name}: a page"] = _dearest(pty, PAGES), PAGE
        found[TIME] = round((took + sum(pty.cpu() for pty in ptys) - before) * 1000), 0
        settle_all(ptys, 1.2)
        subprocess.run([*okrtui(), "-w", str(workspace), *change()], env=env, check=True, capture_output=True)
        changed, idle = settle_all(ptys, 1.6), during_all(ptys, 5.0)
        found |= {f"{name}: one row that another changes": (changed[pty.master], KEY) for name, pty in screens}
        found |= {f"{name}: five idle seconds": (idle[pty.master], IDLE) for name, pty in screens}
    return found


def _ways(pty: RawPty) -> dict[str, tuple[int, int]]:
    """Return what it takes to go from screen to screen, and to open dialogs."""
    keys = {command.id: command.keys[0].encode() for command in CATALOGUE if command.keys}
    found = dict[str, tuple[int, int]]()
    for screen in [each for each in SCREENS if f"go.{each}" in keys and each != "week"]:
        found[f"opening {SCREENS[screen]}"] = len(pty.answer(keys[f"go.{screen}"], 0.6)[1]), SCREEN
        for key in (ESCAPE, ESCAPE, keys["go.week"]):
            pty.answer(key, 0.6)
    for name, way in DIALOGS.items():
        for first in range(len(way) - 1):
            pty.answer(way[first : first + 1], 1.0)
            pty.settle(1.0)
        found[f"opening {name}"] = len(pty.answer(way[-1:], 0.5)[1]), DIALOG
        for key in (ESCAPE, ESCAPE, keys["go.week"]):
            pty.answer(key, 0.5)
    return found


def _dearest(pty: RawPty, keys: Sequence[bytes]) -> int:
    """Return the bytes of the dearest of these keys; a program that ends has broken every promise."""
    try:
        return max(len(pty.answer(key)[1]) for key in keys)
    except EndedError:
        return 1 << 30


def _settle(pty: RawPty) -> None:
    pty.first(bool)
    pty.settle(2.5)
