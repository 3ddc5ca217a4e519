"""Cards, groups, votes, who is there: rows in, values out. Nothing stored of an anonymous card leads to its author."""

import secrets
from collections.abc import Collection, Container, Iterable
from datetime import datetime
from typing import Any

from okrtui.errors import Refused
from okrtui.model.live import Card, Phase, Room, Session, Stamp
from okrtui.storage.engine.store import Store, marks
from okrtui.storage.journal.writer import Writer
from okrtui.storage.local.tokens import owner
from okrtui.storage.repositories.retro import talked_about
from okrtui.storage.schema.hash_chain import votes_given as votes_given

TYPING_SECONDS = 60
"""Seconds after which a half-typed card is nobody's any more: a terminal that has it says so more often."""
BEFORE_REVEAL = (Phase.LOBBY, Phase.GATHER)
"""Cards stand in the order they came until they are shuffled at the reveal."""
_SEEN = "session_id = ? AND place > 0"
"""A card that was hidden by whoever leads keeps its place, below zero: it is in no list, group or count."""


# -- cards


def cards(
    store: Store,
    of: Session,
    login: str,
    secret: bytes | None,
    *,
    only: Collection[int] | None = None,
    last: int | None = None,
) -> dict[Stamp, Card]:
    """Return a session's cards in their order; `mine` by login, by `secret` where the session is anonymous.

    `only` are ids of cards, `last` a number of cards at the end: whoever wants these need not read thousands.
    """
    order = "ORDER BY c.place, c.id" if last is None else f"ORDER BY c.place DESC, c.id DESC LIMIT {int(last)}"
    which = f"WHERE c.session_id = ? AND c.place > 0 {'' if only is None else f'AND c.id IN ({marks(only)})'} {order}"
    wanted = (of.id, *(only or ()))
    found = _read(store, which, wanted, secret if of.anonymous and store.masked else None)
    result = {}
    for card_id, text, author, nonce, kept, tag, group, version, is_read, objective, number in found:
        mine = kept == owner(secret, nonce) if of.anonymous and secret else bool(author) and author == login
        kr = f"KR{objective}.{number}" if number else ""
        card = Card(card_id, text, author, mine, True, tag, kr, group, version, bool(is_read))
        result[card_id, version, group, nonce] = card
    return result if last is None else dict(reversed(result.items()))


def stamps(store: Store, session_id: int) -> list[Stamp]:
    """Return the stamps of a session's cards in their order: what tells which of them to read anew."""
    sql = f"SELECT id, version, group_id, nonce FROM card WHERE {_SEEN} ORDER BY place, id"
    return [(row[0], row[1], row[2], row[3]) for row in store.sql(sql, (session_id,))]


def _read(store: Store, which: str, wanted: tuple[int, ...], secret: bytes | None) -> list[tuple[Any, ...]]:
    """Return cards as they are stored; with `secret` a server is shown which of them are mine, else it hides them.

    One that came between the two questions is asked about anew.
    """
    whole = (
        "SELECT c.id, c.text, COALESCE(c.author, ''), c.nonce, c.owner, c.tag, c.group_id, c.version, c.is_read, "
        "o.number, k.number FROM card c LEFT JOIN key_result k ON k.id = c.kr_id "
        f"LEFT JOIN objective o ON o.id = k.objective_id {which}"
    )
    while secret is not None:
        shown = sorted(row[0] for row in store.sql(f"SELECT c.nonce FROM card c {which}", wanted))
        store.present("cards", (owner(secret, nonce) for nonce in shown))
        found = store.sql(whole, wanted)
        if {row[3] for row in found} <= set(shown):
            return found
    return store.sql(whole, wanted)


def sums_of_cards(store: Store, session_id: int) -> tuple[int, int, int]:
    """Return how many cards a session has, and the sums of their ids and versions: whatever is changed shows there."""
    sql = f"SELECT COUNT(*), COALESCE(SUM(id), 0), COALESCE(SUM(version), 0) FROM card WHERE {_SEEN}"
    count, ids, versions = store.sql(sql, (session_id,))[0]
    return int(count), int(ids), int(versions)


