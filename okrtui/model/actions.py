"""What an action item is: one task out of a retro or a meeting, with exactly one DRI and a day."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ActionState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ActionStep:
    """One step of an action's history: `what` happened (`made`, `kept`, `done` …), dated and noted."""

    what: str
    note: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Action:
    """An action item.

    `source` is the session (or, where it is mine, the booking) it came out of and `topic` what was talked about, ""
    where none.
    `works` is how we will see that it worked; `reason` why it was dropped.
    """

    id: int
    text: str
    dri: str
    due: date
    made: datetime
    source: str = ""
    topic: str = ""
    kr: str = ""
    works: str = ""
    state: ActionState = ActionState.OPEN
    reason: str = ""
    version: int = 1

    @property
    def ref(self) -> str:
        return f"A{self.id}"

    def overdue(self, today: date) -> bool:
        """Tell whether it should have been done before `today`."""
        return self.state is ActionState.OPEN and self.due < today
