"""What whoever leads reads is lit on every screen, and what was read is marked so; the mark is the session's."""

from collections.abc import Sequence

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.live import Card, Session
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.live.facilitation import as_facilitator
from okrtui.rules.formatting import count
from okrtui.rules.live import phases
from okrtui.storage.repositories.live import cards as rows


def light(ctx: Context, ref: str, *, card: int | None = None, group: int | None = None) -> str:
    """Light a card or a group on every screen, by its id, neither to put the light out; return what is lit.

    It is as who is there: no entry, and dark when whoever leads is gone. Raises Refused for who does not lead, for what
    is not there, and for a card that is concealed still.
    """
    of = sessions.find(ctx, ref)
    if of.facilitator != ctx.login:
        raise Refused(f"{of.facilitator} leads {of.ref}; what they read is lit")
    if card is not None or group is not None:
        _named(ctx, of, card, group)
    lit = f"card {card}" if card is not None else f"group {group}" if group is not None else ""
    with ctx.store.transaction():
        rows.attend(ctx.store, of.id, ctx.login, ctx.now)
        rows.light(ctx.store, of.id, ctx.login, lit)
    return lit


def mark_read(
    ctx: Context, ref: str, *, card: int | None = None, group: int | None = None, is_read: bool = True
) -> int:
    """Mark a card, or all cards of a group, as read, or as to be read again; return how many were changed.

    Everybody sees it, whoever leads from then on goes on by it, and the journal says that some were, not which ones:
    in an anonymous session nothing of a card leads to whom it concerned. Raises Refused as `light` does.
    """
    with as_facilitator(ctx, ref) as (writer, of):
        found = [each for each in _named(ctx, of, card, group) if each.is_read is not is_read]
        for each in found:
            writer.update("card", each.id, is_read=int(is_read))
        if found:
            verb = Verb.READ_CARD if is_read else Verb.PUT_BACK_CARD
            writer.describe(verb, of.ref, count(len(found), "card"))
    return len(found)


def _named(ctx: Context, of: Session, card: int | None, group: int | None) -> Sequence[Card]:
    """Return the card, or the cards of the group. Raises Refused where it is not there or concealed."""
    view = sessions.view_of(ctx, of)
    if group is not None:
        found = next((each.cards for each in view.groups if each.id == group), ())
    else:
        found = tuple(each for each in view.cards if each.id == card)
    if not found:
        raise Refused(f"there is no {f'card {card}' if group is None else f'group {group}'} in {of.ref}")
    if phases.concealed(of):
        raise Refused("cards are concealed until the reveal; then they are read")
    return found
