"""Ideas and the steps of their way."""

from peewee import AutoField, IntegerField

from okrtui.model.ideas import IdeaState
from okrtui.storage.tables.base import Base, KnownField, MomentField, RefField, WordsField
from okrtui.storage.tables.live import CardGroupTable, SessionTable
from okrtui.storage.tables.okrs import KeyResultTable
from okrtui.storage.tables.people import PersonField


class IdeaTable(Base):
    id = AutoField()
    title = WordsField()
    text = WordsField()
    state = KnownField(IdeaState)
    champion = PersonField(null=True)
    kr = RefField(KeyResultTable, null=True)
    session = RefField(SessionTable, null=True)
    group = RefField(CardGroupTable, null=True)
    effort = IntegerField(null=True)
    impact = IntegerField(null=True)
    reason = WordsField()
    version = IntegerField()


class IdeaStepTable(Base):
    id = AutoField()
    idea = RefField(IdeaTable)
    state = KnownField(IdeaState)
    note = WordsField()
    who = PersonField()
    at = MomentField()
