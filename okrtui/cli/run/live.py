"""Commands of a live session, brainstorm or retro: lead it, take part in it, look at it."""

from argparse import Namespace
from collections.abc import Iterable, Sequence

from okrtui.cli.output import json_retro
from okrtui.cli.output.asking import tell_exposed, wait_for_others, wait_until_settled, words
from okrtui.cli.output.json_live import (
    days_shape,
    lines,
    round_shape,
    session_line,
    session_row,
    session_shape,
    view_shape,
)
from okrtui.cli.output.printing import note, say, say_json, say_table, shape, table
from okrtui.errors import Refused
from okrtui.model.live import Card, Group, Kind, Phase, Session, View
from okrtui.model.retro import RetroView, Template
from okrtui.rituals import ideas
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, grouping, rounds, sessions
from okrtui.rules.formatting import count
from okrtui.rules.live import agenda, phases, promises, templates
from okrtui.rules.live.prompts import BETWEEN, answering, named
from okrtui.rules.live.rounds import counted, told, written
from okrtui.rules.weeks import parse_since
from okrtui.text import clean, folded


def kind_of(args: Namespace) -> Kind:
    """Return which ritual a command is about: its first word says so."""
    return Kind(args.verb.words.split()[0])


def here(args: Namespace, ctx: Context, ref: str | None) -> Session:
    """Return the session that is meant: the one named, else the running one of the command's kind."""
    kind = kind_of(args)
    if ref:
        found = sessions.find(ctx, ref)
        if found.kind is not kind:
            raise Refused(f"{found.ref} is a {found.kind}, not a {kind}")
        return found
    running = sessions.running(ctx, kind)
    if running is None:
        raise Refused(f'no {kind} is running; start one with: okrtui {kind} start "TITLE"')
    return running


def group_named(found: View, word: str) -> Group:
    """Return the group with a number (`7`, `G7`) or a name. Raises Refused where it is none or several."""
    digits = word.strip().upper().removeprefix("G")
    by_name = [g for g in found.groups if folded(g.name) == folded(clean(word))]
    by_number = [g for g in found.groups if digits.isdecimal() and str(g.id) == digits]
    if len(by_number or by_name) != 1:
        reason = "several groups are called so; take the number" if by_name else "there is no such group"
        raise Refused(f"{clean(word)}: {reason}; see: okrtui {found.session.kind} status {found.session.ref}")
    return (by_number or by_name)[0]


def versions(found: View, ids: Iterable[int]) -> dict[int, int]:
    """Return the cards' versions as they are now, in the order they were named. Raises Refused for no such card."""
    known: dict[int, Card] = {card.id: card for card in found.cards}
    missing = [number for number in ids if number not in known]
    if missing:
        raise Refused(f"there is no card {missing[0]} in {found.session.ref}")
    return {number: known[number].version for number in ids}


def _minutes(text: str | None, way: Template) -> tuple[tuple[Phase, int], ...]:
    """Return the minutes of each phase: the template's where `text` says nothing else. Raises Refused for no phase."""
    minutes = {item.phase: item.minutes for item in way.items}
    for part in (text or "").split(",") if text else ():
        name, _, number = part.partition("=")
        try:
            minutes[Phase(name.strip())] = int(number)
        except ValueError:
            raise Refused(f"“{clean(part)}” isn't a phase with its minutes; write them like gather=8,vote=4") from None
    return tuple((phase, number) for phase, number in minutes.items() if number)


def say_promises(of: Session) -> None:
    """Say beside the output what an anonymous session promises."""
    for name, meaning in promises.promises(of) if of.anonymous else ():
        note(f"{name.lower()}: {meaning}")


# -- leading


def start(args: Namespace, ctx: Context) -> None:
    """Start a session and print its ref."""
    way = templates.brainstorm(args.template or "")
    made = sessions.start(
        ctx,
        Kind.BRAINSTORM,
        args.title,
        question=args.question or "",
        kr=args.kr or "",
        anonymous=args.anonymous,
        concealed=not args.open,
        budget=args.budget,
        most=args.most,
        minutes=_minutes(args.minutes, way),
        prompts=args.prompt or way.prompts,
        case=args.case or "",
        until=args.until or "",
    )
    say(made.ref)
    say_promises(made)


def templates_(args: Namespace, ctx: Context) -> None:
    """List the ways to hold a brainstorm."""
    say_templates(args, templates.BRAINSTORMS)


