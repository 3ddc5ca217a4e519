"""The reader takes any text: it never raises, loses no line, and its time grows with the text, not faster."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrtui.sharing.reader.blocks import source_lines
from okrtui.sharing.reader.document import ReadDocument, as_data
from okrtui.sharing.reader.reader import read_document
from okrtui.sharing.words.inline import carries_text
from okrtui.text import UNSAFE
from tests.examples import examples

_WORDS = """# /## /### /#### /- /* /1. /  /    /> /**/`/Objective 1: /O2 – /KR1: /KR：/Key Results:/Owner: /@amy/[p0]/
[x] /2024 Q1/OKRs/from 10 to 20 /50%/word /目标：/, and/(/)/[a](b)/<br>/Status: /Target: 5/Notes/| KR | Target |"""
PIECES = st.sampled_from(
    [
        *re.split("/\n?", _WORDS),
        "\n",
        "\n\n",
        "\n- ",
        "\n  - ",
        "\t",
        "\r\n",
        "\x1b",
        "```\n",
        "\n|---|---|\n| a | 5 |\n",
    ]
)
DOCUMENTS = st.lists(PIECES, max_size=60).map("".join)


def words_of(document: ReadDocument) -> str:
    """Return everything that was understood, as one text."""
    return repr(document)


@given(st.text(max_size=400) | DOCUMENTS)
@settings(max_examples=examples(120), deadline=None)
def test_any_text_is_read_in_order_and_safely(text: str) -> None:
    document = read_document(text)
    numbers = [line.line for line in document.left]
    assert numbers == sorted(set(numbers))
    assert not re.search(f"[{UNSAFE}]", "".join(line.text for line in document.left))
    assert set(as_data(document)) == {"cycles", "left"}
    for cycle in document.cycles:
        assert cycle.objectives
        for objective in cycle.objectives:
            assert objective.title
            assert all(kr.title for kr in objective.key_results)


@given(DOCUMENTS)
@settings(max_examples=examples(120), deadline=None)
def test_every_line_is_understood_or_left(document: str) -> None:
    # Each line gets a word of its own, which must come out somewhere.
    lines = [f"{line}mark{at}x" if carries_text(line) else line for at, line in enumerate(source_lines(document))]
    read = read_document("\n".join(lines))
    if read.cycles:
        said = words_of(read)
        heads = {cycle.line for cycle in read.cycles}
        for at, line in enumerate(lines):
            structure = at + 1 in heads or not line.endswith("x") or "Owner" in line or "2024 Q1" in line or "|" in line
            assert structure or f"mark{at}x" in said or "```" in line, line
    else:
        assert [line.line for line in read.left] == [at for at, line in enumerate(lines, 1) if carries_text(line)]


@pytest.mark.parametrize(
    "piece",
    ["[", "*", "[a](b", "> ", "- ", "1 ", "@a ", "`a", "- KR1: from 1 to 2 @x [p0] and a few words more\n", "<a", "_a"],
)
def test_a_long_text_takes_seconds_at_most(piece: str) -> None:
    text = "## O1: x\n- KR1: " + piece * (300_000 // len(piece))
    began = time.process_time()
    read_document(text)
    assert time.process_time() - began < 10


def test_lists_and_quotes_nested_without_end_are_left_where_reading_ends() -> None:
    deep = "".join("  " * at + f"- item{at}\n" for at in range(300))
    document = read_document("# O1: x\n- KR1: y\n\n" + deep + "\n" + "> " * 3000 + "quote")
    assert document.cycles[0].objectives[0].key_results[0].title == "y"
    assert document.left[-1].text.endswith("quote")


@pytest.mark.parametrize(
    ("value", "unit", "note"),
    [
        ("5% of all teams", "%", "Target: 5% of all teams"),
        ("5 of 8", "", "Target: 5 of 8"),
        ("5mark", "", "Target: 5mark"),
        ("from 10 to 5 ms", "ms", ""),
        ("1,000 users", "users", ""),
        ("$5k", "$", ""),
        ("50 percent", "%", ""),
    ],
)
def test_what_a_target_says_beside_its_number_goes_to_the_note(value: str, unit: str, note: str) -> None:
    read = read_document(f"Objective 1: x\n1. y\nTarget: {value}")
    found = read.cycles[0].objectives[0].key_results[0]
    assert (found.unit, found.note) == (unit, note)
