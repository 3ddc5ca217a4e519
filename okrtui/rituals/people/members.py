"""The workspace itself, its members and its teams."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from okrtui.errors import Refused, UnknownMember
from okrtui.model.journal import Verb
from okrtui.model.people import Member, MemberState, Team, Workspace
from okrtui.rituals.context import Context
from okrtui.rules.formatting import CONVENTIONS
from okrtui.storage.engine.store import Store
from okrtui.storage.journal.writer import Writer, write
from okrtui.storage.repositories import people as rows
from okrtui.text import clean, clean_lines

ME, EVERYONE = "me", "everyone"
"""Circles of people; any other one is a team's name."""
_LOGIN = r"\w[\w.@+~\\-]{0,255}\$?"


def make_workspace(
    path: Path | str, *, name: str, timezone: str, login: str, person: str, now: datetime, group: int | None = None
) -> Store:
    """Make a workspace at `path` with its first member, `login` called `person`, and return its Store.

    `path` is a file, or a server's URL.

    With `group` (a gid) every member of that group can use it, else only I.

    Raises Refused where something lies there already, or the timezone is unknown.
    """
    import uuid  # only where one is made

    record = {
        "id": 1,
        "uuid": uuid.uuid4().hex,
        "name": clean(name) or "Our team",
        "timezone": checked_timezone(timezone),
        "vision": "",
        "ethos": "",
        "created_at": int(now.timestamp()),
        "decimal_sign": "",
        "version": 1,
    }
    from okrtui.storage.create import create_store  # only where one is made

    store = create_store(path, record, group=group)
    with write(store, login, now) as writer:
        join(writer, Context(store, login, person, now))
    return store


def checked_timezone(name: str) -> str:
    """Return the IANA timezone name, UTC for "". Raises Refused where this machine does not know it."""
    name = name.strip() or "UTC"
    if name == "UTC":
        return name
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # only where a timezone is set

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(
            f"“{clean(name)}” isn't a timezone this machine knows; they look like Europe/Berlin or UTC"
        ) from None
    return name


def describe_workspace(
    ctx: Context,
    *,
    name: str | None = None,
    timezone: str | None = None,
    vision: str | None = None,
    decimal_sign: str | None = None,
    version: int | None = None,
) -> Workspace:
    """Change what is given of the workspace's name, timezone, vision, and how it writes numbers."""
    changes: dict[str, str] = {}
    if name is not None:
        changes["name"] = required(name, "the workspace's name")
    if timezone is not None:
        changes["timezone"] = checked_timezone(timezone)
    if vision is not None:
        changes["vision"] = clean_lines(vision)
    if decimal_sign is not None:
        if decimal_sign not in ("", *CONVENTIONS):
            raise Refused(f"“{clean(decimal_sign)}” is before no decimals; it is . or ,")
        changes["decimal_sign"] = decimal_sign
    told = {"decimal_sign": "numbers"}
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        writer.update("workspace", 1, version, **changes)
        writer.describe(Verb.DESCRIBED, "workspace", ", ".join(sorted(told.get(c, c) for c in changes)))
    return ctx.store.workspace()


def required(text: str, what: str) -> str:
    """Return `text` made safe. Raises Refused where nothing is left: `what` is missing."""
    safe = clean(text)
    if not safe:
        raise Refused(f"{what} is empty; write a few words")
    return safe


def checked_login(login: str) -> str:
    """Return a login without its @. Raises Refused where it cannot be one: systems differ in what they allow."""
    login = clean(login).removeprefix("@")
    if not re.fullmatch(_LOGIN, login):
        raise Refused(f"“{login}” can't be a login: write it as the system has it, like ana, ana.lee or CORP\\ana")
    return login


def join(writer: Writer, ctx: Context) -> None:
    """Make whoever sits here a member on their first change, in a journal entry of its own that undo leaves alone."""
    if not rows.is_known(ctx.store, ctx.login):
        with write(ctx.store, ctx.login, ctx.now) as first:
            rows.add_member(first, ctx.login, clean(ctx.name) or ctx.login)
            first.describe(Verb.JOINED, f"@{ctx.login}", clean(ctx.name) or ctx.login)


def named(writer: Writer, ctx: Context, login: str) -> str:
    """Return the login of a person somebody named, "" for nobody; part of the change for which they were named.

    Known are members by login, whatever the case, or by a display name that only they have, and whoever could open the
    workspace: an account of this machine, a role of the server. Raises UnknownMember for everybody else, unless
    `ctx.may_add` takes them.
    """
    login = clean(login).removeprefix("@")
    if not login:
        return ""
    if (member := rows.spelled(ctx.store, login)) is not None:
        return member
    found = ctx.store.account(login)
    if found is None:
        called = rows.called(ctx.store, login)
        if len(called) > 1:
            raise Refused(f"“{login}” may be {' or '.join(called)}; name one by login")
        if called:
            return called[0]
        found = checked_login(login), login
        if not ctx.may_add(login):
            raise unknown(ctx, login)
    if not rows.is_known(ctx.store, found[0]):
        rows.add_member(writer, *found)
    return found[0]


def introduced(ctx: Context, login: str) -> str:
    """Return what `named` does; whoever is new gets a journal entry of their own, for changes that leave none."""
    with write(ctx.store, ctx.login, ctx.now) as first:
        login = named(first, ctx, login)
        first.describe(Verb.ADDED_MEMBER, f"@{login}", f"named by {ctx.login}")
    return login


