"""What a row is called that another one points at, and what it belongs to, for whoever reads the journal."""

from collections.abc import Iterable
from typing import Any

from okrtui.storage.engine.queries import refs_of_key_results
from okrtui.storage.engine.store import Store
from okrtui.storage.tables import model_of

REFERENCES = {
    "kr_id": ("key_result", ""),
    "objective_id": ("objective", "number"),
    "parent_id": ("objective", "number"),
    "parent_kr_id": ("key_result", ""),
    "cycle_id": ("cycle", "name"),
    "team_id": ("team", "name"),
    "value_id": ("value", "id"),
    "metric_id": ("health_metric", "name"),
    "group_id": ("card_group", "name"),
    "merged_into": ("card_group", "name"),
    "session_id": ("session", "title"),
    "at_step": ("agenda_item", "title"),
    "item_id": ("agenda_item", "title"),
    "radar_id": ("radar_question", "text"),
    "process_id": ("process", "name"),
    "case_id": ("practice_case", "title"),
    "older_id": ("practice_case", "title"),
    "idea_id": ("idea", "title"),
    "booking_id": ("booking", "id"),
    "recognition_id": ("recognition", "id"),
    "topic_id": ("card_group", "name"),
}
"""The table to which a column points, and the column by which its rows are called; a key result is by its ref."""
_LETTERS = {"objective": "O", "value": "V", "booking": "B", "recognition": "H"}


def name_of(store: Store, column: str, row_id: object) -> str | None:
    """Return what the row is called to which `column` points with a number, None where it is gone."""
    table, called = REFERENCES[column]
    if not isinstance(row_id, int):
        return None
    if table == "key_result":
        return refs_of_key_results(store, (row_id,)).get(row_id)
    found = column_of(store, table, called, (row_id,))
    return f"{_LETTERS.get(table, '')}{found[row_id]}" if found else None


def column_of(store: Store, table: str, column: str, ids: Iterable[int]) -> dict[int, Any]:
    """Return a column of some rows by their ids; those that are gone are left out. Raises KeyError for none of ours."""
    of = (model := model_of(table))._meta.columns
    query, wanted, found = model.select(of["id"].alias("row"), of[column]), sorted(set(ids)), dict[int, Any]()
    for at in range(0, len(wanted), 500):
        some = store.rows(query.where(of["id"].in_(wanted[at : at + 500])))
        found.update((row["row"], row[column]) for row in some)
    return found
