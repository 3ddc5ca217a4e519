"""Voting in a live session by commands: my own votes, those of people without a terminal, and sheets of paper."""

from argparse import Namespace

from okrtui.cli.output.asking import file_text, tell_exposed, wait_for_others, words
from okrtui.cli.output.printing import say
from okrtui.cli.run.live import group_named, here
from okrtui.rituals.context import Context
from okrtui.rituals.live import grouping, sessions
from okrtui.text import clean


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
