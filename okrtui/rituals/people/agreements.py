"""Working agreements: what a team holds to between two people or more, each with somebody who sees to it."""

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.retro import Agreement
from okrtui.rituals.context import Context
from okrtui.rituals.people.members import assigned, changing
from okrtui.storage.repositories import values as rows
from okrtui.text import clean


def agreements(ctx: Context, *, retired: bool = False) -> tuple[Agreement, ...]:
    """Return the working agreements that hold, oldest first; the retired ones too where asked."""
    return tuple(each for each in rows.agreements(ctx.store, ctx.zone) if retired or each.active)


def find(ctx: Context, ref: str, *, retired: bool = False) -> Agreement:
    """Return the agreement called `ref` (`W2`) that holds, a retired one too where asked. Raises Refused."""
    digits = ref.strip().upper().removeprefix("W")
    for each in agreements(ctx, retired=retired):
        if str(each.id) == digits:
            return each
    raise Refused(f"there is no working agreement {clean(ref)} that holds; see: okrtui retro agree")


def hand_over(ctx: Context, ref: str, dri: str) -> Agreement:
    """Say who sees to an agreement, "" for nobody, and return it."""
    with changing(ctx) as writer:
        found = find(ctx, ref)
        writer.update("agreement", found.id, found.version, dri=assigned(writer, ctx, dri) or None)
        writer.describe(Verb.CHANGED_AGREEMENT, found.session, f"{found.ref} is seen to by {dri or 'nobody'}")
    return find(ctx, ref)


def retire(ctx: Context, ref: str) -> Agreement:
    """End a working agreement and return it. Raises Refused where there is none that holds."""
    with changing(ctx) as writer:
        found = find(ctx, ref)
        writer.update("agreement", found.id, found.version, state="retired")
        writer.describe(Verb.RETIRED_AGREEMENT, found.session, found.text)
    return found
