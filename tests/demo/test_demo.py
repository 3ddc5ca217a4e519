"""The sample team lives like a real one, whenever it is opened."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from okrtui.demo import make_sample
from okrtui.model.heroes import Reaction, Standard
from okrtui.model.journal import Activity
from okrtui.model.okrs import CycleState, KeyResultKind, KeyResultState, ObjectiveKind, Status
from okrtui.model.week import CommitmentState, Health, UpdateState
from okrtui.rituals import heroes
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import cycles, standings
from okrtui.rituals.people import members, values
from okrtui.rituals.week import checkins, due, health, overview, updates
from okrtui.storage.journal.entries import entries
from tests.examples import examples

THURSDAY = datetime(2026, 11, 19, 10, 42, tzinfo=UTC)
SPECIAL = {
    "first moment of a quarter": datetime(2026, 10, 1, tzinfo=UTC),
    "quarter that begins on a Sunday": datetime(2028, 10, 1, 9, tzinfo=UTC),
    "quarter that begins on a Monday": datetime(2029, 1, 1, 0, 5, tzinfo=UTC),
    "last second of a year": datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
    "week 53 in January": datetime(2027, 1, 2, 12, tzinfo=UTC),
    "week 1 in December": datetime(2025, 12, 30, 12, tzinfo=UTC),
    "Monday at midnight": datetime(2026, 11, 23, tzinfo=UTC),
    "leap day": datetime(2028, 2, 29, 8, tzinfo=UTC),
    "hour that daylight saving skips": datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
}


@pytest.fixture(scope="module")
def ctx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Give my ctx in the sample workspace on a Thursday in mid-quarter."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    store = make_sample(path, login="mei", person="林美 Lin Mei", now=THURSDAY)
    yield Context(store, "mei", "林美 Lin Mei", THURSDAY)
    store.close()


def test_it_is_a_company_of_two_teams_and_about_eight_people(ctx: Context) -> None:
    """I am one of them, in the Platform team; one name is written in Chinese; vision and values are there.

    Three more teams decide, of people who work in the two.
    """
    assert {t.name for t in members.teams(ctx)} == {"Platform", "Search", "Architecture", "Backbone", "Leads"}
    every = members.members(ctx)
    me = members.me(ctx)
    assert len(every) == 8 and me is not None and me.teams == ("Platform",)
    assert all(m.teams and m.skills and m.name != m.login for m in every)
    assert any("陈静" in m.name for m in every)
    assert ctx.store.workspace().name == "Acme (sample)", "what the title line says on every screen"
    assert ctx.store.workspace().vision
    assert [each.kept_by(ctx.today) for each in values.values(ctx)] == ["lena", "mei", ""]


def test_the_quarter_before_is_closed_with_scores_and_comments(ctx: Context) -> None:
    """Every key result that was not cancelled has both, and its objective says how it ended."""
    closed, running = standings.cycle_standings(ctx, "all")
    assert closed.cycle.name == "2026-Q3" and closed.cycle.state is CycleState.CLOSED
    assert running.cycle.name == "2026-Q4" and running.cycle.state is CycleState.ACTIVE
    states = {o.objective.state.value for o in closed.objectives}
    assert states == {"achieved", "partial", "missed", "cancelled"}
    assert all(o.objective.comment for o in closed.objectives)
    scored = [s.kr for o in closed.objectives for s in o.key_results if s.kr.state is not KeyResultState.CANCELLED]
    assert scored and all(kr.score is not None and kr.comment for kr in scored)


def test_the_running_quarter_shows_everything_a_quarter_can(ctx: Context) -> None:
    """Every kind, alignment, both kinds of objective, none without stories: stale, exceeded, falling, without a DRI."""
    (running,) = standings.cycle_standings(ctx)
    objectives = [o.objective for o in running.objectives]
    krs = [s for o in running.objectives for s in o.key_results]
    assert {s.kr.kind for s in krs} == set(KeyResultKind)
    assert {o.kind for o in objectives} == set(ObjectiveKind)
    assert {t: sum(o.team == t for o in objectives) for t in ("Platform", "Search")} == {"Platform": 3, "Search": 3}
    assert sum(bool(o.parent) for o in objectives) >= 2 and any(not o.dri for o in objectives)
    assert any(not s.kr.dri for s in krs)
    assert {Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK} <= {s.status for s in krs}
    assert any(s.stale for s in krs)
    assert any(s.current is not None and s.kr.kind == "increase" and s.current > s.kr.target for s in krs)
    falling = next(s for s in krs if s.kr.title.startswith("Cold start"))
    assert [c.confidence for c in falling.history][-3:] == [7, 6, 4] and falling.status is Status.AT_RISK
    assert any(s.status is not s.suggested for s in krs)


def test_every_key_result_has_a_history_with_notes(ctx: Context) -> None:
    """Also a slip that was corrected, with the wrong value still readable."""
    (running,) = standings.cycle_standings(ctx)
    for objective in running.objectives:
        for s in objective.key_results:
            assert len(s.history) >= 3 and any(c.note for c in s.history), s.kr.ref
    mine = checkins.my_key_results(ctx)
    assert len(mine) == 3
    latency = next(s.kr for s in mine if s.kr.unit == "ms")
    values = [c.value for c in standings.history(ctx, latency)]
    assert 1220 in values and 1220 not in [c.value for s in mine for c in s.history]


def test_this_week_some_have_checked_in_and_i_have_not(ctx: Context) -> None:
    """My commitments of last week are open, somebody asks for my help, my key results wait."""
    view = overview.week_view(ctx)
    states = {p.member.login: p.state for p in view.presence}
    assert sum(s is UpdateState.SUBMITTED for s in states.values()) == 4
    assert states["mei"] is UpdateState.PENDING
    waiting = due.due(ctx)
    assert waiting.commitments == 3 and len(waiting.key_results) == 3 and waiting.asked_by == ("bob",)
    assert view.priorities and view.ahead and view.wins and view.help
    assert {c.state for c in view.priorities} == {CommitmentState.OPEN, CommitmentState.DONE}
    assert len(view.pulse) == 13 and all(1 < point.mean < 5 for point in view.pulse)


def test_commitments_end_in_every_way(ctx: Context) -> None:
    """Done, carried once and counted, dropped with a reason."""
    rows = [
        item
        for back in range(14)
        for member in members.members(ctx)
        for item in updates.commitments_of(ctx, member.login, _week_ago(ctx, back))
    ]
    assert {c.state for c in rows} == set(CommitmentState)
    assert any(c.carries == 1 for c in rows) and all(c.reason for c in rows if c.state is CommitmentState.DROPPED)
    assert any(c.kr for c in rows)


def _week_ago(ctx: Context, back: int) -> str:
    from okrtui.rules.weeks import shift

    return shift(ctx.week, -back)


def test_health_metrics_have_a_past(ctx: Context) -> None:
    """On-call load is green, test time amber after a red week."""
    by_name = {m.name: m for m in health.metrics(ctx)}
    assert by_name["On-call load"].colour is Health.GREEN
    assert (by_name["Test time"].colour, by_name["Test time"].previous) == (Health.AMBER, Health.RED)


def test_the_hero_board_is_lively(ctx: Context) -> None:
    """All standards, thanks across teams and about me, replies, own words, a practice, one that its recipient hid."""
    cards = heroes.board(ctx, heroes.Filter("all"))
    assert {c.standard for c in cards} == set(Standard) and any(c.across for c in cards)
    assert any(r.login == "mei" for c in cards for r in c.recipients) and any(c.giver == "mei" for c in cards)
    assert any(c.replies for c in cards) and any(r.words for c in cards for r in c.recipients)
    assert {kind for c in cards for kind, _ in c.reactions} == set(Reaction) and any(c.kr for c in cards)
    assert heroes.practices(ctx) and overview.week_view(ctx).heroes
    lena = Context(ctx.store, "lena", "Lena", ctx.now)
    assert len(heroes.board(lena, heroes.Filter("all"))) > len(cards)  # she sees the card that she hid


def _journal(ctx: Context) -> tuple[Activity, ...]:
    return tuple(reversed(entries(ctx.store, limit=100_000)))


def test_the_journal_reads_like_life(ctx: Context) -> None:
    """Everybody wrote, each under their own name, in the order of time."""
    journal = _journal(ctx)
    assert {e.who for e in journal} == {m.login for m in members.members(ctx)}
    assert [e.at for e in journal] == sorted(e.at for e in journal)


def test_the_same_moment_tells_the_same_story(ctx: Context, tmp_path: Path) -> None:
    """Two samples of one moment differ in nothing that people see."""
    again = make_sample(tmp_path / "again.db", login="mei", person="林美 Lin Mei", now=THURSDAY)
    other = Context(again, ctx.login, ctx.name, ctx.now)
    assert [_seen(e) for e in _journal(other)] == [_seen(e) for e in _journal(ctx)]
    again.close()


def _seen(entry: Activity) -> Activity:
    """Leave out the random keys of a live session and salted digests, which nobody sees."""
    changes = json.loads(re.sub(r'"(key|nonce|digest)": "[0-9a-f ]{16,}"', r'"\1": ""', json.dumps(entry.changes)))
    return replace(entry, changes=tuple(changes))


def test_a_login_of_the_sample_may_be_mine(tmp_path: Path) -> None:
    """Bob opens it: he is Bob, eight people are still there, and nobody is there twice."""
    store = make_sample(tmp_path / "bob.db", login="bob", person="Robert", now=THURSDAY)
    mine = Context(store, "bob", "Robert", THURSDAY)
    logins = [m.login for m in members.members(mine)]
    me = members.me(mine)
    assert len(logins) == len(set(logins)) == 8 and "noor" in logins
    assert me is not None and me.name == "Robert"
    assert len(checkins.my_key_results(mine)) == 3
    store.close()


def _check_any(now: datetime, folder: Path, timezone: str = "UTC") -> None:
    """Make the sample at `now` and check what must hold on every day."""
    store = make_sample(folder / "any.db", login="me.too", person="Me Too", now=now, timezone=timezone)
    mine = Context(store, "me.too", "Me Too", now)
    journal = _journal(mine)
    assert [e.at for e in journal] == sorted(e.at for e in journal)
    assert journal[-1].at <= now and now - journal[0].at > timedelta(days=80)
    closed, running = cycles.cycles(mine)
    assert closed.state is CycleState.CLOSED and running.state is CycleState.ACTIVE
    assert running.start <= mine.today <= running.end
    shown = {p.state is UpdateState.SUBMITTED for p in overview.week_view(mine).presence}
    assert shown == {True, False}
    waiting = due.due(mine)
    assert waiting.update and waiting.commitments and len(waiting.key_results) == 3
    assert all(json.dumps(e.changes) for e in journal)
    store.close()


@pytest.mark.parametrize("name", SPECIAL)
def test_special_days_have_a_sample_too(name: str, tmp_path: Path) -> None:
    """Nothing is told from the future, both cycles are there, and I have something to do."""
    _check_any(SPECIAL[name], tmp_path, "Europe/Berlin" if "daylight" in name else "UTC")


@settings(
    max_examples=examples(2, dear=100),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],  # an example takes a second: shrinking would take minutes
)
@given(
    now=st.datetimes(datetime(2001, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)),
    timezone=st.sampled_from(["UTC", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Apia"]),
)
def test_any_moment_has_a_sample(now: datetime, timezone: str) -> None:
    """The same on days that nobody thought of."""
    with TemporaryDirectory() as folder:
        _check_any(now, Path(folder), timezone)


def test_it_asks_offers_and_decides(ctx: Context) -> None:
    """Open cases of each kind that may be opened, one that waits for me, one of mine, and some that were decided."""
    found = cases.open_cases(ctx)
    assert {each.case.process for each in found} == {"support", "opportunity", "architecture", "reward"}
    assert {each.case.title for each in found if each.mine} == {
        "a reviewer for the pool code",
        "access to the staging index",
    }
    assert any(each.turn == "team:Architecture" for each in found), "nobody has taken one"
    past = cases.past_cases(ctx)
    assert {(each.case.process, each.word) for each in past} == {
        ("support", "helped"),
        ("architecture", "accepted"),
        ("proposal", "adopted"),
    }
