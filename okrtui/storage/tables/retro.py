"""Retros: proposals, templates, topics, notes, polls, agreements, reviews."""

from peewee import AutoField, IntegerField

from okrtui.model.live import PollKind
from okrtui.model.retro import NoteKind, TopicState, Verdict
from okrtui.storage.tables.base import (
    Base,
    FlagField,
    JsonField,
    KnownField,
    MomentField,
    RefField,
    WordsField,
    default,
)
from okrtui.storage.tables.live import AgendaItemTable, CardGroupTable, SessionTable
from okrtui.storage.tables.okrs import KeyResultTable
from okrtui.storage.tables.people import PersonField, TeamTable


class ProposalTable(Base):
    """What somebody would have the next retro talk about."""

    id = AutoField()
    text = WordsField()
    who = PersonField()
    team = RefField(TeamTable, null=True)
    at = MomentField()
    state = KnownField(("open", "used", "dropped"))
    session = RefField(SessionTable, null=True)
    version = IntegerField()


class RetroTemplateTable(Base):
    id = AutoField()
    name = WordsField(unique=True)
    title = WordsField()
    question = WordsField()
    prompts = JsonField()
    items = JsonField()
    version = IntegerField()


class TopicTable(Base):
    id = AutoField()
    session = RefField(SessionTable)
    group = RefField(CardGroupTable, unique=True)
    state = KnownField(TopicState)
    rounds = IntegerField()
    version = IntegerField()


class NoteTable(Base):
    """A note, decision or parked topic of a session."""

    id = AutoField()
    session = RefField(SessionTable)
    group = RefField(CardGroupTable, null=True)
    item = RefField(AgendaItemTable, null=True)
    kind = KnownField(NoteKind)
    text = WordsField()
    who = PersonField(null=True)
    at = MomentField()
    version = IntegerField()


class RadarQuestionTable(Base):
    """What a team asks itself in each health radar; everybody's where it is of no team."""

    id = AutoField()
    team = RefField(TeamTable, null=True)
    text = WordsField()
    place = IntegerField()
    state = KnownField(("active", "retired"))
    version = IntegerField()


class PollTable(Base):
    id = AutoField()
    session = RefField(SessionTable)
    kind = KnownField(PollKind)
    group = RefField(CardGroupTable, null=True)
    minutes = IntegerField()
    is_open = FlagField()
    version = IntegerField()
    question = WordsField(constraints=default("''"))
    item = RefField(AgendaItemTable, null=True)
    radar = RefField(RadarQuestionTable, null=True)


class AnswerTable(Base):
    """An answer to a poll; whose it is a ballot tells, in an anonymous session a keyed hash."""

    id = AutoField()
    poll = RefField(PollTable)
    ballot = WordsField()
    number = IntegerField()
    word = WordsField(constraints=default("''"))

    class Meta:
        indexes = ((("poll", "ballot"), True),)


class AgreementTable(Base):
    id = AutoField()
    text = WordsField()
    state = KnownField(("active", "retired"))
    session = RefField(SessionTable, null=True)
    at = MomentField()
    version = IntegerField()
    dri = PersonField(null=True)


class KrReviewTable(Base):
    """What a retro learned of a key result."""

    id = AutoField()
    session = RefField(SessionTable)
    kr = RefField(KeyResultTable)
    learned = WordsField()
    verdict = KnownField(Verdict, empty=True)
    who = PersonField()
    version = IntegerField()

    class Meta:
        indexes = ((("session", "kr"), True),)
