"""Moves of the cursor: the shortest codes from one place to another."""

DOWN, LEFT = "\v", "\b"
"""One row down in the same column: a line feed of which the system makes nothing else; and one column to the left."""
FEW = 3
"""So many of these are shorter than a move that is counted."""


def move(x: int, y: int, to_x: int, to_y: int) -> str:
    """Return the codes from one place to another, counted from 0; -1 where nobody knows the column or the row.

    `x` is unknown, too, behind the last column, where terminals do not agree about what comes next.
    """
    down, over = to_y - y, to_x - x
    if y < 0 or down < 0:
        return _far(to_x, to_y)
    if not to_x:
        beside = ("\r\n" if down == 1 else "\r") if x or down == 1 else ""
        down -= down == 1
    elif x < 0 or over < -9:
        beside = f"\x1b[{to_x + 1}G"
    elif over <= 0:
        beside = LEFT * -over if over >= -FEW else f"\x1b[{-over}D"
    else:
        beside = f"\x1b[{over}C" if over > 1 else "\x1b[C"
    if not down:
        return beside
    lower = (DOWN * down if down <= FEW else f"\x1b[{down}B") + beside
    return lower if len(lower) < (6 if to_x else 4) else min(lower, _far(to_x, to_y), key=len)


def _far(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"
