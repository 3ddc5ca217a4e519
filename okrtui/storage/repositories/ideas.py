"""Ideas and the steps of their way: rows in, frozen ideas out."""

from okrtui.model.ideas import Idea, IdeaState, Step
from okrtui.storage.engine.queries import grouped, refs_of_key_results, where_given
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Store
from okrtui.storage.journal.writer import Writer
from okrtui.storage.tables.ideas import IdeaStepTable, IdeaTable
from okrtui.storage.tables.live import CardTable
from okrtui.storage.tables.practice import CaseLinkTable

_step = row_reader(Step, lambda row: f"a step of I{row['idea_id']}")
_idea = row_reader(Idea, lambda row: f"I{row['id']}", "kr", "session", "steps", "cases")


def ideas(store: Store, *, state: IdeaState | None = None, idea_id: int | None = None) -> tuple[Idea, ...]:
    """Return ideas, newest first; in a state, or the one with an id."""
    i = IdeaTable
    found = store.rows(where_given(i.select().order_by(i.id.desc()), (i.state, state), (i.id, idea_id)))
    of = IdeaStepTable
    steps = store.rows(of.select().where(of.idea.in_([row["id"] for row in found])).order_by(of.id))
    ways = grouped(steps, "idea_id", _step)
    refs = refs_of_key_results(store, (row["kr_id"] for row in found))
    cases = _cases(store, [row["id"] for row in found])
    return tuple(
        _idea(
            row,
            kr=refs.get(row["kr_id"], ""),
            session=f"S{row['session_id']}" if row["session_id"] else "",
            steps=ways.get(row["id"], ()),
            cases=cases.get(row["id"], ()),
        )
        for row in found
    )


def _cases(store: Store, ids: list[int]) -> dict[int, tuple[str, ...]]:
    """Return the refs of the cases that came out of ideas, by idea."""
    if not ids:
        return {}
    c = CaseLinkTable
    found = store.rows(c.select(c.idea, c.case).where(c.idea.in_(ids)).order_by(c.id))
    return grouped(found, "idea_id", lambda row: f"C{row['case_id']}")


def add(writer: Writer, idea: Idea, *, kr_id: int | None, session_id: int | None, group_id: int | None) -> int:
    """Insert an idea and return its id."""
    more = {"champion": idea.champion or None, "kr_id": kr_id, "session_id": session_id, "group_id": group_id}
    return writer.add("idea", idea, **more)


def add_step(writer: Writer, idea_id: int, state: IdeaState, note: str) -> None:
    """Insert a step of an idea's way, by whoever writes, now."""
    writer.insert("idea_step", idea_id=idea_id, state=state.value, note=note, who=writer.who, at=writer.at)


def card_texts(store: Store) -> list[tuple[int, str]]:
    """Return (session id, text) of every card, newest first."""
    c = CardTable
    found = store.rows(c.select(c.session, c.text).where(c.place > 0).order_by(c.id.desc()))
    return [(row["session_id"], row["text"]) for row in found]
