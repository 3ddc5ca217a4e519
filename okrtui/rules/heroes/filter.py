"""What is typed into the board's filter: words, and `person:bob team:Search standard:honor` among them."""

import re
from dataclasses import dataclass

MOST = 40
"""Words that are looked for; a whole pasted page would be more than a query can hold."""
_PART = re.compile(r'(person|team|standard):("[^"]*"?|\S*)|("[^"]*"?|\S+)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeroFilter:
    """A filter as it was typed; a team with blanks in its name stands in quotes."""

    person: str = ""
    team: str = ""
    standard: str = ""
    words: tuple[str, ...] = ()


def parse(text: str) -> HeroFilter:
    """Return what a filter asks for; of two persons, teams or standards the last one counts."""
    named = {"person": "", "team": "", "standard": ""}
    words = []
    for key, value, word in _PART.findall(text):
        if key:
            named[key.lower()] = value.strip('"').removeprefix("@")
        elif word.strip('"'):
            words.append(word.strip('"'))
    return HeroFilter(**named, words=tuple(words[:MOST]))
