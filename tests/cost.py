"""What something costs, counted and not timed: calls of Python, steps of SQLite, statements."""

import cProfile
import sqlite3
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

from okrtui.storage.engine.store import Store

EACH = 100
"""Steps of SQLite's virtual machine after which it is asked once more."""


@dataclass(frozen=True, slots=True)
class Cost:
    """How many calls, steps (rounded down to hundreds) and statements something took."""

    calls: int
    steps: int
    statements: int

    def times(self, other: "Cost") -> float:
        """Return how many times the cost of another one it is, by what grew most."""
        return max(self.calls / other.calls, self.steps / max(other.steps, EACH), self.statements / other.statements)


def cost(store: Store, do: Callable[[], object]) -> Cost:
    """Return what doing something over a workspace in a file costs."""
    connection = store.db.connection()  # type: ignore[no-untyped-call]
    assert isinstance(connection, sqlite3.Connection)
    steps, said = [0], list[str]()

    def count() -> int:
        steps[0] += EACH
        return 0

    connection.set_progress_handler(count, EACH)
    connection.set_trace_callback(said.append)
    profile = cProfile.Profile()
    try:
        profile.runcall(do)
    finally:
        connection.set_progress_handler(None, 0)
        connection.set_trace_callback(None)
    return Cost(sum(each.callcount for each in profile.getstats()), steps[0], len(said))


def held(do: Callable[[], object]) -> int:
    """Return the most bytes that Python holds at once while something is done."""
    do()  # what is made once is there by then
    tracemalloc.start()
    try:
        do()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
