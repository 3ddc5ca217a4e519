"""Rows become frozen data by the types of their fields, and a value that is none of its type is named."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from okrtui.errors import UnknownValue
from okrtui.model.frozen import frozen
from okrtui.model.okrs import KeyResultState, Status
from okrtui.model.week import Health
from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.week import checkins, health
from okrtui.storage.engine.change import looking
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.repositories import okrs as rows
from tests.workspaces import ctx as at
from tests.workspaces import workspace


@frozen
class Sample:
    """One field of each type."""

    title: str
    week: str
    state: KeyResultState
    status: Status | None
    weight: float
    score: float | None
    shown: bool
    at: datetime
    closed: datetime | None
    day: date
    made: date | None
    done: tuple[int, ...]
    ref: str


READ = row_reader(Sample, lambda row: f"“{row['title']}”", "ref", day="start_day")
ROW = {
    "title": "p99",
    "week": "2026-W53",
    "state": "open",
    "status": "at risk",
    "weight": 2,
    "score": None,
    "shown": 1,
    "at": 1_700_000_000,
    "closed": None,
    "start_day": "2026-10-01",
    "made": 1_700_000_000,
    "done": "[0,2]",
}


def test_each_field_is_read_by_its_type() -> None:
    moment = datetime.fromtimestamp(1_700_000_000, UTC)
    state, day = KeyResultState.OPEN, date(2026, 10, 1)
    assert READ(ROW, ref="KR1.1") == Sample(
        "p99", "2026-W53", state, Status.AT_RISK, 2, None, True, moment, None, day, moment.date(), (0, 2), "KR1.1"
    )
    found = READ({**ROW, "title": None, "status": None, "made": 0, "done": "[]", "closed": 1_700_000_000}, ref="")
    assert (found.title, found.status, found.made, found.done, found.closed) == ("", None, None, (), moment)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("state", "zzz", "state “zzz”"),
        ("state", None, "state “None”"),
        ("status", "zzz", "status “zzz”"),
        ("week", "2027-W53", "week “2027-W53”"),
        ("week", "2026w47", "week “2026w47”"),
        ("weight", "much", "weight “much”"),
        ("score", "high", "score “high”"),
        ("at", "noon", "at “noon”"),
        ("at", 10**20, f"at “{10**20}”"),
        ("start_day", "2026-13-01", "day “2026-13-01”"),
        ("done", "{", "done “{”"),
    ],
)
def test_a_value_of_no_such_kind_is_named(column: str, value: object, said: str) -> None:
    with pytest.raises(UnknownValue) as refused:
        READ({**ROW, column: value}, ref="")
    assert str(refused.value) == f"“p99” has the {said}, which this okrtui does not know"


def test_a_column_that_is_not_asked_for_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        READ({name: value for name, value in ROW.items() if name != "week"}, ref="")


def test_rows_of_a_workspace_are_named_by_their_refs(tmp_path: Path) -> None:
    ctx = at(workspace(tmp_path))
    ctx.store.run("PRAGMA ignore_check_constraints = ON")
    objectives.add_objective(ctx, "Make the proxy boring", cycle="2026-Q4")
    kr = objectives.add_key_result(ctx, "O1", "p99", start=180, target=90)
    checkins.check_in(ctx, kr.ref, 120)
    ctx.store.run("UPDATE checkin SET status = 'zzz'")
    with pytest.raises(UnknownValue, match=r"the check-in of KR1\.1 has the status “zzz”"):
        standings.history(ctx, kr)
    ctx.store.run("UPDATE key_result SET state = 'zzz'")
    with pytest.raises(UnknownValue, match=r"KR1\.1 has the state “zzz”"):
        objectives.key_result(ctx, kr.ref)
    health.add(ctx, "On-call load")
    health.read(ctx, "On-call load", Health.GREEN)
    ctx.store.run("UPDATE health_reading SET colour = 'zzz'")
    with pytest.raises(UnknownValue, match="the health metric On-call load has the colour “zzz”"):
        health.metrics(ctx)
    ctx.store.run("UPDATE objective SET kind = 'zzz'")
    with pytest.raises(UnknownValue, match="O1 has the kind “zzz”"):
        objectives.objective(ctx, "O1")
    ctx.store.close()


def test_who_only_looks_sees_the_sentence_in_the_place_of_the_row_and_all_else(tmp_path: Path) -> None:
    ctx = at(workspace(tmp_path))
    ctx.store.run("PRAGMA ignore_check_constraints = ON")
    objectives.add_objective(ctx, "Make the proxy boring", cycle="2026-Q4")
    for title in ("p99", "p50"):
        objectives.add_key_result(ctx, "O1", title, start=180, target=90)
    health.add(ctx, "On-call load")
    health.read(ctx, "On-call load", Health.GREEN)
    ctx.store.run("UPDATE key_result SET state = 'zzz' WHERE number = 1")
    ctx.store.run("UPDATE health_reading SET colour = 'zzz'")
    said = "KR1.1 has the state “zzz”, which this okrtui does not know"
    with looking():
        assert [kr.title for kr in rows.key_results(ctx.store)] == [said, "p50"]
        (metric,) = health.metrics(ctx)
        assert metric.name == "the health metric On-call load has the colour “zzz”, which this okrtui does not know"
        with pytest.raises(UnknownValue, match="KR1"):
            checkins.check_in(ctx, "KR1.1", 120)
        checkins.check_in(ctx, "KR1.2", 120)
    assert ctx.store.sql("SELECT state FROM key_result ORDER BY number") == [("zzz",), ("open",)]
    ctx.store.close()
