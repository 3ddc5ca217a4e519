"""Live sessions and their agendas: rows in, frozen sessions out."""

from collections.abc import Iterable
from datetime import date

from okrtui.model.cases import CaseLink
from okrtui.model.live import AgendaItem, Kind, Phase, Session
from okrtui.storage.engine.queries import from_json, given, grouped, refs_of_key_results
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Record, Store, marks, to_json
from okrtui.storage.journal.writer import Writer
from okrtui.storage.tables import columns_of

_WHOLE = f"SELECT {', '.join(columns_of('session'))} FROM session"
"""Plain SQL: building the query costs a screen more than asking it, at each card that somebody writes."""

_session = row_reader(
    Session,
    lambda row: f"S{row['id']}",
    *("kr", "team", "cycle", "agenda", "minutes", "case", "cases", "days"),
    votes_per_group="most",
    step_id="at_step",
    time_box="box",
    topic="topic_id",
)


_step = row_reader(AgendaItem, lambda row: f"step {row['id']} of S{row['session_id']}")


def sessions(store: Store, *, kind: Kind | None = None, running: bool = False) -> tuple[Session, ...]:
    """Return sessions, newest first; only the running ones where asked."""
    where, values = given(("kind = ?", kind), ("phase <> ?", Phase.CLOSED if running else None))
    return _sessions(store, store.records(f"{_WHOLE} {where} ORDER BY id DESC", values))


def session(store: Store, session_id: int) -> Session | None:
    """Return a session by its id, None where there is none."""
    return next(iter(_sessions(store, store.records(f"{_WHOLE} WHERE id = ?", (session_id,)))), None)


def anonymous(store: Store) -> dict[str, str]:
    """Return the refs of the anonymous sessions by their keys."""
    return {key: f"S{number}" for key, number in store.sql("SELECT key, id FROM session WHERE anonymous = 1")}


def _sessions(store: Store, found: list[Record]) -> tuple[Session, ...]:
    krs = refs_of_key_results(store, (row["kr_id"] for row in found))
    teams = _named(store, found, "team_id", "SELECT id, name FROM team WHERE id IN ({})")
    cycles = _named(store, found, "cycle_id", "SELECT id, name FROM cycle WHERE id IN ({})")
    ways = agendas(store, [row["id"] for row in found if row["kind"] == Kind.RETRO.value])
    tied = _cases(store, [row["id"] for row in found])
    return tuple(
        _session(
            row,
            case=next((ref for kind, ref in tied.get(row["id"], ()) if kind == CaseLink.WORKED_OUT), ""),
            cases=tuple(ref for kind, ref in tied.get(row["id"], ()) if kind == CaseLink.OUT_OF),
            kr=krs.get(row["kr_id"], ""),
            team=teams.get(row["team_id"], ""),
            cycle=cycles.get(row["cycle_id"], ""),
            agenda=ways.get(row["id"], ()),
            minutes=from_json(row["minutes"], f"S{row['id']} has the minutes", _minutes, lambda _: ()),
            days=from_json(row["days"], f"S{row['id']} has the days", _days, lambda _: ()),
        )
        for row in found
    )


def _cases(store: Store, ids: list[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return (kind, ref) of the cases that sessions work out or that came out of them, by session."""
    if not ids:
        return {}
    sql = f"SELECT session_id, kind, case_id FROM case_link WHERE session_id IN ({marks(ids)}) ORDER BY id"
    return grouped(store.records(sql, tuple(ids)), "session_id", lambda row: (str(row["kind"]), f"C{row['case_id']}"))


def _minutes(stored: list[tuple[str, int]]) -> tuple[tuple[Phase, int], ...]:
    return tuple((Phase(name), +number) for name, number in stored)


def _days(stored: list[tuple[str, str]]) -> tuple[tuple[Phase, date], ...]:
    return tuple((Phase(name), date.fromisoformat(day)) for name, day in stored)


def stored_days(days: Iterable[tuple[Phase, date]]) -> str:
    """Return the days of phases as a row keeps them."""
    return to_json([(phase.value, day.isoformat()) for phase, day in days])


def _named(store: Store, found: list[Record], column: str, query: str) -> dict[int, str]:
    """Return what the rows' ids in a column are called; where there are none nothing is asked."""
    ids = sorted({row[column] for row in found if row[column] is not None})
    return dict(store.sql(query.format(", ".join("?" * len(ids))), tuple(ids))) if ids else {}


def agendas(store: Store, session_ids: list[int]) -> dict[int, tuple[AgendaItem, ...]]:
    """Return agendas in their order, by session id."""
    if not session_ids:
        return {}
    sql = f"SELECT {', '.join(columns_of('agenda_item'))} FROM agenda_item WHERE session_id IN ({marks(session_ids)}) "
    return grouped(store.records(f"{sql} ORDER BY place, id", tuple(session_ids)), "session_id", _step)


def add_session(
    writer: Writer, new: Session, *, kr_id: int | None, team_id: int | None = None, cycle_id: int | None = None
) -> int:
    """Insert a session with its agenda and return its id."""
    called_otherwise: dict[str, object] = {
        "most": new.votes_per_group,
        "box": new.time_box,
        "at_step": new.step_id,
        "topic_id": new.topic,
    }
    called_otherwise["days"] = stored_days(new.days)
    ids = {"kr_id": kr_id, "team_id": team_id, "cycle_id": cycle_id}
    session_id = writer.add("session", new, **called_otherwise, **ids)
    for place, item in enumerate(new.agenda, 1):
        add_item(writer, session_id, item, place)
    return session_id


def add_item(writer: Writer, session_id: int, item: AgendaItem, place: int) -> int:
    """Insert a step of an agenda at a place (from 1) and return its id."""
    more = {"who": item.who or None, "asks": item.asks.value if item.asks else ""}
    return writer.add("agenda_item", item, session_id=session_id, place=place, **more)
