"""A spreadsheet's CSV or TSV, and several files at once: what the columns hold is guessed, told, and may be said."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrtui.errors import Refused
from okrtui.model.okrs import KeyResultKind
from okrtui.rituals.documents import report_data
from okrtui.rituals.journal import log
from okrtui.sharing.importing.documents import Document, files_in, import_each, plan_each
from okrtui.sharing.importing.importing import ImportOptions, apply_import, plan_import
from okrtui.sharing.importing.tabular import is_table, read_table, said_columns
from okrtui.sharing.reader.document import ReadDocument
from tests.examples import examples
from tests.sharing.team import workspace

AS_CSV = ImportOptions(columns={})
SHEET = """Objective,Key Result,Owner,Baseline,Target,Quarter,Comment
Grow the base,Signups,ana,"1,200","3,000",Q1 2027,from the site
Be fast,"p99 latency, ms",,200,90,Q2 2027,"two
lines"
Grow the base,Reduce churn,bob,5%,< 3%,Q1 2027,
"""


def said(document: ReadDocument) -> list[tuple[str, str, str, float | None, float | None, int]]:
    return [
        (cycle.name, objective.title, kr.title, kr.start, kr.target, kr.line)
        for cycle in document.cycles
        for objective in cycle.objectives
        for kr in objective.key_results
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_rows_of_one_objective_and_cycle_come_together_with_their_lines(delimiter: str) -> None:
    text = SHEET.replace('"1,200"', "1200").replace('"3,000"', "3000").replace("latency, ms", "latency ms")
    table = read_table(text.replace(",", delimiter), {})
    assert said(table.document) == [
        ("2027-Q1", "Grow the base", "Signups", 1200, 3000, 2),
        ("2027-Q1", "Grow the base", "Reduce churn", 5, 3, 5),
        ("2027-Q2", "Be fast", "p99 latency ms", 200, 90, 3),
    ]
    assert table.columns[-2:] == ("“Quarter” as cycle", "“Comment” kept in the note")


def test_quoted_cells_keep_their_separators_and_line_ends() -> None:
    (signups, churn), (latency,) = (o.key_results for c in read_table(SHEET, {}).document.cycles for o in c.objectives)
    assert (signups.start, signups.target, signups.dri) == (1200, 3000, "ana")
    assert churn.kind is KeyResultKind.DECREASE
    assert (latency.title, latency.note) == ("p99 latency, ms", "Comment: two lines")


def test_a_cell_is_text_and_no_markup() -> None:
    table = read_table("Objective,Key Result\nGrow *the* [base](x),`a_b` <b> *now*\n", {})
    assert said(table.document)[0][1:3] == ("Grow *the* [base](x)", "`a_b` <b> *now*")


def test_heads_that_say_it_only_in_a_table_are_guessed_and_told() -> None:
    table = read_table("Goal;KPI;Who\nGrow;Reach 40 customers;ana\n", {})
    assert table.columns == ("“Goal” as objective", "“KPI” as key result", "“Who” as DRI")
    numbers = read_table("Theme;KPI;Goal\nGrow;Customers;40\n", {})
    assert said(numbers.document)[0][1:] == ("Grow", "Customers", None, 40, 2)


def test_a_person_can_say_what_a_column_holds() -> None:
    columns = said_columns(["Aim=key result", "Why bother=nothing", "Boss=dri"])
    (kr,) = (
        kr
        for cycle in read_table("Objective,Aim,Why bother,Boss\nGrow,Win 3 deals,money,ana\n", columns).document.cycles
        for o in cycle.objectives
        for kr in o.key_results
    )
    assert (kr.title, kr.dri, kr.note) == ("Win 3 deals", "ana", "Why bother: money")


@pytest.mark.parametrize(
    ("pairs", "text", "sentence"),
    [
        (["x"], SHEET, "write --column “KPI=key result”"),
        (["Owner=boss"], SHEET, "“Owner=boss” isn't a column"),
        (["Nobody=DRI"], SHEET, "there is no column “nobody”; the table has: “Objective”"),
        ([], "A,B\n1,2\n", "no column holds key results; the table has: “A”, “B”"),
        ([], "", "no column holds key results"),
        ([], "Key result,Who\nWin,ana\n", "no column holds objectives; .*--column “Who=objective”"),
    ],
)
def test_what_a_table_does_not_say_is_refused_with_what_to_write(pairs: list[str], text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read_table(text, said_columns(pairs))


def test_a_table_from_a_pipe_is_known_by_its_head(tmp_path: Path) -> None:
    assert (
        is_table(SHEET) and not is_table("# Objective: a, b\n") and not is_table("Key results, and why we have them.\n")
    )
    with workspace(tmp_path / "w.db") as mia:
        plan = plan_import(mia, SHEET)
        assert [cycle.name for cycle in plan.cycles] == ["2027-Q1", "2027-Q2"]
        assert plan.notes[0].startswith("Columns: “Objective” as objective; ")
        apply_import(mia, plan)
        assert plan_import(mia, SHEET).idle


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=6), st.sampled_from(",;\t|"))
def test_any_table_is_read_or_refused(rows: list[list[str]], delimiter: str) -> None:
    text = "\n".join(["Objective" + delimiter + "Key result", *(delimiter.join(row) for row in rows)])
    try:
        read_table(text, {})
    except Refused as refusal:
        assert "the table cannot be read" in str(refusal)


def test_several_documents_are_one_change_and_say_the_same_once(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        one = Document("a.md", "# 2027 Q1 OKRs\n\n## Objective: Grow\n\n- KR1: Win 3 deals\n")
        two = Document(
            "b.csv", "Objective,Key result,Quarter\nGrow,Win 3 deals,Q1 2027\nBe fast,Cut 2 pages,Q1 2027\n", AS_CSV
        )
        documents = [one, two]
        done = import_each(mia, documents, plan_each(mia, documents), None)
        assert done == "a.md: new: 1 objective, 1 key result\nb.csv: new: 1 objective, 1 key result"
        cycle = report_data.reader(mia).standing("2027-Q1")
        assert [len(each.key_results) for each in cycle.objectives] == [1, 1]
        assert log.log(mia, limit=1)[0].summary == "2 documents: 2027-Q1"
        log.undo(mia)
        assert plan_each(mia, documents)[0].cycles[0].start is not None


def test_a_refusal_among_several_names_its_document_and_changes_nothing(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        documents = [Document("a.csv", SHEET, AS_CSV), Document("b.csv", "A,B\n", AS_CSV)]
        with pytest.raises(Refused, match=r"b\.csv: no column holds key results"):
            plan_each(mia, documents)


def test_a_folder_gives_its_documents_by_name_and_no_hidden_one(tmp_path: Path) -> None:
    for name in ("b.md", "a.CSV", "x/c.tsv", ".git/d.md", "x/.e.md", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Objective: Grow\n")
    assert [path.relative_to(tmp_path).as_posix() for path in files_in(tmp_path)] == ["a.CSV", "b.md", "x/c.tsv"]
    with pytest.raises(Refused, match="has no Markdown, CSV or TSV file"):
        files_in(_empty(tmp_path))


def _empty(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"
