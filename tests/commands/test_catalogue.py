"""The catalogue of commands and what is made from it."""

from pathlib import Path

from okrtui.commands.catalogue import CATALOGUE, EVERYWHERE, SCREENS, Command, commands_for, keys_table

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


def test_a_screens_own_key_hides_the_everywhere_one() -> None:
    catalogue = (Command("a.x", ("c",), "x", "X.", "a"), Command("go.c", ("3", "c"), "c", "C.", EVERYWHERE))
    assert [command.keys for command in commands_for("a", None, catalogue)] == [("c",), ("3",)]


def test_a_keymap_replaces_a_commands_keys() -> None:
    found = {command.id: command.keys for command in commands_for("week", {"app.quit": "Q, f10"})}
    assert found["app.quit"] == ("Q", "f10")


def test_the_docs_table_is_what_the_catalogue_says() -> None:
    docs = Path(__file__).parents[2] / "docs" / "keys.md"
    wanted = keys_table()
    assert docs.read_text(encoding="utf-8") == wanted, "run: python -m okrtui.commands > docs/keys.md"
