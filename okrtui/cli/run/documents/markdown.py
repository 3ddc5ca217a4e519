"""Commands that write and read Markdown: report, export, import."""

import sys
from argparse import Namespace

from okrtui.cli.output.printing import note, say, say_json
from okrtui.config import a_path
from okrtui.errors import Refused
from okrtui.rituals.context import Context

LARGEST_FILE = 4_000_000


def report_week(args: Namespace, ctx: Context) -> None:
    """Print a week's report, in a few lines where it is asked to be short."""
    from okrtui.sharing.pages.reports import week_digest, week_report

    if args.short:
        sys.stdout.write(week_digest(ctx, args.week, args.scope))
        return
    sys.stdout.write(week_report(ctx, args.week, args.scope).rstrip("\n") + "\n")


def report_cycle(args: Namespace, ctx: Context) -> None:
    """Print a cycle's report."""
    from okrtui.sharing.pages.reports import cycle_report

    sys.stdout.write(cycle_report(ctx, args.cycle).rstrip("\n") + "\n")


def export(args: Namespace, ctx: Context) -> None:
    """Write the tree and say what changed in it."""
    from okrtui.sharing.export.tree import export_tree

    result = export_tree(ctx, a_path(args.folder))
    if args.json:
        say_json({"written": list(result.written), "unchanged": list(result.unchanged), "left": list(result.left)})
        return
    for name in result.written:
        say(f"wrote {name}")
    for name in result.left:
        note(f"left alone: {name}")
    say(f"{len(result.written)} written, {len(result.unchanged)} unchanged in {args.folder}")


def import_(args: Namespace, ctx: Context) -> int:
    """Show what a document says and would change, and do it after a yes."""
    from okrtui.sharing.importing.importing import apply_import, plan_import
    from okrtui.sharing.reader.document import LeftKind

    if args.shared:
        raise Refused("--shared belongs to --format json, which makes a workspace")
    plan = plan_import(ctx, _document(args.file), args.cycle)
    if args.json:
        if not args.dry_run and not args.yes and not plan.idle:
            raise Refused("with --json nobody can be asked: add --dry-run to look, or --yes to do it")
        say_json(plan.as_data())
    else:
        for sentence in (*plan.explained(), "") if args.explain else ():
            say(sentence)
        for sentence in plan.sentences():
            say(sentence)
        for kind in LeftKind:
            lines = [line for line in plan.left if line.kind is kind]
            if lines:
                say("\nNot understood, and left out:" if kind is LeftKind.NOT_UNDERSTOOD else "\nProse, left out:")
            for line in lines:
                say(f"  line {line.line}: {line.text}")
    if args.dry_run or plan.idle:
        return 0
    if not args.yes and not _agreed(args.file):
        say("Nothing was changed.")
        return 0
    done = apply_import(ctx, plan)
    if not args.json:
        say(done)
    return 0


def _document(name: str) -> str:
    """Return the text of a document, from standard input for `-`. Raises Refused where it cannot be read."""
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(LARGEST_FILE + 1)
        else:
            with a_path(name).open("rb") as file:
                raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Refused(f"{name} cannot be read: {error.strerror}") from None
    if len(raw) > LARGEST_FILE:
        raise Refused(f"{name} is larger than {LARGEST_FILE // 1_000_000} MB; no OKR document is, nothing was read")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"{name} is not UTF-8 text (byte {error.start}); nothing was read") from None


def _agreed(name: str) -> bool:
    """Ask on the terminal. Raises Refused where nobody can be asked."""
    if name == "-" or not sys.stdin.isatty():
        raise Refused("nothing was changed; add --yes to do it, or --dry-run to only look")
    sys.stdout.write("\nDo this? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes", "ja", "oui", "是")
