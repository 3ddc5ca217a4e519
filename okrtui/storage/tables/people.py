"""The workspace, its members and teams."""

from peewee import AutoField, ForeignKeyField, IntegerField

from okrtui.model.people import MemberState
from okrtui.storage.tables.base import (
    Base,
    CodeField,
    KnownField,
    MomentField,
    RefField,
    WordsField,
    default,
)

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from typing import Any


class WorkspaceTable(Base):
    """The one row about the workspace itself."""

    id = AutoField()
    uuid = CodeField()
    name = WordsField()
    timezone = CodeField()
    vision = WordsField()
    ethos = WordsField()
    created_at = MomentField()
    decimal_sign = WordsField(constraints=default("''"))
    version = IntegerField()


class MemberTable(Base):
    """Somebody who is or was here; the login is how all else names them."""

    id = AutoField()
    login = CodeField(unique=True)
    name = WordsField()
    skills = WordsField()
    state = KnownField(MemberState)
    version = IntegerField()


class PersonField(ForeignKeyField):
    """Somebody, by their login, in a column that is called as the field is."""

    is_code = True

    def __init__(self, **more: "Any") -> None:
        super().__init__(MemberTable, field="login", **more)

    def bind(self, model: "Any", name: str, set_attribute: bool = True) -> None:
        """Take the column's name from the field's."""
        self.column_name = name
        super().bind(model, name, set_attribute)


class TeamTable(Base):
    id = AutoField()
    name = WordsField(unique=True)
    version = IntegerField()


class MembershipTable(Base):
    id = AutoField()
    login = PersonField()
    team = RefField(TeamTable)

    class Meta:
        indexes = ((("login", "team"), True),)
