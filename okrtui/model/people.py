"""Who and what a workspace is: its teams, members and values."""

from datetime import date
from enum import StrEnum

from okrtui.model.frozen import frozen


class MemberState(StrEnum):
    ACTIVE = "active"
    LEFT = "left"


@frozen
class Workspace:
    """One team's or company's database. `uuid` names its drafts; `timezone` is an IANA name.

    `decimal_sign` is how its people write numbers: `.` for 1,500.5, `,` for 1.500,5, "" where nobody has said.
    """

    uuid: str
    name: str
    timezone: str
    vision: str
    decimal_sign: str = ""
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


class ValueState(StrEnum):
    ACTIVE = "active"
    RETIRED = "retired"


@frozen
class Value:
    """What the workspace holds to; its ref is `V<id>`. `keeper` sees to it that it is lived, up to and on `until`.

    `left` tells that the keeper has left the workspace.
    """

    id: int
    text: str
    keeper: str = ""
    until: date | None = None
    state: ValueState = ValueState.ACTIVE
    left: bool = False
    version: int = 1

    @property
    def ref(self) -> str:
        return f"V{self.id}"

    def kept_by(self, today: date) -> str:
        """Return who keeps it today, "" for nobody: a keeper's time ends by itself."""
        return "" if self.left or (self.until is not None and self.until < today) else self.keeper
