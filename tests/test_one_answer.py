"""One fact has one answer: whatever front shows it, as text or as a number, on every kind of day."""

import json
import os
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okrtui.cli.main import main
from okrtui.model.frozen import replace
from okrtui.model.live import Phase
from okrtui.model.okrs import KeyResultKind, KeyResultState, Milestone, Standing, Status
from okrtui.model.week import Health, UpdateState
from okrtui.rituals.context import Context, who_is
from okrtui.rituals.documents import report_data
from okrtui.rituals.live import facilitation, sessions
from okrtui.rituals.okrs import closing, cycles, objectives, standings
from okrtui.rituals.people import members
from okrtui.rituals.retro import retro
from okrtui.rituals.retro.retro import facts as facts_in_retro
from okrtui.rituals.week import health, updates
from okrtui.rituals.week.checkins import check_in
from okrtui.rituals.week.overview import week_view
from okrtui.rituals.week.sheet import sheet
from okrtui.rules.formatting import percent
from okrtui.rules.okrs.values import status_text, value_text
from okrtui.rules.weeks import monday, week_of
from okrtui.sharing.export.tree import export_tree
from okrtui.sharing.pages.outline import objective_outline
from okrtui.sharing.pages.reports import cycle_report, week_report
from okrtui.storage.engine.store import Store
from okrtui.storage.local.exports import ExportRecords
from okrtui.storage.open import open_store
from okrtui.widgets.drawing.marks import status_mark
from okrtui.widgets.okrs.rows import key_result_line
from tests.examples import examples
from tests.workspaces import workspace

