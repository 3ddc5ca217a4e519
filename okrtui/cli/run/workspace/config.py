"""Commands about the person's own config: list it, read, set and unset one setting."""

import os
import re
import tempfile
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from okrtui.cli.output.printing import note, say, say_json, say_table
from okrtui.cli.run.workspace.config_edit import Setting, with_setting
from okrtui.cli.run.workspace.settings import config_problems
from okrtui.config import Config, config_file, load_config, parse_toml, read_toml
from okrtui.errors import Refused
from okrtui.rules.naming import did_you_mean

LISTS = ("words", "draft")
"""Tables whose settings are lists of texts."""


def list_settings(args: Namespace) -> None:
    """List what the config says."""
    found = _settings(read_toml(config_file()))
    if args.json:
        say_json({name: list(value) if isinstance(value, tuple) else value for name, value in found.items()})
        return
    rows = [(name, _shown(value)) for name, value in found.items()]
    say_table(rows, wide=[1], empty=f"{config_file()} says nothing. Set something with: okrtui config set theme light")
    for problem in config_problems():
        note(problem)


def get_setting(args: Namespace) -> int:
    """Print one setting, a line for each text of a list; 1 where it is not set."""
    name = ".".join(_checked(args.name))
    value = _settings(read_toml(config_file())).get(name)
    if value is None:
        note(f"{name} is not set")
        return 1
    for each in (value,) if isinstance(value, str) else value:
        say(each)
    return 0


def set_setting(args: Namespace) -> None:
    """Set one setting. Raises Refused for one that okrtui does not know, or a value that it does not take."""
    name = _checked(args.name)
    value: Setting = tuple(args.value) if name[0] in LISTS else " ".join(args.value)
    _write(name, value)
    say(f"{'.'.join(name)} = {_shown(value)}")


def unset_setting(args: Namespace) -> None:
    """Take one setting out of the config."""
    name = _checked(args.name)
    if ".".join(name) not in _settings(read_toml(config_file())):
        raise Refused(f"{args.name} is not set")
    _write(name, None)
    say(f"{'.'.join(name)} is no longer set")


def _settings(found: Mapping[str, object]) -> dict[str, Setting]:
    """Return settings by name, those of tables as `keys.okrs.new`."""
    flat: dict[str, object] = {}
    for name, value in found.items():
        flat |= {f"{name}.{key}": said for key, said in value.items()} if isinstance(value, dict) else {name: value}
    return {name: tuple(map(str, said)) if isinstance(said, list) else str(said) for name, said in flat.items()}


def _shown(value: Setting) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _checked(text: str) -> tuple[str, ...]:
    """Return a setting's name: itself, or its table and key. Raises Refused for one that there is not."""
    first, dot, key = text.partition(".")
    plain = Config()
    if first not in Config.__match_args__:
        raise Refused(f"there is no setting “{first}”{did_you_mean(first, Config.__match_args__)}")
    table = isinstance(getattr(plain, first), Mapping)
    if table and not key:
        raise Refused(f"{first} is a table; name what is in it, like {_EXAMPLES[first]}")
    if dot and not table:
        raise Refused(f"{first} has nothing in it; it is a text")
    return (first, key) if table else (first,)


_EXAMPLES = {"keys": "keys.okrs.new", "words": "words.objective", "draft": "draft.folders", "send": "send.team"}


def _write(name: Sequence[str], value: Setting | None) -> None:
    """Write the config anew where okrtui takes what it says then; else it stays as it is."""
    path = config_file()
    try:
        raw = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}") from None
    parse_toml(path, raw)  # a broken one is told with its line
    before = {*_problems()}
    text = with_setting(raw.decode(), name, value)
    try:
        _replace(path, text.encode())
        wrong = _wrong(before)
        if wrong:
            _replace(path, raw)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}") from None
    if wrong:
        raise Refused(f"{wrong}; nothing was changed")


def _wrong(before: set[str]) -> str:
    """Return what is wrong with the config that was right before, without the place: it stays as it was."""
    try:
        load_config()
    except Refused as refused:
        return str(refused).removeprefix(f"{config_file()}: ")
    return next((each for each in _problems() if each not in before), "")


def _problems() -> list[str]:
    """Return what is wrong with the config, without the file and line."""
    return [re.sub(r"^(, line \d+)?: ", "", each.removeprefix(str(config_file()))) for each in config_problems()]


def _replace(path: Path, data: bytes) -> None:
    """Put a file in place of the config in one go, through a link where it is one, with the rights that it had."""
    real = path.resolve()
    real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, new = tempfile.mkstemp(dir=real.parent, prefix=".config-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            os.fchmod(file.fileno(), real.stat().st_mode & 0o777 if real.exists() else 0o600)
        Path(new).replace(real)
    except OSError:
        Path(new).unlink(missing_ok=True)
        raise
