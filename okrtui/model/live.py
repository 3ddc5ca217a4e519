"""What a live session is: cards, groups, votes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    """The two rituals that run on a live session."""

    BRAINSTORM = "brainstorm"
    RETRO = "retro"


class Phase(StrEnum):
    """Where a session is; each kind goes through some of these, in its own order."""

    LOBBY = "lobby"
    REVIEW = "review"
    STAGE = "stage"
    SCORE = "score"
    GATHER = "gather"
    REVEAL = "reveal"
    GROUP = "group"
    VOTE = "vote"
    SELECT = "select"
    DISCUSS = "discuss"
    DECIDE = "decide"
    ITEM = "item"
    CLOSED = "closed"


class PollKind(StrEnum):
    """The scale of a question to the room: which answers there are. `rules.live.polls` says what each is called.

    `more` asks for more time on a topic; `radar` is one of the questions that a team keeps, or all of them at once.
    """

    FIST = "fist"
    MORE = "more"
    YES_NO = "yes-no"
    THUMBS = "thumbs"
    LIGHTS = "lights"
    RATING = "1-5"
    WORD = "word"
    RADAR = "radar"


@dataclass(frozen=True, slots=True)
class Poll:
    """A question to the room, its answers shown all at once.

    An answer is a number of its kind's scale, of `word` a short word. `counts` are (number, how many) and `words`
    (word, how many): empty while it is open and where fewer than LEAST_ANSWERS came. `mine` is my answer, `my_word`
    what it says. `question` is what is asked, "" where its kind says that; `about` the topic that was up then, "" for
    none. `minutes` is what `more` asks for, `item` the agenda's step that asks, `radar` the question that a team keeps.
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
    question: str = ""
    words: tuple[tuple[str, int], ...] = ()
    my_word: str = ""
    item: int | None = None
    radar: int | None = None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One step of a session's way: a phase with its minutes (0 is no time box); an `item` is whatever its title says.

    `id` is 0 where the way is fixed. `who` put the item on the agenda beforehand, "" where nobody did. `asks` is how
    the room is asked its title as the step begins, None where it is not.
    """

    id: int
    phase: Phase
    title: str
    minutes: int = 0
    skipped: bool = False
    who: str = ""
    version: int = 1
    asks: PollKind | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A live session. `budget` is votes a person, None for the default; `most` how many on one group.

    `minutes` are (phase, minutes) of the phases with a time box; `timer_end` is when the running one is over,
    `timer_left` the seconds left while it is paused. `started` is all that an anonymous card says of its time. `days`
    are (phase, day) of the phases that last over days, to the end of that day in the workspace's time zone.

    `case` is the ref of the case that it works out, `cases` are those of the cases that came out of it.

    Of a retro: `agenda` are its steps between lobby and close, `at` the id of the present one; `prompts` are what the
    template asks for (`Start`, `Stop`); `box` is what all of it may take in minutes; `topic` the id of the group that
    is discussed, with `topic_minutes` for each.
    """

    id: int
    key: str
    kind: Kind
    title: str
    question: str
    facilitator: str
    phase: Phase
    anonymous: bool
    concealed: bool
    started: datetime
    kr: str = ""
    budget: int | None = None
    votes_per_group: int = 3
    minutes: tuple[tuple[Phase, int], ...] = ()
    timer_end: datetime | None = None
    timer_left: int | None = None
    closed: datetime | None = None
    version: int = 1
    agenda: tuple[AgendaItem, ...] = ()
    step_id: int | None = None
    template: str = ""
    prompts: tuple[str, ...] = ()
    team: str = ""
    cycle: str = ""
    time_box: int | None = None
    topic: int | None = None
    topic_minutes: int = 5
    case: str = ""
    cases: tuple[str, ...] = ()
    days: tuple[tuple[Phase, date], ...] = ()

    @property
    def ref(self) -> str:
        return f"S{self.id}"


@dataclass(frozen=True, slots=True)
class Card:
    """What somebody wrote. `author` is "" in an anonymous session; `shown` is False while others' cards are concealed.

    `mine` follows from my login, or from my token where the session is anonymous.
    """

    id: int
    text: str
    author: str
    mine: bool
    shown: bool = True
    tag: str = ""
    kr: str = ""
    group: int | None = None
    version: int = 1
    is_read: bool = False
    """Whether the room has heard it; that is the session's, whoever leads it by now."""


Stamp: TypeAlias = tuple[int, int, int | None, str]
"""A card's id, version and group, and what no other card has: an id may come again after its card was taken back."""


@dataclass(frozen=True, slots=True)
class Group:
    """Cards that belong together. `votes` is None until the round is closed; `given` are mine."""

    id: int
    name: str
    cards: tuple[Card, ...]
    given: int = 0
    votes: int | None = None
    idea: str = ""
    version: int = 1

    @property
    def is_read(self) -> bool:
        """Whether all its cards were read."""
        return bool(self.cards) and all(card.is_read for card in self.cards)


@dataclass(frozen=True, slots=True)
class Room:
    """Who is there, logins in order; `ready` of them have said so; `typing` people have a half-typed card.

    `lit` is what whoever leads reads: `card 12`, `group 3`, "" for nothing.
    """

    people: tuple[str, ...]
    ready: tuple[str, ...]
    typing: int
    facilitator_gone: bool
    lit: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A phase that lasts over days, to the end of `day`, as one person sees it; `over` is whether that has passed.

    `done` of `people` have taken part, of which in an anonymous session only those are known who said ready; `mine` is
    whether I have, or said ready.
    """

    phase: Phase
    day: date
    over: bool
    done: int
    people: int
    mine: bool


@dataclass(frozen=True, slots=True)
class View:
    """A session as one person sees it now: concealed cards without text, totals only after the vote."""

    session: Session
    cards: tuple[Card, ...]
    groups: tuple[Group, ...]
    room: Room
    budget: int
    votes_left: int
    """My votes that are left."""
    polls: tuple[Poll, ...] = ()
    """The questions to the room, oldest first."""
    stamps: tuple[Stamp, ...] = field(default=(), compare=False, repr=False)
    """Those of the cards, by which the next look reads only what is another."""

    @property
    def loose(self) -> tuple[Card, ...]:
        """The cards in no group."""
        return tuple(card for card in self.cards if card.group is None)
