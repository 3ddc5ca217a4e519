"""Action items in documents: a task list with DRI and day, in a retro's page or copied from the screen."""

from collections.abc import Sequence

from okrtui.model.actions import Action, ActionState
from okrtui.rituals.actions.week_history import ActionWeek, Settled
from okrtui.rituals.context import Context
from okrtui.rules.formatting import long_day
from okrtui.rules.weeks import monday
from okrtui.sharing.markdown.escape import item
from okrtui.sharing.markdown.phrases import Names
from okrtui.sharing.pages.heroes import names_of


def task(action: Action, names: Names) -> str:
    """Return an action as an item of a task list, ticked where it is done or dropped."""
    box = " " if action.state is ActionState.OPEN else "x"
    lead = f"- [{box}] {action.ref} {names.bold(action.dri)}, by {long_day(action.due)}: "
    said = action.text
    if action.works:
        said += f"\nSuccess looks like: {action.works}"
    if action.state is ActionState.DROPPED:
        said += f"\nDropped: {action.reason}"
    return item(lead, said)


def action_lines(found: ActionWeek, week: str, names: Names) -> list[str]:
    """Return a week's actions as items: what waits for somebody in front, then what was done, dropped and is new."""
    lines = []
    for each in found.waiting:
        late = each.due < monday(week)
        when = f"Overdue since {long_day(each.due)}" if late else f"Open, due {long_day(each.due)}"
        lines.append(item(f"- {when}: {each.ref} {names.bold(each.dri)}: ", each.text))
    for word, some in (("Done", found.done), ("Dropped", found.dropped)):
        lines += [
            item(f"- {word}: {each.action.ref} {names.bold(each.action.dri)}: ", _with_note(each)) for each in some
        ]
    lines += [
        item(f"- New, due {long_day(each.due)}: {each.ref} {names.bold(each.dri)}: ", each.text) for each in found.new
    ]
    return lines


def _with_note(settled: Settled) -> str:
    return settled.action.text + (f"\n{settled.note}" if settled.note else "")


def actions_page(ctx: Context, actions: Sequence[Action]) -> str:
    """Return all actions as the export has them, open ones first by day; no day changes what it says."""
    names = names_of(ctx)
    rows = sorted(actions, key=lambda each: (each.due, each.ref))
    parts = ["# Actions"]
    for head, states in (
        ("Open", (ActionState.OPEN,)),
        ("Done", (ActionState.DONE,)),
        ("Dropped", (ActionState.DROPPED,)),
    ):
        if some := [task(each, names) for each in rows if each.state in states]:
            parts += [f"## {head}", "\n".join(some)]
    return "\n\n".join(parts) + "\n"


def actions_outline(ctx: Context, actions: Sequence[Action]) -> str:
    """Return actions as a document of their own: the overdue ones in front, then the open ones, then the others."""
    names = names_of(ctx)
    late = [each for each in actions if each.overdue(ctx.today)]
    rest = [each for each in actions if each.state is ActionState.OPEN and each not in late]
    settled = [each for each in actions if each.state is not ActionState.OPEN]
    parts = ["# Actions"]
    for head, some in (("Overdue", late), ("Open", rest), ("Done or dropped", settled)):
        parts += [f"## {head}", "\n".join(task(each, names) for each in some)] if some else []
    return "\n\n".join(parts if len(parts) > 1 else [*parts, "Nothing is open."]) + "\n"