def add_card(
    writer: Writer,
    of: Session,
    text: str,
    *,
    author: str,
    entered_by: str,
    secret: bytes | None,
    tag: str,
    kr_id: int | None,
    number: int | None = None,
) -> int:
    """Insert a card and return its id, which is `number` where it is anonymous and that is free.

    In an anonymous session author and enterer are left out, the time is the session's start, and the owner is told by
    a keyed hash over a fresh nonce: cards of one person cannot be linked with each other either. Its id is drawn, so
    that the n-th card of the journal is not the n-th one here; after the reveal its place is drawn too.
    """
    nonce = secrets.token_hex(8)
    place = writer.store.sql(
        "SELECT COALESCE(MAX(place), 0) + 1 FROM card WHERE session_id = ? AND place < 1000000000", (of.id,)
    )[0][0]
    if of.anonymous and of.phase not in BEFORE_REVEAL:
        place = secrets.randbelow(place) + 1
    values = {
        "session_id": of.id,
        "text": text,
        "author": None if of.anonymous else author,
        "entered_by": None if of.anonymous else entered_by,
        "nonce": nonce,
        "owner": owner(secret, nonce) if of.anonymous and secret else "",
        "tag": tag,
        "kr_id": kr_id,
        "group_id": None,
        "place": place,
        "at": int(of.started.timestamp()) if of.anonymous else writer.at,
        "version": 1,
        "is_read": 0,
    }
    if not of.anonymous:
        return writer.insert("card", **values)
    is_free = number is not None and not writer.store.sql("SELECT 1 FROM card WHERE id = ?", (number,))
    values = {"id": number if is_free else _drawn(writer.store), **values}
    writer.store.run(f"INSERT INTO card ({', '.join(values)}) VALUES ({marks(values)})", tuple(values.values()))
    return int(str(values["id"]))


def _drawn(store: Store) -> int:
    """Return a free id for a card by lot: four digits, which people can type, and more where those are used up."""
    span = 10_000
    while True:
        drawn = secrets.randbelow(span - 1000) + 1000
        if not store.sql("SELECT 1 FROM card WHERE id = ?", (drawn,)):
            return drawn
        span *= 2


def entered_by(store: Store, card_id: int) -> str:
    """Return who typed a card in, "" where that is not stored."""
    found = store.sql("SELECT entered_by FROM card WHERE id = ?", (card_id,))
    return str(found[0][0] or "") if found else ""


def tags_of(store: Store, session_id: int) -> set[str]:
    """Return the tags of a session's cards."""
    return {str(row[0]) for row in store.sql("SELECT DISTINCT tag FROM card WHERE session_id = ?", (session_id,))}


def change_card(store: Store, card_id: int, text: str) -> None:
    """Change a card's words without a journal entry; the caller holds the transaction."""
    store.run("UPDATE card SET text = ?, version = version + 1 WHERE id = ?", (text, card_id))


def hide_card(writer: Writer, card_id: int) -> None:
    """Take a card out of its group and out of sight, in the caller's entry."""
    for (at,) in writer.store.sql("SELECT place FROM card WHERE id = ?", (card_id,)):
        writer.update("card", card_id, place=-abs(at), group_id=None)


def remove_card(store: Store, card_id: int) -> None:
    """Remove a card without a journal entry; the caller holds the transaction."""
    store.run("DELETE FROM card WHERE id = ?", (card_id,))


OF_A_CARD = ("text", "tag", "kr_id", "group_id")
"""What an anonymous card is to its author, who alone may keep it: for undo."""


def anonymous(store: Store, card_id: int) -> dict[str, object]:
    """Return what an anonymous card is now."""
    found = store.sql(f"SELECT {', '.join(OF_A_CARD)} FROM card WHERE id = ?", (card_id,))
    return dict(zip(OF_A_CARD, found[0], strict=True))


def place_card(store: Store, session_id: int, card_id: int, group_id: int) -> None:
    """Put an anonymous card that came back into its group, without a journal entry.

    It stays loose where that has been merged meanwhile or is no more.
    """
    sql = "SELECT id FROM card_group WHERE id = ? AND session_id = ? AND merged_into IS NULL"
    for (kept,) in store.sql(sql, (group_id, session_id)):
        store.run("UPDATE card SET group_id = ? WHERE id = ?", (kept, card_id))


def known_kr(store: Store, kr_id: int) -> int | None:
    """Return a key result's row id, None where there is none."""
    return next((int(row[0]) for row in store.sql("SELECT id FROM key_result WHERE id = ?", (kr_id,))), None)


def shuffle(store: Store, session_id: int) -> None:
    """Put a session's cards in a random order, so that the order tells nothing of who wrote when."""
    ids = [row[0] for row in store.sql(f"SELECT id FROM card WHERE {_SEEN}", (session_id,))]
    secrets.SystemRandom().shuffle(ids)
    for place, card_id in enumerate(ids, 1):
        store.run("UPDATE card SET place = ? WHERE id = ?", (place, card_id))
    store.lay_anew("card", ids)


