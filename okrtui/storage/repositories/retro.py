"""What a retro keeps beside its live session: topics, notes, templates. Rows in, values out."""

from collections.abc import Iterable
from datetime import UTC, datetime

from peewee import JOIN

from okrtui.errors import UnknownValue
from okrtui.model.live import AgendaItem, Phase, PollKind
from okrtui.model.retro import Note, Proposal, Template, TopicState, Verdict
from okrtui.storage.engine.queries import from_json
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Store, to_json
from okrtui.storage.journal.writer import Writer
from okrtui.storage.tables.people import TeamTable
from okrtui.storage.tables.retro import (
    NoteTable,
    ProposalTable,
    RetroTemplateTable,
    TopicTable,
)

_note = row_reader(Note, lambda row: f"note {row['id']} of S{row['session_id']}", group="group_id", item="item_id")
_proposal = row_reader(Proposal, lambda row: f"the topic “{row['text']}”", "origin")
_template = row_reader(Template, lambda row: f"the template {row['name']}", "about", "items", "own")


# -- topics


def topic_states(store: Store, session_id: int) -> dict[int, tuple[TopicState, int]]:
    """Return (state, how often it was given more time) by group id; a group that nobody has touched is not in it."""
    sql = "SELECT group_id, state, rounds FROM topic WHERE session_id = ?"
    return {group: (TopicState(state), rounds) for group, state, rounds in store.sql(sql, (session_id,))}


def set_topic(writer: Writer, session_id: int, group_id: int, state: TopicState, rounds: int | None = None) -> None:
    """Note where the discussion of a group is; `rounds` stays where it is None."""
    row = writer.store.row(TopicTable.select().where(TopicTable.group == group_id))
    if row is None:
        values = {"session_id": session_id, "group_id": group_id, "state": state.value}
        writer.insert("topic", **values, rounds=rounds or 0, version=1)
    else:
        writer.update("topic", row["id"], state=state.value, rounds=row["rounds"] if rounds is None else rounds)


def talked_about(store: Store, group_id: int) -> bool:
    """Tell whether a group was discussed or is up: then it cannot be dissolved without losing what was said."""
    places = ("topic WHERE group_id", "note WHERE group_id", "poll WHERE group_id", "session WHERE topic_id")
    sql = " UNION ALL ".join(f"SELECT 1 FROM {place} = ?" for place in places)
    return bool(store.sql(f"{sql} LIMIT 1", (group_id,) * len(places)))


def move_talk(writer: Writer, source: int, target: int) -> None:
    """Give what was said of a group to another one: notes, questions, that it is up.

    Its place in the discussion too, where the other one has none.
    """
    store = writer.store
    for name in ("note", "poll"):
        for (row_id,) in store.sql(f"SELECT id FROM {name} WHERE group_id = ?", (source,)):
            writer.update(name, row_id, group_id=target)
    for (row_id,) in store.sql("SELECT id FROM session WHERE topic_id = ?", (source,)):
        writer.update("session", row_id, topic_id=target)
    there = store.sql("SELECT 1 FROM topic WHERE group_id = ?", (target,))
    for (row_id,) in store.sql("SELECT id FROM topic WHERE group_id = ?", (source,)):
        if there:
            writer.remove("topic", row_id)
        else:
            writer.update("topic", row_id, group_id=target)


# -- notes


def notes(store: Store, session_id: int, *, note_id: int | None = None) -> tuple[Note, ...]:
    """Return a session's notes in the order they were written, or the one with an id."""
    query = NoteTable.select().where(NoteTable.session == session_id).order_by(NoteTable.id)
    if note_id is not None:
        query = query.where(NoteTable.id == note_id)
    return tuple(_note(row) for row in store.rows(query))


def add_note(writer: Writer, session_id: int, note: Note, at: datetime) -> int:
    """Insert a note and return its id."""
    more = {"session_id": session_id, "group_id": note.group, "item_id": note.item, "who": note.who or None}
    return writer.add("note", note, **more, at=int(at.timestamp()))


# -- the agenda


def place_items(writer: Writer, item_ids: Iterable[int]) -> None:
    """Put the steps of an agenda in this order."""
    for place, item_id in enumerate(item_ids, 1):
        writer.update("agenda_item", item_id, place=place)


# -- what lives beyond a session


def proposals(store: Store, *, state: str = "open", session_id: int | None = None) -> tuple[Proposal, ...]:
    """Return the topics for the next agenda in a state (`open`, `used`, `dropped`), oldest first; used in one session.

    The session of an open one is where it was left over.
    """
    p = ProposalTable
    query = p.select(p.id, p.text, p.who, p.version, p.session, TeamTable.name.alias("team")).where(p.state == state)
    if session_id is not None:
        query = query.where(p.session == session_id)
    found = store.rows(query.order_by(p.id).join(TeamTable, JOIN.LEFT_OUTER))
    return tuple(_proposal(row, origin=f"S{row['session_id']}" if row["session_id"] else "") for row in found)


