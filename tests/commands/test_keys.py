"""Keys as a person has mapped them, and sentences that name them."""

from functools import partial

import pytest

from okrtui.commands.command import EVERYWHERE, Command
from okrtui.commands.keys import UNDO, Keymap, commands_for, key_of, show_key, with_keys


def shown(text: str, where: str = "week", keymap: Keymap | None = None) -> str:
    return with_keys(text, where, partial(commands_for, keymap=keymap or {}))


def test_a_screens_own_key_hides_the_everywhere_one() -> None:
    catalogue = (Command("a.x", ("c",), "x", "X.", "a"), Command("go.c", ("3", "c"), "c", "C.", EVERYWHERE))
    assert [command.keys for command in commands_for("a", None, catalogue)] == [("c",), ("3",)]


def test_a_keymap_replaces_a_commands_keys_and_an_empty_one_takes_them() -> None:
    found = {command.id: command.keys for command in commands_for("week", {"app.quit": "Q, f10", "app.undo": ""})}
    assert (found["app.quit"], found["app.undo"]) == (("Q", "f10"), ())


def test_keys_are_spelled_as_on_the_keyboard() -> None:
    named = {"escape": "esc", "f2": "F2", "left_square_bracket": "[", "full_stop": ".", "slash": "/", "ampersand": "&"}
    assert {key: show_key(key) for key in named} == named
    assert [show_key(key) for key in ("space", "tab", "ctrl+p", "insert", "U", "~")] == [
        "space",
        "tab",
        "ctrl+p",
        "insert",
        "U",
        "~",
    ]


def test_a_sentence_names_the_key_that_does_it_now() -> None:
    sentence = f"parked; {UNDO} takes it back"
    assert shown(sentence) == "parked; u takes it back"
    assert shown(sentence, keymap={"app.undo": "z,f12"}) == "parked; z takes it back"


def test_a_command_without_a_key_is_named_as_the_palette_finds_it() -> None:
    sentence = f"parked; {UNDO} takes it back"
    assert shown(sentence, keymap={"app.undo": ""}) == "parked; ctrl+p “undo” takes it back"
    assert shown(sentence, keymap={"app.undo": "", "app.palette": "f10"}) == "parked; F10 “undo” takes it back"
    assert shown(sentence, keymap={"app.undo": "", "app.palette": ""}) == "parked; the palette’s “undo” takes it back"


def test_a_key_that_the_screen_takes_for_itself_is_not_named() -> None:
    assert shown(key_of("go.checkin", other=True), "week") == "c"
    assert shown(key_of("go.checkin", other=True), "okrs") == "3"  # c enters a value there


def test_another_screens_command_has_the_key_that_it_has_there() -> None:
    assert shown(f"{key_of('go.people')} and {key_of('people.add-team')} make one", "heroes") == "8 and N make one"
    assert shown(f"{key_of('kr.check')} makes one", "okrs", {"kr.check": "K"}) == "K makes one"


def test_a_command_of_two_screens_is_that_of_the_screen_that_shows_it() -> None:
    sentence, keymap = f"{key_of('.next')} goes on", {"retro.next": "f5"}
    assert shown(sentence, "brainstorm", keymap) == "n goes on"
    assert shown(sentence, "retro", keymap) == "F5 goes on"


def test_whoever_is_typing_is_told_a_key_that_writes_nothing() -> None:
    assert shown(key_of(".ready"), "retro") == "r"
    assert shown(key_of(".ready", typing=True), "retro") == "F2"
    assert shown(key_of(".ready", typing=True), "retro", {"retro.ready": "r"}) == "ctrl+p “ready”"


def test_what_people_wrote_is_never_taken_for_a_key() -> None:
    assert shown("“{app.undo} key_of('app.undo') app.undo”") == "“{app.undo} key_of('app.undo') app.undo”"


def test_a_command_that_is_none_cannot_be_named() -> None:
    with pytest.raises(KeyError):
        shown(key_of("app.nothing"))