def say_templates(args: Namespace, found: Sequence[Template]) -> None:
    """List templates with their minutes, what they are about and what they ask."""
    if args.json:
        more = [{"minutes": agenda.minutes_of(each.items)} for each in found]
        shapes = [shape("name title about question prompts own", each) for each in found]
        say_json([{**each, **minutes} for each, minutes in zip(shapes, more, strict=True)])
        return
    say(
        table(
            [
                (each.name, f"{agenda.minutes_of(each.items)} min", f"{each.title}: {each.about}{_columns(each)}")
                for each in found
            ]
        )
    )


def _columns(each: Template) -> str:
    return f" ({clean(BETWEEN.join(each.prompts))})" if each.own and each.prompts else ""


def next_(args: Namespace, ctx: Context) -> None:
    """Go on to the next phase; who is typing is told, and keeps what they type."""
    of = here(args, ctx, args.ref)
    typing = sessions.view(ctx, of.ref).room.typing
    goal = phases.neighbour(of, 1)
    wait_until_settled(of, goal.phase if goal is not None else of.phase)
    _say_phase(facilitation.move(ctx, of.ref))
    if typing:
        note(f"{count(typing, 'person is', 'people are')} still typing; nothing of it is lost")


def back(args: Namespace, ctx: Context) -> None:
    """Go back to the phase before."""
    of = here(args, ctx, args.ref)
    goal = phases.neighbour(of, -1)
    wait_until_settled(of, goal.phase if goal is not None else of.phase)
    _say_phase(facilitation.move(ctx, of.ref, by=-1))


def close(args: Namespace, ctx: Context) -> None:
    """Close the session."""
    of = here(args, ctx, args.ref)
    wait_until_settled(of, Phase.CLOSED)
    _say_phase(facilitation.move(ctx, of.ref, Phase.CLOSED))


def edit(args: Namespace, ctx: Context) -> None:
    """Change the session's title or question."""
    if args.title is None and args.question is None and args.prompt is None:
        raise Refused("say what changes: --title TEXT, --question TEXT or --prompt TEXT")
    ref = here(args, ctx, args.ref).ref
    of = facilitation.rename_session(ctx, ref, title=args.title, question=args.question, prompts=args.prompt)
    columns = f" ({clean(BETWEEN.join(of.prompts))})" if of.prompts else ""
    say(f"{of.ref} is “{clean(of.title)}”: {clean(of.question)}{columns}")


def _say_phase(of: Session) -> None:
    at = phases.steps(of)[phases.here(of)]
    where = at.title if at.phase is Phase.ITEM else at.phase.value
    say(f"{of.ref} is in “{clean(where)}”" if of.phase is not Phase.CLOSED else f"{of.ref} is closed")


def timer(args: Namespace, ctx: Context) -> None:
    """Change the running countdown."""
    of = here(args, ctx, args.session)
    if args.what in ("pause", "go"):
        of = facilitation.timer(ctx, of.ref, pause=args.what == "pause")
    else:
        try:
            of = facilitation.timer(ctx, of.ref, add=int(args.what))
        except ValueError:
            raise Refused(f"“{clean(args.what)}” is neither seconds like +60, nor pause, nor go") from None
    say(session_line(of, ctx))


def until(args: Namespace, ctx: Context) -> None:
    """Set until which days phases last, or tell it and how many have taken part."""
    of = here(args, ctx, args.session)
    if args.days is not None:
        of = rounds.set_days(ctx, of.ref, args.days)
    now = rounds.round_of(ctx, of)
    if args.json:
        say_json({"ref": of.ref, "days": days_shape(of), "round": round_shape(now)})
        return
    said = written(of.days) or "by the clock"
    say(f"{of.ref}: {said}{f' · {counted(of, now)}' if now else ''}")


def choose(args: Namespace, ctx: Context) -> None:
    """Make a group an idea and print its ref."""
    of = here(args, ctx, args.session)
    group = group_named(sessions.view(ctx, of.ref), args.group)
    idea = ideas.choose(ctx, of.ref, group.id, champion=args.champion or "", effort=args.effort, impact=args.impact)
    say(idea.ref)


def hand_over(args: Namespace, ctx: Context) -> None:
    """Let somebody else lead."""
    of = facilitation.hand_over(ctx, here(args, ctx, args.session).ref, args.login)
    say(f"{of.facilitator} leads {of.ref}")


def take_over(args: Namespace, ctx: Context) -> None:
    """Lead a session whose facilitator is gone."""
    of = facilitation.take_over(ctx, here(args, ctx, args.ref).ref)
    say(f"{of.facilitator} leads {of.ref}")


# -- looking


