"""What a reader understood of an OKR document: frozen data that is shown before anything is written."""

from dataclasses import dataclass
from datetime import date

from okrtui.model.okrs import KeyResultKind


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
    decide it; `doubt` says why numbers that stand there are not proposed.
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
    """A line of the document that carries text and was not understood."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    cycles: tuple[ReadCycle, ...] = ()
    left: tuple[LeftLine, ...] = ()


def as_data(document: ReadDocument) -> dict[str, object]:
    """Return `document` as the plain data that `import --dry-run --json` prints."""
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
                        "key_results": [_key_result(kr) for kr in objective.key_results],
                    }
                    for objective in cycle.objectives
                ],
            }
            for cycle in document.cycles
        ],
        "left": [{"line": left.line, "text": left.text} for left in document.left],
    }


def _key_result(kr: ReadKeyResult) -> dict[str, object]:
    return {
        "title": kr.title,
        "ref": kr.ref,
        "dri": kr.dri,
        "kind": kr.kind and str(kr.kind),
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
    }
