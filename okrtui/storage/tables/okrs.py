"""Cycles, objectives and key results."""

from peewee import AutoField, DeferredForeignKey, Expression, IntegerField, Value

from okrtui.model.okrs import CycleState, KeyResultKind, KeyResultState, ObjectiveKind, ObjectiveState
from okrtui.storage.tables.base import (
    Base,
    DayField,
    JsonField,
    KnownField,
    MomentField,
    RealField,
    RefField,
    WordsField,
    default,
)
from okrtui.storage.tables.people import PersonField, TeamTable


class CycleTable(Base):
    id = AutoField()
    name = WordsField(unique=True)
    start_day = DayField()
    end_day = DayField()
    state = KnownField(CycleState)
    version = IntegerField()


class ObjectiveTable(Base):
    """An objective; its parent is another one or a key result, never both."""

    id = AutoField()
    number = IntegerField(unique=True)
    cycle = RefField(CycleTable)
    title = WordsField()
    why = WordsField()
    team = RefField(TeamTable, null=True)
    dri = PersonField(null=True)
    kind = KnownField(ObjectiveKind)
    weight = RealField()
    parent = RefField("self", null=True)
    parent_kr = DeferredForeignKey("KeyResultTable", null=True)
    state = KnownField(ObjectiveState)
    comment = WordsField()
    version = IntegerField()

    class Meta:
        indexes = ((("cycle", "number"), False),)


class KeyResultTable(Base):
    """A key result; which of its milestones are done is the check-ins' to say."""

    id = AutoField()
    objective = RefField(ObjectiveTable)
    number = IntegerField()
    title = WordsField()
    kind = KnownField(KeyResultKind)
    start = RealField()
    target = RealField()
    unit = WordsField()
    weight = RealField()
    dri = PersonField(null=True)
    priority = WordsField()
    note = WordsField()
    milestones = JsonField()
    state = KnownField(KeyResultState)
    score = RealField(null=True)
    comment = WordsField()
    version = IntegerField()
    created = MomentField(constraints=default("0"))

    class Meta:
        indexes = ((("objective", "number"), True),)


def kr_ref() -> Expression:
    """Return a key result's ref, like KR3.2, where a query joins it and its objective; NULL where there is none."""
    return Value("KR").concat(ObjectiveTable.number).concat(".").concat(KeyResultTable.number)
