"""Values, and the hero board: cards, who is on them, reactions and replies."""

from peewee import AutoField, IntegerField

from okrtui.model.heroes import Reaction, Standard
from okrtui.model.people import ValueState
from okrtui.storage.tables.base import (
    Base,
    DayField,
    FlagField,
    KnownField,
    MomentField,
    RefField,
    WeekField,
    WordsField,
)
from okrtui.storage.tables.okrs import KeyResultTable
from okrtui.storage.tables.people import PersonField


class ValueTable(Base):
    """What the team holds to, and who keeps it alive until when."""

    id = AutoField()
    text = WordsField()
    keeper = PersonField(null=True)
    until = DayField(null=True)
    state = KnownField(ValueState)
    version = IntegerField()


class RecognitionTable(Base):
    """A card: who thanks, for what, with which evidence."""

    id = AutoField()
    giver = PersonField()
    standard = KnownField(Standard)
    story = WordsField()
    evidence = WordsField()
    kr = RefField(KeyResultTable, null=True)
    at = MomentField()
    week = WeekField()
    withdrawn = FlagField()
    reason = WordsField()
    practice_when = WordsField()
    practice_how = WordsField()
    across = FlagField()
    version = IntegerField()
    value = RefField(ValueTable, null=True)

    class Meta:
        indexes = ((("week",), False), (("standard", "id"), False))


class RecipientTable(Base):
    """Somebody whom a card thanks, who may hide it or say it in their own words."""

    id = AutoField()
    recognition = RefField(RecognitionTable)
    login = PersonField()
    hidden = FlagField()
    words = WordsField()
    version = IntegerField()

    class Meta:
        indexes = ((("recognition", "login"), True), (("login", "recognition"), False))


class ReactionTable(Base):
    id = AutoField()
    recognition = RefField(RecognitionTable)
    who = PersonField()
    kind = KnownField(Reaction)

    class Meta:
        indexes = ((("recognition", "who", "kind"), True),)


class ReplyTable(Base):
    id = AutoField()
    recognition = RefField(RecognitionTable)
    who = PersonField()
    text = WordsField()
    at = MomentField()
