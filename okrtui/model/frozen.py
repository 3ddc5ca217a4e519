"""Frozen data that is made quickly: a process that lives for 80 ms can't spend ten on `dataclass(frozen=True)`."""

from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:  # `typing` takes a quick command three milliseconds, `dataclasses` one
    from dataclasses import Field
    from dataclasses import replace as replace
    from typing import Any, NoReturn, TypeVar, dataclass_transform

    T = TypeVar("T")
else:

    def dataclass_transform(**_: object) -> "Any":
        return lambda function: function

    def replace(one, **changes):
        """Return another one with other values; `dataclasses.replace` does the same with what it loads."""
        return type(one)(**{name: getattr(one, name) for name in one.__match_args__} | changes)


@dataclass_transform(frozen_default=True)
def frozen(cls: "type[T]") -> "type[T]":
    """Make a class frozen, with slots, an `__init__` of its annotated fields, equality, hash and repr by their values.

    It is a dataclass to `dataclasses.replace` and `fields`, except that `field` is not understood: a default is a
    value that nobody can change. What a dataclass writes out for each class all classes share here; only `__init__`
    is of its own, and it is written when the first instance is made.
    """
    names = tuple(cls.__annotations__)
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    kept = {name: what for name, what in cls.__dict__.items() if name not in ("__dict__", "__weakref__", *names)}
    made: Any = type(cls.__name__, cls.__bases__, {**kept, "__slots__": names, "__match_args__": names})
    values = attrgetter(*names)

    def first(self: object, *args: object, **named: object) -> None:
        made.__init__ = _init(made, defaults)
        made.__init__(self, *args, **named)

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is made else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    made.__qualname__, made.__init__, made.__eq__, made.__hash__ = cls.__qualname__, first, equal, hashed
    made.__repr__, made.__reduce__, made.__dataclass_fields__ = _shown, _parts, _Fields()
    made.__setattr__ = made.__delattr__ = _refuse
    return made  # type: ignore[no-any-return]  # it is the class again, with slots


def _init(made: "Any", defaults: "dict[str, Any]") -> "Any":
    """Return the `__init__` of a class that `frozen` made: as quick as one written by hand."""
    names = made.__match_args__
    space = {f"_default_{name}": value for name, value in defaults.items()}
    space |= {f"_set_{name}": getattr(made, name).__set__ for name in names}
    params = ", ".join(f"{name}=_default_{name}" if name in defaults else name for name in names)
    lines = "".join(f"\n _set_{name}(_self, {name})" for name in names)
    exec(f"def __init__(_self, {params}):{lines}", space)
    return space["__init__"]


class _Fields:
    """`__dataclass_fields__`, made for who asks, like `dataclasses.replace`, which most commands never call."""

    def __get__(self, instance: object, owner: "Any") -> "dict[str, Field[Any]]":
        from dataclasses import make_dataclass

        like: Any = make_dataclass(owner.__name__, owner.__annotations__.items(), init=False, repr=False, eq=False)
        owner.__dataclass_fields__ = like.__dataclass_fields__
        return owner.__dataclass_fields__  # type: ignore[no-any-return]  # whatever class it is of


def _shown(self: "Any") -> str:
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__match_args__)})"


def _parts(self: "Any") -> tuple[type, tuple[object, ...]]:
    return type(self), tuple(getattr(self, name) for name in self.__match_args__)


def _refuse(self: object, name: str, *value: object) -> "NoReturn":
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"{type(self).__qualname__}.{name} cannot be changed")
