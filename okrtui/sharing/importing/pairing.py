"""Which part of a document is which part of the workspace: by ref, by title, moved, or reworded in its place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from okrtui.model.okrs import KeyResult, Objective, ObjectiveStanding, Standing
from okrtui.sharing.importing.plan import CyclePlan
from okrtui.sharing.markdown.escape import one_line
from okrtui.sharing.okrs_file.reader import FileObjective
from okrtui.text import folded

Mine = TypeVar("Mine")
Theirs = TypeVar("Theirs")
_NEARLY = 0.6
"""From which ratio on two titles are one that was reworded (difflib's: twice the common characters by all)."""


def paired(
    wanted: Sequence[Mine],
    have: Sequence[Theirs],
    *,
    ref: Callable[[Mine], int],
    title: Callable[[Mine], str],
    their_ref: Callable[[Theirs], int],
    their_title: Callable[[Theirs], str],
    by_ref: bool,
    renamed: bool = False,
) -> list[tuple[Mine, Theirs | None]]:
    """Pair by ref and title, then by ref, then by title; each is taken once, and looked at once a time.

    With `renamed` what is left is paired where it stands in the same place and its titles are nearly the same.
    """
    mine = [(ref(each), folded(one_line(title(each)))) for each in wanted]
    theirs = [(their_ref(each), folded(one_line(their_title(each)))) for each in have]
    found: dict[int, int] = {}
    taken = set[int]()

    def take(key: Callable[[tuple[int, str]], object]) -> None:
        free: dict[object, list[int]] = {}
        for at in reversed(range(len(theirs))):
            if at not in taken:
                free.setdefault(key(theirs[at]), []).append(at)
        for at, want in enumerate(mine):
            same = free.get(key(want)) if at not in found and (key is titles or want[0] > 0) else None
            if same:
                found[at] = same.pop()
                taken.add(found[at])

    def titles(each: tuple[int, str]) -> object:
        return each[1]

    if by_ref:
        take(lambda each: each)
        take(lambda each: each[0])
    take(titles)
    for at, want in enumerate(mine) if renamed else ():
        if at not in found and at < len(theirs) and at not in taken and nearly_same(want[1], theirs[at][1]):
            found[at] = at
            taken.add(at)
    return [(want, have[found[at]] if at in found else None) for at, want in enumerate(wanted)]


def moved_key_results(wanted: Sequence[FileObjective], have: Sequence[ObjectiveStanding]) -> Mapping[str, Standing]:
    """Return, by their refs, the key results that a document has under another objective than the workspace."""
    claimed = {kr.kr.ref for each in wanted for kr in each.key_results if kr.kr.number}
    asked = {kr.stray for each in wanted for kr in each.key_results if kr.stray} - claimed
    there = {standing.kr.ref: standing for each in have for standing in each.key_results}
    return {ref: there[ref] for ref in asked if ref in there}


def nearly_same(one: str, other: str) -> bool:
    """Return whether one of two titles (folded) may be the other, reworded."""
    return one != other and SequenceMatcher(None, one[:200], other[:200], autojunk=False).ratio() >= _NEARLY


def likely_renames(plan: CyclePlan, have: Sequence[ObjectiveStanding]) -> Iterator[str]:
    """Return a sentence for each new objective or key result that may be one that is there, reworded in its place."""
    yield from _reworded(
        [(o.wanted.title, o.have is None) for o in plan.objectives],
        _free([o.objective for o in have], [o.have for o in plan.objectives]),
    )
    there = {each.objective.ref: each for each in have}
    for objective in plan.objectives:
        if objective.have is not None:
            wanted = [(kr.wanted.title, kr.have is None) for kr in objective.key_results]
            found = [standing.kr for standing in there[objective.have.ref].key_results]
            yield from _reworded(wanted, _free(found, [kr.have for kr in objective.key_results]))


def _reworded(wanted: Sequence[tuple[str, bool]], have: Sequence[Objective | KeyResult | None]) -> Iterator[str]:
    for (title, new), there in zip(wanted, have, strict=False):
        if new and there is not None and nearly_same(folded(one_line(title)), folded(one_line(there.title))):
            yield (
                f"“{one_line(title)}” may be {there.ref} “{one_line(there.title)}” in other words; "
                "it would be new. --renamed takes it for the same."
            )


def _free(
    have: Sequence[Objective | KeyResult], taken: Sequence[Objective | KeyResult | None]
) -> list[Objective | KeyResult | None]:
    """Return what is there in its order, None in the place of what the document holds."""
    refs = {each.ref for each in taken if each is not None}
    return [None if each.ref in refs else each for each in have]
