"""Documents of many shapes with what a careful reader finds in them, and how much of it okrtui's reader finds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from okrtui.sharing.reader.document import LeftKind, ReadDocument
from okrtui.sharing.reader.reader import read_document

FOLDER = Path(__file__).parent / "shapes"
SHAPES = sorted(path.stem for path in FOLDER.glob("*.md"))


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one document or of all: key results that are there and were found, objectives that nobody wrote,
    numbers that differ from a reader's, lines that look like part of an OKR and were left."""

    there: int = 0
    found: int = 0
    invented: int = 0
    wrong: int = 0
    left: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def told(document: ReadDocument) -> Iterator[list[object]]:
    """Return a row for each key result: cycle, objective, title, DRI, kind, start, target, unit."""
    for cycle in document.cycles:
        for objective in cycle.objectives:
            for kr in objective.key_results:
                kind = kr.kind and str(kr.kind)
                yield [
                    cycle.name,
                    objective.title,
                    kr.title,
                    kr.dri or objective.dri,
                    kind,
                    kr.start,
                    kr.target,
                    kr.unit,
                ]


def expected(name: str) -> list[list[object]]:
    """Return what a careful reader finds in a document, as `told` does."""
    every: dict[str, list[list[object]]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
    return every[name]


def score(name: str) -> Score:
    """Return how much of a document the reader finds."""
    read = read_document((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    rows, wanted = list(told(read)), expected(name)
    titles = {(row[1], row[2]): row for row in rows}
    same = [row for row in wanted if (row[1], row[2]) in titles]
    objectives = {str(row[1]) for row in wanted}
    return Score(
        there=len(wanted),
        found=len(same),
        invented=sum(o.title not in objectives for cycle in read.cycles for o in cycle.objectives),
        wrong=sum(titles[row[1], row[2]][4:7] != row[4:7] for row in same),
        left=sum(line.kind is LeftKind.NOT_UNDERSTOOD for line in read.left),
    )
