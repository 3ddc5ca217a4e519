"""Check-ins, weekly updates, commitments, pulse and health readings: rows in, frozen values out."""

from collections.abc import Iterable
from contextlib import closing

from okrtui.model.okrs import CheckIn
from okrtui.model.week import (
    LEAST_ANSWERS,
    Commitment,
    CommitmentState,
    Health,
    HealthMetric,
    PulsePoint,
    UpdateState,
    WeeklyUpdate,
)
from okrtui.storage.engine.queries import KR_REF, each_row, given, next_number, seen_ticks, ticks_json
from okrtui.storage.engine.row_reader import is_week, row_reader
from okrtui.storage.engine.store import Record, Store
from okrtui.storage.journal.writer import Writer

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from typing import Any

_CHECKIN = "id kr_id kr week revision value confidence note status done who entered_by at via"
_checkin = row_reader(
    CheckIn,
    lambda row: f"the check-in of {row[2]}",
    "done",
    "milestones",
    **{name: position for position, name in enumerate(_CHECKIN.split())},
)
_update = row_reader(
    WeeklyUpdate, lambda row: f"{row['who']}'s update of {row['week']}", "helpers", "state", "commitments"
)
_metric = row_reader(HealthMetric, lambda row: f"the health metric {row['name']}", "week")
_commitment = row_reader(Commitment, lambda row: f"P{row['position']} of {row['who']} in {row['week']}")


# -- check-ins


def checkins(
    store: Store,
    *,
    kr_ids: Iterable[int] | None = None,
    cycles_named: Iterable[str] | None = None,
    week: str | None = None,
    superseded: bool = False,
) -> dict[int, list[CheckIn]]:
    """Return check-ins by key result row id, oldest week first; only the latest revision of each week unless asked."""
    where, values = given(
        ("c.kr_id IN ({})", kr_ids), (f"c.kr_id IN ({_IN_CYCLES})", cycles_named), ("c.week = ?", week)
    )
    # Plain tuples: a quarter of a large workspace is 20,000 rows, and a dictionary each doubles the time.
    found = each_row(
        store,
        f"SELECT {_COLUMNS} FROM checkin c JOIN key_result k ON k.id = c.kr_id "
        "JOIN objective o ON o.id = k.objective_id "
        f"{where} ORDER BY c.kr_id, c.week, c.revision",
        values,
    )
    result: dict[int, list[CheckIn]] = {}
    with closing(found):
        for row in found:
            entry, entries = _entry(row), result.setdefault(row[1], [])
            if entries and entries[-1].week == entry.week and not superseded:
                entries[-1] = entry
            else:
                entries.append(entry)
    return result


def latest_checkins(store: Store, cycle: str, until: str | None) -> dict[int, list[CheckIn]]:
    """Return the newest check-in of each key result of a cycle, of the weeks up to one where it is given.

    Each is found by the index: of a quarter that is over in a week a twelfth of the rows is read.
    """
    newest = f"SELECT n.id FROM checkin n WHERE n.kr_id = k.id {'AND n.week <= ?' if until else ''}"
    found = store.sql(
        f"SELECT {_COLUMNS} FROM cycle y JOIN objective o ON o.cycle_id = y.id JOIN key_result k "
        f"ON k.objective_id = o.id JOIN checkin c ON c.id = ({newest} ORDER BY n.week DESC, n.revision DESC LIMIT 1) "
        "WHERE y.name = ?",
        (*([until] if until else ()), cycle),
    )
    return {row[1]: [_entry(row)] for row in found}


def _entry(row: "tuple[Any, ...]") -> CheckIn:
    done, milestones, said = ((), (), "") if row[9] == "[]" else seen_ticks(row[9], row[2])
    row = (*row[:7], said, *row[8:]) if said else row  # in the place of its note
    return _checkin(row, done=done, milestones=milestones)


_COLUMNS = (
    f"c.id, c.kr_id, {KR_REF}, c.week, c.revision, c.value, c.confidence, c.note, c.status, c.done, c.who, "
    "c.entered_by, c.at, c.via"
)
_IN_CYCLES = (
    "SELECT k.id FROM key_result k JOIN objective o ON o.id = k.objective_id JOIN cycle y ON y.id = o.cycle_id "
    "WHERE y.name IN ({})"
)


def add_checkin(writer: Writer, kr_id: int, entry: CheckIn) -> int:
    """Insert a check-in as the next revision of its week and return the row's id."""
    revision = next_number(writer.store, "revision", "checkin", kr_id=kr_id, week=entry.week)
    return writer.add("checkin", entry, kr_id=kr_id, revision=revision, done=ticks_json(entry))


# -- weekly updates and their commitments


def updates(store: Store, *, week: str | None = None, who: str | None = None) -> tuple[WeeklyUpdate, ...]:
    """Return submitted weekly updates by week and login, the latest revision of each."""
    where, values = given(("week = ?", week), ("who = ?", who))
    submitted = store.records(
        "SELECT id, who, week, revision, ahead, blocker, helpers, wins, pulse, at FROM weekly_update "
        f"{where} ORDER BY week, who, revision",
        values,
    )
    plans: dict[tuple[str, str], list[Commitment]] = {}
    for item in commitments(store, week=week, who=who):
        plans.setdefault((item.week, item.who), []).append(item)
    latest = {(row["week"], row["who"]): row for row in submitted}
    return tuple(
        _update(
            row,
            helpers=tuple(each for each in row["helpers"].split(",") if each),
            state=UpdateState.SUBMITTED,
            commitments=tuple(plans.get(of, ())),
        )
        for of, row in latest.items()
    )


