"""The live session: everyone types, everyone sees, the facilitator leads. Brainstorm and retro both run on it."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import replace

from okrtui.errors import Refused
from okrtui.model.journal import CARD_CAME, CARD_CHANGED, Verb
from okrtui.model.live import Card, Group, Kind, Phase, Room, Session, Stamp, View
from okrtui.rituals.cases import working_out
from okrtui.rituals.context import Context
from okrtui.rituals.live import anonymous as anonymous
from okrtui.rituals.live.votes import answer_ballots as answer_ballots
from okrtui.rituals.live.votes import ballot as ballot
from okrtui.rituals.live.votes import read_votes
from okrtui.rituals.live.votes import secret_of as secret_of
from okrtui.rituals.okrs import cycles
from okrtui.rituals.okrs.objectives import key_result
from okrtui.rituals.people.members import changing, join, mentioned, named, required, team_id
from okrtui.rules.live import agenda, phases, promises, rounds
from okrtui.rules.live.prompts import checked
from okrtui.storage.journal.entries import newest
from okrtui.storage.journal.writer import write
from okrtui.storage.repositories.live import cards as rows
from okrtui.storage.repositories.live import polls as poll_rows
from okrtui.storage.repositories.live import sessions as session_rows
from okrtui.text import clean

MINUTES = ((Phase.GATHER, 8), (Phase.GROUP, 10), (Phase.VOTE, 4))
STARTED = {Kind.BRAINSTORM: Verb.STARTED_BRAINSTORM, Kind.RETRO: Verb.STARTED_RETRO}
MOST_ANEW = 200
"""Cards that are read one by one at most; where more were changed, all are."""
_SCRIBE = re.compile(r"@(\S+)\s+(.+)", re.DOTALL)
_TAG = re.compile(r"^#([^\W\d][\w-]{0,39})\s|\s#([^\W\d][\w-]{0,39})$")
_KR = re.compile(r"\s>\s?(KR\d+\.\d+)$", re.IGNORECASE)


# -- the session


def start(
    ctx: Context,
    kind: Kind,
    title: str,
    *,
    question: str = "",
    kr: str = "",
    anonymous: bool = False,
    concealed: bool = True,
    budget: int | None = None,
    most: int = phases.MOST_ON_ONE,
    minutes: Sequence[tuple[Phase, int]] = MINUTES,
    prompts: Sequence[str] = (),
    case: str = "",
    until: str = "",
) -> Session:
    """Start a session in its lobby, led by whoever starts it, and return it.

    `prompts` are questions with columns, `case` names what it works out, `until` are days of phases that last over
    days. Raises Refused for impossible numbers or days.
    """
    new = Session(
        id=0,
        key="",
        kind=kind,
        title=title,
        question=question,
        facilitator=ctx.login,
        phase=Phase.LOBBY,
        anonymous=anonymous,
        concealed=concealed,
        started=ctx.now,
        kr=kr,
        budget=budget,
        votes_per_group=most,
        minutes=tuple(minutes),
        prompts=tuple(prompts),
        case=case,
        days=rounds.parsed(until, kind, ctx.today),
    )
    return open_room(ctx, new)


def open_room(ctx: Context, wanted: Session) -> Session:
    """Store a session that begins now, with its agenda, and return it with its id and key.

    Its team, cycle and key result are named as people name them. Raises Refused for impossible numbers.
    """
    title = required(wanted.title, "the session's title")
    agenda.check_numbers(wanted)
    with changing(ctx) as writer:
        serves = key_result(ctx, wanted.kr) if wanted.kr.strip() else None
        question, asked = clean(wanted.question) or title, checked(wanted.prompts)
        new = replace(wanted, key=secrets.token_hex(8), title=title, question=question, prompts=asked)
        session_id = session_rows.add_session(
            writer,
            new,
            kr_id=serves.id if serves else None,
            team_id=team_id(ctx, wanted.team),
            cycle_id=cycles.find(ctx, wanted.cycle).id if wanted.cycle.strip() else None,
        )
        if new.case:
            working_out.begin(ctx, writer, new.case, session_id)
        rows.attend(ctx.store, session_id, ctx.login, ctx.now)
        writer.describe(STARTED[new.kind], f"S{session_id}", title)
    return find(ctx, f"S{session_id}")


def find(ctx: Context, ref: str) -> Session:
    """Return the session called `ref` (`S3`). Raises Refused where there is none."""
    digits = ref.strip().upper().removeprefix("S")
    found = session_rows.session(ctx.store, int(digits)) if digits.isdecimal() and len(digits) < 12 else None
    if found is None:
        raise Refused(f"there is no session {clean(ref)}; see: okrtui brainstorm list")
    return found


def running(ctx: Context, kind: Kind | None = None) -> Session | None:
    """Return the session that runs now, the newest where there are several, None where none does."""
    return next(iter(session_rows.sessions(ctx.store, kind=kind, running=True)), None)


def sessions(ctx: Context, kind: Kind | None = None) -> tuple[Session, ...]:
    """Return all sessions, newest first."""
    return session_rows.sessions(ctx.store, kind=kind)


def view(ctx: Context, ref: str) -> View:
    """Return a session as I see it now: others' concealed cards without text, totals only after the vote."""
    return view_of(ctx, find(ctx, ref))


