"""Live sessions: their agenda, cards, groups, votes and who is there."""

from peewee import AutoField, CompositeKey, IntegerField

from okrtui.model.live import Kind, Phase, PollKind
from okrtui.storage.tables.base import (
    Base,
    CodeField,
    FlagField,
    JsonField,
    KnownField,
    MomentField,
    RefField,
    WordsField,
    default,
)
from okrtui.storage.tables.okrs import CycleTable, KeyResultTable
from okrtui.storage.tables.people import PersonField, TeamTable


class SessionTable(Base):
    """A brainstorm or retro; `at_step` and `topic_id` may name a row that is gone."""

    id = AutoField()
    key = CodeField(unique=True)
    kind = KnownField(Kind)
    title = WordsField()
    question = WordsField()
    kr = RefField(KeyResultTable, null=True)
    facilitator = PersonField()
    phase = KnownField(Phase)
    anonymous = FlagField()
    concealed = FlagField()
    budget = IntegerField(null=True)
    most = IntegerField()
    minutes = JsonField(is_code=True)
    timer_end = MomentField(null=True)
    timer_left = IntegerField(null=True)
    started = MomentField()
    closed = MomentField(null=True)
    version = IntegerField()
    template = CodeField(constraints=default("''"))
    prompts = JsonField(constraints=default("'[]'"))
    team = RefField(TeamTable, null=True)
    cycle = RefField(CycleTable, null=True)
    box = IntegerField(null=True)
    at_step = IntegerField(null=True)
    topic_id = IntegerField(null=True)
    topic_minutes = IntegerField(constraints=default("5"))
    days = JsonField(constraints=default("'[]'"))


class CardGroupTable(Base):
    id = AutoField()
    session = RefField(SessionTable)
    name = WordsField()
    version = IntegerField()
    merged_into = RefField("self", null=True, column_name="merged_into")


class CardTable(Base):
    """A card; one of an anonymous session has no author, and its owner is told by a keyed hash alone."""

    id = AutoField()
    session = RefField(SessionTable)
    text = WordsField()
    author = PersonField(null=True)
    entered_by = PersonField(null=True)
    nonce = CodeField()
    owner = CodeField()
    tag = WordsField()
    kr = RefField(KeyResultTable, null=True)
    group = RefField(CardGroupTable, null=True)
    place = IntegerField()
    at = MomentField()
    version = IntegerField()
    is_read = FlagField(constraints=default("0"))


class VoteTable(Base):
    id = AutoField()
    session = RefField(SessionTable)
    group = RefField(CardGroupTable)
    ballot = WordsField()
    number = IntegerField()

    class Meta:
        indexes = ((("group", "ballot"), True), (("session", "ballot"), False))


class AttendanceTable(Base):
    """Who has a session open, and for which phase they are ready."""

    id = AutoField()
    session = RefField(SessionTable)
    login = PersonField()
    ready = WordsField()
    seen = MomentField()
    lit = CodeField(constraints=default("''"))

    class Meta:
        indexes = ((("session", "login"), True),)


class TypingTable(Base):
    session = RefField(SessionTable)
    who = CodeField()
    at = MomentField()

    class Meta:
        primary_key = CompositeKey("session", "who")


class AgendaItemTable(Base):
    id = AutoField()
    session = RefField(SessionTable)
    phase = KnownField(Phase)
    title = WordsField()
    minutes = IntegerField()
    skipped = FlagField()
    who = PersonField(null=True)
    place = IntegerField()
    version = IntegerField()
    asks = KnownField(PollKind, empty=True, constraints=default("''"))

    class Meta:
        indexes = ((("session", "place"), False),)
