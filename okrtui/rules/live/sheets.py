"""Vote sheets of people without a terminal, as they are typed in: a line a person, a number for each mark. Pure."""

import re

from okrtui.errors import Refused
from okrtui.text import clean

EXAMPLE = "ana: 12 12 7"
MOST = 200
"""People whose sheets are entered at once."""
_LINE = re.compile(r"\s*@?(?P<who>[^\s:]+)\s*:(?P<marks>.*)")
_MARK = re.compile(r"[Gg]?(?P<number>\d{1,12})(?:\s?[xX×]\s?(?P<times>\d{1,3}))?")


def parsed(text: str) -> list[tuple[int, str, list[int]]]:
    """Return the sheets that a text holds: the line's number, whose it is, and a group's number for each vote.

    `ana: 12 12 7` and `ana: 12x2, 7` say the same; empty lines and those that begin with # say nothing. Raises Refused
    with the line for what says something else.
    """
    found = list[tuple[int, str, list[int]]]()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        left = _MARK.sub("", match["marks"]).strip(" ,;\t") if match else line
        if match is None or re.sub(r"[\s,;]", "", left):
            raise Refused(f"line {number}: “{clean(line)}” isn't a sheet; write it like {EXAMPLE}")
        marks = [(int(each["number"]), int(each["times"] or 1)) for each in _MARK.finditer(match["marks"])]
        found.append((number, match["who"], [group for group, times in marks for _ in range(times)]))
    if not found:
        raise Refused(f"no sheet is in it; write a line a person, like {EXAMPLE}")
    if len(found) > MOST:
        raise Refused(f"{len(found)} sheets are too many at once; enter {MOST} at most")
    return found
