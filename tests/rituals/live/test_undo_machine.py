"""However people merge, split and vote after a vote: no budget is exceeded, and undo brings every vote back."""

from collections import Counter
from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from okrtui.errors import Refused
from okrtui.model.journal import Activity
from okrtui.model.live import Kind, Phase
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.live import facilitation, grouping, sessions
from okrtui.rules.live import phases
from tests.examples import examples
from tests.rituals.live.test_machine import PEOPLE, PICK, LiveMachine

BUDGET, MOST = 4, 2
EVERYBODY = ("mei", "bob", "ana")
Groups = dict[frozenset[int], tuple[int, str, tuple[int, ...]]]


class AfterVoteMachine(LiveMachine):
    """What the live machine does, in a session that has voted and groups again; and everything is undone and redone."""

    @initialize(
        anonymous=st.booleans(),
        cards=st.integers(2, 5),
        votes=st.lists(st.tuples(PEOPLE, PICK), min_size=4, max_size=12),
    )
    def come_back_from_the_vote(self, anonymous: bool, cards: int, votes: list[tuple[str, int]]) -> None:
        """Else most of the deeds would be spent on coming so far."""
        mei = self.ctx("mei")
        self.ref = sessions.start(mei, Kind.BRAINSTORM, "Again", anonymous=anonymous, budget=BUDGET, most=MOST).ref
        facilitation.move(mei, self.ref, Phase.GATHER)
        for number in range(cards):
            self.write(EVERYBODY[number % 3])
        facilitation.move(mei, self.ref, Phase.VOTE)
        for who, pick in votes:
            self.vote(who, pick, 1)
        facilitation.move(mei, self.ref, Phase.GROUP)

    def seen(self) -> Groups:
        """Return id, name and everybody's votes of each group, by its cards."""
        views = [sessions.view(self.ctx(who), self.ref).groups for who in EVERYBODY]
        return {
            frozenset(card.id for card in same[0].cards): (same[0].id, same[0].name, tuple(g.given for g in same))
            for each in zip(*(sorted(view, key=lambda group: group.id) for view in views), strict=True)
            for same in [each]
        }

    @rule(who=PEOPLE, pairs=st.lists(st.tuples(PICK, PICK), min_size=1, max_size=3))
    def merges_are_taken_back(self, who: str, pairs: list[tuple[int, int]]) -> None:
        if not self.texts or phases.why_not("group", self.phase):
            return
        here, states = self.ctx(who), [self.seen()]
        for first, second in pairs:
            given = {group: (cards, votes) for cards, (group, _, votes) in states[-1].items()}
            ids = sorted(given) or [0]
            one, two = ids[first % len(ids)], ids[second % len(ids)]
            if one == two:
                continue
            grouping.merge(here, self.ref, one, two)
            states.append(self.seen())
            kept = states[-1][given[one][0] | given[two][0]]
            assert kept[2] == tuple(min(MOST, a + b) for a, b in zip(given[one][1], given[two][1], strict=True))
        for before, after in zip(states[-2::-1], states[:0:-1], strict=True):
            log.undo(here)
            assert self.seen() == before
            log.redo(here)
            assert self.seen() == after
            log.undo(here)

    @rule(who=PEOPLE, pick=PICK)
    def a_split_is_taken_back(self, who: str, pick: int) -> None:
        here, before = self.ctx(who), self.seen()
        if before and not phases.why_not("group", self.phase):
            cards = sorted(before, key=sorted)[pick % len(before)]
            found = sessions.view(here, self.ref).cards
            grouping.ungroup(here, self.ref, {card.id: card.version for card in found if card.id in cards})
            assert self.seen() == {each: said for each, said in before.items() if each != cards}
            log.undo(here)
            assert self.seen() == before

    @rule(who=PEOPLE, back=st.sampled_from([log.undo, log.redo]))
    def take_back_the_last_deed(self, who: str, back: Callable[[Context], Activity]) -> None:
        try:
            back(self.ctx(who))
        except Refused:
            return
        cards = sessions.view(self.ctx("mei"), self.ref).cards
        assert len(self.texts.keys() ^ {card.id for card in cards}) <= 1
        self.texts = {card.id: self.texts.get(card.id, card.text) for card in cards}

    @invariant()
    def nobody_gives_more_than_they_have(self) -> None:
        for who in EVERYBODY:
            found = sessions.view(self.ctx(who), self.ref)
            given = [group.given for group in found.groups]
            assert max(given, default=0) <= found.session.votes_per_group
            assert found.votes_left == found.budget - sum(given)
        kept = Counter[str]()
        for ballot, number in self.store.sql("SELECT ballot, number FROM vote"):
            kept[ballot] += number
        assert all(number <= found.budget for number in kept.values())


AfterVoteMachine.TestCase.settings = settings(
    max_examples=examples(4, dear=40), stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAfterVote = AfterVoteMachine.TestCase
