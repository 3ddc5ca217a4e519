"""What a process is, and a case that runs through it: its steps, who has the turn, what was said."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

APPEAL = "appeal"
"""The step in which an appeal is heard: a process names who hears it, not its place among the steps."""


class CaseState(StrEnum):
    """What is stored; whether a case is overdue, decided or final is told by the clock."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class About(StrEnum):
    WORK = "work"
    PERSON = "person"


class Sight(StrEnum):
    """Who may see a case: everybody, or only its parties."""

    OPEN = "open"
    PARTIES = "parties"


class ProcessState(StrEnum):
    ACTIVE = "active"
    RETIRED = "retired"


class EntryKind(StrEnum):
    """What an entry of a case is. `silence` is what the clock did because nobody said anything."""

    MOVED = "moved"
    TAKEN = "taken"
    ADVICE = "advice"
    DECISION = "decision"
    HAND = "hand"
    ANSWER = "answer"
    APPEALED = "appealed"
    NOTE = "note"
    SILENCE = "silence"
    WITHDRAWN = "withdrawn"


class CaseLink(StrEnum):
    """What ties a case to an idea or a live session: it came out of that, or that works it out."""

    OUT_OF = "out of"
    WORKED_OUT = "worked out in"


@dataclass(frozen=True, slots=True)
class CaseStep:
    """One step of a process: whose turn it is, for how many days, what is asked, and which words answer it.

    `owner` is `opener`, `asked`, `subject`, `dri`, `chosen` or `team:NAME`. `outcomes` are (word, where it leads):
    `next`, `step: NAME`, `close: WORD`, `take`, `pass on` or `stay`. `overdue` is where silence leads, "" for nowhere.
    `ends` are the outcomes whose consequence needs a last day, `grants` those that become a hero card.
    """

    name: str
    owner: str
    days: int
    asks: str
    outcomes: tuple[tuple[str, str], ...]
    decides: bool = False
    advice: bool = False
    overdue: str = ""
    ends: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()

    @property
    def team(self) -> str:
        """The team that owns it, "" where a person does."""
        return self.owner.removeprefix("team:") if self.owner.startswith("team:") else ""

    def leads(self, outcome: str) -> str:
        """Return where an outcome leads, "" where there is none of that word."""
        return dict(self.outcomes).get(outcome, "")


@dataclass(frozen=True, slots=True)
class Appeal:
    """Who may appeal against a decision, within how many days, and the step in which it is heard."""

    by: str
    days: int
    heard: CaseStep


@dataclass(frozen=True, slots=True)
class Process:
    """One version of a process; `text` is the TOML it was read from, `id` its row, 0 where it is not stored yet."""

    name: str
    title: str
    purpose: str
    steps: tuple[CaseStep, ...]
    about: About = About.WORK
    sight: Sight = Sight.OPEN
    needs: str = ""
    tells: bool = False
    hands: bool = False
    page: str = ""
    appeal: Appeal | None = None
    text: str = ""
    number: int = 1
    state: ProcessState = ProcessState.ACTIVE
    id: int = 0

    @property
    def private(self) -> bool:
        """Whether its cases are for those alone whom they concern."""
        return self.sight is Sight.PARTIES

    def knows(self, name: str) -> bool:
        """Tell whether there is a step called so."""
        return name in {each.name for each in self.steps} or (name == APPEAL and self.appeal is not None)

    def step(self, name: str) -> CaseStep:
        """Return the step called so. Raises KeyError where there is none."""
        if name == APPEAL and self.appeal is not None:
            return self.appeal.heard
        return {each.name: each for each in self.steps}[name]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a case that is never changed: who said what in which step. `to` is whom it names, "" for nobody.

    `day` is the day that it counts for, `ends` the last day of a decision's consequence.
    """

    id: int
    kind: EntryKind
    who: str
    at: datetime
    day: date
    step: str
    outcome: str = ""
    text: str = ""
    to: str = ""
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One run of a process. `since` is when its step began, `by` the day that the opener named.

    `asked`, `subject`, `dri`, `chosen` and `holder` are logins, "" for nobody; `holder` took a team's step.
    `evidence` are the refs of what a case about a person builds on, `happened` the day of what it is about.
    `ends` is the last day of what was decided, `older` the ref of the case that this one supersedes and `newer` of the
    one that supersedes it. `out_of` is the ref of what it came out of: an idea, a session, or a booking of mine, "" for
    nothing; `sessions` are those of the live sessions that worked it out.
    """

    id: int
    process: str
    title: str
    opener: str
    opened: date
    step: str
    since: date
    text: str = ""
    asked: str = ""
    subject: str = ""
    companion: str = ""
    dri: str = ""
    chosen: str = ""
    holder: str = ""
    kr: str = ""
    evidence: str = ""
    happened: date | None = None
    by: date | None = None
    state: CaseState = CaseState.OPEN
    outcome: str = ""
    closed: date | None = None
    ends: date | None = None
    appealed: bool = False
    older: str = ""
    newer: str = ""
    out_of: str = ""
    sessions: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    process_id: int = 0
    version: int = 1

    @property
    def ref(self) -> str:
        return f"C{self.id}"


@dataclass(frozen=True, slots=True)
class OverdueCase:
    """What a retro is told of a case whose step should have been taken: whom it waits for, and since when."""

    ref: str
    title: str
    step: str
    waits_for: str
    due: date
