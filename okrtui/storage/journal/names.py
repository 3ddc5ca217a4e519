"""What a row is called that another one points at, for whoever reads the journal."""

from okrtui.storage.engine.store import Store

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
    "metric_id": "SELECT name FROM health_metric WHERE id = ?",
    "group_id": "SELECT name FROM card_group WHERE id = ?",
    "merged_into": "SELECT name FROM card_group WHERE id = ?",
    "session_id": "SELECT title FROM session WHERE id = ?",
    "at_step": "SELECT title FROM agenda_item WHERE id = ?",
    "item_id": "SELECT title FROM agenda_item WHERE id = ?",
    "topic_id": "SELECT name FROM card_group WHERE id = ?",
}
"""How the row is called to which a column points."""


def name_of(store: Store, column: str, row_id: object) -> str | None:
    """Return what the row is called to which `column` points with a number, None where it is gone."""
    found = store.sql(REFERENCES[column], (row_id,))
    return str(found[0][0]) if found else None
