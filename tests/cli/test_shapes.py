"""What scripts read: the same keys in the same order, made of the data in one way."""

import json
from datetime import UTC, date, datetime

import pytest

from okrtui.cli.output import json_okrs
from okrtui.cli.output.json_retro import action_shape
from okrtui.cli.output.printing import say_json, shape
from okrtui.model.actions import Action, ActionState
from okrtui.model.okrs import CheckIn, Cycle, CycleState, Status
from okrtui.model.week import WeeklyUpdate

AT = datetime(2026, 11, 6, 9, 5, tzinfo=UTC)
CHECKIN = CheckIn(1, "KR1.1", "2026-W45", 104.0, None, "warm", "mei", "bob", AT, 2, Status.AT_RISK, (0,))


def printed(data: object, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """Return what comes out of printing, its keys in their order."""
    say_json(data)
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_enums_times_and_tuples_are_written_one_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(printed(json_okrs.check_in(CHECKIN), capsys).items()) == [
        ("kr", "KR1.1"),
        ("week", "2026-W45"),
        ("revision", 2),
        ("value", 104.0),
        ("confidence", None),
        ("note", "warm"),
        ("status", "at risk"),
        ("who", "mei"),
        ("entered_by", "bob"),
        ("at", "2026-11-06T09:05:00+00:00"),
        ("via", "typed"),
    ]
    update = json_okrs.update(WeeklyUpdate(1, "mei", "2026-W45", helpers=("bob", "ana")))
    assert printed(update, capsys)["helpers"] == ["bob", "ana"]


def test_what_is_empty_is_null_only_where_it_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    action = Action(1, "Cache it", "mei", date(2026, 11, 27), AT, "", "", "", "", ActionState.OPEN, "", 1)
    assert list(printed(action_shape(action), capsys).items())[3:7] == [
        ("due", "2026-11-27"),
        ("state", "open"),
        ("source", None),
        ("topic", None),
    ]
    cycle = Cycle(1, "", date(2026, 10, 1), date(2026, 12, 31), CycleState.ACTIVE)
    assert printed(shape("name called=name name?", cycle), capsys) == {"name": None, "called": ""}


def test_the_first_source_that_has_a_name_says_it_and_a_name_of_none_is_a_fault() -> None:
    assert shape("kr revision", CHECKIN, AT) == {"kr": "KR1.1", "revision": 2}
    assert shape("year kr", CHECKIN, AT) == {"year": 2026, "kr": "KR1.1"}
    with pytest.raises(StopIteration):
        shape("nothing", CHECKIN)
    with pytest.raises(TypeError, match="nothing that scripts read"):
        say_json({"at": object()})
