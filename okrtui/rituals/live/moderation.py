"""What is done with a card beside grouping: who leads hides or corrects it, its question is changed; undo helps."""

from collections.abc import Mapping

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.live import Card, Session
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.live.facilitation import as_facilitator
from okrtui.rituals.okrs.objectives import key_result
from okrtui.rituals.people.members import changing, required
from okrtui.rules.formatting import count
from okrtui.rules.live import phases
from okrtui.rules.live.prompts import tag_of
from okrtui.storage.repositories.live import cards as rows
from okrtui.text import clean


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


def ask_of(ctx: Context, ref: str, cards: Mapping[int, int], prompt: str) -> int:
    """Have cards answer another of the session's questions, "" for none; return how many do so now.

    `cards` are ids with the versions I saw. A card is its author's to move while cards are written, and after the
    reveal any is for who leads. Raises Refused for everybody else and for no such question, Stale where somebody was
    quicker; then nothing is changed.
    """
    tag = tag_of(prompt) if prompt else ""
    with changing(ctx) as writer:
        of = sessions.find(ctx, ref)
        phases.check("write", of.phase, of.kind)
        if prompt and prompt not in of.prompts:
            raise Refused(f"“{clean(prompt)}” is no question of {of.ref}")
        known = {card.id: card for card in sessions.view_of(ctx, of).cards}
        moved = [card_id for card_id in cards if card_id not in known or known[card_id].tag != tag]
        for card_id in moved:
            _check_moves(ctx, of, known.get(card_id), card_id)
            writer.update("card", card_id, cards[card_id], tag=tag)
        if moved:
            said = count(len(moved), "card")
            writer.describe(Verb.MOVED_CARD, of.ref, said if phases.concealed(of) else f"{said} → {prompt or 'none'}")
    return len(moved)


def _check_moves(ctx: Context, of: Session, card: Card | None, card_id: int) -> None:
    """Raise Refused where I may not say which question a card answers."""
    if card is None:
        raise Refused(f"there is no card {card_id} in {of.ref}")
    leads = of.facilitator == ctx.login and not phases.concealed(of)
    if of.anonymous and not leads:
        raise Refused("in an anonymous session who leads puts a card below another question, after the reveal")
    if not leads and not card.mine and rows.entered_by(ctx.store, card.id) != ctx.login:
        raise Refused(f"that card is somebody else’s; {of.facilitator} leads and may move it after the reveal")


def _read(ctx: Context, of: Session, card_id: int) -> Card:
    found = next((each for each in sessions.view_of(ctx, of).cards if each.id == card_id), None)
    if found is None:
        raise Refused(f"there is no card {card_id} in {of.ref}")
    if not found.shown:
        raise Refused("that card is concealed until the reveal; then it can be hidden")
    return found
