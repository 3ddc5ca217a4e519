"""Who took part in a phase that lasts over days: how many, and of a name whether it is among them."""

from okrtui.model.live import Session
from okrtui.storage.engine.store import Store


def authors(store: Store, session_id: int) -> frozenset[str]:
    """Return who has a card in a session; nobody where it is anonymous: no author is stored."""
    sql = "SELECT DISTINCT author FROM card WHERE session_id = ? AND place > 0 AND author IS NOT NULL"
    return frozenset(str(row[0]) for row in store.sql(sql, (session_id,)))


def ballots(store: Store, session_id: int) -> int:
    """Return how many people have given a vote."""
    return len({row[0] for row in store.sql("SELECT DISTINCT ballot FROM vote WHERE session_id = ?", (session_id,))})


def said_ready(store: Store, of: Session) -> frozenset[str]:
    """Return who has said ready in a session's present phase, there or not."""
    sql = "SELECT login FROM attendance WHERE session_id = ? AND ready = ?"
    return frozenset(str(row[0]) for row in store.sql(sql, (of.id, of.phase.value)))


def over_days(store: Store) -> tuple[int, ...]:
    """Return the ids of sessions that run and of which a phase lasts over days, newest first."""
    return tuple(
        row[0] for row in store.sql("SELECT id FROM session WHERE phase <> 'closed' AND days <> '[]' ORDER BY id DESC")
    )
