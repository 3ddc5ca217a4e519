"""Weekly updates, commitments and health."""

from peewee import AutoField, IntegerField

from okrtui.model.week import CommitmentState, Health
from okrtui.storage.tables.base import (
    Base,
    KnownField,
    MomentField,
    RefField,
    WeekField,
    WordsField,
)
from okrtui.storage.tables.okrs import KeyResultTable
from okrtui.storage.tables.people import PersonField, TeamTable


class WeeklyUpdateTable(Base):
    """What somebody submitted for a week; a correction is a new revision."""

    id = AutoField()
    who = PersonField()
    week = WeekField()
    revision = IntegerField()
    ahead = WordsField()
    blocker = WordsField()
    helpers = WordsField()
    wins = WordsField()
    pulse = IntegerField(null=True)
    at = MomentField()

    class Meta:
        indexes = ((("who", "week", "revision"), True), (("week",), False))


class CommitmentTable(Base):
    """What somebody plans to do in a week."""

    id = AutoField()
    who = PersonField()
    week = WeekField()
    position = IntegerField()
    text = WordsField()
    kr = RefField(KeyResultTable, null=True)
    state = KnownField(CommitmentState)
    carries = IntegerField()
    reason = WordsField()
    from_ = RefField("self", null=True, column_name="from_id")
    version = IntegerField()

    class Meta:
        indexes = ((("who", "week", "position"), True), (("week",), False))


class HealthMetricTable(Base):
    id = AutoField()
    name = WordsField()
    team = RefField(TeamTable, null=True)
    state = KnownField(("active", "retired"))
    version = IntegerField()


class HealthReadingTable(Base):
    """A health metric's colour in a week."""

    id = AutoField()
    metric = RefField(HealthMetricTable)
    week = WeekField()
    revision = IntegerField()
    colour = KnownField(Health)
    note = WordsField()
    who = PersonField()
    at = MomentField()

    class Meta:
        indexes = ((("metric", "week", "revision"), True),)
