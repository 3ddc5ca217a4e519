"""Frozen data that is made quickly: a process that lives for 80 ms can't spend eight on `dataclass(frozen=True)`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Make a class a frozen dataclass with slots that compares and hashes by its values.

    Writing the text of comparison, hash and repr out for each class is what takes `dataclass` most of its time; here
    all classes share them.
    """
    made = dataclass(frozen=True, slots=True, repr=False, eq=False)(cls)
    values: Callable[[object], Any] = attrgetter(*made.__dataclass_fields__)  # type: ignore[attr-defined]  # it has them

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is made else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    for name, method in (("__eq__", equal), ("__hash__", hashed), ("__repr__", _shown)):
        setattr(made, name, method)
    return made


def _shown(self: object) -> str:
    parts = (f"{name}={getattr(self, name)!r}" for name in self.__dataclass_fields__)  # type: ignore[attr-defined]
    return f"{type(self).__qualname__}({', '.join(parts)})"
