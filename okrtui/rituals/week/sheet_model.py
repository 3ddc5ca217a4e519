"""The check-in sheet as data: what it shows, what its fields say, what becomes of them, and what may be wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from okrtui.errors import Refused, Stale
from okrtui.model.actions import Action, ActionState
from okrtui.model.okrs import CheckIn, Standing, Status
from okrtui.model.people import Member
from okrtui.model.week import Commitment, WeeklyUpdate
from okrtui.rules.cases.reading import CaseView
from okrtui.rules.formatting import count


class InvalidField(Refused):
    """One field of the sheet is wrong: `field` is its key."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class EditConflict(Stale):
    """Entries of the week that my fields would correct unseen: nothing was stored, the person chooses first."""

    def __init__(self, entries: tuple[CheckIn, ...], login: str) -> None:
        whose = [f"{_whom(each, login)} entered {each.kr} for {each.week}" for each in entries]
        super().__init__(f"{', '.join(whose)}; nothing was stored yet")
        self.entries = entries


def _whom(entry: CheckIn, login: str) -> str:
    if entry.entered_by != login:
        return entry.entered_by
    return "you, in another place," if entry.who == login else f"you, for {entry.who},"


@dataclass(frozen=True, slots=True)
class SheetData:
    """All that the check-in of one person and week needs.

    `commitments` are last week's, then older open ones; `entered` is this week's latest entry of each key result,
    whoever made it; `known` are (ref, title) of every open key result, mine first.
    """

    workspace: str
    login: str
    week: str
    this_week: str
    zone: tzinfo
    commitments: tuple[Commitment, ...]
    key_results: tuple[Standing, ...]
    entered: Mapping[str, CheckIn]
    update: WeeklyUpdate | None
    plan: tuple[Commitment, ...]
    members: tuple[Member, ...]
    known: tuple[tuple[str, str], ...]
    pulse_promise: str = ""
    """How private a pulse is."""
    decimal_sign: str = ""
    """The workspace's, before the decimals of numbers that are typed."""
    actions: tuple[Action, ...] = ()
    """My open action items; none on the sheet of a week gone by."""
    ideas: tuple[tuple[str, str], ...] = ()
    """(ref, title) of the ideas that somebody made me the champion of."""
    asked: tuple[CaseView, ...] = ()
    """Requests to me whose next step is mine; none on the sheet of a week gone by."""


@dataclass(frozen=True, slots=True)
class SubmitResult:
    """What a submit did: the refs that got a new entry, and the update; `changed` is False where nothing did."""

    checked_in: tuple[str, ...]
    update: WeeklyUpdate | None
    changed: bool

    def sentence(self, week: str) -> str:
        """Return what was done to the sheet of a week, in one sentence."""
        if not self.changed:
            return "nothing has changed since it was submitted"
        made = len(self.checked_in)
        entered = f"{count(made, 'check-in')} and " if made else ""
        return f"submitted: {entered}the update of {week}"


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """What the fields of one key result say."""

    value: float
    done: tuple[int, ...]
    confidence: int | None
    note: str
    status: Status | None
    pulled: bool = False
    """Whether the value is the one that its source told."""


@dataclass(frozen=True, slots=True)
class ActionOutcome:
    """What becomes of an open action: done, dropped with a reason, or open still."""

    ref: str
    state: ActionState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """How a key result would stand with what is typed now; `entered` is False where nothing is."""

    value: float | None
    done: tuple[int, ...]
    progress: float
    pace: float | None
    suggested: Status
    status: Status
    """What stands, or would stand, where the person sets none."""
    entered: bool
