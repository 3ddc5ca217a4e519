"""What people read is written as their workspace writes numbers; what is read back by a machine stays as it is."""

import csv
import io
from contextlib import closing
from pathlib import Path

from okrtui.rituals.okrs import objectives, standings
from okrtui.rules.okrs.values import goal_text
from okrtui.storage.open import open_store
from okrtui.widgets.okrs.chart import chart_lines
from okrtui.widgets.okrs.rows import way_text
from tests.cli.test_main import Cli, boring, cli
from tests.workspaces import ctx

__all__ = ["boring", "cli"]


def test_every_list_and_report_writes_numbers_as_the_workspace_does(boring: Cli) -> None:
    boring("kr", "add", "O1", "requests a day", "--start", "1000", "--target", "2500000", "--unit", "req")
    boring("checkin", "KR1.2", "1234567.5")
    asked = (["okr", "list"], ["okr", "show", "KR1.2"], ["week"], ["report", "week"], ["report", "cycle"])
    before = {" ".join(words): boring(*words) for words in asked}
    assert all("1234567.5 req" in text for text in before.values()), "nobody has said how numbers are written"
    boring("workspace", "--numbers", "1.500,5")
    for words in asked:
        text = boring(*words)
        assert "1.234.567,5 req" in text and "1234567" not in text and "2500000" not in text, words
    boring("workspace", "--numbers", "1,500.5")
    assert "1,000 → 2,500,000 req" in boring("okr", "show", "KR1.2") and "1,234,567.5 req" in boring("week")


def test_what_a_machine_reads_back_stays_plain(boring: Cli, tmp_path: Path) -> None:
    boring("kr", "add", "O1", "requests a day", "--start", "1000", "--target", "2500000", "--unit", "req")
    boring("checkin", "KR1.2", "1234567.5")
    plain, told = boring("csv", "checkins"), boring.data("okr", "list")
    boring("export", str(tmp_path / "before"))
    boring("workspace", "--numbers", "1.500,5")
    assert boring("csv", "checkins") == plain and boring.data("okr", "list") == told
    boring("export", str(tmp_path / "after"))
    (okrs,) = (tmp_path / "before" / "okrs").glob("*.md")
    assert (tmp_path / "after" / okrs.relative_to(tmp_path / "before")).read_bytes() == okrs.read_bytes()
    assert "nothing would change" in boring("import", str(okrs), "--dry-run")
    assert next(iter(csv.DictReader(io.StringIO(plain))))["value"] == "1234567.5"


def test_screens_write_numbers_as_the_workspace_does(boring: Cli) -> None:
    boring("kr", "add", "O1", "requests a day", "--start", "1000", "--target", "2500000", "--unit", "req")
    boring("checkin", "KR1.2", "1234567.5")
    boring("workspace", "--numbers", "1.500,5")
    with closing(open_store(boring.path)) as store:
        standing = standings.standing(ctx(store), objectives.key_result(ctx(store), "KR1.2"))
    assert way_text(standing) == "1.234.567,5 → 2.500.000 req" and goal_text(standing.kr) == "1.000 → 2.500.000 req"
    assert way_text(standing, 16) == "1,234M → 2,5M"
    points = [("2026-W47", 1000.0), ("2026-W48", 1234567.5)]
    drawn = "\n".join(line.plain for line in chart_lines(points, [], 60, 12, "req", decimal=standing.kr.decimal_sign))
    assert "now 1.234.567,5 req" in drawn and "1.000 req" in drawn and "1234567" not in drawn
