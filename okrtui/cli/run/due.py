"""The command a login script runs: one line, or silence."""

from argparse import Namespace

from okrtui.cli.output.printing import say_below, say_json
from okrtui.rituals.context import Context
from okrtui.rituals.week import due as ritual
from okrtui.rules.formatting import clock, count, plural

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from collections.abc import Sequence

    from okrtui.model.live import Round, Session
    from okrtui.rituals.week.due import Due


def due(args: Namespace, ctx: Context) -> None:
    """Print one line that tells what is due, nothing where nothing is."""
    found = ritual.due(ctx)
    if args.json:
        say_json(
            {
                "week": found.week,
                "update": found.update or None,
                "key_results": list(found.key_results),
                "open_commitments": found.commitments,
                "asked_by": list(found.asked_by),
                "overdue_actions": list(found.actions),
                "ideas": list(found.ideas),
                "sessions": [ref for _, ref in found.sessions],
                "bookings": [{**each._asdict(), "at": each.at.astimezone(ctx.zone)} for each in found.bookings],
                "rounds": [_round_shape(of, each) for of, each in found.rounds],
                "cases": [ref for ref, _ in found.cases],
                "overdue_cases": [ref for ref, late in found.cases if late],
                "hands": list(found.hands),
                "openings": list(found.openings),
            }
        )
        return
    if parts := _parts(found, ctx):
        say_below(f"okrtui {found.week}: {'; '.join(parts)}", 0, hang=2)


def _some(refs: "Sequence[str]") -> str:
    """Return the first four refs, and that there are more."""
    return ", ".join(refs[:4]) + (" …" if len(refs) > 4 else "")


def _parts(found: "Due", ctx: Context) -> list[str]:
    """Return what is due, each as a part of the line."""
    parts = []
    if found.update:
        parts.append(f"weekly update {found.update}")
    if found.key_results:
        parts.append(f"no check-in yet for {_some(found.key_results)}")
    if found.commitments:
        parts.append(f"{count(found.commitments, 'earlier priority', 'earlier priorities')} open")
    if found.actions:
        parts.append(f"{plural(len(found.actions), 'action')} {_some(found.actions)} overdue")
    if found.ideas:
        parts.append(f"you are the champion of {_some(found.ideas)}")
    parts += [f"{kind} {ref} runs" for kind, ref in found.sessions]
    parts += [_round(of, each, ctx) for of, each in found.rounds]
    if found.asked_by:
        parts.append(f"{', '.join(found.asked_by)} asked for your help")
    for ref, other, at, waits in found.bookings:
        local = at.astimezone(ctx.zone)
        day = "" if local.date() == ctx.today else " tomorrow" if local.date() > ctx.today else f" on {local.date()}"
        if waits == "time":
            parts.append(f"{ref} with {other}{day or ' today'} at {clock(local)}")
        elif waits == "outcome":
            parts.append(f"say what came of {ref} with {other}{day}")
        else:
            parts.append(f"confirm {ref} with {other}{day}")
    if found.cases:
        refs = _some([ref for ref, _ in found.cases])
        late = sum(late for _, late in found.cases)
        waits = f"{plural(len(found.cases), 'case')} {refs} {plural(len(found.cases), 'waits', 'wait')} for you"
        parts.append(f"{waits}, {late} overdue" if late else waits)
    if found.hands:
        parts.append(f"a hand raised for {_some(found.hands)} waits for your answer")
    if found.openings:
        openings = count(len(found.openings), "opening")
        parts.append(
            f"{openings} {plural(len(found.openings), 'wants', 'want')} what you know: {_some(found.openings)}"
        )
    return parts


def _round(of: "Session", now: "Round", ctx: Context) -> str:
    """Return what a phase that lasts over days waits for: of me, or of whoever leads once it is over."""
    from okrtui.rules.live.rounds import DONE, told  # only where there is one

    said = f"in {of.kind} {of.ref} {told(of, ctx.today)}"
    if now.over:
        return f"{said}; you lead it on" if of.facilitator == ctx.login else said
    return said if now.mine else f"{said}, you have not {DONE[of.phase]} yet"


def _round_shape(of: "Session", now: "Round") -> dict[str, object]:
    return {
        "session": of.ref,
        "phase": now.phase,
        "until": now.day,
        "over": now.over,
        "waits_for_me": not now.mine and not now.over,
    }
