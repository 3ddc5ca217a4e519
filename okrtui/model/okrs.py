"""What an objective, key result, check-in ... is: frozen data that every layer speaks. Imports only how it is made."""

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
    """How a key result stands; the order is from weakest to strongest."""

    OFF_TRACK = "off track"
    AT_RISK = "at risk"
    TOO_EARLY = "too early"
    ON_TRACK = "on track"


class UpdateState(StrEnum):
    """`pending`, `overdue` and `missed` are derived from the day, never stored."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PENDING = "pending"
    OVERDUE = "overdue"
    MISSED = "missed"


class CommitmentState(StrEnum):
    OPEN = "open"
    DONE = "done"
    CARRIED = "carried"
    DROPPED = "dropped"


class Health(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class MemberState(StrEnum):
    ACTIVE = "active"
    LEFT = "left"


@frozen
class Workspace:
    """One team's or company's database. `uuid` names its drafts; `timezone` is an IANA name."""

    uuid: str
    name: str
    timezone: str
    vision: str
    values: str
    version: int = 1


@frozen
class Team:
    """A circle of members with OKRs of its own."""

    id: int
    name: str


@frozen
class Member:
    """A person, keyed by `login`; `teams` are team names."""

    id: int
    login: str
    name: str
    teams: tuple[str, ...] = ()
    skills: str = ""
    state: MemberState = MemberState.ACTIVE
    version: int = 1


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
    """One step of a milestone key result."""

    title: str
    weight: float = 1.0
    done: bool = False


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
    created: date | None = None
    version: int = 1

    @property
    def ref(self) -> str:
        return f"KR{self.objective}.{self.number}"


@frozen
class CheckIn:
    """One entry for a key result in an ISO week; a higher `revision` of the same week supersedes the lower.

    `who` is whose check-in it is, `entered_by` who typed it (the same login unless a document was imported).
    `status` is what the person set, None where they left the suggestion; `done` are milestone positions from 0.
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


@frozen
class Standing:
    """A key result as it stands on a day: the formulas' results beside what they were computed from.

    `current` is None before the first check-in; `progress` and `expected` are 0-1; `pace` is None while too early;
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


@frozen
class Commitment:
    """One priority (P1-P3) of a weekly update; `carries` counts how often it was carried here, `reason` why dropped."""

    id: int
    who: str
    week: str
    position: int
    text: str
    kr: str = ""
    state: CommitmentState = CommitmentState.OPEN
    carries: int = 0
    reason: str = ""
    version: int = 1


@frozen
class WeeklyUpdate:
    """One member's week. `ahead` is the next four weeks; `pulse` 1-5 is never shown per person."""

    id: int
    who: str
    week: str
    ahead: str = ""
    blocker: str = ""
    helpers: tuple[str, ...] = ()
    wins: str = ""
    pulse: int | None = None
    state: UpdateState = UpdateState.DRAFT
    at: datetime | None = None
    revision: int = 1
    commitments: tuple[Commitment, ...] = ()


@frozen
class HealthMetric:
    """A thing to protect while pushing; `week`, `colour`, `note` are its latest reading, `previous` the one before."""

    id: int
    name: str
    team: str = ""
    week: str = ""
    colour: Health | None = None
    note: str = ""
    previous: Health | None = None
    version: int = 1


@frozen
class PulsePoint:
    """The pulse of a team in one week: mean of `count` answers, never a person's."""

    week: str
    mean: float
    count: int


@frozen
class Activity:
    """A journal entry: who did what to which ref, with the rows before and after.

    `changes` are `{"table", "id", "before", "after"}` dictionaries; a new row has no before, a removed one no after.
    `undoes` is the id of the entry that this one undid or redid.
    """

    id: int
    at: datetime
    who: str
    verb: str
    ref: str
    summary: str
    changes: tuple[dict[str, object], ...] = ()
    undoes: int | None = None
