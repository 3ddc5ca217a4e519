"""Live sessions and their agendas: rows in, frozen sessions out."""

import json

from okrtui.model.live import AgendaItem, Kind, Phase, Session
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Record, Store, to_json
from okrtui.storage.journal.writer import Writer
from okrtui.storage.schema import tables as t

_COLUMNS = tuple(t.session._columns)
_WHOLE = f"SELECT {', '.join(_COLUMNS)} FROM session"
"""Plain SQL: building the query costs a screen more than asking it, at each card that somebody writes."""

_session = row_reader(
    Session,
    lambda row: f"S{row['id']}",
    *("kr", "team", "cycle", "agenda", "minutes"),
    votes_per_group="most",
    step_id="at_step",
    time_box="box",
    topic="topic_id",
)


def sessions(store: Store, *, kind: Kind | None = None, running: bool = False) -> tuple[Session, ...]:
    """Return sessions, newest first; only the running ones where asked."""
    wanted = [("kind = ?", kind.value)] if kind is not None else []
    wanted += [("phase <> ?", Phase.CLOSED.value)] if running else []
    where = f" WHERE {' AND '.join(condition for condition, _ in wanted)}" if wanted else ""
    found = store.sql(f"{_WHOLE}{where} ORDER BY id DESC", tuple(value for _, value in wanted))
    return _sessions(store, [dict(zip(_COLUMNS, row, strict=True)) for row in found])


def session(store: Store, session_id: int) -> Session | None:
    """Return a session by its id, None where there is none."""
    found = store.sql(f"{_WHOLE} WHERE id = ?", (session_id,))
    return _sessions(store, [dict(zip(_COLUMNS, found[0], strict=True))])[0] if found else None


def anonymous(store: Store) -> dict[str, str]:
    """Return the refs of the anonymous sessions by their keys."""
    return {key: f"S{number}" for key, number in store.sql("SELECT key, id FROM session WHERE anonymous = 1")}


def _sessions(store: Store, found: list[Record]) -> tuple[Session, ...]:
    krs = _named(store, found, "kr_id", _KR_REFS)
    teams = _named(store, found, "team_id", "SELECT id, name FROM team WHERE id IN ({})")
    cycles = _named(store, found, "cycle_id", "SELECT id, name FROM cycle WHERE id IN ({})")
    ways = agendas(store, [row["id"] for row in found if row["kind"] == Kind.RETRO.value])
    return tuple(
        _session(
            row,
            kr=krs.get(row["kr_id"], ""),
            team=teams.get(row["team_id"], ""),
            cycle=cycles.get(row["cycle_id"], ""),
            agenda=ways.get(row["id"], ()),
            minutes=tuple((Phase(name), number) for name, number in json.loads(row["minutes"])),
        )
        for row in found
    )


_KR_REFS = (
    "SELECT k.id, 'KR' || o.number || '.' || k.number FROM key_result k JOIN objective o ON o.id = k.objective_id "
    "WHERE k.id IN ({})"
)


def _named(store: Store, found: list[Record], column: str, query: str) -> dict[int, str]:
    """Return what the rows' ids in a column are called; where there are none nothing is asked."""
    ids = sorted({row[column] for row in found if row[column] is not None})
    return dict(store.sql(query.format(", ".join("?" * len(ids))), tuple(ids))) if ids else {}


def agendas(store: Store, session_ids: list[int]) -> dict[int, tuple[AgendaItem, ...]]:
    """Return agendas in their order, by session id."""
    if not session_ids:
        return {}
    marks = ", ".join("?" * len(session_ids))
    ways: dict[int, list[AgendaItem]] = {}
    for session_id, item_id, phase, title, minutes, skipped, who, version in store.sql(
        "SELECT session_id, id, phase, title, minutes, skipped, who, version FROM agenda_item "
        f"WHERE session_id IN ({marks}) ORDER BY place, id",
        tuple(session_ids),
    ):
        item = AgendaItem(item_id, Phase(phase), title, minutes, bool(skipped), who or "", version)
        ways.setdefault(session_id, []).append(item)
    return {session_id: tuple(way) for session_id, way in ways.items()}


def add_session(
    writer: Writer, new: Session, *, kr_id: int | None, team_id: int | None = None, cycle_id: int | None = None
) -> int:
    """Insert a session with its agenda and return its id."""
    session_id = writer.insert(
        "session",
        key=new.key,
        kind=new.kind.value,
        title=new.title,
        question=new.question,
        kr_id=kr_id,
        facilitator=new.facilitator,
        phase=new.phase.value,
        anonymous=int(new.anonymous),
        concealed=int(new.concealed),
        budget=new.budget,
        most=new.votes_per_group,
        minutes=to_json([[phase.value, number] for phase, number in new.minutes]),
        timer_end=None,
        timer_left=None,
        started=int(new.started.timestamp()),
        closed=None,
        version=1,
        template=new.template,
        prompts=to_json(list(new.prompts)),
        team_id=team_id,
        cycle_id=cycle_id,
        box=new.time_box,
        at_step=None,
        topic_id=None,
        topic_minutes=new.topic_minutes,
    )
    for place, item in enumerate(new.agenda, 1):
        add_item(writer, session_id, item, place)
    return session_id


def add_item(writer: Writer, session_id: int, item: AgendaItem, place: int) -> int:
    """Insert a step of an agenda at a place (from 1) and return its id."""
    return writer.insert(
        "agenda_item",
        session_id=session_id,
        phase=item.phase.value,
        title=item.title,
        minutes=item.minutes,
        skipped=int(item.skipped),
        who=item.who or None,
        place=place,
        version=1,
    )
