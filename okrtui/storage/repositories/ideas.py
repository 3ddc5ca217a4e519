"""Ideas and the steps of their way: rows in, frozen ideas out."""

from okrtui.model.ideas import Idea, IdeaState, Step
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Store
from okrtui.storage.journal.writer import Writer
from okrtui.storage.schema import tables as t

_step = row_reader(Step, lambda row: f"a step of I{row['idea_id']}")
_idea = row_reader(Idea, lambda row: f"I{row['id']}", "kr", "session", "steps")


def ideas(store: Store, *, state: IdeaState | None = None, idea_id: int | None = None) -> tuple[Idea, ...]:
    """Return ideas, newest first; in a state, or the one with an id."""
    query = t.idea.select().order_by(t.idea.id.desc())
    if state is not None:
        query = query.where(t.idea.state == state.value)
    if idea_id is not None:
        query = query.where(t.idea.id == idea_id)
    found = store.rows(query)
    ways: dict[int, list[Step]] = {}
    of = t.idea_step
    for row in store.rows(of.select().where(of.idea_id.in_([r["id"] for r in found])).order_by(of.id)):
        ways.setdefault(row["idea_id"], []).append(_step(row))
    refs = _refs(store)
    return tuple(
        _idea(
            row,
            kr=refs.get(row["kr_id"], ""),
            session=f"S{row['session_id']}" if row["session_id"] else "",
            steps=tuple(ways.get(row["id"], ())),
        )
        for row in found
    )


def _refs(store: Store) -> dict[int, str]:
    found = store.sql(
        "SELECT k.id, o.number, k.number FROM key_result k JOIN objective o ON o.id = k.objective_id "
        "WHERE k.id IN (SELECT kr_id FROM idea)"
    )
    return {kr_id: f"KR{objective}.{number}" for kr_id, objective, number in found}


def add(writer: Writer, idea: Idea, *, kr_id: int | None, session_id: int | None, group_id: int | None) -> int:
    """Insert an idea and return its id."""
    return writer.insert(
        "idea",
        title=idea.title,
        text=idea.text,
        state=idea.state.value,
        champion=idea.champion or None,
        kr_id=kr_id,
        session_id=session_id,
        group_id=group_id,
        effort=idea.effort,
        impact=idea.impact,
        reason=idea.reason,
        version=1,
    )


def add_step(writer: Writer, idea_id: int, state: IdeaState, note: str) -> None:
    """Insert a step of an idea's way, by whoever writes, now."""
    writer.insert("idea_step", idea_id=idea_id, state=state.value, note=note, who=writer.who, at=writer.at)


def card_texts(store: Store) -> list[tuple[int, str]]:
    """Return (session id, text) of every card, newest first."""
    return [(row[0], row[1]) for row in store.sql("SELECT session_id, text FROM card ORDER BY id DESC")]