def add_proposal(writer: Writer, text: str, team_id: int | None, session_id: int | None = None) -> int:
    """Insert a topic for the next agenda, left over from a session where one is named, and return its id."""
    values = {"text": text, "who": writer.who, "team_id": team_id, "at": writer.at, "state": "open"}
    return writer.insert("proposal", **values, session_id=session_id, version=1)


def _items(stored: list[tuple[str, str, int, int, str]]) -> tuple[AgendaItem, ...]:
    """Return a template's steps; one that was saved when none asked anything has no word about it."""
    return tuple(
        AgendaItem(0, Phase(phase), title, +minutes, bool(out), asks=next(map(PollKind, asks), None))
        for phase, title, minutes, out, *asks in stored
    )


def templates(store: Store) -> tuple[Template, ...]:
    """Return the templates that the team has saved, by name."""
    return tuple(
        _template(
            row,
            about="saved by the team",
            items=from_json(row["items"], f"the template {row['name']} has the steps", _items, lambda _: ()),
            own=True,
        )
        for row in store.rows(RetroTemplateTable.select().order_by(RetroTemplateTable.name))
    )


def _kept(item: AgendaItem) -> list[object]:
    asks = [item.asks.value] if item.asks else []
    return [item.phase.value, item.title, item.minutes, int(item.skipped), *asks]


def save_template(writer: Writer, wanted: Template) -> None:
    """Keep a template under its name, in place of the one that was called so."""
    values = {
        "title": wanted.title,
        "question": wanted.question,
        "prompts": to_json(list(wanted.prompts)),
        "items": to_json([_kept(each) for each in wanted.items]),
    }
    row = writer.store.row(RetroTemplateTable.select().where(RetroTemplateTable.name == wanted.name))
    if row is None:
        writer.insert("retro_template", name=wanted.name, **values, version=1)
    else:
        writer.update("retro_template", row["id"], **values)


def drop_template(writer: Writer, name: str) -> None:
    """Take away a template that the team has saved."""
    for (row_id,) in writer.store.sql("SELECT id FROM retro_template WHERE name = ?", (name,)):
        writer.remove("retro_template", row_id)


def _verdict(word: str) -> Verdict:
    try:
        return Verdict(word)
    except ValueError:
        raise UnknownValue(f"a retro has the verdict “{word}”, which this okrtui does not know") from None


# -- the retro of a cycle's end


def reviews(store: Store, session_id: int) -> dict[int, tuple[str, Verdict | None]]:
    """Return (what we learned, what becomes of it) by key result row id."""
    sql = "SELECT kr_id, learned, verdict FROM kr_review WHERE session_id = ?"
    found = store.sql(sql, (session_id,))
    return {kr_id: (learned, _verdict(verdict) if verdict else None) for kr_id, learned, verdict in found}


def reviewed_in(store: Store, review_id: int) -> int | None:
    """Return the session in which a key result was looked back on, None where that was taken back."""
    found = store.sql("SELECT session_id FROM kr_review WHERE id = ?", (review_id,))
    return int(found[0][0]) if found else None


def verdicts(store: Store, cycle: str) -> dict[str, Verdict]:
    """Return what a cycle's retro said becomes of each key result, by ref; the newest retro's word counts."""
    sql = (
        "SELECT o.number, k.number, r.verdict FROM kr_review r JOIN session s ON s.id = r.session_id "
        "JOIN cycle c ON c.id = s.cycle_id JOIN key_result k ON k.id = r.kr_id "
        "JOIN objective o ON o.id = k.objective_id WHERE c.name = ? AND r.verdict <> '' ORDER BY r.session_id"
    )
    return {f"KR{objective}.{number}": _verdict(verdict) for objective, number, verdict in store.sql(sql, (cycle,))}


def set_review(writer: Writer, session_id: int, kr_id: int, learned: str, verdict: Verdict | None) -> None:
    """Note what we learned from a key result and what becomes of it."""
    said = verdict.value if verdict else ""
    sql = "SELECT id FROM kr_review WHERE session_id = ? AND kr_id = ?"
    for (row_id,) in writer.store.sql(sql, (session_id, kr_id)):
        writer.update("kr_review", row_id, learned=learned, verdict=said, who=writer.who)
        return
    values = {"session_id": session_id, "kr_id": kr_id, "learned": learned, "verdict": said, "who": writer.who}
    writer.insert("kr_review", **values, version=1)


def last_closed(store: Store, before: int, team: str) -> datetime | None:
    """Return when the retro before session `before` was closed, a team's where it is of one; None where none was."""
    sql = (
        "SELECT MAX(s.closed) FROM session s LEFT JOIN team t ON t.id = s.team_id "
        "WHERE s.kind = 'retro' AND s.id < ? AND COALESCE(t.name, '') = ?"
    )
    at = store.sql(sql, (before, team))[0][0]
    return datetime.fromtimestamp(at, UTC) if at is not None else None