def add_update(writer: Writer, update: WeeklyUpdate) -> int:
    """Insert a weekly update as the next revision of its person's week and return the row's id."""
    revision = next_number(writer.store, "revision", "weekly_update", who=update.who, week=update.week)
    return writer.add("weekly_update", update, revision=revision, helpers=",".join(update.helpers), at=writer.at)


def commitments(
    store: Store,
    *,
    week: str | None = None,
    who: str | None = None,
    before: str | None = None,
    state: CommitmentState | None = None,
) -> tuple[Commitment, ...]:
    """Return commitments by week, login and position: of a week, a person, weeks before one, in a state."""
    where, values = given(("c.week = ?", week), ("c.who = ?", who), ("c.state = ?", state), ("c.week < ?", before))
    found = store.records(
        "SELECT c.id, c.who, c.week, c.position, c.text, c.state, c.carries, c.reason, c.version, "
        f"{KR_REF} AS kr FROM commitment c LEFT JOIN key_result k ON k.id = c.kr_id "
        f"LEFT JOIN objective o ON o.id = k.objective_id {where} ORDER BY c.week, c.who, c.position",
        values,
    )
    return tuple(map(_commitment, found))


def add_commitment(writer: Writer, item: Commitment, *, kr_id: int | None, from_id: int | None = None) -> int:
    """Insert a commitment and return the row's id; `from_id` is the one it was carried from."""
    return writer.add("commitment", item, kr_id=kr_id, from_id=from_id)


def submitters(store: Store, week: str) -> frozenset[str]:
    """Return the logins of those who have submitted an update of a week."""
    return frozenset(row[0] for row in store.sql("SELECT DISTINCT who FROM weekly_update WHERE week = ?", (week,)))


def first_weeks(store: Store) -> dict[str, str]:
    """Return the week of each member's first update, by login."""
    return dict(store.sql("SELECT who, MIN(week) FROM weekly_update GROUP BY who"))


def written_weeks(store: Store) -> frozenset[str]:
    """Return the weeks for which anything was written: a plan, an update, a check-in, health, a thank-you."""
    tables = ("weekly_update", "commitment", "checkin", "health_reading", "recognition")
    each = (f"SELECT week FROM {table}{' WHERE withdrawn = 0' if table == 'recognition' else ''}" for table in tables)
    return frozenset(row[0] for row in store.sql(" UNION ".join(each)) if is_week(row[0]))


def pulse(store: Store, since: str, until: str, logins: Iterable[str] | None = None) -> tuple[PulsePoint, ...]:
    """Return the mean pulse per week of these people (all where None); weeks of under three answers are left out."""
    if store.member:  # a server shows nobody the others' pulses, and counts by itself
        wanted = list(logins) if logins is not None else None
        means = store.sql("SELECT week, mean, count FROM okrtui.pulse_means(?, ?, ?::text[])", (since, until, wanted))
        return tuple(PulsePoint(week, float(mean), int(count)) for week, mean, count in means)
    from peewee import fn

    from okrtui.storage.tables.week import WeeklyUpdateTable  # a check-in asks for no pulse

    w, latest = WeeklyUpdateTable, WeeklyUpdateTable.alias("latest")
    newest = latest.select(fn.MAX(latest.revision)).where((latest.who == w.who) & (latest.week == w.week))
    query = (
        WeeklyUpdateTable.select(w.week, fn.AVG(w.pulse).alias("mean"), fn.COUNT(w.pulse).alias("count"))
        .where((w.week >= since) & (w.week <= until) & w.pulse.between(1, 5) & (w.revision == newest))
        .group_by(w.week)
        .having(fn.COUNT(w.pulse) >= LEAST_ANSWERS)
        .order_by(w.week)
    )
    if logins is not None:
        query = query.where(w.who.in_(list(logins)))
    return tuple(
        PulsePoint(row["week"], float(row["mean"]), row["count"]) for row in store.rows(query) if is_week(row["week"])
    )


# -- health


def health_metrics(store: Store, week: str) -> tuple[HealthMetric, ...]:
    """Return the health metrics in use by name, with their reading of `week` and the one before it."""
    from peewee import JOIN

    from okrtui.storage.tables.people import TeamTable
    from okrtui.storage.tables.week import HealthMetricTable  # a check-in asks for no health

    m = HealthMetricTable
    metrics = store.rows(
        m.select(m.id, m.name, m.version, TeamTable.name.alias("team"))
        .join(TeamTable, JOIN.LEFT_OUTER)
        .where(m.state == "active")
        .order_by(m.name, m.id)
    )
    return tuple(_health(store, row, week) for row in metrics)


def _health(store: Store, row: Record, week: str) -> HealthMetric:
    from okrtui.storage.tables.week import HealthReadingTable

    r = HealthReadingTable
    readings = store.rows(
        HealthReadingTable.select(r.week, r.colour, r.note)
        .where((r.metric == row["id"]) & (r.week <= week))
        .order_by(r.week.desc(), r.revision.desc())
        .limit(12)
    )
    by_week: dict[str, Record] = {}
    for reading in (each for each in readings if is_week(each["week"])):
        by_week.setdefault(reading["week"], reading)
    here = by_week.pop(week, None)
    before = next(iter(by_week.values()), None)
    said = {"colour": here and here["colour"], "note": here and here["note"]}
    said |= {"previous": before and before["colour"], "read": before and before["week"]}
    return _metric({**row, **said}, week=week)


def add_health_reading(writer: Writer, metric_id: int, week: str, colour: Health, note: str) -> int:
    """Insert a reading as the next revision of its week and return the row's id."""
    revision = next_number(writer.store, "revision", "health_reading", metric_id=metric_id, week=week)
    entry = {"metric_id": metric_id, "week": week, "revision": revision, "colour": colour.value, "note": note}
    return writer.insert("health_reading", **entry, who=writer.who, at=writer.at)
