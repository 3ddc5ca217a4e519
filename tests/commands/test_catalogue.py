"""The catalogue of commands and what is made from it."""

from dataclasses import fields

from okrtui.commands.catalogue import CATALOGUE, EVERYWHERE, SCREENS
from okrtui.commands.keys import commands_for, show_key
from okrtui.screens.base.command_group import Meaning
from okrtui.screens.base.help import KEYS, NAME
from okrtui.text import cells

LIVE = ("brainstorm", "retro")

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


def test_a_key_has_one_meaning_on_a_screen_and_the_same_in_both_live_rituals() -> None:
    for each in (each for each in CATALOGUE if each.where in LIVE):
        assert not {",", "/"} & set(each.name), f"{each.id} is two commands"
    assert [each.name for each in fields(Meaning)] == ["applies", "group", "method"], "no meaning has a name of its own"
    both = [{each.method: (each.keys, each.name) for each in CATALOGUE if each.where == where} for where in LIVE]
    shared = both[0].keys() & both[1].keys()
    assert len(shared) > 25 and {name: both[0][name] for name in shared} == {name: both[1][name] for name in shared}
    does = [{key: name for name, (keys, _) in own.items() for key in keys} for own in both]
    assert not {key for key in does[0].keys() & does[1].keys() if does[0][key] != does[1][key]}


def test_every_command_is_on_a_known_screen_and_has_one_sentence_of_help() -> None:
    for command in CATALOGUE:
        assert command.where in {EVERYWHERE, *SCREENS}, command.id
        assert command.help.endswith(".") and command.help[0].isupper(), command.id


def test_no_command_of_a_screen_is_done_by_the_key_of_one_that_is_everywhere() -> None:
    """A screen's `do_x` goes before all others: one called as a command of everywhere would be done in its place."""
    everywhere = {each.method: each.id for each in CATALOGUE if each.where == EVERYWHERE}
    same = {
        each.id: everywhere[each.method] for each in CATALOGUE if each.where != EVERYWHERE and each.method in everywhere
    }
    assert same == {"okrs.values": "go.values", "people.hours": "go.hours", "cases.hours": "go.hours"}, (
        "they do the same"
    )


def test_the_help_has_a_blank_behind_every_keys_and_every_name() -> None:
    assert max(cells(each.name) for each in CATALOGUE) < NAME
    shown = {each.id: cells(" ".join(map(show_key, each.keys))) for each in CATALOGUE}
    assert not [id for id, width in shown.items() if width >= KEYS]
