"""What an import would do, as data and as sentences: shown before anything is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from okrtui.model.okrs import CheckIn, KeyResult, KeyResultKind, Objective
from okrtui.rules.formatting import count, number
from okrtui.rules.okrs.milestones import positions
from okrtui.sharing.importing.foreign import planned_kind
from okrtui.sharing.okrs_file.reader import FileCheckIn, FileKeyResult, FileObjective, OkrsFile
from okrtui.sharing.reader.document import (
    LeftLine,
    ReadCycle,
    ReadDocument,
    ReadKeyResult,
    ReadMilestone,
    ReadObjective,
    as_data,
    evidence,
)
from okrtui.text import clean

_SHORT = 60
_OWN = "okrtui’s own document"
ENDS = frozenset({"state", "comment", "score"})
"""What is written last, when check-ins are in."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of something that is there: what it was and what it would be, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class KeyResultPlan:
    """A key result to make (`have` is None) or change; `checkins` are those to enter, corrections among them."""

    wanted: KeyResult
    have: KeyResult | None
    changes: tuple[FieldChange, ...]
    checkins: tuple[FileCheckIn, ...]
    corrections: Mapping[str, CheckIn] = field(default_factory=dict)
    """The check-ins that are there already and different, by week."""
    moves: bool = False
    """Whether it comes from another objective, with its history."""
    line: int = 0
    """Where the document has it, from 1."""

    @property
    def idle(self) -> bool:
        """Whether it is here already, just so."""
        return self.have is not None and not (self.changes or self.checkins or self.moves)

    def told(self) -> tuple[str, ...]:
        """Return what it would be where it is new, else what would change, a phrase each and safe to print."""
        entered = [entry for entry in self.checkins if entry.week not in self.corrections]
        if self.have is None:
            kr = self.wanted
            new = [_measured(kr), f"DRI {kr.dri}" if kr.dri else "", kr.priority, counted(len(entered), "check-in")]
            return tuple(clean(part) for part in new if part)
        told = ["moves here with its history"] if self.moves else []
        told += [_told(change) for change in self.changes]
        corrected = [entry for entry in self.checkins if entry.week in self.corrections]
        told += [_corrected(entry, self.corrections[entry.week], self.have) for entry in corrected]
        return (*told, *(f"{entry.week}: {number(entry.value)} (a new check-in)" for entry in entered))


@dataclass(frozen=True, slots=True)
class ObjectivePlan:
    """An objective to make (`have` is None) or change, with its key results; `number` is the document's own for it."""

    number: int
    wanted: Objective
    have: Objective | None
    changes: tuple[FieldChange, ...]
    key_results: tuple[KeyResultPlan, ...]
    line: int = 0
    """Where the document has it, from 1."""

    @property
    def idle(self) -> bool:
        """Whether nothing of it would be written."""
        return self.have is not None and not self.changes and all(kr.idle for kr in self.key_results)

    def told(self) -> tuple[str, ...]:
        """Return what would change, or who the DRI of a new one is, a phrase each and safe to print."""
        if self.have is None:
            return (f"DRI {clean(self.wanted.dri)}",) if self.wanted.dri else ()
        return tuple(_told(change) for change in self.changes)


