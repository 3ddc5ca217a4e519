"""What a retro adds to a live session: topics, notes, polls, agreements."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from okrtui.model.live import AgendaItem, Group, View
from okrtui.model.live import Poll as Poll
from okrtui.model.live import PollKind as PollKind

if TYPE_CHECKING:
    from okrtui.model.actions import Action
    from okrtui.model.cases import OverdueCase
    from okrtui.model.heroes import Recognition
    from okrtui.model.okrs import Standing
    from okrtui.model.week import PulsePoint


class TopicState(StrEnum):
    WAITING = "waiting"
    DISCUSSED = "discussed"
    DONE = "done"
    PARKED = "parked"


class NoteKind(StrEnum):
    NOTE = "note"
    DECISION = "decision"
    PARKED = "parked"


class Verdict(StrEnum):
    KEEP = "keep"
    CHANGE = "change"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Template:
    """What a retro asks and how its time is cut; `own` is True for one that the team has saved."""

    name: str
    title: str
    about: str
    question: str
    prompts: tuple[str, ...]
    items: tuple[AgendaItem, ...]
    own: bool = False


_LEFT_OVER = " (left over from "


@dataclass(frozen=True, slots=True)
class Proposal:
    """A topic for the next retro's agenda: put there through the week, or left over from the session `origin`."""

    id: int
    text: str
    who: str
    team: str = ""
    origin: str = ""
    version: int = 1

    @property
    def title(self) -> str:
        """What it is called on an agenda."""
        return f"{self.text}{_LEFT_OVER}{self.origin})" if self.origin else self.text

    def is_called(self, title: str) -> bool:
        """Tell whether an agenda's item is this topic, wherever it was left over from at that time."""
        return title == self.text or title.startswith(f"{self.text}{_LEFT_OVER}")


@dataclass(frozen=True, slots=True)
class Topic:
    """A group as a topic: where its discussion is, and how often it was given more time."""

    group: Group
    state: TopicState
    rounds: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """What was written down as the room talked; `who` is "" in an anonymous session.

    `group` is the topic it belongs to, `item` the id of the agenda's step; a parked one may belong to neither.
    """

    id: int
    text: str
    who: str
    kind: NoteKind
    group: int | None = None
    item: int | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class RadarPoint:
    """What a radar's question came to in one retro: how many said green, amber and red; at least LEAST_ANSWERS."""

    session: str
    day: date
    green: int
    amber: int
    red: int

    @property
    def mean(self) -> float:
        """From 1, all red, to 3, all green."""
        return (3 * self.green + 2 * self.amber + self.red) / (self.green + self.amber + self.red)


@dataclass(frozen=True, slots=True)
class RadarQuestion:
    """A question of the health radar that a team keeps (everybody's where `team` is ""), and its trend, oldest first.

    `id` is 0 while the team has not made the set that okrtui proposes its own.
    """

    id: int
    text: str
    team: str = ""
    version: int = 1
    points: tuple[RadarPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """A working agreement; it holds until it is retired, beyond the retro it was made in. `dri` sees to it."""

    id: int
    text: str
    active: bool
    session: str
    since: date
    dri: str = ""
    version: int = 1

    @property
    def ref(self) -> str:
        return f"W{self.id}"


@dataclass(frozen=True, slots=True)
class KrReview:
    """A key result in the retro of a cycle's end: what it came to, what we learned, what becomes of it."""

    kr: str
    title: str
    dri: str
    progress: float
    suggested: float
    score: float | None = None
    comment: str = ""
    learned: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """The period that a retro looks back on: what stood, what was done, who was thanked, how it felt.

    `committed` and `done` count the circle's commitments of its weeks; nobody's own are told apart.
    """

    since: date
    until: date
    key_results: "tuple[Standing, ...]" = ()
    committed: int = 0
    done: int = 0
    heroes: "tuple[Recognition, ...]" = ()
    pulse: "tuple[PulsePoint, ...]" = ()


@dataclass(frozen=True, slots=True)
class RetroView:
    """A retro as one person sees it now: the live session, and what its steps bring up."""

    view: View
    actions: "tuple[Action, ...]" = ()
    """In the review the open ones of earlier retros, afterwards those of this one."""
    topics: tuple[Topic, ...] = ()
    notes: tuple[Note, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    reviews: tuple[KrReview, ...] = ()
    facts: Facts | None = None
    overdue: "tuple[OverdueCase, ...]" = ()
    """In the review the team's cases whose step should have been taken."""
    radar: tuple[RadarQuestion, ...] = ()
    """The team's health radar with its trend, once it was asked here."""
    over: int | None = None
    """Minutes by which the agenda is longer than the time box, shorter where negative; None without one."""

    @property
    def polls(self) -> tuple[Poll, ...]:
        """The questions to the room, oldest first."""
        return self.view.polls

    @property
    def topic(self) -> Topic | None:
        """The topic that is discussed."""
        return next((each for each in self.topics if each.group.id == self.view.session.topic), None)

    @property
    def poll(self) -> Poll | None:
        """The newest question to the room."""
        return self.polls[-1] if self.polls else None
