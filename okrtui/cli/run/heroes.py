"""Commands about the hero board."""

from argparse import Namespace
from collections.abc import Callable

from okrtui.cli.output.listing import since_day
from okrtui.cli.output.printing import say, say_json, say_table, shape
from okrtui.errors import Refused
from okrtui.model.heroes import Reaction, Recognition, Standard
from okrtui.rituals import heroes as ritual
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.text import clean

MARKS = {Reaction.HEART: "♥", Reaction.STAR: "✦", Reaction.WOW: "◆"}


def card_shape(card: Recognition) -> dict[str, object]:
    """Return a card as scripts see it: who thanked whom for what; nothing is counted per person."""
    return {
        **shape("ref standard giver", card),
        "recipients": [r.login for r in card.recipients],
        **shape("story evidence kr? value? week at across_teams=across hidden", card),
        "withdrawn": card.reason if card.withdrawn else None,
        "own_words": [{"who": r.login, "text": r.words} for r in card.recipients if r.words],
        "practice": shape("when how", card) if card.practice else None,
        "reactions": [{"kind": kind, "who": who} for kind, who in card.reactions],
        "replies": [shape("who text at", each) for each in card.replies],
    }


def line(card: Recognition) -> str:
    """Return a card's first line: who thanked whom, when, and how it is marked."""
    ref, week, standard, who = _row(card)
    return f"{ref}  {week}  {standard:12}  {who}"


def _row(card: Recognition) -> tuple[str, str, str, str]:
    to = ", ".join(r.login for r in card.recipients)
    marks = ["across teams"] * card.across + ["practice"] * card.practice + ["hidden"] * card.hidden
    who = f"{card.giver} → {to}" + "".join(f" · {m}" for m in marks)
    return card.ref, card.week, card.standard.value, who


_SORTS: dict[str, Callable[[Recognition], tuple[float, ...]]] = {
    "oldest": lambda card: (card.at.timestamp(), card.id),
    "standard": lambda card: (list(Standard).index(card.standard), -card.id),
}


def hero(args: Namespace, ctx: Context) -> None:
    """Post a card and print its ref."""
    card = ritual.post(
        ctx,
        args.recipients.split(","),
        args.story,
        Standard(args.standard),
        evidence=args.evidence or "",
        kr=args.kr or "",
        value=args.value or "",
    )
    say(card.ref)


def show_list(args: Namespace, ctx: Context) -> None:
    """List the board's cards, newest first."""
    since = since_day(args, ctx.today)
    of = ritual.Filter(
        period=args.period or (ritual.QUARTER if since is None else ritual.ALL),
        person=members.member(ctx, args.person).login if args.person else "",
        team=args.team or "",
        words=tuple(clean(args.text or "").split()[:40]),
    )
    standard = Standard(args.standard) if args.standard else None
    cards = ritual.practices(ctx, of.words) if args.practices else ritual.board(ctx, of, standard=standard)
    cards = tuple(card for card in cards if since is None or card.at.astimezone(ctx.zone).date() >= since)
    if args.sort != "newest":  # by time or topic, never by person's count
        cards = tuple(sorted(cards, key=_SORTS[args.sort]))
    if args.json:
        say_json([card_shape(card) for card in cards])
        return
    none = "No card is like that."
    if not (args.text or args.person or args.team or args.standard or args.practices or since):
        none = (
            'Nobody has been thanked here yet. Be the first: okrtui hero LOGIN "what changed" --standard contribution'
        )
    stories = [card.story + f"\nwhen: {card.when}\nhow: {card.how}" * card.practice for card in cards]
    say_table([_row(card) for card in cards], marked=2, wide=(3,), empty=none, below=stories)


def show_one(args: Namespace, ctx: Context) -> None:
    """Show a card with everything on it."""
    card = ritual.find(ctx, args.ref)
    if not ritual.visible(ctx, card):
        raise Refused(f"there is no card {card.ref}; see: okrtui heroes list")
    if args.json:
        say_json(card_shape(card))
        return
    say(line(card))
    if card.withdrawn:
        say(f"    withdrawn: {card.reason}")
        return
    parts = [card.story, f"evidence: {card.evidence}" * bool(card.evidence), f"moved {card.kr}" * bool(card.kr)]
    parts += [f"shows {card.value}"] if card.value else []
    parts += [f"{r.login}: {r.words}" for r in card.recipients if r.words]
    parts += [f"when to use it: {card.when}\nhow: {card.how}"] if card.practice else []
    parts += ["  ".join(f"{MARKS[kind]} {', '.join(who)}" for kind, who in card.reactions)]
    parts += [f"{r.who} replied: {r.text}" for r in card.replies]
    for text in filter(None, parts):
        say("    " + text.replace("\n", "\n    "))


def about(args: Namespace, ctx: Context) -> None:
    """Tell what a person was thanked for, in time order."""
    cards = ritual.about(ctx, members.member(ctx, args.login).login)
    if args.json:
        say_json([card_shape(card) for card in cards])
        return
    for card in cards:
        say(f"{card.week}  {card.giver}, for {card.standard.value}: {clean(card.story)}")


def withdraw(args: Namespace, ctx: Context) -> None:
    """Take back a card of mine."""
    ritual.withdraw(ctx, args.ref, args.reason or "")
    say(f"{args.ref.upper()} is withdrawn")


def react(args: Namespace, ctx: Context) -> None:
    """Put a reaction on a card or take it off."""
    there = ritual.react(ctx, args.ref, Reaction(args.kind))
    say(f"{args.ref.upper()} {MARKS[Reaction(args.kind)]}" + ("" if there else " taken off"))


def reply(args: Namespace, ctx: Context) -> None:
    """Write below a card."""
    ritual.reply(ctx, args.ref, args.text)


def hide(args: Namespace, ctx: Context) -> None:
    """Take a card about me off the board and exports, or put it back."""
    ritual.hide(ctx, args.ref, not args.show)
    say(f"{args.ref.upper()} is {'shown again' if args.show else 'off the board and every export'}")


def words(args: Namespace, ctx: Context) -> None:
    """Put my own words beside the giver's."""
    ritual.in_own_words(ctx, args.ref, args.text)


def practice(args: Namespace, ctx: Context) -> None:
    """Mark a card as worth copying."""
    ritual.mark_practice(ctx, args.ref, args.when or "", args.how or "")
    say(f"{args.ref.upper()} is a practice worth copying")


def nudge(args: Namespace, ctx: Context) -> None:
    """Tell me alone whom I worked with and nobody has thanked this quarter."""
    found = ritual.not_thanked_yet(ctx)
    if args.json:
        say_json([m.login for m in found])
    elif found:
        say("You worked with them this quarter, and nobody has thanked them yet: " + ", ".join(m.login for m in found))
