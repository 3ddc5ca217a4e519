"""What all tests share: the program's styles are parsed once a process, not once for each program that is started."""

import gc
from typing import Any

import pytest
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
