"""Questions to the room with their answers, and those that a team keeps for its health radar. Rows in, values out."""

import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, tzinfo

from peewee import JOIN, Expression

from okrtui.model.live import Poll, PollKind
from okrtui.model.retro import RadarPoint, RadarQuestion
from okrtui.model.week import LEAST_ANSWERS
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Store, marks
from okrtui.storage.journal.writer import Writer
from okrtui.storage.schema.hash_chain import answers_given
from okrtui.storage.tables.people import TeamTable
from okrtui.storage.tables.retro import PollTable, RadarQuestionTable

_DRAWN = 2**52
_poll = row_reader(
    Poll,
    lambda row: f"question {row['id']} of S{row['session_id']}",
    *("mine", "my_word", "answered", "counts", "words", "about"),
    open="is_open",
    group="group_id",
    item="item_id",
    radar="radar_id",
)


# -- questions


def polls(store: Store, session_id: int, ballot: Callable[[int], str] | None = None) -> tuple[Poll, ...]:
    """Return a session's polls, oldest first; mine is always mine.

    Answers are counted where they are shown and at least LEAST_ANSWERS came: of fewer each would be somebody's.

    `ballot` gives what I answer a poll under, by its id; None where nothing is mine.
    """
    found = store.rows(PollTable.select().where(PollTable.session == session_id).order_by(PollTable.id))
    if not found:
        return ()
    ids = [row["id"] for row in found]
    counts: dict[int, dict[int, int]] = {}
    words: dict[int, list[str]] = {}
    sql = f"SELECT poll_id, number, word, COUNT(*) FROM answer WHERE poll_id IN ({marks(ids)}) "
    for poll_id, number, word, many in store.sql(f"{sql} GROUP BY poll_id, number, word", tuple(ids)):
        given = counts.setdefault(poll_id, {})
        given[number] = given.get(number, 0) + int(many)
        words.setdefault(poll_id, []).extend([word] * int(many) if word else ())
    mine: dict[int, tuple[int, str]] = {}
    if ballot is not None:
        pairs = " OR ".join(["(poll_id = ? AND ballot = ?)"] * len(ids))
        wanted = tuple(part for poll_id in ids for part in (poll_id, ballot(poll_id)))
        answers = store.sql(f"SELECT poll_id, number, word FROM answer WHERE {pairs}", wanted)
        mine = {poll_id: (number, word) for poll_id, number, word in answers}
    names = {row["group_id"] for row in found} - {None}
    sql = f"SELECT id, name FROM card_group WHERE id IN ({marks(names)})"
    about = dict(store.sql(sql, tuple(names))) if names else {}
    return tuple(
        _poll(
            row,
            about=about.get(row["group_id"], ""),
            mine=mine[row["id"]][0] if row["id"] in mine else None,
            my_word=mine.get(row["id"], (0, ""))[1],
            answered=answered,
            counts=tuple(sorted(given.items())) if is_told else (),
            words=_counted(words.get(row["id"], ())) if is_told else (),
        )
        for row in found
        for given in [counts.get(row["id"], {})]
        for answered in [sum(given.values())]
        for is_told in [not row["is_open"] and answered >= LEAST_ANSWERS]
    )


