"""What whoever leads may do with any card: hide one that does not belong here, or correct its words; undo helps."""

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.live import Card, Session
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.live.facilitation import as_facilitator
from okrtui.rituals.okrs.objectives import key_result
from okrtui.rituals.people.members import required
from okrtui.storage.repositories.live import cards as rows


def hide(ctx: Context, ref: str, card_id: int) -> Session:
    """Take a card off every screen, page and count, and return the session; undo brings it back where it was.

    The journal says that a card was hidden and who did it, not whose it was. Raises Refused for who does not lead, and
    for a card that is concealed still.
    """
    with as_facilitator(ctx, ref) as (writer, of):
        card = _read(ctx, of, card_id)
        rows.hide_card(writer, card.id)
        rows.check_emptied(ctx.store, of.id, (card.group,))
        writer.describe(Verb.HID_CARD, of.ref, "a card")
    return of


def correct(ctx: Context, ref: str, card_id: int, text: str) -> Card:
    """Put a card with corrected words in the place of somebody's, theirs as before and typed by me, and return it.

    One change: undo brings the old one back. Raises Refused in an anonymous session, where nobody can vouch for a card.
    """
    words = required(text, "the card")
    with as_facilitator(ctx, ref) as (writer, of):
        card = _read(ctx, of, card_id)
        if of.anonymous:
            raise Refused("in an anonymous session nobody else words a card; hide it, and write it anew")
        kr = key_result(ctx, card.kr).id if card.kr else None
        new_id = rows.add_card(
            writer,
            of,
            words,
            author=card.author,
            entered_by=ctx.login,
            secret=None,
            tag=card.tag,
            kr_id=kr,
        )
        if card.group is not None:
            writer.update("card", new_id, group_id=card.group)
        rows.hide_card(writer, card.id)
        writer.describe(Verb.CORRECTED_CARD, of.ref, "a card" if of.concealed else words)
    return next(each for each in sessions.view(ctx, ref).cards if each.id == new_id)


def _read(ctx: Context, of: Session, card_id: int) -> Card:
    found = next((each for each in sessions.view_of(ctx, of).cards if each.id == card_id), None)
    if found is None:
        raise Refused(f"there is no card {card_id} in {of.ref}")
    if not found.shown:
        raise Refused("that card is concealed until the reveal; then it can be hidden")
    return found
