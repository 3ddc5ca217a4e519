"""What the person's config says that okrtui does not know, and where it stands."""

import re

from okrtui.commands.catalogue import CATALOGUE
from okrtui.commands.keys import is_key
from okrtui.config import Config, config_file, load_config, read_toml
from okrtui.errors import Refused
from okrtui.rules.naming import did_you_mean
from okrtui.sharing.words.own import MEANINGS

NAMES = Config.__match_args__


BELL = ("", "on", "off")
"""What `bell` may be."""


def config_problems() -> list[str]:
    """Return what is wrong with the config, a sentence each with file and line; [] where nothing is."""
    try:
        config, found = load_config(), read_toml(config_file())
    except Refused as refused:
        return [str(refused)]
    wrong = [(name, f"there is no setting “{name}”{did_you_mean(name, NAMES)}") for name in found if name not in NAMES]
    try:
        themes = _themes(config.theme)
    except Refused as refused:
        return [str(refused)]
    if config.theme and config.theme not in themes:
        wrong.append(("theme", f"there is no theme “{config.theme}”; there are {', '.join(themes)}"))
    if config.bell not in BELL:
        wrong.append(("bell", f"“{config.bell}” is neither on nor off"))
    ids = [each.id for each in CATALOGUE]
    for id, keys in config.keys.items():
        if id not in ids:
            wrong.append((id, f"there is no command “{id}”{did_you_mean(id, ids)}"))
        for key in filter(None, (each.strip() for each in keys.split(","))):
            if not is_key(key):
                wrong.append((id, f"“{key}” isn't a key, so “{id}” cannot be on it; keys are like n, f5, ctrl+n"))
    for meaning in config.words:
        if meaning not in MEANINGS:
            wrong.append((meaning, f"“{meaning}” in [words] isn't one of: {', '.join(MEANINGS)}"))
    return [f"{config_file()}{_line(name)}: {what}" for name, what in wrong]


def _themes(wanted: str) -> tuple[str, ...]:
    own = ("dark", "light", "16")
    if wanted in (*own, "ansi"):
        return (*own, "ansi")
    if not wanted:
        return own
    from textual.theme import BUILTIN_THEMES  # only where it is none of ours

    from okrtui.app.own_theme import own_theme

    return (*own, *((wanted,) if own_theme(wanted) is not None or wanted in BUILTIN_THEMES else ()))


def _line(name: str) -> str:
    """Return `, line 3` for where a name is set."""
    try:
        lines = config_file().read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    says = re.compile(rf"""\s*\[?["']?{re.escape(name)}["']?\s*[=\]]""")
    return next((f", line {at}" for at, line in enumerate(lines, 1) if says.match(line)), "")