ROUNDS = int(os.environ.get("OKRTUI_ANSWERS", "1"))
"""How many workspaces a zone; `make soak` asks for more."""
ZONES = ("Pacific/Honolulu", "Europe/Berlin", "Pacific/Auckland")
MANY_ZONES = (
    *ZONES,
    "UTC",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Pacific/Chatham",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "America/St_Johns",
    "America/Santiago",
    "Africa/Cairo",
    "America/New_York",
)
"""From the first place of a day to its last, with odd offsets, and clocks that go by half an hour or at midnight."""
CHANGES = (
    ("Europe/Berlin", "2026-10-25T02:30"),
    ("America/New_York", "2026-11-01T01:30"),
    ("Australia/Lord_Howe", "2027-04-04T01:45"),
    ("Pacific/Chatham", "2027-04-04T03:15"),
    ("America/Santiago", "2027-04-03T23:30"),
    ("Africa/Cairo", "2026-10-29T23:30"),
    ("America/New_York", "2027-03-14T02:30"),
    ("Europe/Berlin", "2027-03-28T23:59"),
)
"""Moments at which a clock is put back or forward: an hour that there is twice, or not at all."""
MOMENTS = (
    "2026-11-26T09:00",
    "2026-12-27T23:59",
    "2026-12-28T00:01",
    "2026-12-31T23:30",
    "2027-01-01T00:30",
    "2027-01-06T12:00",
    "2027-03-31T23:59",
    "2027-04-01T00:01",
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
    health.add(now(1), "On-call")
    members.edit_member(now(20), "bob", name="Bob")
    for days in range(5, 95, 7):
        if random.random() < 0.6:
            health.read(now(days), "On-call", random.choice(list(Health)), "as it felt")
        for login in ("mei", "bob"):
            if random.random() < 0.7 and (login == "mei" or days > 20):
                who = replace(now(days), login=login, name=login.capitalize())
                updates.submit(who, priorities=[("x", "")], wins="won", pulse=random.choice((None, 1, 5)))
    retro.start(now(30), "Looking back", cycle="2026-Q4")
    facilitation.move(now(30), "S1", Phase.CLOSED)


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


@pytest.mark.long
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
        _lists(ctx, capsys)
        _retro(ctx)
        for back in (0, 1, 6):
            _week(ctx, week_of(ctx.today - timedelta(weeks=back)), capsys)
            _people(ctx, week_of(ctx.today - timedelta(weeks=back)), capsys)
        _files(ctx, tmp_path)
    store.close()


@settings(max_examples=examples(2, dear=20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 2**32),
    zone=st.sampled_from(MANY_ZONES),
    moment=st.datetimes(datetime(2026, 10, 26), datetime(2027, 2, 1)),
    back=st.integers(0, 14),
)
def test_every_front_says_the_same_on_any_day(
    seed: int, zone: str, moment: datetime, back: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with TemporaryDirectory() as folder:
        store = workspace(Path(folder), timezone=zone, now=datetime(2026, 9, 30, tzinfo=UTC))
        fill(store, zone, seed)
        ctx = Context(store, "mei", "Mei", moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))
        _today(ctx, capsys)
        _week(ctx, week_of(ctx.today - timedelta(weeks=back)), capsys)
        _people(ctx, week_of(ctx.today - timedelta(weeks=back)), capsys)
        store.close()


@pytest.mark.long
@pytest.mark.parametrize(("zone", "moment"), CHANGES)
@pytest.mark.parametrize("fold", [0, 1])
def test_every_front_says_the_same_when_a_clock_changes(
    zone: str, moment: str, fold: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = workspace(tmp_path, timezone=zone, now=datetime(2026, 9, 20, tzinfo=UTC))
    fill(store, zone, 5)
    at = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
    for hours in (0, 1, 24):
        ctx = Context(store, "mei", "Mei", at + timedelta(hours=hours))
        _today(ctx, capsys)
        _week(ctx, ctx.week, capsys)
        _people(ctx, ctx.week, capsys)
    store.close()


def test_every_front_says_the_same_of_the_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sample team, with closed and open cycles, every kind of key result and people who have left."""
    assert main(["demo", "--path", str(tmp_path / "demo.db"), "--no-open"]) == 0
    store = open_store(tmp_path / "demo.db")
    for days in (0, 3, 40, 120):
        ctx = Context(store, *who_is(store, "root", "Root"), datetime.now(UTC) + timedelta(days=days))
        _lists(ctx, capsys)
        for back in (0, 1, 9):
            _weeks_people(ctx, week_of(ctx.today - timedelta(weeks=back)), capsys)
    store.close()


def _weeks_people(ctx: Context, week: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Who has checked in, on the week's screen, in its JSON and in its report."""
    view, told = week_view(ctx, week=week), json.loads(run(ctx, capsys, "week", week, "--json"))
    here = {p.member.login for p in view.presence if p.state is UpdateState.SUBMITTED}
    assert set(told["checked_in"]) == here
    for metric in view.health:
        assert metric.colour is None or f"**{metric.name}** is {metric.colour}" in week_report(ctx, week)


def _lists(ctx: Context, capsys: pytest.CaptureFixture[str]) -> None:
    """What lists tell of every cycle and key result, closed ones too: text and number, and a cycle's own head."""
    numbers = {each["ref"]: each for each in json.loads(run(ctx, capsys, "kr", "list", "--cycle", "all", "--json"))}
    lines = {line.split()[0]: line for line in run(ctx, capsys, "kr", "list", "--cycle", "all").splitlines()}
    tops = {line.split()[0]: line for line in run(ctx, capsys, "objective", "list", "--cycle", "all").splitlines()}
    for cycle in standings.cycle_standings(ctx, "all"):
        head = run(ctx, capsys, "okr", "list", "--cycle", cycle.cycle.name).splitlines()[0]
        report = cycle_report(ctx, cycle.cycle.name)
        assert head.startswith(cycle.cycle.name) and f"{percent(cycle.progress)} done" in head
        assert f"{percent(cycle.expected)} expected" in head
        assert cycle.cycle.state == "closed" or percent(cycle.progress) in report
        for objective in cycle.objectives:
            assert f" {percent(objective.progress)} " in tops[objective.objective.ref]
            for s in objective.key_results:
                line, number = lines[s.kr.ref], numbers[s.kr.ref]
                assert facts(standings.standing(ctx, objectives.key_result(ctx, s.kr.ref))) == facts(s)
                for name in ("current", "progress", "expected", "confidence", "status"):
                    assert number[name] == getattr(s, name), (s.kr.ref, name)
                assert f" {percent(s.progress)} " in line and f" {value_text(s.kr, s.current)} " in line
                assert status_text(s, score=False) in line and f" {percent(s.progress)} " in row(report, s.kr.ref)
                assert f" {value_text(s.kr, s.current)} " in row(report, s.kr.ref)


def _people(ctx: Context, week: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Who has checked in and what health a week had: on its screen, in its list, JSON and report."""
    view, told = week_view(ctx, week=week), json.loads(run(ctx, capsys, "week", week, "--json"))
    here = {p.member.login for p in view.presence if p.state is UpdateState.SUBMITTED}
    waiting = {p.member.login for p in view.presence} - here
    assert (set(told["checked_in"]), {each["login"] for each in told["waiting"]}) == (here, waiting)
    reading, words = report_data.reader(ctx).week(week), run(ctx, capsys, "week", week)
    assert {u.who for u in reading.updates} == here
    assert {m.login for m in reading.silent} == waiting
    assert f"Checked in: {len(here)} of {len(view.presence)}" in words
    (metric,) = view.health or (None,)
    (listed,) = json.loads(run(ctx, capsys, "health", "--week", week, "--json"))
    if metric is not None:
        assert listed["colour"] == metric.colour == (told["health"] or [{"colour": None}])[0]["colour"]
        report = week_report(ctx, week)
        assert metric.colour is None or f"**On-call** is {metric.colour}" in report


def _retro(ctx: Context) -> None:
    """What a retro that begins now would look back on, as text and as number."""
    of = replace(sessions.find(ctx, "S1"), started=ctx.now, closed=None)
    found = facts_in_retro(ctx, of)
    cycle = cycles.find(ctx, "2026-Q4")
    assert found.until == min(cycle.end, ctx.today)
    (now,) = standings.cycle_standings(ctx, "2026-Q4")
    if ctx.today >= cycle.start:
        assert facts_of(found.key_results) == facts_of(now.objectives[0].key_results)


def _files(ctx: Context, folder: Path) -> None:
    """What is exported: the same as is told, and the same whether all of it was made anew."""
    records = ExportRecords(lambda: folder / "records", "1")
    export_tree(ctx, folder / "kept", records=records)
    export_tree(ctx, folder / "whole")
    names = [path.relative_to(folder / "whole") for path in (folder / "whole").rglob("*.md")]
    for name in names:
        assert (folder / "kept" / name).read_text() == (folder / "whole" / name).read_text(), name
    (now,) = standings.cycle_standings(ctx, "2026-Q4")
    assert percent(now.progress) in (folder / "whole/README.md").read_text()
    assert cycle_report(ctx, "2026-Q4").count(percent(now.progress)) >= 1
    for path in (folder / "whole/weeks").glob("*.md"):
        assert week_report(ctx, path.stem) in path.read_text()


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
