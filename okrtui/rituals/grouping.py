"""Grouping, voting and choosing in a live session: nobody's card is lost, no budget exceeded, no total seen early."""

from collections.abc import Mapping

from okrtui.errors import Refused, Stale
from okrtui.live import Session
from okrtui.rituals import live
from okrtui.rituals.people import join, named, required
from okrtui.rituals.seat import Seat
from okrtui.rules import phases
from okrtui.rules.hints import words_of
from okrtui.storage import live as rows
from okrtui.storage.journal import write
from okrtui.text import clean


def _groupable(seat: Seat, ref: str) -> Session:
    of = live.find(seat, ref)
    reason = phases.why_not("group", of.phase)
    if reason is not None:
        raise Refused(reason)
    return of


def group(seat: Seat, ref: str, cards: Mapping[int, int], name: str = "", into: int | None = None) -> int:
    """Put cards into a new group, or into the one with id `into`, and return the group's id.

    `cards` are ids with the versions I saw. Raises Stale where somebody moved one of them meanwhile: nothing is
    changed then, and no card is lost.
    """
    if not cards:
        raise Refused("mark some cards first")
    with write(seat.store, seat.login, seat.now) as writer:
        join(writer, seat)
        of = _groupable(seat, ref)
        words, texts = clean(name), rows.texts(seat.store, of.id)
        if into is None:
            first = seat.store.sql("SELECT text FROM card WHERE id = ?", (next(iter(cards)),))
            into = writer.insert(
                "card_group", session_id=of.id, name=words or (first[0][0] if first else ""), version=1
            )
        elif not seat.store.sql("SELECT 1 FROM card_group WHERE id = ? AND session_id = ?", (into, of.id)):
            raise Stale("somebody has dissolved that group meanwhile; look at the new state and try again")
        if not cards.keys() <= texts.keys():
            raise Stale("one of these cards has been taken back meanwhile; look at the new state and try again")
        for card_id, version in cards.items():
            writer.update("card", card_id, version, group_id=into)
        rows.drop_empty_groups(writer, of.id)
        writer.says("grouped", of.ref, f"{len(cards)} card{'s' * (len(cards) > 1)}")
    return into


def ungroup(seat: Seat, ref: str, cards: Mapping[int, int]) -> None:
    """Take cards out of their groups; `cards` are ids with the versions I saw."""
    with write(seat.store, seat.login, seat.now) as writer:
        of = _groupable(seat, ref)
        for card_id, version in cards.items():
            writer.update("card", card_id, version, group_id=None)
        rows.drop_empty_groups(writer, of.id)
        writer.says("split", of.ref, f"{len(cards)} card{'s' * (len(cards) > 1)}")


def rename(seat: Seat, ref: str, group_id: int, name: str, version: int | None = None) -> None:
    """Name a group."""
    with write(seat.store, seat.login, seat.now) as writer:
        of = live.find(seat, ref)
        writer.update("card_group", group_id, version, name=required(name, "the group's name"))
        writer.says("named", of.ref, clean(name))


def merge(seat: Seat, ref: str, source: int, target: int) -> None:
    """Put all cards and votes of one group into another."""
    with write(seat.store, seat.login, seat.now) as writer:
        of = _groupable(seat, ref)
        if source == target:
            return
        known = {group_id for group_id, _, _ in rows.groups(seat.store, of.id)}
        if not {source, target} <= known:
            raise Stale("somebody has dissolved one of these groups meanwhile; look at the new state and try again")
        for card_id in rows.in_group(seat.store, source):
            writer.update("card", card_id, group_id=target)
        rows.move_votes(seat.store, source, target)
        rows.drop_empty_groups(writer, of.id)
        writer.says("merged", of.ref, "two groups")


def suggestions(seat: Seat, ref: str) -> list[tuple[int, ...]]:
    """Return ids of loose cards that share words: to be accepted or ignored, never applied by themselves."""
    found = live.view(seat, ref)
    return phases.alike([(card.id, words_of(card.text)) for card in found.loose if card.shown])


# -- votes


def vote(seat: Seat, ref: str, group_id: int, by: int = 1, *, who: str = "") -> int:
    """Give a group one more vote of mine (one less where `by` is -1) and return how many of mine it has now.

    `who` votes for somebody in the room without a terminal, out of their budget. Raises Refused past budget or limit.
    """
    ballot = live.ballot(seat, live.find(seat, ref))
    with seat.store.transaction():
        of = live.find(seat, ref)
        reason = phases.why_not("vote", of.phase)
        if reason is not None:
            raise Refused(reason)
        if who:
            ballot = _proxy(seat, of, who)
        known = [each for each, _, _ in rows.groups(seat.store, of.id)]
        if group_id not in known:
            raise Stale("somebody has dissolved that group meanwhile; look at the new state and try again")
        given = rows.given(seat.store, of.id, ballot)
        here = given.get(group_id, 0)
        if by > 0:
            refusal = phases.may_vote(here, sum(given.values()), live.budget_of(of, len(known)), of.most)
            if refusal is not None:
                raise Refused(refusal)
        elif here == 0:
            raise Refused("no vote of yours is on it")
        rows.set_votes(seat.store, of.id, group_id, ballot, here + by)
    return here + by


def _proxy(seat: Seat, of: Session, who: str) -> str:
    if of.anonymous:
        raise Refused("in an anonymous session nobody votes for somebody else: their name would have to be stored")
    if of.facilitator != seat.login:
        raise Refused(f"{of.facilitator} leads {of.ref} and enters the votes of people without a terminal")
    with write(seat.store, seat.login, seat.now) as writer:
        return f"@{named(writer, seat, who)}"


def finished(seat: Seat, ref: str) -> tuple[int, int]:
    """Return how many people have given all their votes or said ready, and how many are there; never who for what."""
    found = live.view(seat, ref)
    spent = rows.ballots_spent(seat.store, found.session.id, found.budget)
    people = max(len(found.room.people), spent)
    return max(spent, len(found.room.ready)), people
