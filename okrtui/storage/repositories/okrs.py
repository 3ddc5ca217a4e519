"""Cycles, objectives and key results: rows in, frozen values out."""

from collections.abc import Iterable
from datetime import date

from okrtui.model.okrs import (
    Cycle,
    CycleState,
    KeyResult,
    Milestone,
    Objective,
)
from okrtui.storage.engine.queries import from_json, given, next_number, seen_ticks, stored_ticks
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Record, Store, marks, to_json
from okrtui.storage.journal.writer import Writer
from okrtui.storage.tables.okrs import ObjectiveTable
from okrtui.text import folded

_cycle = row_reader(Cycle, lambda row: f"the cycle {row['name']}", start="start_day", end="end_day")
_objective = row_reader(Objective, lambda row: f"O{row['number']}")
_key_result = row_reader(KeyResult, lambda row: f"KR{row['objective']}.{row['number']}", "milestones")


def cycles(store: Store) -> tuple[Cycle, ...]:
    """Return all cycles, oldest first."""
    sql = "SELECT id, name, start_day, end_day, state, version FROM cycle ORDER BY start_day, name"
    return tuple(_cycle(row) for row in store.records(sql))


def cycle(store: Store, name: str) -> Cycle | None:
    """Return the cycle called `name`, whatever the case, None where there is none."""
    wanted = folded(name)  # SQLite's LOWER knows ASCII only
    return next((found for found in cycles(store) if folded(found.name) == wanted), None)


def add_cycle(writer: Writer, name: str, start: date, end: date, state: CycleState) -> int:
    """Insert a cycle and return the row's id."""
    days = {"start_day": start.isoformat(), "end_day": end.isoformat()}
    return writer.insert("cycle", name=name, **days, state=state.value, version=1)


def looked_back_on(store: Store, cycle_id: int) -> bool:
    """Tell whether a session is about a cycle (its row id)."""
    return bool(store.sql("SELECT 1 FROM session WHERE cycle_id = ? LIMIT 1", (cycle_id,)))


def objectives(
    store: Store,
    *,
    cycles_named: Iterable[str] | None = None,
    number: int | None = None,
    numbers: Iterable[int] | None = None,
) -> tuple[Objective, ...]:
    """Return objectives by cycle and number: of these cycles, this one number or these numbers, or all."""
    where, values = given(("c.name IN ({})", cycles_named), ("o.number = ?", number), ("o.number IN ({})", numbers))
    found = store.records(
        "SELECT o.id, o.number, o.title, o.why, o.dri, o.kind, o.weight, o.state, o.comment, o.version, "
        "c.name AS cycle, m.name AS team, COALESCE('KR' || q.number || '.' || k.number, 'O' || p.number) AS parent "
        "FROM objective o JOIN cycle c ON c.id = o.cycle_id "
        "LEFT JOIN team m ON m.id = o.team_id LEFT JOIN objective p ON p.id = o.parent_id "
        "LEFT JOIN key_result k ON k.id = o.parent_kr_id LEFT JOIN objective q ON q.id = k.objective_id "
        f"{where} ORDER BY c.start_day, c.name, o.number",
        values,
    )
    return tuple(map(_objective, found))


def key_results(
    store: Store,
    *,
    cycles_named: Iterable[str] | None = None,
    objective: int | None = None,
    number: int | None = None,
    answering: Iterable[str] | None = None,
    or_team: str = "",
) -> tuple[KeyResult, ...]:
    """Return key results by objective and number, with milestones as of their latest check-in.

    `answering` keeps those whose DRI (the objective's where they have none) is one of these logins, and those of
    objectives that belong to the team `or_team`.
    """
    logins = None if answering is None else list(answering)
    mine = f"COALESCE(k.dri, o.dri) IN ({marks(logins or ())}) OR o.team_id IN (SELECT id FROM team WHERE name = ?)"
    where, values = given(
        ("o.cycle_id IN (SELECT id FROM cycle WHERE name IN ({}))", cycles_named),
        ("o.number = ?", objective),
        ("k.number = ?", number),
        (f"({mine})", None if logins is None else [*logins, or_team]),
    )
    found = store.records(
        "SELECT k.id, k.number, k.title, k.kind, k.start, k.target, k.unit, k.weight, k.dri, k.priority, k.note, "
        "k.milestones, k.state, k.score, k.comment, k.version, k.created, o.number AS objective, "
        "(SELECT decimal_sign FROM workspace) AS decimal_sign, "
        "CASE k.milestones WHEN '[]' THEN '[]' ELSE COALESCE((SELECT c.done FROM checkin c WHERE c.kr_id = k.id "
        "ORDER BY c.week DESC, c.revision DESC LIMIT 1), '[]') END AS done "
        "FROM key_result k JOIN objective o ON o.id = k.objective_id "
        f"{where} ORDER BY o.number, k.number",
        values,
    )
    return tuple(_key_result(row, milestones=_milestones(row)) for row in found)


