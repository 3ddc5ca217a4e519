"""Commands about processes: how cases are decided, for everybody to read and for a team to change."""

from argparse import Namespace

from okrtui.cli.output.asking import file_text
from okrtui.cli.output.listing import arranged
from okrtui.cli.output.printing import say, say_json, say_table, shape
from okrtui.errors import Refused
from okrtui.model.cases import CaseStep, Process
from okrtui.rituals.cases import persons
from okrtui.rituals.cases import processes as ritual
from okrtui.rituals.context import Context
from okrtui.rules.cases import phrases
from okrtui.rules.formatting import count
from okrtui.text import clean


def process_shape(process: Process, running: int) -> dict[str, object]:
    """Return a process as scripts see it, with how many cases run by it."""
    appeal = process.appeal
    return {
        **shape("name title for=purpose number state about sight needs? page?", process),
        "steps": [_step_shape(step) for step in process.steps],
        "appeal": {**shape("by days", appeal), **_step_shape(appeal.heard)} if appeal else None,
        "running": running,
    }


def _step_shape(step: CaseStep) -> dict[str, object]:
    told = shape("step=name owner days asks decides overdue?", step)
    return {**told, "outcomes": dict(step.outcomes), "ends": list(step.ends), "grants": list(step.grants)}


def show_list(args: Namespace, ctx: Context) -> None:
    """List the processes."""
    running = ritual.running(ctx)
    keys = {"name": lambda each: each.name, "cases": lambda each: -running.get(each.name, 0)}
    found = arranged(ritual.processes(ctx), args, keys)
    if args.json:
        say_json([process_shape(each, running.get(each.name, 0)) for each in found])
        return
    say_table([(each.name, each.state.value, _running(each, running), phrases.steps(each)) for each in found])


def _running(process: Process, running: dict[str, int]) -> str:
    return "private" if process.private else count(running.get(process.name, 0), "case")


def show_one(args: Namespace, ctx: Context) -> None:
    """Show a process step by step."""
    process = ritual.find(ctx, args.name, args.number)
    running = ritual.running(ctx).get(process.name, 0)
    if args.json:
        say_json(process_shape(process, running))
        return
    if args.toml:
        say(process.text.rstrip("\n"))
        return
    say(f"{process.name}  version {process.number}, {process.state}  {clean(process.title)}: {clean(process.purpose)}")
    say(f"    {count(running, 'case')} open now" if not process.private else f"    {persons.promise(ctx, process)}")
    for step in (*process.steps, *([process.appeal.heard] if process.appeal else [])):
        say(f"    {step.name}, {count(step.days, 'day')}, {phrases.owner(step)}: {clean(step.asks)}")
        for word, _ in step.outcomes:
            say(f"        {clean(word)}: {phrases.outcome(step, word)}")
        if step.overdue:
            say(f"        without a word: {phrases.way(step.overdue)}")


def add(args: Namespace, ctx: Context) -> None:
    """Add a process out of a file."""
    text = file_text(args.file)
    try:
        made = ritual.add(ctx, text)
    except Refused as refused:
        raise Refused(f"{args.file}: {refused}") from None
    say(f"{made.name} version {made.number}: {phrases.steps(made)}")


def retire(args: Namespace, ctx: Context) -> None:
    """Take a process out of use."""
    found = ritual.retire(ctx, args.name)
    open_now = ritual.running(ctx).get(found.name, 0)
    say(f"{found.name} is retired" + (f"; {count(open_now, 'case')} that run by it go on" if open_now else ""))
