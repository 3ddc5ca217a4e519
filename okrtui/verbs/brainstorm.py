"""Commands of a live brainstorm: lead it, take part in it, look at it."""

from argparse import Namespace
from collections.abc import Iterable

from okrtui.errors import Refused
from okrtui.live import Card, Group, Kind, Phase, Session, View
from okrtui.rituals import grouping, ideas, leading, live
from okrtui.rituals.seat import Seat
from okrtui.text import clean
from okrtui.verbs.live_shapes import lines, session_line, session_shape, view_shape
from okrtui.verbs.out import note, say, say_json

ANONYMOUS = (
    "anonymous: who wrote a card or gave a vote is stored nowhere. A random token in your own state directory lets you "
    "edit your cards and keeps you within your votes."
)


def _here(seat: Seat, ref: str | None) -> Session:
    """Return the session that is meant: the one named, else the running one."""
    if ref:
        found = live.find(seat, ref)
        if found.kind is not Kind.BRAINSTORM:
            raise Refused(f"{found.ref} is a {found.kind}, not a brainstorm")
        return found
    running = live.running(seat, Kind.BRAINSTORM)
    if running is None:
        raise Refused('no brainstorm is running; start one with: okrtui brainstorm start "TITLE"')
    return running


def _group(found: View, word: str) -> Group:
    """Return the group with a number (`7`, `G7`) or a name. Raises Refused where it is none or several."""
    digits = word.strip().upper().removeprefix("G")
    by_name = [g for g in found.groups if g.name.casefold() == clean(word).casefold()]
    by_number = [g for g in found.groups if digits.isdecimal() and str(g.id) == digits]
    if len(by_number or by_name) != 1:
        reason = "several groups are called so; take the number" if by_name else "there is no such group"
        raise Refused(f"{clean(word)}: {reason}; see: okrtui brainstorm status {found.session.ref}")
    return (by_number or by_name)[0]


def _versions(found: View, ids: Iterable[int]) -> dict[int, int]:
    """Return the cards' versions as they are now, in the order they were named. Raises Refused for no such card."""
    known: dict[int, Card] = {card.id: card for card in found.cards}
    missing = [number for number in ids if number not in known]
    if missing:
        raise Refused(f"there is no card {missing[0]} in {found.session.ref}")
    return {number: known[number].version for number in ids}


def _minutes(text: str | None) -> tuple[tuple[Phase, int], ...]:
    """Return the minutes of each phase: the usual ones where `text` says nothing else. Raises Refused for no phase."""
    minutes = dict(live.MINUTES)
    for part in (text or "").split(",") if text else ():
        name, _, number = part.partition("=")
        try:
            minutes[Phase(name.strip())] = int(number)
        except ValueError:
            raise Refused(f"“{clean(part)}” is no phase with its minutes; write them like gather=8,vote=4") from None
    return tuple((phase, number) for phase, number in minutes.items() if number)


# -- leading


def start(args: Namespace, seat: Seat) -> None:
    """Start a session and print its ref."""
    made = live.start(
        seat,
        Kind.BRAINSTORM,
        args.title,
        question=args.question or "",
        kr=args.kr or "",
        anonymous=args.anonymous,
        concealed=not args.open,
        budget=args.budget,
        most=args.most,
        minutes=_minutes(args.minutes),
    )
    say(made.ref)
    if made.anonymous:
        note(ANONYMOUS)


def next_(args: Namespace, seat: Seat) -> None:
    """Go on to the next phase; who is typing is told, and keeps what they type."""
    of = _here(seat, args.ref)
    typing = live.view(seat, of.ref).room.typing
    _say_phase(leading.move(seat, of.ref))
    if typing:
        note(f"{typing} {'person is' if typing == 1 else 'people are'} still typing; nothing of it is lost")


def back(args: Namespace, seat: Seat) -> None:
    """Go back to the phase before."""
    _say_phase(leading.move(seat, _here(seat, args.ref).ref, by=-1))


def close(args: Namespace, seat: Seat) -> None:
    """Close the session."""
    _say_phase(leading.move(seat, _here(seat, args.ref).ref, Phase.CLOSED))


def _say_phase(of: Session) -> None:
    say(f"{of.ref} is in “{of.phase}”" if of.phase is not Phase.CLOSED else f"{of.ref} is closed")


def timer(args: Namespace, seat: Seat) -> None:
    """Change the running countdown."""
    of = _here(seat, args.session)
    if args.what in ("pause", "go"):
        of = leading.timer(seat, of.ref, pause=args.what == "pause")
    else:
        try:
            of = leading.timer(seat, of.ref, add=int(args.what))
        except ValueError:
            raise Refused(f"“{clean(args.what)}” is neither seconds like +60, nor pause, nor go") from None
    say(session_line(of, seat))


