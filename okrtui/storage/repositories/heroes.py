"""Hero-board cards: rows in, frozen cards out."""

from collections.abc import Iterable

from peewee import fn

from okrtui.model.heroes import Reaction, Recipient, Recognition, Reply, Standard
from okrtui.storage.engine.row_reader import row_reader
from okrtui.storage.engine.store import Record, Store
from okrtui.storage.journal.writer import Writer
from okrtui.storage.schema import tables as t

_card = row_reader(
    Recognition,
    lambda row: f"H{row['id']}",
    *("kr", "recipients", "reactions", "replies"),
    when="practice_when",
    how="practice_how",
)
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
    practices: bool = False,
    withdrawn: bool = False,
    shown_to: str | None = None,
    below: int | None = None,
    limit: int | None = None,
) -> tuple[Recognition, ...]:
    """Return cards, newest first.

    `since` and `until` are ISO weeks, both inside; `person` gave or got it; `logins` are people of whom one gave or
    got it; `words` must all stand in story, evidence, practice or somebody's login; `shown_to` leaves out what this
    person may not see, "" all that is hidden; `below` is an id, to page on.
    """
    r = t.recognition
    query = r.select().order_by(r.id.desc())
    if ids is not None:
        query = query.where(r.id.in_(list(ids)))
    if since is not None:
        query = query.where(r.week >= since)
    if until is not None:
        query = query.where(r.week <= until)
    if standard is not None:
        query = query.where(r.standard == standard.value)
    if not withdrawn:
        query = query.where(r.withdrawn == 0)
    if practices:
        query = query.where((r.practice_when != "") | (r.practice_how != ""))
    if below is not None:
        query = query.where(r.id < below)
    for people in ([person] if person is not None else None, logins):
        if people is not None:
            wanted = list(people)
            got = t.recipient.select(t.recipient.recognition_id).where(t.recipient.login.in_(wanted))
            query = query.where(r.giver.in_(wanted) | r.id.in_(got))
    for word in words:
        query = query.where(_contains(word))
    if shown_to is not None:  # here and not afterwards: a page that is cut later would look like the last one
        query = query.where(_shown_to(shown_to))
    if limit is not None:
        query = query.limit(limit)
    return _whole(store, store.rows(query))


def _shown_to(login: str) -> object:
    """Return the condition that nobody hid the card, or that it is by or about `login`."""
    of, r = t.recipient, t.recognition
    hidden = of.select(of.id).where((of.recognition_id == r.id) & (of.hidden == 1))
    about = of.select(of.id).where((of.recognition_id == r.id) & (of.login == login))
    return ~fn.EXISTS(hidden) | (r.giver == login) | fn.EXISTS(about)


def _contains(word: str) -> object:
    """Return the condition that a word stands somewhere on the card, whatever the case of its ASCII letters."""
    r = t.recognition
    names = t.recipient.select(t.recipient.recognition_id).where(
        fn.INSTR(fn.LOWER(t.recipient.login), word.lower()) > 0
    )
    text = fn.LOWER(r.story.concat(" ").concat(r.evidence).concat(" ").concat(r.giver).concat(" "))
    practice = fn.LOWER(r.practice_when.concat(" ").concat(r.practice_how))
    low = word.lower()
    return (fn.INSTR(text, low) > 0) | (fn.INSTR(practice, low) > 0) | r.id.in_(names)


def _whole(store: Store, rows: list[Record]) -> tuple[Recognition, ...]:
    """Return cards with their recipients, reactions and replies: three queries however many cards."""
    ids = [row["id"] for row in rows]
    if not ids:
        return ()
    refs = _refs(store, {row["kr_id"] for row in rows if row["kr_id"]})
    got: dict[int, list[Recipient]] = {}
    of = t.recipient
    for row in store.rows(of.select().where(of.recognition_id.in_(ids)).order_by(of.id)):
        got.setdefault(row["recognition_id"], []).append(Recipient(row["login"], bool(row["hidden"]), row["words"]))
    felt: dict[int, dict[str, list[str]]] = {}
    for row in store.rows(t.reaction.select().where(t.reaction.recognition_id.in_(ids)).order_by(t.reaction.id)):
        felt.setdefault(row["recognition_id"], {}).setdefault(row["kind"], []).append(row["who"])
    said: dict[int, list[Reply]] = {}
    for row in store.rows(t.reply.select().where(t.reply.recognition_id.in_(ids)).order_by(t.reply.id)):
        said.setdefault(row["recognition_id"], []).append(_reply(row))
    return tuple(
        _card(
            row,
            kr=refs.get(row["kr_id"], ""),
            recipients=tuple(got.get(row["id"], ())),
            reactions=tuple((k, tuple(of_card[k.value])) for k in Reaction if k.value in of_card),
            replies=tuple(said.get(row["id"], ())),
        )
        for row in rows
        for of_card in [felt.get(row["id"], {})]
    )


