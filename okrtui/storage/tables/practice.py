"""Processes, cases and what was said in them; office hours, bookings, and the actions that came out of them."""

from peewee import SQL, AutoField, IntegerField

from okrtui.model.cases import CaseLink, CaseState, EntryKind, ProcessState
from okrtui.model.hours import BookingState, HoursState
from okrtui.storage.tables.actions import ActionTable
from okrtui.storage.tables.base import (
    Base,
    CodeField,
    DayField,
    FlagField,
    KnownField,
    MomentField,
    RefField,
    WordsField,
    default,
)
from okrtui.storage.tables.ideas import IdeaTable
from okrtui.storage.tables.live import SessionTable
from okrtui.storage.tables.okrs import KeyResultTable
from okrtui.storage.tables.people import PersonField


class ProcessTable(Base):
    """A version of a process, as its file is written."""

    id = AutoField()
    name = WordsField()
    number = IntegerField()
    text = WordsField()
    who = PersonField()
    at = MomentField()
    state = KnownField(ProcessState)
    version = IntegerField()

    class Meta:
        indexes = ((("name", "number"), True),)


class PracticeCaseTable(Base):
    """A case as it stands: whose turn it is and until when is kept, so that nobody has to read its process."""

    id = AutoField()
    process = RefField(ProcessTable)
    title = WordsField()
    text = WordsField()
    opener = PersonField()
    opened = DayField()
    asked = PersonField(null=True)
    subject = PersonField(null=True)
    companion = PersonField(null=True)
    dri = PersonField(null=True)
    chosen = PersonField(null=True)
    holder = PersonField(null=True)
    kr = RefField(KeyResultTable, null=True)
    evidence = WordsField()
    step = CodeField()
    since = DayField()
    by_day = DayField(null=True)
    turn = PersonField(null=True)
    team = WordsField()
    due = DayField(null=True)
    lapses = FlagField()
    silent = DayField(null=True)
    state = KnownField(CaseState)
    outcome = WordsField()
    closed = DayField(null=True)
    ends = DayField(null=True)
    appealed = FlagField()
    older = RefField("self", null=True)
    said = IntegerField()
    version = IntegerField()
    happened = DayField(null=True)
    readers = CodeField(constraints=default("''"))
    shut = DayField(null=True)

    class Meta:
        indexes = ((("state", "due"), False),)


class CaseEntryTable(Base):
    """One line of a case: a move, advice, a hand, an answer, a decision."""

    id = AutoField()
    case = RefField(PracticeCaseTable)
    kind = KnownField(EntryKind)
    who = PersonField()
    at = MomentField()
    day = DayField()
    step = CodeField()
    outcome = WordsField()
    text = WordsField()
    to_login = PersonField(null=True)
    ends = DayField(null=True)


class OfficeHoursTable(Base):
    """A weekly time; `start`, `until` and `slot` in minutes, the first two of the day."""

    id = AutoField()
    host = PersonField()
    weekday = IntegerField()
    start = IntegerField()
    until = IntegerField()
    slot = IntegerField()
    place = WordsField()
    state = KnownField(HoursState)
    version = IntegerField()


class BookingTable(Base):
    id = AutoField()
    host = PersonField()
    guest = PersonField()
    at = MomentField()
    minutes = IntegerField()
    place = WordsField()
    need = WordsField()
    outcome = WordsField()
    walk_in = FlagField()
    confirmed = FlagField()
    state = KnownField(BookingState)
    version = IntegerField()

    class Meta:
        indexes = ((("guest", "state"), False),)


BookingTable.add_index(BookingTable.host, BookingTable.at, unique=True, where=SQL("state <> 'cancelled'"))


class FollowUpTable(Base):
    id = AutoField()
    booking = RefField(BookingTable)
    action = RefField(ActionTable, unique=True)


class CaseLinkTable(Base):
    """What a case came out of, or the live session that works it out."""

    id = AutoField()
    case = RefField(PracticeCaseTable)
    kind = KnownField(CaseLink)
    idea = RefField(IdeaTable, null=True)
    session = RefField(SessionTable, null=True)


class BookingCaseTable(Base):
    """A case that came out of a booking."""

    id = AutoField()
    booking = RefField(BookingTable)
    case = RefField(PracticeCaseTable, unique=True)
