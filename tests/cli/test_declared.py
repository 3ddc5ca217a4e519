"""Every command of the command line that is declared can be run, and every function that runs one is declared."""

from importlib import import_module
from inspect import signature

import pytest

from okrtui.cli.declare.catalogue import GROUPS, VERBS
from okrtui.cli.declare.command import CliCommand

TAKES = {"nothing": 1, "place": 2, "context": 2, "live": 2, "due": 2}
"""How many arguments the function gets, by what a command needs: the words, and the place or the context."""


@pytest.mark.parametrize("command", VERBS, ids=lambda command: command.words)
def test_a_declared_command_has_its_function(command: CliCommand) -> None:
    for does, needs in ((command.does, command.needs), *command.formats.values()):
        module, _, name = does.rpartition(".")
        function = getattr(import_module(f"okrtui.cli.run.{module}"), name)
        assert len(signature(function).parameters) == TAKES[needs], does


def test_words_are_declared_once_and_every_group_is_told_of() -> None:
    words = [command.words for command in VERBS]
    assert len(words) == len(set(words))
    assert {first for first, _, second in (each.partition(" ") for each in words) if second} == GROUPS.keys()
