"""The workspace's values: rows in, frozen values out."""

from okrtui.model.people import Value, ValueState
from okrtui.storage.engine.queries import given
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Store
from okrtui.storage.journal.writer import Writer

_value = row_reader(Value, lambda row: f"V{row['id']}")


def values(store: Store, *, value_id: int | None = None, state: ValueState | None = None) -> tuple[Value, ...]:
    """Return the values in the order in which they came; the one with an id, or those in a state."""
    where, wanted = given(("v.id = ?", value_id), ("v.state = ?", state))
    sql = (
        "SELECT v.id, v.text, v.keeper, v.until, v.state, v.version, "
        "CASE WHEN m.state = 'left' THEN 1 ELSE 0 END AS \"left\" FROM value v LEFT JOIN member m ON m.login = v.keeper"
    )
    return tuple(map(_value, store.records(f"{sql} {where} ORDER BY v.id", wanted)))


def add(writer: Writer, new: Value) -> int:
    """Insert a value and return its id."""
    return writer.add("value", new, keeper=new.keeper or None)
