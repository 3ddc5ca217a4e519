"""No test of what a workspace does is left out over a server without a reason."""

from importlib import import_module
from pathlib import Path

from tests.postgres.elsewhere import FILES, FOLDERS, LEFT

TESTS = Path(__file__).parents[1]


def test_every_file_is_named_once() -> None:
    there = {f"{folder}/{path.stem}" for folder in FOLDERS for path in (TESTS / folder).glob("test_*.py")}
    named = [*FILES, *(name for name in LEFT if "::" not in name)]
    assert sorted(named) == sorted(there)


def test_what_is_left_out_is_there_and_has_a_reason() -> None:
    for name, reason in LEFT.items():
        file, _, test = name.partition("[")[0].partition("::")
        assert reason and (not test or file in FILES), name
        assert not test or hasattr(import_module(f"tests.{file.replace('/', '.')}"), test), name
