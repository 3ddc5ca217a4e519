"""What a document moves, rewords, reorders or leaves out: by ref it is known, by title it is asked about."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okrtui.model.okrs import KeyResultState, ObjectiveState
from okrtui.rituals.context import Context
from okrtui.rituals.documents import report_data
from okrtui.rituals.journal.log import undo
from okrtui.rituals.okrs import objectives
from okrtui.sharing.importing.importing import ImportOptions, apply_import, plan_import
from tests.examples import examples
from tests.sharing.team import fill, okrs_file, workspace

PRUNE, RENAMED = ImportOptions(prune=True), ImportOptions(renamed=True)


def refs(ctx: Context) -> dict[str, list[str]]:
    """Return the refs of the cycle's key results by their objective's."""
    found = report_data.reader(ctx).standing("2026-Q4").objectives
    return {each.objective.ref: [standing.kr.ref for standing in each.key_results] for each in found}


def section(text: str, ref: str) -> str:
    """Return the part of a document that is one key result."""
    start = text.index(f"### {ref}")
    end = re.compile("^##", re.M).search(text, start + 4)
    return text[start : end.start() if end else len(text)]


@pytest.mark.parametrize("into", ["## O1: Guests find a table in seconds", "## Something new"])
def test_a_key_result_under_another_objective_moves_with_its_history(tmp_path: Path, into: str) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        text = okrs_file(mia)
        moved = section(text, "KR2.1")
        text = text.replace(moved, "")
        at = text.index("## O2")
        text = text[:at] + (f"{into}\n\n{moved}" if "new" in into else moved) + text[at:]
        plan = plan_import(mia, text)
        assert "KR2.1: moves here with its history" in [line.strip() for line in plan.sentences()]
        assert not any("KR2.1" in note for note in plan.notes)
        before = objectives.key_result(mia, "KR2.1")
        assert "key result" in apply_import(mia, plan)
        there = "KR1.4" if "new" not in into else "KR3.1"
        after = objectives.key_result(mia, there)
        assert (after.id, after.milestones) == (before.id, before.milestones)
        history = report_data.reader(mia).standing("2026-Q4").objectives
        (standing,) = (s for o in history for s in o.key_results if s.kr.ref == there)
        assert len(standing.history) == 2
        undo(mia)
        assert refs(mia) == {"O1": ["KR1.1", "KR1.2", "KR1.3"], "O2": ["KR2.1", "KR2.2"]}


def test_a_move_brings_changes_and_a_ref_that_is_claimed_at_home_does_not_move(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        text = okrs_file(mia)
        part = section(text, "KR2.2").replace("Legal has signed the data terms", "Legal has signed")
        apply_import(mia, plan_import(mia, text.replace(section(text, "KR2.2"), "").replace("## O2", f"{part}## O2")))
        assert objectives.key_result(mia, "KR1.4").title == "Legal has signed"
        twice = okrs_file(mia).replace("## O2", f"{section(okrs_file(mia), 'KR2.1')}## O2")
        assert plan_import(mia, twice).cycles[0].objectives[0].key_results[-1].have is None


def test_refs_are_known_whatever_their_case(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        assert plan_import(mia, okrs_file(mia).replace("### KR", "### kr").replace("## O", "## o")).idle


def test_prune_cancels_what_the_file_does_not_hold_and_one_undo_brings_it_back(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        text = okrs_file(mia)
        text = text.replace(section(text, "KR1.2"), "")
        text = text[: text.index("## O2")]
        plan = plan_import(mia, text, None, PRUNE)
        assert [line for line in plan.sentences() if "would be cancelled" in line] == [
            "KR1.2 Restaurants on live availability is not in the file and would be cancelled.",
            "O2 Hosts trust the evening plan is not in the file and would be cancelled.",
        ]
        assert apply_import(mia, plan) == "cancelled: KR1.2, O2"
        assert objectives.key_result(mia, "KR1.2").state is KeyResultState.CANCELLED
        assert objectives.objective(mia, "O2").state is ObjectiveState.CANCELLED
        assert plan_import(mia, text, None, PRUNE).idle
        undo(mia)
        assert objectives.key_result(mia, "KR1.2").state is KeyResultState.OPEN


def test_another_order_is_told_and_changes_nothing(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        text = okrs_file(mia)
        part = section(text, "KR1.1")
        plan = plan_import(mia, text.replace(part, "").replace("## O2", f"{part}## O2"))
        assert plan.idle and "The file has another order" in " ".join(plan.notes)
        assert not any("another order" in note for note in plan_import(mia, text).notes)


def test_a_likely_rename_of_another_document_is_asked_about_and_taken_when_told(tmp_path: Path) -> None:
    document = "# 2026 Q4 OKRs\n\n## Objective: {}\n\n- KR: Reach 40 customers\n- KR: {}\n"
    with workspace(tmp_path / "w.db") as mia:
        apply_import(mia, plan_import(mia, document.format("Grow the customer base", "Ship the new site")))
        reworded = document.format("Grow our customer base", "Ship the new website")
        asked = [note for note in plan_import(mia, reworded).notes if "--renamed" in note]
        assert asked == [
            "“Grow our customer base” may be O1 “Grow the customer base” in other words; it would be new. "
            "--renamed takes it for the same."
        ]
        plan = plan_import(mia, reworded, None, RENAMED)
        assert not any("--renamed" in note for note in plan.notes)
        apply_import(mia, plan)
        assert objectives.objective(mia, "O1").title == "Grow our customer base"
        assert objectives.key_result(mia, "KR1.2").title == "Ship the new website"
        other = document.format("Grow our customer base", "Answer every letter")
        assert not any("--renamed" in note for note in plan_import(mia, other).notes)


@settings(
    max_examples=examples(10, dear=20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_whatever_a_file_moves_and_rewords_is_so_afterwards_and_one_undo_takes_it_back(
    tmp_path: Path, data: st.DataObject
) -> None:
    with workspace(tmp_path / f"{uuid4()}.db") as mia:
        fill(mia)
        text = okrs_file(mia)
        parts = {ref: section(text, ref) for refs_ in refs(mia).values() for ref in refs_}
        homes = {ref: data.draw(st.sampled_from(["O1", "O2"]), label=ref) for ref in parts}
        titles = {
            ref: data.draw(st.sampled_from(["", "In other words", f"Reworded {ref}"]), label="title") for ref in parts
        }
        head = {"O1": text[: text.index("### KR1.1")], "O2": text[text.index("## O2") : text.index("### KR2.1")]}
        wanted = ""
        for home in ("O1", "O2"):
            below = [ref for ref in parts if homes[ref] == home]
            said = [_retitled(parts[ref], titles[ref]) for ref in below]
            wanted += "".join([head[home], *(part.rstrip("\n") + "\n\n" for part in said)])
        before = {kr.id: (ref, kr.title) for ref in parts for kr in [objectives.key_result(mia, ref)]}
        apply_import(mia, plan_import(mia, wanted))
        found = report_data.reader(mia).standing("2026-Q4").objectives
        after = {s.kr.id: (each.objective.ref, s.kr.title, len(s.history)) for each in found for s in each.key_results}
        for id, (ref, title) in before.items():
            history = text.count("| 2026-W", text.index(f"### {ref}"), text.index(f"### {ref}") + len(parts[ref]))
            assert after[id] == (homes[ref], titles[ref] or title, history)
        assert plan_import(mia, okrs_file(mia)).idle
        if any(homes[ref] != f"O{ref[2]}" or titles[ref] for ref in parts):
            undo(mia)
        assert okrs_file(mia) == text


def _retitled(part: str, title: str) -> str:
    """Return a key result's part of a document with another title, where there is one."""
    return re.sub(r"^(### KR\d\.\d: ).*", rf"\g<1>{title}", part, count=1) if title else part
