"""The votes of a live session as they count: for the groups that are there, never more of one person than allowed."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from okrtui.errors import Refused
from okrtui.model.live import Session
from okrtui.rituals.context import Context
from okrtui.rules.live import phases
from okrtui.rules.live.tally import changed, tally
from okrtui.storage.local.tokens import owner
from okrtui.storage.repositories.live import cards as rows


@dataclass(frozen=True, slots=True)
class Votes:
    """What counts, by ballot and group; `groups` are those that are there, `budget` is what everybody has.

    `unseen` is what a server keeps from me: how many a ballot gave, and not to which group.
    """

    counted: Mapping[str, Mapping[int, int]]
    unseen: Mapping[str, int]
    groups: Collection[int]
    budget: int
    given: Sequence[tuple[str, int, int]]
    """What was given, as (ballot, the group it was given to, number)."""
    merged: Mapping[int, int]
    """What the groups that were merged went into, by id; empty where nothing was given."""

    def of(self, ballot: str) -> Mapping[int, int]:
        """Return how many votes of a ballot count for each group."""
        return self.counted.get(ballot, {})

    def totals(self) -> Counter[int]:
        """Return the votes of each group; only for who may see them."""
        found = Counter[int]()
        for given in self.counted.values():
            found.update(given)
        return found

    def spent(self) -> Counter[str]:
        """Return how many votes each ballot has given; never whose, nor for what."""
        return Counter(self.unseen) + Counter({ballot: sum(given.values()) for ballot, given in self.counted.items()})

    def done(self) -> int:
        """Return how many ballots have given all their votes."""
        return sum(number >= self.budget for number in self.spent().values())


def read_votes(ctx: Context, of: Session, groups: Iterable[int] | None = None) -> Votes:
    """Return the votes of a session; `groups` are the ids of those that are there, where they were just read.

    Where the session has no budget of its own it is the default for so many groups. That may have fallen below what
    somebody gave, where groups were merged after a vote: nobody loses a vote by that, everybody has as many.
    """
    here = set(groups if groups is not None else rows.holding(ctx.store, of.id))
    every, unseen = Counter[str](), Counter[str]()
    known = list[tuple[str, int, int]]()
    for ballot, group, number in rows.votes(ctx.store, of.id):
        every[ballot] += number
        if group is None:
            unseen[ballot] += number
        else:
            known.append((ballot, group, number))
    merged = rows.merged(ctx.store, of.id) if known else {}
    counted = tally(known, merged, here, of.votes_per_group)
    budget = of.budget or max(phases.default_budget(len(here)), *every.values(), 0)
    return Votes(counted, unseen, here, budget, known, merged)


def give_vote(ctx: Context, of: Session, ballot: str, group: int, by: int, found: Votes) -> None:
    """Store that a ballot gives a group one vote more (`by` 1) or less (-1); the caller holds the transaction.

    It has read `found` in that transaction and checked that it may.
    """
    own = {origin: number for whose, origin, number in found.given if whose == ballot}
    for origin, number in changed(own, group, by, found.merged, found.groups, of.votes_per_group, found.budget).items():
        rows.set_votes(ctx.store, of.id, origin, ballot, number)


# -- under what votes and answers are stored


def secret_of(ctx: Context, of: Session) -> bytes | None:
    """Return my secret for a session that needs one."""
    if not of.anonymous:
        return None
    if ctx.tokens is None:
        raise Refused("an anonymous session needs a folder of your own for its token, and you have none")
    return ctx.tokens.secret(of.key)


def ballot(ctx: Context, of: Session, what: str = "ballot") -> str:
    """Return what my votes are stored under: my login, or in an anonymous session a hash that leads nowhere.

    Another `what` gives another hash, so that nobody sees which of them are of one person.
    """
    secret = secret_of(ctx, of)
    if secret is None:
        return f"@{ctx.login}"
    mine = owner(secret, what)
    ctx.store.present(f"{of.ref} {what}", (mine,))
    return mine


def answer_ballots(ctx: Context, of: Session) -> Callable[[int], str]:
    """Return what I answer a poll under, by its id: in an anonymous session another hash for each question."""
    return lambda poll_id: ballot(ctx, of, f"answer {poll_id}")
