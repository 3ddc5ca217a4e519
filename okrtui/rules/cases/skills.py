"""Which openings want what somebody knows: by the words of their skills, never by a score."""

import re
from collections.abc import Iterator

from okrtui.rules.cases.reading import CaseView, hands
from okrtui.text import folded

SHORT = 3
"""A skill of so few letters is looked for as it is written: `Go` is a language, `go` is a verb."""


def wants(skills: str, text: str) -> bool:
    """Tell whether a text names one of somebody's skills, which have commas between them, as whole words."""
    return any(f" {each} " in _words(text, as_written=len(each) <= SHORT) for each in _each(skills))


def _each(skills: str) -> Iterator[str]:
    for skill in re.split(r"[,;\n]", skills):
        found = " ".join(re.findall(r"[\w+#]+", skill))
        if found:
            yield found if len(found) <= SHORT else folded(found)


def _words(text: str, *, as_written: bool) -> str:
    said = " ".join(re.findall(r"[\w+#]+", text))
    return f" {said if as_written else folded(said)} "


def is_opening(found: CaseView, login: str) -> bool:
    """Tell whether a case is an opening for which somebody may raise their hand, and has not: nobody's own."""
    there = {found.case.opener, *(raised.who for raised, _ in hands(found.case))}
    takes_hands = found.process.hands and found.case.step == found.process.steps[0].name
    return takes_hands and not found.over and login not in there


def wanting(found: tuple[CaseView, ...], login: str, skills: str) -> tuple[CaseView, ...]:
    """Return the openings that want what somebody knows, in the order they come in."""
    return tuple(
        each for each in found if is_opening(each, login) and wants(skills, f"{each.case.title} {each.case.text}")
    )
