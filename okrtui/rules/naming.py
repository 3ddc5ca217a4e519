"""Finds people by what is typed: a login, a name, or the beginning of one."""

import re
from collections.abc import Iterable, Sequence

from okrtui.text import folded

Person = tuple[str, str]
"""Login and display name."""


def parts(text: str) -> list[str]:
    """Return the people named in a line with commas."""
    return [part for part in (each.strip().removeprefix("@") for each in re.split(r"[,;，、]", text)) if part]


def candidates(text: str, people: Iterable[Person]) -> list[Person]:
    """Return who may be meant: the one with this login or name, else all who have a login or name beginning so."""
    wanted, everyone = folded(text.strip().removeprefix("@")), list(people)
    for exact in (0, 1):
        found = [each for each in everyone if folded(each[exact]) == wanted]
        if found:
            return found
    return [
        each
        for each in everyone
        if folded(each[0]).startswith(wanted) or any(w.startswith(wanted) for w in folded(each[1]).split())
    ]


def logins(text: str, people: Sequence[Person]) -> list[str]:
    """Return the logins of the people named in a line; who cannot be told apart, or is unknown, stays as typed."""
    found = []
    for part in parts(text):
        who = candidates(part, people)
        found.append(who[0][0] if len(who) == 1 else part)
    return found


def nearest(word: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Return the names that somebody may have meant who typed `word`, the likeliest first: for did-you-mean."""
    from difflib import SequenceMatcher  # only where something was mistyped

    wanted, scored = folded(word), list[tuple[float, str]]()
    for name in dict.fromkeys(names):
        low = folded(name)
        alike = SequenceMatcher(None, wanted, low).ratio()
        if wanted and (low.startswith(wanted) or wanted.startswith(low)):
            alike += 0.5
        if alike >= 0.6:
            scored.append((-alike, name))
    scored.sort()
    return [name for score, name in scored[:most] if score <= scored[0][0] + 0.15]


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Return `; did you mean a or b?`, "" where no name is near."""
    found = nearest(word, names)
    return f"; did you mean {' or '.join(found)}?" if found else ""