def assigned(writer: Writer, ctx: Context, login: str) -> str:
    """Return the login of a person to whom somebody gives work, "" for nobody. Raises Refused where they have left."""
    login = named(writer, ctx, login)
    if login and rows.has_left(ctx.store, login):
        raise Refused(f"{login} has left; name somebody who is here")
    return login


def present(ctx: Context, login: str) -> str:
    """Return a login, "" where that member has left: work goes on without them."""
    return "" if login and rows.has_left(ctx.store, login) else login


def unknown(ctx: Context, login: str) -> UnknownMember:
    """Return the refusal of a person whom nobody knows, with those who may be meant."""
    from okrtui.rules.naming import nearest  # only where a name was mistyped

    here = {member.login: member.name for member in members(ctx)}
    near = nearest(login, here) or [each for each, name in here.items() if nearest(login, name.split())][:3]
    known = [each if here[each] == each else f"{each} ({here[each]})" for each in near]
    meant = f"; did you mean {' or '.join(known)}?" if known else ""
    return UnknownMember(f"there is nobody called {login}{meant}", login)


def mentioned(ctx: Context, login: str) -> str:
    """Return the login of the member whom a word of a text names, "" where it names none."""
    return rows.spelled(ctx.store, login) or ""


def members(ctx: Context, *, team: str | None = None, left: bool = False) -> tuple[Member, ...]:
    """Return the members by login, of one team where named."""
    return rows.members(ctx.store, team=team, left=left)


def people(ctx: Context) -> list[tuple[str, str]]:
    """Return (login, display name) of everybody who is here, by login, for pickers; shared names are told apart."""
    names = display_names(ctx)
    return [(member.login, names[member.login]) for member in members(ctx)]


def display_names(ctx: Context) -> dict[str, str]:
    """Return display names by login, also of those who left; a name that two have has the login beside it."""
    return rows.names(ctx.store)


def teams(ctx: Context) -> tuple[Team, ...]:
    """Return the teams by name."""
    return rows.teams(ctx.store)


def me(ctx: Context) -> Member | None:
    """Return the member who sits here, None before their first change."""
    return rows.member(ctx.store, ctx.login)


def circle(ctx: Context, scope: str) -> tuple[Member, ...]:
    """Return the members of a circle: `me`, `everyone`, or a team's name."""
    if scope == ME:
        mine = me(ctx)
        return (mine,) if mine else ()
    return members(ctx, team=None if scope == EVERYONE else scope)


def circles(ctx: Context) -> tuple[str, ...]:
    """Return the circles I can look at, from the narrowest to the widest: me, my teams, everyone."""
    mine = me(ctx)
    return (ME, *(team for team in (mine.teams if mine else ()) if team not in (ME, EVERYONE)), EVERYONE)


def add_team(ctx: Context, name: str) -> Team:
    """Make a team. Raises Refused where one is called so already."""
    name = required(name, "the team's name")
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        if rows.team(ctx.store, name):
            raise Refused(f"there is a team {name} already")
        team_id = rows.add_team(writer, name)
        writer.describe(Verb.ADDED_TEAM, name, name)
    return Team(team_id, name)


def team_id(ctx: Context, name: str) -> int | None:
    """Return the row id of a team, None for "". Raises Refused with the teams there are where none is called so."""
    return _team(ctx, name).id if name.strip() else None


def team_named(ctx: Context, name: str) -> str:
    """Return a team's name as it is written. Raises Refused with the teams there are where none is called so."""
    return _team(ctx, name).name


def _team(ctx: Context, name: str) -> Team:
    found = rows.team(ctx.store, clean(name))
    if found is None:
        known = ", ".join(t.name for t in rows.teams(ctx.store)) or "none yet"
        raise Refused(f"there is no team “{clean(name)}” (there are: {known}); make it with: okrtui team add NAME")
    return found


def member(ctx: Context, login: str) -> Member:
    """Return the member with this login, whatever the case. Raises UnknownMember where there is none."""
    found = rows.member(ctx.store, rows.spelled(ctx.store, clean(login).removeprefix("@")) or login)
    if found is None:
        raise unknown(ctx, clean(login))
    return found


def edit_member(
    ctx: Context,
    login: str,
    *,
    name: str | None = None,
    teams: tuple[str, ...] | None = None,
    skills: str | None = None,
    state: MemberState | None = None,
) -> Member:
    """Add a member or change what is given of one: display name, the teams they are in, skills, whether they left."""
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        known = rows.spelled(ctx.store, clean(login).removeprefix("@"))
        if known is None:
            login = checked_login(login)
            login, called = ctx.store.account(login) or (login, login)
            rows.add_member(writer, login, called)
        found = member(ctx, known or login)
        login = found.login
        changes: dict[str, str] = {}
        if name is not None:
            changes["name"] = required(name, "the name")
        if skills is not None:
            changes["skills"] = clean(skills)
        if state is not None:
            changes["state"] = state.value
        writer.update("member", found.id, **changes)
        if teams is not None:
            exact = [_team(ctx, name).name for name in teams]
            rows.set_teams(writer, login, tuple(exact))
        what = ", ".join([*changes, *(["teams"] if teams is not None else [])])
        verb = Verb.CHANGED_MEMBER if known else Verb.ADDED_MEMBER
        writer.describe(verb, f"@{login}", what if known else changes.get("name", found.name))
    return member(ctx, login)


@contextmanager
def changing(ctx: Context) -> Iterator[Writer]:
    """Give a writer for one change, of whoever sits here: they are a member by it."""
    with write(ctx.store, ctx.login, ctx.now) as writer:
        join(writer, ctx)
        yield writer
