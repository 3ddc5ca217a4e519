"""Rows of key results: large numbers are short where they have too little room, and never cut within their digits."""

import re
from pathlib import Path

import pytest

from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.week.checkins import check_in
from okrtui.widgets.okrs.rows import key_result_line, way_text
from tests.workspaces import ctx, workspace


@pytest.mark.parametrize(
    ("start", "target", "unit", "now", "wide", "narrow"),
    [
        (180, 90, "ms", "104", "104 → 90 ms", "104 → 90 ms"),
        (0, 1_234_567, "users", "1234566", "1234566 → 1234567 users", "1.234M → 1.234M"),
        (-1_500_000, 12_345_678_901.25, "€", "-1.4M", "-1400000 → 12345678901.25 €", "-1.4M → 12.34bn €"),
        (0, 999_999_999_999_999, "B", "999.5bn", "999500000000 → 999999999999999 B", "999.5bn → 999999bn B"),
        (1, 100_000, "requests a second", "100k", "100000 ≥ 100000 requests a second", "100k ≥ 100k"),
    ],
)
def test_large_numbers_are_short_where_they_have_no_room(
    tmp_path: Path, start: float, target: float, unit: str, now: str, wide: str, narrow: str
) -> None:
    store = workspace(tmp_path)
    objectives.add_objective(ctx(store), "Big")
    objectives.add_key_result(ctx(store), "O1", "Everything", start=start, target=target, unit=unit)
    check_in(ctx(store), "KR1.1", now)
    standing = standings.standing(ctx(store), objectives.key_result(ctx(store), "KR1.1"))
    assert (way_text(standing), way_text(standing, 20)) == (wide, narrow)
    for width in (60, 80, 100, 120, 200):
        line = key_result_line(standing, objectives.objective(ctx(store), "O1"), width).plain
        assert not re.search(r"\d…", line) and "…" not in line.split("→")[-1], line
    store.close()
