"""Moves of the cursor, and what they take."""

DOWN, LEFT = "\v", "\b"
"""One row down in the same column: a line feed of which the system makes nothing else; and one column to the left."""
FEW = 3
"""So many of these are shorter than a move that is counted."""
FAR = 8
"""Bytes that it takes to move anywhere."""


def move(x: int, y: int, to_x: int, to_y: int) -> str:
    """Return the codes from one place to another, counted from 0; -1 where nobody knows the column or the row.

    `x` is unknown, too, behind the last column, where terminals do not agree about what comes next.
    """
    far = f"\x1b[{to_y + 1};{to_x + 1}H" if to_x else f"\x1b[{to_y + 1}H"
    down, over = to_y - y, to_x - x
    if y < 0 or down < 0:
        return far
    if not to_x and down == 1:
        return "\r\n"
    if not to_x:
        beside = "\r" if x else ""
    elif x < 0 or over < -FEW:
        beside = f"\x1b[{to_x + 1}G"
    elif over <= 0:
        beside = LEFT * -over
    else:
        beside = f"\x1b[{over}C" if over > 1 else "\x1b[C"
    lower = DOWN * down if down <= FEW else f"\x1b[{down}B"
    return min(lower + beside, far, key=len)


def effort(x: int, y: int, to_x: int, to_y: int) -> int:
    """Return about how many bytes that move takes."""
    down, over = to_y - y, to_x - x
    if y < 0 or down < 0:
        return FAR
    lower = down if down <= FEW else 4
    beside = 1 if not to_x else 5 if x < 0 or over < -FEW else -over if over <= 0 else 4
    return min(lower + beside, FAR)