def _refs(store: Store, kr_ids: set[int]) -> dict[int, str]:
    if not kr_ids:
        return {}
    query = (
        t.key_result.select(t.key_result.id, t.key_result.number, t.objective.number.alias("objective"))
        .join(t.objective, on=(t.objective.id == t.key_result.objective_id))
        .where(t.key_result.id.in_(list(kr_ids)))
    )
    return {row["id"]: f"KR{row['objective']}.{row['number']}" for row in store.rows(query)}


def add(writer: Writer, card: Recognition, *, kr_id: int | None) -> int:
    """Insert a card and return its id. The journal keeps only that it came: within a minute it can go without trace."""
    row_id = writer.insert_unlogged(
        "recognition",
        giver=card.giver,
        standard=card.standard.value,
        story=card.story,
        evidence=card.evidence,
        kr_id=kr_id,
        at=writer.at,
        week=card.week,
        withdrawn=0,
        reason="",
        practice_when=card.when,
        practice_how=card.how,
        across=int(card.across),
        version=1,
    )
    for each in card.recipients:
        of = {"recognition_id": row_id, "login": each.login, "hidden": 0, "words": "", "version": 1}
        writer.insert_unlogged("recipient", **of)
    return row_id


def remove(store: Store, card_id: int) -> None:
    """Remove a card with everything on it; the caller holds the transaction."""
    for table in ("reply", "reaction", "recipient"):
        store.run(f"DELETE FROM {table} WHERE recognition_id = ?", (card_id,))
    store.run("DELETE FROM recognition WHERE id = ?", (card_id,))


def recipient_row(store: Store, card_id: int, login: str) -> int | None:
    """Return the row id of `login` among a card's recipients, None where they are none."""
    found = store.sql("SELECT id FROM recipient WHERE recognition_id = ? AND login = ?", (card_id, login))
    return int(found[0][0]) if found else None


def reaction_row(store: Store, card_id: int, login: str, kind: Reaction) -> int | None:
    """Return the row id of a person's reaction of a kind, None where they have not."""
    sql = "SELECT id FROM reaction WHERE recognition_id = ? AND who = ? AND kind = ?"
    found = store.sql(sql, (card_id, login, kind.value))
    return int(found[0][0]) if found else None


def worked_with(store: Store, login: str, since: str) -> frozenset[str]:
    """Return the people who, since an ISO week, checked in on key results that `login` checked in on or answers for."""
    found = store.sql(
        "SELECT DISTINCT c.who FROM checkin c WHERE c.week >= ? AND c.who <> ? AND c.kr_id IN ("
        "SELECT kr_id FROM checkin WHERE who = ? AND week >= ? UNION SELECT id FROM key_result WHERE dri = ?) "
        "UNION SELECT DISTINCT k.dri FROM key_result k JOIN checkin c ON c.kr_id = k.id "
        "WHERE c.who = ? AND c.week >= ? AND k.dri IS NOT NULL AND k.dri <> ?",
        (since, login, login, since, login, login, since, login),
    )
    return frozenset(row[0] for row in found)


def thanked(store: Store, since: str) -> frozenset[str]:
    """Return the people on posted cards since an ISO week."""
    found = store.sql(
        "SELECT DISTINCT p.login FROM recipient p JOIN recognition r ON r.id = p.recognition_id "
        "WHERE r.week >= ? AND r.withdrawn = 0",
        (since,),
    )
    return frozenset(row[0] for row in found)