def view_of(ctx: Context, of: Session, before: View | None = None) -> View:
    """Return a session that was just read as I see it now.

    `before` is how I saw it a while ago: of its cards only those are read that have come or were changed since.
    """
    has_me = ctx.tokens is not None or not of.anonymous  # an export has no tokens: nothing in it is mine
    secret = secret_of(ctx, of) if has_me else None
    stamped = _read_on(ctx, of, secret, before) if before is not None else None
    if stamped is None:
        stamped = _as_i_see(of, rows.cards(ctx.store, of, ctx.login, secret))
    cards = tuple(stamped.values())
    inside: dict[int | None, list[Card]] = {}
    for card in cards:
        inside.setdefault(card.group, []).append(card)
    named_groups = rows.groups(ctx.store, of.id, inside)
    votes = read_votes(ctx, of, (group_id for group_id, _, _ in named_groups))
    mine = votes.of(ballot(ctx, of)) if has_me else {}
    is_counted = phases.counted(of)
    counted = votes.totals() if is_counted else {}
    ideas = rows.refs_of(ctx.store, of.id)
    groups = tuple(
        Group(
            id=group_id,
            name=name,
            cards=tuple(inside.get(group_id, ())),
            given=mine.get(group_id, 0),
            votes=counted.get(group_id, 0) if is_counted else None,
            idea=ideas.get(group_id, ""),
            version=version,
        )
        for group_id, name, version in named_groups
    )
    if is_counted:
        groups = tuple(sorted(groups, key=lambda group: (-(group.votes or 0), group.id)))
    left = max(0, votes.budget - sum(mine.values()))
    asked = poll_rows.polls(ctx.store, of.id, answer_ballots(ctx, of) if has_me else None)
    return View(of, cards, groups, room(ctx, of), votes.budget, left, asked, tuple(stamped))


def _read_on(ctx: Context, of: Session, secret: bytes | None, before: View) -> dict[Stamp, Card] | None:
    """Return a session's cards by reading those that differ from `before`; None where it is quicker to read all."""
    was = before.session
    if was.id != of.id or phases.concealed(was) != phases.concealed(of):
        return None
    order = rows.stamps(ctx.store, of.id)
    known = dict(zip(before.stamps, before.cards, strict=True))
    other = [stamp[0] for stamp in order if stamp not in known]
    if len(other) > MOST_ANEW:
        return None
    if other:
        known |= _as_i_see(of, rows.cards(ctx.store, of, ctx.login, secret, only=other))
    return {stamp: known[stamp] for stamp in order if stamp in known}  # one may have gone between two questions


