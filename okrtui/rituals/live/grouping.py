"""Grouping, voting and choosing in a live session: nobody's card is lost, no budget exceeded, no total seen early."""

from collections.abc import Mapping

from okrtui.errors import Busy, Refused, Stale
from okrtui.model.journal import Verb
from okrtui.model.live import Phase, Session, View
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.live.votes import give_vote, read_votes
from okrtui.rituals.people.members import changing, introduced, required
from okrtui.rules.formatting import count
from okrtui.rules.live import phases, rounds
from okrtui.rules.live.sheets import parsed
from okrtui.storage.journal.writer import write
from okrtui.storage.repositories.live import cards as rows
from okrtui.storage.repositories.retro import move_talk
from okrtui.text import clean

NO_PROXY = "in an anonymous session nobody votes for somebody else: their name would have to be stored"


def _groupable(ctx: Context, ref: str) -> Session:
    of = sessions.find(ctx, ref)
    phases.check("group", of.phase, of.kind)
    return of


def group(ctx: Context, ref: str, cards: Mapping[int, int], name: str = "", into: int | None = None) -> int:
    """Put cards into a new group, or into the one with id `into`, and return the group's id.

    `cards` are ids with the versions I saw. Raises Stale where somebody moved one of them meanwhile: nothing is
    changed then, and no card is lost.
    """
    if not cards:
        raise Refused("mark some cards first")
    with changing(ctx) as writer:
        of = _groupable(ctx, ref)
        texts = _words_of(ctx, of, cards)
        if into is None:
            into = rows.add_group(writer, of.id, clean(name) or texts[next(iter(cards))][0])
        elif not rows.has_group(ctx.store, of.id, into):
            raise Stale("somebody has dissolved that group meanwhile; look at the new state and try again")
        for card_id, version in cards.items():
            writer.update("card", card_id, version, group_id=into)
        rows.check_emptied(ctx.store, of.id, (was for _, was in texts.values()))
        writer.describe(Verb.GROUPED, of.ref, count(len(cards), "card"))
    return into


def _words_of(ctx: Context, of: Session, cards: Mapping[int, int]) -> dict[int, tuple[str, int | None]]:
    """Return words and group of cards that are all in this session still. Raises Stale where one is not."""
    texts = rows.texts(ctx.store, of.id, cards)
    if len(texts) < len(cards):
        raise Stale("one of these cards has been taken back meanwhile; look at the new state and try again")
    return texts


def ungroup(ctx: Context, ref: str, cards: Mapping[int, int]) -> None:
    """Take cards out of their groups; `cards` are ids with the versions I saw."""
    with changing(ctx) as writer:
        of = _groupable(ctx, ref)
        texts = _words_of(ctx, of, cards)
        for card_id, version in cards.items():
            writer.update("card", card_id, version, group_id=None)
        rows.check_emptied(ctx.store, of.id, (was for _, was in texts.values()))
        writer.describe(Verb.SPLIT, of.ref, count(len(cards), "card"))


def rename(ctx: Context, ref: str, group_id: int, name: str, version: int | None = None) -> None:
    """Name a group, in any phase but the last. Raises Refused once the session is closed."""
    with changing(ctx) as writer:
        of = sessions.find(ctx, ref)
        if of.phase is Phase.CLOSED:
            raise Refused(f"{of.ref} is closed")
        if not rows.has_group(ctx.store, of.id, group_id):
            raise Stale("somebody has dissolved that group meanwhile; look at the new state and try again")
        writer.update("card_group", group_id, version, name=required(name, "the group's name"))
        writer.describe(Verb.NAMED, of.ref, clean(name))


def name_of(ctx: Context, ref: str, group_id: int) -> str:
    """Return a group's name as it is now. Raises Refused where it is no more."""
    found = rows.name_of(ctx.store, sessions.find(ctx, ref).id, group_id)
    if found is None:
        raise Refused("somebody has dissolved that group meanwhile")
    return found


def merge(ctx: Context, ref: str, source: int, target: int) -> None:
    """Put all cards of one group into another; a group that is an idea already takes the other one in.

    Votes stay with the group they were given to and count for the one that holds its cards: undo needs to know of no
    ballot. Those above the most that a person may have on one group do not count, and are theirs to give again.
    """
    with changing(ctx) as writer:
        of = _groupable(ctx, ref)
        if source == target:
            return
        if not all(rows.has_group(ctx.store, of.id, each) for each in (source, target)):
            raise Stale("somebody has dissolved one of these groups meanwhile; look at the new state and try again")
        chosen = rows.refs_of(ctx.store, of.id)
        if source in chosen and target not in chosen:
            source, target = target, source
        for card_id in rows.in_group(ctx.store, of.id, source):
            writer.update("card", card_id, group_id=target)
        writer.update("card_group", source, merged_into=target)
        move_talk(writer, source, target)
        rows.check_emptied(ctx.store, of.id, (source,))
        writer.describe(Verb.MERGED, of.ref, "two groups")


