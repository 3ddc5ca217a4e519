"""Keys as a person has mapped them, and sentences that name them."""

import re
from functools import partial
from pathlib import Path

from okrtui.commands.catalogue import CATALOGUE
from okrtui.commands.command import EVERYWHERE, Command
from okrtui.commands.keys import UNDO, Keymap, commands_for, key_of, show_key, shown_keys, with_keys


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


def test_signs_that_others_wrote_name_no_command_and_end_no_screen() -> None:
    for id in ("app.nothing", "", " ", ".", "\x01"):
        assert shown(f"There are: one {key_of(id)}two") == "There are: one two"
    assert shown("There are: \x02\x03 and \x02") == "There are:  and \x02"


def test_each_command_that_a_sentence_names_is_one() -> None:
    known = [each.id for each in CATALOGUE]
    named = {
        id
        for path in (Path(__file__).parents[2] / "okrtui").rglob("*.py")
        for id in re.findall(r"key_of\([\"']([\w.-]+)[\"']", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 50
    unknown = [id for id in named if not any(each == id or (id[0] == "." and each.endswith(id)) for each in known)]
    assert unknown == ["myscreen.new"], "which stands in an example"


def test_what_opens_a_row_is_done_with_enter_and_other_commands_without_a_key_by_the_palette() -> None:
    named = {each.id: each for each in CATALOGUE}
    assert shown_keys(named["ideas.open"]) == ["enter"]
    assert shown_keys(named["go.values"]) == []
    assert shown_keys(named["app.palette"]) == ["ctrl+p"]
