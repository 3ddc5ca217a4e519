"""The catalogue of commands and what is made from it."""

from okrtui.commands.catalogue import CATALOGUE, EVERYWHERE, SCREENS
from okrtui.commands.keys import commands_for

FORBIDDEN = {f"ctrl+{letter}" for letter in "absijm"}


def test_every_id_is_there_once() -> None:
    ids = [command.id for command in CATALOGUE]
    assert len(ids) == len(set(ids))


def test_a_key_means_one_thing_on_a_screen() -> None:
    for where in SCREENS:
        keys = [key for command in commands_for(where) for key in command.keys]
        assert len(keys) == len(set(keys)), where


def test_nothing_stands_on_keys_that_terminals_and_tmux_take() -> None:
    for command in CATALOGUE:
        assert not FORBIDDEN & set(command.keys)
        assert not any(key.startswith("alt+") for key in command.keys)


def test_every_command_is_on_a_known_screen_and_has_one_sentence_of_help() -> None:
    for command in CATALOGUE:
        assert command.where in {EVERYWHERE, *SCREENS}, command.id
        assert command.help.endswith(".") and command.help[0].isupper(), command.id
