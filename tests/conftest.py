"""What all tests share: homes of their own, tasks that begin when the program's do, styles parsed once, short waits."""

import asyncio
import gc
import itertools
import os
import pwd
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import textual.app
import textual.pilot
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from okrtui.rules.live import promises
from okrtui.storage.engine import accounts
from tests import warm
from tests.idle import count_jobs, wait_for_idle
from tests.once import share
from tests.order import mark_and_sort

gc.set_threshold(100_000, 20, 50)  # a worker ends after minutes; looking for circles now and then is enough

XDG = {"XDG_CONFIG_HOME": ".config", "XDG_DATA_HOME": ".local/share", "XDG_STATE_HOME": ".local/state"}
OURS = ("root", pwd.getpwuid(os.getuid()).pw_name)
_NUMBERS = itertools.count(1)
_before = pytest.StashKey[dict[Path, int]]()


@pytest.fixture(scope="session", autouse=True)
def shared_by_all_workers(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let what is dear be made by one process of the run for all."""
    folder = tmp_path_factory.getbasetemp()
    share(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the folder of the tests' homes; what a whole session or module shares has one of them, too."""
    folder = tmp_path_factory.mktemp("homes")
    with pytest.MonkeyPatch.context() as patch:
        for name in XDG:
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(folder))
        yield folder


@pytest.fixture(autouse=True)
def own_home(homes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test, and what it starts, an empty home: nobody's config is read, nobody's state is written."""
    home = homes / str(next(_NUMBERS))
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))


@pytest.fixture(autouse=True)
def no_accounts_but_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know root, me and the users that tests make: whether this machine has a `bob` changes who may be named."""
    real = accounts.account
    monkeypatch.setattr(
        accounts, "account", lambda login: real(login) if login in OURS or login.startswith("okrtui") else None
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is real and begin with what is long."""
    mark_and_sort(items)


@pytest.fixture(autouse=True)
def a_short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have cards of anonymous sessions go in at once, nearly; the tests of that wait say how long."""
    monkeypatch.setattr(promises, "BEAT", 0.001)
    monkeypatch.setattr(promises, "SPREAD", 0.0)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Remember what okrtui keeps for whoever runs the tests."""
    session.config.stash[_before] = _kept()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where a test wrote there, by whatever way it came to the real home."""
    changed = dict(_kept().items() ^ session.config.stash[_before].items())
    if changed and not hasattr(session.config, "workerinput"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        names = ", ".join(str(path) for path in sorted(changed))
        writer = session.config.get_terminal_writer()
        writer.line(f"\na test, or okrtui itself meanwhile, wrote into the real home: {names}", red=True)


def _kept() -> dict[Path, int]:
    homes = {Path(os.environ.get("HOME", "/")), Path(pwd.getpwuid(os.getuid()).pw_dir)}
    folders = {home / below / "okrtui" for home in homes for below in XDG.values()}
    folders |= {Path(os.environ[name]) / "okrtui" for name in XDG if name in os.environ}
    there = {path for folder in folders for path in (folder, *folder.rglob("*")) if path.exists()}
    return {path: path.stat().st_mtime_ns for path in there}


@pytest.fixture(scope="session", autouse=True)
def programs_start_warm() -> Iterator[None]:
    """Fork the programs that tests start from one that has imported all they need."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess, "Popen", warm.Popen)
        yield


@pytest.fixture(scope="session", autouse=True)
def styles_parsed_once() -> None:
    """Keep what the stylesheets say by their text and variables: hundreds of tests start the same program."""
    parse = Stylesheet._parse_rules
    known: dict[tuple[object, ...], list[RuleSet]] = {}

    def parse_once(sheet: Stylesheet, *args: Any, **kwargs: Any) -> list[RuleSet]:
        key = (frozenset(sheet._variables.items()), args, tuple(sorted(kwargs.items())))
        if key not in known:
            known[key] = parse(sheet, *args, **kwargs)
        return known[key]

    Stylesheet._parse_rules = parse_once  # type: ignore[method-assign, assignment]


@pytest.fixture(scope="session", autouse=True)
def tasks_begin_as_in_the_program() -> None:
    """Begin tasks at once where Python can (3.12 and newer): Textual's `run` has it so, its `run_test` has not."""
    process = App._process_messages

    async def process_eagerly(app: App[Any], *args: Any, **kwargs: Any) -> None:
        if hasattr(asyncio, "eager_task_factory"):
            asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
        await process(app, *args, **kwargs)

    App._process_messages = process_eagerly  # type: ignore[method-assign, assignment]


@pytest.fixture(scope="session", autouse=True)
def idle_is_asked_of_the_loop() -> None:
    """Have Textual's Pilot wait for as long as there is something to do, and no longer."""
    asyncio.BaseEventLoop.run_in_executor = count_jobs(asyncio.BaseEventLoop.run_in_executor)  # type: ignore[method-assign, assignment]
    textual.app.wait_for_idle = textual.pilot.wait_for_idle = wait_for_idle  # type: ignore[attr-defined]