# -- groups and votes


def groups(store: Store, session_id: int, holding: Container[int | None]) -> list[tuple[int, str, int]]:
    """Return those of a session's groups that are `holding` cards as (id, name, version), in the order they were made.

    A group is there while it holds a card. The others stay stored: what was voted on them counts again after an undo,
    and no entry of the journal tells whether anything was.
    """
    sql = "SELECT id, name, version FROM card_group WHERE session_id = ? ORDER BY id"
    return [(row[0], row[1], row[2]) for row in store.sql(sql, (session_id,)) if row[0] in holding]


def holding(store: Store, session_id: int) -> list[int]:
    """Return the ids of a session's groups that hold a card, in the order they were made."""
    sql = f"SELECT DISTINCT group_id FROM card WHERE {_SEEN} AND group_id IS NOT NULL"
    return sorted(row[0] for row in store.sql(sql, (session_id,)))


def name_of(store: Store, session_id: int, group_id: int) -> str | None:
    """Return the name of a session's group, None where it is none that holds a card."""
    if not has_group(store, session_id, group_id):
        return None
    return next((str(row[0]) for row in store.sql("SELECT name FROM card_group WHERE id = ?", (group_id,))), None)


def has_group(store: Store, session_id: int, group_id: int) -> bool:
    """Tell whether a session has a group that holds a card."""
    return bool(store.sql("SELECT 1 FROM card WHERE group_id = ? AND session_id = ? LIMIT 1", (group_id, session_id)))


def check_emptied(store: Store, session_id: int, left: Iterable[int | None]) -> None:
    """Raise Refused where one of the groups that cards have left is empty now and should not be.

    That is one that is an idea already, or was talked about.
    """
    gone = sorted({each for each in left if each is not None and not has_group(store, session_id, each)})
    for group_id in gone:
        for (name,) in store.sql("SELECT name FROM card_group WHERE id = ?", (group_id,)):
            for (idea,) in store.sql("SELECT id FROM idea WHERE group_id = ?", (group_id,)):
                raise Refused(f"“{name}” is I{idea} already and keeps a card of its own")
            if talked_about(store, group_id):
                raise Refused(f"“{name}” was talked about already and keeps a card of its own; merge it instead")


def merged(store: Store, session_id: int) -> dict[int, int]:
    """Return what the groups that were merged went into, by id."""
    sql = "SELECT id, merged_into FROM card_group WHERE session_id = ? AND merged_into IS NOT NULL"
    return {row[0]: row[1] for row in store.sql(sql, (session_id,))}


def votes(store: Store, session_id: int) -> list[tuple[str, int | None, int]]:
    """Return what was given as (ballot, the group it was given to, number); what counts for which is for the rules.

    A server keeps groups to itself while totals are hidden (None), and whose a ballot is.
    """
    sql = "SELECT ballot, CAST(group_id AS BIGINT), CAST(number AS BIGINT) FROM vote WHERE session_id = ?"
    return [(row[0], row[1], row[2]) for row in store.sql(sql, (session_id,))]


def set_votes(store: Store, session_id: int, group_id: int, ballot: str, number: int) -> None:
    """Store how many votes a ballot gives a group; the caller holds the transaction and has checked the budget."""
    store.run("DELETE FROM vote WHERE group_id = ? AND ballot = ?", (group_id, ballot))
    if number > 0:
        store.run(
            "INSERT INTO vote (session_id, group_id, ballot, number) VALUES (?, ?, ?, ?)",
            (session_id, group_id, ballot, number),
        )


# -- who is there


def attend(store: Store, session_id: int, login: str, now: datetime, *, ready: str | None = None) -> None:
    """Note that somebody is there, and in which phase they said ready where given; no journal entry."""
    at = int(now.timestamp())
    store.run(
        "INSERT INTO attendance (session_id, login, ready, seen) VALUES (?, ?, '', ?) "
        "ON CONFLICT (session_id, login) DO UPDATE SET seen = excluded.seen",
        (session_id, login, at),
    )
    if ready is not None:
        sql = "UPDATE attendance SET ready = ? WHERE session_id = ? AND login = ?"
        store.run(sql, (ready, session_id, login))


def light(store: Store, session_id: int, login: str, lit: str) -> None:
    """Note what somebody reads who is there; no journal entry."""
    store.run("UPDATE attendance SET lit = ? WHERE session_id = ? AND login = ?", (lit, session_id, login))


