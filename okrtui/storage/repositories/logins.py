"""Every place in which a login stands, for the few changes that are about a login itself."""

from collections.abc import Iterable

from okrtui.storage.engine.store import Record, Store
from okrtui.storage.journal.writer import Writer
from okrtui.storage.tables import columns_of

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
    found = [
        table
        for table, column in PLACES
        if table != "membership" and store.sql(f'SELECT 1 FROM "{table}" WHERE "{column}" = ? LIMIT 1', (login,))
    ]
    return list(dict.fromkeys(found)) + ["weekly_update"] * bool(_helping(store, login))


def running(store: Store, login: str) -> list[int]:
    """Return the sessions that are not over and that somebody leads or has been in."""
    found = store.sql(
        "SELECT s.id FROM session s WHERE s.closed IS NULL AND (s.facilitator = ? OR EXISTS "
        "(SELECT 1 FROM attendance a WHERE a.session_id = s.id AND a.login = ?)) ORDER BY s.id",
        (login, login),
    )
    return [int(row[0]) for row in found]


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
    for row_id, readers in store.sql("SELECT id, readers FROM practice_case WHERE readers <> ''"):
        lines = [f"{line[:11]}{to}" if line[11:] == login else line for line in str(readers).split("\n")]
        writer.update("practice_case", row_id, readers="\n".join(dict.fromkeys(lines)))
    forget_presence(store, login)


def forget_presence(store: Store, login: str) -> None:
    """Forget that somebody was in the room of a session, which matters only while it runs."""
    store.run("DELETE FROM attendance WHERE login = ?", (login,))


def _rows(store: Store, table: str, column: str, login: str) -> list[Record]:
    names = columns_of(table)
    listed = ", ".join(f'"{name}"' for name in names)
    return store.records(f'SELECT {listed} FROM "{table}" WHERE "{column}" = ? ORDER BY id', (login,))


def _has(store: Store, table: str, column: str, login: str, like: Record) -> bool:
    where = " AND ".join(f'"{name}" = ?' for name in _ONCE[table])
    values = (login, *(like[name] for name in _ONCE[table]))
    return bool(store.sql(f'SELECT 1 FROM "{table}" WHERE "{column}" = ? AND {where}', values))


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
    found: Iterable[tuple[int, str]] = store.sql("SELECT id, helpers FROM weekly_update WHERE helpers <> ''")
    return [(row_id, helpers) for row_id, helpers in found if login in helpers.split(",")]


def _swapped(helpers: str, login: str, to: str) -> Iterable[str]:
    return (to if each == login else each for each in helpers.split(","))
