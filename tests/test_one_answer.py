"""One fact has one answer: whatever front shows it, as text or as a number, on every kind of day."""

import json
import os
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from okrtui.cli.main import main
from okrtui.model.okrs import KeyResultKind, KeyResultState, Milestone, Standing, Status
from okrtui.rituals.context import Context
from okrtui.rituals.documents import report_data
from okrtui.rituals.okrs import closing, objectives, standings
from okrtui.rituals.week.checkins import check_in
from okrtui.rituals.week.overview import week_view
from okrtui.rituals.week.sheet import sheet
from okrtui.rules.formatting import percent
from okrtui.rules.okrs.values import status_text, value_text
from okrtui.rules.weeks import monday, week_of
from okrtui.sharing.pages.outline import objective_outline
from okrtui.sharing.pages.reports import cycle_report, week_report
from okrtui.storage.engine.store import Store
from okrtui.widgets.drawing.marks import status_mark
from okrtui.widgets.okrs.rows import key_result_line
from tests.workspaces import workspace

ROUNDS = int(os.environ.get("OKRTUI_ANSWERS", "1"))
"""How many workspaces a zone; `make soak` asks for more."""
ZONES = ("Pacific/Honolulu", "Europe/Berlin", "Pacific/Auckland")
MOMENTS = (
    "2026-11-26T09:00",
    "2026-12-27T23:59",
    "2026-12-28T00:01",
    "2026-12-31T23:30",
    "2027-01-01T00:30",
    "2027-01-06T12:00",
)


def fill(store: Store, zone: str, seed: int) -> None:
    """Write a quarter as a team of people who check in late, correct, skip, reword and close may have left it."""
    random = Random(seed)
    at = datetime(2026, 10, 1, 9, tzinfo=ZoneInfo(zone))

    def now(days: int) -> Context:
        return Context(store, "mei", "Mei", (at + timedelta(days=days)).astimezone(UTC))

    objectives.add_objective(now(0), "Boring", dri="mei")
    steps = (Milestone("a"), Milestone("b", 2), Milestone("c", 3))
    objectives.add_key_result(now(0), "O1", "p99", start=180, target=90, unit="ms")
    objectives.add_key_result(now(0), "O1", "held", kind=KeyResultKind.STAY_ABOVE, target=99.9, unit="%")
    objectives.add_key_result(now(0), "O1", "steps", milestones=steps)
    objectives.add_key_result(now(0), "O1", "done", kind=KeyResultKind.BINARY)
    objectives.add_key_result(now(0), "O1", "silent", target=1000)
    values: dict[str, Callable[[], str | float]] = {
        "KR1.1": lambda: random.choice((179.91, 140, 104.3, 90, 85)),
        "KR1.2": lambda: random.choice((99.8, 99.95)),
        "KR1.3": lambda: random.choice(("#1", "#2", "#1,#3", "0")),
        "KR1.4": lambda: random.choice(("no", "yes")),
    }
    for days in range(3, 91, random.choice((5, 6, 9))):
        ref = random.choice(sorted(values))
        word = random.choice((None, None, Status.AT_RISK))
        check_in(now(days), ref, values[ref](), confidence=random.choice((None, 2, 5, 8)), status=word)
    objectives.edit_key_result(now(60), "KR1.3", milestones=(Milestone("zero"), *steps[: random.choice((2, 3))]))
    if random.random() < 0.5:
        closing.close_key_result(now(80), "KR1.4", 0.7, "enough")


def facts(s: Standing) -> tuple[object, ...]:
    """Return what must be the same wherever it is shown."""
    shown = status_text(s, score=False)
    return s.kr.ref, s.current, s.progress, s.expected, s.confidence, shown, tuple(m.done for m in s.kr.milestones)


def row(text: str, ref: str) -> str:
    """Return a key result's row of a report's table."""
    return next(line for line in text.splitlines() if line.startswith(f"| {ref} "))


