"""Hero-board cards: rows in, frozen cards out."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import TypeVar

from peewee import fn

from okrtui.model.heroes import Reaction, Recipient, Recognition, Reply, Standard
from okrtui.storage.engine.queries import grouped, refs_of_key_results, where_given
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Record, Store
from okrtui.storage.journal.writer import Writer, row_values
from okrtui.storage.tables.checkins import CheckinTable
from okrtui.storage.tables.heroes import ReactionTable, RecipientTable, RecognitionTable, ReplyTable
from okrtui.storage.tables.okrs import KeyResultTable

T = TypeVar("T")
OnCard = RecipientTable | ReactionTable | ReplyTable

_card = row_reader(
    Recognition,
    lambda row: f"H{row['id']}",
    *("kr", "value", "recipients", "reactions", "replies"),
    when="practice_when",
    how="practice_how",
)
_recipient = row_reader(Recipient, lambda row: f"{row['login']} on H{row['recognition_id']}")
_reply = row_reader(Reply, lambda row: f"reply {row['id']} to H{row['recognition_id']}")


def cards(
    store: Store,
    *,
    ids: Iterable[int] | None = None,
    since: str | None = None,
    until: str | None = None,
    standard: Standard | None = None,
    person: str | None = None,
    logins: Iterable[str] | None = None,
    words: Iterable[str] = (),
    value: int | None = None,
    practices: bool = False,
    withdrawn: bool = False,
    shown_to: str | None = None,
    below: int | None = None,
    limit: int | None = None,
) -> tuple[Recognition, ...]:
    """Return cards, newest first.

    `since` and `until` are ISO weeks, both inside; `person` gave or got it; `logins` are people of whom one gave or
    got it; `words` must all stand in story, evidence, practice or somebody's login; `value` is the row id of the value
    that it shows; `shown_to` leaves out what this person may not see, "" all that is hidden; `below` is an id, to page
    on.
    """
    r = RecognitionTable
    query = where_given(r.select().order_by(r.id.desc()), (r.id, ids), (r.standard, standard), (r.value, value))
    if since is not None:
        query = query.where(r.week >= since)
    if until is not None:
        query = query.where(r.week <= until)
    if not withdrawn:
        query = query.where(r.withdrawn == 0)
    if practices:
        query = query.where((r.practice_when != "") | (r.practice_how != ""))
    if below is not None:
        query = query.where(r.id < below)
    for people in ([person] if person is not None else None, logins):
        if people is not None:
            wanted = list(people)
            got = RecipientTable.select(RecipientTable.recognition).where(RecipientTable.login.in_(wanted))
            query = query.where(r.giver.in_(wanted) | r.id.in_(got))
    for word in words:
        query = query.where(_contains(store, word))
    if shown_to is not None:  # here and not afterwards: a page that is cut later would look like the last one
        query = query.where(_shown_to(shown_to))
    if limit is not None:
        query = query.limit(limit)
    return _whole(store, store.rows(query))


def _shown_to(login: str) -> object:
    """Return the condition that nobody hid the card, or that it is by or about `login`."""
    of, r = RecipientTable, RecognitionTable
    hidden = of.select(of.id).where((of.recognition == r.id) & (of.hidden == 1))
    about = of.select(of.id).where((of.recognition == r.id) & (of.login == login))
    return ~fn.EXISTS(hidden) | (r.giver == login) | fn.EXISTS(about)


def _contains(store: Store, word: str) -> object:
    """Return the condition that a word stands somewhere on the card."""
    r = RecognitionTable
    named = RecipientTable.select(RecipientTable.recognition).where(store.holds(RecipientTable.login, word))
    parts = (r.story, r.evidence, r.giver, r.practice_when, r.practice_how)
    return reduce(or_, (store.holds(part, word) for part in parts)) | r.id.in_(named)


def _whole(store: Store, rows: list[Record]) -> tuple[Recognition, ...]:
    """Return cards with their recipients, reactions and replies: three queries however many cards."""
    ids = [row["id"] for row in rows]
    if not ids:
        return ()
    refs = refs_of_key_results(store, (row["kr_id"] for row in rows))

    def on_them(of: type[OnCard], made: Callable[[Record], T]) -> dict[int, tuple[T, ...]]:
        return grouped(store.rows(of.select().where(of.recognition.in_(ids)).order_by(of.id)), "recognition_id", made)

    got = on_them(RecipientTable, _recipient)
    felt = on_them(ReactionTable, lambda row: (row["kind"], row["who"]))
    said = on_them(ReplyTable, _reply)
    return tuple(
        _card(
            row,
            kr=refs.get(row["kr_id"], ""),
            value=f"V{row['value_id']}" if row["value_id"] else "",
            recipients=got.get(row["id"], ()),
            reactions=tuple((kind, who) for kind in Reaction if (who := tuple(w for k, w in felt_here if k == kind))),
            replies=said.get(row["id"], ()),
        )
        for row in rows
        for felt_here in [felt.get(row["id"], ())]
    )


def add(writer: Writer, card: Recognition, *, kr_id: int | None, value_id: int | None) -> int:
    """Insert a card and return its id. The journal keeps only that it came: within a minute it can go without trace."""
    more = {"kr_id": kr_id, "value_id": value_id, "at": writer.at, "practice_when": card.when, "practice_how": card.how}
    row_id = writer.insert_unlogged("recognition", **row_values("recognition", card, more))
    for each in card.recipients:
        writer.insert_unlogged("recipient", **row_values("recipient", each, {"recognition_id": row_id}))
    return row_id


def remove(store: Store, card_id: int) -> None:
    """Remove a card with everything on it; the caller holds the transaction."""
    for table in ("reply", "reaction", "recipient"):
        store.run(f"DELETE FROM {table} WHERE recognition_id = ?", (card_id,))
    store.run("DELETE FROM recognition WHERE id = ?", (card_id,))


def recipient_row(store: Store, card_id: int, login: str) -> int | None:
    """Return the row id of `login` among a card's recipients, None where they are none."""
    r = RecipientTable
    found = store.row(r.select(r.id).where(r.recognition == card_id, r.login == login))
    return int(found["id"]) if found else None


def reaction_row(store: Store, card_id: int, login: str, kind: Reaction) -> int | None:
    """Return the row id of a person's reaction of a kind, None where they have not."""
    r = ReactionTable
    found = store.row(r.select(r.id).where(r.recognition == card_id, r.who == login, r.kind == kind))
    return int(found["id"]) if found else None


def worked_with(store: Store, login: str, since: str) -> frozenset[str]:
    """Return the people who, since an ISO week, checked in on key results that `login` checked in on or answers for."""
    c, k, mine = CheckinTable, KeyResultTable, CheckinTable.alias()
    ours = mine.select(mine.kr).where(mine.who == login, mine.week >= since) | k.select(k.id).where(k.dri == login)
    beside = c.select(c.who).where(c.week >= since, c.who != login, c.kr.in_(ours))
    over = k.select(k.dri).join(c).where(c.who == login, c.week >= since, k.dri.is_null(False), k.dri != login)
    return frozenset(row["who"] for row in store.rows(beside | over))


def thanked(store: Store, since: str) -> frozenset[str]:
    """Return the people on posted cards since an ISO week."""
    r = RecognitionTable
    query = RecipientTable.select(RecipientTable.login).distinct().join(r).where(r.week >= since, r.withdrawn == 0)
    return frozenset(row["login"] for row in store.rows(query))
