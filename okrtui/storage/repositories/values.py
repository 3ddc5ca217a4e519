"""What the workspace holds to, its values and working agreements: rows in, frozen values out."""

from datetime import UTC, date, datetime, tzinfo

from peewee import JOIN, Case

from okrtui.errors import UnknownValue
from okrtui.model.people import MemberState, Value, ValueState
from okrtui.model.retro import Agreement
from okrtui.storage.engine.queries import where_given
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Store
from okrtui.storage.journal.writer import Writer
from okrtui.storage.tables.heroes import ValueTable
from okrtui.storage.tables.people import MemberTable
from okrtui.storage.tables.retro import AgreementTable

_value = row_reader(Value, lambda row: f"V{row['id']}")


def values(store: Store, *, value_id: int | None = None, state: ValueState | None = None) -> tuple[Value, ...]:
    """Return the values in the order in which they came; the one with an id, or those in a state."""
    v = ValueTable
    left = Case(None, [(MemberTable.state == MemberState.LEFT, 1)], 0).alias("left")
    query = v.select(v, left).join(MemberTable, JOIN.LEFT_OUTER).order_by(v.id)
    return tuple(map(_value, store.rows(where_given(query, (v.id, value_id), (v.state, state)))))


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
