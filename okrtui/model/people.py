"""Who and what a workspace is: its teams and members."""

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
    values: str
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
