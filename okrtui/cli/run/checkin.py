"""The command that enters a value, apart from the other ones of the week: it is asked often and uses little."""

import sys
from argparse import Namespace

from okrtui.cli.output.printing import note, on_terminal, say
from okrtui.errors import Refused
from okrtui.model.okrs import Status
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import objectives
from okrtui.rituals.week import checkins
from okrtui.rules.formatting import weekday_clock
from okrtui.rules.okrs.values import entry_line, entry_text

TYPE_CHECKING = False
SUGGESTED = "suggested"
"""What is given as the status to take one's own word back."""
if TYPE_CHECKING:  # quick commands do not load `typing`
    from okrtui.model.okrs import CheckIn, KeyResult


def checkin(args: Namespace, ctx: Context) -> int | None:
    """Enter a value and say what became of the key result; or every one of a file."""
    if args.source is not None:
        if args.ref is not None:
            raise Refused("give a key result or --from, not both")
        from okrtui.cli.run.documents.table_input import check_in_from  # few check-ins come from a file

        check_in_from(args, ctx)
        return None
    given = (args.value, args.confidence, args.note, args.status, args.who, args.clear_confidence, args.clear_note)
    if not any(part is not None and part is not False for part in given) and on_terminal():
        from okrtui.cli.run.interview import interview  # a check-in that says everything asks nothing

        if args.ref is None:
            interview.check_in(ctx, args.week)
        else:
            interview.check_in_one(ctx, args.ref, args.week)
        return None
    if args.ref is None:
        sys.stderr.write("usage: okrtui checkin REF VALUE, like KR1.2 104; or okrtui checkin --from FILE for many\n")
        return 2
    clear = [part for part in ("confidence", "note") if getattr(args, f"clear_{part}")]
    clear += ["status"] if args.status == SUGGESTED else []
    entry = checkins.check_in(
        ctx,
        args.ref,
        args.value,
        confidence=args.confidence,
        note=args.note,
        week=args.week,
        status=Status(args.status) if args.status and args.status != SUGGESTED else None,
        who=args.who,
        clear=clear,
    )
    kr = objectives.key_result(ctx, args.ref)
    say(entry_line(kr, entry))
    if not args.week and entry.week != ctx.week:
        note(f"its cycle is over, so this counts for its last week, {entry.week}")
    before = checkins.corrected(ctx, entry) if entry.revision > 1 else None
    if before is not None and before.entered_by != ctx.login:
        note(_replaced(kr, before, ctx))
    return None


def _replaced(kr: "KeyResult", before: "CheckIn", ctx: Context) -> str:
    """Return what somebody else had entered, all of it, and how to go back to it."""
    sure = "" if before.confidence is None else f", confidence {before.confidence}"
    words = " ".join(before.note.split())
    said = f", “{words}”" if words else ""
    return (
        f"{before.entered_by} had entered {entry_text(kr, before)}{sure}{said} at "
        f"{weekday_clock(before.at.astimezone(ctx.zone))}; theirs stays readable in okrtui okr show {kr.ref}, "
        "and okrtui undo brings it back"
    )
