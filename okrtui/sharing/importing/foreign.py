"""A document that a team had before okrtui, turned into what okrtui can hold: proposals, never certainties."""

from collections.abc import Mapping
from datetime import date

from okrtui.errors import Refused
from okrtui.model.okrs import KeyResult, KeyResultKind, Milestone, Objective
from okrtui.rituals.people.members import checked_login
from okrtui.rules.okrs.measures import checked_weight, measured
from okrtui.rules.okrs.milestones import done_weight, identified
from okrtui.rules.weeks import week_of
from okrtui.sharing.markdown.escape import one_line, safe_lines
from okrtui.sharing.okrs_file.reader import FileCheckIn, FileKeyResult, FileObjective
from okrtui.sharing.reader.document import ReadKeyResult, ReadMilestone, ReadObjective
from okrtui.text import folded


class Handles:
    """Finds the logins that handles and names of a document mean."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._known = {folded(login): login for login in names}
        self._named = {folded(name): login for login, name in names.items()}

    def login(self, handle: str) -> str | None:
        """Return a known person's login, whatever the case, a new login, "" for nobody, None for what can't be one."""
        bare = one_line(handle).removeprefix("@")
        if not bare:
            return ""
        known = self._known.get(folded(bare)) or self._named.get(folded(bare))
        if known:
            return known
        try:
            return checked_login(bare)
        except Refused:
            return None


def foreign_objective(read: ReadObjective, handles: Handles, week: str, start: date, end: date) -> FileObjective:
    """Return an objective with its key results; what okrtui keeps no field for goes to the why.

    `week` is this one; `start` and `end` are the cycle's.
    """
    login = handles.login(read.dri)
    extra = f"DRI: {read.dri}" if login is None else ""
    why = safe_lines("\n\n".join(part for part in (read.why, read.note, extra) if part))
    made = Objective(0, 0, one_line(read.title), "", why=why, dri=login or "")
    entered = min(week, week_of(end)) if week_of(start) <= week else ""
    return FileObjective(made, tuple(_key_result(kr, handles, entered) for kr in read.key_results), read.line)


def planned_kind(read: ReadKeyResult) -> KeyResultKind:
    """Return the kind of the key result that importing would make."""
    return _measure(read, identified([_milestone(step) for step in read.milestones if one_line(step.title)], ()))[0]


def _key_result(read: ReadKeyResult, handles: Handles, week: str) -> FileKeyResult:
    login = handles.login(read.dri)
    note = read.note if login is not None else f"{read.note}\nDRI: {read.dri}"
    steps = identified([_milestone(step) for step in read.milestones if one_line(step.title)], ())
    kind, start, target = _measure(read, steps)
    kr = KeyResult(
        id=0,
        number=0,
        objective=0,
        title=one_line(read.title),
        kind=kind,
        start=start,
        target=target,
        unit="" if kind in (KeyResultKind.MILESTONE, KeyResultKind.BINARY) else one_line(read.unit),
        weight=_weight(read.weight),
        dri=login or "",
        priority=one_line(read.priority),
        note=safe_lines(note),
        milestones=steps,
    )
    entry = _entry(read, kr, week) if week else None
    return FileKeyResult(kr, (entry,) if entry else (), read.line)


def _milestone(step: ReadMilestone) -> Milestone:
    return Milestone(one_line(step.title), _weight(step.weight), step.done)


def _weight(weight: float) -> float:
    try:
        return checked_weight(weight)
    except Refused:
        return 1.0


def _measure(read: ReadKeyResult, steps: tuple[Milestone, ...]) -> tuple[KeyResultKind, float, float]:
    """Return what fits the numbers proposed: a held line for a target of nothing, done or not where there is none."""
    if steps or read.target is None:
        return measured(None, None, None, steps)
    start, kind = read.start, read.kind
    if (
        start is None
        and read.current is not None
        and read.current > read.target
        and kind is not KeyResultKind.STAY_ABOVE
    ):
        start, kind = read.current, None  # it is to come down, and this is where it stands
    for each, first in ((kind, start), (None, start), (KeyResultKind.STAY_BELOW, None)):
        try:
            return measured(each, first, read.target)
        except Refused:
            continue
    return measured(KeyResultKind.BINARY, None, None)


def _entry(read: ReadKeyResult, kr: KeyResult, week: str) -> FileCheckIn | None:
    """Return the check-in that ticks and a current value stand for, None where nothing has moved."""
    value, done = kr.start, tuple[int, ...]()
    if kr.milestones:
        done = tuple(step.id for step in kr.milestones if step.done or read.done)
        value = done_weight(kr.milestones, done)
    elif kr.kind is KeyResultKind.BINARY:
        value = 1.0 if read.done else 0.0
    elif read.current is not None:
        value = read.current
    elif read.done:
        value = kr.target
    moved = value != kr.start or (read.current is not None and kr.kind is KeyResultKind.STAY_BELOW)
    return FileCheckIn(week, value, done, None, None, None, "", read.line) if moved else None
