"""Members and teams: rows in, frozen members out."""

from okrtui.model.journal import Verb
from okrtui.model.people import Member, MemberState, Team
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Store
from okrtui.storage.journal.writer import Writer
from okrtui.storage.tables.people import MembershipTable, MemberTable, TeamTable
from okrtui.text import folded

_member = row_reader(Member, lambda row: f"@{row['login']}", "teams")


def members(store: Store, *, team: str | None = None, left: bool = False) -> tuple[Member, ...]:
    """Return the members by login, of one team where named, with those who left only when asked."""
    query = MemberTable.select().order_by(MemberTable.login)
    if not left:
        query = query.where(MemberTable.state == MemberState.ACTIVE)
    if team is not None:
        inside = MembershipTable.select(MembershipTable.login).join(TeamTable).where(TeamTable.name == team)
        query = query.where(MemberTable.login.in_(inside))
    teams = _teams_by_login(store)
    return tuple(_member(row, teams=tuple(teams.get(row["login"], ()))) for row in store.rows(query))


def member(store: Store, login: str) -> Member | None:
    """Return the member with this login, None where there is none."""
    row = store.row(MemberTable.select().where(MemberTable.login == login))
    return _member(row, teams=tuple(_teams_by_login(store, login).get(login, ()))) if row else None


def is_known(store: Store, login: str) -> bool:
    """Tell whether there is a member with this login, also one who left: every write asks, so no more is read."""
    return bool(store.sql("SELECT 1 FROM member WHERE login = ?", (login,)))


def has_left(store: Store, login: str) -> bool:
    """Tell whether a member has left."""
    return bool(store.sql("SELECT 1 FROM member WHERE login = ? AND state = ?", (login, MemberState.LEFT.value)))


def spelled(store: Store, login: str) -> str | None:
    """Return the login of the member meant by `login`, whatever the case; None where there is none."""
    if is_known(store, login):
        return login
    found = store.rows(MemberTable.select(MemberTable.login))
    alike = [str(row["login"]) for row in found if folded(row["login"]) == folded(login)]
    return alike[0] if len(alike) == 1 else None


def called(store: Store, name: str) -> list[str]:
    """Return the logins of those whose display name this is, whatever the case."""
    found = store.rows(MemberTable.select(MemberTable.login, MemberTable.name).order_by(MemberTable.login))
    return [row["login"] for row in found if _alike(row["name"]) == _alike(name)]


def names(store: Store) -> dict[str, str]:
    """Return display names by login, of everybody who ever was a member.

    A name that two people have, that is another's login, or that somebody else changed, has the login beside it:
    anybody may set it, and a page that shows only names would say that the wrong person did something.
    """
    asked = store.sql("SELECT login, name, version FROM member")
    found = {login: name for login, name, _ in asked}
    taken = list(map(_alike, found.values()))
    taken += [_alike(login) for login, name in found.items() if _alike(login) != _alike(name)]
    seen = set[str]()
    twice = {each for each in taken if each in seen or seen.add(each)}  # type: ignore[func-returns-value]
    others = _renamed_by_others(store) if any(version != 1 for _, _, version in asked) else set()
    doubtful = {login for login, name in found.items() if _alike(name) in twice or login in others}
    return {login: f"{name} ({login})" if login in doubtful else name for login, name in found.items()}


def _renamed_by_others(store: Store) -> set[str]:
    """Return the logins whose name was last changed by somebody else: two swapped names would be no name twice."""
    sql = "SELECT ref, who FROM activity WHERE verb = ? AND changes LIKE '%\"name\"%' ORDER BY id"
    last = {str(ref).removeprefix("@"): who for ref, who in store.sql(sql, (Verb.CHANGED_MEMBER.value,))}
    return {login for login, who in last.items() if who != login}


def _alike(name: str) -> str:
    """Return what two names share that a reader takes for the same."""
    import unicodedata  # quick commands ask for no names

    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def teams(store: Store) -> tuple[Team, ...]:
    """Return the teams by name."""
    return tuple(Team(r["id"], r["name"]) for r in store.rows(TeamTable.select().order_by(TeamTable.name)))


def team(store: Store, name: str) -> Team | None:
    """Return the team called `name`, whatever the case, None where there is none."""
    if exact := store.sql("SELECT id, name FROM team WHERE name = ?", (name,)):
        return Team(*exact[0])  # an import asks for each of its objectives
    wanted = folded(name)  # SQLite's LOWER knows ASCII only
    return next((found for found in teams(store) if folded(found.name) == wanted), None)


def add_member(writer: Writer, login: str, name: str) -> int:
    """Insert a member and return the row's id."""
    return writer.insert("member", login=login, name=name, skills="", state=MemberState.ACTIVE.value, version=1)


def add_team(writer: Writer, name: str) -> int:
    """Insert a team and return the row's id."""
    return writer.insert("team", name=name, version=1)


def set_teams(writer: Writer, login: str, names_wanted: tuple[str, ...]) -> None:
    """Make `login` a member of exactly these teams, which exist."""
    store = writer.store
    ids = {found.name: found.id for found in teams(store)}
    have = {
        row["team_id"]: row["id"] for row in store.rows(MembershipTable.select().where(MembershipTable.login == login))
    }
    wanted = {ids[name] for name in names_wanted}
    for team_id, row_id in have.items():
        if team_id not in wanted:
            writer.remove("membership", row_id)
    for team_id in sorted(wanted - have.keys()):
        writer.insert("membership", login=login, team_id=team_id)


def _teams_by_login(store: Store, login: str | None = None) -> dict[str, list[str]]:
    query = MembershipTable.select(MembershipTable.login, TeamTable.name).join(TeamTable).order_by(TeamTable.name)
    if login is not None:
        query = query.where(MembershipTable.login == login)
    found: dict[str, list[str]] = {}
    for row in store.rows(query):
        found.setdefault(row["login"], []).append(row["name"])
    return found
