"""Random walks of people through cases of any process: the invariants hold at each step of each day."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from okrtui.errors import Refused
from okrtui.model.cases import APPEAL, About, Case, CaseState, EntryKind, Process, Sight
from okrtui.rules.cases import reading, running
from okrtui.rules.cases.definition import read_process
from okrtui.rules.cases.reading import Roster
from okrtui.rules.cases.running import Turn
from tests.examples import examples
from tests.rules.cases.definitions import processes, six

HERE = ("ana", "bob", "jing", "lena", "mia", "priya", "tomas", "yusuf")
ROSTER = Roster(
    frozenset(HERE),
    {
        "Architecture": frozenset({"ana", "bob", "jing", "gone"}),
        "Leads": frozenset({"lena", "priya", "tomas"}),
        "Backbone": frozenset({"ana", "yusuf", "lena"}),
    },
)
DAY = date(2026, 11, 23)
DEEDS = ("take", "note", "hand", "answer", "appeal", "withdraw", "companion")
SIX = six()
people = st.sampled_from(HERE)


class Walk(RuleBasedStateMachine):
    """One case: whoever, does whatever, on whichever day; what is refused changes nothing."""

    process: Process
    case: Case | None = None
    day = DAY

    @initialize(process=processes(), opener=people, other=people)
    def opened(self, process: Process, opener: str, other: str) -> None:
        self.process, self.day = process, DAY
        person = process.about is About.PERSON
        asked, subject = other * running.needs_asked(process), other * person
        if running.why_not_open(process, ROSTER, opener, asked=asked, subject=subject):
            return
        first = process.steps[0].name
        self.case = Case(1, process.name, "t", opener, DAY, first, DAY, asked=asked, subject=subject)

    def turn(self, who: str) -> Turn:
        return Turn(who, datetime(self.day.year, self.day.month, self.day.day, 9, tzinfo=UTC), self.day)

    @property
    def now(self) -> Case:
        assert self.case is not None
        return reading.at(self.process, self.case, self.day)

    @rule(days=st.integers(1, 8))
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days=days)

    @precondition(lambda self: self.case is not None)
    @rule(data=st.data(), anybody=people, to=people, because=st.sampled_from(["", "because"]), long=st.booleans())
    def goes(self, data: st.DataObject, anybody: str, to: str, because: str, long: bool) -> None:
        able = reading.owners(self.process, self.now, ROSTER)
        who = data.draw(st.sampled_from(able)) if able and long else anybody
        step = reading.step_of(self.process, self.now)
        outcome = data.draw(st.sampled_from([word for word, _ in step.outcomes]))
        ends = self.day + timedelta(days=9) if outcome in step.ends and data.draw(st.booleans()) else None
        named = to if step.leads(outcome) == "pass on" or running.chooses(self.process, step, outcome) else ""
        before = self.now
        try:
            self.case = running.go(self.process, before, ROSTER, self.turn(who), outcome, because, to=named, ends=ends)
        except Refused:
            return
        assert who in able
        assert because or not step.decides, "every decision has a reason"
        raised = {
            hand.who for hand, answer in reading.hands(self.case) if answer is None and hand.who != self.case.chosen
        }
        assert not raised or self.case.state is CaseState.OPEN, "every hand has an answer"
        if self.case.state is CaseState.CLOSED and outcome in step.ends:
            assert self.case.ends, "every consequence has an end day"

    @precondition(lambda self: self.case is not None)
    @rule(who=people, what=st.sampled_from([*DEEDS]), to=people)
    def does(self, who: str, what: str, to: str) -> None:
        now, turn = self.now, self.turn(who)
        try:
            if what == "take":
                self.case = running.take(self.process, now, ROSTER, turn)
            elif what == "note":
                self.case = running.note(self.process, now, turn, "words")
            elif what == "hand":
                self.case = running.raise_hand(self.process, now, turn, "I would")
            elif what == "companion":
                self.case = running.name_companion(self.process, now, ROSTER, turn, to)
                assert who == now.subject and to not in (now.opener, now.subject)
            elif what == "answer":
                self.case = running.answer(now, turn, to, "thank you")
            elif what == "appeal":
                self.case = running.appeal(self.process, now, ROSTER, turn, "not so")
                assert reading.owners(self.process, self.case, ROSTER), "somebody hears it"
            else:
                self.case = running.withdraw(self.process, now, turn, "not needed")
        except Refused:
            return

    @precondition(lambda self: self.case is not None)
    @invariant()
    def one_step_one_owner_one_day(self) -> None:
        now = self.now
        if now.state is not CaseState.OPEN:
            assert reading.owners(self.process, now, ROSTER) == ()
            assert now.closed is not None and now.closed <= self.day
            return
        assert reading.step_of(self.process, now).name == now.step
        able = reading.owners(self.process, now, ROSTER)
        assert able and set(able) <= set(HERE), f"{now.step} is nobody's"
        assert reading.owner(self.process, now)
        assert reading.due(self.process, now) >= now.since or now.by

    @precondition(lambda self: self.case is not None)
    @invariant()
    def nobody_decides_in_their_own_case_or_twice(self) -> None:
        now = self.now
        if self.process.about is About.PERSON:
            decided = [each.who for each in now.entries if each.kind is EntryKind.DECISION]
            assert not {now.opener, now.subject, now.companion} & {*decided}
            assert len(decided) == len({*decided})
        heard = [each.who for each in now.entries if each.kind is EntryKind.DECISION and each.step == APPEAL]
        before = [each.who for each in now.entries if each.kind is EntryKind.DECISION and each.step != APPEAL]
        assert not {*heard} & {*before}
        assert sum(each.kind is EntryKind.APPEALED for each in now.entries) <= 1

    @precondition(lambda self: self.case is not None)
    @invariant()
    def who_is_accused_sees_everything_and_speaks_first(self) -> None:
        now = self.now
        seen = reading.parties(self.process, now, ROSTER, self.day)
        assert (seen is None) == (self.process.sight is Sight.OPEN)
        if seen is not None:
            assert set(reading.owners(self.process, now, ROSTER)) <= seen
            assert not self.process.tells or now.subject in seen
            ended = now.ends is not None and self.day > now.ends
            if ended and reading.is_final(self.process, now, self.day) and now.state is CaseState.CLOSED:
                assert seen == {now.subject}
        if self.process.needs == "agreement" and reading.deciders(now):
            first = next(at for at, each in enumerate(now.entries) if each.kind is EntryKind.DECISION)
            owners = {self.process.step(each.step).owner for each in now.entries[:first]}
            assert "subject" in owners, "heard, or their days to speak went by"

    @precondition(lambda self: self.case is not None and self.process.private)
    @invariant()
    def what_is_stored_of_whom_it_concerns_lets_nobody_else_read_it_nor_keeps_it_from_them(self) -> None:
        """A server goes by what was stored with the last change: on each day after it, that is what the rules say."""
        assert self.case is not None
        stored = self.case
        listed = reading.readers(self.process, stored, ROSTER)
        for later in range(0, 40, 3):
            day = self.day + timedelta(days=later)
            now = reading.at(self.process, stored, day)
            seen = reading.parties(self.process, now, ROSTER, day) or frozenset()
            shut = reading.shut_after(self.process, stored)
            if shut is not None and shut < day:
                server = {stored.subject}
            else:
                server = {stored.opener, *(each.who for each in stored.entries)} - {""}
                server |= {login for since, login in listed if since <= day}
            assert seen <= server, "nobody is kept from what concerns them"
            team = {who for each in self.process.steps if each.team for who in ROSTER.team(each.team)}
            if self.process.appeal:
                team |= ROSTER.team(self.process.appeal.heard.team)
            asked = any(each.owner == "subject" for each in self.process.steps)
            had_a_turn = team | {stored.subject} if asked else team - {stored.subject}
            assert server - seen <= had_a_turn, "but for who had the turn and let it go by"

    @precondition(lambda self: self.case is not None)
    @invariant()
    def what_was_said_stays_and_the_clock_alone_adds(self) -> None:
        assert self.case is not None
        now = self.now
        assert now.entries[: len(self.case.entries)] == self.case.entries
        assert all(each.kind is EntryKind.SILENCE for each in now.entries[len(self.case.entries) :])
        assert reading.at(self.process, now, self.day) == now
        later = reading.at(self.process, self.case, self.day + timedelta(days=30))
        assert later == reading.at(self.process, now, self.day + timedelta(days=30)), "when it is read does not matter"
        ends = reading.silent_end(self.process, self.case)
        assert (ends is not None and ends <= self.day) == (
            self.case.state is CaseState.OPEN and now.state is CaseState.CLOSED
        )

    @precondition(lambda self: self.case is not None and self.process.hands)
    @invariant()
    def a_hand_is_seen_by_two_until_it_is_answered(self) -> None:
        now = self.now
        for hand, answer in reading.hands(now):
            sees = {who for who in HERE if hand in reading.visible(now, who).entries}
            assert sees == ({hand.who, now.opener} if answer is None and hand.who != now.chosen else set(HERE))


TestWalk = Walk.TestCase
TestWalk.settings = settings(
    max_examples=examples(120), stateful_step_count=25, deadline=None, suppress_health_check=[*HealthCheck]
)


def test_walks_come_to_every_end_of_the_six() -> None:
    """A walk that always takes the turn comes to each outcome, so that what is held above is not held of nothing."""
    found = Counter[tuple[str, str]]()
    for seed in range(600):
        dice = Random(seed)
        process = dice.choice(SIX)
        who = dice.sample(HERE, 2)
        person = process.about is About.PERSON
        asked = who[1] * running.needs_asked(process)
        if running.why_not_open(process, ROSTER, who[0], asked=asked, subject=who[1] * person):
            continue
        case = Case(1, process.name, "t", who[0], DAY, process.steps[0].name, DAY, asked=asked, subject=who[1] * person)
        found[process.name, _walked(dice, process, case)] += 1
    for process in SIX:
        words = {way.removeprefix("close: ") for step in process.steps for _, way in step.outcomes if "close" in way}
        assert {outcome for name, outcome in found if name == process.name} >= words


def _walked(dice: Random, process: Process, case: Case) -> str:
    day = DAY
    for _ in range(40):
        day += timedelta(days=dice.randint(0, 4))
        turn = Turn("", datetime(2026, 11, 23, tzinfo=UTC), day)
        case = reading.at(process, case, day)
        if case.state is not CaseState.OPEN:
            break
        if process.hands and case.step == process.steps[0].name and not reading.hands(case):
            case = running.raise_hand(process, case, replace(turn, who=next(p for p in HERE if p != case.opener)), "I")
        step = reading.step_of(process, case)
        word = dice.choice([word for word, _ in step.outcomes])
        chosen = next((hand.who for hand, _ in reading.hands(case)), "")
        if process.hands and step.leads(word).startswith("close") and case.step != "run" and chosen:
            case = (
                running.answer(case, replace(turn, who=case.opener), chosen, "thanks")
                if not any(answer for _, answer in reading.hands(case))
                else case
            )
        to = chosen if running.chooses(process, step, word) else ""
        if step.leads(word) == "pass on":
            to = next(p for p in HERE if p not in (case.asked, case.opener))
        who = dice.choice(reading.owners(process, case, ROSTER))
        ends = day if word in step.ends else None
        case = running.go(process, case, ROSTER, replace(turn, who=who), word, "because", to=to, ends=ends)
    return case.outcome


@pytest.mark.parametrize("process", SIX, ids=lambda each: each.name)
def test_a_team_that_is_too_small_is_refused_before_the_first_word(process: Process) -> None:
    alone = Roster(frozenset(HERE), {"Leads": frozenset({"lena"}), "Backbone": frozenset({"yusuf"})})
    said = running.why_not_open(
        process,
        alone,
        "ana",
        asked="bob" * running.needs_asked(process),
        subject="mia" * (process.about is About.PERSON),
    )
    teams = [step.team for step in (*process.steps, *([process.appeal.heard] if process.appeal else [])) if step.team]
    if process.appeal:
        assert said == "Leads has 1 who may decide, and it takes 2; add people: okrtui member edit LOGIN --team Leads"
    elif "Architecture" in teams:
        command = "okrtui member edit LOGIN --team Architecture"
        assert said == f"Architecture has nobody who may decide, and it takes 1; add people: {command}"
    else:
        assert said == ""


def test_a_case_that_comes_to_its_dris_step_untaken_is_its_openers() -> None:
    """A definition may lead past "take"; the step is somebody's all the same."""
    outcomes = '{ take = "take", later = "next" }'
    text = 'name = "made-up"\ntitle = "Made up"\nfor = "tests"\n'
    text += f'[[step]]\nname = "one"\nowner = "team:Backbone"\ndays = 1\nasks = "?"\noutcomes = {outcomes}\n'
    text += '[[step]]\nname = "two"\nowner = "dri"\ndays = 1\nasks = "?"\noutcomes = { yes = "close: ended" }\n'
    process, turn = read_process(text), Turn("yusuf", datetime(2026, 11, 23, tzinfo=UTC), DAY)
    case = Case(1, process.name, "t", "bob", DAY, "one", DAY)
    passed = running.go(process, case, ROSTER, turn, "later", "")
    assert (reading.owner(process, passed), reading.owners(process, passed, ROSTER)) == ("bob", ("bob",))
    taken = running.go(process, case, ROSTER, turn, "take", "")
    assert (reading.owner(process, taken), reading.owners(process, taken, ROSTER)) == ("yusuf", ("yusuf",))