def run(ctx: Context, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["-w", ctx.address, *words], now=ctx.now) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_every_front_says_the_same(zone: str, seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = workspace(tmp_path, timezone=zone, now=datetime(2026, 9, 30, tzinfo=UTC))
    fill(store, zone, seed)
    for moment in MOMENTS:
        ctx = Context(
            store, "mei", "Mei", datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        )
        _today(ctx, capsys)
        for back in (0, 1, 6):
            _week(ctx, week_of(ctx.today - timedelta(weeks=back)), capsys)
    store.close()


def _today(ctx: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """What is told of the cycle now: the tree, the lists, one key result, JSON, reports, what is copied."""
    (cycle,) = standings.cycle_standings(ctx, "2026-Q4")
    (objective,) = cycle.objectives
    (told,) = json.loads(run(ctx, capsys, "okr", "list", "--cycle", "2026-Q4", "--json"))
    assert (told["progress"], told["status"]) == (objective.progress, objective.status)
    report, outline = cycle_report(ctx, "2026-Q4"), objective_outline(objective, objective.key_results, {})
    assert facts_of(report_data.reader(ctx).standing("2026-Q4").objectives[0].key_results) == facts_of(
        objective.key_results
    )
    for s, as_json in zip(objective.key_results, told["key_results"], strict=True):
        alone = standings.standing(ctx, objectives.key_result(ctx, s.kr.ref))
        assert facts(alone) == facts(s)
        shown = json.loads(run(ctx, capsys, "okr", "show", s.kr.ref, "--json"))
        for name, value in (("current", s.current), ("progress", s.progress), ("confidence", s.confidence)):
            assert as_json[name] == shown[name] == value
        assert as_json["status"] == shown["status"] == s.status
        in_words = run(ctx, capsys, "okr", "show", s.kr.ref)
        line = key_result_line(s, objective.objective, 140).plain
        for text in (in_words, line, row(report, s.kr.ref), row(outline, s.kr.ref)):
            assert f" {percent(s.progress)}" in text
        assert f"now {value_text(s.kr, s.current)} ·" in in_words
        if s.kr.state is KeyResultState.OPEN:
            assert status_mark(s.status).word in line and status_mark(s.status).word in s.status.value
            for text in (in_words, row(report, s.kr.ref), row(outline, s.kr.ref)):
                assert s.status.value in text


def _week(ctx: Context, week: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is told of a week: the week's screen, its list and JSON, its report, the sheet."""
    view = {s.kr.ref: s for s in week_view(ctx, week=week).key_results}
    reading = report_data.reader(ctx).week(week)
    told = {s.kr.ref: s for cycle in reading.cycles for o in cycle.objectives for s in o.key_results}
    listed = {each["ref"]: each for each in json.loads(run(ctx, capsys, "week", week, "--json"))["key_results"]}
    assert listed.keys() == view.keys() <= told.keys()
    report, words = week_report(ctx, week), run(ctx, capsys, "week", week)
    for ref, s in view.items():
        assert facts(s) == facts(told[ref])
        assert (listed[ref]["progress"], listed[ref]["status"]) == (s.progress, s.status)
        assert f" {percent(s.progress)} " in row(report, ref)
        assert status_text(s, score=False) in row(report, ref)
        assert re.search(
            rf"  {re.escape(ref)} .* {re.escape(value_text(s.kr, s.current))} \(.*\) .*{status_text(s)}", words
        )
    for s in sheet(ctx, week).key_results:
        if s.kr.ref in view:
            assert s.expected == view[s.kr.ref].expected
            assert s.kr.milestones or facts(s) == facts(view[s.kr.ref])
    if monday(week) > ctx.today - timedelta(weeks=1):
        (now,) = standings.cycle_standings(ctx, "2026-Q4")
        assert not view or facts_of(view.values()) == facts_of(
            s for s in now.objectives[0].key_results if s.kr.ref in view
        )


def facts_of(found: Iterable[Standing]) -> list[tuple[object, ...]]:
    return [facts(s) for s in found]
