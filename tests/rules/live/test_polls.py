"""Of fewer than three answers nobody sees one, on any screen, page or command."""

import pytest

from okrtui.cli.output.json_polls import poll_line
from okrtui.model.retro import Poll, PollKind
from okrtui.rules.live.polls import FEW, few, for_more, results
from okrtui.widgets.live.poll_line import asked_line
from okrtui.widgets.retro.projector import poll_lines
from okrtui.widgets.retro.rows import poll_rows
from tests.widgets.live.test_header import LONG

OPEN = Poll(1, PollKind.FIST, True, None, 3)
SHOWN = Poll(1, PollKind.FIST, False, None, 3, ((3, 1), (4, 2)))


def test_results_are_every_answer_there_is_highest_first() -> None:
    assert (results(OPEN), few(OPEN)) == ({}, "")
    assert (results(SHOWN), few(SHOWN)) == ({5: 0, 4: 2, 3: 1, 2: 0, 1: 0, 0: 0}, "")
    more = Poll(1, PollKind.MORE, False, None, 3, ((0, 1), (1, 2)), minutes=5)
    assert results(more) == {1: 2, 0: 1} and for_more(more)


@pytest.mark.parametrize("kind", PollKind)
@pytest.mark.parametrize("answered", [0, 1, 2])
def test_each_place_says_so_where_too_few_answered(kind: PollKind, answered: int) -> None:
    poll = Poll(1, kind, False, None, answered, minutes=5)
    assert not for_more(poll)
    rows = " ".join(str(row.line(80)) for row in poll_rows(poll, 80, str, LONG))
    for said in (poll_line(poll), asked_line((poll,), "", 80).plain, rows):
        assert FEW in said and "×" not in said and "█" not in said
    assert [line.plain for line in poll_lines(poll, 60)][1:] == [FEW]
