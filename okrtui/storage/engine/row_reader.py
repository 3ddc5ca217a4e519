"""Rows become frozen data in one way: each column by the type of its field, and what okrtui does not know is named."""

import json
from datetime import UTC, date, datetime
from enum import Enum
from operator import index

from okrtui.errors import UnknownValue
from okrtui.storage.engine.change import LOOK

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from collections.abc import Callable
    from typing import Any, TypeVar

    T = TypeVar("T")


class _Weeks(dict[str, str]):
    """The ISO weeks that were met, each checked once."""

    def __missing__(self, week: str) -> str:
        date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
        if week[4:6] != "-W" or len(week) != 8:
            raise ValueError(week)
        return self.setdefault(week, week)


def is_week(stored: object) -> bool:
    """Tell whether what is stored is an ISO week: others may have put anything there."""
    try:
        return bool(_SPACE["_weeks"][stored])  # type: ignore[index]
    except (TypeError, ValueError):
        return False


def _day(stored: str | int) -> date:
    """Return a day that is stored by its name, or as a moment of it."""
    return date.fromisoformat(stored) if isinstance(stored, str) else datetime.fromtimestamp(stored, UTC).date()


def _endless() -> float:
    raise ValueError("not a number that ends")


_WITHIN = {"effort": range(1, 4), "impact": range(1, 4), "confidence": range(11), "pulse": range(1, 6)}
"""Fields that mean something only within these numbers."""
_SPACE = {
    "_endless": _endless,
    "_index": index,
    "_utc": UTC,
    "_when": datetime.fromtimestamp,
    "_day": _day,
    "_loads": json.loads,
    "_weeks": _Weeks(),
}
"""What the expressions call, by names that no field has."""


def row_reader(
    cls: "type[T]", called: "Callable[[Any], str]", /, *given: str, **columns: "str | int"
) -> "Callable[..., T]":
    """Return what makes `cls` of a row: a mapping, or a tuple whose fields all have their position in `columns`.

    `columns` are those called otherwise than their field; a field in `given` the caller gives by name. No value is ""
    for a text. The reader raises UnknownValue, `called` says of what, for a value that is none of its type; where one
    only looks (`looking`) that sentence stands in the place of the row's words, and all else is shown. It is
    compiled when the first row comes, and as quick as one written by hand: a large report reads 20,000 check-ins.
    """
    made: list[Callable[..., T]] = []

    def read(row: "Any", **more: object) -> "T":
        if not made:
            made.append(_compiled(cls, called, given, columns))
        return made[0](row, **more)

    return read


def _compiled(cls: "Any", called: "Callable[[Any], str]", given: tuple[str, ...], columns: "Any") -> "Any":
    space = {**_SPACE, "_made": cls}
    kinds = {name: kind for name, kind in cls.__annotations__.items() if name not in given}
    parts = {name: _expression(name, kind, columns.get(name, name), space) for name, kind in kinds.items()}

    def failed(row: "Any", error: Exception, more: "dict[str, object]") -> object:
        said, values = "", {}
        for name, expression in parts.items():
            value = row[columns.get(name, name)]
            try:
                values[name] = eval(f"lambda row: {expression}", space)(row)
            except (KeyError, TypeError, ValueError, OverflowError, OSError):
                what = f"{called(row)} has the {name.replace('_', ' ')} “{value}”"
                said, values[name] = said or f"{what}, which this okrtui does not know", _instead(name, kinds[name])
        words = next((name for name in _WORDS if kinds.get(name) is str), "")
        if not said:
            raise error
        if not LOOK.only or not words:
            raise UnknownValue(said) from None
        return cls(**{**values, words: said}, **more)

    space["_failed"] = failed
    more = ", ".join(f"{name}={name}" for name in given)
    values = ", ".join([*(f"{name}={made}" for name, made in parts.items()), more])
    wrong = "KeyError, TypeError, ValueError, OverflowError, OSError"
    exec(
        f"def read(row{''.join(f', {name}' for name in given)}):\n"
        f" try: return _made({values})\n"
        f" except ({wrong}) as _error: return _failed(row, _error, dict({more}))",
        space,
    )
    return space["read"]


_WORDS = ("title", "text", "story", "name", "note", "ahead", "question")
"""The fields that people know a row by, one of which says in its place what is unknown of it."""


def _instead(name: str, kind: "Any") -> object:
    """Return a value of a field's type in the place of one that is none."""
    if name == "week":
        return "1970-W01"
    kinds = [each for each in getattr(kind, "__args__", (kind,)) if each is not type(None)]
    if type(None) in getattr(kind, "__args__", ()):
        return None
    what = kind if getattr(kind, "__origin__", None) is tuple else kinds[0]
    if isinstance(what, type) and issubclass(what, Enum):
        return next(iter(what))
    if what is datetime:
        return datetime.fromtimestamp(0, UTC)
    if what is date:
        return date(1970, 1, 1)
    return what() if what in (int, float, str, bool) else ()


def _expression(name: str, kind: "Any", column: "str | int", space: "dict[str, Any]") -> str:
    """Return the expression that makes a field of its column."""
    kinds = [each for each in getattr(kind, "__args__", (kind,)) if each is not type(None)]
    optional, value = type(None) in getattr(kind, "__args__", ()), f"row[{column!r}]"
    what = kind if getattr(kind, "__origin__", None) is tuple else kinds[0]
    found, held = (f"(_it := {value})", "_it") if optional else (value, value)
    if isinstance(what, type) and issubclass(what, Enum):
        space[f"_{name}"] = what._value2member_map_
        made, absent = f"_{name}[{held}]", f"not {found}"
    elif what is datetime:
        made, absent = f"_when({held}, _utc)", f"{found} is None"
    elif what is date:
        made, absent = f"_day({held})", f"not {found}"
    elif what is bool:
        made, absent = f"bool({held})", f"{found} is None"
    elif name in _WITHIN:
        space[f"_{name}"] = {each: each for each in _WITHIN[name]}
        made, absent = f"_{name}[{held}]", f"{found} is None"
    elif what is float:  # of what has no end nothing can be told, and the difference from itself is nothing only else
        bound = "_it" if optional else f"(_it := {value})"
        made, absent = f"(+_it if {bound} - _it == 0 else _endless())", f"{found} is None"
    elif what is int:
        made, absent = f"_index({held})", f"{found} is None"  # neither a text nor half a number
    elif what is str:
        return f"_weeks[{value}]" if name == "week" else f"{value} or ''"
    else:
        return f"tuple(_loads(_it)) if (_it := {value}) != '[]' else ()"
    return f"None if {absent} else {made}" if optional else made
