"""Every place in which a login stands, for the few changes that are about a login itself."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from peewee import fn

from okrtui.storage.engine.store import Record, Store
from okrtui.storage.journal.writer import Writer
from okrtui.storage.tables import columns_of, model_of
from okrtui.storage.tables.live import AttendanceTable, SessionTable
from okrtui.storage.tables.practice import PracticeCaseTable
from okrtui.storage.tables.week import WeeklyUpdateTable

if TYPE_CHECKING:
    from typing import Any

PLACES: tuple[tuple[str, str], ...] = (
    ("membership", "login"),
    ("value", "keeper"),
    ("office_hours", "host"),
    ("booking", "host"),
    ("booking", "guest"),
    ("objective", "dri"),
    ("key_result", "dri"),
    ("checkin", "who"),
    ("checkin", "entered_by"),
    ("weekly_update", "who"),
    ("commitment", "who"),
    ("health_reading", "who"),
    ("recognition", "giver"),
    ("recipient", "login"),
    ("reaction", "who"),
    ("reply", "who"),
    ("session", "facilitator"),
    ("card", "author"),
    ("card", "entered_by"),
    ("idea", "champion"),
    ("idea_step", "who"),
    ("action", "dri"),
    ("action_step", "who"),
    ("agenda_item", "who"),
    ("proposal", "who"),
    ("note", "who"),
    ("kr_review", "who"),
    ("process", "who"),
    ("practice_case", "opener"),
    ("practice_case", "asked"),
    ("practice_case", "subject"),
    ("practice_case", "companion"),
    ("practice_case", "dri"),
    ("practice_case", "chosen"),
    ("practice_case", "holder"),
    ("practice_case", "turn"),
    ("agreement", "dri"),
    ("case_entry", "who"),
    ("case_entry", "to_login"),
)
"""Table and column of everything that is somebody's; the journal keeps the login that somebody had then."""
_ONCE = {"membership": ("team_id",), "recipient": ("recognition_id",), "reaction": ("recognition_id", "kind")}
"""What a person has once beside these columns: where two become one, one of two goes."""
_NUMBERED = {"weekly_update": ("week", "revision"), "commitment": ("week", "position")}
"""What is counted for a person and a week."""


def uses(store: Store, login: str) -> list[str]:
    """Return the tables in which something of a person stands, teams aside."""
    found = [table for table, column in PLACES if table != "membership" and store.row(_of(table, column, login))]
    return list(dict.fromkeys(found)) + ["weekly_update"] * bool(_helping(store, login))


def running(store: Store, login: str) -> list[int]:
    """Return the sessions that are not over and that somebody leads or has been in."""
    s, a = SessionTable, AttendanceTable
    there = fn.EXISTS(a.select(a.login).where(a.session == s.id, a.login == login))
    query = s.select(s.id).where(s.closed.is_null(), (s.facilitator == login) | there).order_by(s.id)
    return [row["id"] for row in store.rows(query)]


def hand_on(writer: Writer, login: str, to: str) -> None:
    """Make everything of `login` that of `to`, who is a member; two weekly updates of a week become revisions."""
    store = writer.store
    for table, column in PLACES:
        if table in _NUMBERED and column == "who":
            _number(writer, table, login, to)
            continue
        for row in _rows(store, table, column, login):
            if table in _ONCE and _has(store, table, column, to, row):
                writer.remove(table, row["id"])
            else:
                writer.update(table, row["id"], **{column: to})
    for row_id, helpers in _helping(store, login):
        writer.update("weekly_update", row_id, helpers=",".join(dict.fromkeys(_swapped(helpers, login, to))))
    c = PracticeCaseTable
    for row in store.rows(c.select(c.id, c.readers).where(c.readers != "")):
        lines = [f"{line[:11]}{to}" if line[11:] == login else line for line in str(row["readers"]).split("\n")]
        writer.update("practice_case", row["id"], readers="\n".join(dict.fromkeys(lines)))
    forget_presence(store, login)


def forget_presence(store: Store, login: str) -> None:
    """Forget that somebody was in the room of a session, which matters only while it runs."""
    store.run("DELETE FROM attendance WHERE login = ?", (login,))


def _of(table: str, column: str, login: str, *columns: str) -> "Any":
    """Return the query for these columns, else the id, of the rows in which a login stands in a column, by id."""
    model = model_of(table)
    of = model._meta.columns
    return model.select(*(of[name] for name in columns or ("id",))).where(of[column] == login).order_by(of["id"])


def _rows(store: Store, table: str, column: str, login: str) -> list[Record]:
    return store.rows(_of(table, column, login, *columns_of(table)))


def _has(store: Store, table: str, column: str, login: str, like: Record) -> bool:
    of = model_of(table)._meta.columns
    same = [of[name] == like[name] for name in _ONCE[table]]
    return store.row(_of(table, column, login).where(*same)) is not None


def _number(writer: Writer, table: str, login: str, to: str) -> None:
    """Give rows that are counted by week to another one: behind theirs, updates in the order they were written in."""
    week, number = _NUMBERED[table]
    mine = _rows(writer.store, table, "who", login)
    theirs = _rows(writer.store, table, "who", to)
    for each in sorted({str(row[week]) for row in mine}):
        have = [row for row in theirs if row[week] == each]
        rows = have + [row for row in mine if row[week] == each]
        rows.sort(key=lambda row: (row.get("at", 0), row["who"] != to, row[number]))
        if have:
            for row in rows:  # out of each other's way first
                writer.update(table, row["id"], **{number: row[number] + 1000 * (1 + (row["who"] != to))})
        for at, row in enumerate(rows, 1):
            writer.update(table, row["id"], who=to, **({number: at} if have else {}))


def _helping(store: Store, login: str) -> list[tuple[int, str]]:
    w = WeeklyUpdateTable
    found = store.rows(w.select(w.id, w.helpers).where(w.helpers != ""))
    return [(row["id"], row["helpers"]) for row in found if login in row["helpers"].split(",")]


def _swapped(helpers: str, login: str, to: str) -> Iterable[str]:
    return (to if each == login else each for each in helpers.split(","))
