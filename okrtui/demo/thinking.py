"""The sample team's brainstorm of last week and what became of its ideas."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from okrtui.demo.sitting import Event, Sitting
from okrtui.model.ideas import IdeaState
from okrtui.model.live import Kind, Phase
from okrtui.rituals import ideas
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions

TITLE, QUESTION = "Halve the build", "How do we halve the build?"
GROUPS = {
    "Cache more": ("cache the docker layers per branch", "a local mirror of every registry", "缓存依赖 between runs"),
    "Build less": ("run only tests that the diff can reach", "no docs build on every push"),
    "Faster runners": ("a warm pool of runners", "more memory for the linker"),
    "A merge queue": ("a merge queue, so main is built once",),
}
VOTES = ((0, 0, 1), (0, 1, 1), (0, 0, 2), (1, 0, 3), (2, 0, 1), (0, 1, 2))
"""Each voter's three votes, as places in GROUPS."""
EARLIER = (
    ("Answers from the index instead of the table", (IdeaState.SHORTLISTED, IdeaState.RESEARCH, IdeaState.PROTOTYPE)),
    ("Office hours of the proxy on Tuesdays", (IdeaState.SHORTLISTED, IdeaState.RESEARCH)),
    ("Rewrite the balancer", (IdeaState.SHORTLISTED,)),
)
NOTES = {
    IdeaState.SHORTLISTED: "worth a look",
    IdeaState.RESEARCH: "two days to find out",
    IdeaState.PROTOTYPE: "the numbers are good, behind a flag for one tenant",
}


class Thinking(Sitting):
    """One session and its ideas; each step is an event of its own, played in the order of time."""

    groups, votes = GROUPS, VOTES

    def events(self) -> Iterator[Event]:
        """Yield what happens and when; nothing in a week before the team began."""
        yield from self._earlier()
        begins = self.calendar.moment(self.calendar.ago(1), 2, "15:00", early=True)
        if begins is None or begins < self.calendar.founding("12:00"):
            return
        for minute, act in enumerate(self._steps()):
            at = begins + timedelta(minutes=minute * 3)
            yield at, partial(act, at)

    def _earlier(self) -> Iterator[Event]:
        for number, (title, states) in enumerate(EARLIER):
            at = self.calendar.moment(self.calendar.ago(7 + number), 3, "13:20", early=True)
            if at is None or at < self.calendar.founding("12:00"):
                continue
            who = self.people[number + 1]
            yield at, partial(self._capture, title, who, at)
            for step, state in enumerate(states, 1):
                later = at + timedelta(days=9 * step)
                yield later, partial(self._advance, title, state, who, later)
        at = self.calendar.moment(self.calendar.ago(2), 3, "11:05", early=True)
        if at is not None and at >= self.calendar.founding("12:00"):
            yield at, partial(self._reject, EARLIER[2][0], self.people[3], at)

    def _capture(self, title: str, who: str, at: datetime) -> None:
        ideas.capture(self.ctx(who, at), title, champion=who)

    def _find(self, title: str, ctx: Context) -> str:
        return next((each.ref for each in ideas.ideas(ctx) if each.title == title), "")

    def _advance(self, title: str, state: IdeaState, who: str, at: datetime) -> None:
        ctx = self.ctx(who, at)
        if ref := self._find(title, ctx):
            ideas.advance(ctx, ref, state, NOTES[state])

    def _reject(self, title: str, who: str, at: datetime) -> None:
        ctx = self.ctx(who, at)
        if ref := self._find(title, ctx):
            ideas.advance(ctx, ref, IdeaState.REJECTED, "a year of work for what the cache gives us in a month")

    # -- the session

    def _steps(self) -> Iterator[Callable[[datetime], object]]:
        yield self._start
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
        yield partial(self.move, Phase.SELECT)
        yield partial(self._choose, 0, 2, 1, 3)
        yield partial(self._choose, 1, 4, 2, 2)
        yield partial(self.move, Phase.CLOSED)

    def _start(self, at: datetime) -> None:
        self.session = sessions.start(self.ctx(self.people[0], at), Kind.BRAINSTORM, TITLE, question=QUESTION)

    def _choose(self, place: int, champion: int, effort: int, impact: int, at: datetime) -> None:
        ctx = self.ctx(self.people[0], at)
        group = sessions.view(ctx, self.ref).groups[place]
        who = self.people[champion]
        ideas.choose(ctx, self.ref, group.id, champion=who, effort=effort, impact=impact)
