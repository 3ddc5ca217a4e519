"""What a hero-board card is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standard(StrEnum):
    """What somebody is thanked for: helping others, recognition earned, growth made for the business."""

    CONTRIBUTION = "contribution"
    HONOR = "honor"
    INCREMENT = "increment"


class Reaction(StrEnum):
    """The small set; one of each per person and card."""

    HEART = "heart"
    STAR = "star"
    WOW = "wow"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person on a card: whether they hid it, and what they said in their own words beside the giver's."""

    login: str
    hidden: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    id: int
    who: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Recognition:
    """A hero-board card; its ref is `H<id>`. `reason` is why it was withdrawn, "" while it is posted.

    `value` is the ref of the value it shows, "" for none; `reactions` are (kind, logins) in the kinds' order; `across`
    tells that it went from one team to another; `when` and `how` are there where it was marked as a practice worth
    copying.
    """

    id: int
    giver: str
    standard: Standard
    story: str
    at: datetime
    week: str
    recipients: tuple[Recipient, ...]
    evidence: str = ""
    kr: str = ""
    value: str = ""
    withdrawn: bool = False
    reason: str = ""
    when: str = ""
    how: str = ""
    across: bool = False
    reactions: tuple[tuple[Reaction, tuple[str, ...]], ...] = ()
    replies: tuple[Reply, ...] = ()
    version: int = 1

    @property
    def ref(self) -> str:
        return f"H{self.id}"

    @property
    def hidden(self) -> bool:
        """Whether one of its recipients took it off the board."""
        return any(each.hidden for each in self.recipients)

    @property
    def practice(self) -> bool:
        """Whether it is marked as worth copying."""
        return bool(self.when or self.how)
