"""Each reading says by which evidence it was made and how sure it is; what was left says why."""

import pytest

from okrtui.sharing.reader.document import Confidence, LeftKind, as_data
from okrtui.sharing.reader.reader import read_document
from tests.sharing.reader.documents import key_results, objectives

LABELLED = "# Q2 2026\n\n## Objetivo 2: Crecer\n\n- KR 2.1: de 10 a 20 clientes\n- KR 2.2: NPS\n"


@pytest.mark.parametrize(
    ("text", "reason", "sure"),
    [
        (LABELLED, "labelled “Objetivo 2”, 2 key results below", Confidence.HIGH),
        ("# Q2 2026\n\n## Grow\n\n- Win a customer\n", "heading in the cycle 2026-Q2, 1 key result below", "medium"),
        ("# Q2 2026\n\n**Grow**\n\n- Win\n", "line in bold before a list, 1 key result below", Confidence.MEDIUM),
        ("# Q2 2026\n\n- Grow\n  - KR1: Win\n", "item with a list below it, 1 key result below", Confidence.MEDIUM),
        (
            "| Objective | Key result |\n|---|---|\n| Grow | Win |\n",
            "column of objectives in a table, 1 key result below",
            "medium",
        ),
        ("# Team\n\n## Grow\n\n- Reach 40 customers @ana\n", "heading, 1 key result below", Confidence.LOW),
    ],
)
def test_an_objective_says_by_which_evidence_it_is_one(text: str, reason: str, sure: str) -> None:
    (found,) = objectives(text)
    assert (found.reason, found.confidence) == (reason, sure)


@pytest.mark.parametrize(
    ("line", "reason", "numbers"),
    [
        ("KR1: from 10 to 20 customers", "labelled “KR1”", "the title says from 10 to 20 customers"),
        ("p99 latency below 200 ms", "item below “Key results”", "the title says stay below 200 ms"),
        ("Reach 40 customers", "item below “Key results”", "the title says to 40 customers, start not told"),
        ("Faster\n  - Target: 90 %\n  - Baseline: 40 %", "item below “Key results”", "“Target” says from 40 to 90 %"),
        ("Ship\n  - [x] draft\n  - [ ] review", "item below “Key results”", "2 milestones below it"),
        ("Ship it", "item below “Key results”", ""),
    ],
)
def test_a_key_result_says_where_its_numbers_stand(line: str, reason: str, numbers: str) -> None:
    (kr,) = key_results(f"## Objective 1: Grow\n\nKey results:\n\n- {line}\n")
    assert (kr.reason, kr.numbers) == (reason, numbers)


def test_a_line_that_looks_like_part_of_an_okr_is_told_apart_from_prose() -> None:
    text = (
        "Welcome to our plans.\n\n## Objective 1: Grow\n\n- KR1: Win 10 customers\n- and whatever comes\n\n"
        "## Archive\n\n- KR9: Old\n"
    )
    left = {line.line: line.kind for line in read_document(text).left}
    assert left == {
        1: LeftKind.PROSE,
        6: LeftKind.NOT_UNDERSTOOD,
        8: LeftKind.PROSE,
        10: LeftKind.PROSE,
    }


def test_key_results_of_a_table_that_stand_below_no_objective_are_not_understood() -> None:
    text = "# Q3 2026\n\n| Key result | Target |\n|---|---|\n| Speed | 5 |\n"
    assert [(each.line, each.kind) for each in read_document(text).left][1:] == [
        (3, LeftKind.NOT_UNDERSTOOD),
        (5, LeftKind.NOT_UNDERSTOOD),
    ]


@pytest.mark.parametrize("below", ["Key Result: y\n", "- KR1: y\n", "Key results:\n\n- y\n"])
def test_an_objective_over_key_results_is_read_below_a_heading_of_prose_and_no_example(below: str) -> None:
    (found,) = objectives(f"# Team\n\n## Process\n\nObjective: x\n\n{below}")
    assert (found.title, [kr.title for kr in found.key_results]) == ("x", ["y"])
    assert objectives(f"# Team\n\n## Examples\n\nObjective: x\n\n{below}") == []
    assert objectives("# Team\n\n## Context\n\nObjective: tell what we want.\n\nMore words.\n") == []


def test_json_has_reasons_confidence_and_what_kind_of_line_was_left() -> None:
    data = as_data(read_document(f"Hello all.\n\n{LABELLED}"))
    cycles = data["cycles"]
    assert isinstance(cycles, list)
    objective = cycles[0]["objectives"][0]
    assert (objective["reason"], objective["confidence"]) == ("labelled “Objetivo 2”, 2 key results below", "high")
    assert objective["key_results"][0]["numbers"] == "the title says from 10 to 20 clientes"
    assert data["left"] == [{"line": 1, "text": "Hello all.", "kind": "prose"}]
