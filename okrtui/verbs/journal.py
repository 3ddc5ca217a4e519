"""Commands about the journal: log, undo, redo."""

from argparse import Namespace

from okrtui.rituals import journal
from okrtui.rituals.seat import Seat
from okrtui.verbs import shapes
from okrtui.verbs.out import say, say_json, table


def log(args: Namespace, seat: Seat) -> None:
    """Print the newest entries first, in the workspace's time."""
    found = journal.log(seat, limit=args.limit, who=args.who, ref=args.ref)
    if args.json:
        say_json([shapes.activity(e) for e in found])
        return
    zone = seat.zone
    rows = [(f"{e.at.astimezone(zone):%Y-%m-%d %H:%M}", e.who, e.verb, e.ref, e.summary) for e in found]
    say(table(rows) or "Nothing has been written yet.")


def undo(args: Namespace, seat: Seat) -> None:
    """Take back my newest change and say which."""
    taken = journal.undo(seat)
    say(f"taken back: {taken.verb} {taken.ref} ({taken.summary}); okrtui redo does it again")


def redo(args: Namespace, seat: Seat) -> None:
    """Do again what I took back last and say which."""
    done = journal.redo(seat)
    say(f"done again: {done.verb} {done.ref} ({done.summary})")
