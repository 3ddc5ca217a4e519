"""Overdue cases stand above the actions of a retro's review, and the cursor passes them."""

from datetime import date

from okrtui.model.cases import OverdueCase
from okrtui.widgets.retro.action_rows import overdue_rows


def test_a_line_says_what_waits_for_whom_and_how_long() -> None:
    late = OverdueCase("C3", "one [b]cache[/b]?", "triage", "Architecture", date(2026, 11, 20))
    (row,) = overdue_rows([late], date(2026, 11, 26))
    line = row.line(60)
    assert not isinstance(line, list)
    assert line.plain.split() == ["!", "C3", "one", "[b]cache[/b]?", "Architecture", "6", "d", "over"]
    assert line.cell_length == 60 and not row.selectable
