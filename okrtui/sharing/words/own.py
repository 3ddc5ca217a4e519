"""A person's own words for what OKR documents say, put into those that every reader knows."""

import re
from collections.abc import Mapping, Sequence

from okrtui.errors import Refused

MEANINGS = {
    "objective": "Objective",
    "key result": "Key Result",
    "target": "Target",
    "baseline": "Baseline",
    "current value": "Current",
    "unit": "Unit",
    "owner": "Owner",
    "priority": "Priority",
    "why": "Why",
    "cycle": "Cycle",
    "due": "Due",
    "status": "Status",
}
"""What a word can mean, and the English one that stands for it."""


def in_known_words(text: str, own: Mapping[str, Sequence[str]]) -> str:
    """Return a document in which a label or a column's head in `own` words is one that every reader knows.

    `own` gives words by what they mean (`"objective": ["Ambition"]`). Only what stands where a label does is replaced:
    at the start of a line or in a table's cell, and before a number, a colon, a dash or the end.
    Raises Refused for a meaning that there is not.
    """
    meant = dict[str, str]()
    for meaning, words in own.items():
        if meaning not in MEANINGS:
            raise Refused(f"“{meaning}” in [words] isn't one of: {', '.join(MEANINGS)}")
        meant |= {" ".join(word.split()).casefold(): MEANINGS[meaning] for word in words if word.strip()}
    if not meant:
        return text
    longest = sorted(meant, key=len, reverse=True)
    shape = "|".join(re.escape(word).replace(r"\ ", r"[ \t]+") for word in longest)
    label = re.compile(
        rf"^(?P<lead>[ \t>#*_+\-•\[\]xX`]{{0,40}}(?:\d{{1,3}}[.)][ \t]{{1,9}})?[*_`]{{0,3}})(?P<word>{shape})"
        r"(?=[*_`]{0,3}(?:[ \t]{0,9}[:：#\d]|[ \t]{1,9}[-–—][ \t]|[ \t]{0,9}$))"
        rf"|(?P<bar>\|[ \t]{{0,40}}[*_`]{{0,3}})(?P<cell>{shape})(?=[*_`]{{0,3}}[ \t]{{0,40}}\|)",
        re.I | re.M,
    )
    return label.sub(lambda match: _put(match, meant), text)


def _put(match: re.Match[str], meant: Mapping[str, str]) -> str:
    said = match["word"] or match["cell"]
    return (match["lead"] or match["bar"] or "") + meant[" ".join(said.split()).casefold()]