def leave(store: Store, session_id: int, login: str) -> None:
    """Note that somebody has left."""
    store.run("UPDATE attendance SET seen = 0 WHERE session_id = ? AND login = ?", (session_id, login))


def typing(store: Store, session_id: int, who: str, now: datetime | None) -> None:
    """Note that somebody types, or no longer does; `who` is drawn anew for each time: it ties nobody to a card."""
    store.run("DELETE FROM typing WHERE session_id = ? AND who = ?", (session_id, who))
    if now is not None:
        at = int(now.timestamp())
        store.run("INSERT INTO typing (session_id, who, at) VALUES (?, ?, ?)", (session_id, who, at))


def room(store: Store, of: Session, now: datetime, gone: int, not_me: str = "") -> Room:
    """Return who is there now: whoever was seen within the last `gone` seconds. `not_me` notes my typing.

    A sign of life from the time to come is none: the clock was put back, and its giver would be there for as long.
    """
    at = int(now.timestamp())
    found = store.sql(
        "SELECT login, ready, lit, CAST(seen AS BIGINT) FROM attendance WHERE session_id = ? ORDER BY login", (of.id,)
    )
    here = [(login, ready, lit) for login, ready, lit, seen in found if abs(at - seen) <= gone]
    sql = "SELECT COUNT(*) FROM typing WHERE session_id = ? AND at BETWEEN ? AND ? AND who <> ?"
    return Room(
        people=tuple(login for login, *_ in here),
        ready=tuple(login for login, ready, _ in here if ready == of.phase.value),
        typing=int(store.sql(sql, (of.id, at - TYPING_SECONDS, at + TYPING_SECONDS, not_me))[0][0]),
        facilitator_gone=of.facilitator not in {login for login, *_ in here},
        lit=next((lit for login, _, lit in here if login == of.facilitator), ""),
    )


def refs_of(store: Store, session_id: int) -> dict[int, str]:
    """Return the refs of ideas that came out of a session's groups, by group id."""
    found = store.sql("SELECT group_id, id FROM idea WHERE session_id = ? AND group_id IS NOT NULL", (session_id,))
    return {group: f"I{number}" for group, number in found}


def add_group(writer: Writer, session_id: int, name: str) -> int:
    """Insert an empty group and return its id."""
    return writer.insert("card_group", session_id=session_id, name=name, version=1, merged_into=None)


def texts(store: Store, session_id: int, ids: Iterable[int]) -> dict[int, tuple[str, int | None]]:
    """Return the words of those of the cards that are in the session, and the group they are in, by id."""
    wanted = list(ids)
    sql = f"SELECT id, text, group_id FROM card WHERE {_SEEN} AND id IN ({marks(wanted)})"
    return {row[0]: (row[1], row[2]) for row in store.sql(sql, (session_id, *wanted))}


def group_the_rest(writer: Writer, session_id: int) -> None:
    """Make every card that is in no group a group of its own, named by it.

    Written without the query builder: with thousands of cards everybody else would wait for seconds.
    """
    store = writer.store
    sql = f"SELECT id, text FROM card WHERE {_SEEN} AND group_id IS NULL ORDER BY place, id"
    last = store.sql("SELECT COALESCE(MAX(id), 0) FROM card_group")[0][0]
    for group_id, (card_id, text) in enumerate(store.sql(sql, (session_id,)), last + 1):
        made = {"session_id": session_id, "name": text, "version": 1, "merged_into": None}
        store.run(
            "INSERT INTO card_group (id, session_id, name, version, merged_into) VALUES (?, ?, ?, ?, ?)",
            (group_id, *made.values()),
        )
        store.run("UPDATE card SET group_id = ?, version = version + 1 WHERE id = ?", (group_id, card_id))
        writer.changes += [
            {"table": "card_group", "id": group_id, "before": None, "after": made},
            {"table": "card", "id": card_id, "before": {"group_id": None}, "after": {"group_id": group_id}},
        ]


def has_loose(store: Store, session_id: int) -> bool:
    """Tell whether a session has a card that is in no group."""
    return bool(store.sql(f"SELECT 1 FROM card WHERE {_SEEN} AND group_id IS NULL LIMIT 1", (session_id,)))


def in_group(store: Store, session_id: int, group_id: int) -> list[int]:
    """Return the ids of a group's cards."""
    sql = f"SELECT id FROM card WHERE {_SEEN} AND group_id = ?"
    return [row[0] for row in store.sql(sql, (session_id, group_id))]
