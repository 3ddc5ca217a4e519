"""What an idea is, and the steps of its way from captured to adopted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class IdeaState(StrEnum):
    CAPTURED = "captured"
    SHORTLISTED = "shortlisted"
    RESEARCH = "research"
    PROTOTYPE = "prototype"
    ADOPTED = "adopted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an idea's way, dated and noted."""

    state: IdeaState
    note: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Idea:
    """What came out of a session, or was dropped into the inbox; `effort` and `impact` are 1-3, None if not judged.

    `cases` are the refs of the cases that came out of it.
    """

    id: int
    title: str
    text: str
    state: IdeaState
    champion: str = ""
    kr: str = ""
    session: str = ""
    effort: int | None = None
    impact: int | None = None
    reason: str = ""
    steps: tuple[Step, ...] = ()
    cases: tuple[str, ...] = ()
    version: int = 1

    @property
    def ref(self) -> str:
        return f"I{self.id}"
