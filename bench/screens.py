"""The TUI on a pty: first text, bytes on the line and the time to the answer, screen by screen."""

import math
import os
import sqlite3
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.processes import okrtui
from bench.rawpty import EndedError, RawPty, settle_all
from bench.table import Line, typical
from okrtui.commands.catalogue import CATALOGUE, SCREENS
from okrtui.config import identity

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("ready")
Empty().run()
"""
COUNTING = """
from textual.app import App
from textual.widgets import Static
class Counting(App):
    count = 0
    def compose(self):
        yield Static("ready")
    def on_key(self):
        self.count += 1
        self.query_one(Static).update(str(self.count))
Counting().run()
"""
DOWN, UP = b"\x1b[B", b"\x1b[A"
ANSWER = 50
EMPTY_AFTER = 4
SETTLE = 3.0
"""Seconds after which a program that was opened does nothing more of its own."""
OPEN_KEY_RESULT = (b"l", b"\r", b"\r")
"""From this week to the key results' list, to the tree, to the history."""
CIRCLES = (("This week, everyone", (b"s",)), ("This week, me", (b"s", b"s")))
"""The week opens on my team's; the other circles are one and two keys away."""


def first_paint(big: Path, env: Mapping[str, str], rounds: int) -> list[Line]:
    """Return how long okrtui takes to its first text and to the week on the big workspace, against an empty app."""
    empty, text, content = [], [], []
    for turn in range(rounds + 1):
        with RawPty([sys.executable, "-c", EMPTY], env) as pty:
            bare = pty.first(bool)
        with RawPty([*okrtui(), "-w", str(big)], env) as pty:
            some, week = pty.first(bool), pty.first(lambda shown: "Priority 1" in shown or "measure" in shown)
        if turn:
            empty.append(bare)
            text.append(some)
            content.append(week)
    floor = typical(empty)
    against = f"{floor * 1000:.0f} ms (empty Textual app)"

    def line(what: str, times: list[float], limit: float) -> Line:
        middle = typical(times)
        return Line(what, f"{middle * 1000:.0f} ms", against, middle / floor, limit, "×")

    return [
        line("okrtui opens: its first text", text, 1.5),
        line("okrtui opens: this week's key results", content, math.inf),
    ]


def idling(big: Path, env: Mapping[str, str], seconds: float = 20.0) -> list[Line]:
    """Return the share of a processor that the open program takes while nothing happens, against an empty app."""
    with RawPty([sys.executable, "-c", EMPTY], env) as empty, RawPty([*okrtui(), "-w", str(big)], env) as full:
        for pty in (empty, full):
            pty.first(bool)
            pty.settle(1.0)
        full.during(SETTLE)
        before = empty.cpu(), full.cpu()
        full.during(seconds)
        bare, took = empty.cpu() - before[0], full.cpu() - before[1]
    shares = [f"{part / seconds:.2%} of a core" for part in (took, bare)]
    return [
        Line("okrtui is open, nothing happens", shares[0], f"{shares[1]} (empty Textual app)", took / bare, 2.0, "×")
    ]


def latency(big: Path, env: Mapping[str, str], presses: int = 40) -> list[Line]:
    """Return the 95th percentile of the time each screen's list takes to answer an arrow key.

    Key by key beside an app that does nothing but count them: what a busy machine adds to both is not counted.
    """
    lines = list[Line]()
    with RawPty([sys.executable, "-c", COUNTING], env) as counting, opened(big, env, CIRCLES) as screens:
        counting.first(bool)
        counting.settle(0.5)
        for screen, pty in screens:
            try:
                times, bare = _answers(pty, counting, presses)
            except EndedError as ended:
                lines.append(Line(f"{screen}: {str(ended)[:60]}", "", "", math.inf, 0, ""))
                continue
            if len(times) < 2:
                continue
            (middle, slow), (floor, late) = _spread(times), _spread(bare)
            against = f"{floor:.0f} ms, p95 {late:.0f} (empty app that counts keys)"
            more = max(0.0, slow - late)
            lines.append(
                Line(f"{screen}: answer to a key", f"{middle:.0f} ms, p95 {slow:.0f}", against, more, ANSWER, "ms more")
            )
    return lines


def _answers(pty: RawPty, counting: RawPty, presses: int) -> tuple[list[float], list[float]]:
    """Return the times of arrow keys, and of the app's that counts; at either end of the list it goes the other way."""
    times, bare, key = list[float](), list[float](), DOWN
    for n in range(presses):
        if n == EMPTY_AFTER and not times:
            break  # a list without rows answers none
        if took := pty.answer(key, 0.08, 0.5)[0]:
            times.append(took)
            bare.append(counting.answer(DOWN, 0.03)[0])
        if not took or n == presses // 2:
            key = UP if key == DOWN else DOWN
    return times, bare


def _spread(times: Sequence[float]) -> tuple[float, float]:
    """Return median and 95th percentile in milliseconds."""
    return statistics.median(times) * 1000, statistics.quantiles(times, n=20, method="inclusive")[-1] * 1000


@contextmanager
def opened(
    workspace: Path, env: Mapping[str, str], more: Sequence[tuple[str, tuple[bytes, ...]]] = ()
) -> Iterator[list[tuple[str, RawPty]]]:
    """Open each screen that keys lead to in a terminal of its own."""
    with ExitStack() as stack:
        ways = [*_keys(), *more]
        ptys = [stack.enter_context(RawPty([*okrtui(), "-w", str(workspace)], env)) for _ in ways]
        for pty in ptys:
            pty.first(bool)
        for step in range(max(len(keys) for _, keys in ways)):
            settle_all(ptys, 2.5)
            for (_, keys), pty in zip(ways, ptys, strict=True):
                if step < len(keys):
                    os.write(pty.master, keys[step])
        settle_all(ptys, 2.5)
        yield [(screen, pty) for (screen, _), pty in zip(ways, ptys, strict=True)]


def my_key_result(workspace: Path) -> str:
    """Return the ref of an open key result of the person who asks."""
    with sqlite3.connect(f"file:{workspace}?mode=ro", uri=True) as db:
        (objective, number), *_ = db.execute(
            "SELECT o.number, k.number FROM key_result k JOIN objective o ON o.id = k.objective_id"
            " WHERE k.dri = ? AND k.state = 'open' ORDER BY o.number, k.number LIMIT 1",
            (identity()[0],),
        )
    return f"KR{objective}.{number}"


def _keys() -> list[tuple[str, tuple[bytes, ...]]]:
    keys = {command.id: command.keys[0] for command in CATALOGUE if command.keys}
    found = [(name, (keys[f"go.{screen}"].encode(),)) for screen, name in SCREENS.items() if f"go.{screen}" in keys]
    return [*found, ("Key result", OPEN_KEY_RESULT)]
