"""What a case comes out of: an idea, what a live session said, a need that was heard in office hours."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Unpack

from okrtui.errors import Refused
from okrtui.model.cases import CaseLink, Sight
from okrtui.rituals import hours, ideas
from okrtui.rituals.cases import cases, processes
from okrtui.rituals.cases.cases import OpeningWords
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rules.cases.reading import CaseView
from okrtui.rules.live import phases
from okrtui.storage.journal.writer import Writer
from okrtui.storage.repositories import cases as rows
from okrtui.storage.repositories import hours as hours_rows
from okrtui.text import clean

_PART = re.compile(r"(S[0-9]{1,11})(?:\.(G?)([0-9]{1,11}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a case may come out of: its ref, and the words that a case would begin with.

    `guest` is whose need it is where somebody else opens the case: it needs their yes. `tie` notes where it came from.
    """

    ref: str
    title: str
    text: str
    tie: Callable[[Writer, int], None]
    guest: str = ""


def find(ctx: Context, ref: str) -> Origin:
    """Return what is called `ref`: an idea (`I4`), a booking of mine (`B4`), a session (`S3`), a card or a group of it
    (`S3.12`, `S3.G7`). Raises Refused where there is none, and for cards that are concealed.
    """
    ref = clean(ref).upper()
    if ref.startswith("B"):
        return _need(ctx, ref)
    if part := _PART.fullmatch(ref):
        return _said(ctx, part[1], group=bool(part[2]), number=int(part[3] or 0))
    if not ref.startswith("I"):
        raise Refused(f"{ref}: a case comes from an idea (I4), a booking (B4), a session (S3, S3.12, S3.G7)")
    idea = ideas.find(ctx, ref)
    return Origin(idea.ref, idea.title, idea.text, _linked(idea_id=idea.id))


def _linked(idea_id: int | None = None, session_id: int | None = None) -> Callable[[Writer, int], None]:
    return lambda writer, case_id: rows.add_link(
        writer, case_id, CaseLink.OUT_OF, idea_id=idea_id, session_id=session_id
    )


def _said(ctx: Context, ref: str, *, group: bool, number: int) -> Origin:
    """Return what a session said: a group with its cards, a card, or the session's title."""
    of = sessions.find(ctx, ref)
    if not number:
        return Origin(of.ref, of.title, "", _linked(session_id=of.id))
    if phases.concealed(of):
        raise Refused(f"the cards of {of.ref} are concealed still; after the reveal one can become a case")
    view = sessions.view(ctx, ref)
    if group:
        of_group = next((each for each in view.groups if each.id == number), None)
        if of_group is None:
            raise Refused(f"{of.ref} has no group {number}; see: okrtui {of.kind} status {of.ref}")
        said = [card.text for card in of_group.cards if card.text != of_group.name]
        return Origin(of.ref, of_group.name, "\n".join(said), _linked(session_id=of.id))
    card = next((each for each in view.cards if each.id == number), None)
    if card is None:
        raise Refused(f"{of.ref} has no card {number}; see: okrtui {of.kind} status {of.ref}")
    return Origin(of.ref, card.text, "", _linked(session_id=of.id))


def _need(ctx: Context, ref: str) -> Origin:
    booking = hours.find(ctx, ref)
    title, _, text = booking.need.strip().partition("\n")
    guest = "" if booking.guest == ctx.login else booking.guest
    return Origin(
        booking.ref,
        title,
        text.strip(),
        lambda writer, case_id: hours_rows.add_case(writer, booking.id, case_id),
        guest,
    )


def open_case(
    ctx: Context,
    ref: str,
    process: str,
    title: str = "",
    *,
    agreed: bool = False,
    **more: Unpack[OpeningWords],
) -> CaseView:
    """Open a case that comes out of what is called `ref` and return it.

    Without a title it begins with the words of that. A need that was heard in office hours is its guest's: the host
    opens a case out of it with their yes (`agreed`), since everybody reads it then. Raises Refused.
    """
    origin = find(ctx, ref)
    if origin.guest and not agreed:
        said = f"what {origin.guest} came for stays between you two without their yes: everybody reads a case"
        raise Refused(f"{said}; with it: --agreed")
    if processes.find(ctx, process).sight is not Sight.OPEN:
        raise Refused(f"{process} is between its parties, and where a case came from is not; leave --from out")
    if not title.strip():
        title, more["text"] = origin.title, more.get("text") or origin.text
    if not title.strip():
        raise Refused(f"{origin.ref} has no words to begin with; say in one sentence what the case is")
    return cases.open_case(ctx, process, title, tie=origin.tie, **more)
