"""Commands that write and read Markdown: report, export, import."""

import sys
from argparse import Namespace
from pathlib import Path

from okrtui.rituals.seat import Seat
from okrtui.verbs.out import note, say, say_json

LARGEST_FILE = 4_000_000


def report_week(args: Namespace, seat: Seat) -> None:
    """Print a week's report."""
    from okrtui.sharing.reports import week_report

    sys.stdout.write(week_report(seat, args.week, args.scope).rstrip("\n") + "\n")


def report_cycle(args: Namespace, seat: Seat) -> None:
    """Print a cycle's report."""
    from okrtui.sharing.reports import cycle_report

    sys.stdout.write(cycle_report(seat, args.cycle).rstrip("\n") + "\n")


def export(args: Namespace, seat: Seat) -> None:
    """Write the tree and say what changed in it."""
    from okrtui.sharing.tree import export_tree

    result = export_tree(seat, Path(args.folder).expanduser())
    if args.json:
        say_json({"written": list(result.written), "unchanged": list(result.unchanged), "left": list(result.left)})
        return
    for name in result.written:
        say(f"wrote {name}")
    for name in result.left:
        note(f"left alone: {name}")
    say(f"{len(result.written)} written, {len(result.unchanged)} unchanged in {args.folder}")