def next_objective_number(store: Store) -> int:
    """Return the number that the next objective of the workspace gets."""
    return next_number(store, "number", "objective")


def team_id(store: Store, objective_id: int) -> int | None:
    """Return the id of an objective's team, None where it has none."""
    (found,) = store.rows(ObjectiveTable.select(ObjectiveTable.team).where(ObjectiveTable.id == objective_id))
    return found["team_id"]  # type: ignore[no-any-return]


def next_key_result_number(store: Store, objective_id: int) -> int:
    """Return the number that the next key result of an objective (its row id) gets."""
    return next_number(store, "number", "key_result", objective_id=objective_id)


def add_objective(
    writer: Writer, values: Objective, *, cycle_id: int, team_id: int | None, **parent: int | None
) -> int:
    """Insert an objective from its frozen value and return the row's id; `parent` is one of its two parent columns."""
    more = {
        "cycle_id": cycle_id,
        "team_id": team_id,
        "dri": values.dri or None,
        "parent_id": None,
        "parent_kr_id": None,
    }
    return writer.add("objective", values, **{**more, **parent})


def add_key_result(writer: Writer, values: KeyResult, *, objective_id: int) -> int:
    """Insert a key result from its frozen value and return the row's id."""
    more = {"dri": values.dri or None, "milestones": milestones_json(values.milestones), "created": writer.at}
    return writer.add("key_result", values, objective_id=objective_id, **more)


def milestones_json(milestones: tuple[Milestone, ...]) -> str:
    """Return milestones as rows keep them: title, weight, id; what is done is the check-ins' to say.

    An older okrtui wrote no ids: there the place in the list, from 0, is the id.
    """
    return to_json([[m.title, m.weight, m.id] for m in milestones])


def used_ids(store: Store, kr_id: int) -> frozenset[int]:
    """Return the ids of the milestones that any check-in of a key result (its row id) knows."""
    from okrtui.storage.tables.checkins import CheckinTable  # a plan asks for no check-in

    found = store.rows(CheckinTable.select(CheckinTable.done).where(CheckinTable.kr == kr_id))
    ticks = [stored_ticks(row["done"], "a key result") for row in found if row["done"] != "[]"]
    return frozenset(id for done, there in ticks for id in (*done, *(m.id for m in there)))


def has_checkins(store: Store, kr_id: int) -> bool:
    """Tell whether a key result (its row id) has any check-in: its kind and start are locked then."""
    from okrtui.storage.tables.checkins import CheckinTable  # a plan asks for no check-in

    return store.row(CheckinTable.select(CheckinTable.id).where(CheckinTable.kr == kr_id)) is not None


def _milestones(row: Record) -> tuple[Milestone, ...]:
    if row["milestones"] == "[]":
        return ()
    ref = f"KR{row['objective']}.{row['number']}"
    ticked, _, _ = seen_ticks(row["done"], ref)

    def made(stored: list[tuple[str, float, int]]) -> tuple[Milestone, ...]:
        found = []
        for at, (title, weight, *id) in enumerate(stored):
            itself = id[0] if id else at
            found.append(Milestone(title, weight, itself in ticked, itself))
        return tuple(found)

    return from_json(row["milestones"], f"{ref} has the milestones", made, lambda said: (Milestone(said),))
