"""What an objective, key result, check-in ... is: frozen data that every layer speaks."""

from datetime import date, datetime
from enum import StrEnum

from okrtui.model.frozen import frozen


class CycleState(StrEnum):
    PREPARATION = "preparation"
    ACTIVE = "active"
    CLOSED = "closed"


class ObjectiveKind(StrEnum):
    COMMITTED = "committed"
    ASPIRATIONAL = "aspirational"


class ObjectiveState(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    ACHIEVED = "achieved"
    PARTIAL = "partial"
    MISSED = "missed"
    CANCELLED = "cancelled"


class KeyResultKind(StrEnum):
    INCREASE = "increase"
    DECREASE = "decrease"
    STAY_ABOVE = "stay_above"
    STAY_BELOW = "stay_below"
    MILESTONE = "milestone"
    BINARY = "binary"


class KeyResultState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Status(StrEnum):
    """How a key result stands; the order is from weakest to strongest, and what says nothing is last."""

    OFF_TRACK = "off track"
    AT_RISK = "at risk"
    TOO_EARLY = "too early"
    ON_TRACK = "on track"
    NO_DATA = "no data yet"


@frozen
class Cycle:
    """A period, first and last day both inside it."""

    id: int
    name: str
    start: date
    end: date
    state: CycleState
    version: int = 1


@frozen
class Objective:
    """`number` makes the ref `O3`; `dri` is a login or "" for nobody, `parent` a ref or ""; `comment` is of its end."""

    id: int
    number: int
    title: str
    cycle: str
    why: str = ""
    team: str = ""
    dri: str = ""
    kind: ObjectiveKind = ObjectiveKind.COMMITTED
    weight: float = 1.0
    parent: str = ""
    state: ObjectiveState = ObjectiveState.ACTIVE
    comment: str = ""
    version: int = 1

    @property
    def ref(self) -> str:
        return f"O{self.number}"


@frozen
class Milestone:
    """One step of a milestone key result; `id` stays the same through edits, -1 where it has none yet."""

    title: str
    weight: float = 1.0
    done: bool = False
    id: int = -1


@frozen
class KeyResult:
    """A measure of an objective. Its ref is `KR<objective>.<number>`.

    `start`, `target` are in `unit`; for `milestone` they are 0 and the total weight, for `binary` 0 and 1,
    for `stay_above` / `stay_below` `target` is the line to hold. `milestones` carry `done` as of the latest check-in.
    """

    id: int
    number: int
    objective: int
    """The objective's number (3 in O3)."""
    title: str
    kind: KeyResultKind
    start: float
    target: float
    unit: str = ""
    weight: float = 1.0
    dri: str = ""
    priority: str = ""
    note: str = ""
    milestones: tuple[Milestone, ...] = ()
    state: KeyResultState = KeyResultState.OPEN
    score: float | None = None
    comment: str = ""
    created: datetime | None = None
    version: int = 1
    decimal_sign: str = ""
    """How its workspace writes numbers, as `Workspace` says."""

    @property
    def ref(self) -> str:
        return f"KR{self.objective}.{self.number}"


class Via(StrEnum):
    """How a check-in's value came in: a person typed it, or a command told it (`okrtui pull`)."""

    TYPED = "typed"
    PULLED = "pulled"


@frozen
class CheckIn:
    """One entry for a key result in an ISO week; a higher `revision` of the same week supersedes the lower.

    `who` is whose check-in it is, `entered_by` who typed it (the same login unless a document was imported).
    `status` is what the person set, None where they left the suggestion; `done` are the ids of milestones.
    `milestones` are those that there were then, ticked; () where that was not written down.
    """

    id: int
    kr: str
    week: str
    value: float
    confidence: int | None
    note: str
    who: str
    entered_by: str
    at: datetime
    revision: int = 1
    status: Status | None = None
    done: tuple[int, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    via: Via = Via.TYPED


@frozen
class Standing:
    """A key result as it stands on a day: the formulas' results beside what they were computed from.

    `current` and `pace` are None before the first check-in, `pace` while it is too early; `progress` and `expected`
    are 0-1;
    `status` is the DRI's word if one was given with the latest check-in, else `suggested`.
    `history` is the latest revision of each week, oldest first.
    """

    kr: KeyResult
    current: float | None
    progress: float
    expected: float
    pace: float | None
    confidence: int | None
    suggested: Status
    status: Status
    stale: bool
    latest: CheckIn | None
    history: tuple[CheckIn, ...] = ()


@frozen
class ObjectiveStanding:
    """An objective with its key results' standings; `status` is the weakest's, None without key results."""

    objective: Objective
    progress: float
    status: Status | None
    key_results: tuple[Standing, ...] = ()


@frozen
class CycleStanding:
    """A cycle with its objectives' standings."""

    cycle: Cycle
    progress: float
    expected: float
    objectives: tuple[ObjectiveStanding, ...] = ()


SECONDS = 30
"""How long the command of a source may take where nobody said otherwise."""


@frozen
class Source:
    """The command that tells the number of the key result `ref`, its words as the system gets them."""

    ref: str
    command: tuple[str, ...]
    seconds: int = SECONDS


@frozen
class Reading:
    """What a source said: a value as the sheet takes it, or the `problem` in a sentence; `at` is when it was true."""

    ref: str
    value: str = ""
    note: str = ""
    at: datetime | None = None
    problem: str = ""
