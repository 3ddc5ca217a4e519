"""okrtui's own document, edited by hand or from elsewhere: whose it is, what differs, what is missing."""

from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.okrs import KeyResultKind
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import objectives
from okrtui.sharing.export.tree import export_tree
from okrtui.sharing.importing.importing import apply_import, plan_import
from tests.sharing.team import fill, okrs_file, workspace

HEAD = "<!-- okrtui okrs: x -->\n# OKRs 2026-Q4\n\n2026-10-01 to 2026-12-31, active.\n"


def one(ctx: Context, measure: str) -> tuple[KeyResultKind, float, float, str]:
    """Return kind, start, target and unit of a key result whose measure is written so by hand."""
    (cycle,) = plan_import(ctx, f"{HEAD}\n## Grow\n\n### More\n\n- Measure: {measure}\n").cycles
    kr = cycle.objectives[0].key_results[0].wanted
    return kr.kind, kr.start, kr.target, kr.unit


@pytest.mark.parametrize(
    ("measure", "start", "target", "unit"),
    [
        ("from 0 to 1,000 users", 0.0, 1000.0, "users"),
        ("from 0 to 75,5 %", 0.0, 75.5, "%"),
        ("from 1,234.5 to 0 €", 1234.5, 0.0, "€"),
        ("from 1.000.000 to 2.000.000", 1_000_000.0, 2_000_000.0, ""),
        ("from 10 000 to 20 000 users", 10_000.0, 20_000.0, "users"),
        ("from −3 to 5 °C", -3.0, 5.0, "°C"),
        ("stay below 1,500 ms", 1500.0, 1500.0, "ms"),
        ("from 0.125 to 1.5 s", 0.125, 1.5, "s"),
    ],
)
def test_numbers_of_a_hand_keep_their_separators(
    tmp_path: Path, measure: str, start: float, target: float, unit: str
) -> None:
    with workspace(tmp_path / "w.db") as mia:
        assert one(mia, measure)[1:] == (start, target, unit)


def test_a_measure_that_is_no_number_is_refused_with_its_line(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia, pytest.raises(Refused, match=r"line 10: .*1\.2\.3"):
        one(mia, "from 0 to 1.2.3 users")


def test_another_workspaces_refs_say_nothing(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia, workspace(tmp_path / "v.db", name="Other") as other:
        fill(mia)
        objectives.add_objective(other, "Customers never wait", cycle="2026-Q4")
        export_tree(mia, tmp_path / "out")
        text = (tmp_path / "out/okrs/2026-Q4.md").read_text(encoding="utf-8")
        plan = plan_import(other, text)
        assert all(o.have is None for o in plan.cycles[0].objectives)
        assert "Another workspace wrote this document" in " ".join(plan.notes)
        apply_import(other, plan)
        assert objectives.objective(other, "O1").title == "Customers never wait"
        assert plan_import(other, text).idle  # titles find it again
        assert not any("Another workspace" in note for note in plan_import(mia, text).notes)


def test_what_the_file_does_not_hold_is_named_and_stays(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        text = okrs_file(mia)
        start = text.index("### KR1.2")
        text = text[:start] + text[text.index("### KR1.3") :]
        notes = plan_import(mia, text).notes
        assert [note for note in notes if note.startswith("KR1.2")] == [
            f"KR1.2 {objectives.key_result(mia, 'KR1.2').title} is not in the file; it stays."
        ]
        alone = text[: text.index("## O2")]
        assert any(note.startswith("O2 ") and note.endswith("it stays.") for note in plan_import(mia, alone).notes)


def test_marks_of_a_merge_refuse_the_file_wherever_they_stand(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        text = okrs_file(mia) + "<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> other\n"
        line = text.split("\n").index("<<<<<<< HEAD") + 1
        with pytest.raises(Refused, match=f"line {line}: a merge has left its conflict"):
            plan_import(mia, text)
        with pytest.raises(Refused, match="line 2"):
            plan_import(mia, "# OKRs\n<<<<<<< HEAD\n- KR1: x\n=======\n- KR1: y\n>>>>>>> other\n")
        plan_import(mia, "OKRs\n=======\n\n## Objective: x\n- KR: y\n")  # a heading underlined


def test_long_changes_show_where_they_differ(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        words = "We do this because guests who wait for more than a minute go elsewhere and tell their "
        objectives.add_objective(mia, "Fast", cycle="2026-Q4", why=words + "friends")
        (line,) = plan_import(mia, okrs_file(mia).replace("their friends", "their neighbours")).sentences()
        assert line == "O1 Fast: why …friends → …neighbours"


def test_a_nearly_right_attribute_is_named_and_does_not_join_the_text(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        plan = plan_import(
            mia, f"{HEAD}\n## Grow\n\n- DIR: @mia\n-\tTeam: Growth\n\n### More\n\n- Measur: from 0 to 5\n"
        )
        objective = plan.cycles[0].objectives[0].wanted
        assert (objective.why, objective.team) == ("", "Growth")
        assert [each.text for each in plan.left] == [
            "- DIR: @mia (did you mean DRI?)",
            "- Measur: from 0 to 5 (did you mean Measure?)",
        ]
