"""A theme of one's own: a file changes what it names; what is wrong in it is told, and nothing fails for it."""

from pathlib import Path

import pytest
from textual.app import App

from okrtui.app.own_theme import own_theme
from okrtui.app.themes import THEMES
from okrtui.app.worn_theme import WornTheme
from okrtui.cli.run.workspace.settings import config_problems
from okrtui.config import config_file
from okrtui.errors import Refused

LIGHT = THEMES[1]


def write(text: str, name: str = "mine") -> Path:
    path = config_file().parent / "themes" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    config_file().write_text(f'theme = "{name}"\n')
    return path


def test_a_file_changes_what_it_names() -> None:
    write('base = "light"\naccent = "#af005f"\nmuted = "#4e4e4e"\ncursor = "#ffffd7"\n')
    found = own_theme("mine")
    assert found is not None
    assert (found.name, found.dark, found.accent, found.error) == ("mine", False, "#af005f", LIGHT.error)
    assert found.variables["text-accent"] == "#af005f"
    assert found.variables["text-muted"] == "#4e4e4e"
    assert found.variables["block-cursor-blurred-background"] == "#ffffd7"
    assert found.variables["border-blurred"] == LIGHT.variables["border-blurred"]
    assert config_problems() == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('base = "blue"\n', 'base is "dark" or "light"'),
        ('acent = "#ffffff"\n', "there is no colour “acent”"),
        ('accent = "red"\n', "“accent” isn't a colour"),
        ("accent = 1\n", "“accent” isn't a colour"),
        ("accent = \n", "is broken"),
    ],
)
def test_what_is_wrong_is_told_and_dark_is_worn(text: str, why: str) -> None:
    path = write(text)
    with pytest.raises(Refused, match=r"mine\.toml"):
        own_theme("mine")
    (problem,) = config_problems()
    assert str(path) in problem and why in problem
    app: App[None] = App()
    WornTheme(app, "mine", None)
    assert app.theme == THEMES[0].name


@pytest.mark.parametrize("name", ["../mine", "mine/x", "", ".mine", "x" * 60, "a b"])
def test_a_name_leads_nowhere_else(name: str) -> None:
    write('accent = "#af005f"\n')
    assert own_theme(name) is None


def test_it_is_worn() -> None:
    write('accent = "#af005f"\n')
    app: App[None] = App()
    worn = WornTheme(app, "mine", None)
    assert (app.theme, app.current_theme.accent) == ("mine", "#af005f")
    worn.next()
    assert app.theme == THEMES[0].name
