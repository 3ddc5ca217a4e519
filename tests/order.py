"""Which tests are real and which are long: the first are marked by what they use, the second begin the run."""

import os
from collections.abc import Sequence
from types import ModuleType

import pytest

REAL = {
    "bench.ssh.server",
    "subprocess",
    "tests.live.crowd",
    "tests.live.terminal_crowd",
    "tests.postgres.server.server",
    "tests.screens.other_process.OtherProcess",
    "tests.terminals.Terminal",
    "tests.terminals.Tmux",
    "tests.trust.places.cli",
    "tests.trust.places.opened",
    "tests.widgets.pty_bytes.OnPty",
}
"""What processes, terminals, bytes, crowds and servers are started with."""


def uses_what_is_real(module: ModuleType) -> bool:
    """Tell whether a module of tests starts something real, or lies where all tests do."""
    found = {
        each.__name__ if isinstance(each, ModuleType) else f"{getattr(each, '__module__', '')}.{name}"
        for name, each in vars(module).items()
    }
    return bool(found & REAL) or ".postgres" in module.__name__


def mark_and_sort(items: list[pytest.Item]) -> None:
    """Mark what is real, and have the long tests begun first, by all processes of the run."""
    for item in items:
        node = item.getparent(pytest.Module)
        if node is not None and (uses_what_is_real(node.obj) or "tests/postgres/" in item.nodeid):
            item.add_marker("real")
    long = [item for item in items if item.get_closest_marker("long")]
    others = [item for item in items if not item.get_closest_marker("long")]
    items[:] = dealt(long, others, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def dealt(long: Sequence[pytest.Item], others: Sequence[pytest.Item], processes: int) -> list[pytest.Item]:
    """Return all tests in an order in which each process's part, as xdist cuts it, begins with its share of the long.

    What begins last then is short, and is what an idle process takes from a busy one.
    """
    order: list[pytest.Item] = []
    left = iter(others)
    total = len(long) + len(others)
    for process in range(processes):
        part = [*long[process::processes]]
        size = (total - len(order)) // (processes - process)
        part += [item for _, item in zip(range(size - len(part)), left, strict=False)]
        order += part
    return [*order, *left]