def status(args: Namespace, ctx: Context) -> None:
    """Show a session as I see it now."""
    of = here(args, ctx, args.ref)
    found = sessions.view(ctx, of.ref)
    finished = grouping.finished(ctx, of.ref) if of.phase is Phase.VOTE else None
    more, now = _retro(ctx, of), rounds.round_of(ctx, of, found)
    if args.json:
        say_json(
            {
                **view_shape(found, ctx, finished),
                "round": round_shape(now),
                **(json_retro.retro_shape(more) if more else {}),
            }
        )
        return
    for each in lines(found, ctx, finished):
        say(each)
    if now is not None:
        say(f"{told(of, ctx.today)} · {counted(of, now)}{'' if now.mine else ', not you'}")
    for each in json_retro.lines(more) if more else ():
        say(each)
    for name, meaning in promises.promises(of) if of.anonymous else ():
        say(f"{name.lower()}: {meaning}")


def _retro(ctx: Context, of: Session) -> RetroView | None:
    if of.kind is not Kind.RETRO:
        return None
    from okrtui.rituals.retro import retro  # a brainstorm has no use for it

    return retro.retro_view(ctx, of.ref)


def show_list(args: Namespace, ctx: Context) -> None:
    """List the sessions of a kind."""
    kind = kind_of(args)
    found = sessions.sessions(ctx, kind)
    if args.since:
        since = parse_since(args.since, ctx.today)
        found = tuple(each for each in found if each.started.astimezone(ctx.zone).date() >= since)
    if args.sort == "oldest":
        found = found[::-1]
    if args.json:
        say_json([session_shape(each, ctx) for each in found])
        return
    none = f'There was no {kind} yet. Start one: okrtui {kind} start "TITLE"'
    none = f"There was no {kind} since then." if args.since else none
    say_table([session_row(each, ctx) for each in found], marked=1, wide=(2,), empty=none)


def show_one(args: Namespace, ctx: Context) -> None:
    """Print a session as Markdown, as far as I may see it."""
    from okrtui.sharing.pages.live import session_page

    say(session_page(ctx, here(args, ctx, args.ref).ref).rstrip("\n"))


# -- taking part


def join(args: Namespace, ctx: Context) -> None:
    """Be in the room for the next minute, without opening okrtui."""
    of = here(args, ctx, args.ref)
    sessions.enter(ctx, of.ref)
    say(session_line(of, ctx))


def ready(args: Namespace, ctx: Context) -> None:
    """Say that I am ready, or not yet."""
    of = here(args, ctx, args.ref)
    sessions.ready(ctx, of.ref, not args.unready)
    room = sessions.view(ctx, of.ref).room
    say(f"{len(room.ready)} of {len(room.people)} are ready")


def card(args: Namespace, ctx: Context) -> None:
    """Write a card, or change one of mine."""
    of = here(args, ctx, args.session)
    if args.source is not None:
        if args.text is not None or args.edit is not None:
            raise Refused("give the words or --from, not both")
        from okrtui.cli.run.documents.table_input import cards_from  # few cards come from a file

        cards_from(args, ctx, of)
        return
    asks = named(args.prompt, of.prompts) if args.prompt else ""
    said = words(args.text, asks or "Your card", sessions.few_here(ctx, of))
    wait_for_others(of)
    if args.edit is None:
        say(str(sessions.write_card(ctx, of.ref, answering(said, asks, of.prompts)).id))
    else:
        changed = sessions.edit_card(ctx, of.ref, args.edit, said)
        say(f"{changed.id}" if changed.text else f"{changed.id} is taken back")
    tell_exposed(args.text, private=of.anonymous)


def group(args: Namespace, ctx: Context) -> None:
    """Put cards into a group and print its number."""
    of = here(args, ctx, args.session)
    found = sessions.view(ctx, of.ref)
    into = group_named(found, args.into).id if args.into else None
    made = grouping.group(ctx, of.ref, versions(found, args.cards), args.name or "", into)
    if into is not None and args.name:
        grouping.rename(ctx, of.ref, into, args.name)
    say(f"G{made}")


def ungroup(args: Namespace, ctx: Context) -> None:
    """Take cards out of their groups."""
    of = here(args, ctx, args.session)
    grouping.ungroup(ctx, of.ref, versions(sessions.view(ctx, of.ref), args.cards))


def merge(args: Namespace, ctx: Context) -> None:
    """Put a group's cards into another."""
    of = here(args, ctx, args.session)
    found = sessions.view(ctx, of.ref)
    grouping.merge(ctx, of.ref, group_named(found, args.group).id, group_named(found, args.into).id)


def name(args: Namespace, ctx: Context) -> None:
    """Name a group."""
    of = here(args, ctx, args.session)
    grouping.rename(ctx, of.ref, group_named(sessions.view(ctx, of.ref), args.group).id, args.name)
