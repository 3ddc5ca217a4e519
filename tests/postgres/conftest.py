"""Runs over a server what is tested over a file elsewhere: the same functions, collected here once more."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.desk import ENGINE
from tests.postgres import elsewhere

ROOT = Path(__file__).parents[2]


class Again(pytest.File):
    """The tests that `elsewhere` names."""

    def collect(self) -> Iterator[pytest.Module]:
        """Return each file as a module of this folder, whose fixtures hold for it."""
        for name in (*elsewhere.FILES, *elsewhere.SOME):
            nodeid = f"{self.nodeid}::{name}"
            yield OnServer.from_parent(self, path=ROOT / "tests" / f"{name}.py", name=name, nodeid=nodeid)


class OnServer(pytest.Module):
    """A file of tests but for those that a server has nothing to do with."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Return its tests."""
        for item in super().collect():
            names = {item.name, getattr(item, "originalname", item.name)}
            left = {f"{self.name}::{name}" for name in names} & elsewhere.LEFT.keys()
            if not left and (self.name not in elsewhere.SOME or item.name in elsewhere.SOME[self.name]):
                yield item


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take the list for the tests it names."""
    if file_path != Path(elsewhere.__file__):
        return None
    return Again.from_parent(parent, path=file_path)


@pytest.fixture(autouse=True)
def over_a_server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have `tests.desk.workspace` make its workspace on a server, and what Hypothesis tries be little: it is dear."""
    from tests.postgres import desk
    from tests.postgres.server import server

    server()
    monkeypatch.setenv(ENGINE, "postgres")
    if machine := getattr(request.cls, "settings", None):
        monkeypatch.setattr(request.cls, "settings", settings(machine, max_examples=2, stateful_step_count=15))
    yield
    desk.let_go()
