"""JSON Schemas of what every `--json` prints, read from `shapes.txt`, whose first lines say how it is written."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: dict[str, dict[str, object]] = {
    "text": {"type": "string"},
    "int": {"type": "integer"},
    "number": {"type": "number"},
    "bool": {"type": "boolean"},
    "any": {},
    "week": {"type": "string", "pattern": "^[0-9]{4}-W[0-9]{2}$"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
}


class _Shapes:
    """What the file says: the version, what each command prints, and each shape's fields."""

    def __init__(self, text: str) -> None:
        self.version = 0
        self.commands: dict[str, str] = {}
        self.fields: dict[str, list[tuple[str, str]]] = {}
        self.words: dict[str, str] = {}
        """Shapes that are one of some words."""
        head, _, body = text.partition("\nversion ")
        assert head  # the first lines are for people
        version, _, body = body.partition("\n")
        self.version = int(version)
        for block in re.split(r"\n{2,}", body.strip()):
            self._take(block.split("\n"))

    def _take(self, lines: list[str]) -> None:
        if " -> " in lines[0]:
            self.commands |= dict(line.split(" -> ", 1) for line in lines)
            return
        name, _, base = lines[0].partition(": ")
        if lines[1].strip().startswith("= "):
            self.words[name] = lines[1].strip()[2:]
            return
        own = [(field, kind) for line in lines[1:] for field, kind in _fields(line)]
        self.fields[name] = [*self.fields[base], *own] if base else own


def _fields(line: str) -> Iterator[tuple[str, str]]:
    names, _, kind = line.strip().partition("  ")
    for name in names.split():
        yield name, kind.strip()


@cache
def _shapes() -> _Shapes:
    return _Shapes(files(__package__).joinpath("shapes.txt").read_text("utf-8"))


def version() -> int:
    """Return the version of all shapes together."""
    return _shapes().version


def commands() -> list[str]:
    """Return the commands that have a schema."""
    return list(_shapes().commands)


def schema(command: str) -> dict[str, object]:
    """Return the schema of what a command's `--json` prints, whole in itself. Raises KeyError for another command."""
    shapes = _shapes()
    used: dict[str, object] = {}
    body = _type(shapes.commands[command], used)
    head = {"$schema": DRAFT, "title": f"okrtui {command} --json", "version": shapes.version}
    return {**head, **body, **({"$defs": dict(sorted(used.items()))} if used else {})}


def _type(kind: str, used: dict[str, object]) -> dict[str, object]:
    """Return a type's schema; the shapes that it speaks of come into `used`."""
    if kind.endswith("?"):
        return {"anyOf": [_type(kind[:-1], used), {"type": "null"}]}
    parts = _split(kind)
    if len(parts) > 1:
        known = all(part[0] in "[{" or part in _PLAIN or part in _shapes().fields for part in parts)
        return {"anyOf": [_type(part, used) for part in parts]} if known else {"type": "string", "enum": parts}
    if kind[0] == "[":
        return {"type": "array", "items": _type(kind[1:-1], used)}
    if kind[0] == "{":
        return {"type": "object", "additionalProperties": _type(kind[1:-1], used)}
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if kind not in used:
        used[kind] = {}  # it may speak of itself
        used[kind] = _shape(kind, used)
    return {"$ref": f"#/$defs/{kind}"}


def _split(kind: str) -> list[str]:
    """Return the parts between the bars that are in no bracket."""
    return re.findall(r"\[[^\]]*\]+|\{[^}]*\}|[^|]+", kind)


def _shape(name: str, used: dict[str, object]) -> dict[str, object]:
    shapes = _shapes()
    if name in shapes.words:
        return _type(shapes.words[name], used)
    fields = shapes.fields[name]
    return {
        "type": "object",
        "properties": {field.rstrip("?"): _type(kind, used) for field, kind in fields},
        "required": [field for field, _ in fields if not field.endswith("?")],
        "additionalProperties": False,
    }
