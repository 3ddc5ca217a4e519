"""The sample team's retro of two weeks ago, what came of its actions, and what is on the next agenda."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from okrtui.demo.calendar import Calendar
from okrtui.demo.sitting import ContextOf, Event, Sitting
from okrtui.model.live import Phase
from okrtui.model.retro import NoteKind, PollKind
from okrtui.rituals.actions import actions
from okrtui.rituals.retro import agenda, discussion, polls, retro

TITLE = "Platform, every two weeks"
FLAKY, HANDOVER, ROADMAP, REVIEWS = (
    "Flaky end-to-end tests",
    "Handover to on-call",
    "Roadmap changed mid-week",
    "Unclear review rules",
)
GROUPS = {
    FLAKY: ("we rerun until green #stop", "a red build says nothing any more #stop", "nobody owns the suite #stop"),
    HANDOVER: ("a written handover on Mondays #start", "谁在值班? ask the bot #continue"),
    ROADMAP: ("no change of plan after Tuesday #stop",),
    REVIEWS: ("two reviewers only where it hurts #start",),
}
VOTES = ((0, 0, 1), (0, 1, 2), (0, 0, 1), (1, 2, 0), (0, 1, 2))
"""Each voter's three votes, as places in GROUPS."""
NOTES = (
    (1, "six reruns a day, ten minutes each", NoteKind.NOTE),
    (2, "the suite has no owner since the team was split", NoteKind.NOTE),
    (0, "a quarantine list with an owner, looked at every Monday", NoteKind.DECISION),
)
FIST = (4, 3, 4, 2, 4)


class LookingBack(Sitting):
    """One retro and what follows; each step is an event of its own, played in the order of time."""

    groups, votes = GROUPS, VOTES

    def __init__(self, calendar: Calendar, ctx: ContextOf, people: Sequence[str]) -> None:
        super().__init__(calendar, ctx, people)
        self._actions: list[str] = []

    def events(self) -> Iterator[Event]:
        """Yield what happens and when; nothing in a week before the team began."""
        begins = self.calendar.moment(self.calendar.ago(2), 4, "14:00", early=True)
        if begins is None or begins < self.calendar.founding("12:00"):
            return
        for minute, act in enumerate(self.steps()):
            at = begins + timedelta(minutes=minute * 2)
            yield at, partial(act, at)
        at = begins + timedelta(days=6)
        yield at, partial(self._done, 0, at)
        at = begins + timedelta(days=10)
        yield at, partial(self._propose, 3, "who looks at alerts in the holidays", at)
        yield at, partial(self._propose, 1, "the merge queue: keep it?", at)

    def steps(self, until: Phase = Phase.CLOSED) -> Iterator[Callable[[datetime], object]]:
        """Yield what is done in the retro, up to a phase; the discussion ends with its first topic's notes."""
        yield self._start
        yield partial(self.move, Phase.STAGE)
        yield partial(self._ask, PollKind.FIST)
        for number, fist in enumerate(FIST):
            yield partial(self._answer, number, fist)
        yield self._show
        yield partial(self.move, Phase.GATHER)
        cards = [text for texts in GROUPS.values() for text in texts]
        for number, text in enumerate(cards):
            yield partial(self.write, self.people[number % len(self.people)], text)
        yield partial(self.move, Phase.GROUP)
        for name in GROUPS:
            yield partial(self.group, name)
        yield partial(self.move, Phase.VOTE)
        for number in range(len(VOTES)):
            yield partial(self.vote, number)
        yield partial(self.move, Phase.DISCUSS)
        for who, text, kind in NOTES:
            yield partial(self._note, who, text, kind)
        yield partial(self._act, "A quarantine list for flaky tests", 1, FLAKY, "a week without reruns")
        if until is Phase.DISCUSS:
            return
        yield self._next_topic
        yield partial(self._note, 3, "the handover is in people’s heads", NoteKind.NOTE)
        yield partial(self._act, "A page for the handover, filled in on Mondays", 2, HANDOVER, "nobody asks twice")
        yield self._park
        yield partial(self.move, Phase.DECIDE)
        yield partial(self._agree, "No change of plan after Tuesday without the whole team")
        yield partial(self.move, Phase.CLOSED)

    def _start(self, at: datetime) -> None:
        self.session = retro.start(self.lead(at), TITLE)

    def _ask(self, kind: PollKind, at: datetime) -> None:
        polls.ask(self.lead(at), self.ref, kind)

    def _answer(self, who: int, number: int, at: datetime) -> None:
        polls.answer(self.ctx(self.people[who], at), self.ref, number)

    def _show(self, at: datetime) -> None:
        polls.show(self.lead(at), self.ref)

    def _note(self, who: int, text: str, kind: NoteKind, at: datetime) -> None:
        discussion.write_note(self.ctx(self.people[who], at), self.ref, text, kind)

    def _act(self, text: str, dri: int, topic: str, works: str, at: datetime) -> None:
        due = self.lead(at).today + timedelta(days=9 + 4 * dri)
        who = self.people[dri]
        made = actions.add(self.lead(at), text, dri=who, due=due, source=self.ref, topic=topic, works=works)
        self._actions.append(made.ref)

    def _next_topic(self, at: datetime) -> None:
        discussion.next_topic(self.lead(at), self.ref)

    def _park(self, at: datetime) -> None:
        discussion.next_topic(self.lead(at), self.ref)
        discussion.park_topic(self.lead(at), self.ref)

    def _agree(self, text: str, at: datetime) -> None:
        discussion.agree(self.lead(at), text, self.ref)

    def _done(self, number: int, at: datetime) -> None:
        actions.done(self.ctx(self.people[1], at), self._actions[number], "eleven tests are on it")

    def _propose(self, who: int, text: str, at: datetime) -> None:
        agenda.propose(self.ctx(self.people[who], at), text)
