"""Commands about ideas: dropped in from any shell, and followed until they are adopted or rejected."""

from argparse import Namespace

from okrtui.cli.output.printing import say, say_json
from okrtui.model.ideas import Idea, IdeaState
from okrtui.rituals import ideas as ritual
from okrtui.rituals.context import Seat
from okrtui.text import clean

SIZES = {1: "small", 2: "medium", 3: "large"}


def shape(idea: Idea, seat: Seat) -> dict[str, object]:
    """Return an idea as scripts see it."""
    return {
        "ref": idea.ref,
        "title": idea.title,
        "text": idea.text,
        "state": idea.state.value,
        "champion": idea.champion or None,
        "kr": idea.kr or None,
        "session": idea.session or None,
        "effort": idea.effort,
        "impact": idea.impact,
        "reason": idea.reason or None,
        "stale": ritual.is_stale(idea, seat),
        "steps": [{"state": s.state.value, "note": s.note, "who": s.who, "at": s.at.isoformat()} for s in idea.steps],
    }


def line(idea: Idea, seat: Seat) -> str:
    """Return an idea in one line: state, title, champion and what marks it."""
    marks = [idea.champion and f"champion {idea.champion}", idea.kr, idea.session]
    marks += ["stale" * ritual.is_stale(idea, seat), idea.reason]
    return f"{idea.ref}  {idea.state.value:11}  {clean(idea.title)}" + "".join(f" · {clean(m)}" for m in marks if m)


def idea(args: Namespace, seat: Seat) -> None:
    """Drop an idea and say where it went."""
    ref, where = ritual.drop(seat, args.text, who=args.who or "", inbox=args.inbox)
    say(f"{ref} → the idea inbox" if where == ritual.INBOX else f"{ref} → {where}")


def show_list(args: Namespace, seat: Seat) -> None:
    """List ideas, and the unchosen cards where asked."""
    words = clean(args.text or "", limit=400).split()
    found = ritual.ideas(seat, state=IdeaState(args.state) if args.state else None, words=words)
    unchosen = ritual.unchosen(seat, words) if args.unchosen else ()
    if args.json:
        say_json([shape(each, seat) for each in found] + [{"session": ref, "card": text} for ref, text in unchosen])
        return
    for each in found:
        say(line(each, seat))
    for ref, text in unchosen:
        say(f"{ref}  unchosen     {clean(text)}")
    if not found and not unchosen:
        say('No idea is here. Drop one: okrtui idea "what could be"')


def show_one(args: Namespace, seat: Seat) -> None:
    """Show an idea and its way."""
    found = ritual.find(seat, args.ref)
    if args.json:
        say_json(shape(found, seat))
        return
    say(line(found, seat))
    if found.text:
        say("    " + found.text.replace("\n", "\n    "))
    sizes = [f"{name} {SIZES[size]}" for name, size in (("effort", found.effort), ("impact", found.impact)) if size]
    if sizes:
        say("    " + ", ".join(sizes))
    for step in found.steps:
        day = step.at.astimezone(seat.zone).date()
        say(f"    {day}  {step.state.value:11}  {step.who}" + (f": {clean(step.note)}" if step.note else ""))


def advance(args: Namespace, seat: Seat) -> None:
    """Bring an idea to another state."""
    found = ritual.advance(seat, args.ref, IdeaState(args.state), args.note or "")
    say(f"{found.ref} is {found.state}")


def champion(args: Namespace, seat: Seat) -> None:
    """Give an idea a champion."""
    found = ritual.champion(seat, args.ref, args.login)
    say(f"{found.ref} is championed by {found.champion or 'nobody'}")
