"""What a reader's tests say about a document in few words."""

from pathlib import Path

import pytest

from okrtui.sharing.reader.document import ReadDocument, ReadKeyResult, ReadObjective
from okrtui.sharing.reader.reader import read_document

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "real-okrs"


def real(name: str) -> ReadDocument:
    """Return a real team's document, read; skips aloud where the test data is not beside the repository."""
    path = REAL / name
    if not path.is_file():
        pytest.skip(f"the real document {name} is not here: ../shared/data/real-okrs is missing")
    return read_document(path.read_text(encoding="utf-8"))


def counts(document: ReadDocument) -> list[tuple[str, list[int]]]:
    """Return each cycle's name and its objectives' numbers of key results."""
    return [(cycle.name, [len(o.key_results) for o in cycle.objectives]) for cycle in document.cycles]


def objectives(text: str) -> list[ReadObjective]:
    return [objective for cycle in read_document(text).cycles for objective in cycle.objectives]


def key_results(text: str) -> list[ReadKeyResult]:
    return [kr for objective in objectives(text) for kr in objective.key_results]


def titles(text: str) -> dict[str, list[str]]:
    """Return the key results' titles by the objective's."""
    return {o.title: [kr.title for kr in o.key_results] for o in objectives(text)}


def left(text: str) -> list[int]:
    return [line.line for line in read_document(text).left]
