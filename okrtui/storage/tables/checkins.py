"""Check-ins, apart from all else of the week: `okrtui checkin` loads nothing more."""

from peewee import AutoField, IntegerField

from okrtui.model.okrs import Status, Via
from okrtui.storage.tables.base import (
    Base,
    JsonField,
    KnownField,
    MomentField,
    RealField,
    RefField,
    WeekField,
    WordsField,
    default,
)
from okrtui.storage.tables.okrs import KeyResultTable
from okrtui.storage.tables.people import PersonField


class CheckinTable(Base):
    """A key result's state in a week; a correction is a new revision."""

    id = AutoField()
    kr = RefField(KeyResultTable)
    week = WeekField()
    revision = IntegerField()
    value = RealField()
    confidence = IntegerField(null=True)
    note = WordsField()
    status = KnownField(Status, null=True)
    done = JsonField(is_code=True)
    who = PersonField()
    entered_by = PersonField()
    at = MomentField()
    via = KnownField(Via, constraints=default("'typed'"))

    class Meta:
        indexes = ((("kr", "week", "revision"), True), (("week", "who"), False))
