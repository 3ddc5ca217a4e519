"""Action items and their histories: rows in, frozen values out."""

from collections.abc import Sequence

from peewee import Value, fn

from okrtui.model.actions import Action, ActionState, ActionStep
from okrtui.storage.engine.queries import grouped, where_given
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Store
from okrtui.storage.journal.writer import Writer
from okrtui.storage.tables.actions import ActionStepTable, ActionTable
from okrtui.storage.tables.live import SessionTable
from okrtui.storage.tables.okrs import KeyResultTable, ObjectiveTable, kr_ref
from okrtui.storage.tables.people import TeamTable

_step = row_reader(ActionStep, lambda row: f"a step of A{row['action_id']}")
_action = row_reader(Action, lambda row: f"A{row['id']}")


def actions(
    store: Store,
    *,
    action_id: int | None = None,
    state: ActionState | None = None,
    dri: str | None = None,
    session_id: int | None = None,
    team: str | None = None,
) -> tuple[Action, ...]:
    """Return action items, those due first in front; only what is asked for.

    `team` is for those out of a team's sessions, "" for those of nobody's or out of none.
    """
    a, source = ActionTable, Value("S").concat(ActionTable.session).alias("source")
    query = a.select(a, source, kr_ref().alias("kr")).order_by(a.due, a.id)
    query = query.left_outer_join(KeyResultTable).left_outer_join(ObjectiveTable).switch(a)
    query = query.left_outer_join(SessionTable).left_outer_join(TeamTable)
    if team is not None:
        query = query.where(fn.COALESCE(TeamTable.name, "") == team)
    query = where_given(query, (a.id, action_id), (a.state, state), (a.dri, dri), (a.session, session_id))
    return tuple(map(_action, store.rows(query)))


def add(writer: Writer, new: Action, *, session_id: int | None, kr_id: int | None) -> int:
    """Insert an action item and return its id."""
    return writer.add("action", new, session_id=session_id, kr_id=kr_id)


def add_step(writer: Writer, action_id: int, what: str, note: str) -> None:
    """Insert a step of an action's history, by whoever writes, now."""
    writer.insert("action_step", action_id=action_id, what=what, note=note, who=writer.who, at=writer.at)


def steps_of(store: Store, ids: Sequence[int]) -> dict[int, tuple[ActionStep, ...]]:
    """Return the histories of the actions with these ids, each oldest first."""
    of = ActionStepTable
    return grouped(store.rows(of.select().where(of.action.in_(ids)).order_by(of.id)), "action_id", _step)
