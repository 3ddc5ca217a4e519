"""Commands about values: what the workspace holds to, who keeps it alive, its stories."""

from argparse import Namespace
from datetime import date

from okrtui.cli.output.listing import arranged
from okrtui.cli.output.printing import say, say_json, say_table, shape
from okrtui.cli.run.heroes import card_shape, line
from okrtui.errors import Refused
from okrtui.model.people import Value
from okrtui.rituals import heroes
from okrtui.rituals.context import Context
from okrtui.rituals.people import values as ritual
from okrtui.rules.values import keeper_text
from okrtui.rules.weeks import parse_day
from okrtui.text import clean


def _shape(value: Value, ctx: Context) -> dict[str, object]:
    """Return a value as scripts see it: `kept` tells whether somebody keeps it today."""
    return {**shape("ref text keeper? until state", value), "kept": bool(value.kept_by(ctx.today))}


def _row(value: Value, ctx: Context) -> tuple[str, str, str]:
    """Return ref, words, and who keeps it until when."""
    return value.ref, value.text, keeper_text(value, ctx.today)


def _day(ctx: Context, text: str | None) -> date | None:
    return parse_day(clean(text), ctx.today) if text else None


def _say(value: Value, args: Namespace, ctx: Context) -> None:
    if args.json:
        say_json(_shape(value, ctx))
    else:
        say("  ".join(_row(value, ctx)))


def show_list(args: Namespace, ctx: Context) -> None:
    """List the values."""
    keys = {"keeper": lambda v: (not v.keeper, v.keeper), "until": lambda v: (v.until is None, v.until or date.max)}
    found = arranged(ritual.values(ctx, retired=args.all), args, keys)
    if args.json:
        say_json([_shape(each, ctx) for each in found])
        return
    none = 'No value is written down yet: okrtui value add "what you hold to" --keeper LOGIN'
    say_table([_row(each, ctx) for each in found], wide=(1,), empty=none)


def show_one(args: Namespace, ctx: Context) -> None:
    """Tell a value's stories, oldest first."""
    found, cards = ritual.find(ctx, args.ref), heroes.showing(ctx, args.ref)
    if args.json:
        say_json({**_shape(found, ctx), "stories": [card_shape(card) for card in cards]})
        return
    say("  ".join(_row(found, ctx)))
    for card in cards:
        say(line(card))
        say("    " + card.story.replace("\n", "\n    "))
    if not cards:
        say(f'    no story yet: okrtui hero LOGIN "what changed" --standard contribution --value {found.ref}')


def add(args: Namespace, ctx: Context) -> None:
    """Write down a value."""
    _say(ritual.add(ctx, args.text, keeper=args.keeper or "", until=_day(ctx, args.until)), args, ctx)


def edit(args: Namespace, ctx: Context) -> None:
    """Give a value other words."""
    _say(ritual.edit(ctx, args.ref, args.text), args, ctx)


def keep(args: Namespace, ctx: Context) -> None:
    """Say who keeps a value."""
    if args.nobody and (args.by or args.until):
        raise Refused("--nobody and --by or --until are opposites; give one of them")
    by = "" if args.nobody else args.by or ctx.login
    _say(ritual.keep(ctx, args.ref, by, _day(ctx, args.until)), args, ctx)


def retire(args: Namespace, ctx: Context) -> None:
    """Say that a value is no longer held to."""
    say(f"{ritual.retire(ctx, args.ref).ref} is retired")
