"""A theme of one's own: a file `themes/NAME.toml` beside the config, which changes what it names of dark or light."""

import re
from typing import Any

from textual.theme import Theme

from okrtui.app.themes import DARK, LIGHT, THEMES, made_theme
from okrtui.config import config_file, read_toml
from okrtui.errors import Refused

BASES = {"dark": DARK, "light": LIGHT}
COLOURS = (
    *("primary", "secondary", "accent", "success", "warning", "error", "foreground"),
    *("background", "surface", "panel"),
)
OTHERS = {"muted": "text-muted", "border": "border-blurred", "cursor": "block-cursor-blurred-background"}
"""What a file calls it, and the theme's variable."""
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.IGNORECASE)
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def own_theme(name: str) -> Theme | None:
    """Return the theme of the file called `name`, None where there is none. Raises Refused with what is wrong in it."""
    if not _NAME.fullmatch(name):
        return None
    path = config_file().parent / "themes" / f"{name}.toml"
    found = read_toml(path)
    if not found:
        return None
    base = found.pop("base", "dark")
    if base not in BASES:
        raise Refused(f'{path}: base is "dark" or "light"')
    for key, value in found.items():
        if key not in (*COLOURS, *OTHERS):
            raise Refused(f"{path}: there is no colour “{key}”; there are {', '.join((*COLOURS, *OTHERS))}")
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise Refused(f'{path}: “{key}” isn\'t a colour; write it like "#87afd7"')
    return _changed(name, next(each for each in THEMES if each.name == BASES[str(base)]), found)


def _changed(name: str, base: Theme, found: dict[str, Any]) -> Theme:
    colours = {each: str(found.get(each, getattr(base, each))) for each in COLOURS}
    others = {each: str(found.get(each, base.variables[variable])) for each, variable in OTHERS.items()}
    return made_theme(name, others["cursor"], others["border"], others["muted"], dark=base.dark, **colours)
