"""However a retro's agenda is changed while people act: its order holds; no card, note or answer is lost or early."""

from collections import Counter
from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from okrtui.errors import Refused
from okrtui.model.journal import Activity
from okrtui.model.live import AgendaItem, Phase, Session
from okrtui.model.retro import NoteKind, PollKind, Topic, TopicState
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.live import facilitation, polls, sessions
from okrtui.rituals.live.asking import PROPOSED
from okrtui.rituals.retro import agenda, discussion, retro
from okrtui.rules.live import phases
from okrtui.rules.live.agenda import IN_ORDER
from okrtui.rules.live.polls import SCALES
from tests.examples import examples
from tests.rituals.live.test_machine import PEOPLE, PICK, LiveMachine

BOX = 60
TALKED = "was talked about already"


class RetroMachine(LiveMachine):
    """What the live machine does, with an agenda that changes under it; notes and answers are kept beside as well."""

    def __init__(self) -> None:
        super().__init__()
        self.way = [item.id for item in self.of.agenda]
        self.notes: dict[int, tuple[str, NoteKind]] = {}
        self.answers: dict[int, dict[str, int | str]] = {}
        self.open: set[int] = set()

    def begin(self) -> str:
        for text in ("who answers the pager", "the guest"):
            agenda.propose(self.ctx("bob"), text)
        return retro.start(self.ctx("mei"), "Friday", box=BOX).ref

    @initialize(pick=PICK, cards=st.integers(0, 4))
    def come_in_later(self, pick: int, cards: int) -> None:
        """Else most of the deeds would be spent on coming so far."""
        facilitation.move(self.ctx("mei"), self.ref, Phase.GATHER)
        for number in range(cards):
            self.write(("mei", "bob", "ana")[number % 3])
        self.jump(pick)

    @property
    def of(self) -> Session:
        return sessions.find(self.ctx("mei"), self.ref)

    def item(self, pick: int | None) -> AgendaItem:
        """Return a step of the agenda; None is the present one, where most goes wrong."""
        of = self.of
        here = next((item for item in of.agenda if item.id == of.step_id), of.agenda[0])
        return of.agenda[pick % len(of.agenda)] if pick is not None else here

    # -- the agenda

    @rule(by=st.sampled_from([1, 1, 1, 2, -1]))
    def move(self, by: int) -> None:
        before = self.of
        goal = phases.neighbour(before, by)
        if goal is None or goal.phase is Phase.CLOSED:
            return
        after = facilitation.move(self.ctx("mei"), self.ref, by=by)
        assert after.step_id == (goal.id or None) and not goal.skipped

    @rule(pick=PICK)
    def jump(self, pick: int) -> None:
        goal = self.item(pick)
        assert facilitation.move(self.ctx("mei"), self.ref, item=goal.id).step_id == goal.id

    @rule(who=PEOPLE, pick=st.none() | PICK)
    def add_item(self, who: str, pick: int | None) -> None:
        before = self.item(pick).id if pick is not None else None
        try:
            after = agenda.add_item(self.ctx(who), self.ref, "Cake", 5, before=before)
        except Refused as refused:
            assert who != "mei", refused
            return
        at = self.way.index(before) if before is not None else len(self.way)
        present = self.of.step_id
        at = max(at, self.way.index(present) + 1 if present is not None else 0)  # never before what has been
        self.way.insert(at, after.agenda[at].id)

    @rule(pick=st.none() | PICK, by=st.sampled_from([-9, -3, -1, 1, 3, 9]))
    def move_item(self, pick: int | None, by: int) -> None:
        item = self.item(pick)
        way = [each for each in self.way if each != item.id]
        way.insert(max(0, self.way.index(item.id) + by), item.id)
        try:
            agenda.move_item(self.ctx("mei"), self.ref, item.id, by)
        except Refused:
            known = {each.id: each.phase for each in self.of.agenda}
            assert [known[each] for each in way if known[each] in IN_ORDER] != list(IN_ORDER)
            return
        self.way = way

    @rule(pick=st.none() | PICK, minutes=st.sampled_from([0, 3, 15]), skipped=st.booleans())
    def resize_or_skip_item(self, pick: int | None, minutes: int, skipped: bool) -> None:
        item = self.item(pick)
        agenda.resize_item(self.ctx("mei"), self.ref, item.id, minutes)
        agenda.skip_item(self.ctx("mei"), self.ref, item.id, skipped)
        changed = next(each for each in self.of.agenda if each.id == item.id)
        assert (changed.minutes, changed.skipped) == (minutes, skipped)

    # -- cards: a group that was talked about cannot be dissolved

    @rule(who=PEOPLE, pick=PICK)
    def take_back(self, who: str, pick: int) -> None:
        try:
            super().take_back(who, pick)
        except Refused as refused:
            assert TALKED in str(refused)

    @rule(who=PEOPLE, picks=st.lists(PICK, min_size=1, max_size=4), into=st.none() | PICK)
    def group(self, who: str, picks: list[int], into: int | None) -> None:
        try:
            super().group(who, picks, into)
        except Refused as refused:
            assert TALKED in str(refused)

    # -- discussing

    @rule(who=PEOPLE, pick=st.none() | PICK)
    def go_on(self, who: str, pick: int | None) -> None:
        found = sessions.view(self.ctx(who), self.ref)
        group = found.groups[pick % len(found.groups)].id if pick is not None and found.groups else None
        waiting = [t.group.id for t in self.topics() if t.state is TopicState.WAITING]
        try:
            after = discussion.next_topic(self.ctx(who), self.ref, group)
        except Refused:
            assert who != "mei" or self.phase is not Phase.DISCUSS or (not waiting and found.session.topic is None)
            return
        assert after.topic == (group if group is not None else waiting[0] if waiting else None)

    def topics(self) -> tuple[Topic, ...]:
        return retro.retro_view(self.ctx("mei"), self.ref).topics

    @rule(deed=st.sampled_from([discussion.park_topic, discussion.more_time]))
    def park_or_give_time(self, deed: Callable[[Context, str], object]) -> None:
        up = self.of.topic
        try:
            deed(self.ctx("mei"), self.ref)
        except Refused:
            assert up is None or self.phase is not Phase.DISCUSS
            return
        assert up is not None
        now = {t.group.id: (t.state, t.rounds) for t in self.topics()}
        assert now[up][0] is TopicState.PARKED if deed is discussion.park_topic else now[up][1] > 0

    @rule(who=PEOPLE, kind=st.sampled_from(NoteKind))
    def note(self, who: str, kind: NoteKind) -> None:
        self.count += 1
        try:
            made = discussion.write_note(self.ctx(who), self.ref, f"note {self.count}", kind)
        except Refused:
            assert phases.why_not("note", self.phase)
            return
        of = self.of
        assert (made.group, made.item) == (
            (of.topic, None) if of.phase is Phase.DISCUSS and of.topic else (None, of.step_id)
        )
        self.notes[made.id] = (made.text, made.kind)

    @rule(who=PEOPLE, pick=PICK, text=st.sampled_from(["better", "better still", ""]), kind=st.sampled_from(NoteKind))
    def change_note(self, who: str, pick: int, text: str, kind: NoteKind) -> None:
        if not self.notes or phases.why_not("note", self.phase):
            return
        note_id = sorted(self.notes)[pick % len(self.notes)]
        discussion.mark_note(self.ctx(who), self.ref, note_id, kind)
        discussion.edit_note(self.ctx(who), self.ref, note_id, text)
        self.notes[note_id] = (text, kind)
        if not text:
            del self.notes[note_id]

    # -- questions

    @rule(kind=st.sampled_from(PollKind))
    def ask(self, kind: PollKind) -> None:
        try:
            polls.ask(self.ctx("mei"), self.ref, kind, "And you?")
        except Refused:
            deed = "discuss" if kind is PollKind.MORE else "ask"
            assert phases.why_not(deed, self.phase) or (kind is PollKind.MORE and self.of.topic is None)
            return
        self.take_in_questions()
        assert len(self.open) == (len(PROPOSED) if kind is PollKind.RADAR else 1)

    def take_in_questions(self) -> None:
        found = retro.retro_view(self.ctx("mei"), self.ref).polls
        self.open = {poll.id for poll in found if poll.open}
        for poll in found:
            self.answers.setdefault(poll.id, {})

    @rule(who=PEOPLE, given=st.one_of(st.integers(-1, 6), st.sampled_from(["calm", "Calm", "green", "x" * 40])))
    def answer(self, who: str, given: int | str) -> None:
        asked = polls.find(self.ctx(who), self.ref) if self.answers else None
        try:
            poll = polls.answer(self.ctx(who), self.ref, given)
        except Refused:
            assert asked is None or asked.id not in self.open or not self.is_answer(asked.kind, given)
            return
        assert asked is not None and poll.id == asked.id in self.open and self.is_answer(poll.kind, given)
        self.answers[poll.id][who] = poll.my_word or poll.mine or 0

    def is_answer(self, kind: PollKind, given: int | str) -> bool:
        if kind is PollKind.WORD:
            return isinstance(given, str) and len(given) < 40
        return given in SCALES[kind] or given in SCALES[kind].values()

    @rule(who=PEOPLE)
    def show(self, who: str) -> None:
        try:
            polls.show(self.ctx(who), self.ref)
        except Refused:
            assert who != "mei" or not self.open
            return
        self.open = set()

    # -- slips

    @rule(who=PEOPLE, back=st.sampled_from([log.undo, log.redo]))
    def take_back_the_last_deed(self, who: str, back: Callable[[Context], Activity]) -> None:
        """Whatever is undone, all the rest stands: cards and notes that go or come are those of one deed."""
        here = self.ctx(who)
        try:
            entry = back(here)
        except Refused:
            return
        found = retro.retro_view(here, self.ref)
        cards = {card.id for card in found.view.cards}
        notes = {note.id: (note.text, note.kind) for note in found.notes}
        gone = (self.texts.keys() ^ cards, self.notes.items() ^ notes.items())
        assert len(gone[0]) == (entry.verb == "card" or (entry.verb == "changed card" and bool(gone[0])))
        assert len(gone[1]) <= 2 * (entry.verb in ("noted", "decided", "parked", "changed note"))
        self.texts = {card.id: self.texts.get(card.id, card.text) for card in found.view.cards}
        self.notes, self.way = notes, [item.id for item in found.view.session.agenda]
        known = {poll.id for poll in found.polls}
        assert all(not given for poll, given in self.answers.items() if poll not in known), "answers were thrown away"
        self.answers = {poll: self.answers.get(poll, {}) for poll in known}
        was, self.open = self.open, {poll.id for poll in found.polls if poll.open}
        again = self.open - was
        assert not any(self.answers[each] for each in again), "answers that were shown are asked for again"

    # -- what always holds

    @invariant()
    def the_agenda_is_as_it_was_made_and_in_its_order(self) -> None:
        found = self.of
        assert [item.id for item in found.agenda] == self.way
        assert [item.phase for item in found.agenda if item.phase in IN_ORDER] == list(IN_ORDER)
        minutes = sum(item.minutes for item in found.agenda if not item.skipped)
        assert retro.retro_view(self.ctx("mei"), self.ref).over == minutes - BOX

    @invariant()
    def the_present_step_is_on_the_agenda(self) -> None:
        of = self.of
        if of.step_id is None:
            assert of.phase is Phase.LOBBY
        else:
            assert [item.phase for item in of.agenda if item.id == of.step_id] == [of.phase]

    def passed(self, phase: Phase) -> bool:
        """Tell whether a phase is behind, by the agenda alone."""
        of = self.of
        places: dict[Phase, int] = {item.phase: n for n, item in enumerate(of.agenda) if item.phase is not Phase.ITEM}
        return of.step_id is not None and self.way.index(of.step_id) > places[phase]

    @invariant()
    def no_card_is_read_and_no_total_seen_before_its_time(self) -> None:
        found = sessions.view(self.ctx("ana"), self.ref)
        assert all(card.mine or card.shown == self.passed(Phase.GATHER) for card in found.cards)
        assert all((group.votes is not None) == self.passed(Phase.VOTE) for group in found.groups)

    @invariant()
    def every_card_can_be_voted_on_and_is_a_topic(self) -> None:
        of = self.of
        if of.phase is Phase.VOTE or self.passed(Phase.VOTE):
            found = retro.retro_view(self.ctx("bob"), self.ref)
            assert found.view.loose == ()
            if self.passed(Phase.VOTE):
                assert [t.group for t in found.topics] == list(found.view.groups)
                assert [t.group.id for t in found.topics if t.state is TopicState.DISCUSSED] == [of.topic][
                    : of.topic is not None
                ]

    @invariant()
    def the_topic_that_is_up_is_there(self) -> None:
        found = sessions.view(self.ctx("mei"), self.ref)
        assert found.session.topic in (None, *(group.id for group in found.groups))

    @invariant()
    def notes_are_never_lost(self) -> None:
        found = retro.retro_view(self.ctx("bob"), self.ref)
        assert {note.id: (note.text, note.kind) for note in found.notes} == self.notes
        groups = {group.id for group in found.view.groups}
        assert all(note.group is None or note.group in groups for note in found.notes)

    @invariant()
    def answers_are_counted_when_they_are_shown_and_not_before(self) -> None:
        for poll in retro.retro_view(self.ctx("ana"), self.ref).polls:
            given = self.answers[poll.id]
            mine = None if poll.mine is None else poll.my_word or poll.mine
            assert (poll.open, poll.answered, mine) == (poll.id in self.open, len(given), given.get("ana"))
            hidden = poll.open or len(given) < 3
            words = poll.kind is PollKind.WORD
            counted = Counter(str(each).casefold() if words else each for each in given.values())
            told = {word.casefold(): many for word, many in poll.words} if words else dict(poll.counts)
            assert told == ({} if hidden else counted)


RetroMachine.TestCase.settings = settings(
    max_examples=examples(4, dear=40), stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestRetro = RetroMachine.TestCase
