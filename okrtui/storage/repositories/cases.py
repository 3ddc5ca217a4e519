"""Processes, cases and what was said in them: rows in, frozen values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_

from peewee import Value, fn

from okrtui.model.cases import Case, CaseLink, CaseState, Entry, EntryKind, Process, ProcessState
from okrtui.model.journal import Verb
from okrtui.storage.engine.queries import KR_REF, given, grouped, next_number
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Record, Store, marks
from okrtui.storage.journal.writer import Writer, row_of
from okrtui.storage.tables.okrs import KeyResultTable, ObjectiveTable
from okrtui.storage.tables.practice import CaseEntryTable, PracticeCaseTable, ProcessTable

_CASE = (
    f"SELECT c.*, p.name AS process, {KR_REF} AS kr, 'C' || c.older_id AS older, "
    "(SELECT 'C' || MAX(n.id) FROM practice_case n WHERE n.older_id = c.id) AS newer "
    "FROM practice_case c JOIN process p ON p.id = c.process_id "
    "LEFT JOIN key_result k ON k.id = c.kr_id LEFT JOIN objective o ON o.id = k.objective_id"
)
_case = row_reader(Case, lambda row: f"C{row['id']}", "entries", "out_of", "sessions", by="by_day")
_entry = row_reader(Entry, lambda row: f"a line of C{row['case_id']}", to="to_login")


def stored_processes(store: Store, name: str | None = None) -> tuple[tuple[int, str, int, str, ProcessState], ...]:
    """Return (row id, name, number, text, state) of every stored version, oldest first; those of a name where given."""
    where, values = given(("name = ?", name))
    sql = f"SELECT id, name, number, text, state FROM process {where} ORDER BY name, number"
    found = store.sql(sql, values)
    return tuple((row_id, called, number, text, ProcessState(state)) for row_id, called, number, text, state in found)


def add_process(writer: Writer, process: Process, state: ProcessState) -> int:
    """Insert a process as the next version of its name and return its row id."""
    number = next_number(writer.store, "number", "process", name=process.name)
    values = {"name": process.name, "number": number, "text": process.text, "who": writer.who, "at": writer.at}
    return writer.insert("process", **values, state=state.value, version=1)


def retire_process(writer: Writer, row_id: int) -> None:
    """Take a stored version out of use; cases that run by it go on."""
    writer.update("process", row_id, state=ProcessState.RETIRED.value)


def cases(
    store: Store,
    *,
    ids: Sequence[int] | None = None,
    on: date | None = None,
    over: bool = False,
    limit: int | None = None,
    skip: int = 0,
    opener: str | None = None,
    reader: str = "",
    words: Sequence[str] = (),
    asked_between: tuple[date, date] | None = None,
) -> tuple[Case, ...]:
    """Return cases with all that was said in them.

    Those with `ids`; or those that ask somebody and were open on any day from one to another, in the order they came;
    else those that are open on a day, by the day that they are due; with `over` those that are not any more on that
    day, the last to end first, `limit` of them after the first `skip`: an `opener`'s, those that may be a `reader`'s to
    see, and those in which all `words` stand.
    """
    today = on.isoformat() if on is not None else ""
    values: tuple[object, ...] = (today,)
    if ids is not None:
        where, values, order = f"c.id IN ({marks(ids)})", tuple(ids), "c.id"
    elif asked_between is not None:
        where = "c.asked IS NOT NULL AND c.opened <= ? AND COALESCE(c.closed, c.silent, '9999') >= ?"
        values, order = (asked_between[1].isoformat(), asked_between[0].isoformat()), "c.id"
    elif over:
        where = "(c.state <> 'open' OR c.silent <= ?)"
        if opener is not None:
            where, values = f"{where} AND c.opener = ?", (*values, opener)
        if reader:  # so that pages are full; who reads it on which day is told by the rules
            spoke = "EXISTS (SELECT 1 FROM case_entry e WHERE e.case_id = c.id AND e.who = ?)"
            where = f"{where} AND (c.readers = '' OR c.readers LIKE ? OR c.opener = ? OR {spoke})"
            values = (*values, f"% {reader}%", reader, reader)
        if words:
            found_by = _with_words(store, words)
            where = f"{where} AND c.id IN ({marks(found_by)})" if found_by else "1 = 0"
            values = (*values, *found_by) if found_by else ()
        order = "COALESCE(c.closed, c.silent) DESC, c.id DESC"
    else:
        where, order = "c.state = 'open' AND (c.silent IS NULL OR c.silent > ?)", "c.due, c.id"
    cut = f" LIMIT {limit:d} OFFSET {skip:d}" if limit is not None else ""
    found = store.records(f"{_CASE} WHERE {where} ORDER BY {order}{cut}", values)
    numbers = [row["id"] for row in found]
    said, links = _entries(store, numbers), _links(store, numbers)
    return tuple(
        _case(
            row,
            entries=said.get(row["id"], ()),
            out_of=next((ref for kind, ref in links.get(row["id"], ()) if kind == CaseLink.OUT_OF), ""),
            sessions=tuple(ref for kind, ref in links.get(row["id"], ()) if kind == CaseLink.WORKED_OUT),
        )
        for row in found
    )


def over_before(store: Store, case_id: int, today: date) -> int:
    """Return how many cases that are over come before one of them, the last to end first."""
    sql = (
        "SELECT COUNT(*) FROM practice_case c, practice_case x WHERE x.id = ? AND (c.state <> 'open' OR c.silent <= ?) "
        "AND (COALESCE(c.closed, c.silent), c.id) > (COALESCE(x.closed, x.silent), x.id)"
    )
    return int(store.sql(sql, (case_id, today.isoformat()))[0][0])


def _with_words(store: Store, words: Sequence[str]) -> list[int]:
    """Return the ids of cases in which each of the words stands somewhere; a raised hand is not looked at."""
    c, p, e, k, o = PracticeCaseTable, ProcessTable, CaseEntryTable, KeyResultTable, ObjectiveTable
    named = (c.title, c.text, c.opener, c.asked, c.dri, c.chosen, c.outcome, c.state)
    kr = Value("KR").concat(o.number.cast("TEXT")).concat(".").concat(k.number.cast("TEXT"))
    found = c.id.is_null(False)
    for word in words:
        parts = (*named, Value("C").concat(c.id.cast("TEXT")))
        here = reduce(or_, (store.holds(fn.COALESCE(part, ""), word) for part in parts))
        here |= c.id.in_(e.select(e.case).where((e.kind != EntryKind.HAND) & store.holds(e.text, word)))
        here |= c.process.in_(p.select(p.id).where(store.holds(p.name, word)))
        here |= c.kr.in_(k.select(k.id).join(o).where(store.holds(kr, word)))
        found &= here
    return [int(row["id"]) for row in store.rows(c.select(c.id).where(found))]


def add_link(
    writer: Writer, case_id: int, kind: CaseLink, *, idea_id: int | None = None, session_id: int | None = None
) -> None:
    """Note what a case came out of, or which session works it out."""
    writer.insert("case_link", case_id=case_id, kind=kind.value, idea_id=idea_id, session_id=session_id)


def _links(store: Store, ids: Sequence[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return (kind, ref) of what some cases are tied to, by case, oldest first."""
    if not ids:
        return {}
    ref = "COALESCE('I' || idea_id, 'S' || session_id) AS ref"
    sql = f"SELECT case_id, kind, {ref} FROM case_link WHERE case_id IN ({marks(ids)}) ORDER BY id"
    return grouped(store.records(sql, tuple(ids)), "case_id", lambda row: (str(row["kind"]), str(row["ref"])))


