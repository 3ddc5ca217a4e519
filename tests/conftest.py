"""What all tests share: tasks begin when the program's do, styles are parsed once a process, waiting ends when idle."""

import asyncio
import gc
from typing import Any

import pytest
import textual.app
import textual.pilot
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.idle import count_jobs, wait_for_idle

gc.set_threshold(100_000, 20, 50)  # a worker ends after minutes; looking for circles now and then is enough


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
