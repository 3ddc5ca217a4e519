"""Commands about ideas: dropped in from any shell, and followed until they are adopted or rejected."""

from argparse import Namespace
from collections.abc import Callable

from okrtui.cli.output.asking import tell_exposed, wait_for_others, words
from okrtui.cli.output.printing import say, say_json, say_table, shape
from okrtui.model.ideas import Idea, IdeaState
from okrtui.model.live import Kind
from okrtui.rituals import ideas as ritual
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rules.weeks import parse_since
from okrtui.text import clean

SIZES = {1: "small", 2: "medium", 3: "large"}


def idea_shape(idea: Idea, ctx: Context) -> dict[str, object]:
    """Return an idea as scripts see it."""
    steps = [shape("state note who at", each) for each in idea.steps]
    said = shape("ref title text state champion? kr? session? effort impact reason? cases", idea)
    return {**said, "stale": ritual.is_stale(idea, ctx), "steps": steps}


def line(idea: Idea, ctx: Context) -> str:
    """Return an idea in one line: state, title, champion and what marks it."""
    ref, state, told = _row(idea, ctx)
    return f"{ref}  {state:11}  {told}"


def _row(idea: Idea, ctx: Context) -> tuple[str, str, str]:
    marks = [idea.champion and f"champion {idea.champion}", idea.kr, idea.session]
    marks += ["stale" * ritual.is_stale(idea, ctx), idea.reason]
    told = clean(idea.title) + "".join(f" · {clean(m)}" for m in marks if m)
    return idea.ref, idea.state.value, told


_SORTS: dict[str, Callable[[Idea], tuple[int | str, ...]]] = {
    "oldest": lambda idea: (idea.id,),
    "state": lambda idea: (list(IdeaState).index(idea.state), -idea.id),
    "champion": lambda idea: (not idea.champion, idea.champion, -idea.id),
}


def idea(args: Namespace, ctx: Context) -> None:
    """Drop an idea and say where it went."""
    running = None if args.inbox else sessions.running(ctx, Kind.BRAINSTORM)
    said = words(args.text, "Your idea", sessions.few_here(ctx, running) if running else "")
    if running is not None:
        wait_for_others(running)
    ref, where = ritual.drop(ctx, said, who=args.who or "", inbox=args.inbox)
    say(f"{ref} → the idea inbox" if where == ritual.INBOX else f"{ref} → {where}")
    tell_exposed(args.text, private=running is not None and running.anonymous)


def show_list(args: Namespace, ctx: Context) -> None:
    """List ideas, and the unchosen cards where asked."""
    wanted = clean(args.text or "", limit=400).split()
    found = ritual.ideas(ctx, state=IdeaState(args.state) if args.state else None, words=wanted)
    if args.since:
        since = parse_since(args.since, ctx.today)
        found = tuple(each for each in found if any(s.at.astimezone(ctx.zone).date() >= since for s in each.steps))
    if args.sort != "newest":
        found = tuple(sorted(found, key=_SORTS[args.sort]))
    unchosen = ritual.unchosen(ctx, wanted) if args.unchosen else ()
    if args.json:
        say_json([idea_shape(each, ctx) for each in found] + [{"session": ref, "card": text} for ref, text in unchosen])
        return
    rows = [*(_row(each, ctx) for each in found), *((ref, "unchosen", text) for ref, text in unchosen)]
    asked = wanted or args.state or args.since
    none = "Nothing here is like that." if asked else "No idea is here. Drop one: okrtui idea"
    say_table(rows, marked=1, wide=(2,), empty=none)


def show_one(args: Namespace, ctx: Context) -> None:
    """Show an idea and its way."""
    found = ritual.find(ctx, args.ref)
    if args.json:
        say_json(idea_shape(found, ctx))
        return
    say(line(found, ctx))
    if found.text:
        say("    " + found.text.replace("\n", "\n    "))
    sizes = [f"{name} {SIZES[size]}" for name, size in (("effort", found.effort), ("impact", found.impact)) if size]
    if sizes:
        say("    " + ", ".join(sizes))
    if found.cases:
        say(f"    led to: {', '.join(found.cases)}")
    for step in found.steps:
        day = step.at.astimezone(ctx.zone).date()
        say(f"    {day}  {step.state.value:11}  {step.who}" + (f": {clean(step.note)}" if step.note else ""))


def advance(args: Namespace, ctx: Context) -> None:
    """Bring an idea to another state."""
    found = ritual.advance(ctx, args.ref, IdeaState(args.state), args.note or "")
    say(f"{found.ref} is {found.state}")


def champion(args: Namespace, ctx: Context) -> None:
    """Give an idea a champion."""
    found = ritual.champion(ctx, args.ref, args.login)
    say(f"{found.ref} is championed by {found.champion or 'nobody'}")
