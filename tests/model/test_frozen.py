"""What a frozen class can do: compare, hash, show itself, be replaced in part, hold nothing else."""

from collections.abc import Callable
from copy import copy
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from okrtui.model.frozen import frozen


@frozen
class Pair:
    """Two things."""

    left: str
    right: tuple[int, ...] = ()


@frozen
class Other:
    """As many things of the same names."""

    left: str
    right: tuple[int, ...] = ()


def test_equal_values_make_equal_things_of_one_class() -> None:
    assert Pair("a", (1,)) == Pair("a", (1,)) != Pair("a")
    assert {Pair("a"): 1}[Pair("a")] == 1
    other: object = Other("a")
    assert Pair("a") != other


def test_it_shows_what_it_holds_and_is_replaced_in_part() -> None:
    assert repr(replace(Pair("a"), right=(2,))) == "Pair(left='a', right=(2,))"


def test_it_is_a_dataclass_to_who_asks() -> None:
    assert [(field.name, field.type) for field in fields(Pair)] == [("left", str), ("right", tuple[int, ...])]
    assert copy(Pair("a", (1,))) == Pair("a", (1,))


def test_it_is_made_from_its_fields_and_no_others() -> None:
    make: Callable[..., Pair] = Pair
    for words in ({}, {"left": "a", "middle": 1}):
        with pytest.raises(TypeError):
            make(**words)
    match Pair("a", right=(3,)):
        case Pair(left, (number,)):
            assert (left, number) == ("a", 3)


def test_nothing_assigns_to_what_it_holds() -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(Pair("a"), "left", "b")  # noqa: B010  # the type checker refuses the plain way
    with pytest.raises(FrozenInstanceError):
        del Pair("a").left


def test_it_holds_nothing_that_was_not_declared() -> None:
    with pytest.raises((AttributeError, TypeError)):
        setattr(Pair("a"), "more", 1)  # noqa: B010  # the type checker refuses the plain way
