"""The long run of programs that are left open: whatever others write, after a while they hold no more memory."""

import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

from bench.big import Size, big_workspace
from bench.processes import environment, okrtui
from bench.rawpty import RawPty, during_all
from okrtui.commands.catalogue import CATALOGUE, SCREENS
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import objectives
from okrtui.rituals.week import checkins
from okrtui.storage.open import open_store

SHOWN = ("week", "okrs", "people", "log")
SETTLED = 0.2
"""The share of the changes after which a program has met all that it will hold."""
MORE = 3.0
"""Megabytes that it may hold more at the end."""


def left_open(folder: Path, changes: int, people: int = 100) -> tuple[str, str, str, bool]:
    """Leave a program open at each of some screens while so many changes come; return what was done and held."""
    path = big_workspace(folder, Size(people, 1, teams=max(2, people // 12), cards=people))
    env, begun = environment(folder), time.monotonic()
    with ExitStack() as stack, closing(open_store(path)) as store:
        programs = {each: stack.enter_context(RawPty([*okrtui(), "-w", str(path)], env)) for each in SHOWN}
        for screen, program in programs.items():
            program.first(lambda shown: "Big" in shown)
            program.settle(1.0)
            key = next(command.keys[0] for command in CATALOGUE if command.id == f"go.{screen}")
            program.answer(key.encode(), 1.0)
        now = datetime.now(UTC)
        refs = [f"KR{each.number}.1" for each in objectives.objectives(Context(store, "user001", "", now))]
        held: dict[str, float] = {}
        for number, ref in zip(range(changes), cycle(refs), strict=False):
            who = Context(store, f"user{1 + number % (people - 1):03}", "", datetime.now(UTC))
            checkins.check_in(who, ref, number % 90, note=f"change {number}")
            if number % 10 == 0:
                during_all(programs.values(), 0.05)
            if number == int(changes * SETTLED):
                held = {screen: _megabytes(program) for screen, program in programs.items()}
        during_all(programs.values(), 2.0)
        grown = {screen: _megabytes(program) - held[screen] for screen, program in programs.items()}
    seconds = time.monotonic() - begun
    result = ", ".join(f"{SCREENS[screen]} {held[screen]:.0f} {more:+.1f} MB" for screen, more in grown.items())
    how = f"held after a fifth of them, and what came to it; promised {MORE:.0f} MB; in {seconds:.0f} s"
    return f"programs left open while {changes} changes come", result, how, max(grown.values()) <= MORE


def _megabytes(program: RawPty) -> float:
    """Return what a program holds in memory of its own."""
    status = Path(f"/proc/{program.process.pid}/status").read_text(encoding="ascii")
    return int(status.partition("RssAnon:")[2].split()[0]) / 1024
