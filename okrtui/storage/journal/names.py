"""What a row is called that another one points at, and what it belongs to, for whoever reads the journal."""

from collections.abc import Iterable
from typing import Any

from okrtui.storage.engine.store import Store, marks
from okrtui.storage.tables import columns_of

_KR = (
    "SELECT 'KR' || o.number || '.' || k.number "
    "FROM key_result k JOIN objective o ON o.id = k.objective_id WHERE k.id = ?"
)
_OBJECTIVE = "SELECT 'O' || number FROM objective WHERE id = ?"
REFERENCES = {
    "kr_id": _KR,
    "objective_id": _OBJECTIVE,
    "parent_id": _OBJECTIVE,
    "parent_kr_id": _KR,
    "cycle_id": "SELECT name FROM cycle WHERE id = ?",
    "team_id": "SELECT name FROM team WHERE id = ?",
    "value_id": "SELECT 'V' || id FROM value WHERE id = ?",
    "metric_id": "SELECT name FROM health_metric WHERE id = ?",
    "group_id": "SELECT name FROM card_group WHERE id = ?",
    "merged_into": "SELECT name FROM card_group WHERE id = ?",
    "session_id": "SELECT title FROM session WHERE id = ?",
    "at_step": "SELECT title FROM agenda_item WHERE id = ?",
    "item_id": "SELECT title FROM agenda_item WHERE id = ?",
    "radar_id": "SELECT text FROM radar_question WHERE id = ?",
    "process_id": "SELECT name FROM process WHERE id = ?",
    "case_id": "SELECT title FROM practice_case WHERE id = ?",
    "older_id": "SELECT title FROM practice_case WHERE id = ?",
    "idea_id": "SELECT title FROM idea WHERE id = ?",
    "booking_id": "SELECT 'B' || id FROM booking WHERE id = ?",
    "recognition_id": "SELECT 'H' || id FROM recognition WHERE id = ?",
    "topic_id": "SELECT name FROM card_group WHERE id = ?",
}
"""How the row is called to which a column points."""


def name_of(store: Store, column: str, row_id: object) -> str | None:
    """Return what the row is called to which `column` points with a number, None where it is gone."""
    found = store.sql(REFERENCES[column], (row_id,))
    return str(found[0][0]) if found else None


def column_of(store: Store, table: str, column: str, ids: Iterable[int]) -> dict[int, Any]:
    """Return a column of some rows by their ids; those that are gone are left out."""
    if column not in columns_of(table):
        raise KeyError(f"{table} has no {column}")
    wanted, found = sorted(set(ids)), dict[int, Any]()
    for at in range(0, len(wanted), 500):
        some = tuple(wanted[at : at + 500])
        found.update(store.sql(f'SELECT id, "{column}" FROM "{table}" WHERE id IN ({marks(some)})', some))
    return found
