"""Every real document is read as SOURCES.md says a careful reader reads it."""

from datetime import date

import pytest

from okrtui.model.okrs import KeyResultKind
from okrtui.sharing.reader.document import ReadKeyResult
from tests.sharing.reader.documents import counts, real

SOURCEGRAPH = [3, 3, 2, 1, 1, 2, 3, 3, 3, 3, 2, 3, 2, 2, 1, 1, 2, 3, 3, 2, 3, 2, 5, 4, 4, 2, 3, 2, 3]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("nodejs-dev.md", [("2020 Set 1", [2, 3, 2])]),
        ("js-ipfs.md", [("2018-Q3", [5, 4, 4])]),
        ("js-libp2p.md", [("2019-Q1", [4, 4, 4, 2])]),
        ("countable.md", [("", [2, 2])]),
        ("clariad.md", [("Q2-Q3 2025", [3, 3, 3, 3, 3])]),
        ("jmeter-zh.md", [("", [3, 2, 1, 5, 0])]),
        ("tecnofit-pt.md", [("2025-Q4", [4, 4]), ("2026-Q1", [4, 4]), ("2026-Q2", [4, 4])]),
        ("sourcegraph-2021q1.md", [("FY21-Q1", SOURCEGRAPH)]),
    ],
)
def test_cycles_objectives_and_key_results_are_those_a_reader_finds(
    name: str, found: list[tuple[str, list[int]]]
) -> None:
    assert counts(real(name)) == found


def test_days_of_a_cycle_are_those_that_its_name_or_the_text_tells() -> None:
    (fiscal,) = real("sourcegraph-2021q1.md").cycles
    assert (fiscal.start, fiscal.end) == (date(2020, 2, 1), date(2020, 4, 30))
    (two,) = real("clariad.md").cycles
    assert (two.start, two.end) == (date(2025, 4, 1), date(2025, 9, 30))


def _portuguese() -> dict[str, ReadKeyResult]:
    return {kr.ref: kr for cycle in real("tecnofit-pt.md").cycles for o in cycle.objectives for kr in o.key_results}


@pytest.mark.parametrize(
    ("ref", "kind", "start", "target", "unit"),
    [
        ("KR1.1", KeyResultKind.INCREASE, 0.0, 99.5, "%"),
        ("KR1.2", KeyResultKind.STAY_BELOW, None, 3.0, "segundos"),
        ("KR1.3", KeyResultKind.STAY_BELOW, None, 0.0, "incidentes"),
        ("KR2.1", KeyResultKind.INCREASE, 0.0, 50_000.0, "saques"),
        ("KR2.4", KeyResultKind.DECREASE, 1.5, 0.2, "%"),
        ("KR3.2", KeyResultKind.DECREASE, 3.0, 1.5, "segundos"),
        ("KR3.3", KeyResultKind.DECREASE, 1.5, 0.4, "R$"),
        ("KR4.1", KeyResultKind.STAY_ABOVE, None, 75.0, "%"),
        ("KR5.2", KeyResultKind.INCREASE, 60.0, 80.0, ""),
        ("KR5.3", KeyResultKind.DECREASE, 15.0, 2.0, "minutos"),
        ("KR5.4", None, None, None, ""),
    ],
)
def test_baseline_and_target_of_another_language_are_start_and_target(
    ref: str, kind: KeyResultKind | None, start: float | None, target: float | None, unit: str
) -> None:
    kr = _portuguese()[ref]
    assert (kr.kind, kr.start, kr.target, kr.unit) == (kind, start, target, unit)


def test_attributes_are_no_milestones_and_the_dashboard_is_no_second_copy() -> None:
    krs = _portuguese()
    assert len(krs) == 24
    assert not any(kr.milestones for kr in krs.values())
    assert krs["KR3.4"].dri == "UX/Product Design"
    assert "Stretch Goal: 99.9%" in krs["KR1.1"].note and "Tracking: Monitoramento 24/7" in krs["KR1.1"].note


def test_labels_in_code_spans_are_no_part_of_a_title_and_no_number_is_made_of_prose() -> None:
    first = real("jmeter-zh.md").cycles[0].objectives[0]
    assert (first.title, first.ref) == ("降低测试门槛", "O1")
    assert first.key_results[0].title.startswith("完成JMeter") and first.key_results[0].target is None


def test_a_state_after_an_arrow_is_a_note_and_the_heading_names_the_team() -> None:
    launch = real("sourcegraph-2021q1.md").cycles[0].objectives[7]
    assert launch.title == "VP Marketing: Launch our new category on March 4."
    assert launch.note.split("\n") == ["Done", "Team: Sales and marketing"]
    assert "[$L][l]" in real("sourcegraph-2021q1.md").cycles[0].objectives[2].title


def test_an_example_in_a_guide_is_no_objective_and_a_label_below_process_is_one() -> None:
    (cycle,) = real("countable.md").cycles
    assert [o.title for o in cycle.objectives] == ["Availability", "Responsiveness to Clients"]
