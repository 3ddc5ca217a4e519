"""What a reader understood of an OKR document: frozen data that is shown before anything is written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from okrtui.model.okrs import KeyResultKind
from okrtui.text import clean


class Confidence(StrEnum):
    """How sure a reading is: the document says so itself, its shape does, or nothing better is there."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class LeftKind(StrEnum):
    """Why a line was left: it looks like part of an OKR and was not understood, or it is other text."""

    NOT_UNDERSTOOD = "not understood"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class ReadMilestone:
    title: str
    done: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class ReadKeyResult:
    """A key result as the document words it. Numbers are proposals: a person decides.

    `dri` is a handle without the @, perhaps of nobody the workspace knows; `ref` is the document's own number
    (`KR1`, `1.2`) or ""; `done` is a ticked task box; `line` counts from 1. `kind` is None where start and target
    decide it; `doubt` says why numbers that stand there are not proposed. `reason` says by which evidence this is a
    key result, `numbers` where its numbers stand and which way they go.
    """

    title: str
    dri: str = ""
    target: float | None = None
    start: float | None = None
    current: float | None = None
    unit: str = ""
    priority: str = ""
    milestones: tuple[ReadMilestone, ...] = ()
    note: str = ""
    line: int = 0
    ref: str = ""
    done: bool = False
    weight: float = 1.0
    kind: KeyResultKind | None = None
    doubt: str = ""
    reason: str = ""
    numbers: str = ""
    confidence: Confidence = Confidence.HIGH


@dataclass(frozen=True, slots=True)
class ReadObjective:
    """An objective as the document words it; `note` holds lines such as its status that okrtui keeps no field for."""

    title: str
    key_results: tuple[ReadKeyResult, ...] = ()
    dri: str = ""
    why: str = ""
    note: str = ""
    line: int = 0
    ref: str = ""
    reason: str = ""
    """By which evidence this is an objective."""
    confidence: Confidence = Confidence.HIGH


@dataclass(frozen=True, slots=True)
class ReadCycle:
    """A cycle by its canonical name; "" where the document names none, and the caller decides.

    `start` and `end` are its first and last day, None where the document does not tell them.
    """

    name: str
    objectives: tuple[ReadObjective, ...] = ()
    line: int = 0
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A line of the document that carries text of which nothing was made."""

    line: int
    text: str
    kind: LeftKind = LeftKind.NOT_UNDERSTOOD


@dataclass(frozen=True, slots=True)
class ReadDocument:
    cycles: tuple[ReadCycle, ...] = ()
    left: tuple[LeftLine, ...] = ()


def evidence(read: ReadObjective | ReadKeyResult) -> str:
    """Return by which evidence something was read so, where its numbers stand, and how sure that is where it is not."""
    said = [clean(read.reason)]
    if isinstance(read, ReadKeyResult):
        said += [clean(part) for part in (read.numbers, f"no number: {read.doubt}" if read.doubt else "") if part]
    sure = "" if read.confidence is Confidence.HIGH else f" ({read.confidence} confidence)"
    return "; ".join(said) + sure


def as_data(
    document: ReadDocument, kind_of: Callable[[ReadKeyResult], KeyResultKind | None] = lambda kr: kr.kind
) -> dict[str, object]:
    """Return `document` as the plain data that `import --dry-run --json` prints; `kind_of` says what would be made."""
    return {
        "cycles": [
            {
                "name": cycle.name,
                "start": cycle.start and str(cycle.start),
                "end": cycle.end and str(cycle.end),
                "objectives": [
                    {
                        "title": objective.title,
                        "ref": objective.ref,
                        "dri": objective.dri,
                        "why": objective.why,
                        "note": objective.note,
                        "line": objective.line,
                        "reason": objective.reason,
                        "confidence": str(objective.confidence),
                        "key_results": [_key_result(kr, kind_of(kr)) for kr in objective.key_results],
                    }
                    for objective in cycle.objectives
                ],
            }
            for cycle in document.cycles
        ],
        "left": [{"line": left.line, "text": left.text, "kind": str(left.kind)} for left in document.left],
    }


def _key_result(kr: ReadKeyResult, kind: KeyResultKind | None) -> dict[str, object]:
    return {
        "title": kr.title,
        "ref": kr.ref,
        "dri": kr.dri,
        "kind": kind and str(kind),
        "start": kr.start,
        "target": kr.target,
        "current": kr.current,
        "unit": kr.unit,
        "weight": kr.weight,
        "doubt": kr.doubt,
        "priority": kr.priority,
        "done": kr.done,
        "milestones": [milestone.title for milestone in kr.milestones],
        "note": kr.note,
        "line": kr.line,
        "reason": kr.reason,
        "numbers": kr.numbers,
        "confidence": str(kr.confidence),
    }
