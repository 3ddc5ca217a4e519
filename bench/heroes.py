"""The hero board: how long its pages and filters take to read among 10,000 cards, and how soon others' cards come."""

import statistics
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench.processes import okrtui
from bench.rawpty import RawPty, visible
from bench.table import Line
from okrtui.config import identity
from okrtui.model.heroes import Recognition, Standard
from okrtui.rituals.context import Context
from okrtui.rituals.heroes import Filter, board, post
from okrtui.rituals.people.members import edit_member, make_workspace
from okrtui.storage.open import open_store

LIMIT, PAGE, TIMES = 100, 40, 9
PROMPT, SETTLE = 250, 1.5
"""Milliseconds within which others' cards are on an open board; seconds after which a screen is at rest."""


def reading(big: Path) -> list[Line]:
    """Return how long a page of the board takes, as it is and filtered, and all that is on it this quarter."""
    store = open_store(big)
    ctx = Context(store, *identity(), datetime.now(UTC))
    wanted: tuple[tuple[str, Filter], ...] = (
        ("this quarter", Filter()),
        ("of all time", Filter("all")),
        ("about one person", Filter("all", person="user007")),
        ("of one team", Filter("all", team="Team 07")),
        ("with rare words", Filter("all", words=("story", "9999"))),
        ("with words that are nowhere", Filter("all", words=("nothing", "like", "this"))),
    )
    try:
        return [_line(f"heroes: a page {what}", partial(_page, ctx, of)) for what, of in wanted]
    finally:
        store.close()


def _page(ctx: Context, of: Filter) -> list[tuple[Recognition, ...]]:
    return [board(ctx, of, standard=each, limit=PAGE) for each in Standard]


def _line(what: str, read: Callable[[], object]) -> Line:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        read()
        times.append((time.perf_counter() - began) * 1000)
    middle = statistics.median(times)
    return Line(what, f"{middle:.0f} ms", f"median of {TIMES}, 10,000 cards", middle, LIMIT, "ms")


def appearing(folder: Path, env: Mapping[str, str]) -> list[Line]:
    """Return how long after it was posted by another process a card is on an open board."""
    now = datetime.now(UTC)
    login, name = identity()
    store = make_workspace(folder / "board.db", name="Bench", timezone="UTC", login=login, person=name, now=now)
    ctx = Context(store, login, name, now)
    edit_member(ctx, "bob", name="Bob")
    waits = []
    with RawPty([*okrtui(), "-w", str(folder / "board.db")], env) as pty:
        pty.first(lambda shown: "Bench" in shown)
        pty.settle(SETTLE)
        pty.answer(b"4")
        pty.settle(SETTLE)
        for n in range(TIMES):
            post(ctx, ["bob"], f"Brand new {n}", Standard.HONOR)
            begun = time.perf_counter()
            while f"Brand new {n}" not in visible(bytes(pty.output)):
                pty.read(1.0)
            waits.append((time.perf_counter() - begun) * 1000)
    store.close()
    middle = statistics.median(waits)
    how = f"median of {TIMES}, longest {max(waits):.0f} ms"
    return [Line("heroes: another process's card is on the board", f"{middle:.0f} ms", how, middle, PROMPT, "ms")]
