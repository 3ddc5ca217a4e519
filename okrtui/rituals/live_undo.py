"""What of a live session can be undone when: never cards in a vote, never another's lead."""

from okrtui.errors import Refused
from okrtui.live import Phase
from okrtui.model import Activity
from okrtui.rituals import live
from okrtui.rituals.seat import Seat
from okrtui.rules import phases

_DEEDS = {"card": "write", "changed card": "write", "grouped": "group", "split": "group", "merged": "group"}
_LED = ("moved", "set the timer of")


def take_back(seat: Seat) -> Activity:
    """Take back the anonymous card I wrote last and return what that was. Raises Refused where cards are fixed now."""
    assert seat.tokens is not None  # whoever has written one has them
    entry, ref, card_id = seat.tokens.written[-1]
    reason = phases.why_not("write", live.find(seat, ref).phase)
    if reason is not None:
        raise Refused(f"your card in {ref} stays: {reason}")
    seat.tokens.written.pop()  # also where it is gone by now: the next undo is about something else
    live.edit_card(seat, ref, card_id, "")
    return Activity(entry, seat.now, seat.login, "card", ref, "your anonymous card")


def check(seat: Seat, entry: Activity) -> None:
    """Raise Refused where an entry about a live session can't be undone or redone now, though the rows would allow it.

    Else a slip of the keyboard would take a card out of a group that is being voted on, or move a session that
    somebody else leads by now.
    """
    if entry.verb in _DEEDS:
        reason = phases.why_not(_DEEDS[entry.verb], live.find(seat, entry.ref).phase)
        if reason is not None:
            raise Refused(f"“{entry.verb} {entry.ref}” stays: {reason}")
    elif entry.verb == "named" and live.find(seat, entry.ref).phase is Phase.CLOSED:
        raise Refused(f"“{entry.verb} {entry.ref}” stays: it is closed")
    elif entry.verb in _LED:
        leads = live.find(seat, entry.ref).facilitator
        if leads != seat.login:
            raise Refused(f"“{entry.verb} {entry.ref}” stays: {leads} leads it now")