# -- votes


def vote(ctx: Context, ref: str, group_id: int, by: int = 1, *, who: str = "") -> int:
    """Give a group one more vote of mine (one less where `by` is -1) and return how many of mine it has now.

    `who` votes for somebody in the room without a terminal, out of their budget. Raises Refused past budget or limit.
    """
    ballot = sessions.ballot(ctx, sessions.find(ctx, ref))
    with ctx.store.transaction():
        of = sessions.find(ctx, ref)
        phases.check("vote", of.phase, of.kind)
        if not who:  # what was given on paper in time may be entered later
            rounds.check("vote", of, ctx.today)
        if of.anonymous:
            ctx.store.keep_quiet()
        if who:
            ballot = _proxy(ctx, of, who)
        known = rows.holding(ctx.store, of.id)
        if group_id not in known:
            raise Stale("somebody has dissolved that group meanwhile; look at the new state and try again")
        votes = read_votes(ctx, of, known)
        given = votes.of(ballot)
        here = given.get(group_id, 0)
        if by > 0:
            refusal = phases.may_vote(here, sum(given.values()), votes.budget, of.votes_per_group)
            if refusal is not None:
                raise Refused(refusal)
        elif here == 0:
            raise Refused("you have no vote on it")
        give_vote(ctx, of, ballot, group_id, by, votes)
    return here + by


def give(ctx: Context, ref: str, wanted: Mapping[int, int]) -> tuple[str, ...]:
    """Give groups, by their ids, so many more votes of mine, less where negative, in one transaction.

    Return why some of them could not be given, "" apart; those that are taken back come first: they make room.
    Raises Refused where there is no voting now.
    """
    refused = dict[str, None]()
    with ctx.store.transaction():
        of = sessions.find(ctx, ref)
        rounds.check("vote", of, ctx.today)
        for group, by in sorted(wanted.items(), key=lambda each: each[1]):
            for _ in range(abs(by)):
                try:
                    vote(ctx, ref, group, 1 if by > 0 else -1)
                except Busy:
                    raise
                except Refused as refusal:
                    refused[str(refusal)] = None
    return tuple(refused)


def enter_sheets(ctx: Context, ref: str, text: str) -> dict[str, int]:
    """Give the votes that people have marked on sheets of paper, all of them or none, and return how many of whom.

    `text` has a line a person, like `ana: 12 12 7`. The journal says that whoever leads entered them, and of whom, not
    for what. Raises Refused with the line for what cannot be, for who does not lead, and in an anonymous session.
    """
    given = dict[str, int]()
    with ctx.store.transaction():
        of = sessions.find(ctx, ref)
        phases.check("vote", of.phase, of.kind)
        for line, who, groups in parsed(text):
            for group_id in groups:
                try:
                    vote(ctx, ref, group_id, who=who)
                except Stale:
                    raise Refused(f"line {line}: there is no group {group_id}; nothing was entered") from None
                except Busy:
                    raise
                except Refused as refusal:
                    raise Refused(f"line {line}: {refusal}; nothing was entered") from None
            given[who] = given.get(who, 0) + len(groups)
        with write(ctx.store, ctx.login, ctx.now) as writer:
            writer.note(Verb.ENTERED_VOTES, of.ref, f"from paper: {', '.join(given)}")
    return given


def _proxy(ctx: Context, of: Session, who: str) -> str:
    if of.anonymous:
        raise Refused(NO_PROXY)
    if of.facilitator != ctx.login:
        raise Refused(f"{of.facilitator} leads {of.ref} and enters the votes of people without a terminal")
    return f"@{introduced(ctx, who)}"


def finished(ctx: Context, ref: str, seen: View | None = None) -> tuple[int, int]:
    """Return how many people have given all their votes or said ready, and how many are there; never who for what.

    `seen` is the session as it was just read.
    """
    found = seen or sessions.view(ctx, ref)
    spent = read_votes(ctx, found.session, (group.id for group in found.groups)).done()
    people = max(len(found.room.people), spent)
    return max(spent, len(found.room.ready)), people