def _counted(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return words with how many wrote each, whatever the case; the order says nothing of who was first."""
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(word.casefold(), []).append(word)
    return tuple(sorted(((min(same), len(same)) for same in found.values()), key=lambda each: (-each[1], each[0])))


def add_poll(
    writer: Writer,
    session_id: int,
    kind: PollKind,
    *,
    question: str = "",
    group: int | None = None,
    minutes: int = 0,
    item: int | None = None,
    radar: int | None = None,
) -> int:
    """Insert an open poll and return its id."""
    values = {"session_id": session_id, "kind": kind.value, "group_id": group, "minutes": minutes}
    return writer.insert("poll", **values, is_open=1, question=question, item_id=item, radar_id=radar, version=1)


def asked_by(store: Store, item_id: int) -> bool:
    """Tell whether an agenda's step has asked the room already."""
    return bool(store.sql("SELECT 1 FROM poll WHERE item_id = ? LIMIT 1", (item_id,)))


def show_answers(writer: Writer, session_id: int) -> None:
    """Close what is still asked in a session."""
    for (poll_id,) in writer.store.sql("SELECT id FROM poll WHERE session_id = ? AND is_open = 1", (session_id,)):
        writer.update("poll", poll_id, is_open=0)
        if len(given := answers_given(writer.store.sql, poll_id)) >= LEAST_ANSWERS:
            writer.vouch("poll", poll_id, given)


def set_answer(store: Store, poll_id: int, ballot: str, number: int, word: str = "", *, drawn: bool = False) -> None:
    """Store what a ballot answers, in place of its answer before; the caller holds the transaction.

    One in an anonymous session gets its id `drawn` by lot: else one person's answers to many questions stood together.
    """
    store.run("DELETE FROM answer WHERE poll_id = ? AND ballot = ?", (poll_id, ballot))
    values: dict[str, object] = {"poll_id": poll_id, "ballot": ballot, "number": number, "word": word}
    if drawn:
        values["id"] = 1 + secrets.randbelow(_DRAWN)
    store.run(f"INSERT INTO answer ({', '.join(values)}) VALUES ({marks(values)})", tuple(values.values()))


# -- the health radar


def radar(store: Store, team_id: int | None, zone: tzinfo) -> tuple[RadarQuestion, ...]:
    """Return the questions that a team keeps (everybody's for None) in their order, each with its trend."""
    r = RadarQuestionTable
    query = r.select(r.id, r.text, r.version, TeamTable.name).join(TeamTable, JOIN.LEFT_OUTER)
    found = store.rows(query.where(_kept_by(team_id) & (r.state == "active")).order_by(r.place, r.id))
    trends = _trends(store, [row["id"] for row in found], zone)
    return tuple(
        RadarQuestion(row["id"], row["text"], row["name"] or "", row["version"], tuple(trends.get(row["id"], ())))
        for row in found
    )


def _trends(store: Store, ids: list[int], zone: tzinfo) -> dict[int, list[RadarPoint]]:
    """Return what questions of the radar came to, oldest first, where their answers are shown and enough came."""
    if not ids:
        return {}
    sql = (
        "SELECT p.radar_id, p.id, s.id, s.started, a.number, COUNT(*) FROM poll p "
        "JOIN session s ON s.id = p.session_id "
        f"JOIN answer a ON a.poll_id = p.id WHERE p.is_open = 0 AND p.radar_id IN ({marks(ids)}) "
        "GROUP BY p.radar_id, p.id, s.id, s.started, a.number ORDER BY s.started, p.id"
    )
    asked: dict[tuple[int, int, int, int], dict[int, int]] = {}
    for radar_id, poll_id, session_id, started, number, many in store.sql(sql, tuple(ids)):
        asked.setdefault((radar_id, poll_id, session_id, started), {})[number or 0] = int(many)
    found: dict[int, list[RadarPoint]] = {}
    for (radar_id, _, session_id, started), given in asked.items():
        if sum(given.values()) >= LEAST_ANSWERS:
            day = datetime.fromtimestamp(started, UTC).astimezone(zone).date()
            point = RadarPoint(f"S{session_id}", day, given.get(3, 0), given.get(2, 0), given.get(1, 0))
            found.setdefault(radar_id, []).append(point)
    return found


def add_radar_question(writer: Writer, team_id: int | None, text: str, place: int) -> int:
    """Insert a question of the radar at a place (from 1) and return its id."""
    return writer.insert("radar_question", team_id=team_id, text=text, place=place, state="active", version=1)


def last_place(store: Store, team_id: int | None) -> int:
    """Return the place of the last question that a team keeps or has kept, 0 where there is none."""
    r = RadarQuestionTable
    return max((row["place"] for row in store.rows(r.select(r.place).where(_kept_by(team_id)))), default=0)


def _kept_by(team_id: int | None) -> Expression:
    column = RadarQuestionTable.team
    return column.is_null() if team_id is None else column == team_id
