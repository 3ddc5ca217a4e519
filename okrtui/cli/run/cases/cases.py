"""Commands about cases: asked for in one line, taken step by step, and open to see."""

from argparse import Namespace

from okrtui.cli.output.asking import words
from okrtui.cli.output.listing import arranged
from okrtui.cli.output.printing import note as beside
from okrtui.cli.output.printing import say, say_json, say_table, shape
from okrtui.errors import Refused
from okrtui.model.cases import EntryKind
from okrtui.rituals import origins
from okrtui.rituals.cases import cases as ritual
from okrtui.rituals.cases import persons
from okrtui.rituals.cases.cases import OpeningWords
from okrtui.rituals.context import Context
from okrtui.rules.cases import phrases
from okrtui.rules.cases.reading import CaseView
from okrtui.rules.cases.requests import learned_in
from okrtui.text import clean


def case_shape(found: CaseView) -> dict[str, object]:
    """Return a case as scripts see it."""
    facts = "ref process title text? state step opener asked? subject? companion? dri? chosen? holder? kr?"
    more = "evidence? happened by opened closed outcome? ends older? newer? out_of? sessions"
    said = shape(f"{facts} {more}", found.case)
    lines = [shape("kind who? at day step outcome? text? to? ends", each) for each in found.case.entries]
    return {
        **said,
        "number": found.process.number,
        "standing": found.word,
        "waits_for": found.waits_for or None,
        "due": found.due,
        "mine": found.mine,
        "seen_by": list(found.seen_by) or None,
        "learned": end.text if (end := learned_in(found)) else None,
        "outcomes": [] if found.over else [word for word, _ in found.process.step(found.case.step).outcomes],
        "entries": lines,
    }


def ask(args: Namespace, ctx: Context) -> None:
    """Ask somebody for help and print the case's ref."""
    made = ritual.open_case(ctx, "support", args.text, asked=args.login, by=ritual.day(ctx, args.by), kr=args.kr or "")
    say(f"{made.case.ref}  {made.case.asked} is asked to answer by {made.due}")


def open_case(args: Namespace, ctx: Context) -> None:
    """Open a case and print its ref."""
    title = args.title or ""
    more: OpeningWords = {
        "text": args.text or "",
        "asked": args.asked or "",
        "about": args.about or "",
        "kr": args.kr or "",
        "by": ritual.day(ctx, args.by),
        "evidence": args.evidence or "",
        "happened": ritual.day(ctx, args.happened),
    }
    if args.origin and args.supersedes:
        raise Refused("a case comes out of something else or supersedes another; name one of --from and --supersedes")
    if args.origin:
        made = origins.open_case(ctx, args.origin, args.process, title, agreed=args.agreed, **more)
    elif args.agreed:
        raise Refused("--agreed is about the guest of a booking: name it with --from, like --from B4")
    else:
        made = ritual.open_case(ctx, args.process, title, supersedes=args.supersedes or "", **more)
    say(f"{made.case.ref}  {phrases.waiting(made)}")
    if made.process.private:
        beside(f"{phrases.seen_by(made)}; {persons.promise(ctx, made.process)}")


def show_list(args: Namespace, ctx: Context) -> None:
    """List cases."""
    if args.wanting_me and args.over:
        raise Refused("--wanting-me and --over are opposites: what is over wants nobody")
    every = ritual.wanting_me(ctx) if args.wanting_me else ritual.open_cases(ctx)
    found = [
        each
        for each in (ritual.past_cases(ctx, mine=args.mine) if args.over else every)
        if (each.mine or each.appeal or not args.for_me)
        and (each.case.opener == ctx.login or not args.mine)
        and args.process in (None, each.case.process)
    ]
    keys = {"newest": lambda each: (each.case.opened, each.case.id), "process": lambda each: each.case.process}
    found = arranged(found, args, keys, today=ctx.today, day=lambda each: each.case.opened)
    if args.json:
        say_json([case_shape(each) for each in found])
        return
    none = 'No case is here. Ask for help: okrtui ask LOGIN "what you need"; or see: okrtui process list'
    rows = [(each.case.ref, phrases.short(each), each.case.process, *_row(each)) for each in found]
    say_table(rows, marked=1, wide=(4,), empty=none)


def _row(found: CaseView) -> tuple[str, str, str]:
    case = found.case
    told = "".join(f" · {mark}" for mark in (case.kr, case.newer and f"superseded by {case.newer}") if mark)
    return phrases.people(found), f"{case.title}{told}", phrases.day(found)


def show_one(args: Namespace, ctx: Context) -> None:
    """Show a case with all that was said."""
    found = ritual.find(ctx, args.ref)
    if args.json:
        say_json(case_shape(found))
        return
    case = found.case
    say(f"{case.ref}  {found.word}  {case.process}  {clean(case.title)}")
    if case.text:
        say("    " + case.text.replace("\n", "\n    "))
    for line in (*phrases.facts(found), *persons.told(ctx, case)):
        say(f"    {clean(line)}")
    for each in case.entries:
        head, *more = phrases.line(each, found.process).split("\n")
        say("\n".join([f"    {each.day}  {clean(head)}", *(f"        {line}" for line in more)]))
    if not found.over:
        step = found.process.step(case.step)
        say(f"    {phrases.waiting(found)}: {clean(step.asks)}")
        say(f"    {' · '.join(clean(word) for word, _ in step.outcomes)}")


def _said(found: CaseView) -> None:
    say(f"{found.case.ref}  {phrases.waiting(found)}")


def take(args: Namespace, ctx: Context) -> None:
    """Take a step of a team of mine."""
    _said(ritual.take(ctx, args.ref))


def go(args: Namespace, ctx: Context) -> None:
    """Take the step that a case is in."""
    _said(
        ritual.go(
            ctx,
            args.ref,
            args.outcome,
            args.because or "",
            to=args.to or "",
            by=ritual.day(ctx, args.by),
            until=ritual.day(ctx, args.until),
        )
    )


def note(args: Namespace, ctx: Context) -> None:
    """Write below a case."""
    kind = ritual.note(ctx, args.ref, args.text).case.entries[-1].kind
    say(f"{args.ref.upper()} has your {'advice' if kind is EntryKind.ADVICE else 'note'}")


def companion(args: Namespace, ctx: Context) -> None:
    """Name who stands by me."""
    found = ritual.name_companion(ctx, args.ref, args.login)
    say(f"{found.case.ref}  {found.case.companion} stands by you; {phrases.seen_by(found)}")


def hand(args: Namespace, ctx: Context) -> None:
    """Raise a hand."""
    found = ritual.raise_hand(ctx, args.ref, words(args.text, "What do you bring?"))
    say(f"{found.case.ref} has your hand; {found.case.opener} and you see it until it is answered")


def answer(args: Namespace, ctx: Context) -> None:
    """Answer a raised hand."""
    found = ritual.answer(ctx, args.ref, args.login, args.text)
    say(f"{found.case.ref}: {found.case.entries[-1].to} has your answer")


def appeal(args: Namespace, ctx: Context) -> None:
    """Appeal against a decision."""
    _said(ritual.appeal(ctx, args.ref, args.text))


def withdraw(args: Namespace, ctx: Context) -> None:
    """Take a case back."""
    say(f"{ritual.withdraw(ctx, args.ref, args.reason).case.ref} is withdrawn")
