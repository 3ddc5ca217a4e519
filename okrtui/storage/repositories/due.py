"""What waits for one person, asked in a handful of small queries: a login script runs this."""

import json

from okrtui.storage.engine.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from collections.abc import Iterator


def came_since(store: Store, at: int) -> frozenset[str]:
    """Return who became a member at a moment (seconds of the clock) or later, as the journal has it.

    It is read from its end back until its entries are older: a day's are few among those of ten years.
    """
    found = set[str]()
    high, many = int(store.sql("SELECT COALESCE(MAX(id), 0) FROM activity")[0][0]), 200
    while high > 0:
        span = (high - many, high)
        oldest = store.sql("SELECT MIN(at) FROM activity WHERE id > ? AND id <= ?", span)[0][0]
        new = "SELECT changes FROM activity WHERE id > ? AND id <= ? AND at >= ? AND changes LIKE ?"
        for (changes,) in store.sql(new, (*span, at, '%"before":null%"table":"member"%')):
            found.update(_made(changes))
        if oldest is not None and oldest < at:
            break
        high, many = high - many, many * 4
    return frozenset(found)


def _made(changes: str) -> "Iterator[str]":
    """Yield the logins of the members that an entry made; of one that okrtui did not write none."""
    try:
        for each in json.loads(changes):
            if each["table"] == "member" and each["before"] is None:
                yield str(each["after"]["login"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return


def is_member(store: Store, login: str) -> bool:
    """Tell whether `login` is a member who has not left."""
    return bool(store.sql("SELECT 1 FROM member WHERE login = ? AND state = 'active'", (login,)))


def has_submitted(store: Store, login: str, week: str) -> bool:
    """Tell whether `login` has submitted the update of `week`."""
    return bool(store.sql("SELECT 1 FROM weekly_update WHERE who = ? AND week = ? LIMIT 1", (login, week)))


def unchecked(store: Store, login: str, week: str, monday: str, today: str) -> tuple[str, ...]:
    """Return refs of the open key results that `login` answers for and nobody has checked in since `week` began.

    A key result without a DRI falls to its objective's. Days are ISO dates; cycles not begun or over before the week
    are left out.
    """
    found = store.sql(
        "SELECT o.number, k.number FROM key_result k JOIN objective o ON o.id = k.objective_id "
        "JOIN cycle c ON c.id = o.cycle_id WHERE (k.dri = ? OR (k.dri IS NULL AND o.dri = ?)) "
        "AND k.state = 'open' AND o.state = 'active' AND c.state <> 'closed' AND c.start_day <= ? AND c.end_day >= ? "
        "AND NOT EXISTS (SELECT 1 FROM checkin e WHERE e.kr_id = k.id AND e.week >= ?) ORDER BY o.number, k.number",
        (login, login, today, monday, week),
    )
    return tuple(f"KR{objective}.{number}" for objective, number in found)


def open_before(store: Store, login: str, week: str) -> int:
    """Return how many commitments of weeks before `week` are open still."""
    sql = "SELECT COUNT(*) FROM commitment WHERE who = ? AND week < ? AND state = 'open'"
    return int(store.sql(sql, (login, week))[0][0])


def overdue_actions(store: Store, login: str, today: str) -> tuple[str, ...]:
    """Return refs of the open actions that `login` should have done before `today`, an ISO date, oldest first."""
    sql = "SELECT id FROM action WHERE dri = ? AND state = 'open' AND due < ? ORDER BY due, id"
    return tuple(f"A{row[0]}" for row in store.sql(sql, (login, today)))


def handed_ideas(store: Store, login: str) -> tuple[tuple[str, str], ...]:
    """Return (ref, title) of the ideas that somebody made `login` the champion of, who has not touched them yet."""
    sql = (
        "SELECT i.id, i.title FROM idea i WHERE i.champion = ? AND i.state NOT IN ('adopted', 'rejected') "
        "AND NOT EXISTS (SELECT 1 FROM idea_step s WHERE s.idea_id = i.id AND s.who = ?) ORDER BY i.id"
    )
    return tuple((f"I{number}", title) for number, title in store.sql(sql, (login, login)))


def running(store: Store) -> tuple[tuple[str, str], ...]:
    """Return (kind, ref) of the live sessions that have not been closed, newest first."""
    found = store.sql("SELECT kind, id FROM session WHERE phase <> 'closed' ORDER BY id DESC")
    return tuple((kind, f"S{number}") for kind, number in found)


def over_days(store: Store) -> bool:
    """Tell whether a live session has a phase that lasts over days."""
    return bool(store.sql("SELECT 1 FROM session WHERE phase <> 'closed' AND days <> '[]' LIMIT 1"))


def bookings(store: Store, login: str, until: int) -> list[tuple[int, str, str, int, bool]]:
    """Return (id, host, guest, at, is booked) of my bookings that begin before `until` and wait for something.

    Booked ones wait for their time, and then for the host to say what became of them; a walk-in for its guest.
    """
    sql = (
        "SELECT id, host, guest, at, state FROM booking WHERE (state = 'booked' AND at < ? AND host = ?) "
        "OR (guest = ? AND ((state = 'booked' AND at < ?) OR (confirmed = 0 AND state = 'held'))) ORDER BY at, id"
    )
    found = store.sql(sql, (until, login, login, until))
    return [(int(number), host, guest, int(at), state == "booked") for number, host, guest, at, state in found]


def asking(store: Store, login: str, week: str) -> tuple[str, ...]:
    """Return who named `login` as a helper in the newest revision of their update of `week`, in login order."""
    found = store.sql(
        "SELECT u.who, u.helpers FROM weekly_update u WHERE u.week = ? AND u.blocker <> '' AND u.helpers <> '' "
        "AND u.revision = (SELECT MAX(v.revision) FROM weekly_update v WHERE v.who = u.who AND v.week = u.week) "
        "ORDER BY u.who",
        (week,),
    )
    return tuple(who for who, helpers in found if login in helpers.split(",") and who != login)


_OPEN = "c.state = 'open' AND (c.silent IS NULL OR c.silent > ?)"


def lapsed(store: Store, today: str) -> list[int]:
    """Return the ids of the cases that silence has moved on by `today`, whose rows do not say whose step it is."""
    sql = f"SELECT id FROM practice_case c WHERE {_OPEN} AND c.due < ? AND c.lapses = 1 ORDER BY id"
    return [int(row[0]) for row in store.sql(sql, (today, today))]


def hands(store: Store, login: str) -> tuple[str, ...]:
    """Return refs of the open cases of `login` in which a raised hand waits for an answer, the oldest first."""
    sql = (
        "SELECT DISTINCT c.id FROM practice_case c JOIN case_entry h ON h.case_id = c.id AND h.kind = 'hand' "
        "WHERE c.opener = ? AND c.state = 'open' AND (c.chosen IS NULL OR c.chosen <> h.who) AND NOT EXISTS (SELECT 1 "
        "FROM case_entry e WHERE e.case_id = c.id AND e.kind = 'answer' AND e.to_login = h.who) ORDER BY c.id"
    )
    return tuple(f"C{row[0]}" for row in store.sql(sql, (login,)))


def openings(store: Store, login: str, today: str) -> list[int]:
    """Return the ids of open cases that may be openings for somebody who has skills: others', of a process with hands.

    Whether they take hands now, and want those skills, is told by the rules of cases.
    """
    sql = (
        f"SELECT c.id FROM practice_case c JOIN process p ON p.id = c.process_id WHERE {_OPEN} AND c.opener <> ? "
        "AND p.text LIKE ? AND EXISTS (SELECT 1 FROM member m WHERE m.login = ? AND m.skills <> '') "
        "ORDER BY c.due, c.id"
    )
    return [int(row[0]) for row in store.sql(sql, (today, login, "%hands%=%true%", login))]


def cases(store: Store, login: str, today: str) -> list[tuple[str, int]]:
    """Return (day that it is due, id) of the cases whose step `login` may take, by that day.

    A step of a team is that of its people, but for whoever is a party to a case about a person or has decided in it;
    of somebody who left, the opener's. It goes by what is stored, without those that are `lapsed`.
    """
    found = store.sql(
        f"SELECT c.due, c.id FROM practice_case c WHERE {_OPEN} AND (c.due >= ? OR c.lapses = 0) AND "
        "(c.turn = ? OR (c.turn IS NULL AND c.team IN "
        "(SELECT t.name FROM membership m JOIN team t ON t.id = m.team_id WHERE m.login = ?) AND (c.subject IS NULL OR "
        "(c.opener <> ? AND c.subject <> ? AND COALESCE(c.companion, '') <> ? "
        "AND NOT EXISTS (SELECT 1 FROM case_entry e WHERE e.case_id = c.id AND e.kind = 'decision' AND e.who = ?)))) "
        "OR (c.opener = ? AND c.subject IS NULL AND c.turn IN "
        "(SELECT login FROM member WHERE state = 'left'))) ORDER BY c.due, c.id",
        (today, today, *(login,) * 7),
    )
    return [(str(day), int(number)) for day, number in found]
