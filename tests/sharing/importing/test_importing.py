"""An import shows what it would do, does exactly that in one change, and does nothing the second time."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from okrtui.errors import Refused, Stale
from okrtui.model.okrs import KeyResultKind, ObjectiveState, Status
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.okrs import closing, cycles, objectives, standings
from okrtui.rituals.people import members
from okrtui.sharing.importing.importing import apply_import, plan_import
from tests.sharing.reader.documents import REAL
from tests.sharing.team import fill, okrs_file, workspace

TABLE = """# OKRs 2026 Q4

## Objective: Fast

| KR | Target | Current | Owner |
|---|---|---|---|
| p95 latency | 90 ms | 180 ms | Jane Doe |
| Crashes | 0 | 4 | @MIA |
| Users | 100 | 20 | @zed |
"""


def real(name: str) -> str:
    path = REAL / name
    if not path.is_file():
        pytest.skip(f"the real document {name} is not here: ../shared/data/real-okrs is missing")
    return path.read_text(encoding="utf-8")


def imported(ctx: Context, text: str, cycle: str | None = None) -> str:
    """Import, check that the second time is idle, and return the summary."""
    said = apply_import(ctx, plan_import(ctx, text, cycle))
    again = plan_import(ctx, text, cycle)
    assert again.idle, again.sentences()
    assert apply_import(ctx, again) == "nothing changed"
    return said


@pytest.mark.parametrize(
    ("name", "cycle", "summary"),
    [
        ("js-ipfs.md", "2018-Q3", "new: 3 objectives, 13 key results"),
        ("js-libp2p.md", "2019-Q1", "new: 4 objectives, 14 key results"),
        ("nodejs-dev.md", "2020 Set 1", "new: 3 objectives, 7 key results"),
    ],
)
def test_real_documents_come_in_and_go_out_again(tmp_path: Path, name: str, cycle: str, summary: str) -> None:
    with workspace(tmp_path / "w.db") as mia, workspace(tmp_path / "v.db") as other:
        assert imported(mia, real(name)) == summary
        exported = okrs_file(mia, cycle)
        assert imported(other, exported) == summary
        assert okrs_file(other, cycle) == exported


def test_numbers_are_targets_handles_are_dris_and_bullets_milestones(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        plan = plan_import(mia, real("js-ipfs.md"))
        assert plan.people == ("achingbrain", "alanshaw", "diasdavid", "hugomrdias")
        apply_import(mia, plan)
        kr = objectives.key_result(mia, "KR2.1")
        assert (kr.kind, kr.target, kr.unit, kr.dri) == (KeyResultKind.INCREASE, 10, "days", "alanshaw")
        assert objectives.key_result(mia, "KR1.1").kind is KeyResultKind.BINARY
        imported(mia, real("js-libp2p.md"))
        assert [len(objectives.key_result(mia, "KR6.1").milestones), objectives.key_result(mia, "KR4.1").priority] == [
            3,
            "p1",
        ]


def test_nothing_is_written_by_a_plan(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        before = log.log(mia)
        plan = plan_import(mia, real("js-libp2p.md"))
        assert plan.sentences()[0] == "Cycle 2019-Q1 would be new, 2019-01-01 to 2019-03-31."
        assert log.log(mia) == before and cycles.cycles(mia) == ()


def test_a_table_with_current_values_becomes_check_ins(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        plan = plan_import(mia, TABLE)
        assert plan.notes == ("“Jane Doe” isn't a login; the name is kept in the text.",)
        imported(mia, TABLE)
        latency, crashes, users = (standings.standing(mia, objectives.key_result(mia, f"KR1.{n}")) for n in (1, 2, 3))
        assert (latency.kr.start, latency.kr.target, latency.kr.note) == (180, 90, "DRI: Jane Doe")
        assert (crashes.kr.kind, crashes.kr.dri) == (KeyResultKind.DECREASE, "mia")
        assert (users.current, users.kr.dri) == (20, "zed")


def test_a_foreign_document_overwrites_nothing(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        imported(mia, TABLE)
        objectives.edit_key_result(mia, "KR1.3", target=120, dri="")
        plan = plan_import(mia, TABLE)
        assert plan.sentences() == ("O1 Fast", "  KR1.3: DRI nothing → zed", *plan.notes)
        apply_import(mia, plan)
        assert objectives.key_result(mia, "KR1.3").target == 120


def test_one_undo_takes_back_a_whole_import(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia, workspace(tmp_path / "v.db") as other:
        fill(mia)
        imported(other, okrs_file(mia))
        entry = log.log(other)[0]
        assert (entry.verb, entry.summary) == ("imported", "new: 2 objectives, 5 key results, 15 check-ins")
        log.undo(other)
        assert cycles.cycles(other) == () and members.teams(other) == ()
        log.redo(other)
        assert okrs_file(other) == okrs_file(mia)


def test_hand_edits_are_shown_and_done(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        text = okrs_file(mia)
        for old, new in (
            ("| 2026-W47 | 121 | 7 |  |", "| 2026-W47 | 118 | 8 | on track |"),
            ("to 90 ms", "to 80 ms"),
            ("- [ ] Rollout", "- [x] Rollout"),
            ("DRI: @jun", "Owner: @newbie"),
            ("KR2.2: Legal has", "KR2.2: The lawyers have"),
        ):
            text = text.replace(old, new)
        text += "\n## A new goal\n\nBecause.\n\n* **Team:** Growth\n* Contributes to: O1\n\n### It works\n\nAt all.\n"
        plan = plan_import(mia, text)
        assert plan.sentences() == (
            "O1 Guests find a table in seconds",
            "  KR1.1: measure from 180 to 90 ms → from 180 to 80 ms, "
            "2026-W47: value 121 → 118, confidence 7 → 8, status nothing → on track (a correction)",
            "  KR1.3: DRI jun → newbie",
            "O2 Hosts trust the evening plan",
            "  KR2.1: 2026-W47: value 2 → 4, milestones #1 #2 → #1 #2 #3 (a correction)",
            "  KR2.2: title Legal has signed the data terms → The lawyers have signed the data terms",
            "New objective: A new goal",
            "  new key result: It works (done or not)",
            "Team Growth would be new.",
            "newbie is nobody the workspace knows yet and would become a member.",
        )
        assert imported(mia, text) == "new: 1 objective, 1 key result; changed: 3 key results, 2 check-ins"
        assert [e.value for e in standings.history(mia, objectives.key_result(mia, "KR1.1"))][-2:] == [121, 118]
        assert standings.standing(mia, objectives.key_result(mia, "KR1.1")).status is Status.ON_TRACK
        assert objectives.objective(mia, "O3").parent == "O1"


def test_what_the_file_leaves_out_is_left_in_the_workspace(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        text = okrs_file(mia)
        assert plan_import(mia, text[: text.index("### KR1.2")]).idle


def test_lines_nobody_understands_are_left_and_shown(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        plan = plan_import(mia, okrs_file(mia) + "\nNice quarter!\n")
        assert plan.idle and [line.text for line in plan.left] == ["Nice quarter!"]
        assert list(plan.as_data()) == ["cycles", "left"]


def test_a_closed_cycle_is_restored_in_an_empty_workspace_and_read_only_in_its_own(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia, workspace(tmp_path / "v.db") as other:
        fill(mia)
        for ref in ("O1", "O2"):
            closing.close_objective(mia, ref, "Well.\n\n- done", suggested=True)
        closing.close_cycle(mia, "2026-Q4")
        text = okrs_file(mia, "2026-Q4")
        assert plan_import(mia, text).idle
        imported(other, text)
        assert cycles.cycles(other)[0].state == "closed" and okrs_file(other, "2026-Q4") == text
        with pytest.raises(Refused, match="2026-Q4 is closed and read-only"):
            plan_import(mia, text.replace("Score: 0.7", "Score: 0.9"))


def test_another_cycle_takes_a_document_as_new(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        text = okrs_file(mia).split("### KR1.1")[0]
        imported(mia, text, "2027 q1")
        assert [o.ref for o in objectives.objectives(mia, "2027-Q1")] == ["O1", "O2", "O3"]
        assert objectives.objective(mia, "O3").cycle == "2027-Q1"


def test_one_cycle_of_several_is_chosen_by_name(tmp_path: Path) -> None:
    text = "# OKRs\n\n## 2026 Q3\n\n### Fast\n\n- KR1: p95 under 90 ms\n\n## 2026 Q4\n\n### Safe\n\n- KR1: 0 breaches\n"
    with workspace(tmp_path / "w.db") as mia:
        assert [c.name for c in plan_import(mia, text).cycles] == ["2026-Q3", "2026-Q4"]
        assert [c.name for c in plan_import(mia, text, "2026-q4").cycles] == ["2026-Q4"]
        with pytest.raises(Refused, match="it has: 2026-Q3, 2026-Q4"):
            plan_import(mia, text, "2025-Q1")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("| 121 |", "| fast |", "line 28: “fast” isn't a value for Search answers fast"),
        ("2026-W47 | 11 ", "2026-W48 | 11 ", "line 40: 2026-W48 has not begun yet; this is 2026-W47"),
        ("2026-W46 | 9 ", "2027-W53 | 9 ", "line 39: there is no week 2027-W53"),
        ("2026-W46 | 9 ", "2026-W44 | 9 ", "line 39: 2026-W44 is there twice; a week has one row"),
        ("from 180 to 90 ms", "faster", "line 17: “faster” measures nothing; write:"),
        ("from 180 to 90 ms", "from 90 to 90 ms", "line 17: start and target are both 90"),
        ("from 0 to 40", "from 1 to 40", "line 30: KR1.2 has check-ins, so its kind and start are locked"),
        ("Kind: aspirational", "Kind: bold", "line 55: “bold” is none of: committed, aspirational"),
        ("@tomas", "@tomas berg", "“tomas berg” can't be a login"),
        ("### KR1.2", "### KR1.1", "line 30: this ref is there already"),
        ("| no | 5 |", "| no | 11 |", "line 82: 11 isn't a confidence"),
        ("- Weight: 2", "- Weight: -2", "isn't a weight"),
        ("2026-12-31", "2026-12-32", "line 5: “2026-12-32” isn't a day"),
        ("## O1: Guests", "# Guests", "a key result (###) before the first objective (##)"),
    ],
)
def test_a_slip_is_one_sentence_with_its_line(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        with pytest.raises(Refused) as refused:
            plan_import(mia, okrs_file(mia).replace(old, new))
        assert sentence in str(refused.value)


def test_what_changed_since_the_plan_is_not_overwritten(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        plan = plan_import(mia, okrs_file(mia).replace("to 90 ms", "to 80 ms") + "\n## New\n")
        objectives.edit_key_result(mia, "KR1.1", target=70)
        with pytest.raises(Stale):
            apply_import(mia, plan)
        assert objectives.key_result(mia, "KR1.1").target == 70
        assert [o.ref for o in objectives.objectives(mia)] == ["O1", "O2"]


def test_a_draft_takes_no_check_ins(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        objectives.edit_objective(mia, "O1", state=ObjectiveState.DRAFT)
        with pytest.raises(Refused, match="O1 is a draft; it takes no check-ins"):
            plan_import(mia, okrs_file(mia).replace("| 121 |", "| 120 |"))


def test_a_document_without_okrs_says_so(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        plan = plan_import(mia, "# Minutes\n\nWe met.\n")
        assert plan.idle and plan.sentences() == ("No objective was found in this document; nothing would change.",)
        assert apply_import(mia, plan) == "nothing changed"


def test_a_year_in_a_cycles_name_gives_its_dates(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        plan = plan_import(mia, "# OKRs (2025 Set 2)\n\n- **Objective:** Calm\n  - **Key Result:** 2 pages a week\n")
        assert (str(plan.cycles[0].start), str(plan.cycles[0].end)) == ("2025-01-01", "2025-12-31")
        later = replace(mia, now=mia.now)
        named = plan_import(later, "- **Objective:** Calm\n  - **Key Result:** 2 pages a week\n", "Summer")
        assert (str(named.cycles[0].start), str(named.cycles[0].end)) == ("2026-10-01", "2026-12-31")


def test_a_number_with_two_readings_is_not_taken_and_that_is_said(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        plan = plan_import(mia, "# 2026-Q4\n## Objective: Grow\n- KR1: 50.000 users\n- KR2: 5 talks\n")
        assert [kr.wanted.kind for kr in plan.cycles[0].objectives[0].key_results] == ["binary", "increase"]
        assert [note for note in plan.notes if "two ways" in note] == [
            "Line 3: “50.000” can be read in two ways; no number was taken."
        ]
        assert any("names no cycle" in note for note in plan_import(mia, "## Objective: x\n- KR: y\n").notes)


def test_where_a_document_goes_is_what_new_work_goes_into(tmp_path: Path) -> None:
    text = "## Objective: x\n- KR: y\n"
    with workspace(tmp_path / "w.db") as mia:
        cycles.add_cycle(mia, "2026-H2")
        cycles.add_cycle(mia, "Hack week", mia.today, mia.today + timedelta(days=4))
        assert [cycle.name for cycle in plan_import(mia, text).cycles] == ["2026-H2"]
        (half,) = plan_import(mia, text, "2027-H2").cycles
        assert (half.start, half.end) == (date(2027, 7, 1), date(2027, 12, 31))
        cycles.add_cycle(mia, "FY27-Q1", first_month=2)
        (fiscal,) = plan_import(mia, "# FY27-Q2\n" + text).cycles  # as the fiscal quarter that is there lies
        assert (fiscal.start, fiscal.end) == (date(2026, 5, 1), date(2026, 7, 31))
