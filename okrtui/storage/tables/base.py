"""What the Models have in common: their names, and columns whose types say what may be stored in them."""

from datetime import date, datetime
from enum import Enum

from peewee import SQL, BigIntegerField, DoubleField, ForeignKeyField, IntegerField, Model, Node, TextField

from okrtui.errors import UnknownValue

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from collections.abc import Iterable
    from typing import Any


def _table(model: "type[Model]") -> str:
    name = model.__name__.removesuffix("Table")
    return "".join(f"_{each.lower()}" if each.isupper() else each for each in name)[1:]


class Base(Model):
    """A table: `KeyResultTable` is `key_result`. The store runs the queries, on its own database."""

    class Meta:
        table_function = _table
        legacy_table_names = False
        primary_key = False  # each says its own: one that is inherited peewee copies, which takes long


def default(words: str) -> "list[Node]":
    """Return what has the database itself put in SQL words where a row comes without: columns that came later."""
    return [SQL(f"DEFAULT {words}")]


class WordsField(TextField):
    """What somebody wrote, or ""."""

    is_code = False


class CodeField(TextField):
    """Text that okrtui writes itself: nobody's words stand in it."""

    is_code = True


class KnownField(CodeField):
    """One of an Enum's values or of some words, where `empty` also ""; the database itself forbids all others."""

    def __init__(self, of: "Iterable[Any]", *, empty: bool = False, **more: "Any") -> None:
        super().__init__(**more)
        self.words = (*([""] if empty else []), *map(str, of))

    def db_value(self, value: object) -> object:
        """Return the word as it is stored. Raises UnknownValue for one that means nothing."""
        word = value.value if isinstance(value, Enum) else value
        if word not in self.words and not (word is None and self.null):
            raise UnknownValue(f"{self.column_name} “{word}” is none that this okrtui knows")
        return word


class JsonField(TextField):
    """A list, as compact JSON with stable keys; what is text already is stored as it stands."""

    def __init__(self, *, is_code: bool = False, **more: "Any") -> None:
        super().__init__(**more)
        self.is_code = is_code

    def db_value(self, value: object) -> object:
        from okrtui.storage.engine.store import to_json  # the store itself needs no Models

        return value if value is None or isinstance(value, str) else to_json(value)


class FlagField(IntegerField):
    """Yes or no, as 1 or 0."""

    def db_value(self, value: object) -> object:
        """Return 1 or 0. Raises UnknownValue for anything else."""
        if value not in (0, 1):
            raise UnknownValue(f"{self.column_name} is yes or no, not {value}")
        return int(bool(value))


class MomentField(BigIntegerField):
    """A moment in seconds since 1970, UTC."""

    def db_value(self, value: object) -> object:
        return int(value.timestamp()) if isinstance(value, datetime) else value


class DayField(CodeField):
    """A day by its name, 2026-07-22."""

    def db_value(self, value: object) -> object:
        """Return the day's name. Raises UnknownValue for what names none."""
        if isinstance(value, date):
            return value.isoformat()
        try:
            if value is not None:
                date.fromisoformat(str(value))
        except ValueError:
            raise UnknownValue(f"{self.column_name} “{value}” is no day") from None
        return value


class WeekField(CodeField):
    """An ISO week, 2026-W30."""

    def db_value(self, value: object) -> object:
        """Return the week. Raises UnknownValue for what is none."""
        year, _, number = str(value).partition("-W")
        if len(year) != 4 or len(number) != 2 or not f"{year}{number}".isdecimal():
            raise UnknownValue(f"{self.column_name} “{value}” is no week")
        return value


class RealField(DoubleField):
    """A number of whatever unit the row says."""


class RefField(ForeignKeyField):
    """Another row, by its id: `objective` is kept in `objective_id`."""