def _as_i_see(of: Session, cards: dict[Stamp, Card]) -> dict[Stamp, Card]:
    """Return cards, those of others without what they say where that is concealed."""
    if not phases.concealed(of):
        return cards
    return {
        stamp: card if card.mine else replace(card, text="", author="", tag="", kr="", shown=False)
        for stamp, card in cards.items()
    }


def with_new(ctx: Context, view: View) -> View | None:
    """Return a view with the cards that have come since, and who is there; reads only those.

    None where that is not all that happened to the cards (the journal of an anonymous session does not tell a change
    from a card that came), and after the gathering: then the session has to be read as a whole.
    """
    of = view.session
    total = rows.sums_of_cards(ctx.store, of.id)
    count = total[0] - len(view.cards)
    if of.phase is not Phase.GATHER or count < 1:
        return None
    last = rows.cards(ctx.store, of, ctx.login, secret_of(ctx, of), last=count)
    every = view.cards + tuple(_as_i_see(of, last).values())
    if (len(every), sum(card.id for card in every), sum(card.version for card in every)) != total:
        return None
    if any(card.group is not None for card in last.values()):  # one that was taken away has come back into its group
        return None
    return replace(view, cards=every, stamps=(*view.stamps, *last), room=room(ctx, of))


def room(ctx: Context, of: Session) -> Room:
    """Return who is there now, ready and typing; while a phase lasts over days whoever leads is never gone."""
    found = rows.room(ctx.store, of, ctx.now, phases.GONE_SECONDS, ctx.tokens.typing(of.key) if ctx.tokens else "")
    found = replace(found, facilitator_gone=False) if rounds.runs(of, ctx.today) else found
    return replace(found, lit="") if found.lit and phases.concealed(of) else found


def few_here(ctx: Context, of: Session) -> str:
    """Return the warning, before my first word, where so few are there that a guess names who wrote, else ""."""
    return promises.few_here(of, len({ctx.login, *room(ctx, of).people})) if of.anonymous else ""


# -- being there


def enter(ctx: Context, ref: str) -> None:
    """Be in a session's room; called again every while as a sign of life."""
    _attend(ctx, find(ctx, ref), None)


def _attend(ctx: Context, of: Session, is_ready: str | None) -> None:
    with changing(ctx):
        rows.attend(ctx.store, of.id, ctx.login, ctx.now, ready=is_ready)


def leave(ctx: Context, ref: str) -> None:
    """Leave the room; my cards stay. Whoever leads has a minute to come back before anybody can take over.

    That I typed is forgotten by itself: taken back here, it would stand beside my name.
    """
    of = find(ctx, ref)
    if ctx.tokens is not None:
        ctx.tokens.typed(of.key)
    if of.facilitator != ctx.login:
        with ctx.store.transaction():
            rows.leave(ctx.store, of.id, ctx.login)


def ready(ctx: Context, ref: str, is_ready: bool = True) -> None:
    """Say that I am ready for the next phase, or not yet; it holds for this phase only."""
    of = find(ctx, ref)
    _attend(ctx, of, of.phase.value if is_ready else "")


def typing(ctx: Context, ref: str, busy: bool) -> None:
    """Say that I have a half-typed card, or no longer."""
    of = find(ctx, ref)
    if ctx.tokens is None:
        return  # then nobody sees me typing, and nothing else is lost
    me = ctx.tokens.type(of.key) if busy else ctx.tokens.typed(of.key)
    if me:
        with ctx.store.transaction():
            rows.typing(ctx.store, of.id, me, ctx.now if busy else None)


# -- cards


def scribed(ctx: Context, text: str) -> tuple[str, str, str, str]:
    """Return (login or "", words, tag or "", key result ref or "") of `@login idea text #tag >KR2.1`.

    What is no member is a word like any other, and so are tags and refs within a sentence: a tag stands first or last,
    a ref last.
    """
    text, who, tag, kr = clean(text), "", "", ""
    if (match := _SCRIBE.fullmatch(text)) and (who := mentioned(ctx, match[1].rstrip(",:"))):
        text = match[2]
    while not (tag and kr):
        if not kr and (match := _KR.search(text)):
            kr = match[1].upper()
        elif not tag and (match := _TAG.search(text)):
            tag = match[1] or match[2]
        else:
            break
        text = (text[: match.start()] + text[match.end() :]).strip()
    return who, text, tag, kr