@dataclass(frozen=True, slots=True)
class CyclePlan:
    """A cycle to write into; `start` and `end` are those of a new one (None: it is there), `close` ends it at last."""

    name: str
    start: date | None
    end: date | None
    close: bool
    objectives: tuple[ObjectivePlan, ...]
    cancelled: tuple[Objective | KeyResult, ...] = ()
    """What is not in the file and ends for that."""

    @property
    def idle(self) -> bool:
        """Whether nothing of it would be written."""
        return self.start is None and not self.close and not self.cancelled and all(o.idle for o in self.objectives)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All that an import would do. `notes` are sentences on what was decided or left as it is in the workspace."""

    cycles: tuple[CyclePlan, ...]
    teams: tuple[str, ...]
    people: tuple[str, ...]
    """Logins that would become members."""
    notes: tuple[str, ...]
    left: tuple[LeftLine, ...]
    document: ReadDocument = field(repr=False, default_factory=ReadDocument)

    @property
    def idle(self) -> bool:
        """Whether nothing would change."""
        return all(cycle.idle for cycle in self.cycles)

    def as_data(self) -> dict[str, object]:
        """Return what was understood and left, as `import --dry-run --json` prints it."""
        return as_data(self.document, lambda kr: kr.kind if kr.reason == _OWN else planned_kind(kr))

    def sentences(self) -> tuple[str, ...]:
        """Return what would be done, line by line and safe to print; further lines of one thing are indented."""
        if self.idle and not any(cycle.objectives for cycle in self.cycles):
            return ("No objective was found in this document; nothing would change.", *self.notes)
        lines = [line for cycle in self.cycles for line in _cycle(cycle)]
        if self.idle:
            lines = ["All of this is here already; nothing would change."]
        lines += [f"Team {clean(team)} would be new." for team in self.teams]
        lines += [f"{clean(who)} is nobody the workspace knows yet and would become a member." for who in self.people]
        return (*lines, *self.notes)

    def explained(self) -> tuple[str, ...]:
        """Return line by line what each part of the document was taken for, and by which evidence."""
        lines = list[str]()
        for cycle in self.document.cycles:
            lines.append(f"Cycle {clean(cycle.name)}:" if cycle.name else "No cycle is named:")
            for objective in cycle.objectives:
                lines.append(f"  line {objective.line}: objective “{clean(objective.title)}”: {evidence(objective)}")
                lines += [f"    line {kr.line}: “{clean(kr.title)}”: {evidence(kr)}" for kr in objective.key_results]
        return tuple(lines)

    def summary(self) -> str:
        """Return in one line what is new and what changed."""
        objectives = [o for c in self.cycles for o in c.objectives]
        krs = [kr for o in objectives for kr in o.key_results]
        corrected = sum(len(kr.corrections) for kr in krs)
        entered = sum(len(kr.checkins) for kr in krs) - corrected
        new = [
            counted(sum(o.have is None for o in objectives), "objective"),
            counted(sum(kr.have is None for kr in krs), "key result"),
            counted(entered, "check-in"),
        ]
        changed = [
            counted(sum(bool(o.changes) for o in objectives), "objective"),
            counted(sum(bool(kr.changes) or kr.moves for kr in krs), "key result"),
            counted(corrected, "check-in"),
        ]
        parts = [f"new: {', '.join(filter(None, new))}"] if any(new) else []
        parts += [f"changed: {', '.join(filter(None, changed))}"] if any(changed) else []
        gone = [each for cycle in self.cycles for each in cycle.cancelled]
        parts += [f"cancelled: {', '.join(each.ref for each in gone)}"] if gone else []
        return "; ".join(parts) or "nothing changed"


def counted(how_many: int, what: str) -> str:
    """Return `1 objective`, `3 objectives`, "" for none."""
    return count(how_many, what) if how_many else ""


def _cycle(cycle: CyclePlan) -> Iterator[str]:
    if cycle.start is not None:
        yield f"Cycle {clean(cycle.name)} would be new, {cycle.start} to {cycle.end}."
    for objective in cycle.objectives:
        yield from _objective(objective)
    for gone in cycle.cancelled:
        yield f"{gone.ref} {clean(gone.title)} is not in the file and would be cancelled."
    if cycle.close:
        yield f"Cycle {clean(cycle.name)} would be closed."


def _objective(plan: ObjectivePlan) -> Iterator[str]:
    if plan.idle:
        return
    told = ", ".join(plan.told())
    if plan.have is None:
        yield f"New objective: {clean(plan.wanted.title)}{', ' + told if told else ''}"
    else:
        yield f"{plan.have.ref} {clean(plan.have.title)}{': ' + told if told else ''}"
    for kr in plan.key_results:
        if kr.have is None:
            yield f"  new key result: {clean(kr.wanted.title)} ({', '.join(kr.told())})"
        elif not kr.idle:
            yield f"  {kr.have.ref}: {', '.join(kr.told())}"


def _measured(kr: KeyResult) -> str:
    unit = f" {kr.unit}" if kr.unit else ""
    if kr.kind is KeyResultKind.BINARY:
        return "done or not"
    if kr.kind is KeyResultKind.MILESTONE:
        return counted(len(kr.milestones), "milestone") or number(kr.target, "milestones")
    if kr.kind in (KeyResultKind.STAY_ABOVE, KeyResultKind.STAY_BELOW):
        return f"{str(kr.kind).replace('_', ' ')} {number(kr.target)}{unit}"
    return f"from {number(kr.start)} to {number(kr.target)}{unit}"


def _corrected(entry: FileCheckIn, was: CheckIn, kr: KeyResult) -> str:
    """Return what a correction of a check-in changes: `2026-W47: status on track → at risk (a correction)`."""
    given = was.confidence if entry.note is None else entry.confidence  # the boxes alone say nothing of it
    pairs = {
        "value": (number(was.value), number(entry.value)),
        "milestones": (_places(positions(kr.milestones, was.done)), _places(at + 1 for at in entry.done)),
        "confidence": (
            "" if was.confidence is None else str(was.confidence),
            "" if given is None else str(given),
        ),
        "status": (str(was.status or ""), str((was.status if entry.note is None else entry.status) or "")),
        "note": (was.note, was.note if entry.note is None else entry.note),
        "who": (was.who, entry.who or was.who),
    }
    told = ", ".join(_told(FieldChange(name, *pair)) for name, pair in pairs.items() if pair[0] != pair[1])
    return f"{entry.week}: {told or 'nothing'} (a correction)"


def _places(done: Iterable[int]) -> str:
    return " ".join(f"#{at}" for at in done)


def _told(change: FieldChange) -> str:
    before, after = _differing(clean(change.before), clean(change.after))
    name = "DRI" if change.name == "dri" else change.name
    return f"{name} {before or 'nothing'} → {after or 'nothing'}"


def _differing(before: str, after: str) -> tuple[str, str]:
    """Return two texts, long ones cut to where they differ, with the word before it."""
    if max(len(before), len(after)) <= _SHORT:
        return before, after
    shorter = min(len(before), len(after))
    same = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    first = before.rfind(" ", 0, same) + 1 if same > _SHORT // 2 else 0
    return _cut(before, first), _cut(after, first)


def _cut(text: str, first: int) -> str:
    rest = text[first:]
    return ("…" if first and rest else "") + (f"{rest[: _SHORT - 1]}…" if len(rest) > _SHORT else rest)


def document_of(file: OkrsFile, name: str) -> ReadDocument:
    """Return okrtui's own document as what any reader would return."""
    objectives = tuple(_read_objective(each) for each in file.objectives)
    return ReadDocument((ReadCycle(name, objectives, 1),) if objectives else (), file.left)


def _read_objective(each: FileObjective) -> ReadObjective:
    o = each.objective
    krs = tuple(_read_key_result(kr) for kr in each.key_results)
    return ReadObjective(o.title, krs, o.dri, o.why, "", each.line, o.ref if o.number else "", _OWN)


def _read_key_result(each: FileKeyResult) -> ReadKeyResult:
    kr = each.kr
    counts = kr.kind not in (KeyResultKind.BINARY, KeyResultKind.MILESTONE)
    steps = tuple(ReadMilestone(m.title, m.done, m.weight) for m in kr.milestones)
    return ReadKeyResult(
        title=kr.title,
        dri=kr.dri,
        target=kr.target if counts else None,
        start=kr.start if counts else None,
        unit=kr.unit,
        priority=kr.priority,
        milestones=steps,
        note=kr.note,
        line=each.line,
        ref=kr.ref if kr.number else "",
        weight=kr.weight,
        kind=kr.kind,
        reason=_OWN,
    )
