"""How things stand is told as of a day: today, a past week's last day, a cycle's end; whoever asks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.frozen import replace
from okrtui.model.journal import Verb
from okrtui.model.okrs import KeyResultState, Status
from okrtui.model.week import Health
from okrtui.rituals.context import Context
from okrtui.rituals.documents import report_data
from okrtui.rituals.okrs import closing, cycles, objectives, standings
from okrtui.rituals.week import checkins, due, health, overview
from okrtui.rituals.week.sheet import sheet
from okrtui.sharing.pages.reports import cycle_report, week_report
from okrtui.storage.engine.store import Store
from okrtui.storage.journal.writer import write
from okrtui.storage.repositories import week as week_rows
from tests import workspaces
from tests.workspaces import workspace

OCTOBER = datetime(2026, 10, 1, 9, tzinfo=UTC)


def at(store: Store, day: str, who: str = "mei") -> Context:
    """Return somebody's ctx at nine of a day, or at a time of it."""
    return workspaces.ctx(store, who, now=datetime.fromisoformat(day if "T" in day else f"{day}T09:00+00:00"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An objective of 2026-Q4 with one key result that was checked in and one that was not."""
    found = workspace(tmp_path, now=OCTOBER)
    begin = workspaces.ctx(found, now=OCTOBER)
    objectives.add_objective(begin, "Boring")
    objectives.add_key_result(begin, "O1", "p99", start=100, target=0, unit="ms")
    objectives.add_key_result(begin, "O1", "Review", dri="bob")
    checkins.check_in(at(found, "2026-11-18"), "KR1.1", 60, confidence=7)
    yield found
    found.close()


def test_a_key_result_without_a_check_in_says_nothing_of_the_status(store: Store) -> None:
    now = at(store, "2026-12-02")
    kr = standings.standing(now, objectives.key_result(now, "KR1.2"))
    assert (kr.status, kr.suggested, kr.pace, kr.current, kr.progress) == (
        Status.NO_DATA,
        Status.NO_DATA,
        None,
        None,
        0,
    )
    (cycle,) = standings.cycle_standings(now)
    assert (cycle.objectives[0].status, cycle.objectives[0].progress) == (Status.OFF_TRACK, 0.2)
    assert "KR1.2" not in week_report(now).partition("## Key results")[0].partition("## Gone quiet")[0]


def test_the_last_week_of_a_quarter_shows_it_and_the_next_one(store: Store) -> None:
    last = at(store, "2026-12-30")
    assert "What moved" not in week_report(last) and "KR1.1 p99" in week_report(last)
    checkins.check_in(last, "KR1.1", 20, confidence=8)
    objectives.add_objective(last, "Next", cycle="2027-Q1")
    objectives.add_key_result(last, "O2", "cold start", target=10)
    for later in (last, at(store, "2027-01-03"), at(store, "2027-02-01")):
        report = week_report(later, "2026-W53")
        assert "## What moved\n\n- **KR1.1 p99** moved from 60 to 20 ms" in report and "KR2.1 cold start" in report
        assert [s.kr.ref for s in overview.week_view(later, week="2026-W53").key_results] == ["KR1.1", "KR1.2", "KR2.1"]
    assert [s.kr.ref for s in sheet(last).key_results] == ["KR1.1"], "what has not begun takes no check-in"
    january = at(store, "2027-01-05")
    assert [s.kr.ref for s in sheet(january).key_results] == ["KR2.1"] == list(due.due(january).key_results)
    assert "KR1.1" not in week_report(january)


def test_a_check_in_after_the_end_counts_for_the_last_week_and_no_other_week_is_taken(store: Store) -> None:
    january = at(store, "2027-01-04")
    assert checkins.check_in(january, "KR1.1", 0).week == "2026-W53"
    for week in ("2027-W01", "2026-W39", "2020-W02"):
        with pytest.raises(Refused, match=r"2026-Q4, the cycle of KR1\.1; its check-ins are for 2026-W40 to 2026-W53"):
            checkins.check_in(january, "KR1.1", 1, week=week)
    objectives.add_objective(january, "Far", cycle="2027-Q2")
    objectives.add_key_result(january, "O2", "x", target=1)
    with pytest.raises(Refused, match="2027-Q2"):
        checkins.check_in(january, "KR2.1", 1)
    (cycle,) = standings.cycle_standings(january, "2026-Q4")
    assert (cycle.objectives[0].key_results[0].progress, cycle.expected) == (1, 1)
    assert "100 %" in cycle_report(january, "2026-Q4") and "100 %" in week_report(january, "2026-W53")


def test_an_older_okrtui_s_entry_of_a_week_after_the_end_counts_at_the_end_everywhere(store: Store) -> None:
    january = at(store, "2027-01-04")
    kr = objectives.key_result(january, "KR1.1")
    late = standings.standing(january, kr).history[-1]
    with write(store, "mei", january.now) as writer:
        week_rows.add_checkin(writer, kr.id, replace(late, week="2027-W01", value=0.0, at=january.now))
        writer.describe(Verb.CHECKED_IN, kr.ref, "")
    for day in ("2027-01-04", "2027-02-01"):
        now = at(store, day)
        assert standings.standing(now, kr).progress == 1
        (told,) = report_data.reader(now).week("2026-W53").cycles
        assert told.objectives[0].key_results[0].progress == 1 and "| 100 % |" in cycle_report(now, "2026-Q4")
    then = next(s for s in overview.week_view(january, week="2026-W52").key_results if s.kr.ref == "KR1.1")
    assert then.current == 60


def test_a_past_week_is_told_as_of_its_last_day_by_every_front(store: Store) -> None:
    now = at(store, "2026-12-16")
    checkins.check_in(now, "KR1.1", 10, confidence=9)
    objectives.add_key_result(now, "O1", "Late idea", target=5)
    closing.close_key_result(now, "KR1.1", 0.9)
    shown = {s.kr.ref: s for s in overview.week_view(now, week="2026-W47").key_results}
    (told,) = report_data.reader(now).week("2026-W47").cycles
    for found in (shown, {s.kr.ref: s for s in told.objectives[0].key_results}):
        assert list(found) == ["KR1.1", "KR1.2"], "what was made later was not there"
        then = found["KR1.1"]
        assert (then.current, then.confidence, then.kr.state, then.kr.score) == (60, 7, KeyResultState.OPEN, None)
        assert then.expected == 52 / 92
    assert told.objectives[0].progress == 0.2
    assert sheet(at(store, "2026-12-16", "bob"), "2026-W47").key_results[0].expected == 52 / 92


@pytest.mark.parametrize(
    ("zone", "moment", "stale"),
    [
        ("UTC", "2026-12-02T07:00+00:00", True),
        ("America/Los_Angeles", "2026-12-02T07:00+00:00", False),
        ("America/Los_Angeles", "2026-12-02T08:00+00:00", True),
        ("Pacific/Auckland", "2026-12-01T11:30+00:00", True),
    ],
)
def test_stale_counts_the_workspace_s_days(store: Store, zone: str, moment: str, stale: bool) -> None:
    store.run("UPDATE workspace SET timezone = ?", (zone,))
    now = Context(store, "mei", "Mei", datetime.fromisoformat(moment))
    assert standings.standing(now, objectives.key_result(now, "KR1.1")).stale is stale


def test_a_health_colour_is_of_its_week(store: Store) -> None:
    health.add(at(store, "2026-12-02"), "on call")
    health.read(at(store, "2026-12-02"), "on call", Health.RED, "three pages")
    (later,) = health.metrics(at(store, "2027-01-05"))
    assert (later.colour, later.note, later.previous, later.read) == (None, "", Health.RED, "2026-W49")
    assert overview.week_view(at(store, "2027-01-05")).health == (later,)
    (then,) = health.metrics(at(store, "2027-01-05"), "2026-W49")
    assert (then.colour, then.note) == (Health.RED, "three pages")
    assert "has no colour yet; it was red in week 49" in week_report(at(store, "2027-01-05"))


def test_a_side_cycle_takes_no_objective_by_itself(store: Store) -> None:
    now = at(store, "2026-11-18")
    cycles.add_cycle(now, "Hack week", date(2026, 11, 16), date(2026, 11, 22))
    cycles.add_cycle(now, "2026", date(2026, 1, 1), date(2026, 12, 31))
    assert objectives.add_objective(now, "Any").cycle == "2026-Q4"
    current = cycles.current(now)
    assert current is not None and current.name == "2026-Q4"
