"""No test of what a workspace does is left out over a server without a reason."""

from importlib import import_module
from pathlib import Path

from tests.postgres.both_engines import FILES, FOLDERS, LEFT, SOME

TESTS = Path(__file__).parents[1]


def test_every_file_is_named_once() -> None:
    there = {
        str(path.relative_to(TESTS).with_suffix(""))
        for folder in FOLDERS
        for path in (TESTS / folder).rglob("test_*.py")
    }
    named = [*FILES, *(name for name in LEFT if "::" not in name)]
    assert sorted(named) == sorted(there), "a new file is to be named in tests/postgres/both_engines.py"


def test_what_is_named_is_there_and_what_is_left_out_has_a_reason() -> None:
    for name, reason in LEFT.items():
        file, _, test = name.partition("::")
        assert reason and (not test or (file in FILES and is_there(file, test))), name
    assert [(file, test) for file, some in SOME.items() for test in some if not is_there(file, test)] == []


def is_there(file: str, test: str) -> bool:
    return hasattr(import_module(f"tests.{file.replace('/', '.')}"), test.partition("[")[0])
