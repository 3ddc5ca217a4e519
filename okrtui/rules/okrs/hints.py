"""Gentle hints while an objective or key result is written: never a refusal."""

import re
from collections.abc import Sequence

from okrtui.model.okrs import KeyResultKind
from okrtui.rules.okrs.progress import progress

MOST_KEY_RESULTS = 5
_KPI = re.compile(
    r"\b(maintain|maintaining|keep doing|keep on|continue to|sustain|business as usual)\b|维持|保持", re.I
)
_OUTCOME = re.compile(
    r"\b(reduce|increase|grow|cut|raise|lower|double|halve|faster|fewer|more|less|from|to|under|over|above|below|"
    r"every|all|no|zero|without|within|adopt\w*|use[sd]?|can|is|are|has|have)\b|%|降|升|提",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")


def objective_hints(title: str, *, dri: str = "-", key_results: int = 0) -> list[str]:
    """Return what a kind colleague would say of an objective: sentences, most useful first."""
    hints = []
    if title and _KPI.search(title):
        hints.append("“maintain” and “keep doing” read like a KPI: would a health metric hold it?")
    if not dri:
        hints.append("Nobody is DRI: one person answers for each objective.")
    if key_results > MOST_KEY_RESULTS:
        hints.append(f"{key_results} key results: more than five split the attention.")
    return hints


def key_result_hints(
    title: str,
    kind: KeyResultKind | None,
    start: float | None,
    target: float | None,
    *,
    dri: str = "-",
    siblings: int = 0,
    current: float | None = None,
) -> list[str]:
    """Return the hints for a key result being written; `siblings` are the others of its objective."""
    hints = []
    measured = kind not in (None, KeyResultKind.BINARY) or target is not None
    if title and not measured and not (_NUMBER.search(title) or _OUTCOME.search(title)):
        hints.append("No number and no outcome: this reads like a task. What will be different when it is done?")
    if title and _KPI.search(title):
        hints.append("“maintain” and “keep doing” read like a KPI: would a health metric hold it?")
    if siblings >= MOST_KEY_RESULTS:
        hints.append(f"This is key result number {siblings + 1}: more than five split the attention.")
    if not dri:
        hints.append("Nobody is DRI: one person answers for each key result.")
    if already_met(kind, start, target, current):
        hints.append("The target is met already: is it ambitious enough?")
    return hints


def already_met(kind: KeyResultKind | None, start: float | None, target: float | None, current: float | None) -> bool:
    """Tell whether a key result is at its target before anybody has worked on it."""
    if target is None or kind in (KeyResultKind.STAY_ABOVE, KeyResultKind.STAY_BELOW, KeyResultKind.BINARY):
        return False
    if kind is KeyResultKind.INCREASE and start is not None and start >= target:
        return True
    if kind is KeyResultKind.DECREASE and start is not None and start <= target:
        return True
    return current is not None and start is not None and start != target and progress(start, target, current) >= 1


def same_work(titles: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return pairs of refs whose titles share most of their words: perhaps the same work twice.

    `titles` are (ref, title); two titles pair where the words of the smaller are shared to 60 % or more (at least two).
    """
    bags = [(ref, words_of(title)) for ref, title in titles]
    by_word: dict[str, list[int]] = {}
    for index, (_, bag) in enumerate(bags):
        for word in bag:
            by_word.setdefault(word, []).append(index)
    shared: dict[tuple[int, int], int] = {}
    for places in by_word.values():
        if len(places) > 25:  # a word that is everywhere says nothing
            continue
        for i, first in enumerate(places):
            for second in places[i + 1 :]:
                shared[first, second] = shared.get((first, second), 0) + 1
    found = []
    for (first, second), count in sorted(shared.items()):
        smaller = min(len(bags[first][1]), len(bags[second][1]))
        if count >= 2 and count / smaller >= 0.6:
            found.append((bags[first][0], bags[second][0]))
    return found


_STOP = frozenset(
    ("a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "our", "per", "than")
).union(("that", "the", "to", "under", "we", "with"))


def words_of(title: str) -> frozenset[str]:
    """Return the words of a text that carry meaning, folded; pairs of characters stand for words in CJK."""
    words = set()
    for word in re.findall(r"\w+", title.casefold()):
        if word.isascii():
            if word not in _STOP and not word.isdigit():
                words.add(word)
        else:  # Chinese and Japanese have no spaces: pairs of characters stand for words
            words.update(word[i : i + 2] for i in range(max(len(word) - 1, 1)))
    return frozenset(words)
