"""How many inputs a test of properties tries: few at each run of the suite, many in `make soak`."""

import os


def examples(few: int, *, dear: int = 1) -> int:
    """Return `few`, or in a long run as many as `OKRTUI_FUZZ` says, divided by how `dear` one is; never fewer."""
    return max(few, int(os.environ.get("OKRTUI_FUZZ", "0")) // dear)