def _entries(store: Store, ids: Sequence[int]) -> dict[int, tuple[Entry, ...]]:
    if not ids:
        return {}
    sql = f"SELECT * FROM case_entry WHERE case_id IN ({marks(ids)}) ORDER BY id"
    return grouped(store.records(sql, tuple(ids)), "case_id", _said)


def _said(row: Record) -> Entry:
    """Return an entry; silence is nobody's, though somebody came by first after it."""
    entry: Entry = _entry(row)
    return replace(entry, who="") if entry.kind is EntryKind.SILENCE else entry


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """What is stored of a case so that nobody has to read its process, a server's rules above all.

    Whose step it is (`turn` a login, `team` where it is a team's), until when, whether silence leads on from there, and
    the day on which silence alone ends it. Of a case about a person also whom it concerns from which day on beside
    those who have said something in it, and the day after which only its subject sees it.
    """

    turn: str = ""
    team: str = ""
    due: date | None = None
    lapses: bool = False
    silent: date | None = None
    readers: tuple[tuple[date, str], ...] = ()
    shut: date | None = None


def add_case(writer: Writer, case: Case, stands: CaseStanding, *, kr_id: int | None, older_id: int | None) -> int:
    """Insert a case and return its id."""
    values = {**_columns(case, stands), "kr_id": kr_id, "older_id": older_id, "process_id": case.process_id}
    words = {"title": case.title, "text": case.text, "opener": case.opener, "evidence": case.evidence}
    days = {"opened": case.opened.isoformat(), "happened": _day(case.happened), "subject": case.subject or None}
    return writer.insert("practice_case", **values, **words, **days, said=0, version=1)


