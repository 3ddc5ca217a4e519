"""The order in which tests begin, and that all of them are run by whoever decides."""

import re
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest

from tests import order, terminals

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("processes", [1, 2, 4])
@pytest.mark.parametrize(("long", "others"), [(0, 9), (5, 40), (3, 2), (9, 0)])
def test_each_process_begins_with_its_share_of_the_long_tests(long: int, others: int, processes: int) -> None:
    wanted = [f"long {n}" for n in range(long)], [f"{n}" for n in range(others)]
    dealt = cast("list[str]", order.dealt(*cast("tuple[Any, Any]", wanted), processes))
    assert sorted(dealt) == sorted([*wanted[0], *wanted[1]])
    assert [name for name in dealt if name in wanted[1]] == wanted[1], "what shares a module's fixtures stays together"
    if others > 9 and processes > 1:
        at = 0
        for process in range(processes):  # as xdist's worksteal cuts them
            size = (len(dealt) - at) // (processes - process)
            part, at = dealt[at : at + size], at + size
            share = [name in wanted[0] for name in part]
            assert share == sorted(share, reverse=True) and long // processes <= sum(share) <= long // processes + 1


def test_what_starts_something_real_is_marked() -> None:
    module = ModuleType("tests.some")
    assert not order.uses_what_is_real(module)
    module.Terminal = terminals.Terminal  # type: ignore[attr-defined]  # as an import does
    assert order.uses_what_is_real(module)


def test_this_one_is_not(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("real") is None


def test_whoever_decides_runs_every_test() -> None:
    """Whatever a marker says: nothing is chosen by it, by name or by folder; `make test` alone leaves some to CI."""
    said = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", ".ci/run", "pyproject.toml")}
    everything = said["Makefile"].split("test-all: ")[1].split("\n\n")[0]
    calls = [*everything.splitlines()[1:], *re.findall(r"^PYTEST =.*", said["Makefile"], re.M)]
    calls += re.findall(r".*(?:-m pytest|make test-|addopts).*", said[".ci/run"] + said["pyproject.toml"])
    chosen = re.compile(r" (-m (?!pytest|compileall)|-k|--ignore|--deselect)|not real")
    assert len(calls) == 4 and not [line for line in calls if chosen.search(line)]
    assert "make test " not in said[".ci/run"]
