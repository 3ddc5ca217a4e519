"""A workspace of 500 people, ten years of check-ins and 10,000 hero cards, made in bulk: no list may be slow on it."""

import json
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from okrtui.config import identity
from okrtui.model.heroes import Standard
from okrtui.rituals.people.members import make_workspace
from okrtui.rules.weeks import monday, quarter_dates, quarter_of, shift, week_of
from okrtui.storage.engine.location import SCHEMA
from okrtui.storage.engine.lock import lock_path
from okrtui.storage.engine.store import to_json
from okrtui.storage.schema.hash_chain import VOUCHED, content, seal_all, vouch
from okrtui.storage.tables import columns_of

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything: `results` key results a person and quarter, three of them to an objective."""

    members: int = 500
    quarters: int = 40
    results: int = 3
    teams: int = 40
    cards: int = 10_000
    journal: bool = False
    """Whether the journal tells of each row, sealed, as if all had been typed; else only of the weekly updates."""


def big_workspace(folder: Path, size: Size = Size(), *, now: datetime | None = None) -> Path:
    """Return the path of a big workspace in `folder`, made anew where there is none of this week yet.

    The person who asks is one of its members and DRI of as many key results as everybody else.
    """
    now = now or datetime.now(UTC)
    much = f"{size.members}x{size.quarters}x{size.cards}{'-journal' * size.journal}"
    path = folder / f"big-{much}-{week_of(now.date())}-schema{SCHEMA}.db"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    lock = lock_path(fresh)
    fresh.unlink(missing_ok=True)
    login, person = identity()
    make_workspace(fresh, name="Big", timezone="UTC", login=login, person=person, now=now).close()
    db = sqlite3.connect(fresh)
    db.execute("PRAGMA journal_mode=OFF")
    db.execute("PRAGMA synchronous=OFF")
    with db:
        _fill(db, size, login, now)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("ANALYZE")
    db.close()
    lock.unlink(missing_ok=True)
    return fresh.rename(path)


def _fill(db: sqlite3.Connection, size: Size, me: str, now: datetime) -> None:
    chance = random.Random(2026)
    logins = [me, *(f"user{n:03}" for n in range(1, size.members))]
    _insert(db, "member", ("login", "name", "skills", "state", "version"), _members(logins[1:]))
    _insert(db, "team", ("id", "name", "version"), ((n + 1, f"Team {n + 1:02}", 1) for n in range(size.teams)))
    _insert(db, "membership", ("login", "team_id"), ((who, n % size.teams + 1) for n, who in enumerate(logins)))
    quarters = _quarters(now.date(), size.quarters)
    columns = ("id", "name", "start_day", "end_day", "state", "version")
    _insert(db, "cycle", columns, _cycles(quarters))
    _goals(db, size, logins, len(quarters))
    _weeks(db, size, logins, quarters, now, chance)
    _thanks(db, size, logins, now)
    if size.journal:
        _tell(db)


def _insert(db: sqlite3.Connection, table: str, columns: tuple[str, ...], rows: Iterator[Row]) -> None:
    marks = ",".join("?" * len(columns))
    db.executemany(f"INSERT OR IGNORE INTO {table} ({','.join(columns)}) VALUES ({marks})", rows)


def _members(logins: list[str]) -> Iterator[Row]:
    first = ("Ann", "Bo", "李", "Dana", "Émile", "Fatima", "Goran", "Hana", "Ivo", "Jun")
    for n, login in enumerate(logins):
        yield login, f"{first[n % len(first)]} {chr(65 + n % 26)}. Person-{n}", "", "active", 1


def _quarters(today: date, count: int) -> list[str]:
    names, day = [], today
    for _ in range(count):
        names.append(quarter_of(day))
        first, _ = quarter_dates(names[-1]) or (day, day)
        day = first - timedelta(days=1)
    return names[::-1]


def _cycles(quarters: list[str]) -> Iterator[Row]:
    for n, name in enumerate(quarters, 1):
        first, last = quarter_dates(name) or (date.min, date.min)
        state = "active" if n == len(quarters) else "closed"
        yield n, name, first.isoformat(), last.isoformat(), state, 1


def _goals(db: sqlite3.Connection, size: Size, logins: list[str], cycles: int) -> None:
    def objectives() -> Iterator[Row]:
        number = 0
        for cycle in range(1, cycles + 1):
            state = "active" if cycle == cycles else "achieved"
            for n, who in enumerate(logins):
                number += 1
                title = f"Make part {n} of the product loved, step {cycle}"
                yield number, number, cycle, title, "", n % size.teams + 1, who, "committed", 1.0, None, state, "", 1

    def results() -> Iterator[Row]:
        for objective in range(1, cycles * len(logins) + 1):
            closed = objective <= (cycles - 1) * len(logins)
            who = logins[(objective - 1) % len(logins)]
            for number in range(1, size.results + 1):
                title = f"Raise measure {number} of {who} from 0 to 100"
                state, score = ("closed", 0.7) if closed else ("open", None)
                row = (objective, number, title, "increase", 0.0, 100.0, "%", 1.0, who, "", "", "[]", state, score)
                yield *row, "", 1

    columns = "id number cycle_id title why team_id dri kind weight parent_id state comment version"
    _insert(db, "objective", tuple(columns.split()), objectives())
    columns = "objective_id number title kind start target unit weight dri priority note milestones state score"
    _insert(db, "key_result", (*columns.split(), "comment", "version"), results())


def _weeks(
    db: sqlite3.Connection, size: Size, logins: list[str], quarters: list[str], now: datetime, chance: random.Random
) -> None:
    for cycle, name in enumerate(quarters):
        first, last = quarter_dates(name) or (date.min, date.min)
        week, end = week_of(first), min(last, now.date())
        step = 0
        while monday(week) <= end - timedelta(days=7):
            step += 1
            at = int(datetime.combine(monday(week), datetime.min.time(), UTC).timestamp()) + 4 * 86400
            _week(db, size, logins, cycle, week, step, at, chance)
            week = shift(week, 1)


def _week(
    db: sqlite3.Connection,
    size: Size,
    logins: list[str],
    cycle: int,
    week: str,
    step: int,
    at: int,
    chance: random.Random,
) -> None:
    def checkins() -> Iterator[Row]:
        for n, who in enumerate(logins):
            for number in range(size.results):
                kr = (cycle * len(logins) + n) * size.results + number + 1
                value, confidence = round(step * 7 + chance.random() * 5, 1), chance.randint(3, 9)
                note = f"Week {step}: moved a little" if number == 0 else ""
                yield kr, week, 1, value, confidence, note, None, "[]", who, who, at + n

    def updates() -> Iterator[Row]:
        for n, who in enumerate(logins):
            blocker = "Waiting for the access review" if n % 25 == 0 else ""
            yield who, week, 1, "Finish the migration", blocker, "[]", "Shipped it", chance.randint(2, 5), at + n

    def commitments() -> Iterator[Row]:
        for n, who in enumerate(logins):
            for position in range(1, 4):
                kr = (cycle * len(logins) + n) * size.results + 1
                yield who, week, position, f"Priority {position} of week {step}", kr, "done", 0, "", None, 1

    def entries() -> Iterator[Row]:
        for n, who in enumerate(logins):
            after = {"who": who, "week": week, "revision": 1, "ahead": "Finish the migration", "wins": "Shipped it"}
            change = {"table": "weekly_update", "id": n + 1, "before": None, "after": after}
            yield at + n, who, "submitted", week, f"the update of {week}", json.dumps([change]), None

    columns = "kr_id week revision value confidence note status done who entered_by at"
    _insert(db, "checkin", tuple(columns.split()), checkins())
    columns = "who week revision ahead blocker helpers wins pulse at"
    _insert(db, "weekly_update", tuple(columns.split()), updates())
    columns = "who week position text kr_id state carries reason from_id version"
    _insert(db, "commitment", tuple(columns.split()), commitments())
    columns = "at who verb ref summary changes undoes"
    _insert(db, "activity", tuple(columns.split()), entries())


def _thanks(db: sqlite3.Connection, size: Size, logins: list[str], now: datetime) -> None:
    """Hang up the hero cards, a hundred a week and the newest now."""
    week, kinds = week_of(now.date()), [each.value for each in Standard]

    def cards() -> Iterator[Row]:
        for n in range(size.cards):
            back = (size.cards - 1 - n) // 100
            story = f"Story {n} of what changed for the team that waited"
            at = int(now.timestamp()) - back * 7 * 86400
            row = (n + 1, logins[n % len(logins)], kinds[n % 7 % 3], story, f"PR {n}", at, shift(week, -back))
            yield *row, 0, "", "", "", n % 2, 1

    def recipients() -> Iterator[Row]:
        for n in range(size.cards):
            yield n + 1, logins[(n + 1 + n % 5) % len(logins)], 0, "", 1

    columns = "id giver standard story evidence at week withdrawn reason practice_when practice_how across version"
    _insert(db, "recognition", tuple(columns.split()), cards())
    _insert(db, "recipient", ("recognition_id", "login", "hidden", "words", "version"), recipients())


def _tell(db: sqlite3.Connection) -> None:
    """Write the journal that would be there had people entered all of it: one entry a thing, one a person's week."""
    db.execute("DELETE FROM activity WHERE verb = 'submitted'")
    founder = db.execute("SELECT MIN(id) FROM member").fetchone()[0]
    for table in ("member", "team", "membership", "cycle", "objective", "key_result", "recognition", "recipient"):
        told = ((row, _new(table, row)) for row in _rows(db, table) if (table, row["id"]) != ("member", founder))
        _enter(db, (_entry(1, str(row.get("giver") or "root"), *_said(table, row), [change]) for row, change in told))
    for (week,) in db.execute("SELECT DISTINCT week FROM weekly_update ORDER BY week").fetchall():
        each: dict[str, list[dict[str, object]]] = {}
        for table in ("weekly_update", "checkin", "commitment"):
            for row in _rows(db, table, "WHERE week = ?", week):
                each.setdefault(str(row["who"]), []).append(_new(table, row))
        _enter(db, (_entry(1, who, "submitted update", week, changes) for who, changes in each.items()))
    seal_all(db.execute)


def _rows(db: sqlite3.Connection, table: str, where: str = "", *values: str) -> Iterator[dict[str, object]]:
    names = columns_of(table)
    for row in db.execute(f"SELECT {', '.join(names)} FROM {table} {where} ORDER BY id", values):
        yield dict(zip(names, row, strict=True))


def _new(table: str, row: dict[str, object]) -> dict[str, object]:
    """Return the change that made a row."""
    if table in VOUCHED:
        return {"table": table, "id": row["id"], "before": None, "after": {}, "digest": vouch(content(row))}
    return {"table": table, "id": row["id"], "before": None, "after": {k: v for k, v in row.items() if k != "id"}}


def _said(table: str, row: dict[str, object]) -> tuple[str, str]:
    """Return verb and ref of the entry that made a row."""
    return ("added member", f"@{row['login']}") if table == "member" else ("added", table)


def _entry(at: int, who: str, verb: str, ref: str, changes: list[dict[str, object]]) -> Row:
    return at, who, verb, ref, ref, to_json(changes), None


def _enter(db: sqlite3.Connection, entries: Iterator[Row]) -> None:
    _insert(db, "activity", ("at", "who", "verb", "ref", "summary", "changes", "undoes"), entries)
