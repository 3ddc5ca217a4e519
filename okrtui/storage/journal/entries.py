"""Reading the journal: its entries, the newest first or those after one that was seen."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import reduce
from operator import or_
from typing import Any

from okrtui.model.journal import Activity, Verb
from okrtui.storage.engine.queries import KR_REF
from okrtui.storage.engine.store import Record, Store
from okrtui.storage.tables.journal import ActivityTable

SHEET = (Verb.SUBMITTED_UPDATE.value, Verb.CORRECTED_UPDATE.value, Verb.CHECKED_IN.value)
"""Entries of these verbs may hold several key results' check-ins; their summary begins each with its ref."""


WINDOW = 100
"""Entries that are looked through first for a page of the newest."""
_TOLD = [ActivityTable._meta.columns[name] for name in ("id", "at", "who", "verb", "ref", "summary", "undoes")]
_ALL = [*_TOLD, ActivityTable.changes]


def _changes(stored: object) -> tuple[Record, ...]:
    """Return what an entry says it changed, nothing where it says it in a way that okrtui does not write.

    Anybody who may write the file may put an entry in; `log --verify` names it, and nobody's journal fails by it.
    """
    try:
        found = json.loads(str(stored))
        for each in found:
            if not isinstance(each["table"], str) or not isinstance(each["id"], int):
                return ()
            if not all(each[side] is None or isinstance(each[side], dict) for side in ("before", "after")):
                return ()
        return tuple(found)
    except (ValueError, TypeError, KeyError, RecursionError):
        return ()


def _time(stored: object) -> datetime:
    """Return when an entry was made; the beginning of time where what stands there is none."""
    try:
        return datetime.fromtimestamp(float(str(stored)), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _activity(row: Record) -> Activity:
    return Activity(
        id=row["id"],
        at=_time(row["at"]),
        who=str(row["who"]),
        verb=str(row["verb"]),
        ref=str(row["ref"]),
        summary=str(row["summary"]),
        changes=_changes(row.get("changes", "[]")),
        undoes=row["undoes"],
    )


def entries_after(store: Store, last: int) -> tuple[Activity, ...]:
    """Return the entries with an id above `last`, oldest first."""
    a = ActivityTable
    return tuple(_activity(row) for row in store.rows(a.select(*_ALL).where(a.id > last).order_by(a.id)))


def newest(store: Store) -> int:
    """Return the id of the newest entry, 0 where there is none."""
    return int(store.sql("SELECT COALESCE(MAX(id), 0) FROM activity")[0][0])


def link_at(store: Store, number: int | None = None) -> tuple[int, str]:
    """Return number and chain of an entry, of the newest where None; 0 and "" where there is none."""
    sql = "SELECT id, chain FROM activity"
    found = (
        store.sql(f"{sql} ORDER BY id DESC LIMIT 1") if number is None else store.sql(f"{sql} WHERE id = ?", (number,))
    )
    return (int(found[0][0]), str(found[0][1])) if found else (0, "")


def first_times(store: Store, verb: Verb) -> dict[str, datetime]:
    """Return when each ref's first entry with a verb was made."""
    found = store.sql("SELECT ref, MIN(at) FROM activity WHERE verb = ? GROUP BY ref", (verb.value,))
    return {str(ref): _time(at) for ref, at in found}


def joined_times(store: Store) -> dict[str, datetime]:
    """Return when each member came to be, by login: in an entry of their own, else in what they were named for."""
    verbs = (Verb.JOINED.value, Verb.ADDED_MEMBER.value)
    own = _joined(store, "verb IN (?, ?)", *verbs)
    if all(login in own for (login,) in store.sql("SELECT login FROM member")):
        return own  # else the whole journal is looked through for the words
    return {**_joined(store, "verb NOT IN (?, ?) AND changes LIKE ?", *verbs, '%"table":"member"%'), **own}


def _joined(store: Store, where: str, *values: str) -> dict[str, datetime]:
    found = dict[str, datetime]()
    for at, ref, changes in store.sql(f"SELECT at, ref, changes FROM activity WHERE {where} ORDER BY id", values):
        new = [each["after"] for each in _changes(changes) if each["table"] == "member" and each["before"] is None]
        logins = [str(row.get("login", "")) for row in new if row]
        for login in logins or ([str(ref).removeprefix("@")] if len(values) == 2 else []):
            found.setdefault(login, _time(at))
    return found


def find_entry(store: Store, entry_id: int) -> Activity | None:
    """Return one entry, None where there is none with this id."""
    found = store.rows(ActivityTable.select(*_ALL).where(ActivityTable.id == entry_id))
    return next(map(_activity, found), None)


def entries(
    store: Store,
    *,
    limit: int = 200,
    who: str | None = None,
    ref: str | None = None,
    before: int | None = None,
    text: str = "",
    with_changes: bool = True,
    since: int | None = None,
) -> tuple[Activity, ...]:
    """Return the newest entries first, of one person or about one ref where asked, below id `before` for paging.

    `since` are seconds of the clock. With `text` those that hold all of its words in who, verb, ref or summary. What
    only lists them asks without their changes: an import's are a hundred thousand rows.
    """
    a, found = ActivityTable, list[Activity]()
    query = a.select(*_ALL if with_changes else _TOLD).where(a.verb != "").order_by(a.id.desc())
    if who is not None:
        query = query.where(a.who == who)
    if ref is not None:
        query = query.where(_about(store, ref))
    if since is not None:
        query = query.where(a.at >= since)
    for word in text.split():
        query = query.where(reduce(or_, (store.holds(part, word) for part in (a.who, a.verb, a.ref, a.summary))))
    for window in _windows(store, before, limit, is_narrow=(who, ref, since) != (None, None, None)):
        some = query.where(window).limit(limit - len(found))
        found += [_activity(row) for row in store.rows(some)]
        if len(found) >= limit:
            break
    return tuple(found)


def _windows(store: Store, before: int | None, limit: int, *, is_narrow: bool) -> Iterator[Any]:
    """Yield conditions on the number, from the newest back, each of more entries than the one before it.

    A server judges each entry that it might show before it sorts them, so it is asked for few: as many as are wanted
    are mostly among them. Where somebody or something is asked about, indexes find the few.
    """
    a = ActivityTable
    high, many = newest(store) + 1 if before is None else before, max(2 * limit, WINDOW)
    while not is_narrow and high - many > 0:
        yield (a.id < high) & (a.id >= high - many)
        high, many = high - many, many * 4
    yield a.id < high


def _about(store: Store, ref: str) -> Any:
    """Return the condition that an entry is about `ref`, alone or as one of a sheet's check-ins.

    A sheet's entries are about the week they are for, so those of a key result lie in its cycle's weeks.
    """
    a = ActivityTable
    if not ref.startswith("KR"):
        return a.ref == ref
    named = a.summary.startswith(f"{ref} ") | a.summary.contains(f"; {ref} ")
    days = store.sql(
        "SELECT c.start_day, c.end_day FROM key_result k JOIN objective o ON o.id = k.objective_id "
        f"JOIN cycle c ON c.id = o.cycle_id WHERE {KR_REF} = ?",
        (ref,),
    )
    sheets = a.verb.in_(SHEET) & named
    with suppress(ValueError):  # no day, which `doctor` names
        weeks = [date.fromisoformat(day).isocalendar() for day in days[0]] if days else []
        sheets = a.ref.between(*(f"{year}-W{week:02}" for year, week, _ in weeks)) & sheets if weeks else sheets
    return (a.ref == ref) | sheets
