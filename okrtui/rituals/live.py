"""The live session: everyone types, everyone sees, the facilitator leads. Brainstorm and retro both run on it."""

import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from okrtui.errors import Refused
from okrtui.live import Card, Group, Kind, Phase, Room, Session, View
from okrtui.rituals.okrs import key_result
from okrtui.rituals.people import join, named, required
from okrtui.rituals.seat import Seat
from okrtui.rules import phases
from okrtui.storage import live as rows
from okrtui.storage.journal import Writer, newest, write
from okrtui.storage.tokens import owner
from okrtui.text import clean

MINUTES = ((Phase.GATHER, 8), (Phase.GROUP, 10), (Phase.VOTE, 4))
MOST_VOTES, MOST_MINUTES = 1000, 24 * 60
_SCRIBE = re.compile(r"^@([\w][\w.@+-]*)\s+(.*)$", re.DOTALL)
_TAG = re.compile(r"(?:^|\s)#([\w-]{1,40})(?=\s|$)")
_KR = re.compile(r"(?:^|\s)>\s?(KR\d+\.\d+)(?=\s|$)", re.IGNORECASE)


# -- the session


def start(
    seat: Seat,
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
) -> Session:
    """Start a session in its lobby, led by whoever starts it, and return it. Raises Refused for impossible numbers."""
    title = required(title, "the session's title")
    if not (budget is None or 1 <= budget <= MOST_VOTES) or not 1 <= most <= MOST_VOTES:
        raise Refused(f"votes are whole numbers from 1 to {MOST_VOTES}")
    if not all(0 <= number <= MOST_MINUTES for _, number in minutes):
        raise Refused(f"minutes are whole numbers up to {MOST_MINUTES}; 0 is no time box")
    with write(seat.store, seat.login, seat.now) as writer:
        join(writer, seat)
        serves = key_result(seat, kr) if kr.strip() else None
        new = Session(
            id=0,
            key=secrets.token_hex(8),
            kind=kind,
            title=title,
            question=clean(question) or title,
            facilitator=seat.login,
            phase=Phase.LOBBY,
            anonymous=anonymous,
            concealed=concealed,
            started=seat.now,
            budget=budget,
            most=most,
            minutes=tuple(minutes),
        )
        session_id = rows.add_session(writer, new, kr_id=serves.id if serves else None)
        rows.attend(seat.store, session_id, seat.login, seat.now)
        writer.says(f"started {kind.value}", f"S{session_id}", title)
    return find(seat, f"S{session_id}")


def find(seat: Seat, ref: str) -> Session:
    """Return the session called `ref` (`S3`). Raises Refused where there is none."""
    digits = ref.strip().upper().removeprefix("S")
    found = rows.session(seat.store, int(digits)) if digits.isdecimal() and len(digits) < 12 else None
    if found is None:
        raise Refused(f"there is no session {clean(ref)}; see: okrtui brainstorm list")
    return found


def running(seat: Seat, kind: Kind | None = None) -> Session | None:
    """Return the session that runs now, the newest where there are several, None where none does."""
    found = rows.sessions(seat.store, kind=kind, running=True)
    return found[0] if found else None


def sessions(seat: Seat, kind: Kind | None = None) -> tuple[Session, ...]:
    """Return all sessions, newest first."""
    return rows.sessions(seat.store, kind=kind)


