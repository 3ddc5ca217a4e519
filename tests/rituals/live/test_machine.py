"""However people act in whatever order: no card is lost or doubled, no budget exceeded, no total seen early."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from okrtui.errors import Refused
from okrtui.model.live import Kind, Phase, View
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, grouping, sessions
from okrtui.rules.live import phases
from okrtui.storage.local.tokens import Tokens
from tests.examples import examples
from tests.workspaces import ctx, workspace

PEOPLE = st.sampled_from(["mei", "bob", "ana"])
PICK = st.integers(0, 30)


class LiveMachine(RuleBasedStateMachine):
    """Three people do what comes to their mind; a plain model of cards and votes is kept beside."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name)
        self.store = workspace(self.path)
        self.ref = self.begin()
        self.texts: dict[int, str] = {}
        self.count = self.looks = 0
        self.before: dict[str, View] = {}

    def begin(self) -> str:
        """Start the session and return its ref."""
        return sessions.start(self.ctx("mei"), Kind.BRAINSTORM, "Halve the build").ref

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def ctx(self, login: str) -> Context:
        at = ctx(self.store, login)
        return Context(at.store, login, at.name, at.now, Tokens(self.path / login / "tokens.json"))

    @property
    def phase(self) -> Phase:
        return sessions.find(self.ctx("mei"), self.ref).phase

    @rule(by=st.sampled_from([1, 1, 1, -1]))
    def move(self, by: int) -> None:
        goal = phases.neighbour(sessions.find(self.ctx("mei"), self.ref), by)
        if goal is not None and goal.phase is not Phase.CLOSED:
            facilitation.move(self.ctx("mei"), self.ref, by=by)

    @rule(who=PEOPLE)
    def write(self, who: str) -> None:
        self.count += 1
        text = f"idea {self.count}"
        try:
            self.texts[sessions.write_card(self.ctx(who), self.ref, text).id] = text
        except Refused:
            assert phases.why_not("write", self.phase)

    @rule(who=PEOPLE, pick=PICK)
    def take_back(self, who: str, pick: int) -> None:
        here = self.ctx(who)
        mine = [c for c in sessions.view(here, self.ref).cards if c.mine]
        if mine and not phases.why_not("write", self.phase):
            card = mine[pick % len(mine)]
            sessions.edit_card(here, self.ref, card.id, "")
            del self.texts[card.id]

    @rule(who=PEOPLE, picks=st.lists(PICK, min_size=1, max_size=4), into=st.none() | PICK)
    def group(self, who: str, picks: list[int], into: int | None) -> None:
        found = sessions.view(self.ctx(who), self.ref)
        if not found.cards or phases.why_not("group", self.phase):
            return
        cards = {c.id: c.version for c in (found.cards[p % len(found.cards)] for p in picks)}
        goal = found.groups[into % len(found.groups)].id if into is not None and found.groups else None
        grouping.group(self.ctx(who), self.ref, cards, "named", goal)

    @rule(who=PEOPLE, first=PICK, second=PICK)
    def merge(self, who: str, first: int, second: int) -> None:
        groups = sessions.view(self.ctx(who), self.ref).groups
        if groups and not phases.why_not("group", self.phase):
            one, two = groups[first % len(groups)].id, groups[second % len(groups)].id
            grouping.merge(self.ctx(who), self.ref, one, two)

    @rule(who=PEOPLE, pick=PICK, by=st.sampled_from([1, 1, -1]))
    def vote(self, who: str, pick: int, by: int) -> None:
        found = sessions.view(self.ctx(who), self.ref)
        if not found.groups:
            return
        group = found.groups[pick % len(found.groups)]
        try:
            grouping.vote(self.ctx(who), self.ref, group.id, by)
        except Refused:
            assert (
                phases.why_not("vote", found.session.phase)
                or found.votes_left == 0
                or group.given >= found.session.votes_per_group
                or (by < 0 and group.given == 0)
            )

    @invariant()
    def no_card_is_lost_or_doubled(self) -> None:
        found = sessions.view(self.ctx("mei"), self.ref)
        assert {c.id for c in found.cards} == self.texts.keys()
        placed = [c.id for g in found.groups for c in g.cards] + [c.id for c in found.loose]
        assert sorted(placed) == sorted(self.texts)
        assert all(g.cards for g in found.groups)

    @invariant()
    def no_total_is_seen_before_the_round_is_closed(self) -> None:
        found = sessions.view(self.ctx("bob"), self.ref)
        assert all((g.votes is not None) == phases.counted(found.session) for g in found.groups)

    @invariant()
    def what_is_read_on_is_what_is_read_anew(self) -> None:
        """Each looks now and then, and reads from how it was then only what is another."""
        self.looks += 1
        for who, every in (("mei", 1), ("bob", 3), ("ana", 7)):
            if self.looks % every == 0:
                me = self.ctx(who)
                found = sessions.view_of(me, sessions.find(me, self.ref), self.before.get(who))
                assert found == sessions.view(me, self.ref)
                self.before[who] = found

    @invariant()
    def votes_add_up(self) -> None:
        found = sessions.view(self.ctx("mei"), self.ref)
        total = sum(sum(g.given for g in sessions.view(self.ctx(p), self.ref).groups) for p in ("mei", "bob", "ana"))
        if phases.counted(found.session):
            assert sum(g.votes or 0 for g in found.groups) == total


LiveMachine.TestCase.settings = settings(
    max_examples=examples(4, dear=40), stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLive = LiveMachine.TestCase
