"""How a workspace writes numbers, asked once on a terminal where a number that somebody typed has two readings."""

import sys

from okrtui.cli.output.printing import note
from okrtui.errors import TwoReadings
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.rules.formatting import CONVENTIONS


def settle_numbers(ctx: Context, doubt: TwoReadings) -> bool:
    """Ask a person how the workspace writes numbers and keep it there; False where nobody can be asked, or says."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    note(str(doubt).partition(";")[0])
    sys.stderr.write(f"How does your team write numbers? 1: {CONVENTIONS['.']}  2: {CONVENTIONS[',']} (kept for all): ")
    sys.stderr.flush()
    said = {"1": ".", CONVENTIONS["."]: ".", "2": ",", CONVENTIONS[","]: ","}.get(sys.stdin.readline().strip())
    if said is not None:
        members.describe_workspace(ctx, decimal_sign=said)
    return said is not None
