"""A small believable team whose weeks the reports' and exports' tests read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from okrtui.model.okrs import KeyResultKind, Milestone, ObjectiveKind, Status
from okrtui.model.week import CommitmentState, Health
from okrtui.rituals.context import Context
from okrtui.rituals.documents import report_data
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import members
from okrtui.rituals.week import checkins, health, updates
from okrtui.rituals.week.updates import Settle
from okrtui.sharing.okrs_file.writer import written
from okrtui.storage.engine.store import Store
from okrtui.storage.open import open_store
from tests.workspaces import anybody, lay_copy

FRIDAY = datetime(2026, 11, 20, 16, tzinfo=UTC)
"""Friday of 2026-W47."""
NAMES = {"mia": "Mia Keller", "tomas": "Tomas Berg", "jun": "Jun Ito", "ana": "Ana Sousa"}


@contextmanager
def workspace(path: Path, name: str = "Booking", now: datetime = FRIDAY) -> Iterator[Context]:
    """Give Mia's ctx in a new, empty workspace."""
    if (name, now) == ("Booking", FRIDAY):
        lay_copy(_booking, path)
        store = open_store(path)
    else:
        store = _made(path, name, now)
    try:
        yield Context(store, "mia", "Mia Keller", now, may_add=anybody)
    finally:
        store.close()


def _booking(path: Path) -> None:
    _made(path, "Booking", FRIDAY).close()


def _made(path: Path, name: str, now: datetime) -> Store:
    return members.make_workspace(path, name=name, timezone="UTC", login="mia", person="Mia Keller", now=now)


def ctx(store: Store, login: str, weeks_ago: int = 0) -> Context:
    return Context(store, login, NAMES[login], FRIDAY - timedelta(weeks=weeks_ago), may_add=anybody)


def okrs_file(ctx: Context, cycle: str | None = None) -> str:
    """Return a cycle (the current one) as its document."""
    return written(report_data.reader(ctx).standing(report_data.chosen_cycle(ctx, cycle).name))


def fill(mia: Context) -> None:
    """Let the team work for eight weeks up to 2026-W47."""
    first = ctx(mia.store, "mia", 8)
    members.describe_workspace(first, vision="Nobody waits for a table.")
    members.add_team(first, "Booking")
    for login, name in NAMES.items():
        members.edit_member(first, login, name=name, teams=("Booking",))
    _okrs(ctx(mia.store, "mia", 7))
    _checkins(mia.store)
    _updates(mia.store)
    health.add(first, "On-call load", "Booking")
    health.read(ctx(mia.store, "jun", 1), "On-call load", Health.GREEN)
    health.read(ctx(mia.store, "jun"), "On-call load", Health.AMBER, "Two nights in a row: the certificate job.")


def _okrs(mia: Context) -> None:
    objectives.add_objective(
        mia,
        "Guests find a table in seconds",
        team="Booking",
        why="Half of those who wait longer than a second\nleave and do not come back.",
    )
    objectives.add_key_result(mia, "O1", "Search answers fast", start=180, target=90, unit="ms")
    objectives.add_key_result(mia, "O1", "Restaurants on live availability", target=40, unit="restaurants", dri="tomas")
    objectives.add_key_result(
        mia, "O1", "Availability stays up", kind=KeyResultKind.STAY_ABOVE, target=99.9, unit="%", dri="jun"
    )
    objectives.add_objective(
        mia, "Hosts trust the evening plan", dri="ana", kind=ObjectiveKind.ASPIRATIONAL, weight=2, team="Booking"
    )
    steps = (Milestone("Interviews with ten hosts"), Milestone("Prototype in one restaurant"), Milestone("Rollout", 2))
    objectives.add_key_result(mia, "O2", "The plan board is live", milestones=steps, dri="ana", priority="p0")
    objectives.add_key_result(mia, "O2", "Legal has signed the data terms", dri="tomas")


def _checkins(store: Store) -> None:
    for ago, value, sure in ((6, 178, 6), (5, 170, 6), (4, 160, 6), (3, 150, 5), (2, 150, 5), (1, 138, 6), (0, 121, 7)):
        note = "The cache is in production; the tail is next." if ago == 0 else ""
        checkins.check_in(ctx(store, "mia", ago), "KR1.1", value, confidence=sure, note=note)
    for ago, value, sure in ((6, 2, 7), (3, 8, 7), (1, 9, 6), (0, 11, 3)):
        note = "The chain has not answered\nsince our last offer." if ago == 0 else ""
        checkins.check_in(ctx(store, "tomas", ago), "KR1.2", value, confidence=sure, note=note)
    checkins.check_in(ctx(store, "jun", 0), "KR1.3", 99.95, confidence=8)
    checkins.check_in(ctx(store, "ana", 4), "KR2.1", "#1", confidence=7)
    checkins.check_in(ctx(store, "ana", 0), "KR2.1", "#1,#2", confidence=8, note="Osteria Lupo uses it every evening.")
    checkins.check_in(ctx(store, "tomas", 3), "KR2.2", "no", confidence=5, status=Status.AT_RISK, note="Second draft.")


def _updates(store: Store) -> None:
    updates.submit(
        ctx(store, "mia", 1), priorities=[("Cache in production", "KR1.1"), ("Tail latency", "KR1.1")], pulse=4
    )
    updates.submit(ctx(store, "tomas", 1), priorities=[("Contract with the chain", "KR1.2"), ("Booth", "")], pulse=3)
    updates.submit(ctx(store, "jun", 1), priorities=[("Certificate job", "")], pulse=3)
    mine = {c.text: c.id for c in updates.commitments_of(ctx(store, "mia", 1))}
    his = {c.text: c.id for c in updates.commitments_of(ctx(store, "tomas", 1), "tomas")}
    updates.submit(
        ctx(store, "mia"),
        settled=[
            Settle(mine["Cache in production"], CommitmentState.DONE),
            Settle(mine["Tail latency"], CommitmentState.CARRIED),
        ],
        ahead="Cold start, then the index for opening hours.",
        wins="Search is faster than the competitor's for the first time.",
        pulse=4,
    )
    updates.submit(
        ctx(store, "tomas"),
        settled=[
            Settle(his["Contract with the chain"], CommitmentState.CARRIED),
            Settle(his["Booth"], CommitmentState.DROPPED, "marketing took it over"),
        ],
        blocker="No answer from the chain's legal team | third week.",
        helpers=["ana", "mia"],
        pulse=2,
    )
    updates.submit(
        ctx(store, "ana"),
        priorities=[("Rollout plan for five restaurants", "KR2.1")],
        wins="First evening planned without paper.\n# Thanks to Jun for the printer hack.",
        pulse=5,
    )