def write_card(ctx: Context, ref: str, text: str, *, who: str = "", typed: bool = False) -> Card:
    """Add a card and return it; `@login …`, or `who`, enters it for somebody without a terminal.

    `typed`: it stood in the line, and with it goes that I type; said afterwards, it has everybody look twice, which
    only an anonymous session is worth.
    In an anonymous session no name is stored, not even a scribed one, and the journal tells only that a card came:
    not which one, and whoever writes is not made a member by it, since that entry would stand next to the card.
    """
    named_in, words, tag, kr = scribed(ctx, text)
    who = who or named_in
    words = required(words, "the card")
    of = find(ctx, ref)
    rounds.check("write", of, ctx.today)
    secret = secret_of(ctx, of)
    with write(ctx.store, "" if of.anonymous else ctx.login, of.started if of.anonymous else ctx.now) as writer:
        of = find(ctx, ref)
        rounds.check("write", of, ctx.today)
        author = ctx.login
        if of.anonymous:
            ctx.store.keep_quiet()
        else:
            join(writer, ctx)
            author = named(writer, ctx, who) if who else ctx.login
        card_id = rows.add_card(
            writer,
            of,
            words,
            author=author,
            entered_by=ctx.login,
            secret=secret,
            tag=tag,
            kr_id=key_result(ctx, kr).id if kr else None,
        )
        if typed and ctx.tokens is not None and not of.anonymous and (me := ctx.tokens.typed(of.key)):
            rows.typing(ctx.store, of.id, me, None)
        if of.anonymous:
            writer.note(Verb.CARD, of.ref, CARD_CAME)
            entry = newest(ctx.store)
        else:
            writer.describe(Verb.CARD, of.ref, CARD_CAME if of.concealed else words)
    if of.anonymous:
        anonymous.remember(ctx, of, entry, "card", card_id)
        if typed:
            typing(ctx, ref, False)  # by itself: in one with the card it would say whose typing became which card
    return _card(ctx, of, card_id)


def _card(ctx: Context, of: Session, card_id: int) -> Card:
    found = rows.cards(ctx.store, of, ctx.login, secret_of(ctx, of), only=(card_id,))
    if not found:
        raise Refused("the card has gone")
    return next(iter(found.values()))


def edit_card(ctx: Context, ref: str, card_id: int, text: str) -> Card:
    """Change the words of a card of mine, or one I entered; empty words take it away. Raises Refused for another's."""
    words = clean(text)
    with ctx.store.transaction():
        of = find(ctx, ref)
        card = my_card(ctx, of, card_id)
        if of.anonymous:
            entry, former = anonymous.change(ctx, of, card, words)
        else:
            with write(ctx.store, ctx.login, ctx.now) as writer:
                if words:
                    writer.update("card", card.id, text=words)
                else:
                    writer.remove("card", card.id)
                    rows.check_emptied(ctx.store, of.id, (card.group,))
                writer.describe(Verb.CHANGED_CARD, of.ref, CARD_CHANGED if of.concealed else words or "taken back")
    if of.anonymous:
        anonymous.remember(ctx, of, entry, "words" if words else "gone", card.id, former)
    return replace(card, text=words)


def my_card(ctx: Context, of: Session, card_id: int) -> Card:
    """Return a card that I may change now: of mine, or one I entered. Raises Refused for another's."""
    rounds.check("write", of, ctx.today)
    card = _card(ctx, of, card_id)
    if not card.mine and rows.entered_by(ctx.store, card.id) != ctx.login:
        raise Refused("that card is somebody else's")
    return card
