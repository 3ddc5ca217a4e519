"""A team's year with a clock that moves on: quarters end, are closed and prepared, and every answer stays one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from okrtui.errors import Refused
from okrtui.model.frozen import replace
from okrtui.model.okrs import Status
from okrtui.rituals.context import Context
from okrtui.rituals.documents import report_data
from okrtui.rituals.journal import log
from okrtui.rituals.okrs import closing, cycles, objectives, standings
from okrtui.rituals.week import checkins, due, updates
from okrtui.rituals.week.overview import week_view
from okrtui.rituals.week.sheet import sheet
from okrtui.rules.okrs.periods import following
from tests.examples import examples
from tests.workspaces import ctx, unsound, workspace

YEARS = examples(1, dear=40)
"""One at each run of the suite, more in `make soak`; they begin a month apart, in zones all around."""
ZONES = ("Pacific/Honolulu", "Pacific/Auckland", "Europe/Berlin", "America/Los_Angeles")
PEOPLE = ("mei", "bob")


@pytest.mark.long
@pytest.mark.parametrize("year", range(YEARS))
def test_a_year_goes_by(year: int, tmp_path: Path) -> None:
    random, zone = Random(year), ZONES[year % len(ZONES)]
    begin = datetime(2026, 1 + year % 12, 5, 9, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    store = workspace(tmp_path, timezone=zone, now=begin)
    day = 0.0
    while day < 370:
        day += random.choice((0.4, 2, 3.3, 6, 9))
        who = ctx(store, random.choice(PEOPLE), now=begin + timedelta(days=day))
        act = random.choice(ACTS)
        try:
            act(random, who)
        except Refused as refused:
            assert str(refused) and "Traceback" not in str(refused)
        if random.random() < 0.3:
            _one_answer(replace(who, login="mei"), random)
    _one_answer(ctx(store, now=begin + timedelta(days=day)), random)
    here = ctx(store, now=begin + timedelta(days=day))
    assert len(cycles.cycles(here)) >= 4, "quarters came and went"
    assert unsound(store) == []
    store.close()


def _one_answer(here: Context, random: Random) -> None:
    """Hold what is told of today, and of a week gone by, to one answer; no cycle is lost, none takes work unasked."""
    now = standings.cycle_standings(here, "all")
    stand = {s.kr.ref: s for c in now for o in c.objectives for s in o.key_results}
    for s in week_view(here).key_results:
        assert (s.current, s.progress, s.status, s.expected) == _facts(stand[s.kr.ref])
    for s in sheet(here).key_results:
        assert s.expected == stand[s.kr.ref].expected
    back = random.choice((0, 1, 1, 5))
    week = checkins.checked_week(here, f"-{back}" if back else None)
    reading = report_data.reader(here).week(week)
    told = {s.kr.ref: s for c in reading.cycles for o in c.objectives for s in o.key_results}
    for s in week_view(here, week=week).key_results:
        assert (s.current, s.progress, s.status, s.expected) == _facts(told[s.kr.ref])
    waits = {p.member.login: p.state.value for p in week_view(here).presence}
    assert (due.due(here).update or "submitted") == waits.get(here.login, "submitted")
    today = cycles.for_new_work(here)
    assert cycles.days_of(here, today)[0] <= here.today <= cycles.days_of(here, today)[1]  # type: ignore[index]


def _facts(s: object) -> tuple[object, ...]:
    return tuple(getattr(s, name) for name in ("current", "progress", "status", "expected"))


def _objective(random: Random, here: Context) -> None:
    above = random.choice(["", *objectives.parents(here)])
    made = objectives.add_objective(here, f"Goal {random.randrange(10**6)}", parent=above, dri=here.login)
    for _ in range(random.choice((1, 2))):
        objectives.add_key_result(here, made.ref, "p99", start=random.choice((0, 200)), target=90.5)


def _check_in(random: Random, here: Context) -> None:
    krs = [s.kr.ref for s in checkins.my_key_results(here)]
    for ref in random.sample(krs, min(len(krs), 3)):
        value = random.choice(("120", "=", "+3", "90.5", "99,5"))
        week = random.choice((None, None, "last"))
        word = random.choice((None, Status.OFF_TRACK))
        checkins.check_in(here, ref, value, confidence=random.choice((None, 1, 8)), week=week, status=word)


def _update(random: Random, here: Context) -> None:
    updates.submit(here, priorities=[(f"do {random.randrange(99)}", "")], wins="won", pulse=random.choice((None, 3)))


def _end(random: Random, here: Context) -> None:
    """Prepare what follows the oldest cycle that is open, and close that where it is over."""
    first = next((c for c in cycles.cycles(here) if c.state != "closed"), None)
    if first is None or here.today <= first.end:
        return
    refs = [o.ref for o in objectives.objectives(here) if o.cycle == first.name]
    if refs and following(first.name):
        closing.prepare(here, first.name, cycles.for_new_work(here), random.sample(refs, 1))
    closing.close_cycle(here, first.name, unscored=True)


def _activate(random: Random, here: Context) -> None:
    for found in objectives.objectives(here):
        if found.state == "draft":
            objectives.edit_objective(here, found.ref, state=type(found.state)("active"))


def _move(random: Random, here: Context) -> None:
    krs, open_ = [s.kr.ref for s in checkins.my_key_results(here)], objectives.objectives(here)
    if krs and open_:
        objectives.move_key_result(here, random.choice(krs), random.choice(open_).ref)


def _undo(random: Random, here: Context) -> None:
    log.undo(here)
    if random.random() < 0.5:
        log.redo(here)


ACTS: tuple[Callable[[Random, Context], None], ...] = (
    *(_check_in,) * 6,
    *(_update,) * 3,
    *(_objective,) * 2,
    *(_end,) * 3,
    _activate,
    _move,
    _undo,
)
