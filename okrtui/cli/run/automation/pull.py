"""Runs my sources and fills the draft of my sheet with what they say."""

from argparse import Namespace

from okrtui.cli.output.printing import note, say_json, say_table
from okrtui.cli.run.automation.source import my_sources, one
from okrtui.config import state_folder
from okrtui.errors import Refused
from okrtui.rituals.context import Context
from okrtui.rituals.week.pull import Outcome, Pulled, fill, read_all
from okrtui.rituals.week.sheet_draft import keep_draft, open_sheet
from okrtui.rules.formatting import count, plural
from okrtui.storage.local.drafts import DraftBox


def pull(args: Namespace, ctx: Context) -> int:
    """Run sources, fill the draft, and say what became of each; 1 where one of them told no value."""
    sources = [one(ctx, ref) for ref in args.ref] or [*my_sources().of(ctx.workspace.uuid).values()]
    if not sources and not args.json:
        note("you have no sources for this workspace; set one with: okrtui source set KR1.1 -- COMMAND")
        return 0
    drafts = DraftBox(state_folder() / "drafts.json")
    readings = tuple(read_all(sources))
    state = open_sheet(ctx, drafts, extra=[each.ref for each in sources])
    done = fill(state, readings)
    new = sum(each.outcome is Outcome.DRAFTED for each in done)
    if new and not args.dry_run:
        keep_draft(drafts, state, ctx.now)
        if not drafts.flush():
            raise Refused(drafts.problem)
    if args.json:
        say_json([_shape(each) for each in done])
    else:
        say_table([_row(each, dry=args.dry_run) for each in done])
        if new:
            note(_next(new, dry=args.dry_run))
    return int(any(each.outcome is Outcome.NONE for each in done))


def _next(new: int, *, dry: bool) -> str:
    if dry:
        return "nothing was changed"
    values = f"{count(new, 'value')} {plural(new, 'is', 'are')} in your draft"
    return f"{values}; okrtui checkin, or the sheet, submits {plural(new, 'it', 'them')}"


_WORDS = {
    Outcome.DRAFTED: "in your draft",
    Outcome.UNCHANGED: "unchanged",
    Outcome.KEPT: "not taken",
    Outcome.NONE: "no value",
}


def _row(done: Pulled, *, dry: bool) -> tuple[str, str, str]:
    word = "new" if dry and done.outcome is Outcome.DRAFTED else _WORDS[done.outcome]
    return done.reading.ref, done.reading.value, f"{word}: {done.why}" if done.why else word


def _shape(done: Pulled) -> dict[str, object]:
    said = done.reading
    value, note, why = said.value or None, said.note or None, done.why or None
    return {"ref": said.ref, "value": value, "note": note, "at": said.at, "outcome": done.outcome.value, "why": why}
