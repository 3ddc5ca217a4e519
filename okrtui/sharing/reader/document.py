"""What a reader understood of an OKR document: frozen data that is shown before anything is written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadMilestone:
    title: str
    done: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class ReadKeyResult:
    """A key result as the document words it. Numbers are proposals: a person decides.

    `dri` is a handle without the @, perhaps of nobody the workspace knows; `ref` is the document's own number
    (`KR1`, `1.2`) or ""; `done` is a ticked task box; `line` counts from 1.
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
    """A cycle by its canonical name; "" where the document names none, and the caller decides."""

    name: str
    objectives: tuple[ReadObjective, ...] = ()
    line: int = 0


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
                "objectives": [
                    {"title": objective.title, "key_results": [_key_result(kr) for kr in objective.key_results]}
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
        "dri": kr.dri,
        "target": None if kr.target is None else float(kr.target),
        "unit": kr.unit,
        "priority": kr.priority,
        "milestones": [milestone.title for milestone in kr.milestones],
        "note": kr.note,
    }
