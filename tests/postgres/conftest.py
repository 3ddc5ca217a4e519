"""Runs over a server what is tested over a file elsewhere: the same functions, collected here once more."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.postgres import both_engines
from tests.workspaces import ENGINE

ROOT = Path(__file__).parents[2]


class Again(pytest.File):
    """The tests that `both_engines` names."""

    def collect(self) -> Iterator[pytest.Module]:
        """Return each file as a module of this folder, whose fixtures hold for it."""
        for name in (*both_engines.FILES, *both_engines.SOME):
            nodeid = f"{self.nodeid}::{name}"
            yield OnServer.from_parent(self, path=ROOT / "tests" / f"{name}.py", name=name, nodeid=nodeid)


class OnServer(pytest.Module):
    """A file of tests but for those that a server has nothing to do with."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Return its tests."""
        for item in super().collect():
            names = {item.name, getattr(item, "originalname", item.name)}
            left = {f"{self.name}::{name}" for name in names} & both_engines.LEFT.keys()
            if not left and (self.name not in both_engines.SOME or item.name in both_engines.SOME[self.name]):
                yield item


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take the list for the tests it names."""
    if file_path != Path(both_engines.__file__):
        return None
    return Again.from_parent(parent, path=file_path)


@pytest.fixture(autouse=True)
def over_a_server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have `tests.workspaces.workspace` make one on a server, and what Hypothesis tries be little: it is dear."""
    from tests.postgres import databases
    from tests.postgres.server import server

    server()
    monkeypatch.setenv(ENGINE, "postgres")
    if machine := getattr(request.cls, "settings", None):
        monkeypatch.setattr(request.cls, "settings", settings(machine, max_examples=2, stateful_step_count=15))
    yield
    databases.close_all()
