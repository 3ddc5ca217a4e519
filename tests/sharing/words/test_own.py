"""A person's own words count where a label or a column's head stands, and nowhere else."""

import pytest

from okrtui.errors import Refused
from okrtui.sharing.importing.tabular import read_table
from okrtui.sharing.reader.reader import read_document
from okrtui.sharing.words.own import in_known_words

WORDS = {"objective": ["Ambition", "North star"], "key result": ["Signal"], "target": ["Bar"], "owner": ["Captain"]}


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("## Ambition 1: Grow", "## Objective 1: Grow"),
        ("**north  Star**: Grow", "**Objective**: Grow"),
        ("- [x] Signal #2 – more", "- [x] Key Result #2 – more"),
        ("1. signal: more", "1. Key Result: more"),
        ("| Ambition | Signal | Bar |", "| Objective | Key Result | Target |"),
        ("Ambition", "Objective"),
        ("Ambition drives us", "Ambition drives us"),
        ("Our ambition: grow", "Our ambition: grow"),
        ("- Barometer: 3", "- Barometer: 3"),
    ],
)
def test_a_label_is_put_into_a_known_word(line: str, known: str) -> None:
    assert in_known_words(line, WORDS) == known


def test_a_document_in_own_words_is_read_and_what_is_left_stays_as_written() -> None:
    text = "# Q1 2027\n\n## Ambition 1: Grow\n\n- Signal 1: Customers\n  - Bar: 40\n  - Captain: @ana\n\n## Ambition\n"
    read = read_document(text, WORDS)
    (objective,) = read.cycles[0].objectives
    (kr,) = objective.key_results
    assert (objective.title, kr.title, kr.target, kr.dri) == ("Grow", "Customers", 40, "ana")
    assert read.left[0].text == "## Ambition"
    (other,) = read_document(text).cycles[0].objectives
    assert other.title == "Ambition 1: Grow"


def test_a_table_in_own_words_is_read() -> None:
    (kr,) = (
        read_table("Ambition,Signal,Bar\nGrow,Customers,40\n", {}, WORDS).document.cycles[0].objectives[0].key_results
    )
    assert (kr.title, kr.target) == ("Customers", 40)


def test_a_meaning_that_there_is_not_is_refused() -> None:
    with pytest.raises(Refused, match=r"“dream” in \[words\] isn't one of: objective, key result"):
        in_known_words("x", {"dream": ["Dream"]})


def test_many_blanks_before_a_label_take_no_time_of_their_own() -> None:
    assert in_known_words(" " * 100_000 + "\n" * 100_000 + "Signal: x", WORDS).endswith("\nKey Result: x")
