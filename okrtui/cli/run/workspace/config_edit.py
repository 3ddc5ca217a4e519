"""Sets and unsets one setting in the text of the config, and leaves every other line as its owner wrote it."""

import json
import re
from collections.abc import Sequence

from okrtui.errors import Refused

Setting = str | tuple[str, ...]
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_HEADER = re.compile(r"\s*\[\s*(\"(?:[^\"\\]|\\.)*\"|'[^']*'|[A-Za-z0-9_-]+)\s*\]\s*(?:#.*)?")


def with_setting(text: str, name: Sequence[str], value: Setting | None) -> str:
    """Return the config's text where `name` (a setting, or table and key) says `value`, or nothing where None.

    Raises Refused where the text is written in a way that this does not see through: nothing is guessed.
    """
    import tomllib

    before = tomllib.loads(text)
    wanted = _wanted(before, name, value)
    changed = _changed(text, name, value)
    try:
        fits = tomllib.loads(changed) == wanted
    except tomllib.TOMLDecodeError:
        fits = False
    if not fits:
        raise Refused(f"“{'.'.join(name)}” is written over several lines or in a way of its own; edit the file by hand")
    return changed


def _wanted(before: dict[str, object], name: Sequence[str], value: Setting | None) -> dict[str, object]:
    *tables, key = name
    if not tables:
        return _said(before, key, value)
    table = before.get(tables[0], {})
    return {**before, tables[0]: _said(table if isinstance(table, dict) else {}, key, value)}


def _said(table: dict[str, object], key: str, value: Setting | None) -> dict[str, object]:
    rest = {each: said for each, said in table.items() if each != key}
    return rest if value is None else {**rest, key: list(value) if isinstance(value, tuple) else value}


def _changed(text: str, name: Sequence[str], value: Setting | None) -> str:
    *tables, key = name
    lines = text.removesuffix("\n").split("\n") if text else []  # other line ends may be within a text
    start, end = _section(lines, tables[0] if tables else None)
    line = f"{_key(key)} = {_toml(value)}" if value is not None else None
    at = next((i for i in range(max(start, 0), end) if _is_of(lines[i], key)), None)
    if at is not None:
        lines[at : at + 1] = [line + _comment(lines[at])] if line is not None else []
    elif line is not None and start < 0:
        lines += [*([""] if lines and lines[-1].strip() else []), f"[{_key(tables[0])}]", line]
    elif line is not None:
        while end > start and not lines[end - 1].strip():  # before the blank lines that part it from the next table
            end -= 1
        lines.insert(end, line)
        if not tables and end + 1 < len(lines) and lines[end + 1].strip():
            lines.insert(end + 1, "")
    return "\n".join([*lines, ""]) if lines else ""


def _section(lines: list[str], table: str | None) -> tuple[int, int]:
    """Return the first line within a table (the file's head for None) and the one behind it; -1 where it is not."""
    heads = [(at, _name(match[1])) for at, line in enumerate(lines) if (match := _HEADER.fullmatch(line))]
    heads += [(at, "") for at, line in enumerate(lines) if line.lstrip().startswith("[[")]
    heads.sort()
    if table is None:
        return 0, heads[0][0] if heads else len(lines)
    for place, (at, name) in enumerate(heads):
        if name == table:
            return at + 1, heads[place + 1][0] if place + 1 < len(heads) else len(lines)
    return -1, -1


def _is_of(line: str, key: str) -> bool:
    found = re.match(r"\s*(\"(?:[^\"\\]|\\.)*\"|'[^']*'|[A-Za-z0-9_-]+)\s*=", line)
    return found is not None and _name(found[1]) == key


def _comment(line: str) -> str:
    """Return the comment behind a value; one that may be within a text is none."""
    found = re.search(r"(\s+#[^\"']*)$", line)
    return found[1] if found else ""


def _name(written: str) -> str:
    if written[:1] == '"':
        try:
            return str(json.loads(written))
        except ValueError:
            return ""
    return written.strip("'")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _toml(value: Setting) -> str:
    return _text(value) if isinstance(value, str) else f"[{', '.join(map(_text, value))}]"


def _text(text: str) -> str:
    """Return a text as TOML writes it, which is as JSON does but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