def view(seat: Seat, ref: str) -> View:
    """Return a session as I see it now: others' concealed cards without text, totals only after the vote."""
    of = find(seat, ref)
    has_me = seat.tokens is not None or not of.anonymous  # an export has no tokens: nothing in it is mine
    hidden = phases.concealed(of.concealed, of.phase)
    every = rows.cards(seat.store, of, seat.login, _secret(seat, of) if has_me else None)
    cards = tuple(
        c if c.mine or not hidden else replace(c, text="", author="", tag="", kr="", shown=False) for c in every
    )
    inside: dict[int | None, list[Card]] = {}
    for card in cards:
        inside.setdefault(card.group, []).append(card)
    named_groups = rows.groups(seat.store, of.id)
    mine = rows.given(seat.store, of.id, ballot(seat, of)) if has_me else {}
    counted = rows.totals(seat.store, of.id) if of.phase in phases.COUNTED else {}
    ideas = rows.refs_of(seat.store, of.id)
    groups = tuple(
        Group(
            id=group_id,
            name=name,
            cards=tuple(inside.get(group_id, ())),
            given=mine.get(group_id, 0),
            votes=counted.get(group_id, 0) if of.phase in phases.COUNTED else None,
            idea=ideas.get(group_id, ""),
            version=version,
        )
        for group_id, name, version in named_groups
    )
    if of.phase in phases.COUNTED:
        groups = tuple(sorted(groups, key=lambda group: (-(group.votes or 0), group.id)))
    budget = budget_of(seat, of, len(groups))
    return View(of, cards, groups, room(seat, of), budget, max(0, budget - sum(mine.values())))


def room(seat: Seat, of: Session) -> Room:
    """Return who is there now, ready and typing: all that changes without the journal telling, but for votes."""
    return rows.room(seat.store, of, seat.now, phases.GONE_SECONDS, _typist(seat, of))


def budget_of(seat: Seat, of: Session, groups: int) -> int:
    """Return the votes a person has: what the session says, else the default for so many groups.

    Where groups were merged after a vote the default may have fallen below what somebody gave: nobody loses a vote by
    that, everybody has as many.
    """
    return of.budget or max(phases.default_budget(groups), rows.most_given(seat.store, of.id))


def _secret(seat: Seat, of: Session) -> bytes | None:
    """Return my secret for a session that needs one."""
    if not of.anonymous:
        return None
    if seat.tokens is None:
        raise Refused("an anonymous session needs a place of yours for its token, and there is none")
    return seat.tokens.secret(of.key)


def ballot(seat: Seat, of: Session) -> str:
    """Return what my votes are stored under: my login, or in an anonymous session a hash that leads nowhere."""
    secret = _secret(seat, of)
    return owner(secret, "ballot") if secret is not None else f"@{seat.login}"


def _typist(seat: Seat, of: Session) -> str:
    """Return what my typing is noted under: never a login, so that it ties nobody to a card that comes.

    "" where I have no place for a secret: then nobody sees me typing, and nothing else is lost.
    """
    try:
        return owner(seat.tokens.secret(of.key), "typing") if seat.tokens is not None else ""
    except Refused:
        return ""


# -- leading it


@contextmanager
def led(seat: Seat, ref: str) -> Iterator[tuple[Writer, Session]]:
    """Give a writer and the session to whoever facilitates it. Raises Refused for everybody else."""
    with write(seat.store, seat.login, seat.now) as writer:
        of = find(seat, ref)
        if of.facilitator != seat.login:
            raise Refused(f"{of.facilitator} leads {of.ref}; ask them, or take over when they are gone for a minute")
        if of.phase is Phase.CLOSED:
            raise Refused(f"{of.ref} is closed")
        rows.attend(seat.store, of.id, seat.login, seat.now)
        yield writer, of


def move(seat: Seat, ref: str, to: Phase | None = None, *, by: int = 1) -> Session:
    """Move a session to a phase, or `by` steps on; phases between are skipped. Half-typed cards stay where they are.

    Entering the reveal shuffles the cards; entering the vote makes every card that is in no group a group of its own.
    """
    with led(seat, ref) as (writer, of):
        goal = to or phases.neighbour(of.kind, of.phase, by)
        if goal is None or goal not in phases.ORDER[of.kind]:
            raise Refused(f"{of.ref} is in “{of.phase}”; there is nothing {'after' if by > 0 else 'before'} it")
        if goal is of.phase:
            return of
        order = phases.ORDER[of.kind]
        if order.index(of.phase) < order.index(Phase.REVEAL) <= order.index(goal):
            rows.shuffle(seat.store, of.id)
        if goal is Phase.VOTE or (order.index(of.phase) < order.index(Phase.VOTE) < order.index(goal)):
            rows.group_the_rest(writer, of.id)
        minutes = dict(of.minutes).get(goal, 0)
        end = int((seat.now + timedelta(minutes=minutes)).timestamp()) if minutes else None
        closed = int(seat.now.timestamp()) if goal is Phase.CLOSED else None
        writer.update("session", of.id, phase=goal.value, timer_end=end, timer_left=None, closed=closed)
        writer.says("moved", of.ref, f"{of.phase} → {goal}")
    return find(seat, ref)


