"""What a retro adds to a live session: topics, notes, polls, agreements."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from okrtui.model.live import AgendaItem, Group, View

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


class PollKind(StrEnum):
    """`fist` is fist-to-five, 0 to 5; `more` asks for more time on a topic, 1 or 0."""

    FIST = "fist"
    MORE = "more"


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
class Poll:
    """A question with a number for an answer, shown all at once.

    `counts` are (answer, how many), empty while it is open and where fewer than LEAST_ANSWERS came; `mine` is my
    answer. `minutes` is what `more` asks for. `about` is the topic that was up when it was asked, "" for none.
    """

    id: int
    kind: PollKind
    open: bool
    mine: int | None
    answered: int
    counts: tuple[tuple[int, int], ...] = ()
    group: int | None = None
    minutes: int = 0
    about: str = ""


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
    polls: tuple[Poll, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    reviews: tuple[KrReview, ...] = ()
    facts: Facts | None = None
    overdue: "tuple[OverdueCase, ...]" = ()
    """In the review the team's cases whose step should have been taken."""
    over: int | None = None
    """Minutes by which the agenda is longer than the time box, shorter where negative; None without one."""

    @property
    def topic(self) -> Topic | None:
        """The topic that is discussed."""
        return next((each for each in self.topics if each.group.id == self.view.session.topic), None)

    @property
    def fist(self) -> Poll | None:
        """The newest fist-to-five."""
        return next((each for each in reversed(self.polls) if each.kind is PollKind.FIST), None)

    @property
    def poll(self) -> Poll | None:
        """The newest question to the room."""
        return self.polls[-1] if self.polls else None
