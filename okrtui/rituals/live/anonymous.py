"""Anonymous cards: changed, taken away, brought back; only my own state knows that it was me, and how it was before."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from okrtui.errors import Refused
from okrtui.model.journal import CARD_CAME, CARD_CHANGED, CARD_TAKEN_BACK, Verb
from okrtui.model.live import Card, Session
from okrtui.rituals.context import Context
from okrtui.storage.journal.entries import newest
from okrtui.storage.journal.writer import write
from okrtui.storage.repositories.live import cards as rows
from okrtui.storage.repositories.live import sessions as session_rows
from okrtui.text import clean

if TYPE_CHECKING:
    from okrtui.storage.local.own_writes import Written


def remember(
    ctx: Context, of: Session, entry: int, what: str, number: int, former: Mapping[str, object] | None = None
) -> None:
    """Keep in my own state that an entry of the journal is mine: `card`, `words`, `gone` or `note`.

    `number` is the card's or note's id, `former` what undo needs to bring it back. Done after the transaction: nobody
    waits for my disk.
    """
    if ctx.tokens is not None:
        from okrtui.storage.local.own_writes import Written

        ctx.tokens.written.add(Written(of.key, entry, what, number, dict(former or {})))


def last(ctx: Context) -> "tuple[Written, str] | None":
    """Return what I wrote last in an anonymous session of this workspace, and the session's ref; None where nothing."""
    every = ctx.tokens.written.every() if ctx.tokens is not None else []
    if not every:
        return None
    refs = session_rows.anonymous(ctx.store)
    mine = [each for each in every if each.session in refs]
    found = max(mine, key=lambda each: each.entry, default=None)
    return (found, refs[found.session]) if found is not None else None


def change(ctx: Context, of: Session, card: Card, words: str) -> tuple[int, dict[str, object]]:
    """Change an anonymous card and return the entry of that and what it was; empty words take it away.

    The journal, and by it every open screen, is told only that something changed.
    """
    with write(ctx.store, "", of.started) as writer:
        ctx.store.keep_quiet()
        former: dict[str, object] = {"text": card.text} if words else rows.anonymous(ctx.store, card.id)
        if words:
            rows.change_card(ctx.store, card.id, words)
            writer.note(Verb.CARD, of.ref, CARD_CHANGED)
        else:
            rows.remove_card(ctx.store, card.id)
            rows.check_emptied(ctx.store, of.id, (card.group,))
            writer.note(Verb.CARD, of.ref, CARD_TAKEN_BACK)
        return newest(ctx.store), former


def bring_back(ctx: Context, of: Session, secret: bytes | None, number: int, former: Mapping[str, object]) -> None:
    """Write a card anew that I have taken away, where it was; it is nobody's again, and mine by my secret."""
    _, tag, kr_id, group = (former.get(name) for name in rows.OF_A_CARD)
    words, more = words_of(former), {"author": "", "entered_by": "", "tag": clean(str(tag or ""))}
    with write(ctx.store, "", of.started) as writer:
        ctx.store.keep_quiet()
        kr = rows.known_kr(ctx.store, _id(kr_id))
        new_id = rows.add_card(writer, of, words, secret=secret, kr_id=kr, number=number, **more)
        rows.place_card(ctx.store, of.id, new_id, _id(group))
        writer.note(Verb.CARD, of.ref, CARD_CAME)


def words_of(former: Mapping[str, object]) -> str:
    """Return what a card said. Raises Refused where that is not remembered: then the card stays as it is."""
    words = former.get("text")
    if not isinstance(words, str) or not clean(words):
        raise Refused("what your card said before is no longer in your own files")
    return clean(words)


def _id(value: object) -> int:
    """Return a number that a row may have, 0 for all else."""
    return value if isinstance(value, int) and 0 < value < 2**62 else 0
