"""What all tests share: tasks begin when the program's do, and its styles are parsed once a process."""

import asyncio
import gc
from typing import Any

import pytest
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

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
