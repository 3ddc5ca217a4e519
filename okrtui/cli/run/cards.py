"""What people do in a live session by commands: with cards and groups, votes, sheets of paper, answers to the room."""

import re
from argparse import Namespace

from okrtui.cli.output.asking import file_text, tell_exposed, wait_for_others, wait_until_settled, words
from okrtui.cli.output.json_polls import poll_line, poll_shape
from okrtui.cli.output.printing import note, say, say_json
from okrtui.cli.run.live import group_named, here, versions
from okrtui.model.live import Poll, PollKind, Session
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.live import grouping, moderation, polls, sessions, spotlight
from okrtui.rules.formatting import count
from okrtui.rules.live.polls import READY, answers, newest, question
from okrtui.rules.live.promises import BY_NAME
from okrtui.rules.live.prompts import named
from okrtui.text import clean


def hide(args: Namespace, ctx: Context) -> None:
    """Hide a card."""
    of = moderation.hide(ctx, here(args, ctx, args.session).ref, args.card)
    say(f"{args.card} is hidden; okrtui undo brings it back into {of.ref}")


def _card_or_group(ctx: Context, of: Session, word: str) -> dict[str, int]:
    """Return what is meant: a card by its number, else a group."""
    if word.strip().isdecimal():
        return {"card": int(word)}
    return {"group": group_named(sessions.view(ctx, of.ref), word).id}


def light(args: Namespace, ctx: Context) -> None:
    """Light a card or a group, or put the light out."""
    of = here(args, ctx, args.session)
    lit = spotlight.light(ctx, of.ref, **(_card_or_group(ctx, of, args.what) if args.what else {}))
    say(f"{args.what} is lit" if lit else "the light is out")


def mark_read(args: Namespace, ctx: Context) -> None:
    """Mark a card or a group as read, or as to be read again."""
    of = here(args, ctx, args.session)
    number = spotlight.mark_read(ctx, of.ref, **_card_or_group(ctx, of, args.what), is_read=not args.again)
    say(f"{count(number, 'card is', 'cards are')} {'to be read again' if args.again else 'read'}")


def correct(args: Namespace, ctx: Context) -> None:
    """Correct a card's words."""
    say(str(moderation.correct(ctx, here(args, ctx, args.session).ref, args.card, args.text).id))


def answer(args: Namespace, ctx: Context) -> None:
    """Put cards below another question, or below none."""
    of = here(args, ctx, args.session)
    prompt = named(args.prompt, of.prompts) if args.prompt.strip() else ""
    number = moderation.ask_of(ctx, of.ref, versions(sessions.view(ctx, of.ref), args.cards), prompt)
    where = f"below “{clean(prompt)}”" if prompt else "below no question"
    say(f"{count(number, 'card stands', 'cards stand')} {where}")


def sheet(args: Namespace, ctx: Context) -> None:
    """Print a sheet of paper to vote on."""
    from okrtui.sharing.pages.live import vote_sheet

    say(vote_sheet(ctx, here(args, ctx, args.ref).ref).rstrip("\n"))


def vote(args: Namespace, ctx: Context) -> None:
    """Give a vote or take one back."""
    of = here(args, ctx, args.session)
    if args.sheet:
        entered = grouping.enter_sheets(ctx, of.ref, file_text(args.sheet))
        say(f"entered: {', '.join(f'{clean(who)} {number}' for who, number in entered.items())}")
        return
    named = words(args.group, "The group's number or name")
    chosen = group_named(sessions.view(ctx, of.ref), named)
    wait_for_others(of)
    given = grouping.vote(ctx, of.ref, chosen.id, -1 if args.take_back else 1, who=args.who or "")
    whose = f"{args.who} has" if args.who else "you have"
    left = "" if args.who else f"; {sessions.view(ctx, of.ref).votes_left} left"
    say(f"{whose} {given} on “{clean(chosen.name)}”{left}")
    tell_exposed(args.group, private=of.anonymous and not args.who)


# -- questions to the room


def ask_room(args: Namespace, ctx: Context) -> None:
    """Ask the room."""
    of, kind, text = here(args, ctx, args.session), PollKind(args.scale or PollKind.YES_NO), args.what
    if text in READY:
        ready, text = READY[text]
        kind = PollKind(args.scale) if args.scale and text else ready
    elif re.fullmatch(r"A\d+", text, re.IGNORECASE):
        action = actions.find(ctx, text)
        text = f"{action.ref}: {action.text}"
    _say_poll(args, polls.ask(ctx, of.ref, kind, text))


def answer_room(args: Namespace, ctx: Context) -> None:
    """Answer what is asked."""
    of = here(args, ctx, args.session)
    poll = polls.find(ctx, of.ref, args.question)
    first = f"{question(poll)} ({answers(poll.kind)})" if poll.open else ""
    prompt = "Your answer" if of.anonymous else f"Your answer ({BY_NAME})"
    given = words(args.answer, prompt, "; ".join(part for part in (first, sessions.few_here(ctx, of)) if part))
    wait_for_others(of)
    _say_poll(args, polls.answer(ctx, of.ref, given, poll.id))
    tell_exposed(args.answer, private=of.anonymous)
    if (then := polls.find(ctx, of.ref)).open and then.mine is None:
        note(f"next: {question(then)} ({answers(then.kind)})")


def reveal(args: Namespace, ctx: Context) -> None:
    """Show the answers."""
    of = here(args, ctx, args.ref)
    wait_until_settled(of)
    last = polls.show(ctx, of.ref)
    shown = [last] if last.radar is None else newest(sessions.view(ctx, of.ref).polls)
    if args.json:
        say_json([poll_shape(each) for each in shown])
        return
    for each in shown:
        say(poll_line(each))


def _say_poll(args: Namespace, poll: Poll) -> None:
    if args.json:
        say_json(poll_shape(poll))
    else:
        say(poll_line(poll))