def timer(seat: Seat, ref: str, *, add: int = 0, pause: bool | None = None) -> Session:
    """Add seconds to a session's countdown, pause it, or let it go on. Raises Refused where none runs to be paused."""
    with led(seat, ref) as (writer, of):
        left = phases.seconds_left(of.timer_end, of.timer_left, seat.now)
        if left is None and not add:
            raise Refused(f"no timer runs in “{of.phase}”; + adds a minute")
        left = max(0, (left or 0) + add)
        if left > MOST_MINUTES * 60:
            raise Refused(f"a timer runs for {MOST_MINUTES} minutes at most")
        stopped = of.timer_left is not None if pause is None else pause
        end = None if stopped else int((seat.now + timedelta(seconds=left)).timestamp())
        writer.update("session", of.id, timer_end=end, timer_left=left if stopped else None)
        writer.says("set the timer of", of.ref, f"{left // 60}:{left % 60:02d}{' paused' if stopped else ''}")
    return find(seat, ref)


def hand_over(seat: Seat, ref: str, login: str) -> Session:
    """Let somebody else lead."""
    with led(seat, ref) as (writer, of):
        next_one = named(writer, seat, login)
        writer.update("session", of.id, facilitator=required(next_one, "the next facilitator"))
        writer.says("handed over", of.ref, f"to {next_one}")
    return find(seat, ref)


def take_over(seat: Seat, ref: str) -> Session:
    """Lead a session whose facilitator has been gone for a minute. Raises Refused while they are there."""
    with write(seat.store, seat.login, seat.now) as writer:
        join(writer, seat)
        of = find(seat, ref)
        if of.phase is Phase.CLOSED:
            raise Refused(f"{of.ref} is closed")
        if (
            of.facilitator != seat.login
            and not rows.room(seat.store, of, seat.now, phases.GONE_SECONDS).facilitator_gone
        ):
            raise Refused(f"{of.facilitator} is here and leads {of.ref}; they can hand it over")
        writer.update("session", of.id, facilitator=seat.login)
        rows.attend(seat.store, of.id, seat.login, seat.now)
        writer.says("took over", of.ref, f"from {of.facilitator}")
    return find(seat, ref)


# -- being there


def enter(seat: Seat, ref: str) -> None:
    """Be in a session's room; called again every while as a sign of life."""
    _attend(seat, find(seat, ref), None)


def _attend(seat: Seat, of: Session, is_ready: str | None) -> None:
    with seat.store.transaction():
        with write(seat.store, seat.login, seat.now) as writer:
            join(writer, seat)
        rows.attend(seat.store, of.id, seat.login, seat.now, ready=is_ready)


def leave(seat: Seat, ref: str) -> None:
    """Leave the room; my cards stay. Whoever leads has a minute to come back before anybody can take over."""
    with seat.store.transaction():
        of = find(seat, ref)
        if of.facilitator != seat.login:
            rows.leave(seat.store, of.id, seat.login)
        rows.typing(seat.store, of.id, _typist(seat, of), None)


def ready(seat: Seat, ref: str, is_ready: bool = True) -> None:
    """Say that I am ready for the next phase, or not yet; it holds for this phase only."""
    of = find(seat, ref)
    _attend(seat, of, of.phase.value if is_ready else "")


