"""Action items and their histories: rows in, frozen values out."""

from collections.abc import Sequence

from okrtui.model.actions import Action, ActionState, ActionStep
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Store
from okrtui.storage.journal.writer import Writer
from okrtui.storage.schema import tables as t

_WHOLE = (
    "SELECT a.id, a.text, a.dri, a.due, a.made, a.session_id, a.topic, o.number, k.number, a.works, a.state, a.reason, "
    "a.version FROM action a LEFT JOIN key_result k ON k.id = a.kr_id LEFT JOIN objective o ON o.id = k.objective_id "
    "LEFT JOIN session s ON s.id = a.session_id LEFT JOIN team m ON m.id = s.team_id"
)

_ACTION = ("id", "text", "dri", "due", "made", "", "topic", "", "", "works", "state", "reason", "version")
_step = row_reader(ActionStep, lambda row: f"a step of A{row['action_id']}")
_action = row_reader(
    Action,
    lambda row: f"A{row[0]}",
    "source",
    "kr",
    **{name: position for position, name in enumerate(_ACTION) if name},
)


def actions(
    store: Store,
    *,
    action_id: int | None = None,
    state: ActionState | None = None,
    dri: str | None = None,
    session_id: int | None = None,
    before_session: int | None = None,
    team: str | None = None,
) -> tuple[Action, ...]:
    """Return action items, those due first in front; only what is asked for.

    `before_session` is for those out of sessions started before it, `team` for those out of a team's sessions.
    """
    wanted: list[tuple[str, object]] = []
    if action_id is not None:
        wanted.append(("a.id = ?", action_id))
    if state is not None:
        wanted.append(("a.state = ?", state.value))
    if dri is not None:
        wanted.append(("a.dri = ?", dri))
    if session_id is not None:
        wanted.append(("a.session_id = ?", session_id))
    if before_session is not None:
        wanted.append(("a.session_id < ?", before_session))
    if team is not None:
        wanted.append(("COALESCE(m.name, '') = ?", team))
    where = f" WHERE {' AND '.join(condition for condition, _ in wanted)}" if wanted else ""
    found = store.sql(f"{_WHOLE}{where} ORDER BY a.due, a.id", tuple(value for _, value in wanted))
    return tuple(
        _action(row, source=f"S{row[5]}" if row[5] else "", kr=f"KR{row[7]}.{row[8]}" if row[8] else "")
        for row in found
    )


def add(writer: Writer, new: Action, *, session_id: int | None, kr_id: int | None) -> int:
    """Insert an action item and return its id."""
    return writer.insert(
        "action",
        text=new.text,
        dri=new.dri,
        due=new.due.isoformat(),
        made=int(new.made.timestamp()),
        session_id=session_id,
        topic=new.topic,
        kr_id=kr_id,
        works=new.works,
        state=new.state.value,
        reason=new.reason,
        version=1,
    )


def add_step(writer: Writer, action_id: int, what: str, note: str) -> None:
    """Insert a step of an action's history, by whoever writes, now."""
    writer.insert("action_step", action_id=action_id, what=what, note=note, who=writer.who, at=writer.at)


def steps_of(store: Store, ids: Sequence[int]) -> dict[int, tuple[ActionStep, ...]]:
    """Return the histories of the actions with these ids, each oldest first."""
    of = t.action_step
    found: dict[int, tuple[ActionStep, ...]] = {}
    for row in store.rows(of.select().where(of.action_id.in_(ids)).order_by(of.id)):
        found[row["action_id"]] = (*found.get(row["action_id"], ()), _step(row))
    return found
