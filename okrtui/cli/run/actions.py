"""Commands about action items: made in a retro or anywhere, done or dropped, with a history that can be read."""

from argparse import Namespace

from okrtui.cli.output.json_retro import action_shape
from okrtui.cli.output.listing import since_day
from okrtui.cli.output.printing import note, say, say_json, say_table, shape
from okrtui.errors import Refused
from okrtui.model.actions import Action, ActionState
from okrtui.model.live import Kind, Phase
from okrtui.rituals.actions import actions as ritual
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.people import members
from okrtui.rules.live.agenda import MANY_ACTIONS
from okrtui.text import clean


def line(action: Action, ctx: Context) -> str:
    """Return an action in one line: state, words, who sees to it until when, where it comes from."""
    ref, state, *rest = _row(action, ctx)
    return "  ".join([ref, f"{state:7}", *map(clean, rest)])


def add(args: Namespace, ctx: Context) -> None:
    """Make an action and print its ref; or every one of a file."""
    if args.source is not None:
        if args.text is not None:
            raise Refused("give the words or --from, not both")
        from okrtui.cli.run.documents.table_input import actions_from  # few actions come from a file

        actions_from(args, ctx)
        return
    if args.text is None:
        raise Refused('say what to do: okrtui action add "what to do" --dri LOGIN; or --from FILE for many')
    now = sessions.running(ctx, Kind.RETRO)
    source = args.session or (now.ref if now and now.phase is not Phase.LOBBY else "")
    made = ritual.add(
        ctx,
        args.text,
        dri=args.dri or "",
        due=ritual.day(ctx, args.due),
        source=source,
        topic=args.topic or "",
        kr=args.kr or "",
        works=args.works or "",
    )
    say(made.ref)
    if source and len(ritual.actions(ctx, source=source)) > MANY_ACTIONS:
        note(f"{source} has more than {MANY_ACTIONS} new actions now; fewer are more often done")


def show_list(args: Namespace, ctx: Context) -> None:
    """List actions."""
    dri = ctx.login if args.mine else members.member(ctx, args.dri).login if args.dri else None
    since = since_day(args, ctx.today)
    found = [
        each
        for each in ritual.actions(ctx, state=None if args.all else ActionState.OPEN, source=args.session or "")
        if (dri is None or each.dri == dri) and (since is None or each.made.astimezone(ctx.zone).date() >= since)
    ]
    if args.sort != "due":
        sorts = {"dri": lambda each: each.dri, "state": lambda each: list(ActionState).index(each.state)}
        found.sort(key=sorts[args.sort])
    if args.json:
        say_json([{**action_shape(each), "overdue": each.overdue(ctx.today)} for each in found])
        return
    none = 'No action is open. Make one: okrtui action add "what to do" --dri LOGIN'
    say_table([_row(each, ctx) for each in found], marked=1, wide=(4,), empty=none)


def _row(action: Action, ctx: Context) -> tuple[str, ...]:
    """Return ref, state, day, who sees to it, and words with where they come from."""
    state = "overdue" if action.overdue(ctx.today) else action.state.value
    told = "".join(f" · {mark}" for mark in (action.source, action.topic, action.kr, action.reason) if mark)
    return action.ref, state, str(action.due), action.dri, f"{action.text}{told}"


def show_one(args: Namespace, ctx: Context) -> None:
    """Show an action with its history."""
    found, steps = ritual.find(ctx, args.ref), ritual.history(ctx, args.ref)
    if args.json:
        history = [shape("what note who at", each) for each in steps]
        say_json({**action_shape(found), "history": history})
        return
    say(line(found, ctx))
    if found.works:
        say(f"    success looks like: {clean(found.works)}")
    for step in steps:
        at = step.at.astimezone(ctx.zone).date()
        say(f"    {at}  {step.what:8}  {step.who}" + (f": {clean(step.note)}" if step.note else ""))


def done(args: Namespace, ctx: Context) -> None:
    """Say that an action is done."""
    say(f"{ritual.done(ctx, args.ref, args.note or '').ref} is done")


def drop(args: Namespace, ctx: Context) -> None:
    """Give an action up."""
    say(f"{ritual.drop(ctx, args.ref, args.reason).ref} is dropped")


def keep(args: Namespace, ctx: Context) -> None:
    """Say that an action stays open."""
    say(f"{ritual.keep(ctx, args.ref, args.note or '').ref} stays open")


def reopen(args: Namespace, ctx: Context) -> None:
    """Open an action again."""
    say(f"{ritual.reopen(ctx, args.ref).ref} is open again")


def edit(args: Namespace, ctx: Context) -> None:
    """Change an action."""
    say(
        line(
            ritual.edit(ctx, args.ref, text=args.text, dri=args.dri, due=ritual.day(ctx, args.due), works=args.works),
            ctx,
        )
    )
