"""A member's login itself: another one, two that are one person, or one who should never have been."""

from collections.abc import Iterator
from contextlib import contextmanager

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.people import Member
from okrtui.rituals.context import Context
from okrtui.rituals.people.members import changing, checked_login, member
from okrtui.storage.journal.writer import Writer
from okrtui.storage.repositories import logins as places
from okrtui.storage.repositories import people as rows

WORDS = {
    "objective": "objectives",
    "key_result": "key results",
    "checkin": "check-ins",
    "weekly_update": "weekly updates",
    "commitment": "priorities",
    "health_reading": "health readings",
    "recognition": "hero cards",
    "recipient": "hero cards",
    "reaction": "reactions",
    "reply": "replies",
    "session": "sessions",
    "card": "cards",
    "idea": "ideas",
    "idea_step": "ideas",
    "action": "actions",
    "action_step": "actions",
    "agenda_item": "agenda items",
    "proposal": "topics",
    "note": "notes",
    "kr_review": "reviews",
    "process": "processes",
    "agreement": "working agreements",
    "practice_case": "cases",
    "case_entry": "cases",
}
"""What stands in a table, as people call it."""


@contextmanager
def _changing(ctx: Context, login: str) -> Iterator[tuple[Writer, Member]]:
    """Give a writer and the member whose login is to be changed. Raises Refused where that cannot be now."""
    if ctx.store.member and not ctx.store.sees_all():
        raise Refused("on a server logins are its roles; only its administrator can rename, merge or remove them")
    with changing(ctx) as writer:
        found = member(ctx, login)
        if found.login == ctx.login:
            raise Refused(f"{found.login} is you, as the system knows you; a colleague can do that")
        if live := places.running(ctx.store, found.login):
            raise Refused(f"{found.login} is in S{live[0]}, which is not over; do it when it is closed")
        if ctx.store.member:
            ctx.store.take_as_it_is()
        yield writer, found


def rename(ctx: Context, login: str, new: str) -> Member:
    """Give a member another login, with all that is theirs; the journal keeps the old one. Raises Refused."""
    with _changing(ctx, login) as (writer, found):
        new = checked_login(new)
        taken = rows.spelled(ctx.store, new)
        if taken is not None and taken != found.login:
            raise Refused(f"{taken} is a member already; to make one of two: okrtui member merge {found.login} {taken}")
        if new == found.login:
            return found
        writer.insert(
            "member",
            login=new,
            name=new if found.name == found.login else found.name,
            skills=found.skills,
            state=found.state.value,
            version=1,
        )
        places.hand_on(writer, found.login, new)
        writer.remove("member", found.id)
        writer.describe(Verb.RENAMED_MEMBER, f"@{new}", f"was {found.login}")
    return member(ctx, new)


def merge(ctx: Context, login: str, into: str) -> Member:
    """Make one member of two: all that is of `login` becomes that of `into`, who stays as they are."""
    with _changing(ctx, login) as (writer, found):
        stays = member(ctx, into)
        if stays.login == found.login:
            raise Refused(f"{stays.login} is one person already")
        places.hand_on(writer, found.login, stays.login)
        writer.remove("member", found.id)
        writer.describe(Verb.MERGED_MEMBERS, f"@{stays.login}", f"{found.login} was {stays.login}")
    return member(ctx, stays.login)


def remove(ctx: Context, login: str) -> Member:
    """Remove a member of whom nothing is here, and return them. Refused with what there is."""
    with _changing(ctx, login) as (writer, found):
        if used := list(dict.fromkeys(WORDS[table] for table in places.uses(ctx.store, found.login))):
            raise Refused(
                f"{found.login} has {', '.join(used)} here; if they left: okrtui member edit {found.login} --left, "
                f"if they are somebody else: okrtui member merge {found.login} LOGIN"
            )
        rows.set_teams(writer, found.login, ())
        places.forget_presence(ctx.store, found.login)
        writer.remove("member", found.id)
        writer.describe(Verb.REMOVED_MEMBER, f"@{found.login}", found.name)
    return found
