"""Every command of the command line that is declared can be run, and every function that runs one is declared."""

from importlib import import_module
from inspect import signature

import pytest

from okrtui.cli.declare.catalogue import ASKED, GROUPS, VERBS, CliCommand, whole

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


def test_marks_of_a_declared_argument_are_what_argparse_is_told() -> None:
    command = CliCommand(
        "x",
        "y.z",
        "context",
        "",
        {},
        (
            "cards ID int +  which",
            "--as {on track|done} >state  your word",
            "--in REF >session required  where",
            "--box MIN int =60  minutes",
            "--not >unready  not yet",
            "--pulse 1-5 int ? const=-1  how it felt",
            "text TEXT ? asked  your words",
            "--team TEAM =  whose",
        ),
    )
    assert dict(command.args) == {
        "cards": {"metavar": "ID", "type": whole, "nargs": "+", "help": "which"},
        "--as": {"choices": ("on track", "done"), "dest": "state", "help": "your word"},
        "--in": {"metavar": "REF", "dest": "session", "required": True, "help": "where"},
        "--box": {"metavar": "MIN", "type": whole, "default": 60, "help": "minutes"},
        "--not": {"action": "store_true", "dest": "unready", "help": "not yet"},
        "--pulse": {"metavar": "1-5", "type": whole, "nargs": "?", "const": -1, "help": "how it felt"},
        "text": {"metavar": "TEXT", "nargs": "?", "help": f"your words{ASKED}"},
        "--team": {"metavar": "TEAM", "default": "", "help": "whose"},
    }
