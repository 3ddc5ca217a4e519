"""What an entry of the journal is, and what it may say was done."""

from datetime import datetime
from enum import StrEnum

from okrtui.model.frozen import frozen


class Verb(StrEnum):
    """What an entry says was done, in the words that are stored. A journal may hold words of others, too."""

    UNDO = "undo"
    REDO = "redo"
    DESCRIBED = "described"
    JOINED = "joined"
    ADDED_TEAM = "added team"
    ADDED_MEMBER = "added member"
    CHANGED_MEMBER = "changed member"
    ADDED_VALUE = "added value"
    CHANGED_VALUE = "changed value"
    CHANGED_KEEPER = "changed keeper of"
    RETIRED_VALUE = "retired value"
    SPLIT_VALUES = "split values of"
    RENAMED_MEMBER = "renamed member"
    MERGED_MEMBERS = "merged members"
    REMOVED_MEMBER = "removed member"
    ADDED_CYCLE = "added cycle"
    CHANGED_CYCLE = "changed cycle"
    DELETED_CYCLE = "deleted cycle"
    CLOSED_CYCLE = "closed cycle"
    PREPARED = "prepared"
    ADDED = "added"
    CHANGED = "changed"
    CLOSED = "closed"
    IMPORTED = "imported"
    RESTORED = "restored"
    CHECKED_IN = "checked in"
    SUBMITTED_UPDATE = "submitted update"
    CORRECTED_UPDATE = "corrected update"
    SETTLED = "settled"
    MARKED_OPEN = "marked open"
    MARKED_DONE = "marked done"
    MARKED_CARRIED = "marked carried"
    MARKED_DROPPED = "marked dropped"
    ADDED_HEALTH_METRIC = "added health metric"
    HEALTH = "health"
    RETIRED_HEALTH_METRIC = "retired health metric"
    STARTED_BRAINSTORM = "started brainstorm"
    STARTED_RETRO = "started retro"
    MOVED = "moved"
    SET_THE_TIMER_OF = "set the timer of"
    RETITLED = "retitled"
    HANDED_OVER = "handed over"
    TOOK_OVER = "took over"
    CARD = "card"
    CHANGED_CARD = "changed card"
    HID_CARD = "hid"
    CORRECTED_CARD = "corrected"
    MOVED_CARD = "moved to a question"
    READ_CARD = "read"
    PUT_BACK_CARD = "put back to be read"
    GROUPED = "grouped"
    ENTERED_VOTES = "entered votes in"
    SPLIT = "split"
    NAMED = "named"
    MERGED = "merged"
    CAPTURED_IDEA = "captured idea"
    CHOSE_IDEA = "chose idea"
    BROUGHT_IDEA = "brought idea"
    CHAMPIONED_IDEA = "championed idea"
    SAVED_TEMPLATE = "saved template"
    DROPPED_TEMPLATE = "dropped template"
    PUT_ON_THE_AGENDA = "put on the agenda"
    TOOK_OFF_THE_AGENDA = "took off the agenda"
    TOOK_UP = "took up"
    CHANGED_THE_AGENDA = "changed the agenda"
    ASKED = "asked"
    SHOWED = "showed"
    CHANGED_RADAR = "changed radar of"
    WENT_ON_TO = "went on to"
    PARKED = "parked"
    GAVE_MORE_TIME = "gave more time"
    NOTED = "noted"
    DECIDED = "decided"
    CHANGED_NOTE = "changed note"
    AGREED = "agreed"
    RETIRED_AGREEMENT = "retired agreement"
    CHANGED_AGREEMENT = "changed who sees to agreement"
    LOOKED_BACK_ON = "looked back on"
    ADDED_ACTION = "added action"
    CHANGED_ACTION = "changed action"
    DONE_ACTION = "done action"
    DROPPED_ACTION = "dropped action"
    KEPT_ACTION = "kept action"
    REOPENED_ACTION = "reopened action"
    ADDED_HOURS = "added office hours"
    PAUSED_HOURS = "paused office hours"
    RESUMED_HOURS = "resumed office hours"
    ENDED_HOURS = "ended office hours"
    BOOKED = "booked"
    HELD_BOOKING = "held"
    MISSED_BOOKING = "missed"
    CANCELLED_BOOKING = "cancelled"
    WALKED_IN = "entered walk-in"
    CONFIRMED_BOOKING = "confirmed"
    THANKED = "thanked"
    WITHDREW = "withdrew"
    REACTED_TO = "reacted to"
    REPLIED_TO = "replied to"
    MARKED_AS_PRACTICE = "marked as practice"
    HID = "hid"
    TOLD_IN_OWN_WORDS = "told in own words"
    REDACTED = "redacted"
    ADDED_PROCESS = "added process"
    RETIRED_PROCESS = "retired process"
    OPENED_CASE = "opened case"
    MOVED_CASE = "moved case"
    WROTE_TO_CASE = "wrote to case"
    APPEALED_CASE = "appealed in case"
    WITHDREW_CASE = "withdrew case"


CARD_CAME, CARD_CHANGED, CARD_TAKEN_BACK = "a card came", "a card was changed", "a card was taken back"
"""All that entries say of cards in an anonymous session; they and those of NOTING bear no name there."""
NOTING = (Verb.NOTED, Verb.DECIDED, Verb.PARKED, Verb.CHANGED_NOTE, Verb.UNDO)


@frozen
class Activity:
    """A journal entry: who did what to which ref, with the rows before and after.

    `changes` are `{"table", "id", "before", "after"}` dictionaries; a new row has no before, a removed one no after.
    `undoes` is the id of the entry that this one undid or redid.
    """

    id: int
    at: datetime
    who: str
    verb: str
    ref: str
    summary: str
    changes: tuple[dict[str, object], ...] = ()
    undoes: int | None = None