def choose(args: Namespace, seat: Seat) -> None:
    """Make a group an idea and print its ref."""
    of = _here(seat, args.session)
    group = _group(live.view(seat, of.ref), args.group)
    idea = ideas.choose(seat, of.ref, group.id, champion=args.champion or "", effort=args.effort, impact=args.impact)
    say(idea.ref)


def hand_over(args: Namespace, seat: Seat) -> None:
    """Let somebody else lead."""
    of = leading.hand_over(seat, _here(seat, args.session).ref, args.login)
    say(f"{of.facilitator} leads {of.ref}")


def take_over(args: Namespace, seat: Seat) -> None:
    """Lead a session whose facilitator is gone."""
    of = leading.take_over(seat, _here(seat, args.ref).ref)
    say(f"{of.facilitator} leads {of.ref}")


# -- looking


def status(args: Namespace, seat: Seat) -> None:
    """Show a session as I see it now."""
    found = live.view(seat, _here(seat, args.ref).ref)
    finished = grouping.finished(seat, found.session.ref) if found.session.phase is Phase.VOTE else None
    if args.json:
        say_json(view_shape(found, seat, finished))
        return
    for each in lines(found, seat, finished):
        say(each)
    if found.session.anonymous:
        say(ANONYMOUS)


def show_list(args: Namespace, seat: Seat) -> None:
    """List the brainstorms."""
    found = live.sessions(seat, Kind.BRAINSTORM)
    if args.json:
        say_json([session_shape(each, seat) for each in found])
        return
    for each in found:
        say(session_line(each, seat))
    if not found:
        say('There was no brainstorm yet. Start one: okrtui brainstorm start "TITLE"')


def show_one(args: Namespace, seat: Seat) -> None:
    """Print a session as Markdown, as far as I may see it."""
    from okrtui.sharing.brainstorm_page import session_page

    say(session_page(seat, _here(seat, args.ref).ref).rstrip("\n"))


# -- taking part


def join(args: Namespace, seat: Seat) -> None:
    """Be in the room for the next minute, without opening okrtui."""
    of = _here(seat, args.ref)
    live.enter(seat, of.ref)
    say(session_line(of, seat))


def ready(args: Namespace, seat: Seat) -> None:
    """Say that I am ready, or not yet."""
    of = _here(seat, args.ref)
    live.ready(seat, of.ref, not args.unready)
    room = live.view(seat, of.ref).room
    say(f"{len(room.ready)} of {len(room.people)} are ready")


def card(args: Namespace, seat: Seat) -> None:
    """Write a card, or change one of mine."""
    of = _here(seat, args.session)
    if args.edit is None:
        say(str(live.write_card(seat, of.ref, args.text).id))
        return
    changed = live.edit_card(seat, of.ref, args.edit, args.text)
    say(f"{changed.id}" if changed.text else f"{changed.id} is taken back")


def group(args: Namespace, seat: Seat) -> None:
    """Put cards into a group and print its number."""
    of = _here(seat, args.session)
    found = live.view(seat, of.ref)
    into = _group(found, args.into).id if args.into else None
    made = grouping.group(seat, of.ref, _versions(found, args.cards), args.name or "", into)
    if into is not None and args.name:
        grouping.rename(seat, of.ref, into, args.name)
    say(f"G{made}")


def ungroup(args: Namespace, seat: Seat) -> None:
    """Take cards out of their groups."""
    of = _here(seat, args.session)
    grouping.ungroup(seat, of.ref, _versions(live.view(seat, of.ref), args.cards))


def merge(args: Namespace, seat: Seat) -> None:
    """Put a group's cards into another."""
    of = _here(seat, args.session)
    found = live.view(seat, of.ref)
    grouping.merge(seat, of.ref, _group(found, args.group).id, _group(found, args.into).id)


def name(args: Namespace, seat: Seat) -> None:
    """Name a group."""
    of = _here(seat, args.session)
    grouping.rename(seat, of.ref, _group(live.view(seat, of.ref), args.group).id, args.name)


def vote(args: Namespace, seat: Seat) -> None:
    """Give a vote or take one back."""
    of = _here(seat, args.session)
    chosen = _group(live.view(seat, of.ref), args.group)
    given = grouping.vote(seat, of.ref, chosen.id, -1 if args.take_back else 1, who=args.who or "")
    whose = f"{args.who} has" if args.who else "you have"
    left = "" if args.who else f"; {live.view(seat, of.ref).left} left"
    say(f"{whose} {given} on “{clean(chosen.name)}”{left}")
