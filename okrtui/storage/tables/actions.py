"""Action items and their histories."""

from peewee import AutoField, IntegerField

from okrtui.model.actions import ActionState
from okrtui.storage.tables.base import Base, CodeField, DayField, KnownField, MomentField, RefField, WordsField
from okrtui.storage.tables.live import SessionTable
from okrtui.storage.tables.okrs import KeyResultTable
from okrtui.storage.tables.people import PersonField


class ActionTable(Base):
    id = AutoField()
    text = WordsField()
    dri = PersonField()
    due = DayField()
    made = MomentField()
    session = RefField(SessionTable, null=True)
    topic = WordsField()
    kr = RefField(KeyResultTable, null=True)
    works = WordsField()
    state = KnownField(ActionState)
    reason = WordsField()
    version = IntegerField()

    class Meta:
        indexes = ((("dri", "state"), False),)


class ActionStepTable(Base):
    id = AutoField()
    action = RefField(ActionTable)
    what = CodeField()
    note = WordsField()
    who = PersonField()
    at = MomentField()
