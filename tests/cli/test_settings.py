"""What the config says that okrtui does not know is told with its file and line, and never silently dropped."""

from pathlib import Path

import pytest

from okrtui.cli.run.workspace.settings import config_problems
from okrtui.commands.keys import is_key
from okrtui.config import config_file
from tests.cli.test_main import Cli, boring, cli

__all__ = ["boring", "cli"]


def configure(text: str) -> Path:
    path = config_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('theme = "blue"\n', "line 1: there is no theme “blue”; there are dark, light, 16"),
        ('bell = "loud"\n', "line 1: “loud” is neither on nor off"),
        ('theme = "dark"\ntheem = "x"\n', "line 2: there is no setting “theem”; did you mean theme?"),
        ('[keys]\n"okrs.nwe" = "n"\n', "line 2: there is no command “okrs.nwe”; did you mean okrs.new"),
        ('[keys]\n\n"okrs.new" = "ctrl+banana"\n', "line 3: “ctrl+banana” isn't a key, so “okrs.new” cannot be on it"),
        ('[keys]\n"okrs.new" = "n, F25"\n', "line 2: “F25” isn't a key"),
        ("[keyz]\n", "line 1: there is no setting “keyz”; did you mean keys?"),
        ("theme = \n", "is broken"),
        ('[words]\nambition = ["x"]\n', "line 2: “ambition” in [words] isn't one of: objective, key result"),
        ('[words]\nobjective = "Ambition"\n', "the words for “objective” are no texts"),
    ],
)
def test_what_is_unknown_is_told_with_its_place(text: str, says: str, cli: Cli) -> None:
    path = configure(text)
    (problem,) = config_problems()
    assert problem.startswith(str(path)) and says in problem
    if "broken" not in says:
        assert f"✗ {problem}: mend it there" in cli("doctor")
        assert cli.code == 1


@pytest.mark.parametrize("theme", ["dark", "light", "16", "ansi", "nord"])
def test_what_is_known_is_fine(theme: str) -> None:
    keys, words = '"okrs.new" = "n,insert,ctrl+n,question_mark"', 'objective = ["Dream"]'
    configure(f'theme = "{theme}"\nbell = "on"\nworkspace = "team.db"\n[keys]\n{keys}\n[words]\n{words}\n')
    assert config_problems() == []


@pytest.mark.parametrize("key", ["n", "N", "?", "+", "ctrl+n", "ctrl+shift+up", "f24", "question_mark", "space", "é"])
def test_keys(key: str) -> None:
    assert is_key(key)


@pytest.mark.parametrize("key", ["", "banana", "ctrl+", "ctrl+banana", "f0", "f25", "control+n", "ctrl+ctrl+n", "nn"])
def test_no_keys(key: str) -> None:
    assert not is_key(key)


def test_a_workspace_says_once_how_it_writes_numbers(boring: Cli) -> None:
    told = boring.refused("checkin", "KR1.1", "1,500")
    assert "“1,500” may be 1500 or 1.5" in told and "okrtui workspace --numbers 1,500.5" in told
    assert told == boring.refused("kr", "add", "O1", "x", "--target", "1,500")
    assert "numbers   1.500,5" in boring("workspace", "--numbers", "1.500,5")
    assert boring.data("workspace")["numbers"] == "1.500,5"
    assert "numbers" in boring("log", "--limit", "1")
    assert boring("checkin", "KR1.1", "101,125 ms") == "KR1.1 101,125 ms in 2026-W48\n"
    boring("kr", "add", "O1", "x", "--target", "1,500", "--start=-5,5")
    assert [(kr["start"], kr["target"]) for kr in boring.data("kr", "list")][1:] == [(-5.5, 1.5)]
    assert "written like 1.500,5" in boring.refused("checkin", "KR1.1", "1.500")
    boring("workspace", "--numbers", "1,500.5")
    boring("checkin", "KR1.1", "+1,500")
    assert boring.data("okr", "show", "KR1.1")["current"] == 1601.125
    boring("workspace", "--numbers", "ask")
    assert "may be 1500 or 1.5" in boring.refused("checkin", "KR1.1", "1,500")
    boring("undo")
    assert boring.data("workspace")["numbers"] == "1,500.5"
    assert boring("workspace", "--numbers", ",") == "" and boring.code == 2
