"""`okrtui config`: one setting changes, every other line stays as its owner wrote it, and nothing wrong is kept."""

import json
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrtui.cli.main import main
from okrtui.cli.run.workspace.config_edit import with_setting
from okrtui.config import config_file, load_config
from okrtui.errors import Refused
from tests.examples import examples

MINE = """\
# mine
theme = "light"  # easier on the eyes

[keys]
# n is what I know
"okrs.new" = "n,insert"

[words]
objective = ["Ambition"]
"""


@pytest.mark.parametrize(
    ("name", "value", "old", "new"),
    [
        (("theme",), "dark", 'theme = "light"  #', 'theme = "dark"  #'),
        (("workspace",), "~/okr.db", "the eyes\n", 'the eyes\nworkspace = "~/okr.db"\n'),
        (("keys", "okrs.new"), "f6", '"n,insert"', '"f6"'),
        (("keys", "okrs.edit"), "e", '"n,insert"\n', '"n,insert"\n"okrs.edit" = "e"\n'),
        (("words", "objective"), ("A", "B"), '["Ambition"]', '["A", "B"]'),
        (("draft", "folders"), ("~/a b",), '["Ambition"]\n', '["Ambition"]\n\n[draft]\nfolders = ["~/a b"]\n'),
        (("keys", "okrs.new"), None, '"okrs.new" = "n,insert"\n', ""),
        (("theme",), None, 'theme = "light"  # easier on the eyes\n', ""),
    ],
)
def test_one_line_changes(name: tuple[str, ...], value: "str | tuple[str, ...] | None", old: str, new: str) -> None:
    assert with_setting(MINE, name, value) == MINE.replace(old, new)


def test_an_empty_file_and_one_that_begins_with_a_table() -> None:
    assert with_setting("", ("theme",), "dark") == 'theme = "dark"\n'
    assert with_setting('[keys]\n"a.b" = "n"\n', ("theme",), "dark") == 'theme = "dark"\n\n[keys]\n"a.b" = "n"\n'


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('[words]\nobjective = [\n  "A",\n]\n', ("words", "objective")),
        ('words.objective = ["A"]\n', ("words", "objective")),
        ('words = { objective = ["A"] }\n', ("words", "objective")),
        ('theme = """\nlight"""\n', ("theme",)),
    ],
)
def test_what_is_written_in_a_way_of_its_own_is_left_to_its_owner(text: str, name: tuple[str, ...]) -> None:
    with pytest.raises(Refused, match="edit the file by hand"):
        with_setting(text, name, ("B",) if len(name) == 2 else "dark")


@settings(max_examples=examples(40), deadline=None)
@given(st.text(max_size=30), st.lists(st.text(max_size=12), max_size=3), st.text(min_size=1, max_size=12))
def test_any_text_is_read_back_as_it_is(text: str, texts: list[str], key: str) -> None:
    plain = [each.encode("utf-8", "ignore").decode() for each in (text, key, *texts)]
    changed = with_setting(MINE, ("theme",), plain[0])
    changed = with_setting(changed, ("keys", plain[1]), plain[0])
    changed = with_setting(changed, ("words", plain[1]), tuple(plain[2:]))
    read = tomllib.loads(changed)
    assert (read["theme"], read["keys"][plain[1]], read["words"][plain[1]]) == (plain[0], plain[0], plain[2:])
    assert "# n is what I know" in changed


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["config", *words])
    done = capsys.readouterr()
    return code, done.out, done.err


def test_list_get_set_and_unset(capsys: pytest.CaptureFixture[str]) -> None:
    assert "says nothing" in run(capsys, "list")[1]
    assert run(capsys, "get", "theme") == (1, "", "okrtui: theme is not set\n")
    assert run(capsys, "set", "theme", "light") == (0, "theme = light\n", "")
    assert stat.S_IMODE(config_file().stat().st_mode) == 0o600
    run(capsys, "set", "keys.okrs.new", "n,insert")
    run(capsys, "set", "draft.folders", "~/src/a", "~/src/b")
    assert run(capsys, "get", "draft.folders")[1] == "~/src/a\n~/src/b\n"
    assert json.loads(run(capsys, "list", "--json")[1]) == {
        "theme": "light",
        "keys.okrs.new": "n,insert",
        "draft.folders": ["~/src/a", "~/src/b"],
    }
    assert run(capsys)[1].splitlines() == [
        "theme          light",
        "keys.okrs.new  n,insert",
        "draft.folders  ~/src/a, ~/src/b",
    ]
    assert load_config().keys == {"okrs.new": "n,insert"}
    assert run(capsys, "unset", "theme")[0] == 0
    assert run(capsys, "unset", "theme") == (1, "", "okrtui: theme is not set\n")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("set", "theem", "x"), "there is no setting “theem”; did you mean theme?"),
        (("set", "theme", "blue"), "there is no theme “blue”"),
        (("set", "keys.okrs.nwe", "n"), "there is no command “okrs.nwe”; did you mean okrs.new"),
        (("set", "keys.okrs.new", "ctrl+banana"), "“ctrl+banana” isn't a key"),
        (("set", "keys", "n"), "keys is a table; name what is in it, like keys.okrs.new"),
        (("set", "theme.x", "n"), "theme has nothing in it"),
        (("set", "draft.folder", "x"), "[draft] takes folders"),
        (("set", "words.ambition", "x"), "isn't one of: objective"),
    ],
)
def test_what_okrtui_does_not_take_is_refused_and_not_kept(
    words: tuple[str, ...], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config_file().parent.mkdir(parents=True)
    config_file().write_text(MINE)
    code, out, err = run(capsys, *words)
    assert (code, out, why in err) == (1, "", True), err
    assert config_file().read_text() == MINE


def test_what_was_wrong_before_hinders_nothing_and_a_broken_file_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    config_file().parent.mkdir(parents=True)
    config_file().write_text('theem = "x"\n\n[keys]\n"okrs.nwe" = "n"\n')
    assert run(capsys, "set", "workspace", "x.db")[0] == 0
    assert "there is no setting “theem”" in run(capsys, "list")[2]
    config_file().write_text("theme = \n")
    code, _, err = run(capsys, "set", "theme", "dark")
    assert (code, "is broken" in err, config_file().read_text()) == (1, True, "theme = \n")


def test_a_link_to_a_file_of_mine_stays_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dotfiles = tmp_path / "dotfiles.toml"
    dotfiles.write_text(MINE)
    dotfiles.chmod(0o640)
    config_file().parent.mkdir(parents=True)
    config_file().symlink_to(dotfiles)
    assert run(capsys, "set", "theme", "dark")[0] == 0
    assert config_file().is_symlink() and 'theme = "dark"' in dotfiles.read_text()
    assert stat.S_IMODE(dotfiles.stat().st_mode) == 0o640
