"""What the workspace holds to, its values and working agreements: rows in, frozen values out."""

from datetime import UTC, date, datetime, tzinfo

from okrtui.errors import UnknownValue
from okrtui.model.people import Value, ValueState
from okrtui.model.retro import Agreement
from okrtui.storage.engine.queries import given
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Store
from okrtui.storage.journal.writer import Writer
from okrtui.storage.tables.retro import AgreementTable

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


def agreements(store: Store, zone: tzinfo, *, session_id: int | None = None) -> tuple[Agreement, ...]:
    """Return working agreements, oldest first, retired ones too; those of one session where asked."""
    query = AgreementTable.select().order_by(AgreementTable.id)
    if session_id is not None:
        query = query.where(AgreementTable.session == session_id)
    return tuple(
        Agreement(
            id=row["id"],
            text=row["text"],
            active=row["state"] == "active",
            session=f"S{row['session_id']}" if row["session_id"] else "",
            since=_day(row["at"], zone),
            dri=row["dri"] or "",
            version=row["version"],
        )
        for row in store.rows(query)
    )


def _day(at: int, zone: tzinfo) -> date:
    try:
        return datetime.fromtimestamp(at, UTC).astimezone(zone).date()
    except (TypeError, ValueError, OverflowError, OSError):
        raise UnknownValue(f"an agreement has the time “{at}”, which this okrtui does not know") from None


def add_agreement(writer: Writer, text: str, session_id: int | None, dri: str) -> int:
    """Insert a working agreement and return its id; `dri` sees to it, "" for nobody."""
    values = {"text": text, "state": "active", "session_id": session_id, "dri": dri or None}
    return writer.insert("agreement", **values, at=writer.at, version=1)
