"""What a week is: updates, commitments, health metrics and the pulse."""

from datetime import datetime
from enum import StrEnum

from okrtui.model.frozen import frozen


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
    """A thing to protect while pushing, in a week: `colour` and `note` are that week's reading, None without one.

    `previous` is the reading before it and `read` the week it is of.
    """

    id: int
    name: str
    team: str = ""
    week: str = ""
    colour: Health | None = None
    note: str = ""
    previous: Health | None = None
    read: str = ""
    version: int = 1


LEAST_ANSWERS = 3
"""Of fewer no mean and no count is told, of a pulse or of a question to the room: each would be somebody's."""


@frozen
class PulsePoint:
    """The pulse of a team in one week: mean of `count` answers, never a person's."""

    week: str
    mean: float
    count: int
