"""Commands about the journal: log and its proof, undo, redo."""

from argparse import Namespace
from typing import TYPE_CHECKING

from okrtui.cli.output import json_okrs
from okrtui.cli.output.asking import wait_for_others, words
from okrtui.cli.output.listing import since_day
from okrtui.cli.output.printing import note, say, say_json, say_table
from okrtui.cli.output.progress import progress
from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log as ritual
from okrtui.rituals.journal import verify
from okrtui.rules.formatting import moment

if TYPE_CHECKING:
    from okrtui.storage.local.last_seen import JournalCheckpoints


def log(args: Namespace, ctx: Context) -> None:
    """Print the newest entries first, in the workspace's time; or whether the journal is as okrtui wrote it."""
    if args.verify or args.accept:
        _verify(args, ctx)
        return
    if args.limit < 1:
        raise Refused(f"--limit {args.limit} would show nothing; give a number from 1")
    who = None if args.who is None else ritual.author(ctx, args.who)
    since = since_day(args, ctx.today)
    found = ritual.log(ctx, limit=args.limit, who=who, ref=args.ref, since=since, with_changes=args.json)
    if since and len(found) == args.limit:
        note(f"these are the newest {args.limit} since {since}; --limit {args.limit * 4} shows more")
    if args.sort == "oldest":
        found = found[::-1]
    if args.json:
        say_json([json_okrs.activity(e) for e in found])
        return
    zone = ctx.zone
    rows = [(moment(e.at.astimezone(zone)), e.who, e.verb, e.ref, e.summary) for e in found]
    asked = args.who or args.ref or since
    none = "No entry of the journal is like that." if asked else "Nothing has been written yet."
    say_table(rows, wide=(4,), empty=none)
    if warning := verify.compare_checkpoint(ctx, seen_box()):
        note(warning)


def _verify(args: Namespace, ctx: Context) -> None:
    """Print what the walk over the journal found. Raises Refused where something was done behind okrtui's back."""
    box = seen_box()
    with progress("checking the journal") as tell:
        verdict = verify.verify(ctx, box, progress=tell)
    if args.accept:
        verify.accept(ctx, box)
    else:
        verify.compare_checkpoint(ctx, box)
    if args.json:
        say_json(verdict.data())
    else:
        for sentence in verdict.sentences():
            say(sentence)
    if not verdict.fine:
        raise Refused(verdict.summary())
    if not args.json:
        say(verdict.summary())
    if box.problem:
        note(box.problem)


def seen_box() -> "JournalCheckpoints":
    """Return where I remember what I have seen of journals."""
    from okrtui.config import state_folder
    from okrtui.storage.local.last_seen import JournalCheckpoints

    return JournalCheckpoints(lambda: state_folder() / "seen.json")


def redact(args: Namespace, ctx: Context) -> None:
    """Ask for words and take them out for good; say what may hold them still."""
    from okrtui.rituals.journal.redact import redact as take_out

    done = take_out(ctx, words(None, "The words to take out"), args.only)
    say(f"taken out: {done.summary}; entry {done.entry} tells that you did it, and undo does not bring them back")
    for each in done.left:
        note(each)


def undo(args: Namespace, ctx: Context) -> None:
    """Take back my newest change and say which."""
    if (of := ritual.anonymous_undo(ctx)) is not None:
        wait_for_others(of)
    taken = ritual.undo(ctx)
    # Not what only my own state knew, or what left no trace.
    is_kept = bool(taken.changes) and taken.verb != Verb.THANKED
    again = "; okrtui redo does it again" if is_kept else ""
    say(f"taken back: {taken.verb} {taken.ref} ({taken.summary}){again}")


def redo(args: Namespace, ctx: Context) -> None:
    """Do again what I took back last and say which."""
    done = ritual.redo(ctx)
    say(f"done again: {done.verb} {done.ref} ({done.summary})")
