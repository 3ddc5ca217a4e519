"""Documents of many shapes and languages are read as a careful person reads them."""

import pytest

from okrtui.sharing.reader.reader import read_document
from tests.sharing.reader.shapes import FOLDER, SHAPES, Score, expected, score, told


@pytest.mark.parametrize("name", SHAPES)
def test_a_document_is_read_as_a_careful_person_reads_it(name: str) -> None:
    read = read_document((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    assert list(told(read)) == expected(name)
    assert score(name) == Score(len(expected(name)), len(expected(name)))


def test_a_score_counts_what_is_missing_invented_and_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = expected("flat-lines")
    other = [[*row[:5], 7.0, *row[6:]] if at == 0 else row for at, row in enumerate(wanted)]
    other.append(["", "Another", "Unseen", "", None, None, None, ""])
    monkeypatch.setattr("tests.sharing.reader.shapes.expected", lambda name: other[:-2] + other[-1:])
    assert score("flat-lines") == Score(there=5, found=4, invented=0, wrong=1)
    monkeypatch.setattr("tests.sharing.reader.shapes.expected", lambda name: other[:3])
    assert score("flat-lines").invented == 1
