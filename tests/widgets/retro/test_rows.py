"""What came out of a retro is read whole, and who said or does it stands with it, however narrow the list."""

from datetime import UTC, date, datetime

import pytest

from okrtui.commands.keys import default_keys
from okrtui.model.actions import Action
from okrtui.model.retro import Agreement, Note, NoteKind, Poll, PollKind
from okrtui.widgets.forms.dialogs import option_rows
from okrtui.widgets.lists.rows import Row
from okrtui.widgets.live.poll_line import asked_line, how
from okrtui.widgets.retro.action_rows import act_rows
from okrtui.widgets.retro.rows import agreement_rows, note_row, poll_rows
from tests.widgets.live.test_header import LONG

DAY = date(2026, 11, 27)
WORDS = "quarantine the flaky tests and name an owner 测试"


def drawn(row: Row, width: int) -> list[str]:
    found = row.line(width)
    lines = found if isinstance(found, list) else [found]
    assert all(line.cell_length <= width for line in lines) and len(lines) == row.height
    return [line.plain for line in lines]


@pytest.mark.parametrize("width", [24, 31, 58, 100])
def test_words_are_whole_and_who_stands_with_them(width: int) -> None:
    action = Action(1, WORDS, "mei", date(2026, 12, 1), datetime(2026, 11, 27, tzinfo=UTC))
    agreed = Agreement(1, WORDS, True, "S1", DAY)
    noted = Note(1, WORDS, "bob", NoteKind.NOTE)
    rows = [*act_rows([action], DAY, "ana", width), *agreement_rows([agreed], width), note_row(noted, width)]
    for row, told in zip(rows, ("mei", "11-27", "bob"), strict=True):
        shown = " ".join(" ".join(drawn(row, width)).split())
        assert "an owner 测试" in shown and told in shown
    assert len(drawn(rows[0], width)) == (1 if width == 100 else 2 if width == 58 else 4 if width == 24 else 3)


@pytest.mark.parametrize("width", [27, 50])
@pytest.mark.parametrize(("kind", "does"), [(PollKind.FIST, "press 0 to 5"), (PollKind.MORE, "press 1: more")])
def test_a_question_is_whole_in_a_narrow_list(kind: PollKind, does: str, width: int) -> None:
    rows = poll_rows(Poll(1, kind, True, None, 12, minutes=5), width, default_keys, LONG)
    shown = " ".join(line for row in rows for line in drawn(row, width))
    assert "…" not in shown and does in shown and "12" in shown


def test_what_is_chosen_from_takes_a_second_line_where_it_is_long() -> None:
    long = "Starfish · 60 min · keep, less, more, stop, start: a finer scale than the plain one"
    rows = option_rows([("a", long), ("b", "short"), ("c", "")], 60)
    assert [row.height for row in rows] == [2, 1, 1]
    assert " ".join(" ".join(drawn(rows[0], 60)).split()) == long
    assert len(drawn(rows[0], 20)) == 2  # in a window that was made smaller since


def test_of_a_long_question_the_line_keeps_how_it_is_answered_and_what_i_answered() -> None:
    asks = "do we believe that the queue in front of the search repository has helped us this month"
    for mine, says in ((None, "press 1: yes, 0: no · 2 answers so far"), (1, "yours is yes · 2 answers so far")):
        line = asked_line(
            [Poll(1, PollKind.YES_NO, True, mine, 2, question=asks)], default_keys(how(PollKind.YES_NO)), 78
        )
        assert line.cell_length <= 78 and line.plain.endswith(f"…: {says}"), line.plain
    shown = asked_line([Poll(1, PollKind.YES_NO, False, 1, 2, question=asks)], "", 78).plain
    assert len(shown) <= 78 and shown.endswith("… · fewer than three answers, so none is shown")