def typing(seat: Seat, ref: str, busy: bool) -> None:
    """Say that I have a half-typed card, or no longer."""
    of = find(seat, ref)
    if me := _typist(seat, of):
        with seat.store.transaction():
            rows.typing(seat.store, of.id, me, seat.now if busy else None)


# -- cards


def scribed(text: str) -> tuple[str, str, str, str]:
    """Return (person or "", words, tag or "", key result ref or "") of `@name idea text #tag >KR2.1`."""
    text = clean(text)
    who = ""
    if match := _SCRIBE.match(text):
        who, text = match[1], match[2]
    tag = match[1] if (match := _TAG.search(text)) else ""
    text = _TAG.sub(" ", text, count=1) if tag else text
    kr = match[1].upper() if (match := _KR.search(text)) else ""
    text = _KR.sub(" ", text, count=1) if kr else text
    return who, " ".join(text.split()), tag, kr


def write_card(seat: Seat, ref: str, text: str) -> Card:
    """Add a card and return it; `@name …` enters it for somebody without a terminal.

    In an anonymous session no name is stored, not even a scribed one, and the journal tells only that a card came:
    not which one, and whoever writes is not made a member by it, since that entry would stand next to the card.
    """
    who, words, tag, kr = scribed(text)
    words = required(words, "the card")
    of = find(seat, ref)
    _allowed("write", of)
    secret = _secret(seat, of)
    with write(seat.store, "" if of.anonymous else seat.login, of.started if of.anonymous else seat.now) as writer:
        of = find(seat, ref)
        _allowed("write", of)
        author = seat.login
        if not of.anonymous:
            join(writer, seat)
            author = named(writer, seat, who) if who else seat.login
        card_id = rows.add_card(
            writer,
            of,
            words,
            author=author,
            entered_by=seat.login,
            secret=secret,
            tag=tag,
            kr_id=key_result(seat, kr).id if kr else None,
        )
        if of.anonymous:
            writer.note("card", of.ref, "a card came")
            if seat.tokens is not None:
                seat.tokens.written.append((newest(seat.store), of.ref, card_id))
        else:
            writer.says("card", of.ref, "a card came" if of.concealed else words)
    return _card(seat, of, card_id)


def _card(seat: Seat, of: Session, card_id: int) -> Card:
    found = rows.cards(seat.store, of, seat.login, _secret(seat, of), only=card_id)
    if not found:
        raise Refused("the card has gone")
    return found[0]


def _allowed(deed: str, of: Session) -> None:
    reason = phases.why_not(deed, of.phase)
    if reason is not None:
        raise Refused(reason)


def edit_card(seat: Seat, ref: str, card_id: int, text: str) -> Card:
    """Change the words of a card of mine, or one I entered; empty words take it away. Raises Refused for another's."""
    words = clean(text)
    with seat.store.transaction():
        of = find(seat, ref)
        _allowed("write", of)
        card = _card(seat, of, card_id)
        if not card.mine and rows.entered_by(seat.store, card.id) != seat.login:
            raise Refused("that card is somebody else's")
        if of.anonymous:
            _edit_nobodys(seat, of, card, words)
        else:
            with write(seat.store, seat.login, seat.now) as writer:
                if words:
                    writer.update("card", card.id, text=words)
                else:
                    writer.remove("card", card.id)
                    rows.drop_empty_groups(writer, of.id)
                writer.says("changed card", of.ref, "a card was changed" if of.concealed else words or "taken back")
    return replace(card, text=words)


def _edit_nobodys(seat: Seat, of: Session, card: Card, words: str) -> None:
    """Change an anonymous card; the journal, and by it every open screen, is told only that something changed."""
    with write(seat.store, "", of.started) as writer:
        if words:
            rows.change_card(seat.store, card.id, words)
            return writer.note("card", of.ref, "a card was changed")
        rows.remove_card(seat.store, card.id)
        rows.drop_empty_groups(writer, of.id)
        writer.says("card", of.ref, "a card was taken back")
        return None if writer.changes else writer.note("card", of.ref, "a card was taken back")
