"""The hero board of 10,000 cards: how long its pages and filters take to read, inside one process."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench.table import Line
from okrtui.config import identity
from okrtui.recognition import Recognition, Standard
from okrtui.rituals.heroes import Filter, board
from okrtui.rituals.seat import Seat
from okrtui.storage.store import open_store

LIMIT, PAGE, TIMES = 100, 40, 9


def reading(big: Path) -> list[Line]:
    """Return how long a page of the board takes, as it is and filtered, and all that is on it this quarter."""
    store = open_store(big)
    seat = Seat(store, *identity(), datetime.now(UTC))
    wanted: tuple[tuple[str, Filter], ...] = (
        ("this quarter", Filter()),
        ("of all time", Filter("all")),
        ("about one person", Filter("all", person="user007")),
        ("of one team", Filter("all", team="Team 07")),
        ("with rare words", Filter("all", words=("story", "9999"))),
        ("with words that are nowhere", Filter("all", words=("nothing", "like", "this"))),
    )
    try:
        return [_line(f"heroes: a page {what}", partial(_page, seat, of)) for what, of in wanted]
    finally:
        store.close()


def _page(seat: Seat, of: Filter) -> list[tuple[Recognition, ...]]:
    return [board(seat, of, standard=each, limit=PAGE) for each in Standard]


def _line(what: str, read: Callable[[], object]) -> Line:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        read()
        times.append((time.perf_counter() - began) * 1000)
    middle = statistics.median(times)
    return Line(what, f"{middle:.0f} ms", f"median of {TIMES}, 10,000 cards", middle, LIMIT, "ms")