def change(writer: Writer, case: Case, stands: CaseStanding, new: Iterable[Entry]) -> None:
    """Store a case as it is now, with what was said since: first the lines, by which a server lets it be changed."""
    fresh = tuple(new)
    row = row_of(writer.store, "practice_case", case.id) or {}
    said = int(row.get("said", 0)) + len(fresh)  # each line stands on those before it, also for undo
    for each in fresh:
        writer.insert(
            "case_entry",
            case_id=case.id,
            kind=each.kind.value,
            who=each.who or writer.who,
            at=writer.at,
            day=each.day.isoformat(),
            step=each.step,
            outcome=each.outcome,
            text=each.text,
            to_login=each.to or None,
            ends=_day(each.ends),
        )
    writer.update("practice_case", case.id, case.version, **_columns(case, stands), said=said)


def _columns(case: Case, stands: CaseStanding) -> Record:
    """Return the columns of a case that its run changes."""
    logins = {name: getattr(case, name) or None for name in ("asked", "companion", "dri", "chosen", "holder")}
    days = {"since": case.since.isoformat(), "by_day": _day(case.by), "closed": _day(case.closed)}
    return {
        **logins,
        **days,
        "ends": _day(case.ends),
        "step": case.step,
        "turn": stands.turn or None,
        "team": stands.team,
        "due": _day(stands.due),
        "lapses": int(stands.lapses),
        "silent": _day(stands.silent),
        "readers": "\n".join(f"{day} {login}" for day, login in stands.readers),
        "shut": _day(stands.shut),
        "state": case.state.value,
        "outcome": case.outcome,
        "appealed": int(case.appealed),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def running(store: Store, today: date) -> dict[str, int]:
    """Return how many cases are open on a day, by the name of their process; none of those about a person."""
    sql = (
        "SELECT p.name, COUNT(*) FROM practice_case c JOIN process p ON p.id = c.process_id "
        "WHERE c.state = ? AND c.subject IS NULL AND (c.silent IS NULL OR c.silent > ?) GROUP BY p.name"
    )
    return {str(name): int(number) for name, number in store.sql(sql, (CaseState.OPEN.value, today.isoformat()))}


def about_people(store: Store, refs: Iterable[str]) -> frozenset[str]:
    """Return those of some refs that are cases about a person; of one that was taken back the journal knows it."""
    wanted = {int(each[1:]): each for each in refs}
    if not wanted:
        return frozenset()
    sql = f"SELECT id, subject FROM practice_case WHERE id IN ({marks(tuple(wanted))})"
    there = dict(store.sql(sql, tuple(wanted)))
    found = {wanted[each] for each, subject in there.items() if subject}
    if gone := tuple(ref for each, ref in wanted.items() if each not in there):
        opened = f"SELECT DISTINCT ref FROM activity WHERE verb = ? AND ref IN ({marks(gone)}) AND changes LIKE ?"
        told = (Verb.WROTE_TO_CASE.value, *gone, '%"subject":"%')
        found |= {str(row[0]) for row in store.sql(opened, told)}
    return frozenset(found)
